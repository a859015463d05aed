//! The changes of a journal carried out or undone, one rename a file.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;

use super::digest::Digest;
use super::error::WriteError;
use super::folder::{Folder, Kind, Seen};
use super::journal::{Change, Journal, Stage};
use super::lock::Interrupt;
use super::staging::{Staging, again, new_name, old_name};
use super::top::{Entered, Top, join, os, split};

/// How a file that is about to be replaced is known to be the one that the journal means.
pub(crate) enum Known<'s> {
    /// By what was seen of each when it was compared.
    Seen(&'s [Option<Seen>]),
    /// By its digest.
    Digest,
    /// Whatever it is.
    Whatever,
}

/// The digest of a link or of what is no regular file, in a journal.
pub(crate) const NO_FILE: &str = "-";

/// Puts the new files in place and removes those that are no longer made, unless a signal asks to stop.
pub(crate) fn complete(
    top: &Top,
    staging: &Staging,
    journal: &Journal,
    known: &Known<'_>,
    interrupt: &Interrupt,
) -> Result<(), WriteError> {
    for folder in &journal.folders {
        again(|| make_all(top, folder)).map_err(top.io(folder, "made"))?;
    }
    let mut entered = Entered::new(top);
    for (at, change) in journal.changes.iter().enumerate() {
        interrupt.check()?;
        let done = again(|| match entered.at(&change.folder) {
            // Nothing is left to be removed.
            Err(error) if error.kind() == io::ErrorKind::NotFound && change.new.is_none() => Ok(true),
            // Somebody has removed it since.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_all(top, &change.folder)?;
                complete_one(entered.at(&change.folder)?, staging, at, change, known)
            }
            folder => complete_one(folder?, staging, at, change, known),
        });
        match done {
            Ok(true) => {}
            Ok(false) => return Err(WriteError::Changed(top.shown(&change.path()))),
            Err(error) => return Err(top.io(&change.path(), "written")(error)),
        }
    }
    Ok(())
}

/// Makes `folder` and what is missing above it.
fn make_all(top: &Top, folder: &str) -> io::Result<()> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.filter_map(|end| folder.get(..end)).try_for_each(|folder| top.make(folder))
}

/// `false` where something else is there than the journal says.
fn complete_one(
    folder: &Folder,
    staging: &Staging,
    at: usize,
    change: &Change,
    known: &Known<'_>,
) -> io::Result<bool> {
    let (prepared, name) = (staging.at(change.staging)?, OsStr::new(&change.name));
    if change.new.is_some() && prepared.look(&new_name(at))?.is_none() {
        return Ok(true);
    }
    let there = folder.look(name)?;
    let expected = match known {
        Known::Seen(seen) => match (there, seen.get(at).copied().flatten()) {
            (Some(there), Some(before)) => there.is_still(&before),
            (None, _) => true,
            (Some(_), None) => false,
        },
        Known::Digest => holds(folder, name, there, change)?,
        Known::Whatever => true,
    };
    if !expected {
        return Ok(false);
    }
    match (&change.new, there) {
        (Some(_), _) => prepared.rename(&new_name(at), folder, name)?,
        (None, Some(_)) => folder.remove(name)?,
        (None, None) => {}
    }
    Ok(true)
}

/// Whether what is at `name` is the old file of `change`, or its new one.
fn holds(folder: &Folder, name: &OsStr, there: Option<Seen>, change: &Change) -> io::Result<bool> {
    let digest = match there.map(|it| it.kind) {
        None => return Ok(true),
        Some(Kind::File) => Digest::copying(&mut folder.read(name)?, &mut io::sink())?.to_string(),
        Some(Kind::Folder) => return Ok(false),
        Some(Kind::Link | Kind::Special) => NO_FILE.to_owned(),
    };
    Ok([&change.old, &change.new].into_iter().flatten().any(|it| *it == digest))
}

/// The files that somebody changed since a build was interrupted, and that completing it, or undoing it, would replace or
/// remove.
pub(crate) fn edited(
    top: &Top,
    staging: &Staging,
    journal: &Journal,
    stage: Stage,
) -> Result<Vec<String>, WriteError> {
    let mut entered = Entered::new(top);
    let mut edited = Vec::new();
    for (at, change) in journal.changes.iter().enumerate() {
        let mut is_edited = || -> io::Result<bool> {
            let is_placed =
                change.new.is_some() && staging.at(change.staging)?.look(&new_name(at))?.is_none();
            let is_touched = match stage {
                Stage::Committed => !is_placed,
                Stage::Undoing => is_placed,
            };
            let name = OsStr::new(&change.name);
            match if is_touched { entered.at(&change.folder) } else { return Ok(false) } {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
                folder => {
                    let folder = folder?;
                    Ok(!holds(folder, name, folder.look(name)?, change)?)
                }
            }
        };
        if is_edited().map_err(top.io(&change.path(), "read"))? {
            edited.push(change.path());
        }
    }
    Ok(edited)
}

