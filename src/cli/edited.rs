//! Files that a command edits together: shown as a difference, or written each by one rename.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::args::Color;
use super::failures::broken_manifest;
use super::{Status, Stop, Streams, diff, init, output};
use crate::diagnostic::{Lang, Severity};
use crate::manifest::edit::Editor;
use crate::manifest::{self, Lock};
use crate::project::{Loaded, MANIFEST, manifest_path};
use crate::render::{ReplaceError, put_file, replace_file};
use crate::report::Place;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::{Failure, FilePath, display, folder_of, reason};

/// A file that is edited.
#[derive(Clone, Debug)]
pub(super) struct Edited {
    pub(super) path: PathBuf,
    /// What it holds; `None` where it is not there yet.
    pub(super) old: Option<String>,
    pub(super) new: String,
}

impl Edited {
    fn is_same(&self) -> bool {
        self.old.as_deref() == Some(self.new.as_str())
    }
}

/// A manifest that is to be edited.
pub(super) struct Draft {
    path: PathBuf,
    old: Option<String>,
    pub(super) editor: Editor,
    /// What is recorded as published.
    pub(super) lock: Option<Lock>,
}

impl Draft {
    /// The manifest that is named, or the nearest at `start` or above, or else a new one for what is here.
    ///
    /// # Errors
    /// When it cannot be read, or has errors.
    pub(super) fn open(named: Option<&Path>, start: &Path, lang: Lang) -> Result<Draft, Failure> {
        let found =
            manifest_path(named, start).filter(|path| named.is_none() || path.symlink_metadata().is_ok());
        let Some(path) = found else {
            let path = named.map_or_else(|| PathBuf::from(MANIFEST), Path::to_owned);
            let text = init::draft(&folder_of(&path), lang)?;
            let editor = Editor::new(&text).ok_or_else(broken_manifest)?;
            return Ok(Draft { path, old: None, editor, lock: None });
        };
        let mut loaded = Loaded::default();
        let file = loaded.workspace.read(&path)?;
        let text = loaded.workspace.sources.text(file).to_owned();
        let (_, findings) = manifest::read(&loaded.workspace.sources, file);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(broken_manifest());
        }
        let editor = Editor::new(&text).ok_or_else(broken_manifest)?;
        loaded.read_manifest(Some(&path), start)?;
        let lock = loaded.manifest.and_then(|it| it.manifest.lock);
        Ok(Draft { path, old: Some(text), editor, lock })
    }

    /// Whether there was no manifest.
    pub(super) const fn is_new(&self) -> bool {
        self.old.is_none()
    }

    /// The manifest's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The manifest as edited.
    pub(super) fn into_edited(self) -> Edited {
        let new = self.editor.text().to_owned();
        Edited { path: self.path, old: self.old, new }
    }
}

/// Prints how `files` change, or writes them in this order; whether anything changes is the status of a difference.
pub(super) fn finish(files: &[Edited], only_show: bool, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let changed: Vec<&Edited> = files.iter().filter(|it| !it.is_same()).collect();
    if only_show {
        let name = |it: &Edited| if it.old.is_some() { shown(&it.path) } else { diff::NOWHERE.to_owned() };
        let difference = |it: &&'_ Edited| diff::Difference {
            old_name: name(it),
            new_name: shown(&it.path),
            old: Cow::Owned(it.old.clone().unwrap_or_default().into_bytes()),
            new: Cow::Owned(it.new.clone().into_bytes()),
        };
        let differences: Vec<_> = changed.iter().map(difference).collect();
        let colour = output::colour(Color::Auto, streams.out_is_terminal);
        diff::print(streams.out, &differences, &[], diff::Look { show_secrets: false, colour })?;
        return Ok(if changed.is_empty() { Status::Clean } else { Status::Findings });
    }
    for file in changed {
        write(file, streams)?;
    }
    Ok(Status::Clean)
}

fn write(file: &Edited, streams: &mut Streams<'_>) -> Result<(), Stop> {
    let path = shown(&file.path);
    let Some(old) = &file.old else {
        put_file(&file.path, file.new.as_bytes()).map_err(|error| {
            Failure::new(
                text!(en: "`{path}` cannot be written: {reason}", zh: "无法写入 `{path}`：{reason}", path, reason = reason(&error)),
                text!(en: "give yourself the right to write there", zh: "请授予写入权限"),
            )
        })?;
        return Ok(());
    };
    match replace_file(&file.path, old.as_bytes(), file.new.as_bytes()) {
        Ok(replaced) if replaced.was_linked => {
            let said = text!(
                en: "`{path}` had further names (hard links), which keep the old text",
                zh: "`{path}` 还有其他名称（硬链接），它们保留旧内容",
                path,
            );
            Ok(output::line(streams, &said)?)
        }
        Ok(_) => Ok(()),
        Err(error) => Err(failure(&error).into()),
    }
}

/// Why a file was not replaced, with the way out.
fn failure(error: &ReplaceError) -> Failure {
    let help = match error {
        ReplaceError::Changed(_) => text!(en: "it was left alone; try again", zh: "未改动该文件；请重试"),
        ReplaceError::Io(..) => {
            text!(en: "it was left alone; check its rights and those of its folder", zh: "未改动该文件；请检查该文件及其文件夹的权限")
        }
        ReplaceError::Owner(_) => {
            text!(en: "it was left alone; try again as its owner", zh: "未改动该文件；请以其所有者身份重试")
        }
        ReplaceError::Unsynced(..) => text!(en: "check the disk", zh: "请检查磁盘"),
    };
    Failure::new(error.text(), help)
}

/// `path` as people read it, seen from the working folder.
pub(super) fn shown(path: &Path) -> String {
    display(&FilePath::new(path))
}

/// `file:line:column` of `span`.
pub(super) fn place(sources: &SourceMap, span: Span) -> String {
    let place = Place::of(sources, span);
    format!("{}:{}:{}", place.shown, place.start.line, place.start.column)
}
