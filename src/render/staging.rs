//! The folder of one build: its journal, the files that it will put in place, and copies of those that they replace.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};

use super::digest::Digest;
use super::error::WriteError;
use super::folder::{self, Folder, Kind};
use super::journal::JOURNAL;
use super::top::{Top, join, os};

/// How the name of a staging folder begins. Sixteen random hexadecimal digits follow.
const STAGING: &str = ".nestc-staging-";

/// The file that lists the staging folders that are not beside the manifest.
const ELSEWHERE: &str = "elsewhere";

/// The file that tells in which folder it was made, by its inode. One that came with a checkout or a copy is in another
/// folder, and nothing beside it is this tree's.
const MADE_IN: &str = "made-in";

/// Whether `name` is that of a staging folder.
#[must_use]
pub(crate) fn is_staging(name: &OsStr) -> bool {
    folder::is_random_name(name, STAGING, "")
}

/// A staging folder, or several: one for each file system that has outputs, since files are renamed within one only.
/// The first is the one with the journal.
#[derive(Debug)]
pub(crate) struct Staging {
    /// Their paths relative to the top.
    pub(crate) paths: Vec<String>,
    pub(crate) folders: Vec<Folder>,
}

/// The name of the new file of change `at`.
pub(crate) fn new_name(at: usize) -> OsString {
    os(&format!("n{at}"))
}

/// The name of the old file's copy of change `at`.
pub(crate) fn old_name(at: usize) -> OsString {
    os(&format!("o{at}"))
}

impl Staging {
    /// Makes a staging folder in the folder `first` of `top`, and one in each of `others`.
    pub(crate) fn make(top: &Top, first: &str, others: &[String]) -> Result<Staging, WriteError> {
        let name = folder::random_name(STAGING, "");
        let name = name.to_str().unwrap_or(STAGING);
        let mut staging = Staging { paths: Vec::new(), folders: Vec::new() };
        let made = staging.make_in(top, first, name).and_then(|()| {
            if let (Some(folder), false) = (staging.first(), others.is_empty()) {
                let all: Vec<String> = others.iter().map(|other| join(other, name)).collect();
                let list = serde_json::to_vec(&all).unwrap_or_default();
                let written =
                    folder.create(OsStr::new(ELSEWHERE), 0o600).and_then(|mut file| file.write_all(&list));
                written.map_err(top.io(first, "written"))?;
            }
            others.iter().try_for_each(|other| staging.make_in(top, other, name))
        });
        match made {
            Ok(()) => Ok(staging),
            Err(error) => {
                let _ = staging.remove(top);
                Err(error)
            }
        }
    }

    fn make_in(&mut self, top: &Top, place: &str, name: &str) -> Result<(), WriteError> {
        let path = join(place, name);
        let parent = top.enter(place).map_err(top.io(place, "opened"))?;
        parent.make_folder(&os(name), true).map_err(top.io(&path, "made"))?;
        self.paths.push(path.clone());
        let folder = parent.folder(&os(name)).map_err(top.io(&path, "opened"))?;
        let marked = folder.itself().and_then(|it| {
            folder.create(OsStr::new(MADE_IN), 0o600)?.write_all(it.inode.to_string().as_bytes())
        });
        self.folders.push(folder);
        marked.map_err(top.io(&path, "written"))
    }

