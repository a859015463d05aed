//! From the paths of a command line or manifest to inputs.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::reading::Obstacle;
use super::skipped::Why;
use super::walk::{self, Walk};
use super::{Failure, FilePath, Input, Workspace};
use crate::lower::terraform::is_module_file;

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The inputs in the order of their paths.
    pub inputs: Vec<Input>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
    /// Whether what is named must be a template; otherwise other files are passed over.
    pub(crate) strict: bool,
}

impl Workspace {
    /// The inputs at `paths`, each once: files as they are, folders searched.
    #[must_use]
    pub fn discover(&self, paths: &[PathBuf]) -> Discovery {
        let (mut failures, mut inputs) = (Vec::new(), Vec::new());
        for path in paths {
            let path = FilePath::new(path);
            self.look_into(&FilePath::new(&if path.is_dir() { path.to_path_buf() } else { path.folder() }));
            if self.known(&path).is_some() {
                inputs.push((path.is_link(), Input::named(path)));
            } else if path.is_dir() {
                let walk = self.walk(&path);
                failures.extend(walk.failures);
                inputs.extend(walk.files.into_iter().map(|file| (file.linked, Input::found(file.path))));
            } else if !self.leaves_out(&path) {
                match self.reach().check(&path) {
                    Ok(_) => inputs.push((path.is_link(), Input::named(path))),
                    Err(obstacle) => failures.extend(self.pass_over(&path, obstacle)),
                }
            }
        }
        Discovery { inputs: once_by_file(inputs), failures, strict: false }
    }

    /// Whether a glob leaves out `path`, which was named; that is said.
    pub(crate) fn leaves_out(&self, path: &FilePath) -> bool {
        let leaves_out = self.left_out().matches(path, path.is_dir());
        if leaves_out {
            self.skip(Why::LeftOut, path);
        }
        leaves_out
    }

    /// Everything below the folder `root` that may be a template.
    pub(crate) fn walk(&self, root: &FilePath) -> Walk {
        let mut walk = walk::walk(root, &self.reach(), &self.left_out());
        self.skipped().append(&mut walk.skipped);
        walk
    }

    /// Why the file `path` must not be read, where it must not; `Err(None)` where there is no such file.
    pub(crate) fn readable(&self, path: &FilePath) -> Result<(), Option<Failure>> {
        match self.reach().check(path) {
            Ok(_) => Ok(()),
            Err(Obstacle::Io(error)) if error.kind() == ErrorKind::NotFound => Err(None),
            Err(obstacle) => Err(Some(obstacle.failure(path))),
        }
    }

    /// Says that `path` is not read, where that is no fault; otherwise the failure.
    pub(super) fn pass_over(&self, path: &FilePath, obstacle: Obstacle) -> Option<Failure> {
        let why = match obstacle {
            Obstacle::LeadsOut => Why::LeadsOut,
            Obstacle::Dangling => Why::Dangling,
            Obstacle::Special => Why::Special,
            other => return Some(other.failure(path)),
        };
        self.skip(why, path);
        None
    }
}

/// `inputs` in the order of their names, each file and folder once, by a name that is not linked where there is one.
pub(crate) fn once_by_file(inputs: Vec<(bool, Input)>) -> Vec<Input> {
    once_each(inputs, |path| path.key().to_owned())
}

/// `inputs` in the order of their names, each name once.
pub(crate) fn once_by_name(inputs: Vec<Input>) -> Vec<Input> {
    once_each(inputs.into_iter().map(|input| (false, input)).collect(), |path| path.to_path_buf())
}

/// `inputs` without those that are the same by `key`; of these the least counts.
fn once_each(mut inputs: Vec<(bool, Input)>, key: impl Fn(&FilePath) -> PathBuf) -> Vec<Input> {
    inputs.sort();
    let mut once: BTreeMap<(bool, PathBuf), Input> = BTreeMap::new();
    for (_, input) in inputs {
        let place = (matches!(input, Input::Module { .. }), key(input.path()));
        let whole = match once.remove(&place) {
            Some(first) => first.and(input),
            None => input,
        };
        once.insert(place, whole);
    }
    let mut inputs: Vec<Input> = once.into_values().collect();
    inputs.sort();
    inputs
}

impl Input {
    /// The input that the file `path`, named by hand, is: a Terraform file means its folder, but only
    /// it is reported on.
    #[must_use]
    pub fn named(path: FilePath) -> Input {
        match is_terraform(&path) {
            true => Input::Module { path: FilePath::new(&path.folder()), only: vec![path] },
            false => Input::Ros { path, named: true },
        }
    }

    /// The input that the file `path`, found in a folder, is or belongs to.
    #[must_use]
    pub(crate) fn found(path: FilePath) -> Input {
        match is_terraform(&path) {
            true => Input::Module { path: FilePath::new(&path.folder()), only: Vec::new() },
            false => Input::Ros { path, named: false },
        }
    }

    /// This input, asked for by another name as `other`.
    fn and(self, other: Input) -> Input {
        match (self, other) {
            (Input::Ros { path, named }, Input::Ros { named: also, .. }) => {
                Input::Ros { path, named: named || also }
            }
            (Input::Module { path, mut only }, Input::Module { only: also, .. }) => {
                // A folder that is looked at as a whole stays whole.
                if only.is_empty() || also.is_empty() {
                    only.clear();
                } else {
                    only.extend(also);
                    only.sort();
                    only.dedup();
                }
                Input::Module { path, only }
            }
            (this, _) => this,
        }
    }
}

fn is_terraform(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_module_file(&name.to_string_lossy()))
}
