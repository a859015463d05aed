//! Looking into files and folders: does this file look like a template, what belongs to this module.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::failure::check_rights;
use super::reading::Obstacle;
use super::{Failure, FilePath, Workspace, budget, reason};
use crate::lower::terraform::{Folders, Module, downloaded, is_module_file, is_values_file};
use crate::source::FileId;
use crate::text;

/// The folders of Terraform around a root module.
pub(super) struct OnDisk<'p> {
    workspace: &'p Workspace,
    root: &'p FilePath,
    failure: Mutex<Option<Failure>>,
    /// The folders of downloaded modules by the calls that lead to them.
    downloaded: OnceLock<HashMap<String, String>>,
}

impl<'p> OnDisk<'p> {
    pub(super) fn new(workspace: &'p Workspace, root: &'p FilePath) -> Self {
        OnDisk { workspace, root, failure: Mutex::new(None), downloaded: OnceLock::new() }
    }

    /// What the list of downloaded modules says, as far as it can be read and the folders are there.
    fn listed(&self) -> HashMap<String, String> {
        let list = FilePath::new(&self.root.join(downloaded::MODULES));
        let bytes = self.workspace.reach().read(&list, budget::FILE_BYTES).unwrap_or_default();
        let mut folders = downloaded::listed(&bytes);
        folders.retain(|_, folder| self.root.join(folder).is_dir());
        folders
    }

    /// The first failure, if there was one.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }
}

/// The texts of `folder` that Terraform reads, in the order of their names. A folder that is `called` as a module must
/// be there.
///
/// # Errors
/// When it cannot be listed, or one of them cannot be read.
pub(super) fn module_files(
    workspace: &Workspace,
    folder: &FilePath,
    called: bool,
) -> Result<Vec<FileId>, Failure> {
    let mut names: BTreeSet<OsString> = workspace.known_in(folder).into_iter().collect();
    match std::fs::read_dir(&**folder) {
        // A buffer can stand in a folder that is not there yet.
        Err(_) if !called && !names.is_empty() => {}
        Err(error) => return Err(unlisted(folder, called, &error)),
        Ok(_) if called && folder.is_link() && !workspace.reaches(folder) => {
            return Err(Obstacle::LeadsOut.failure(folder));
        }
        Ok(entries) => {
            for entry in entries {
                names.insert(entry.map_err(|error| unlisted(folder, called, &error))?.file_name());
            }
        }
    }
    names.retain(|name| {
        let name = name.to_string_lossy();
        !is_scrap(&name) && (is_module_file(&name) || is_values_file(&name))
    });
    let files = names.iter().map(|name| read(workspace, &FilePath::new(&folder.join(name))));
    files.filter_map(Result::transpose).collect()
}

/// The text of the file `path`; `None` where it is passed over.
fn read(workspace: &Workspace, path: &FilePath) -> Result<Option<FileId>, Failure> {
    match workspace.open(path) {
        // The problems of a file of values are told by nobody else.
        Ok(_) if path.file_name().is_some_and(|it| is_values_file(&it.to_string_lossy())) => {
            workspace.read(path).map(Some)
        }
        Ok(file) => Ok(Some(file)),
        Err(Obstacle::Folder) => Ok(None),
        Err(obstacle) => workspace.pass_over(path, obstacle).map_or(Ok(None), Err),
    }
}

/// The failure of a folder that cannot be listed.
fn unlisted(folder: &FilePath, called: bool, error: &std::io::Error) -> Failure {
    let help = match called {
        true => text!(
            en: "it is called as a local module: put it there, or give yourself the right to read it",
            zh: "它作为本地模块被调用：请将它放到该位置，或授予自己读取权限",
        ),
        false => check_rights(),
    };
    let message = text!(
        en: "the folder `{folder}` cannot be read: {reason}", zh: "无法读取文件夹 `{folder}`：{reason}",
        folder = super::display(folder), reason = reason(error),
    );
    Failure::new(message, help)
}

impl Folders for OnDisk<'_> {
    fn module(&self, folder: &str) -> Option<Arc<Module>> {
        self.workspace.module(&FilePath::new(&self.root.join(folder)), !folder.is_empty()).unwrap_or_else(
            |failure| {
                let mut slot = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                slot.get_or_insert(failure);
                None
            },
        )
    }

    fn downloaded(&self, key: &str) -> Option<String> {
        let listed = self.downloaded.get_or_init(|| self.listed());
        listed.get(key).cloned()
    }
}

/// Files of editors, which Terraform passes over too.
fn is_scrap(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}
