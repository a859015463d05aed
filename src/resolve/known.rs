//! What is known of values, and what one evaluation has learned on the way.

use std::borrow::Cow;

use crate::diagnostic::Text;
use crate::ir::{Literal, TemplateId, Value, ValueKind};
use crate::lower::Cx;
use crate::source::Span;

/// One place on the way from a slot to its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    /// The place.
    pub span: Span,
    /// What it is: "parameter `ImageId`", "default".
    pub what: Text,
}

/// A value that is known without deploying.
#[derive(Clone, Debug)]
pub(super) enum Known<'a> {
    /// A string, and where it is if it is in one place.
    Text(Cow<'a, str>, Option<Span>),
    /// Anything else in a template.
    Node(TemplateId, &'a Value),
    /// A list that a function made.
    List(Vec<Known<'a>>),
}

impl<'a> Known<'a> {
    /// The string, if this is one.
    pub(super) fn into_text(self) -> Option<(Cow<'a, str>, Option<Span>)> {
        match self {
            Known::Text(text, span) => Some((text, span)),
            Known::Node(..) | Known::List(_) => None,
        }
    }

    /// The value as text inside a longer string: strings, numbers and booleans.
    pub(super) fn into_fragment(self) -> Option<Cow<'a, str>> {
        match self {
            Known::Text(text, _) => Some(text),
            Known::Node(_, value) => match &value.kind {
                ValueKind::Literal(Literal::Number(number)) => Some(Cow::Borrowed(number)),
                ValueKind::Literal(Literal::Bool(flag)) => {
                    Some(Cow::Borrowed(if *flag { "true" } else { "false" }))
                }
                _ => None,
            },
            Known::List(_) => None,
        }
    }
}

/// One evaluation, with what it learned on the way.
pub(super) struct Evaluation<'a> {
    pub(super) cx: Cx<'a>,
    /// The region that is evaluated for; `None` where the value must not depend on it.
    pub(super) region: Option<&'a str>,
    /// Whether what a deployment can override decided between values.
    pub(super) chooses: bool,
    /// The places passed, the nearest to the start first.
    pub(super) hops: Vec<Hop>,
    /// Whether a default was passed that a deployment can override.
    pub(super) overridable: bool,
    pub(super) steps: usize,
    pub(super) depth: usize,
}
