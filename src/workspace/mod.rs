//! Files, on disk or a buffer over them: finding them, reading them, compiling them.
//!
//! This is the only way by which files reach the compiler.

mod budget;
mod copied;
mod discovery;
mod failure;
mod folder;
mod globs;
mod left_out;
mod modules;
mod outputs;
mod path;
mod reading;
mod reads;
mod skipped;
mod walk;

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use crate::diagnostic::{RuleId, Text};
use crate::ir::{Dialect, Template, Unit};
use crate::lower::ros::{self, Recognition};
use crate::lower::terraform;
use crate::source::{FileId, TextRange};
use crate::syntax::SourceMap;
use crate::text;
use left_out::LeftOut;
use reading::{Garbled, Obstacle, Reach};
use skipped::Why;

pub(in crate::workspace) use copied::NotCopied;
pub(crate) use discovery::Discovery;
pub(crate) use discovery::{once_by_file, once_by_name};
pub(crate) use failure::Failure;
pub(crate) use failure::reason;
pub(crate) use globs::Glob;
pub(crate) use outputs::{RECORD, is_record};
pub use path::FilePath;
pub(crate) use path::display;
pub(crate) use path::{folder_of, real, repository_of, without_dots};
pub(crate) use walk::Walk;

/// Something that can be compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A file that may be a ROS template.
    Ros {
        /// The file.
        path: FilePath,
        /// Whether it was named by hand: then part of a template is enough.
        named: bool,
    },
    /// A folder of Terraform.
    Module {
        /// The folder.
        path: FilePath,
        /// Only report on these files of it; on all where there are none.
        only: Vec<FilePath>,
    },
}

impl Input {
    /// The folder of the file, or of the module.
    pub(crate) fn folder(&self) -> PathBuf {
        match self {
            Input::Ros { path, .. } => path.folder(),
            Input::Module { path, .. } => path.to_path_buf(),
        }
    }

    /// The file, or the module's folder.
    #[must_use]
    pub fn path(&self) -> &FilePath {
        match self {
            Input::Ros { path, .. } | Input::Module { path, .. } => path,
        }
    }
}

/// A compiled input.
#[derive(Debug)]
pub struct Compiled {
    /// What was compiled.
    pub input: Input,
    /// What it means.
    pub unit: Unit,
    /// The only texts that reports speak of; all where there are none.
    only: Vec<FileId>,
}

/// The texts of one run, and the files that they belong to.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The texts.
    pub sources: SourceMap,
    files: Mutex<Files>,
    reach: RwLock<Reach>,
    left_out: RwLock<LeftOut>,
    skipped: Mutex<Vec<(Why, String)>>,
    modules: modules::Modules,
}

/// One text per file, whatever names led to it.
#[derive(Debug, Default)]
struct Files {
    by_key: HashMap<PathBuf, FileId>,
    paths: HashMap<FileId, FilePath>,
    /// Files that are not UTF-8; their texts are empty.
    garbled: HashMap<FileId, Garbled>,
}

impl Workspace {
    /// A workspace without texts.
    #[must_use]
    pub fn new() -> Self {
        Workspace::default()
    }

    /// Lets symbolic links lead anywhere.
    pub(crate) fn follow_links(&self) {
        self.reach.write().unwrap_or_else(PoisonError::into_inner).everywhere = true;
    }

    /// Lets symbolic links lead into the folder `folder` and its repository.
    pub(crate) fn look_into(&self, folder: &FilePath) {
        self.reach.write().unwrap_or_else(PoisonError::into_inner).add(folder);
    }

    /// Whether `path` lies in one of the folders that are looked into, or in their repositories.
    pub(crate) fn reaches(&self, path: &FilePath) -> bool {
        self.reach().holds(path.key())
    }

    /// Leaves out of every search what `glob` matches, seen from the folder `base`.
    ///
    /// # Errors
    /// What is wrong with the glob.
    pub(crate) fn leave_out(&self, base: &FilePath, glob: &str) -> Result<(), Text> {
        self.left_out.write().unwrap_or_else(PoisonError::into_inner).add(base, glob)
    }

    /// Leaves the folder `folder` out of every search.
    pub(crate) fn leave_out_folder(&self, folder: &FilePath) {
        self.left_out.write().unwrap_or_else(PoisonError::into_inner).add_folder(folder);
    }

    /// Whether `path` is left out of searches.
    pub(crate) fn is_left_out(&self, path: &FilePath) -> bool {
        self.left_out().holds(path, path.is_dir())
    }

