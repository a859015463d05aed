//! What can be done to a text.

use crate::diagnostic::{Diagnostic, Edit, Text};

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
}
