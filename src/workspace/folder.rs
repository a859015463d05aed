//! Looking into files and folders: does this file look like a template, what belongs to this module.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Failure, FilePath, Workspace};
use crate::lower::terraform::{Folders, is_module_file, is_values_file};
use crate::source::FileId;

/// Bytes of a file that are searched for the keys of a template before it is read whole.
const PEEK_BYTES: u64 = 4 * 1024 * 1024;

/// Whether the file holds the words that every template has; other files are not read further.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn may_be_template(path: &Path) -> Result<bool, Failure> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| Failure::unreadable(path, error))?;
    file.take(PEEK_BYTES).read_to_end(&mut bytes).map_err(|error| Failure::unreadable(path, error))?;
    let has = |word: &str| memchr::memmem::find(&bytes, word.as_bytes()).is_some();
    Ok(has("ROSTemplateFormatVersion") || (has("Transform") && has("Workspace")))
}

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
        let folder = FilePath::new(&self.root.join(folder));
        let mut names: BTreeSet<OsString> = self.workspace.known_in(&folder).into_iter().collect();
        for entry in std::fs::read_dir(&*folder).into_iter().flatten() {
            let entry = entry.map_err(|error| Failure::unreadable(&folder, error))?;
            if !entry.path().is_dir() {
                names.insert(entry.file_name());
            }
        }
        names.retain(|name| {
            let name = name.to_string_lossy();
            !is_scrap(&name) && (is_module_file(&name) || is_values_file(&name))
        });
        names.iter().map(|name| self.workspace.read(&folder.join(name))).collect()
    }
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
