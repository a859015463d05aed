//! What a build left behind, which is never taken for a source.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use super::budget::RECORD_BYTES;
use super::reading::Reach;
use super::{FilePath, Workspace};

/// The name of the record of a build, in the folder of its outputs.
pub(crate) const RECORD: &str = "nestc-build.json";

/// Whether a file called `name` is the record of a build or of a part of one.
#[must_use]
pub(crate) fn is_record(name: &str) -> bool {
    let (stem, end) = RECORD.rsplit_once('.').unwrap_or((RECORD, "json"));
    let part = name.strip_prefix(stem).and_then(|it| it.strip_suffix(end));
    part.is_some_and(|part| part == "." || part.starts_with(".shard-") || part.starts_with(".part-"))
}

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

impl Workspace {
    /// Whether a build made the file `path`, as the record in a folder above it says.
    pub(crate) fn is_output(&self, path: &FilePath) -> bool {
        let above = path.key().ancestors().skip(1);
        above
            .into_iter()
            .any(|folder| recorded_in(&FilePath::new(folder), &self.reach()).contains(path.key()))
    }
}

/// The canonical paths of the outputs that the records in `folder` name, and of the records themselves; nothing where
/// there are none that can be read.
pub(super) fn recorded_in(folder: &FilePath, reach: &Reach) -> HashSet<PathBuf> {
    let entries = fs::read_dir(folder.key()).into_iter().flatten().flatten();
    let records = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_record));
    records
        .flat_map(|entry| recorded_by(folder, &FilePath::new(&folder.join(entry.file_name())), reach))
        .collect()
}

/// The canonical paths of what `record` in `folder` names, and its own.
fn recorded_by(folder: &FilePath, record: &FilePath, reach: &Reach) -> HashSet<PathBuf> {
    let mut outputs = HashSet::from([record.key().to_owned()]);
    let Ok(bytes) = reach.read(record, RECORD_BYTES) else { return outputs };
    let Ok(record) = serde_json::from_slice::<Record>(&bytes) else { return outputs };
    for file in record.outputs.into_iter().flat_map(|output| output.files) {
        let (File::Path(path) | File::Digested { path }) = file;
        outputs.insert(super::without_dots(&folder.key().join(path)));
    }
    outputs
}
