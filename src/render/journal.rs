//! What a build is about to do to a tree, on disk before it does it.
//!
//! The first line says all of it. A second line, with the first one's digest, commits the build: from then on it is
//! completed, also by the next nestc where this one is killed. A third line takes that back: it is undone.

use std::ffi::OsStr;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::folder::Folder;
use super::names;
use super::top::join;

/// The journal's name in its staging folder.
pub(crate) const JOURNAL: &str = "journal";

/// Everything that a build does to a tree. Paths are relative to the top and go through no link.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Journal {
    pub(crate) version: u32,
    /// The folder of all outputs.
    pub(crate) root: String,
    /// Folders to be made, each before those in it.
    pub(crate) folders: Vec<String>,
    pub(crate) changes: Vec<Change>,
}

/// A journal with the inode of the folder that it was written in. One that came with a checkout or a copy is in another
/// folder, and says nothing about this tree.
#[derive(Serialize, Deserialize)]
struct Placed<J> {
    folder: u64,
    #[serde(flatten)]
    journal: J,
}

/// What happens to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) folder: String,
    pub(crate) name: String,
    /// Which of the staging folders has the new file, and the old one's copy.
    pub(crate) staging: usize,
    /// The digest of the file that is there, if one is.
    pub(crate) old: Option<String>,
    /// The digest of the file that will be there, if one will.
    pub(crate) new: Option<String>,
}

impl Change {
    pub(crate) fn path(&self) -> String {
        join(&self.folder, &self.name)
    }
}

/// How far a build got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is to be completed.
    Committed,
    /// It is to be undone.
    Undoing,
}

/// The version of the form above.
pub(crate) const VERSION: u32 = 1;

const UNDO: &[u8] = b"undo\n";

fn commit_line(first: &[u8]) -> Vec<u8> {
    format!("commit {}\n", Digest::of(first)).into_bytes()
}

impl Journal {
    /// Writes the first line to `staging`; gives what [`commit`] asks for.
    pub(crate) fn write(&self, staging: &Folder) -> io::Result<Vec<u8>> {
        let placed = Placed { folder: staging.itself()?.inode, journal: self };
        let mut line = serde_json::to_vec(&placed).map_err(io::Error::other)?;
        line.push(b'\n');
        staging.create(OsStr::new(JOURNAL), 0o600)?.write_all(&line)?;
        Ok(commit_line(&line))
    }

    /// Reads the journal of `staging`, whole lines of it; `None` where it has none that says what was to be done.
    ///
    /// # Errors
    /// When it cannot be read, or is none of this nestc's.
    pub(crate) fn read(staging: &Folder) -> io::Result<Option<(Journal, Stage)>> {
        let mut bytes = Vec::new();
        match staging.read(OsStr::new(JOURNAL)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?.read_to_end(&mut bytes)?,
        };
        let Some(end) = memchr::memchr(b'\n', &bytes) else { return Ok(None) };
        let (first, rest) = bytes.split_at(end + 1);
        let Some(after) = rest.strip_prefix(commit_line(first).as_slice()) else {
            return Ok(None);
        };
        let placed: Placed<Journal> = serde_json::from_slice(first).map_err(io::Error::other)?;
        if placed.folder != staging.itself()?.inode {
            return Err(io::Error::other("it was written in another folder"));
        }
        let journal = placed.journal;
        let paths = journal.changes.iter().map(Change::path);
        if journal.version != VERSION
            || paths.chain(journal.folders.clone()).any(|it| names::check_folders(&it).is_err())
        {
            return Err(io::Error::other("it is not one that this nestc writes"));
        }
        Ok(Some((journal, if after.starts_with(UNDO) { Stage::Undoing } else { Stage::Committed })))
    }
}

/// Adds `line` to the journal of `staging`, and sees to it that it is on disk, unless `sync` is not asked for.
fn add(staging: &Folder, line: &[u8], sync: bool) -> io::Result<()> {
    let mut file = staging.append(OsStr::new(JOURNAL))?;
    file.write_all(line)?;
    if sync && !cfg!(test) { file.sync_data() } else { Ok(()) }
}

/// Commits the build of which [`Journal::write`] gave `line`.
pub(crate) fn commit(staging: &Folder, line: &[u8], sync: bool) -> io::Result<()> {
    add(staging, line, sync)
}

/// Takes the commitment back.
pub(crate) fn begin_undoing(staging: &Folder, sync: bool) -> io::Result<()> {
    add(staging, UNDO, sync)
}
