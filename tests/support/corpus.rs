//! Finds the texts that a test or a measurement runs over.

use std::fs;
use std::path::{Path, PathBuf};

/// A file and its text.
pub(crate) struct Text {
    /// Where it was read from.
    pub(crate) path: PathBuf,
    /// What it holds.
    pub(crate) text: String,
}

/// The UTF-8 files under `roots` whose name ends with one of `endings`, in the order of their paths.
/// A root may be a file itself; then its name does not matter.
pub(crate) fn texts(roots: &[PathBuf], endings: &[&str]) -> Vec<Text> {
    let mut paths = Vec::new();
    for root in roots {
        if root.is_file() {
            paths.push(root.clone());
        } else {
            collect(root, endings, &mut paths);
        }
    }
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter_map(|path| {
            let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
            Some(Text { path, text })
        })
        .collect()
}

/// The folders and files that the environment variable `NESTC_CORPUS` names, separated as in `PATH`.
pub(crate) fn from_environment() -> Vec<PathBuf> {
    std::env::var_os("NESTC_CORPUS")
        .map(|value| std::env::split_paths(&value).filter(|path| !path.as_os_str().is_empty()).collect())
        .unwrap_or_default()
}

/// The inputs that the project ships: its golden cases and the data of its tests.
pub(crate) fn shipped() -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["golden", "tests"].iter().map(|folder| home.join(folder)).collect()
}

fn collect(folder: &Path, endings: &[&str], paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != ".git" {
                collect(&path, endings, paths);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            paths.push(path);
        }
    }
}