    /// Opens the one that an earlier build left at `path`, with those that it lists; `None` where no build made it there.
    pub(crate) fn open(top: &Top, path: &str) -> Result<Option<Staging>, WriteError> {
        let open = |path: &str| top.enter(path).map_err(top.io(path, "opened"));
        let first = open(path)?;
        if !was_made_there(&first).map_err(top.io(path, "read"))? {
            return Ok(None);
        }
        let mut list = Vec::new();
        match first.read(OsStr::new(ELSEWHERE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            file => drop(file.and_then(|mut it| it.read_to_end(&mut list)).map_err(top.io(path, "read"))?),
        }
        let listed: Vec<String> = serde_json::from_slice(&list).unwrap_or_default();
        let mut staging = Staging { paths: vec![path.to_owned()], folders: vec![first] };
        for path in listed {
            let (_, name) = super::top::split(&path);
            let is_ours = is_staging(OsStr::new(name)) && super::names::check_folders(&path).is_ok();
            match if is_ours { top.enter(&path) } else { continue } {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                folder => {
                    let folder = folder.map_err(top.io(&path, "opened"))?;
                    if was_made_there(&folder).map_err(top.io(&path, "read"))? {
                        staging.folders.push(folder);
                        staging.paths.push(path);
                    }
                }
            }
        }
        Ok(Some(staging))
    }

    /// The one with the journal.
    pub(crate) fn first(&self) -> Option<&Folder> {
        self.folders.first()
    }

    /// The one at `index`.
    pub(crate) fn at(&self, index: usize) -> io::Result<&Folder> {
        self.folders.get(index).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Sees to it that everything in here is on disk, and the rest of these file systems with it.
    pub(crate) fn sync(&self, top: &Top) -> io::Result<()> {
        for (folder, path) in self.folders.iter().zip(&self.paths) {
            if folder.sync_file_system()? {
                continue;
            }
            for name in folder.names()? {
                folder::settle(&folder.read(&name)?)?;
            }
            folder.sync()?;
            top.enter(super::top::split(path).0)?.sync()?;
        }
        Ok(())
    }

    /// Removes it with all that the build put into it, the journal first: without it nothing is left to be done. Whatever
    /// somebody else put there stays, and the folder with it.
    pub(crate) fn remove(&self, top: &Top) -> Result<(), WriteError> {
        if let Some(first) = self.first() {
            remove(first, OsStr::new(JOURNAL)).map_err(top.io(self.path(), "removed"))?;
        }
        for (folder, path) in self.folders.iter().zip(&self.paths).rev() {
            for name in folder.names().map_err(top.io(path, "removed"))? {
                if is_ours(&name) {
                    remove(folder, &name).map_err(top.io(path, "removed"))?;
                }
            }
            let (parent, name) = super::top::split(path);
            remove(folder, OsStr::new(MADE_IN)).map_err(top.io(path, "removed"))?;
            match again(|| top.enter(parent)?.remove_folder(&os(name))) {
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                gone => gone.map_err(top.io(path, "removed"))?,
            }
        }
        Ok(())
    }

    /// The path of the one with the journal, relative to the top.
    pub(crate) fn path(&self) -> &str {
        self.paths.first().map_or("", String::as_str)
    }
}

/// Does `act`; once more where it fails.
pub(crate) fn again<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    act().or_else(|_| act())
}

fn remove(folder: &Folder, name: &OsStr) -> io::Result<()> {
    match again(|| folder.remove(name)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Whether a build made the staging folder `folder` where it is.
fn was_made_there(folder: &Folder) -> io::Result<bool> {
    let mut text = String::new();
    let read = folder.read(OsStr::new(MADE_IN)).and_then(|mut file| file.read_to_string(&mut text));
    match read {
        // It was killed before it had put anything there.
        _ if text.is_empty() => Ok(folder.names()?.iter().all(|name| name == MADE_IN)),
        Ok(_) => Ok(text == folder.itself()?.inode.to_string()),
        Err(error) => Err(error),
    }
}

fn is_ours(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let number = name.strip_prefix(['n', 'o']);
    name == ELSEWHERE
        || number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Keeps a copy of the file `name` of `folder` in `staging` as `copy`: another name of it, or where there can be none,
/// another file. `digest` is what it has to hold.
pub(crate) fn keep(
    folder: &Folder,
    name: &OsStr,
    staging: &Folder,
    copy: &OsStr,
    digest: Option<Digest>,
) -> io::Result<()> {
    let Err(error) = folder.link(name, staging, copy) else { return Ok(()) };
    let seen = folder.look(name)?.filter(|it| it.kind == Kind::File && !is_final(&error));
    let Some(seen) = seen else { return Err(error) };
    let mut file = staging.create(copy, seen.mode)?;
    let copied = Digest::copying(&mut folder.read(name)?, &mut file)?;
    if digest.is_some_and(|it| it != copied) {
        return Err(io::Error::other("it changed meanwhile"));
    }
    restore_rights(&file, seen.mode)
}

fn restore_rights(file: &File, mode: u32) -> io::Result<()> {
    let now = folder::seen(file)?;
    folder::take_over(file, &now, mode, now.owner)
}

/// Whether copying instead of linking would not help.
fn is_final(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::NotFound
            | io::ErrorKind::ReadOnlyFilesystem
    )
}
