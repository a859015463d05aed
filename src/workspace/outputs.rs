//! What a build left behind, which is never taken for a source.

use std::collections::HashSet;
use std::path::PathBuf;

use serde::Deserialize;

use super::FilePath;
use super::budget::RECORD_BYTES;
use super::reading::Reach;
use crate::build::RECORD;

#[derive(Deserialize)]
struct Record {
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    files: Vec<File>,
}

/// Older records name the path alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Path(String),
    Digested { path: String },
}

/// The canonical paths of the outputs that the record in `folder` names, and of the record itself; nothing where
/// there is none that can be read.
pub(super) fn recorded_in(folder: &FilePath, reach: &Reach) -> HashSet<PathBuf> {
    let record = FilePath::new(&folder.join(RECORD));
    if record.symlink_metadata().is_err() {
        return HashSet::new();
    }
    let mut outputs = HashSet::from([record.key().to_owned()]);
    let Ok(bytes) = reach.read(&record, RECORD_BYTES) else { return outputs };
    let Ok(record) = serde_json::from_slice::<Record>(&bytes) else { return outputs };
    for file in record.outputs.into_iter().flat_map(|output| output.files) {
        let (File::Path(path) | File::Digested { path }) = file;
        outputs.insert(super::without_dots(&folder.key().join(path)));
    }
    outputs
}
