//! One file replaced by another, at once: whoever opens it sees the old content or the new, whole.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder::{self, Folder, Kind, Seen};
use crate::diagnostic::Text;
use crate::text;
use crate::workspace::{display, reason};

/// What was done besides replacing the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Replaced {
    /// The file had further names (hard links). They keep the old content.
    pub was_linked: bool,
    /// Some of its further attributes, such as access lists, could not be kept.
    pub lost_attributes: bool,
    /// The path was a link; this is the file that it leads to, which was replaced.
    pub followed: Option<PathBuf>,
}

/// Why a file was not replaced. Unless it says otherwise, the file is as it was.
#[derive(Debug)]
pub(crate) enum ReplaceError {
    /// The file does not hold what it held when it was read.
    Changed(PathBuf),
    /// The file could not be read or written.
    Io(PathBuf, io::Error),
    /// The new file would belong to somebody else than the old one.
    Owner(PathBuf),
    /// The new content is in place, but may be lost if the power fails now.
    Unsynced(PathBuf, io::Error),
}

impl ReplaceError {
    /// What went wrong, in words.
    #[must_use]
    pub(crate) fn text(&self) -> Text {
        match self {
            ReplaceError::Changed(path) => text!(
                en: "`{path}` changed while it was worked on", zh: "`{path}` 在处理期间被修改", path = display(path)
            ),
            ReplaceError::Io(path, error) => text!(
                en: "`{path}` cannot be replaced: {reason}", zh: "无法替换 `{path}`：{reason}",
                path = display(path), reason = reason(error),
            ),
            ReplaceError::Owner(path) => text!(
                en: "`{path}` belongs to another user or group, and its owner cannot be kept",
                zh: "`{path}` 属于其他用户或组，无法保留其所有者", path = display(path),
            ),
            ReplaceError::Unsynced(path, error) => text!(
                en: "`{path}` was replaced, but may not be on disk yet: {reason}",
                zh: "`{path}` 已替换，但可能尚未落盘：{reason}", path = display(path), reason = reason(error),
            ),
        }
    }
}

/// How the names of files begin and end that are written to take the place of another. No search for templates looks
/// at such names.
const TEMPORARY: (&str, &str) = (".nestc-", ".tmp");

/// Puts `new` in the place of the file `path`, which holds `expected_old`, by one rename.
///
/// Links are followed, the rights and the owner are kept, and the new content is on disk when this returns.
///
/// # Errors
/// When the file does not hold `expected_old` any more, is not a regular file, or cannot be replaced.
pub(crate) fn replace_file(path: &Path, expected_old: &[u8], new: &[u8]) -> Result<Replaced, ReplaceError> {
    let failed = |error| ReplaceError::Io(path.to_owned(), error);
    let real = path.canonicalize().map_err(failed)?;
    let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
        return Err(failed(folder::not_a_file(Kind::Folder)));
    };
    let place = Folder::open(parent).map_err(failed)?;
    let mut old = place.read(name).map_err(failed)?;
    wait_for(&old);
    let before = folder::seen(&old).map_err(failed)?;
    let is_there = |seen: Option<Seen>| seen == Some(before);
    if !is_there(place.look(name).map_err(failed)?) || !holds(&mut old, expected_old).map_err(failed)? {
        return Err(ReplaceError::Changed(path.to_owned()));
    }
    sweep(&place);
    let (temporary, kept) = Temporary::write(&place, new, &before, &old).map_err(|error| match error {
        WriteFailure::Owner => ReplaceError::Owner(path.to_owned()),
        WriteFailure::Io(error) => failed(error),
    })?;
    let unchanged = is_there(place.look(name).map_err(failed)?)
        && holds(&mut place.read(name).map_err(failed)?, expected_old).map_err(failed)?;
    if !unchanged {
        return Err(ReplaceError::Changed(path.to_owned()));
    }
    temporary.put_at(name).map_err(failed)?;
    place.sync().map_err(|error| ReplaceError::Unsynced(path.to_owned(), error))?;
    let is_link = path.symlink_metadata().is_ok_and(|it| it.file_type().is_symlink());
    let followed = is_link.then_some(real);
    Ok(Replaced { was_linked: before.links > 1, lost_attributes: !kept, followed })
}

/// Writes `bytes` to the file `path`, which may be there or not: all of it or nothing. What is no regular file, such as
/// a terminal or a pipe, is written to as it is.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn put_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folder.canonicalize()?.join(path.file_name().ok_or(io::ErrorKind::IsADirectory)?)
        }
        real => real?,
    };
    let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
        return Err(folder::not_a_file(Kind::Folder));
    };
    let place = Folder::open(parent)?;
    let there = place.look(name)?;
    if there.is_some_and(|it| it.kind != Kind::File) {
        return std::fs::write(&real, bytes);
    }
    let mut temporary = Temporary::claim(&place, there.map_or(0o666, |_| 0o600))?;
    temporary.file.write_all(bytes)?;
    if let Some(there) = there {
        let now = folder::seen(&temporary.file)?;
        folder::take_over(&temporary.file, &now, there.mode, now.owner)?;
    }
    temporary.file.sync_all()?;
    temporary.put_at(name)?;
    place.sync()
}

/// Lets other nestc that replace this file go first, for a while. Where there are no locks, or one is held for long,
/// comparing has to do.
fn wait_for(file: &File) {
    for _ in 0..100 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            Ok(()) | Err(TryLockError::Error(_)) => return,
        }
    }
}

/// Whether `file`, read from where it is, holds `expected` and no more.
fn holds(file: &mut File, expected: &[u8]) -> io::Result<bool> {
    let mut bytes = Vec::with_capacity(expected.len() + 1);
    file.take(expected.len() as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes == expected)
}

