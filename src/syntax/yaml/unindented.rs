//! The text of a block scalar that was pasted without its indentation.

use super::cursor::range;
use super::lookahead::{LineLook, look};
use super::parser::Parser;
use super::report::error;
use crate::source::TextRange;

/// Lines that a fix moves at most; who has more is better served by his editor.
const FIXED_LINES: usize = 1000;

/// Lines that their author meant as the text of a block scalar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unindented {
    /// Where the last of them ends, its line break included.
    pub(super) end: usize,
    /// The column of the one that stands leftmost.
    pub(super) column: usize,
}

impl Parser<'_> {
    /// The lines from `first` on, where a block scalar inside the indentation `indent` has no text but the lines
    /// below it fit no collection: up to the next key or item that may belong to one.
    pub(super) fn unindented_text(&mut self, first: usize, indent: i32) -> Option<Unindented> {
        if indent < 0 || !self.is_stray(self.first_below(first)?, indent) {
            return None;
        }
        let mut found = Unindented { end: first, column: usize::MAX };
        let mut line = first;
        let mut fix = Vec::new();
        while line < self.cur.len() && !self.cur.marker_at(line) {
            let at = self.cur.past_spaces(line);
            let next = self.cur.next_line(at);
            if self.cur.break_at(at) == 0 && at < self.cur.len() {
                let column = at - line;
                if column as i32 <= indent && self.is_entry(at) {
                    break;
                }
                found = Unindented { end: next, column: found.column.min(column) };
                fix.push(line);
            }
            line = next;
        }
        if fix.is_empty() {
            return None;
        }
        self.unindented_error(first, indent, found, &fix);
        Some(found)
    }

    /// The first content from the line `at` on that is no comment.
    fn first_below(&self, mut at: usize) -> Option<(usize, i32)> {
        while at < self.cur.len() && !self.cur.marker_at(at) {
            let content = self.cur.past_spaces(at);
            if self.cur.break_at(content) == 0 && self.cur.byte_at(content) != b'#' {
                return Some((content, (content - at) as i32));
            }
            at = self.cur.next_line(content);
        }
        None
    }

    /// Whether what begins at `at` stands where a collection has its entries, and is none. A no-break space there
    /// is a mistake of its own, which says more.
    fn is_stray(&self, (at, column): (usize, i32), indent: i32) -> bool {
        let begins_value = matches!(self.cur.byte_at(at), b':' | b'\t') || self.no_break_space_at(at);
        at < self.cur.len() && column <= indent && !begins_value && look(&self.cur, at) == LineLook::Other
    }

    /// Whether the line whose content begins at `at` is an item, or an entry with a key of one word: a command
    /// often has a colon somewhere.
    fn is_entry(&self, at: usize) -> bool {
        match look(&self.cur, at) {
            LineLook::Item => true,
            LineLook::Key if matches!(self.cur.byte_at(at), b'"' | b'\'' | b'?') => true,
            LineLook::Key => {
                let line = self.cur.plain_line(at);
                !self.cur.slice(at, line.stop).trim_end().contains([' ', '"', '\''])
            }
            LineLook::Closer | LineLook::Other => false,
        }
    }

    fn unindented_error(&mut self, first: usize, indent: i32, found: Unindented, lines: &[usize]) {
        let start = self.cur.past_spaces(first);
        let message = "found the text of a block scalar no deeper than its key";
        let mut finding =
            error(range(start, self.cur.text_end(start)), message, "expected more blanks before this");
        let blanks = " ".repeat((indent as usize + 2).saturating_sub(found.column));
        for &line in lines.iter().filter(|_| lines.len() <= FIXED_LINES) {
            finding = finding.edit(TextRange::empty(line as u32), blanks.clone());
        }
        self.error(finding);
    }
}
