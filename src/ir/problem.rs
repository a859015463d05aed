//! What lowering found wrong with the text itself.

use std::borrow::Cow;

use crate::source::Span;

/// The rule that a problem is reported under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The text breaks its language's grammar.
    Syntax,
    /// A key occurs twice in one mapping.
    DuplicateKey,
    /// A YAML tag that ROS does not know.
    UnknownTag,
    /// A no-break space where white space is meant.
    NoBreakSpace,
    /// A budget is used up.
    Budget,
}

/// One cause, one problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The rule.
    pub kind: ProblemKind,
    /// Where it is.
    pub span: Span,
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What the underlined text is, or what was expected there.
    pub label: Cow<'static, str>,
    /// A second place that explains the first.
    pub related: Option<(Span, Cow<'static, str>)>,
    /// What to write instead.
    pub help: Option<Cow<'static, str>>,
    /// Edits that fix it, where one way is obvious.
    pub fix: Vec<(Span, String)>,
}
