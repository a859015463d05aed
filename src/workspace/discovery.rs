//! From the paths of a command line or manifest to inputs.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Failure, FilePath, Input};
use crate::lower::terraform::is_module_file;

/// Folders that hold no template of the author's.
const SKIPPED: [&str; 4] = [".git", ".terraform", "node_modules", "target"];

/// Endings of files that may be ROS templates; the content decides.
const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The inputs in the order of their paths.
    pub inputs: Vec<Input>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
}

/// The inputs at `paths`: files as they are, folders searched, except for what `.gitignore` names.
#[must_use]
pub fn discover(paths: &[PathBuf]) -> Discovery {
    let mut inputs = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, &mut inputs, &mut failures);
        } else if let Err(error) = path.metadata() {
            failures.push(Failure::unreadable(path, error));
        } else {
            inputs.push(Input::of_file(path));
        }
    }
    Discovery { inputs: once_each(inputs), failures }
}

/// `inputs` in the order of their names, each file and folder once. Of several names that which leads through no
/// link counts.
#[must_use]
pub fn once_each(mut inputs: Vec<Input>) -> Vec<Input> {
    inputs.sort_by_cached_key(|input| (input.path().key().to_owned(), input.path().is_link(), input.clone()));
    inputs.dedup_by(|other, first| {
        let same = first.path().key() == other.path().key();
        match (first, other) {
            (Input::Ros { named, .. }, Input::Ros { named: also, .. }) if same => *named |= *also,
            (Input::Module { only, .. }, Input::Module { only: also, .. }) if same => {
                // A folder that is looked at as a whole stays whole.
                if !only.is_empty() && !also.is_empty() {
                    only.append(also);
                } else {
                    only.clear();
                }
            }
            _ => return false,
        }
        true
    });
    inputs.sort();
    inputs
}

impl Input {
    /// The input that the file `path`, named by hand, is: a Terraform file means its folder, but only
    /// it is reported on.
    #[must_use]
    pub fn of_file(path: &Path) -> Input {
        let path = FilePath::new(path);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_module_file(&name) {
            return Input::Module { path: FilePath::new(&path.folder()), only: vec![path] };
        }
        Input::Ros { path, named: true }
    }
}

fn search(root: &Path, inputs: &mut Vec<Input>, failures: &mut Vec<Failure>) {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            !(entry.depth() > 0 && SKIPPED.contains(&&*name))
        })
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                failures.push(Failure::new(
                    format!("the search stopped short: {error}"),
                    "check the folder's rights",
                ));
                continue;
            }
        };
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        if is_module_file(&name) {
            let folder = FilePath::new(entry.path().parent().unwrap_or(root));
            inputs.push(Input::Module { path: folder, only: Vec::new() });
        } else if ENDINGS.iter().any(|ending| entry.path().extension().is_some_and(|it| it == *ending)) {
            inputs.push(Input::Ros { path: FilePath::new(entry.path()), named: false });
        }
    }
}
