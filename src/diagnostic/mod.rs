//! Findings as data, from the parsers up to the reports. Nothing here draws or prints.
//!
//! A parser knows no file: its findings are at a [`TextRange`] of its text until [`Diagnostic::in_file`].

mod rule_id;
mod text;

pub use rule_id::RuleId;
pub use text::{Lang, Text};
#[doc(hidden)]
pub use text::{Said, Say};
pub(crate) use text::{counted, did_you_mean};

use crate::source::{FileId, Span, TextRange};
use crate::text;

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

    /// The severity's name for people.
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Severity::Note => text!(en: "note", zh: "提示"),
            Severity::Warning => text!(en: "warning", zh: "警告"),
            Severity::Error => text!(en: "error", zh: "错误"),
        }
    }
}

/// A place with a word about it. The word must make sense alone: editors show only it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<P = Span> {
    /// The place; may lie in an embedded text.
    pub span: P,
    /// The word; may be empty.
    pub message: Text,
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
pub struct Edit<P = Span> {
    /// What is replaced; empty for an insertion.
    pub span: P,
    /// What is there afterwards, in the language of the span's own text.
    pub text: String,
}

/// Edits that together fix a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix<P = Span> {
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
    /// What to change; none overlap.
    pub edits: Vec<Edit<P>>,
}

/// A finding: one cause, one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<P = Span> {
    /// The rule that it belongs to.
    pub rule: RuleId,
    /// How bad it is, after the user's own levels.
    pub severity: Severity,
    /// What is wrong, in one line: lower case, no final period, names in backticks.
    pub message: Text,
    /// The smallest place that still shows the problem, and what is there or was expected there.
    pub primary: Label<P>,
    /// Further places that explain it.
    pub secondary: Vec<Label<P>>,
    /// Where it is in the template: `Resources.Web.Properties.ImageId`; may be empty.
    pub path: String,
    /// What it is about, where the text at its place does not tell: a region, a key that is missing. Never shown; a
    /// later run recognises the finding by it.
    pub subject: String,
    /// Context: facts and their sources.
    pub notes: Vec<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// How to fix it, where that is obvious.
    pub fix: Option<Fix<P>>,
}

impl<P> Diagnostic<P> {
    /// A finding of `rule` at `place` that says `message`.
    #[must_use]
    pub fn new(rule: RuleId, place: P, message: impl Into<Text>) -> Self {
        Diagnostic {
            rule,
            severity: rule.level(),
            message: message.into(),
            primary: Label { span: place, message: Text::default() },
            secondary: Vec::new(),
            path: String::new(),
            subject: String::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The finding under another rule.
    #[must_use]
    pub fn under(mut self, rule: RuleId) -> Self {
        self.rule = rule;
        self.severity = rule.level();
        self
    }

    /// Says beside the underline what the underlined text is.
    #[must_use]
    pub fn label(mut self, message: impl Into<Text>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds a further place with a word about it.
    #[must_use]
    pub fn also(mut self, span: P, message: impl Into<Text>) -> Self {
        self.secondary.push(Label { span, message: message.into() });
        self
    }

    /// Says where in the template the finding is.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Says what the finding is about, where the text at its place does not tell.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the edits that fix it; no fix where there are none.
    #[must_use]
    pub fn fix(mut self, applicability: Applicability, edits: Vec<Edit<P>>) -> Self {
        self.fix = if edits.is_empty() { None } else { Some(Fix { applicability, edits }) };
        self
    }

    /// Adds one edit to the fix, which somebody must look at first.
    #[must_use]
    pub fn edit(mut self, span: P, text: impl Into<String>) -> Self {
        self.add_edit(span, text);
        self
    }

    /// Adds one edit to the fix, which somebody must look at first.
    pub fn add_edit(&mut self, span: P, text: impl Into<String>) {
        let fix =
            self.fix.get_or_insert_with(|| Fix { applicability: Applicability::Unsafe, edits: Vec::new() });
        fix.edits.push(Edit { span, text: text.into() });
    }

    /// The edits of the fix; none where there is no fix.
    #[must_use]
    pub fn edits(&self) -> &[Edit<P>] {
        self.fix.as_ref().map_or(&[], |fix| &fix.edits)
    }
}

impl Diagnostic<TextRange> {
    /// The finding in the text `file`.
    #[must_use]
    pub fn in_file(&self, file: FileId) -> Diagnostic {
        let label =
            |it: &Label<TextRange>| Label { span: it.span.in_file(file), message: it.message.clone() };
        let edit = |it: &Edit<TextRange>| Edit { span: it.span.in_file(file), text: it.text.clone() };
        let fix = |it: &Fix<TextRange>| Fix {
            applicability: it.applicability,
            edits: it.edits.iter().map(edit).collect(),
        };
        Diagnostic {
            rule: self.rule,
            severity: self.severity,
            message: self.message.clone(),
            primary: label(&self.primary),
            secondary: self.secondary.iter().map(label).collect(),
            path: self.path.clone(),
            subject: self.subject.clone(),
            notes: self.notes.clone(),
            help: self.help.clone(),
            fix: self.fix.as_ref().map(fix),
        }
    }
}
