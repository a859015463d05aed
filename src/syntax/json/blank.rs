//! No-break spaces where JSON has spaces, as in an example copied from a web page.

use super::parser::{Broken, Parser, range};
use crate::diagnostic::RuleId;
use crate::syntax::messages::json as messages;

const NO_BREAK_SPACE: char = '\u{a0}';

impl Parser<'_> {
    /// Notes the no-break spaces that are here and goes past them, as past spaces. Returns whether there were any.
    pub(super) fn no_break_spaces(&mut self) -> Result<bool, Broken> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.len() - rest.trim_start_matches(NO_BREAK_SPACE).len();
        if length == 0 {
            return Ok(false);
        }
        let found = range(self.at, self.at + length);
        let spaces = " ".repeat(length / NO_BREAK_SPACE.len_utf8());
        self.at += length;
        let same_line = self.repair.as_ref().is_some_and(|repair| repair.last_error_line == Some(self.line));
        if same_line
            && let Some(last) = self.tree.errors.last_mut()
            && last.rule == RuleId::NoBreakSpace
        {
            last.add_edit(found, spaces);
            return Ok(true);
        }
        self.error(|| messages::no_break_space(found).edit(found, spaces))?;
        Ok(true)
    }
}
