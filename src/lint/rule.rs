//! What a rule is.

use super::{Check, Sink, Whole};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::Span;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The stable code, `NST101`.
    pub code: &'static str,
    /// The name, which reads as "allow `name`".
    pub name: &'static str,
    /// How bad its findings are unless the user or the finding says otherwise.
    pub level: Severity,
    /// The source text of the rule's file; its `//!` lines are the rule's page.
    pub(crate) source: &'static str,
    /// The page in Chinese.
    pub(crate) chinese: &'static str,
    /// What the rule looks at.
    pub(crate) look: Look,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// One unit at a time; its resources, slots, strays, providers and problems.
    Unit(fn(&Check<'_>, &mut Sink)),
    /// Everything at once.
    Whole(fn(&Whole<'_>, &mut Sink)),
    /// The findings of the other rules; [`super::run`] itself does it.
    Engine,
}

impl Rule {
    /// A finding of this rule at `span` that says `message`.
    pub(crate) fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self.code,
            rule: self.name,
            severity: self.level,
            message: message.into(),
            primary: Label { span, message: String::new() },
            secondary: Vec::new(),
            path: String::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }
}
