//! Looking into files and folders: does this file look like a template, what belongs to this module.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};

use super::reading::Obstacle;
use super::{Failure, FilePath, Workspace, reason};
use crate::lower::terraform::{Folders, is_module_file, is_values_file};
use crate::source::FileId;

/// The folders of Terraform around a root module.
pub(super) struct OnDisk<'p> {
    workspace: &'p Workspace,
    root: &'p FilePath,
    failure: Mutex<Option<Failure>>,
}

impl<'p> OnDisk<'p> {
    pub(super) fn new(workspace: &'p Workspace, root: &'p FilePath) -> Self {
        OnDisk { workspace, root, failure: Mutex::new(None) }
    }

    /// The first failure, if there was one.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    fn read_all(&self, folder: &str) -> Result<Vec<FileId>, Failure> {
        let called = !folder.is_empty();
        let folder = FilePath::new(&self.root.join(folder));
        let mut names: BTreeSet<OsString> = self.workspace.known_in(&folder).into_iter().collect();
        match std::fs::read_dir(&*folder) {
            // A buffer can stand in a folder that is not there yet.
            Err(_) if !called && !names.is_empty() => {}
            Err(error) => return Err(unlisted(&folder, called, &error)),
            Ok(_) if called && folder.is_link() && !self.workspace.reaches(&folder) => {
                return Err(Obstacle::LeadsOut.failure(&folder));
            }
            Ok(entries) => {
                for entry in entries {
                    names.insert(entry.map_err(|error| unlisted(&folder, called, &error))?.file_name());
                }
            }
        }
        names.retain(|name| {
            let name = name.to_string_lossy();
            !is_scrap(&name) && (is_module_file(&name) || is_values_file(&name))
        });
        drop_stood_in_for(&mut names);
        let files = names.iter().map(|name| self.read(&FilePath::new(&folder.join(name))));
        files.filter_map(Result::transpose).collect()
    }

    /// The text of the file `path`; `None` where it is passed over.
    fn read(&self, path: &FilePath) -> Result<Option<FileId>, Failure> {
        match self.workspace.open(path) {
            // The problems of a file of values are told by nobody else.
            Ok(_) if path.file_name().is_some_and(|it| is_values_file(&it.to_string_lossy())) => {
                self.workspace.read(path).map(Some)
            }
            Ok(file) => Ok(Some(file)),
            Err(Obstacle::Folder) => Ok(None),
            Err(obstacle) => self.workspace.pass_over(path, obstacle).map_or(Ok(None), Err),
        }
    }
}

/// Takes away each `x.tf` that an `x.tofu` beside it stands in for
/// (<https://opentofu.org/docs/language/files/>, "File Extension").
fn drop_stood_in_for(names: &mut BTreeSet<OsString>) {
    let stands_in = |name: &OsString| {
        let name = name.to_str()?;
        let stem = name.strip_suffix(".tofu").map(|stem| format!("{stem}.tf"));
        stem.or_else(|| name.strip_suffix(".tofu.json").map(|stem| format!("{stem}.tf.json")))
    };
    let replaced: Vec<String> = names.iter().filter_map(stands_in).collect();
    names.retain(|name| !replaced.iter().any(|it| name.to_str() == Some(it)));
}

/// The failure of a folder that cannot be listed.
fn unlisted(folder: &FilePath, called: bool, error: &std::io::Error) -> Failure {
    let help = match called {
        true => "it is called as a local module: put it there, or give yourself the right to read it",
        false => "check the folder's rights",
    };
    Failure::new(format!("the folder `{}` cannot be read: {}", super::display(folder), reason(error)), help)
}

impl Folders for OnDisk<'_> {
    fn files(&self, folder: &str) -> Vec<FileId> {
        self.read_all(folder).unwrap_or_else(|failure| {
            let mut slot = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            slot.get_or_insert(failure);
            Vec::new()
        })
    }
}

/// Files of editors, which Terraform passes over too.
fn is_scrap(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
