//! Trees of files, put in place whole or not at all.
//!
//! Everything new is first written to a staging folder, with copies of what it replaces and a journal of what is to be
//! done, and is on disk before the journal is committed. Until then nothing in the tree is touched; from then on it is
//! completed, by this nestc or the next one that works on the tree.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::apply::{self, Known};
use super::compare::{self, Comparison};
use super::error::{Left, TreeError, WriteError};
use super::folder::Kind;
use super::journal::{self, Journal, Stage};
use super::lock::{Access, Interrupt, Patience, TreeLock};
use super::staging::{Staging, is_staging};
use super::top::{Top, join, split};
use super::transaction::{Options, Written};
use super::{Output, Stale};

/// What was done about a build that did not end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recovered {
    /// It was completed.
    Completed,
    /// It was undone.
    Undone,
    /// Nothing: these files, relative to the tree, were changed since, and would be replaced or removed.
    Edited(Vec<String>),
    /// Nothing: no build made this folder where it is.
    Foreign(PathBuf),
}

/// A folder that looks like one that a build which did not end has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfinished {
    /// Its path, relative to the tree.
    pub path: String,
    /// Whether a build made it there.
    pub of_build: bool,
}

/// A folder that nestc writes files below, locked.
#[derive(Debug)]
pub(crate) struct Tree {
    top: Top,
    _lock: TreeLock,
}

impl Tree {
    /// Opens and locks the folder `path`; calls `notice` once where another nestc works on it for a while.
    ///
    /// # Errors
    /// When the folder cannot be opened, or another nestc does not end.
    pub(crate) fn open(
        path: &Path,
        access: Access,
        patience: &Patience,
        notice: &mut dyn FnMut(),
    ) -> Result<Tree, TreeError> {
        let top = Top::open(path)?;
        let lock = TreeLock::take(&top, access, patience, notice)?;
        Ok(Tree { top, _lock: lock })
    }

    /// Whether a build that did not end, or one that runs, has left something in the folder `path`.
    #[must_use]
    pub(crate) fn has_unfinished(path: &Path) -> bool {
        Top::open(path).and_then(|top| apply::stagings(&top, "")).is_ok_and(|found| !found.is_empty())
    }

