//! Folders held open, so that what is written goes where it was looked at, whatever happens to the path meanwhile.
//!
//! No call here follows a link: a name that is one is an error, or is told as [`Kind::Link`].

#[cfg(test)]
pub(crate) mod faults;
#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

use std::ffi::{OsStr, OsString};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;

#[cfg(all(test, unix))]
use faults::next as gate;
#[cfg(not(unix))]
pub(crate) use portable::{Folder, copy_attributes, seen, settle, settle_new, take_over};
#[cfg(unix)]
pub(crate) use unix::{Folder, copy_attributes, seen, settle, settle_new, take_over};

/// What is at a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Special,
}

/// What the system says of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) kind: Kind,
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) modified: (i64, i64),
    pub(crate) changed: (i64, i64),
    pub(crate) mode: u32,
    pub(crate) owner: (u32, u32),
    pub(crate) links: u64,
}

impl Seen {
    /// Whether it is the same file, with the same content as far as its size and time say. Its links and rights may
    /// have changed.
    pub(crate) fn is_still(&self, earlier: &Seen) -> bool {
        let what = |it: &Seen| (it.kind, it.device, it.inode, it.size, it.modified);
        what(self) == what(earlier)
    }
}

/// A name that nobody else has: 16 hexadecimal digits between `before` and `after`.
pub(crate) fn random_name(before: &str, after: &str) -> OsString {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    OsString::from(format!("{before}{:016x}{after}", hasher.finish()))
}

/// Whether `name` is one that [`random_name`] makes of `before` and `after`.
pub(crate) fn is_random_name(name: &OsStr, before: &str, after: &str) -> bool {
    let digits = name.to_str().and_then(|it| it.strip_prefix(before)).and_then(|it| it.strip_suffix(after));
    digits
        .is_some_and(|it| it.len() == 16 && it.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

/// The error of a name that is not a regular file.
pub(crate) fn not_a_file(kind: Kind) -> io::Error {
    io::Error::other(match kind {
        Kind::File => "it is a file",
        Kind::Folder => "it is a folder",
        Kind::Link => "it is a link",
        Kind::Special => "it is not a regular file",
    })
}

/// Fails where a test wants it to.
#[cfg(all(unix, not(test)))]
#[expect(clippy::unnecessary_wraps, reason = "it fails in tests")]
const fn gate() -> io::Result<()> {
    Ok(())
}
