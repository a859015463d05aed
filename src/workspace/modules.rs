//! Modules on disk: each lowered once a run, whoever calls it, and which of them nobody calls.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::folder::module_files;
use super::{Failure, FilePath, Input, Workspace};
use crate::lower::terraform::{Module, reach, roots};
use crate::parallel;

/// What is known of a folder, once somebody looked.
type Looked = Result<Option<Arc<Module>>, Failure>;

/// The modules of a run by their folders.
#[derive(Debug, Default)]
pub(super) struct Modules(Mutex<HashMap<PathBuf, Arc<OnceLock<Looked>>>>);

/// The folders that each module calls.
type Calls = HashMap<PathBuf, Vec<PathBuf>>;

impl Workspace {
    /// The module in `folder`; `None` where there is no such folder, or it has no Terraform files.
    ///
    /// # Errors
    /// When a file of it cannot be read, or the folder cannot be listed.
    pub(super) fn module(&self, folder: &FilePath, called: bool) -> Looked {
        let mut modules = self.modules.0.lock().unwrap_or_else(PoisonError::into_inner);
        let looked = Arc::clone(modules.entry(folder.key().to_owned()).or_default());
        // Lowered without the lock: others wait for this module alone.
        drop(modules);
        looked.get_or_init(|| self.lower_module(folder, called)).clone()
    }

    /// The modules below the folder `root` that call the module in `folder`, or call what calls it.
    pub(crate) fn callers(&self, folder: &FilePath, root: &FilePath) -> Vec<FilePath> {
        let found = self.walk(root).files.into_iter().map(|file| Input::found(file.path));
        let mut modules: Vec<Input> = found.filter(|it| matches!(it, Input::Module { .. })).collect();
        modules.sort();
        modules.dedup();
        let calls = self.calls(&modules);
        let target = folder.key().to_owned();
        let leads_there = |from: &Path| {
            let (from, mut reached) = (from.to_owned(), HashSet::new());
            reach(&from, &calls, &mut reached);
            from != target && reached.contains(&target)
        };
        let all = modules.iter().map(Input::path);
        all.filter(|path| leads_there(path.key())).cloned().collect()
    }

    /// Forgets the modules in the folders that `is_meant` says; they are lowered again when somebody asks.
    pub(crate) fn forget_modules(&mut self, is_meant: impl Fn(&Path) -> bool) {
        let modules = self.modules.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        modules.retain(|folder, _| !is_meant(folder));
    }

    fn lower_module(&self, folder: &FilePath, called: bool) -> Looked {
        let files = module_files(self, folder, called)?;
        Ok((!files.is_empty()).then(|| Arc::new(Module::lower(&self.sources, &files))))
    }

    /// `inputs` without the modules that others of them call; see [`roots`].
    pub(crate) fn roots(&self, inputs: Vec<Input>) -> Vec<Input> {
        let calls = self.calls(&inputs);
        let modules: Vec<(PathBuf, bool)> = inputs
            .iter()
            .filter_map(|input| match input {
                Input::Module { path, only } => Some((path.key().to_owned(), !only.is_empty())),
                Input::Ros { .. } => None,
            })
            .collect();
        let roots = roots(&modules, &calls);
        let is_kept =
            |it: &Input| !matches!(it, Input::Module { path, .. } if !roots.contains(&path.key().to_owned()));
        inputs.into_iter().filter(is_kept).collect()
    }

    /// What each module among `inputs` calls, and each that these lead to.
    fn calls(&self, inputs: &[Input]) -> Calls {
        let modules = inputs.iter().filter_map(|input| match input {
            Input::Module { path, .. } => Some((path.key().to_owned(), path.clone())),
            Input::Ros { .. } => None,
        });
        let mut waiting: BTreeMap<PathBuf, FilePath> = modules.collect();
        let mut calls = Calls::new();
        while !waiting.is_empty() {
            let folders: Vec<(PathBuf, FilePath)> = std::mem::take(&mut waiting).into_iter().collect();
            let looked = parallel::map(&folders, |(_, folder)| {
                // What cannot be read is said when it is compiled.
                let module = self.module(folder, !calls.is_empty()).ok().flatten();
                let called = module.iter().flat_map(|module| module.local_calls());
                called.map(|it| FilePath::new(&folder.join(it))).collect::<Vec<FilePath>>()
            });
            for ((from, _), to) in folders.into_iter().zip(looked) {
                calls.insert(from, to.iter().map(|path| path.key().to_owned()).collect());
                waiting.extend(to.into_iter().map(|path| (path.key().to_owned(), path)));
            }
            waiting.retain(|key, _| !calls.contains_key(key));
        }
        calls
    }
}
