//! What keeps a file from being compiled at all.

use std::path::Path;

use super::display;

/// A file that could not be compiled: what went wrong, and a way out.
#[derive(Clone, Debug, thiserror::Error, miette::Diagnostic)]
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

    /// The failure of a file `path` that the manifest names and that is not a template.
    pub(crate) fn no_template(path: &Path, text: &str) -> Self {
        let path = display(path);
        if text.trim().is_empty() {
            return Failure::new(
                format!("`{path}` is empty"),
                "write a template first, or leave the file out",
            );
        }
        Failure::new(
            format!(
                "`{path}` is not a template: it has neither `ROSTemplateFormatVersion` nor `Transform` with `Workspace`"
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
