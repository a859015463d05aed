//! A folder as an open handle.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{self, AtFlags, CWD, Gid, Mode, OFlags, Uid};

use super::{Kind, Seen, gate, not_a_file};

/// A folder held open.
#[derive(Debug)]
pub(crate) struct Folder(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

impl Folder {
    /// Opens the folder `path`, which is not a link itself.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        gate()?;
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Folder(fs::openat(CWD, path, FOLDER, Mode::empty())?))
    }

    /// Another handle of the same folder.
    pub(crate) fn reopen(&self) -> io::Result<Folder> {
        Ok(Folder(self.0.try_clone()?))
    }

    /// Opens the folder `name` in this one.
    pub(crate) fn folder(&self, name: &OsStr) -> io::Result<Folder> {
        gate()?;
        Ok(Folder(fs::openat(&self.0, name, FOLDER, Mode::empty())?))
    }

    /// Makes the folder `name`; with `private` for nobody else.
    pub(crate) fn make_folder(&self, name: &OsStr, private: bool) -> io::Result<()> {
        gate()?;
        let mode = if private { Mode::RWXU } else { Mode::RWXU | Mode::RWXG | Mode::RWXO };
        Ok(fs::mkdirat(&self.0, name, mode)?)
    }

    /// Opens the regular file `name` to read it.
    pub(crate) fn read(&self, name: &OsStr) -> io::Result<File> {
        gate()?;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        let file = match fs::openat(&self.0, name, flags, Mode::empty()) {
            Err(rustix::io::Errno::LOOP) => return Err(not_a_file(Kind::Link)),
            opened => File::from(opened?),
        };
        match seen(&file)?.kind {
            Kind::File => Ok(file),
            other => Err(not_a_file(other)),
        }
    }

    /// Makes the file `name`, which is not there yet, to write it. The rights are `mode` without those that the
    /// process withholds from new files.
    pub(crate) fn create(&self, name: &OsStr, mode: u32) -> io::Result<File> {
        gate()?;
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(fs::openat(&self.0, name, flags, Mode::from_raw_mode(mode as _))?))
    }

    /// Opens the file `name`, which is there, to add to its end.
    pub(crate) fn append(&self, name: &OsStr) -> io::Result<File> {
        gate()?;
        let flags = OFlags::WRONLY | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    /// What is at `name`; `None` where nothing does.
    pub(crate) fn look(&self, name: &OsStr) -> io::Result<Option<Seen>> {
        gate()?;
        match fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(from_stat(&stat))),
            Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What this folder is.
    pub(crate) fn itself(&self) -> io::Result<Seen> {
        gate()?;
        Ok(from_stat(&fs::fstat(&self.0)?))
    }

    /// The mount that this folder is on. Files can be renamed within one.
    pub(crate) fn mount(&self) -> io::Result<(u64, u64)> {
        let device = self.itself()?.device;
        #[cfg(target_os = "linux")]
        {
            let asked = fs::statx(&self.0, "", AtFlags::EMPTY_PATH, fs::StatxFlags::MNT_ID);
            let known = asked.ok().filter(|it| it.stx_mask & fs::StatxFlags::MNT_ID.bits() != 0);
            Ok((device, known.map_or(0, |it| it.stx_mnt_id)))
        }
        #[cfg(not(target_os = "linux"))]
        Ok((device, 0))
    }

    /// Whether files can be made and removed here, as far as rights say.
    pub(crate) fn check_writable(&self) -> io::Result<()> {
        Ok(fs::accessat(&self.0, ".", fs::Access::WRITE_OK | fs::Access::EXEC_OK, AtFlags::EACCESS)?)
    }

    /// Renames `name` here to `new` in the folder `to`, over what is there.
    pub(crate) fn rename(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        gate()?;
        Ok(fs::renameat(&self.0, name, &to.0, new)?)
    }

    /// Gives the file `name` here a second name, `new` in the folder `to`.
    pub(crate) fn link(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        gate()?;
        Ok(fs::linkat(&self.0, name, &to.0, new, AtFlags::empty())?)
    }

    /// Removes the file `name`.
    pub(crate) fn remove(&self, name: &OsStr) -> io::Result<()> {
        gate()?;
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes the empty folder `name`.
    pub(crate) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        gate()?;
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// The names in this folder.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        gate()?;
        let mut names = Vec::new();
        for entry in fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name != "." && name != ".." {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Sees to it that the names in this folder are on disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        gate()?;
        if cfg!(test) {
            return Ok(());
        }
        match fs::fsync(&self.0) {
            // Some file systems of networks know no such thing.
            Ok(()) | Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sees to it that everything on this folder's file system is on disk. `false` where the system has no such
    /// call, and nothing was done.
    pub(crate) fn sync_file_system(&self) -> io::Result<bool> {
        gate()?;
        // Unit tests write hundreds of trees; nobody pulls the plug on them.
        if cfg!(test) {
            return Ok(true);
        }
        #[cfg(target_os = "linux")]
        {
            match fs::syncfs(&self.0) {
                Ok(()) => Ok(true),
                Err(rustix::io::Errno::NOSYS) => Ok(false),
                Err(error) => Err(error.into()),
            }
        }
        #[cfg(not(target_os = "linux"))]
        Ok(false)
    }

    /// The handle as a file, to lock it.
    pub(crate) fn handle(&self) -> io::Result<File> {
        Ok(File::from(self.0.try_clone()?))
    }
}

/// Sees to it that `file` has left this system for the disk. What the disk has not written yet is written when the
/// journal is.
pub(crate) fn settle(file: &File) -> io::Result<()> {
    Ok(fs::fsync(file)?)
}

/// As [`settle`], of a file that was just written, where that cannot be done later for all of them.
#[expect(clippy::unnecessary_wraps, reason = "as elsewhere")]
pub(crate) fn settle_new(_file: &File) -> io::Result<()> {
    Ok(())
}

/// What `file` is.
pub(crate) fn seen(file: &File) -> io::Result<Seen> {
    Ok(from_stat(&fs::fstat(file)?))
}

/// Gives `file` the rights `mode`, and the owner and group `owner` where it has others.
pub(crate) fn take_over(file: &File, now: &Seen, mode: u32, owner: (u32, u32)) -> io::Result<()> {
    if now.owner != owner {
        fs::fchown(file, Some(Uid::from_raw(owner.0)), Some(Gid::from_raw(owner.1)))?;
    }
    Ok(fs::fchmod(file.as_fd(), Mode::from_raw_mode(mode as _))?)
}

/// Gives `to` the further attributes of `from`, such as access lists; whether it has all of them then.
pub(crate) fn copy_attributes(from: &File, to: &File) -> bool {
    let mut names = vec![0; 1 << 16];
    let length = match fs::flistxattr(from, &mut names) {
        // The file system has none.
        Err(rustix::io::Errno::NOTSUP | rustix::io::Errno::NOSYS) => return true,
        Err(_) => return false,
        Ok(length) => length,
    };
    let names = names.get(..length).unwrap_or_default();
    let mut value = vec![0; 1 << 16];
    let mut copy = |name: &[u8]| {
        let length = fs::fgetxattr(from, name, &mut value).ok()?;
        let value = value.get(..length)?;
        let is_there = {
            let mut there = vec![0; length + 1];
            fs::fgetxattr(to, name, &mut there).is_ok_and(|it| there.get(..it) == Some(value))
        };
        match is_there {
            true => Some(()),
            false => fs::fsetxattr(to, name, value, fs::XattrFlags::empty()).ok(),
        }
    };
    names.split(|byte| *byte == 0).filter(|name| !name.is_empty()).all(|name| copy(name).is_some())
}

#[expect(clippy::useless_conversion, clippy::unnecessary_cast, reason = "the types differ by system")]
fn from_stat(stat: &fs::Stat) -> Seen {
    let kind = match fs::FileType::from_raw_mode(stat.st_mode) {
        fs::FileType::RegularFile => Kind::File,
        fs::FileType::Directory => Kind::Folder,
        fs::FileType::Symlink => Kind::Link,
        _ => Kind::Special,
    };
    Seen {
        kind,
        device: stat.st_dev as u64,
        inode: stat.st_ino as u64,
        size: u64::try_from(stat.st_size).unwrap_or_default(),
        modified: (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        changed: (stat.st_ctime as i64, stat.st_ctime_nsec as i64),
        mode: u32::from(stat.st_mode) & 0o7777,
        owner: (stat.st_uid, stat.st_gid),
        links: stat.st_nlink as u64,
    }
}