/// Puts back what was there before; with `force` also where somebody changed it since.
pub(crate) fn undo(top: &Top, staging: &Staging, journal: &Journal, force: bool) -> Result<(), WriteError> {
    for (at, change) in journal.changes.iter().enumerate().rev() {
        let undone = again(|| undo_one(top, staging, at, change, force));
        match undone {
            Ok(true) => {}
            Ok(false) => return Err(WriteError::Changed(top.shown(&change.path()))),
            Err(error) => return Err(top.io(&change.path(), "put back")(error)),
        }
    }
    for folder in journal.folders.iter().rev() {
        let (parent, name) = split(folder);
        let removed = again(|| match top.enter(parent) {
            Ok(parent) => parent.remove_folder(&os(name)),
            Err(error) => Err(error),
        });
        match removed {
            // Somebody else has put something into it.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {}
            removed => removed.map_err(top.io(folder, "removed"))?,
        }
    }
    Ok(())
}

/// `false` where something else is there than the journal says.
fn undo_one(top: &Top, staging: &Staging, at: usize, change: &Change, force: bool) -> io::Result<bool> {
    let (prepared, name) = (staging.at(change.staging)?, OsStr::new(&change.name));
    if change.new.is_some() && prepared.look(&new_name(at))?.is_some() {
        return Ok(true);
    }
    let folder = match top.enter(&change.folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && change.old.is_none() => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make_all(top, &change.folder)?;
            top.enter(&change.folder)?
        }
        folder => folder?,
    };
    let there = folder.look(name)?;
    if change.new.is_none() && there.is_some() {
        return Ok(true);
    }
    if !force && !holds(&folder, name, there, change)? {
        return Ok(false);
    }
    match (&change.old, there) {
        (Some(_), _) if prepared.look(&old_name(at))?.is_some() => {
            prepared.rename(&old_name(at), &folder, name)?;
        }
        (None, Some(_)) => folder.remove(name)?,
        _ => {}
    }
    Ok(true)
}

/// Removes folders that have become empty because what was in them is no longer made; returns those that they were in.
pub(crate) fn remove_empty_folders(top: &Top, journal: &Journal) -> BTreeSet<String> {
    let removed = journal.changes.iter().filter(|it| it.new.is_none());
    let folders: BTreeSet<&str> = removed.map(|it| it.folder.as_str()).collect();
    let mut parents = BTreeSet::new();
    for folder in folders.into_iter().rev() {
        let mut at = folder;
        while at.len() > journal.root.len() {
            let (parent, name) = split(at);
            if again(|| top.enter(parent)?.remove_folder(&os(name))).is_err() {
                break;
            }
            parents.insert(parent.to_owned());
            at = parent;
        }
    }
    parents
}

/// Sees to it that the names of all that was changed are on disk.
pub(crate) fn sync(top: &Top, staging: &Staging, journal: &Journal) -> io::Result<()> {
    let mut whole = true;
    for folder in &staging.folders {
        whole &= folder.sync_file_system()?;
    }
    if whole {
        return Ok(());
    }
    let parents = journal.folders.iter().map(|it| split(it).0);
    let folders: BTreeSet<&str> =
        parents.chain(journal.changes.iter().map(|it| it.folder.as_str())).collect();
    for folder in folders {
        match top.enter(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            folder => folder?.sync()?,
        }
    }
    Ok(())
}

/// The staging folders in the folder `place`.
pub(crate) fn stagings(top: &Top, place: &str) -> Result<Vec<String>, WriteError> {
    let names = match top.enter(place).and_then(|it| it.names()) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Vec::new()
        }
        names => names.map_err(top.io(place, "read"))?,
    };
    let names = names.iter().filter(|name| super::staging::is_staging(name)).filter_map(|name| name.to_str());
    let mut paths: Vec<String> = names.map(|name| join(place, name)).collect();
    paths.sort();
    Ok(paths)
}
