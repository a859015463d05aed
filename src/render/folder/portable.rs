//! A folder as a path, where the system has no calls relative to a handle.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Kind, Seen, not_a_file};

/// A folder by its canonical path.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match from_metadata(&fs::symlink_metadata(path)?).kind {
            Kind::Folder => Ok(Folder(path.canonicalize()?)),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(crate) fn reopen(&self) -> io::Result<Folder> {
        Ok(Folder(self.0.clone()))
    }

    pub(crate) fn folder(&self, name: &OsStr) -> io::Result<Folder> {
        Folder::open(&self.0.join(name))
    }

    pub(crate) fn make_folder(&self, name: &OsStr, _private: bool) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub(crate) fn read(&self, name: &OsStr) -> io::Result<File> {
        match self.look(name)?.map(|it| it.kind) {
            None => Err(io::ErrorKind::NotFound.into()),
            Some(Kind::File) => File::open(self.0.join(name)),
            Some(other) => Err(not_a_file(other)),
        }
    }

    pub(crate) fn create(&self, name: &OsStr, _mode: u32) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(self.0.join(name))
    }

    pub(crate) fn append(&self, name: &OsStr) -> io::Result<File> {
        OpenOptions::new().append(true).open(self.0.join(name))
    }

    pub(crate) fn look(&self, name: &OsStr) -> io::Result<Option<Seen>> {
        match fs::symlink_metadata(self.0.join(name)) {
            Ok(metadata) => Ok(Some(from_metadata(&metadata))),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn itself(&self) -> io::Result<Seen> {
        Ok(from_metadata(&fs::symlink_metadata(&self.0)?))
    }

    pub(crate) fn mount(&self) -> io::Result<(u64, u64)> {
        Ok((0, 0))
    }

    pub(crate) fn check_writable(&self) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn rename(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    pub(crate) fn link(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        fs::hard_link(self.0.join(name), to.0.join(new))
    }

    pub(crate) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub(crate) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn sync_file_system(&self) -> io::Result<bool> {
        Ok(false)
    }

    pub(crate) fn handle(&self) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

pub(crate) fn settle(_file: &File) -> io::Result<()> {
    Ok(())
}

pub(crate) fn settle_new(file: &File) -> io::Result<()> {
    file.sync_all()
}

pub(crate) fn seen(file: &File) -> io::Result<Seen> {
    Ok(from_metadata(&file.metadata()?))
}

pub(crate) fn take_over(file: &File, _now: &Seen, mode: u32, _owner: (u32, u32)) -> io::Result<()> {
    let mut rights = file.metadata()?.permissions();
    rights.set_readonly(mode & 0o200 == 0);
    file.set_permissions(rights)
}

fn from_metadata(metadata: &Metadata) -> Seen {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Special,
    };
    let modified = metadata.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or((0, 0), |it| (it.as_secs().cast_signed(), i64::from(it.subsec_nanos())));
    let mode = if metadata.permissions().readonly() { 0o444 } else { 0o666 };
    Seen {
        kind,
        device: 0,
        inode: 0,
        size: metadata.len(),
        modified,
        changed: modified,
        mode,
        owner: (0, 0),
        links: 1,
    }
}

/// Gives `to` the further attributes of `from`; here files are not known to have any.
pub(crate) fn copy_attributes(_from: &File, _to: &File) -> bool {
    true
}
