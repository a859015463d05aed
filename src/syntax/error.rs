//! Syntax errors as data: what was read, what was found, what could be there.

use std::borrow::Cow;

use crate::source::TextRange;

/// Which rule a syntax error is reported under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxRule {
    /// The text breaks the language's grammar.
    Syntax,
    /// A no-break space (U+00A0) is where white space is meant.
    NoBreakSpace,
    /// A budget of [`super::budget`] is used up.
    Budget,
}

/// The bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; empty for an insertion.
    pub range: TextRange,
    /// What is there afterwards.
    pub text: Cow<'static, str>,
}

/// One cause, one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The rule it is reported under.
    pub rule: SyntaxRule,
    /// The smallest range that still shows the problem.
    pub range: TextRange,
    /// What is wrong: what was being read and what was found. Lower case, no final period.
    pub message: Cow<'static, str>,
    /// What the underlined text is, or what was expected there; shown beside the underline.
    pub label: Cow<'static, str>,
    /// A second place that explains the first, such as the bracket that was never closed.
    pub related: Option<(TextRange, Cow<'static, str>)>,
    /// What to write instead.
    pub help: Option<Cow<'static, str>>,
    /// Edits that fix it where one way is obvious; empty otherwise.
    pub fix: Vec<TextEdit>,
}

impl SyntaxError {
    /// The error with what to write instead.
    pub(in crate::syntax) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error with an edit that fixes it.
    pub(in crate::syntax) fn fix(mut self, range: TextRange, text: impl Into<Cow<'static, str>>) -> Self {
        self.fix.push(TextEdit { range, text: text.into() });
        self
    }

    /// The error with a second place that explains it.
    pub(in crate::syntax) fn related(
        mut self,
        range: TextRange,
        label: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.related = Some((range, label.into()));
        self
    }

    /// The error under another rule.
    pub(in crate::syntax) fn under(mut self, rule: SyntaxRule) -> Self {
        self.rule = rule;
        self
    }
}
