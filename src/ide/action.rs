//! What can be done to a text.

use crate::diagnostic::{Diagnostic, Edit, Text};
use crate::source::Span;

/// Something that can be done.
#[derive(Clone, Debug)]
pub(crate) struct Action<'f> {
    pub(crate) title: Text,
    pub(crate) kind: Kind,
    /// What changes, in files on disk.
    pub(crate) edits: Vec<Edit>,
    /// What it is about.
    pub(crate) findings: Vec<&'f Diagnostic>,
    /// Whether it may be done without looking.
    pub(crate) is_safe: bool,
}

/// What an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Fixes one finding.
    Fix,
    /// Fixes all findings of a rule.
    FixRule,
    /// Fixes all that can be fixed without looking.
    FixAll,
    /// Silences a finding.
    Suppress,
    /// Changes what is not wrong.
    Change,
    /// Takes a literal out of its place.
    Extract,
}

/// The edit that makes `after` of `before`: what differs between the first and the last difference.
pub(super) fn difference(before: &str, after: &str, span: impl Fn(u32, u32) -> Span) -> Option<Edit> {
    if before == after {
        return None;
    }
    let shared = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let mut start = shared;
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let most = before.len().min(after.len()) - start;
    let tail =
        before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(|(one, other)| one == other);
    let mut end = tail.count();
    while !before.is_char_boundary(before.len() - end) || !after.is_char_boundary(after.len() - end) {
        end -= 1;
    }
    let text = after.get(start..after.len() - end)?.to_owned();
    Some(Edit { span: span(start as u32, (before.len() - end) as u32), text })
}