    /// Its canonical path.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.top.path
    }

    /// `path`, relative to this folder, as users see it.
    #[must_use]
    pub(crate) fn shown(&self, path: &str) -> String {
        self.top.shown(path)
    }

    /// The regular file `path`, relative to this folder and inside it; `None` where nothing is there.
    ///
    /// # Errors
    /// When something else is there, or it cannot be read.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        let (folder, name) = split(path);
        let way = self.top.way(folder)?;
        if !way.missing.is_empty() {
            return Ok(None);
        }
        let read = || -> io::Result<Vec<u8>> {
            let folder = self.top.enter(&way.path())?;
            let mut bytes = Vec::new();
            folder.read(OsStr::new(name))?.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => Ok(Some(bytes.map_err(self.top.io(path, "read"))?)),
        }
    }

    /// The path of the file that is meant by `path`: where that is a link, what it leads to.
    ///
    /// # Errors
    /// When it leads out of this folder.
    pub(crate) fn resolve(&self, path: &str) -> Result<String, TreeError> {
        let whole = self.top.path.join(path);
        if !whole.symlink_metadata().is_ok_and(|it| it.file_type().is_symlink()) {
            return Ok(path.to_owned());
        }
        let real = whole.canonicalize().ok();
        let inside = real.as_deref().and_then(|it| it.strip_prefix(&self.top.path).ok()?.to_str());
        match inside {
            Some(inside) => Ok(inside.replace(std::path::MAIN_SEPARATOR, "/")),
            None => Err(WriteError::Outside(self.top.shown(path)).into()),
        }
    }

    /// What is in the folder `path`, relative to this folder, and whether it is a folder. Nothing where it cannot be
    /// read, or is reached through a link.
    #[must_use]
    pub(crate) fn list(&self, path: &str) -> Vec<(String, bool)> {
        let Ok(folder) = self.top.enter(path) else { return Vec::new() };
        let names = folder.names().unwrap_or_default();
        let look = |name: OsString| {
            let is_folder = folder.look(&name).ok()??.kind == Kind::Folder;
            Some((join(path, name.to_str()?), is_folder))
        };
        names.into_iter().filter(|name| !is_staging(name)).filter_map(look).collect()
    }

    /// What builds that did not end have left in this folder or in `root` below it, relative to this folder.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(crate) fn unfinished(&self, root: &str) -> Result<Vec<Unfinished>, TreeError> {
        let mut found = apply::stagings(&self.top, "")?;
        if !root.is_empty()
            && let Ok(way) = self.top.way(root)
        {
            found.extend(apply::stagings(&self.top, &way.path())?);
        }
        found.dedup();
        let of_build =
            |path: String| Ok(Unfinished { of_build: Staging::open(&self.top, &path)?.is_some(), path });
        found.into_iter().map(of_build).collect()
    }

    /// Completes or undoes what builds that did not end have left in the folder `place`. With `force`, files that
    /// somebody changed since are replaced, too.
    ///
    /// # Errors
    /// When that fails; everything that is needed to do it later is kept.
    pub(crate) fn recover(&self, place: &str, force: bool) -> Result<Vec<Recovered>, TreeError> {
        let place = self.top.way(place)?.path();
        let stagings = apply::stagings(&self.top, &place)?;
        stagings.iter().map(|path| self.recover_one(path, force)).collect()
    }

    fn recover_one(&self, path: &str, force: bool) -> Result<Recovered, TreeError> {
        let top = &self.top;
        let whole = top.path.join(path);
        let untold = |error| TreeError { error, left: Left::Untold(whole.clone()) };
        let Some(staging) = Staging::open(top, path).map_err(untold)? else {
            return Ok(Recovered::Foreign(whole));
        };
        let read = staging.at(0).and_then(Journal::read);
        let read = read.map_err(top.io(&join(path, journal::JOURNAL), "read")).map_err(untold)?;
        let kept = |error| TreeError { error, left: Left::Unfinished(whole.clone()) };
        // Without a commitment nothing in the tree was touched yet.
        let Some((journal, stage)) = read else {
            staging.remove(top).map_err(|error| TreeError { error, left: Left::Untold(whole.clone()) })?;
            return Ok(Recovered::Undone);
        };
        if !force {
            let edited = apply::edited(top, &staging, &journal, stage).map_err(kept)?;
            if !edited.is_empty() {
                return Ok(Recovered::Edited(edited));
            }
        }
        carry_out(top, &staging, &journal, stage, force).map_err(kept)?;
        Ok(match stage {
            Stage::Undoing => Recovered::Undone,
            Stage::Committed => Recovered::Completed,
        })
    }

    /// Compares `outputs` and `stale`, whose paths are relative to this folder, with what is there. No output may take
    /// the place of a file of `sources`.
    ///
    /// # Errors
    /// When a path is unfit, or something cannot be read.
    pub(crate) fn compare(
        &self,
        outputs: &[Output<'_>],
        stale: &[Stale],
        sources: &[PathBuf],
    ) -> Result<Comparison, TreeError> {
        Ok(compare::compare(&self.top, outputs, stale, sources)?)
    }

    /// Makes the tree what it is to be: `outputs` are in it, `stale` are not.
    ///
    /// # Errors
    /// When something cannot be written; the error says what is there then.
    pub(crate) fn write(
        &self,
        comparison: &Comparison,
        outputs: &[Output<'_>],
        stale: &[Stale],
        options: &Options<'_>,
    ) -> Result<Written, TreeError> {
        super::transaction::write(&self.top, comparison, outputs, stale, options)
    }
}

/// Does what `journal` asks for, to the end.
fn carry_out(
    top: &Top,
    staging: &Staging,
    journal: &Journal,
    stage: Stage,
    force: bool,
) -> Result<(), WriteError> {
    match stage {
        Stage::Undoing => apply::undo(top, staging, journal, force)?,
        Stage::Committed => {
            let known = if force { Known::Whatever } else { Known::Digest };
            apply::complete(top, staging, journal, &known, &Interrupt::default())?;
            apply::remove_empty_folders(top, journal);
        }
    }
    apply::sync(top, staging, journal).map_err(top.io("", "synced"))?;
    staging.remove(top)
}
