//! How errors are noted: one cause, one error.

use super::cursor::range;
use super::parser::Parser;
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};

/// An error without fix, help or second place.
pub(in crate::syntax) fn error(
    range: TextRange,
    message: impl Into<Text>,
    label: impl Into<Text>,
) -> SyntaxError {
    RuleId::SyntaxError.finding(range, message).label(label)
}

impl Parser<'_> {
    /// Notes an error of grammar at the place. A second one on the same line has the same cause and is
    /// dropped.
    pub(super) fn error(&mut self, error: SyntaxError) {
        if self.spoilt.replace(self.cur.line) == Some(self.cur.line) {
            return;
        }
        self.push(error);
    }

    /// Notes an error of its own, whatever else is wrong with the line.
    pub(super) fn push(&mut self, error: SyntaxError) {
        if self.tree.errors.len() < budget::SYNTAX_ERRORS {
            self.tree.errors.push(error);
        }
    }

    /// A tab between tokens: PyYAML reads none there.
    pub(super) fn tab(&mut self) {
        let start = self.cur.at;
        let before = self.cur.slice(self.cur.line, start);
        let mut end = start;
        while matches!(self.cur.byte_at(end), b'\t' | b' ') {
            end += 1;
        }
        let blank_line = self.cur.line_ends_at(end) || self.cur.byte_at(end) == b'#';
        if before.bytes().all(|byte| byte == b' ') && !blank_line {
            self.tab_indentation(end);
        } else {
            let fill = if self.cur.line_ends_at(end) { "" } else { " " };
            self.error(
                error(range(start, end), "found a tab between the parts of a YAML text", "this is a tab")
                    .help("write spaces")
                    .edit(range(start, end), fill),
            );
        }
        self.cur.at = end;
    }
}
