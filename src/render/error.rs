//! What keeps a tree from being written, and what it leaves behind.

use std::io;
use std::path::{Path, PathBuf};

use crate::workspace::{display, reason};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder could not be read or written.
    #[error("`{path}` cannot be {doing}: {}", reason(.error))]
    Io {
        /// The path.
        path: String,
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        #[source]
        error: io::Error,
    },
    /// Two outputs have one path.
    #[error("two outputs have the path `{0}`")]
    Twice(String),
    /// Two outputs have paths that some file systems take for one.
    #[error(
        "`{0}` and `{1}` would be one file on a file system that does not tell letter case or Unicode forms apart"
    )]
    Alike(String, String),
    /// One output would be a folder of another.
    #[error("`{0}` would be both a file and a folder: `{1}` is in it")]
    FileAndFolder(String, String),
    /// A path leads out of the folder, by its name or through a link.
    #[error("`{0}` leads out of the folder that outputs may be in")]
    Outside(String),
    /// A path is that of something that is never replaced.
    #[error("`{path}` cannot be an output: it is {what}")]
    Protected {
        /// The path.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// A name that some system cannot have.
    #[error("`{0}` is not a file name on this system")]
    Unnameable(String),
    /// A file changed while it was worked on.
    #[error("`{0}` changed while nestc worked on it")]
    Changed(String),
    /// Another build of the tree does not end.
    #[error("another nestc works on `{folder}`, and nothing has changed there for {seconds} seconds")]
    Busy {
        /// The folder.
        folder: String,
        /// How long it was waited.
        seconds: u64,
    },
    /// A signal asked to stop.
    #[error("stopped by {}", if *.0 == SIGTERM { "SIGTERM" } else { "SIGINT" })]
    Interrupted(usize),
}

/// The number of SIGINT.
pub const SIGINT: usize = 2;
/// The number of SIGTERM.
pub const SIGTERM: usize = 15;

/// What is on disk after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// What was there before; nothing else was touched.
    Untouched,
    /// What was there before: what had been changed was put back.
    Undone,
    /// The new files, of which some may not be on disk yet.
    Placed,
    /// Some of both. The folder has what is needed to complete or undo it.
    Unfinished(PathBuf),
}

/// A failure with what it left.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct TreeError {
    /// What went wrong.
    #[source]
    pub error: WriteError,
    /// What is on disk now.
    pub left: Left,
}

impl From<WriteError> for TreeError {
    fn from(error: WriteError) -> Self {
        TreeError { error, left: Left::Untouched }
    }
}

impl WriteError {
    /// A failure to do what `doing` says with `path`.
    pub(crate) fn io(path: impl AsRef<Path>, doing: &'static str) -> impl FnOnce(io::Error) -> WriteError {
        move |error| WriteError::Io { path: display(path.as_ref()), doing, error }
    }
}
