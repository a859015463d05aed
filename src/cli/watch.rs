//! `--watch`: a command is run again whenever something changes that it reads.
//!
//! Files and folders are looked at again and again, which works on every system and every kind of disk, and for editors that
//! put another file in the place of the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::signals::Caught;
use super::{Status, Stop, Streams, output};
use crate::text;
use crate::workspace::folder_of;

/// The shortest time between two looks, and how long nothing may have changed before a change counts as whole.
const STEP: Duration = Duration::from_millis(15);
/// How long a change may take.
const SETTLING: Duration = Duration::from_millis(60);
/// So many times longer than a look takes nothing is done, so that looking costs little.
const REST: u32 = 12;
/// Folders that are looked at, at most.
const FOLDERS: usize = 10_000;
/// Wipes out the terminal, with what was scrolled away.
const WIPE: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// Runs `once` now and after each change, until a signal comes. `once` returns how it ended and adds to the list what it read;
/// `roots` are looked at as well, folders with what is below them.
pub(super) fn run(
    roots: &[PathBuf],
    streams: &mut Streams<'_>,
    mut once: impl FnMut(&mut Streams<'_>, &mut Vec<PathBuf>) -> Result<Status, Stop>,
) -> Result<Status, Stop> {
    let caught = Caught::new();
    let mut seen = Snapshot::of(&[], roots);
    loop {
        if streams.out_is_terminal {
            streams.out.write_all(WIPE)?;
        }
        let begun = SystemTime::now();
        let mut read = Vec::new();
        match once(streams, &mut read) {
            Err(Stop::Failure(failure)) => {
                output::failure(streams.err, &failure, streams.language.of_people())?
            }
            Err(stop) => return Err(stop),
            Ok(_) => {}
        }
        streams.out.flush()?;
        if let Some(signal) = caught.interrupt.signal() {
            return Err(Stop::Ended(signal));
        }
        output::line(streams, &text!(en: "watching; Ctrl-C ends it", zh: "正在监视更改；按 Ctrl-C 结束"))?;
        let now = Snapshot::of(&read, roots);
        let changed_meanwhile = now.is_newer_than(&seen, begun);
        seen = now;
        if changed_meanwhile {
            continue;
        }
        let mut rest = STEP;
        loop {
            thread::sleep(rest);
            if let Some(signal) = caught.interrupt.signal() {
                return Err(Stop::Ended(signal));
            }
            let start = Instant::now();
            let now = seen.again();
            if now != seen {
                seen = now.settled();
                break;
            }
            rest = (start.elapsed() * REST).max(STEP);
        }
    }
}

/// What is known of a file or folder without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    changed: SystemTime,
    size: u64,
    /// Which file it is, where the system tells.
    id: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> io::Result<Stamp> {
        // The size of a folder says nothing that its time does not.
        let size = if metadata.is_dir() { 0 } else { metadata.len() };
        Ok(Stamp { changed: metadata.modified()?, size, id: id(metadata) })
    }
}

#[cfg(unix)]
fn id(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> u64 {
    0
}

/// Files and folders as they were at one time; `None` for what was not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Snapshot(BTreeMap<PathBuf, Option<Stamp>>);

impl Snapshot {
    /// Of `files` with their folders, and of `roots` with the folders below them.
    fn of(files: &[PathBuf], roots: &[PathBuf]) -> Self {
        let mut paths: BTreeSet<PathBuf> = files.iter().chain(roots).cloned().collect();
        paths.extend(files.iter().map(|file| folder_of(file)));
        let mut folders: Vec<PathBuf> = roots.iter().filter(|root| root.is_dir()).cloned().collect();
        let mut count = folders.len();
        while let Some(folder) = folders.pop() {
            for below in below(&folder) {
                count += 1;
                if count <= FOLDERS {
                    paths.insert(below.clone());
                    folders.push(below);
                }
            }
        }
        let mut snapshot = Snapshot::default();
        paths.into_iter().for_each(|path| snapshot.look(path));
        snapshot
    }

    /// The same files and folders now.
    fn again(&self) -> Self {
        let mut snapshot = Snapshot::default();
        self.0.keys().for_each(|path| snapshot.look(path.clone()));
        snapshot
    }

    fn look(&mut self, path: PathBuf) {
        let stamp = fs::metadata(&path).and_then(|it| Stamp::of(&it)).ok();
        self.0.insert(path, stamp);
    }

    /// The same once nothing has changed for a while: editors write in several steps.
    fn settled(self) -> Self {
        let (start, mut last) = (Instant::now(), self);
        while start.elapsed() < SETTLING {
            thread::sleep(STEP);
            let now = last.again();
            if now == last {
                break;
            }
            last = now;
        }
        last
    }

    /// Whether something is not as in `before`, or was not looked at then and changed since `begun`.
    fn is_newer_than(&self, before: &Snapshot, begun: SystemTime) -> bool {
        self.0.iter().any(|(path, stamp)| match before.0.get(path) {
            Some(old) => old != stamp,
            None => stamp.is_some_and(|stamp| stamp.changed > begun),
        })
    }
}

/// The folders in `folder` that can have templates.
fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_searched = |name: &str| !name.starts_with('.') && name != "node_modules";
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|it| it.is_dir()))
        .filter(|entry| is_searched(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may fail")]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("a/b")).unwrap();
        fs::write(at("a/x.yaml"), "1").unwrap();
        let roots = [folder.path().to_owned()];
        let read = [at("a/x.yaml"), at("gone.yaml")];
        let before = Snapshot::of(&read, &roots);
        assert_eq!(before.again(), before);
        assert!(before.0.contains_key(&at("a/b")));
        fs::write(at("a/x.yaml"), "12").unwrap();
        assert_ne!(before.again(), before);
        // As an editor does that writes another file and renames it.
        let before = before.again();
        fs::write(at("a/y"), "34").unwrap();
        fs::rename(at("a/y"), at("a/x.yaml")).unwrap();
        assert_ne!(before.again(), before);
        let before = before.again();
        fs::write(at("gone.yaml"), "").unwrap();
        assert_ne!(before.again(), before);
        assert!(before.again().is_newer_than(&before, SystemTime::now()));
    }
}
