//! What keeps a tree from being written, and what it leaves behind.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Lang, Text};
use crate::text;
use crate::workspace::{display, reason};

/// What went wrong.
#[derive(Debug)]
pub(crate) enum WriteError {
    /// A file or folder could not be read or written.
    Io {
        /// The path.
        path: String,
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        error: io::Error,
    },
    /// Two outputs have one path.
    Twice(String),
    /// Two outputs have paths that some file systems take for one.
    Alike(String, String),
    /// One output would be a folder of another.
    FileAndFolder(String, String),
    /// A path leads out of the folder through a link.
    Outside(String),
    /// A path leads out of the folder, or to itself, by its name.
    Climbs(String),
    /// A path is that of something that is never replaced.
    Protected {
        /// The path.
        path: String,
        /// What it is.
        what: Text,
    },
    /// A name that some system cannot have.
    Unnameable(String),
    /// A file changed while it was worked on.
    Changed(String),
    /// Another build of the tree does not end.
    Busy {
        /// The folder.
        folder: String,
        /// How long it was waited.
        seconds: u64,
    },
    /// A signal asked to stop.
    Interrupted(usize),
}

impl WriteError {
    /// A failure to do what `doing` says with `path`.
    pub(crate) fn io(path: impl AsRef<Path>, doing: &'static str) -> impl FnOnce(io::Error) -> WriteError {
        move |error| WriteError::Io { path: display(path.as_ref()), doing, error }
    }

    /// What went wrong, in words.
    #[must_use]
    pub(crate) fn text(&self) -> Text {
        match self {
            WriteError::Io { path, doing, error } => text!(
                en: "`{path}` cannot be {doing}: {reason}", zh: "无法{doing} `{path}`：{reason}",
                path, doing = doing_text(doing), reason = reason(error),
            ),
            WriteError::Twice(path) => {
                text!(en: "two outputs have the path `{path}`", zh: "两个输出文件的路径都是 `{path}`", path)
            }
            WriteError::Alike(one, other) => text!(
                en: "`{one}` and `{other}` would be one file on a file system that does not tell letter case or Unicode forms apart",
                zh: "在不区分大小写或 Unicode 形式的文件系统上，`{one}` 和 `{other}` 是同一个文件", one, other
            ),
            WriteError::FileAndFolder(outer, inner) => text!(
                en: "`{outer}` would be both a file and a folder: `{inner}` is in it",
                zh: "`{outer}` 既是文件又是文件夹：`{inner}` 在其中", outer, inner
            ),
            WriteError::Outside(path) => text!(
                en: "`{path}` leads out of the folder that outputs may be in", zh: "`{path}` 超出了输出文件允许所在的文件夹", path
            ),
            WriteError::Climbs(path) => text!(
                en: "`{path}` cannot be the path of an output: it has an empty name, `.` or `..` in it",
                zh: "`{path}` 不能作为输出文件的路径：其中含有空名称、`.` 或 `..`", path
            ),
            WriteError::Protected { path, what } => text!(
                en: "`{path}` cannot be an output: it is {what}", zh: "`{path}` 不能作为输出文件：它是{what}", path, what
            ),
            WriteError::Unnameable(path) => text!(
                en: "`{path}` is not a file name on this system", zh: "`{path}` 在此系统上不是有效的文件名", path
            ),
            WriteError::Changed(path) => text!(
                en: "`{path}` changed while nestc worked on it", zh: "`{path}` 在 nestc 处理期间被修改", path
            ),
            WriteError::Busy { folder, seconds } => text!(
                en: "another nestc works on `{folder}`, and nothing has changed there for {seconds} seconds",
                zh: "另一个 nestc 正在处理 `{folder}`，并且 {seconds} 秒内没有任何变化", folder, seconds
            ),
            WriteError::Interrupted(signal) => {
                text!(en: "stopped by {name}", zh: "被 {name} 终止", name = signal_name(*signal))
            }
        }
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.text().get(Lang::En))
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// What was tried.
fn doing_text(doing: &'static str) -> Text {
    let chinese = match doing {
        "opened" => "打开",
        "read" => "读取",
        "written" | "written to" => "写入",
        "made" => "创建",
        "removed" => "删除",
        "synced" => "同步",
        "locked" => "锁定",
        "kept" => "保留",
        "put back" => "恢复",
        "replaced" => "替换",
        _ => "查看",
    };
    Text::new(doing.to_owned(), chinese.to_owned())
}

/// The number of SIGTERM.
pub(crate) const SIGTERM: usize = 15;

/// The signals that ask to stop.
const SIGNALS: [(usize, &str); 4] = [(1, "SIGHUP"), (2, "SIGINT"), (3, "SIGQUIT"), (SIGTERM, "SIGTERM")];

fn signal_name(number: usize) -> &'static str {
    SIGNALS.iter().find(|(it, _)| *it == number).map_or("a signal", |(_, name)| name)
}

/// What is on disk after a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// What was there before; nothing else was touched.
    Untouched,
    /// What was there before: what had been changed was put back.
    Undone,
    /// The new files, of which some may not be on disk yet. The folder has what is needed to do it again.
    Placed(PathBuf),
    /// Some of both. The folder has what is needed to complete or undo it.
    Unfinished(PathBuf),
    /// What was there before this run; nobody can tell whether the build that left the folder had touched anything.
    Untold(PathBuf),
}

/// A failure with what it left.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct TreeError {
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
