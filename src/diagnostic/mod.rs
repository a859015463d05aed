//! Findings as data. Nothing here draws or prints.

use crate::source::Span;

/// How a comment begins that speaks to nestc.
pub const REMARK: &str = "nestc:";

/// How bad a finding is. The order is that of severity: a note is less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to fix.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong: Compute Nest, ROS or Terraform would fail or do something else than meant.
    Error,
}

impl Severity {
    /// The severity's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place with a word about it. The word must make sense alone: editors show only it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place; may lie in an embedded text.
    pub span: Span,
    /// The word; may be empty.
    pub message: String,
}

/// Whether a fix may be applied without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// Keeps the meaning.
    Safe,
    /// May change the meaning.
    Unsafe,
}

/// The bytes of `span` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What is there afterwards, in the language of the span's own text.
    pub text: String,
}

/// Edits that together fix a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
    /// What to change; none overlap.
    pub edits: Vec<Edit>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's code, `NST101`.
    pub code: &'static str,
    /// The rule's name, `dynamic-image-id`.
    pub rule: &'static str,
    /// How bad it is, after the user's own levels.
    pub severity: Severity,
    /// What is wrong, in one line: lower case, no final period, names in backticks.
    pub message: String,
    /// The place of the finding.
    pub primary: Label,
    /// Further places that explain it.
    pub secondary: Vec<Label>,
    /// Where it is in the template: `Resources.Web.Properties.ImageId`; may be empty.
    pub path: String,
    /// Context: facts and their sources.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// How to fix it, where that is obvious.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Says beside the underline what the underlined text is.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds a further place with a word about it.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label { span, message: message.into() });
        self
    }

    /// Says where in the template the finding is.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the edits that fix it; no fix where there are none.
    #[must_use]
    pub fn fix(mut self, applicability: Applicability, edits: Vec<Edit>) -> Self {
        self.fix = if edits.is_empty() { None } else { Some(Fix { applicability, edits }) };
        self
    }
}