    fn reach(&self) -> RwLockReadGuard<'_, Reach> {
        self.reach.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn left_out(&self) -> RwLockReadGuard<'_, LeftOut> {
        self.left_out.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn skipped(&self) -> MutexGuard<'_, Vec<(Why, String)>> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn skip(&self, why: Why, path: &Path) {
        self.skipped().push((why, display(path)));
    }

    /// Says that the file `path`, which was named, is not a template and not looked at.
    pub(crate) fn skip_other(&self, path: &Path) {
        let is_own = path.file_name().is_some_and(|name| {
            name == "nestc.yaml" || name == "nestc.lock" || name.to_str().is_some_and(is_record)
        });
        self.skip(if is_own { Why::OwnFile } else { Why::NotTemplate }, path);
    }

    /// Forgets what was passed over so far.
    pub(crate) fn forget_skipped(&self) {
        self.skipped().clear();
    }

    /// How many files were passed over.
    pub(crate) fn skipped_count(&self) -> usize {
        let skipped = self.skipped();
        skipped.iter().map(|(_, name)| name).collect::<std::collections::HashSet<_>>().len()
    }

    /// What was passed over, a line for each reason.
    pub(crate) fn skipped_lines(&self) -> Vec<Text> {
        skipped::lines(self.skipped().clone())
    }

    /// The text of the manifest or configuration `path`, read once.
    ///
    /// # Errors
    /// When it cannot or must not be read, is a folder, or is not UTF-8.
    pub fn read(&self, path: &Path) -> Result<FileId, Failure> {
        let path = FilePath::new(path);
        let file = self.open(&path).map_err(|obstacle| obstacle.failure(&path))?;
        match self.files().garbled.get(&file) {
            Some(garbled) => {
                let message = text!(
                    en: "`{path}`: {problem}",
                    zh: "`{path}`：{problem}",
                    path = display(&path), problem = garbled.message,
                );
                Err(Failure::new(message, garbled.help.clone()))
            }
            None => Ok(file),
        }
    }

    /// The text of the file `path`, read once; empty where it is not UTF-8.
    fn open(&self, path: &FilePath) -> Result<FileId, Obstacle> {
        if let Some(file) = self.known(path) {
            return Ok(file);
        }
        // Read without the lock, so that several threads can; of two that read one file the first counts.
        let text = reading::decode(self.reach().read(path, budget::FILE_BYTES)?);
        let mut files = self.files();
        if let Some(&file) = files.by_key.get(path.key()) {
            return Ok(file);
        }
        Ok(self.insert(&mut files, path.clone(), text))
    }

    /// Takes `bytes` as the content of the file `path`, whatever is on disk; its text keeps its id.
    pub fn set_text(&mut self, path: &Path, bytes: impl Into<Vec<u8>>) -> FileId {
        let path = FilePath::new(path);
        let text = reading::decode(bytes.into());
        let Some(file) = self.known(&path) else {
            return self.insert(&mut self.files(), path, text);
        };
        self.files().garbled.remove(&file);
        let text = text.unwrap_or_else(|garbled| {
            self.files().garbled.insert(file, garbled);
            String::new()
        });
        self.sources.edit(file, text);
        file
    }

    /// Forgets the text of the file `path`: what is on disk is read when it is needed again. Nothing that was made of
    /// the text may be used any more.
    pub(crate) fn forget(&mut self, path: &FilePath) {
        let Some(file) = self.known(path) else { return };
        let mut files = self.files();
        files.by_key.remove(path.key());
        files.paths.remove(&file);
        files.garbled.remove(&file);
        drop(files);
        self.sources.remove(file);
    }

    /// Takes over the texts of `other`, and what was made of them.
    pub(crate) fn take_texts(&mut self, other: Workspace) {
        self.sources = other.sources;
        self.files = other.files;
        self.modules = other.modules;
    }

    fn insert(&self, files: &mut Files, path: FilePath, text: Result<String, Garbled>) -> FileId {
        let (text, garbled) = match text {
            Ok(text) => (text, None),
            Err(garbled) => (String::new(), Some(garbled)),
        };
        let file = self.sources.add_file(display(&path), path::portable(&path), text);
        files.garbled.extend(garbled.map(|garbled| (file, garbled)));
        files.by_key.insert(path.key().to_owned(), file);
        files.paths.insert(file, path);
        file
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, path: &FilePath) -> Option<FileId> {
        self.files().by_key.get(path.key()).copied()
    }

    /// The file that holds text `file` or carries it; `None` for a text that no file holds.
    #[must_use]
    pub fn path(&self, file: FileId) -> Option<FilePath> {
        self.files().paths.get(&self.sources.host(file)).cloned()
    }

    /// Every file that was read.
    pub(crate) fn read_paths(&self) -> Vec<PathBuf> {
        self.files().paths.values().map(|path| path.to_path_buf()).collect()
    }

    /// The names of the files in `folder` that have a text.
    fn known_in(&self, folder: &FilePath) -> Vec<OsString> {
        let files = self.files();
        let inside = files.by_key.keys().filter(|key| key.parent() == Some(folder.key()));
        inside.filter_map(|key| key.file_name().map(OsStr::to_owned)).collect()
    }

    /// Compiles `input`; `None` where it is not a template.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn compile(&self, input: &Input) -> Result<Option<Compiled>, Failure> {
        let (unit, only) = match input {
            Input::Ros { path, named } => (self.compile_ros(path, *named)?, Vec::new()),
            Input::Module { path, only } => {
                let open = |path: &FilePath| self.open(path).map_err(|obstacle| obstacle.failure(path));
                let only = only.iter().map(open).collect::<Result<_, _>>()?;
                let folders = folder::OnDisk::new(self, path);
                let unit = terraform::compile(&self.sources, &folders);
                folders.finish()?;
                (Some(self.with_garbled(unit)), only)
            }
        };
        Ok(unit.map(|unit| Compiled { input: input.clone(), unit, only }))
    }

    /// The module `input` without the folders that it calls and that cannot be read: for editors, which have it half
    /// typed.
    pub(crate) fn compile_what_is_there(&self, input: &Input) -> Option<Compiled> {
        let Input::Module { path, .. } = input else { return None };
        let unit = terraform::compile(&self.sources, &folder::OnDisk::new(self, path));
        let unit = self.with_garbled(unit);
        (!unit.templates.is_empty()).then(|| Compiled { input: input.clone(), unit, only: Vec::new() })
    }

    fn compile_ros(&self, path: &FilePath, named: bool) -> Result<Option<Unit>, Failure> {
        let failed = |obstacle: Obstacle| match obstacle {
            // It was found in a folder that somebody else works on.
            Obstacle::Io(error) if error.kind() == std::io::ErrorKind::NotFound && !named => Ok(None),
            other => Err(other.failure(path)),
        };
        let marked = match self.known(path) {
            Some(_) => true,
            None => match self.reach().is_marked(path) {
                Ok(false) if !named => return Ok(None),
                Ok(marked) => marked,
                Err(obstacle) => return failed(obstacle),
            },
        };
        let file = match self.open(path) {
            Ok(file) => file,
            Err(Obstacle::Large(_)) if !marked => return Ok(None),
            Err(obstacle) => return failed(obstacle),
        };
        let garbled = self.files().garbled.get(&file).map(|garbled| garbled.marked);
        if let Some(marked) = garbled {
            let mut template = Template::new(Dialect::Ros);
            template.files.push(file);
            let mut unit = Unit::default();
            unit.add(template, None);
            return Ok(marked.then(|| self.with_garbled(unit)));
        }
        let (unit, recognition) = ros::compile(&self.sources, file);
        let is_one = match recognition {
            Recognition::Template => true,
            Recognition::Fragment => named,
            Recognition::Other => named && ros::is_marked(self.sources.text(file).as_bytes()),
        };
        Ok(is_one.then_some(unit))
    }

    /// `unit` with a problem for each of its files that is not UTF-8.
    fn with_garbled(&self, mut unit: Unit) -> Unit {
        let files = self.files();
        if files.garbled.is_empty() {
            return unit;
        }
        let texts = unit.templates.iter().flat_map(|template| &template.files);
        let garbled = texts.filter_map(|file| Some((file, files.garbled.get(file)?)));
        let problems = garbled.map(|(&file, garbled)| {
            let start = TextRange::empty(0).in_file(file);
            RuleId::SyntaxError.finding(start, garbled.message.clone()).help(garbled.help.clone())
        });
        unit.problems.extend(problems.collect::<Vec<_>>());
        unit
    }
}

impl Compiled {
    /// Whether reports speak of text `file` of this unit.
    #[must_use]
    pub fn reports_on(&self, sources: &SourceMap, file: FileId) -> bool {
        self.only.is_empty() || self.only.contains(&sources.host(file))
    }

    /// The dialect of the root template.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.unit.templates.first().map_or(Dialect::Ros, |template| template.dialect)
    }
}
