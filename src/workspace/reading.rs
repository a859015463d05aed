//! What may be read, and reading it: regular files of some size, and links that stay inside.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::budget::{FILE_BYTES, PEEK_BYTES};
use super::path::{here, repository_of};
use super::{Failure, FilePath, reason};
use crate::diagnostic::Text;
use crate::lower::ros::{is_marked, utf16};
use crate::text;

/// The folders that links may lead into.
#[derive(Debug, Default)]
pub(super) struct Reach {
    folders: Vec<PathBuf>,
    /// Whether they may lead anywhere.
    pub(super) everywhere: bool,
}

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// It is a link that leads out of what is looked at.
    LeadsOut,
    /// It is a link to nothing.
    Dangling,
    /// It is a device, a pipe or a socket.
    Special,
    /// It is a folder.
    Folder,
    /// It has this many bytes, which is too much.
    Large(u64),
    /// The system says no.
    Io(std::io::Error),
}

impl Reach {
    /// Lets links lead into `folder` and the repository that it lies in; without a repository into the
    /// working folder where that holds it.
    pub(super) fn add(&mut self, folder: &FilePath) {
        let key = folder.key();
        let working =
            || here().map(|it| it.folder.clone()).filter(|it| key.starts_with(it) && it.parent().is_some());
        for folder in repository_of(key).or_else(working).into_iter().chain([key.to_owned()]) {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
    }

    /// Whether a link may lead to the canonical path `target`.
    pub(super) fn holds(&self, target: &Path) -> bool {
        self.everywhere || self.folders.iter().any(|folder| target.starts_with(folder))
    }

    /// Why the file `path` is not to be read; its size where nothing stands against it.
    pub(super) fn check(&self, path: &FilePath) -> Result<u64, Obstacle> {
        let is_link = path.symlink_metadata().map_err(Obstacle::Io)?.is_symlink();
        let metadata = path.metadata().map_err(|error| match error.kind() {
            ErrorKind::NotFound if is_link => Obstacle::Dangling,
            _ => Obstacle::Io(error),
        })?;
        if is_link && !self.holds(path.key()) {
            return Err(Obstacle::LeadsOut);
        }
        match metadata.len() {
            _ if metadata.is_dir() => Err(Obstacle::Folder),
            _ if !metadata.is_file() => Err(Obstacle::Special),
            bytes => Ok(bytes),
        }
    }

    /// The bytes of the file `path`, `most` at most.
    pub(super) fn read(&self, path: &FilePath, most: u64) -> Result<Vec<u8>, Obstacle> {
        let bytes = self.check(path)?;
        if bytes > most {
            return Err(Obstacle::Large(bytes));
        }
        let read = head(path, most + 1).map_err(Obstacle::Io)?;
        // Some files hold more than their size tells.
        match read.len() as u64 {
            bytes if bytes > most => Err(Obstacle::Large(bytes)),
            _ => Ok(read),
        }
    }

    /// Whether the file `path` holds the words that every ROS template has.
    pub(super) fn is_marked(&self, path: &FilePath) -> Result<bool, Obstacle> {
        let bytes = self.check(path)?;
        let marked = is_marked(&head(path, PEEK_BYTES).map_err(Obstacle::Io)?);
        match marked {
            true if bytes > FILE_BYTES => Err(Obstacle::Large(bytes)),
            marked => Ok(marked),
        }
    }
}

/// The first `most` bytes of the file `path`.
fn head(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A text that is not UTF-8.
#[derive(Clone, Debug)]
pub(super) struct Garbled {
    /// What is wrong with it.
    pub(super) message: Text,
    /// The way out.
    pub(super) help: Text,
    /// Whether it holds the words that every ROS template has.
    pub(super) marked: bool,
}

/// `bytes` as text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Garbled> {
    String::from_utf8(bytes).map_err(|error| {
        let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let marked = is_marked(bytes);
        let help = |from: &str| {
            text!(
                en: "save it as UTF-8, for example with `iconv -f {from} -t UTF-8`",
                zh: "请将其保存为 UTF-8，例如使用 `iconv -f {from} -t UTF-8`",
                from,
            )
        };
        if let Some(encoding) = utf16(bytes) {
            let message =
                text!(en: "the file is {encoding}, not UTF-8", zh: "该文件是 {encoding}，而不是 UTF-8", encoding);
            return Garbled { message, help: help(encoding), marked };
        }
        if bytes.contains(&0) {
            let message = text!(en: "the file is binary", zh: "该文件是二进制文件");
            let help = text!(en: "name a template: YAML, JSON or Terraform", zh: "请指定模板：YAML、JSON 或 Terraform");
            return Garbled { message, help, marked };
        }
        let line = 1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
        let byte = format!("{:#04x}", bytes.get(at).copied().unwrap_or_default());
        let message = text!(
            en: "the file is not UTF-8: byte {byte} at offset {at}, line {line}",
            zh: "该文件不是 UTF-8：第 {line} 行，偏移 {at} 处的字节为 {byte}",
            byte,
            at,
            line,
        );
        Garbled { message, help: help("GB18030"), marked }
    })
}

impl Obstacle {
    /// What is said of the file `path` where it was needed.
    pub(super) fn failure(self, path: &Path) -> Failure {
        let path = super::display(path);
        match self {
            Obstacle::LeadsOut => Failure::new(
                text!(
                    en: "`{path}` is a link that leads out of the folder and its repository",
                    zh: "`{path}` 是指向文件夹及其仓库之外的链接",
                    path,
                ),
                text!(en: "to read it, use --follow-links", zh: "要读取它，请使用 --follow-links"),
            ),
            Obstacle::Dangling => Failure::new(
                text!(en: "`{path}` is a broken link", zh: "`{path}` 是失效的链接", path),
                text!(en: "remove it, or restore its target", zh: "请删除它，或恢复其目标"),
            ),
            Obstacle::Special => Failure::new(
                text!(en: "`{path}` is not a regular file", zh: "`{path}` 不是普通文件", path),
                text!(en: "nestc does not read devices, pipes or sockets", zh: "nestc 不读取设备、管道或套接字"),
            ),
            Obstacle::Folder => Failure::new(
                text!(en: "`{path}` is a folder, not a file", zh: "`{path}` 是文件夹，不是文件", path),
                text!(en: "name a file in it", zh: "请指定其中的文件"),
            ),
            Obstacle::Large(bytes) => Failure::new(
                text!(
                    en: "`{path}` has {bytes} bytes, more than the {most} that nestc reads",
                    zh: "`{path}` 有 {bytes} 字节，超过 nestc 可读取的 {most} 字节",
                    path, bytes, most = FILE_BYTES,
                ),
                text!(
                    en: "leave it out with --exclude, or `exclude:` in the manifest",
                    zh: "请用 --exclude 或清单中的 `exclude:` 排除它",
                ),
            ),
            Obstacle::Io(error) => {
                let help = match error.kind() {
                    ErrorKind::NotFound => text!(
                        en: "check the path; it is relative to the current folder",
                        zh: "请检查路径；路径相对于当前文件夹",
                    ),
                    ErrorKind::PermissionDenied => {
                        text!(en: "check the file's permissions", zh: "请检查文件权限")
                    }
                    _ => text!(en: "check that it is a regular file", zh: "请确认它是普通文件"),
                };
                let reason = match error.kind() {
                    ErrorKind::NotFound => text!(en: "no such file or folder", zh: "没有该文件或文件夹"),
                    ErrorKind::PermissionDenied => text!(en: "permission denied", zh: "没有权限"),
                    _ => reason(&error),
                };
                Failure::new(
                    text!(en: "cannot read `{path}`: {reason}", zh: "无法读取 `{path}`：{reason}", path, reason),
                    help,
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf8_is_named() {
        let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let with_mark = [vec![0xff, 0xfe], wide("ROSTemplateFormatVersion: '2015-09-01'\n")].concat();
        for (bytes, message, marked) in [
            (with_mark, "the file is UTF-16LE, not UTF-8", true),
            (b"a\n\xd6\xd0\n".to_vec(), "the file is not UTF-8: byte 0xd6 at offset 2, line 2", false),
            (b"\x7fELF\0\xff".to_vec(), "the file is binary", false),
        ] {
            let garbled = decode(bytes).unwrap_err();
            assert_eq!((garbled.message.get(crate::diagnostic::Lang::En), garbled.marked), (message, marked));
        }
    }
}
