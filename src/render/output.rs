//! What is to be in a tree.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::digest::Digest;
use crate::plan::{FileEdit, splice};

/// A file that is copied, as it was when it was read.
#[derive(Debug)]
pub(crate) struct Snapshot {
    path: PathBuf,
    bytes: Option<Vec<u8>>,
    /// Its digest.
    pub digest: Digest,
    /// Its rights.
    pub mode: u32,
}

impl Snapshot {
    /// Reads the file `path`. One of more than `most` bytes is not kept: it is read again when it is copied, and has
    /// to be what it was.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn of(path: PathBuf, most: u64) -> io::Result<Snapshot> {
        if !path.metadata()?.is_file() {
            return Err(super::folder::not_a_file(super::folder::Kind::Special));
        }
        let mut file = File::open(&path)?;
        let seen = super::folder::seen(&file)?;
        let mut bytes = Vec::new();
        if seen.size <= most {
            (&mut file).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        }
        let is_whole = seen.size <= most && bytes.len() as u64 <= most;
        let digest = match is_whole {
            true => Digest::of(&bytes),
            false => Digest::copying(&mut bytes.as_slice().chain(&mut file), &mut io::sink())?,
        };
        Ok(Snapshot { path, bytes: is_whole.then_some(bytes), digest, mode: seen.mode & 0o777 })
    }

    /// The bytes that are kept in memory.
    #[must_use]
    pub(crate) fn kept(&self) -> u64 {
        self.bytes.as_ref().map_or(0, |it| it.len() as u64)
    }
}

/// What an output file holds.
#[derive(Clone, Debug)]
pub(crate) enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A text with edits carried out, made when it is needed.
    Edited {
        /// The text.
        text: &'a str,
        /// Its edits; see [`splice`].
        edits: Vec<FileEdit>,
    },
    /// The bytes of another file, untouched.
    Copy(Arc<Snapshot>),
}

impl Content<'_> {
    /// The bytes.
    ///
    /// # Errors
    /// When a large file that is copied has changed or cannot be read, or edits do not fit their text.
    pub(crate) fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Edited { text, edits } if edits.is_empty() => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Edited { text, edits } => match splice(text, edits) {
                Some(whole) => Ok(Cow::Owned(whole.into_bytes())),
                None => Err(io::Error::other("two replacements touch the same place")),
            },
            Content::Copy(source) => match &source.bytes {
                Some(bytes) => Ok(Cow::Borrowed(bytes)),
                None => {
                    let mut bytes = Vec::new();
                    self.write_to(source.digest, &mut bytes)?;
                    Ok(Cow::Owned(bytes))
                }
            },
        }
    }

    /// The digest of the bytes.
    ///
    /// # Errors
    /// As [`Content::bytes`].
    pub(crate) fn digest(&self) -> io::Result<Digest> {
        match self {
            Content::Copy(source) => Ok(source.digest),
            Content::Bytes(_) | Content::Edited { .. } => Ok(Digest::of(&self.bytes()?)),
        }
    }

    /// Writes the bytes, whose digest is `digest`.
    pub(crate) fn write_to(&self, digest: Digest, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Content::Copy(source) if source.bytes.is_none() => {
                match Digest::copying(&mut File::open(&source.path)?, to)? == digest {
                    true => Ok(()),
                    false => Err(io::Error::other("the file that it is copied from changed meanwhile")),
                }
            }
            _ => to.write_all(&self.bytes()?),
        }
    }

    /// The rights of the file: those of the one that it is copied from.
    #[must_use]
    pub(crate) fn mode(&self) -> u32 {
        match self {
            Content::Copy(source) => source.mode,
            Content::Bytes(_) | Content::Edited { .. } => 0o666,
        }
    }
}

/// A file to be written.
#[derive(Clone, Debug)]
pub(crate) struct OutputFile<'a> {
    /// Its path, with `/`; never climbs.
    pub path: String,
    /// What it holds.
    pub content: Content<'a>,
}

/// Whose file may be in an output's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An output's. `Some` where an earlier build recorded it, with the digest that it recorded.
    Output(Option<Option<Digest>>),
    /// nestc's own record or lock. It holds what was read, with this digest; `None` where it is not there.
    Own(Option<Digest>),
}

/// An output, with all that is asked of it when it is written.
#[derive(Clone, Debug)]
pub(crate) struct Output<'a> {
    /// Its path relative to the tree's folder.
    pub path: String,
    /// What it holds.
    pub content: Content<'a>,
    /// The digest of that.
    pub digest: Digest,
    /// Its rights.
    pub mode: u32,
    /// Whose file may be in its place.
    pub role: Role,
}

impl<'a> Output<'a> {
    /// The output `content` at `path`.
    ///
    /// # Errors
    /// As [`Content::bytes`].
    pub(crate) fn new(path: String, content: Content<'a>, role: Role) -> io::Result<Self> {
        let (digest, mode) = (content.digest()?, content.mode());
        Ok(Output { path, content, digest, mode, role })
    }
}

/// An output of an earlier build that is no longer made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stale {
    /// Its path relative to the tree's folder.
    pub path: String,
    /// Its recorded digest; files without one are never removed.
    pub digest: Option<Digest>,
}
