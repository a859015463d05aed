//! The folder that a tree is below, and the way from it to a file: one open handle after the other, so that nothing
//! outside is reached, whatever happens to the names meanwhile.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::WriteError;
use super::folder::{Folder, Kind};
use super::names;
use crate::workspace::{FilePath, display};

/// A folder that files are written below.
#[derive(Debug)]
pub(crate) struct Top {
    /// Its canonical path.
    pub(crate) path: PathBuf,
    pub(crate) folder: Folder,
}

/// Where a folder below the top is, links followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// The folders that are there, from the top down.
    pub(crate) there: Vec<String>,
    /// Those that have to be made below them.
    pub(crate) missing: Vec<String>,
}

impl Way {
    /// The path from the top.
    pub(crate) fn path(&self) -> String {
        let all: Vec<&str> = self.there.iter().chain(&self.missing).map(String::as_str).collect();
        all.join("/")
    }

    /// The path from the top of `name` in this folder.
    pub(crate) fn join(&self, name: &str) -> String {
        join(&self.path(), name)
    }
}

/// `name` in `folder`, which may be empty.
pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A path as its folder, which may be empty, and its name.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Top {
    /// Opens `path`.
    pub(crate) fn open(path: &Path) -> Result<Top, WriteError> {
        let canonical = if path.as_os_str().is_empty() { Path::new(".") } else { path }.canonicalize();
        let path = canonical.map_err(WriteError::io(path, "opened"))?;
        let folder = Folder::open(&path).map_err(WriteError::io(&path, "opened"))?;
        Ok(Top { path, folder })
    }

    /// `path`, relative to this folder, as users see it.
    pub(crate) fn shown(&self, path: &str) -> String {
        display(&FilePath::new(&self.path.join(path)))
    }

    /// An error about `path`, relative to this folder.
    pub(crate) fn io<'a>(
        &'a self,
        path: &'a str,
        doing: &'static str,
    ) -> impl FnOnce(io::Error) -> WriteError + 'a {
        move |error| WriteError::io(self.shown(path), doing)(error)
    }

    /// The way to the folder `path`, whose links may lead to other places below this folder.
    pub(crate) fn way(&self, path: &str) -> Result<Way, WriteError> {
        let outside = || WriteError::Outside(self.shown(path));
        let looked = || self.io(path, "looked at");
        // One open folder after the other: the whole path may be longer than a system takes.
        let mut folder = self.folder.reopen().map_err(looked())?;
        let mut there: Vec<String> = Vec::new();
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let mut missing: Vec<String> = Vec::new();
        for part in parts.by_ref() {
            match folder.look(OsStr::new(part)).map_err(looked())?.map(|seen| seen.kind) {
                None => {
                    missing.push(part.to_owned());
                    break;
                }
                Some(Kind::Folder) => {
                    folder = folder.folder(OsStr::new(part)).map_err(looked())?;
                    there.push(part.to_owned());
                }
                Some(Kind::Link) => {
                    let link = self.path.join(there.join("/")).join(part);
                    let real = link.canonicalize().map_err(|_| outside())?;
                    there = self.parts_below(&real).ok_or_else(outside)?;
                    folder = self.enter(&there.join("/")).map_err(looked())?;
                }
                Some(Kind::File | Kind::Special) => {
                    return Err(self.io(path, "made")(io::ErrorKind::NotADirectory.into()));
                }
            }
        }
        missing.extend(parts.map(str::to_owned));
        let way = Way { there, missing };
        if !way.path().is_empty() {
            names::check_folders(&way.path())?;
        }
        Ok(way)
    }

    /// The names on the way to the canonical path `real`; `None` where it is not below this folder.
    fn parts_below(&self, real: &Path) -> Option<Vec<String>> {
        let parts = real.strip_prefix(&self.path).ok()?.components();
        let name = |part| match part {
            Component::Normal(name) => name.to_str().map(str::to_owned),
            _ => None,
        };
        parts.map(name).collect()
    }

    /// Opens the folder `path`, which is reached without links.
    pub(crate) fn enter(&self, path: &str) -> io::Result<Folder> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let first =
            parts.next().map_or_else(|| self.folder.reopen(), |name| self.folder.folder(OsStr::new(name)))?;
        parts.try_fold(first, |folder, name| folder.folder(OsStr::new(name)))
    }

    /// Makes the folder `path`, whose parents are there, unless it is there.
    pub(crate) fn make(&self, path: &str) -> io::Result<()> {
        let (parent, name) = split(path);
        let parent = self.enter(parent)?;
        match parent.make_folder(OsStr::new(name), false) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match parent.look(OsStr::new(name))?.map(|it| it.kind) {
                    Some(Kind::Folder) => Ok(()),
                    _ => Err(error),
                }
            }
            made => made,
        }
    }
}

/// The last folder that was entered, kept open for the files beside the one that it was entered for.
pub(crate) struct Entered<'t> {
    top: &'t Top,
    last: Option<(String, Folder)>,
}

impl<'t> Entered<'t> {
    pub(crate) fn new(top: &'t Top) -> Self {
        Entered { top, last: None }
    }

    /// The folder `path`.
    pub(crate) fn at(&mut self, path: &str) -> io::Result<&Folder> {
        let entered = match self.last.take() {
            Some((last, folder)) if last == path => (last, folder),
            _ => (path.to_owned(), self.top.enter(path)?),
        };
        Ok(&self.last.insert(entered).1)
    }
}

/// `name` as the system has it.
pub(crate) fn os(name: &str) -> OsString {
    OsString::from(name)
}