/// A file beside its place. Dropped before it was put there, it is removed.
struct Temporary<'f> {
    place: &'f Folder,
    name: OsString,
    /// Locked while it is open: nobody takes it for a leftover.
    file: File,
    placed: bool,
}

enum WriteFailure {
    Owner,
    Io(io::Error),
}

impl From<io::Error> for WriteFailure {
    fn from(error: io::Error) -> Self {
        WriteFailure::Io(error)
    }
}

impl<'f> Temporary<'f> {
    /// Makes an empty file and locks it. Another nestc may take it for a leftover before it is locked; then the next
    /// one is tried.
    fn claim(place: &'f Folder, mode: u32) -> io::Result<Self> {
        for _ in 0..16 {
            let name = folder::random_name(TEMPORARY.0, TEMPORARY.1);
            let file = place.create(&name, mode)?;
            let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
            let temporary = Temporary { place, name, file, placed: false };
            if !is_taken && place.look(&temporary.name)?.is_some() {
                return Ok(temporary);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    /// Writes a file with the rights, the owner and the further attributes of the `file` that was `old`; whether it has
    /// all of the latter.
    fn write(
        place: &'f Folder,
        bytes: &[u8],
        old: &Seen,
        old_file: &File,
    ) -> Result<(Self, bool), WriteFailure> {
        let mut temporary = Temporary::claim(place, 0o600)?;
        let file = &mut temporary.file;
        file.write_all(bytes)?;
        let now = folder::seen(file)?;
        folder::take_over(file, &now, old.mode, old.owner).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => WriteFailure::Owner,
            _ => WriteFailure::Io(error),
        })?;
        let kept = folder::copy_attributes(old_file, file);
        file.sync_all()?;
        Ok((temporary, kept))
    }

    fn put_at(mut self, name: &OsStr) -> io::Result<()> {
        self.place.rename(&self.name, self.place, name)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.placed {
            let _ = self.place.remove(&self.name);
        }
    }
}

/// Removes what a killed nestc left in `place`. Such a file is never the only copy of anything: it was not put in
/// its place yet, where the old file still is.
fn sweep(place: &Folder) {
    for name in place.names().unwrap_or_default() {
        if !folder::is_random_name(&name, TEMPORARY.0, TEMPORARY.1) {
            continue;
        }
        let Ok(file) = place.read(&name) else { continue };
        if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            let _ = place.remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_where_it_holds_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "old").unwrap();
        assert_eq!(replace_file(&path, b"old", b"new").unwrap(), Replaced::default());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        for other in ["old", "ne", "new ", ""] {
            let refused = replace_file(&path, other.as_bytes(), b"x");
            assert!(matches!(refused, Err(ReplaceError::Changed(_))), "{other:?}");
        }
        assert!(matches!(replace_file(folder.path(), b"", b"x"), Err(ReplaceError::Io(..))));
        assert!(matches!(replace_file(&folder.path().join("none"), b"", b"x"), Err(ReplaceError::Io(..))));
        assert_eq!((fs::read(&path).unwrap(), names(folder.path())), (b"new".to_vec(), vec!["x".into()]));
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let kept = [".nestc-0123456789abcdeg.tmp", ".nestc-x.tmp", "nestc.yaml", "x"];
        for name in kept.iter().chain(&[".nestc-0123456789abcdef.tmp"]) {
            fs::write(folder.path().join(name), "1").unwrap();
        }
        let used = folder.path().join(".nestc-fedcba9876543210.tmp");
        let held = File::create(&used).unwrap();
        held.lock().unwrap();
        replace_file(&folder.path().join("x"), b"1", b"2").unwrap();
        let mut left: Vec<OsString> = kept.iter().map(OsString::from).collect();
        left.push(used.file_name().unwrap().to_owned());
        left.sort();
        assert_eq!(names(folder.path()), left, "one in use stays");
    }

    #[test]
    fn of_many_at_once_one_replaces_what_it_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "start").unwrap();
        let write = |number: usize| {
            let done = (0..25).filter(|_| {
                let old = fs::read(&path).unwrap();
                let new = [old.as_slice(), format!(" {number}").as_bytes()].concat();
                match replace_file(&path, &old, &new) {
                    Ok(_) => true,
                    Err(ReplaceError::Changed(_)) => false,
                    Err(error) => panic!("{error:?}"),
                }
            });
            done.count()
        };
        let write = &write;
        let done: usize = std::thread::scope(|scope| {
            let all: Vec<_> = (0..4).map(|number| scope.spawn(move || write(number))).collect();
            all.into_iter().map(|it| it.join().unwrap()).sum()
        });
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.split(' ').count(), done + 1, "every replacement that was reported is still there");
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_rights_are_kept() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        fs::hard_link(&path, folder.path().join("other")).unwrap();
        let link = folder.path().join("link");
        symlink("x", &link).unwrap();
        let replaced = replace_file(&link, b"old", b"new").unwrap();
        assert_eq!(
            replaced,
            Replaced { was_linked: true, followed: path.canonicalize().ok(), ..Replaced::default() }
        );
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read(folder.path().join("other")).unwrap(), b"old");
        let there = path.symlink_metadata().unwrap();
        assert!(there.is_file() && link.symlink_metadata().unwrap().is_symlink());
        assert_eq!((there.mode() & 0o7777, there.nlink()), (0o444, 1));
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(matches!(replace_file(&pipe, b"", b"x"), Err(ReplaceError::Io(..))), "never waited for");
    }
}
