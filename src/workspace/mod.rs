//! Templates on disk: finding them, reading them, compiling them.
//!
//! This is the only way by which files reach the compiler.

mod discovery;
mod failure;
mod folder;

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::ir::{Dialect, Unit};
use crate::lower::ros::{self, Recognition};
use crate::lower::terraform;
use crate::source::{FileId, SourceMap};

pub use discovery::{Discovery, discover};
pub use failure::Failure;
pub(crate) use failure::reason;

/// Something that can be compiled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// A file that may be a ROS template.
    Ros {
        /// The file.
        path: PathBuf,
        /// Whether it was named by hand: then it is an error where it is no template.
        named: bool,
    },
    /// A folder of Terraform.
    Module {
        /// The folder.
        path: PathBuf,
        /// Only report on this file of it.
        only: Option<PathBuf>,
    },
}

impl Input {
    /// The file, or the module's folder.
    #[must_use]
    pub fn path(&self) -> &Path {
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
}

/// The texts of one run, and the files that they were read from.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The texts.
    pub sources: SourceMap,
    read: Mutex<HashMap<PathBuf, FileId>>,
}

impl Workspace {
    /// A workspace without texts.
    #[must_use]
    pub fn new() -> Self {
        Workspace::default()
    }

    /// Reads the file `path` once.
    ///
    /// # Errors
    /// When it cannot be read, is a folder, or is not UTF-8.
    pub fn read(&self, path: &Path) -> Result<FileId, Failure> {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        if let Some(file) = known {
            return Ok(file);
        }
        // Read without the lock, so that several threads can; of two that read one file the first counts.
        let file = self.sources.add(display(path), read_text(path)?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(*read.entry(path.to_owned()).or_insert(file))
    }

    /// Takes `text` as the content of the file `path`, whatever stands on disk.
    pub fn add_text(&self, path: &Path, text: String) -> FileId {
        let file = self.sources.add(display(path), text);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), file);
        file
    }

    /// The files of `folder` whose text was given with [`Workspace::add_text`] or was read before.
    fn known_in(&self, folder: &Path) -> Vec<PathBuf> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.keys().filter(|path| path.parent() == Some(folder)).cloned().collect()
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
                let file = self.read(path)?;
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
        Ok(Some(Compiled { input: input.clone(), unit }))
    }
}

impl Compiled {
    /// Whether reports speak of text `file` of this unit.
    #[must_use]
    pub fn reports_on(&self, sources: &SourceMap, file: FileId) -> bool {
        match &self.input {
            Input::Module { only: Some(only), .. } => sources.name(sources.host(file)) == display(only),
            Input::Ros { .. } | Input::Module { .. } => true,
        }
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

/// The path as reports show it: `/` between parts, no leading `./`.
#[must_use]
pub fn display(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::IsADirectory => Failure::folder(path),
        _ => Failure::unreadable(path, error),
    })?;
    String::from_utf8(bytes).map_err(|error| Failure::not_utf8(path, &error))
}
