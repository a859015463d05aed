//! What folders are searched without: ignored files, what the manifest and the command line leave out, outputs.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::budget::{FILE_BYTES, GLOB_BYTES};
use super::path::{absolute, here, repository_of};
use super::reading::{Reach, decode};
use super::{Failure, FilePath};
use crate::diagnostic::Text;
use crate::text;

/// What is left out wherever it is met.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    globs: Vec<Gitignore>,
    folders: Vec<PathBuf>,
}

impl LeftOut {
    /// Leaves out what `glob` matches, seen from `base`, as a line of a `.gitignore` there would.
    ///
    /// # Errors
    /// What is wrong with the glob.
    pub(super) fn add(&mut self, base: &FilePath, glob: &str) -> Result<(), Text> {
        let mut builder = GitignoreBuilder::new(base.key());
        let glob = glob.strip_prefix("./").unwrap_or(glob);
        check_size(glob)?;
        let unfit = |error: ignore::Error| not_a_glob(glob, error);
        builder.add_line(None, glob).map_err(unfit)?;
        self.globs.push(builder.build().map_err(unfit)?);
        Ok(())
    }

    /// Leaves out the folder `folder`.
    pub(super) fn add_folder(&mut self, folder: &FilePath) {
        self.folders.push(folder.key().to_owned());
    }

    /// Whether `path` is a folder that is left out as a whole.
    pub(super) fn is_folder(&self, path: &FilePath) -> bool {
        self.folders.iter().any(|folder| folder == path.key())
    }

    /// Whether `path` is left out, by its name or by what it is.
    pub(super) fn holds(&self, path: &FilePath, is_folder: bool) -> bool {
        self.matches(path, is_folder) || self.folders.iter().any(|folder| path.key().starts_with(folder))
    }

    /// Whether a glob leaves `path` out.
    pub(super) fn matches(&self, path: &FilePath, is_folder: bool) -> bool {
        let name = absolute(path);
        let by = |glob: &Gitignore, path: &Path| {
            let below = path.strip_prefix(glob.path()).ok().filter(|it| !it.as_os_str().is_empty());
            below.is_some_and(|it| glob.matched_path_or_any_parents(it, is_folder).is_ignore())
        };
        self.globs.iter().any(|glob| by(glob, &name) || by(glob, path.key()))
    }
}

/// Refuses a glob that would take too long to compile.
pub(crate) fn check_size(glob: &str) -> Result<(), Text> {
    match glob.len() {
        bytes if bytes > GLOB_BYTES => {
            let start: String = glob.chars().take(20).collect();
            Err(text!(
                en: "the glob `{start}…` has {bytes} bytes, more than the {most} that are read at most",
                zh: "glob `{start}…` 有 {bytes} 字节，超过了最多读取的 {most} 字节", start, bytes, most = GLOB_BYTES,
            ))
        }
        _ => Ok(()),
    }
}

/// What is said of `glob`, which cannot be read for the reason `error`.
pub(super) fn not_a_glob(glob: &str, error: impl std::fmt::Display) -> Text {
    text!(en: "`{glob}` is not a glob: {error}", zh: "`{glob}` 不是 glob：{error}", glob, error)
}

/// The `.gitignore` files that count in a folder: its own and those above it in its repository.
#[derive(Clone, Default)]
pub(super) struct Ignored(Option<Rc<(Gitignore, Ignored)>>);

impl Ignored {
    /// Those above the folder `folder`: of its repository, or without one of the working folder.
    pub(super) fn above(folder: &FilePath, reach: &Reach) -> Result<Ignored, Failure> {
        let key = folder.key();
        let working = || here().map(|it| it.folder.clone()).filter(|it| key.starts_with(it));
        let Some(root) = repository_of(key).or_else(working) else { return Ok(Ignored::default()) };
        let mut above: Vec<&Path> = key.ancestors().skip(1).take_while(|it| it.starts_with(&root)).collect();
        above.reverse();
        above
            .into_iter()
            .try_fold(Ignored::default(), |ignored, folder| ignored.in_folder(&FilePath::new(folder), reach))
    }

    /// Those in the folder `folder` below.
    pub(super) fn in_folder(self, folder: &FilePath, reach: &Reach) -> Result<Ignored, Failure> {
        let is_repository = folder.join(".git").symlink_metadata().is_ok();
        let above = if is_repository { Ignored::default() } else { self };
        let path = FilePath::new(&folder.join(".gitignore"));
        if path.symlink_metadata().is_err() {
            return Ok(above);
        }
        // What git itself would not read leaves nothing out.
        let Ok(text) = reach.read(&path, FILE_BYTES).map(decode) else { return Ok(above) };
        let unfit = |error: Text| {
            let path = super::display(&path);
            let message =
                text!(en: "`{path}` cannot be used: {error}", zh: "无法使用 `{path}`：{error}", path, error);
            Failure::new(message, text!(en: "write one pattern on each line", zh: "请每行写一个模式"))
        };
        let text = text.map_err(|garbled| unfit(garbled.message))?;
        let mut builder = GitignoreBuilder::new(folder.key());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            check_size(line).map_err(unfit)?;
            // git passes over a line that is not a pattern.
            let _ = builder.add_line(None, line);
        }
        let own = builder.build().map_err(|error| unfit(text!(en: "{error}", zh: "{error}", error)))?;
        Ok(Ignored(Some(Rc::new((own, above)))))
    }

    /// Whether the entry with the canonical path `path` is ignored.
    pub(super) fn holds(&self, path: &Path, is_folder: bool) -> bool {
        let mut next = self;
        while let Some(level) = &next.0 {
            match level.0.matched(path, is_folder) {
                ignore::Match::Ignore(_) => return true,
                ignore::Match::Whitelist(_) => return false,
                ignore::Match::None => next = &level.1,
            }
        }
        false
    }
}
