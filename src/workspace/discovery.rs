//! From the paths of a command line or manifest to inputs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Failure, Input};
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
    let mut inputs = BTreeSet::new();
    let mut failures = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, &mut inputs, &mut failures);
        } else if let Err(error) = path.metadata() {
            failures.push(Failure::unreadable(path, error));
        } else {
            inputs.insert(Input::of_file(path));
        }
    }
    Discovery { inputs: inputs.into_iter().collect(), failures }
}

impl Input {
    /// The input that the file `path`, named by hand, is: a Terraform file stands for its folder, but only
    /// it is reported on.
    #[must_use]
    pub fn of_file(path: &Path) -> Input {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_module_file(&name) {
            let folder = match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
                _ => PathBuf::from("."),
            };
            return Input::Module { path: folder, only: Some(path.to_owned()) };
        }
        Input::Ros { path: path.to_owned(), named: true }
    }
}

fn search(root: &Path, inputs: &mut BTreeSet<Input>, failures: &mut Vec<Failure>) {
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
            let folder = entry.path().parent().unwrap_or(root).to_owned();
            inputs.insert(Input::Module { path: folder, only: None });
        } else if ENDINGS.iter().any(|ending| entry.path().extension().is_some_and(|it| it == *ending)) {
            inputs.insert(Input::Ros { path: entry.path().to_owned(), named: false });
        }
    }
}
