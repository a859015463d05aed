//! Files, on disk or a buffer over them: finding them, reading them, compiling them.
//!
//! This is the only way by which files reach the compiler.

mod discovery;
mod failure;
mod folder;
mod path;

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ir::{Dialect, Unit};
use crate::lower::ros::{self, Recognition};
use crate::lower::terraform;
use crate::source::FileId;
use crate::syntax::SourceMap;

pub use discovery::{Discovery, discover, once_each};
pub use failure::Failure;
pub(crate) use failure::reason;
pub use path::{FilePath, display};
pub(crate) use path::{folder_of, without_dots};

/// Something that can be compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A file that may be a ROS template.
    Ros {
        /// The file.
        path: FilePath,
        /// Whether it was named by hand: then it is an error where it is no template.
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
}

/// One text per file, whatever names led to it.
#[derive(Debug, Default)]
struct Files {
    by_key: HashMap<PathBuf, FileId>,
    paths: HashMap<FileId, FilePath>,
}

impl Workspace {
    /// A workspace without texts.
    #[must_use]
    pub fn new() -> Self {
        Workspace::default()
    }

    /// The text of the file `path`, read once.
    ///
    /// # Errors
    /// When it cannot be read, is a folder, or is not UTF-8.
    pub fn read(&self, path: &Path) -> Result<FileId, Failure> {
        self.open(&FilePath::new(path))
    }

    fn open(&self, path: &FilePath) -> Result<FileId, Failure> {
        let known = self.files().by_key.get(path.key()).copied();
        if let Some(file) = known {
            return Ok(file);
        }
        // Read without the lock, so that several threads can; of two that read one file the first counts.
        let text = read_text(path)?;
        let mut files = self.files();
        if let Some(&file) = files.by_key.get(path.key()) {
            return Ok(file);
        }
        Ok(self.insert(&mut files, path.clone(), text))
    }

    /// Takes `text` as the content of the file `path`, whatever stands on disk.
    pub fn set_text(&self, path: &Path, text: String) -> FileId {
        self.insert(&mut self.files(), FilePath::new(path), text)
    }

    fn insert(&self, files: &mut Files, path: FilePath, text: String) -> FileId {
        let file = self.sources.add_file(display(&path), path::portable(&path), text);
        files.by_key.insert(path.key().to_owned(), file);
        files.paths.insert(file, path);
        file
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file that holds text `file` or carries it; `None` for a text that no file holds.
    #[must_use]
    pub fn path(&self, file: FileId) -> Option<FilePath> {
        self.files().paths.get(&self.sources.host(file)).cloned()
    }

    /// The names of the files in `folder` that have a text.
    fn known_in(&self, folder: &FilePath) -> Vec<OsString> {
        let files = self.files();
        let inside = files.by_key.keys().filter(|key| key.parent() == Some(folder.key()));
        inside.filter_map(|key| key.file_name().map(OsStr::to_owned)).collect()
    }

    /// Compiles `input`; `None` where it was found in a folder and is no template.
    ///
    /// # Errors
    /// When a file cannot be read, or was named by hand and is no template.
    pub fn compile(&self, input: &Input) -> Result<Option<Compiled>, Failure> {
        let unit = match input {
            Input::Ros { path, named } => {
                if !named && !folder::may_be_template(path)? {
                    return Ok(None);
                }
                let file = self.open(path)?;
                let (unit, recognition) = ros::compile(&self.sources, file);
                match recognition {
                    Recognition::Template => unit,
                    Recognition::Fragment if *named => unit,
                    _ if *named && has_problems(&unit) => unit,
                    _ if *named => return Err(Failure::no_template(path, self.sources.text(file))),
                    Recognition::Fragment | Recognition::Other => return Ok(None),
                }
            }
            Input::Module { path, .. } => {
                let folders = folder::OnDisk::new(self, path);
                let unit = terraform::compile(&self.sources, &folders);
                folders.finish()?;
                unit
            }
        };
        let only = match input {
            Input::Module { only, .. } => {
                only.iter().map(|path| self.open(path)).collect::<Result<_, _>>()?
            }
            Input::Ros { .. } => Vec::new(),
        };
        Ok(Some(Compiled { input: input.clone(), unit, only }))
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

fn has_problems(unit: &Unit) -> bool {
    unit.templates.iter().any(|template| !template.problems.is_empty())
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::IsADirectory => Failure::folder(path),
        _ => Failure::unreadable(path, error),
    })?;
    String::from_utf8(bytes).map_err(|error| Failure::not_utf8(path, &error))
}
