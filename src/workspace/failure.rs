//! What keeps a file from being compiled at all.

use std::path::Path;

use super::display;
use crate::diagnostic::{Lang, Text};
use crate::text;

/// A file that could not be compiled: what went wrong, and a way out.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .message.get(Lang::En))]
pub struct Failure {
    /// What went wrong, with the file's name.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
}

impl Failure {
    /// A failure with a way out.
    #[must_use]
    pub fn new(message: impl Into<Text>, help: impl Into<Text>) -> Self {
        Failure { message: message.into(), help: Some(help.into()) }
    }

    /// The failure, which also says `also`.
    #[must_use]
    pub(crate) fn also(self, also: &Text) -> Self {
        let help = match &self.help {
            Some(help) => text!(en: "{help}; {also}", zh: "{help}；{also}", help, also),
            None => also.clone(),
        };
        Failure { help: Some(help), ..self }
    }

    /// The failure of a file `path` that the manifest names and that is not a template.
    pub(crate) fn no_template(path: &Path, text: &str) -> Self {
        let path = display(path);
        if text.trim().is_empty() {
            return Failure::new(
                text!(en: "`{path}` is empty", zh: "`{path}` 为空", path),
                text!(en: "write a template first, or leave the file out", zh: "请先编写模板，或不包含该文件"),
            );
        }
        Failure::new(
            text!(
                en: "`{path}` is not a template: it has neither `ROSTemplateFormatVersion` nor `Transform` with `Workspace`",
                zh: "`{path}` 不是模板：既没有 `ROSTemplateFormatVersion`，也没有带 `Workspace` 的 `Transform`",
                path,
            ),
            text!(
                en: "add `ROSTemplateFormatVersion: '2015-09-01'` if it is meant to be one",
                zh: "如果它应是模板，请添加 `ROSTemplateFormatVersion: '2015-09-01'`",
            ),
        )
    }
}

/// The way out where a folder cannot be read.
pub(super) fn check_rights() -> Text {
    text!(en: "check the folder's rights", zh: "请检查该文件夹的权限")
}

/// The reason of `error` without its number.
pub(crate) fn reason(error: &std::io::Error) -> Text {
    use std::io::ErrorKind;
    let text = error.to_string();
    let english = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    // What nestc itself says is no error of the system.
    let chinese = match error.kind() {
        _ if error.raw_os_error().is_none() => match english.as_str() {
            "it is a folder" => "它是文件夹",
            "it is a link" => "它是链接",
            "it is not a regular file" => "它不是普通文件",
            "it changed meanwhile" | "the file that it is copied from changed meanwhile" => {
                "文件在此期间被修改"
            }
            other => other,
        },
        ErrorKind::NotFound => "文件或文件夹不存在",
        ErrorKind::PermissionDenied => "权限不足",
        ErrorKind::AlreadyExists => "已存在",
        ErrorKind::StorageFull => "磁盘空间不足",
        ErrorKind::QuotaExceeded => "超出磁盘配额",
        ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹非空",
        ErrorKind::InvalidFilename => "文件名过长或无效",
        _ => &english,
    };
    Text::new(english.clone(), chinese.to_owned())
}
