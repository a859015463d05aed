//! One edit tried: how far the strict grammar gets after it.

use super::Edit;
use crate::syntax::yaml::parser::Parser;
use crate::syntax::yaml::prescan::Prescan;
use crate::syntax::yaml::state::Failure;
use crate::syntax::yaml::state::State;

/// What it costs that a line goes on with the text above it, of so many lines at most.
const CONTINUES: u32 = 250;
const MANY: usize = 1000;

/// A window of a text in which edits are tried.
pub(super) struct Trial<'a> {
    pub(super) text: &'a str,
    pub(super) prescan: &'a Prescan,
    /// Where reading begins.
    pub(super) state: &'a State,
    /// The end of the window.
    pub(super) end: usize,
    /// Why edits are tried.
    pub(super) failure: &'a Failure,
}

/// The lines of `text` from `at` to `end`, the one of `at` included.
pub(super) fn lines_in(text: &str, at: usize, end: usize) -> usize {
    let window = text.as_bytes().get(at.min(end)..end).unwrap_or_default();
    1 + memchr::memchr_iter(b'\n', window).count()
}

impl Trial<'_> {
    /// How many lines of the window the grammar does not reach after `edit`, what that costs on top, and how
    /// many bytes were read.
    pub(super) fn run(&self, edit: &Edit) -> (usize, u32, usize) {
        let mut window = String::new();
        let mut from = self.state.at;
        for (range, text) in &edit.pieces {
            window.push_str(self.text.get(from..range.start).unwrap_or_default());
            window.push_str(text);
            from = range.end;
        }
        window.push_str(self.text.get(from..self.end).unwrap_or_default());
        let mut parser = Parser::trial(&window, self.prescan, self.state);
        // The line above the edit may go on with it.
        let first = edit.pieces.first().map_or(0, |(range, _)| range.start.saturating_sub(self.state.at));
        let before = window.as_bytes().get(..first).unwrap_or_default();
        parser.changed = memchr::memrchr(b'\n', before).unwrap_or(0);
        parser.stream(self.state.start);
        let penalty = CONTINUES * parser.continued.min(MANY) as u32;
        // Lines that are taken out are not reached either.
        let taken =
            |(range, _): &(std::ops::Range<usize>, String)| lines_in(self.text, range.start, range.end) - 1;
        let dropped = if edit.what == super::What::Drop { edit.pieces.iter().map(taken).sum() } else { 0 };
        let Some(failure) = parser.failure else { return (dropped, penalty, window.len()) };
        // What was open before the edit may well be closed behind the window.
        let cut = self.end < self.text.len()
            && failure.reached >= window.len()
            && self.failure.brackets.iter().any(|&(at, _)| at == failure.at + self.state.at);
        let left = if cut { 1 } else { lines_in(&window, failure.at, window.len()) };
        (left + dropped, penalty, window.len())
    }
}
