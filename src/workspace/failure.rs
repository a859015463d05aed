//! What keeps a file from being compiled at all.

use std::path::Path;
use std::string::FromUtf8Error;

use super::display;

/// A file that could not be compiled: what went wrong, and a way out.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct Failure {
    /// What went wrong, with the file's name.
    pub message: String,
    /// What to do about it.
    #[help]
    pub help: Option<String>,
}

impl Failure {
    /// A failure with a way out.
    #[must_use]
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure { message: message.into(), help: Some(help.into()) }
    }

    pub(super) fn unreadable(path: &Path, error: std::io::Error) -> Self {
        let path = display(path);
        let help = match error.kind() {
            std::io::ErrorKind::NotFound => "check the path; it is taken from the current folder",
            std::io::ErrorKind::PermissionDenied => "give yourself the right to read it",
            _ => "check that it is a regular file",
        };
        Failure::new(format!("`{path}` cannot be read: {}", reason(&error)), help)
    }

    pub(super) fn folder(path: &Path) -> Self {
        let path = display(path);
        Failure::new(format!("`{path}` is a folder, where a file is expected"), "name a file in it")
    }

    pub(super) fn not_utf8(path: &Path, error: &FromUtf8Error) -> Self {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
        let path = display(path);
        if error.as_bytes().contains(&0) {
            return Failure::new(
                format!("`{path}` is a binary file"),
                "name a template: YAML, JSON or Terraform",
            );
        }
        Failure::new(
            format!("`{path}` is not UTF-8: byte {byte:#04x} at offset {valid}, line {line}"),
            "save it as UTF-8, for example with `iconv -f GB18030 -t UTF-8`",
        )
    }

    pub(super) fn no_template(path: &Path, text: &str) -> Self {
        let path = display(path);
        if text.trim().is_empty() {
            return Failure::new(
                format!("`{path}` is empty"),
                "write a template first, or leave the file out",
            );
        }
        Failure::new(
            format!(
                "`{path}` is no template: it has neither `ROSTemplateFormatVersion` nor `Transform` with `Workspace`"
            ),
            "add `ROSTemplateFormatVersion: '2015-09-01'` if it is meant to be one",
        )
    }
}

/// The reason of `error` without its number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}
