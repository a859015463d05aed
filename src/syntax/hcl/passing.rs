//! Passing text that is not read: raw tokens after a fault, and levels of nesting beyond the budget.

use super::expression::Next;
use super::markers::introducer;
use super::parser::{Fault, Parser};

/// How far from its line's end the mark of a heredoc is looked for.
const MOST_MARK_BYTES: usize = 100;

impl Parser<'_> {
    /// The byte after the raw token at `at`: a string, a heredoc, a comment or a character.
    pub(super) fn pass_raw(&mut self, at: usize) -> usize {
        match self.scanner.byte_at(at) {
            b'"' => self.pass_string(at),
            b'#' => self.pass_comment(at),
            b'/' if matches!(self.scanner.byte_at(at + 1), b'/' | b'*') => self.pass_comment(at),
            b'<' if self.scanner.byte_at(at + 1) == b'<' => self.pass_heredoc(at),
            byte if byte.is_ascii() => at + 1,
            _ => self.scanner.character_end(at),
        }
    }

    /// Passes a comment, which is kept as one.
    fn pass_comment(&mut self, at: usize) -> usize {
        let newlines = std::mem::replace(&mut self.scanner.newlines, true);
        let before = std::mem::replace(&mut self.scanner.at, at);
        if self.scanner.starts_with(at, b"/*") {
            self.scanner.skip();
        } else {
            self.scanner.line_end();
        }
        let end = self.scanner.comments.last().map_or(at, |comment| comment.end as usize);
        self.scanner.at = before;
        self.scanner.newlines = newlines;
        if end > at { end } else { at + 1 }
    }

    /// Passes a string up to its closing quote, or to the end of its line where it has none.
    fn pass_string(&self, quote: usize) -> usize {
        // Open quotes and braces, the quote itself not counted.
        let mut open: Vec<u8> = Vec::new();
        let mut at = quote + 1;
        loop {
            let byte = self.scanner.byte_at(at);
            let next = self.scanner.byte_at(at + 1);
            let in_text = open.last().is_none_or(|&innermost| innermost == b'"');
            match byte {
                b'\n' => return at,
                b'\r' if next == b'\n' => return at,
                0 if at >= self.scanner.bytes.len() => return at,
                b'\\' if in_text && !matches!(next, b'\n' | b'\r' | 0) => {
                    at = self.scanner.character_end(at + 1)
                }
                b'$' | b'%' if in_text && next == byte && self.scanner.byte_at(at + 2) == b'{' => at += 3,
                b'$' | b'%' if in_text && next == b'{' => {
                    open.push(b'{');
                    at += 2;
                }
                b'"' if in_text => {
                    at += 1;
                    if open.pop().is_none() {
                        return at;
                    }
                }
                b'"' | b'{' => {
                    open.push(byte);
                    at += 1;
                }
                b'}' if !in_text => {
                    open.pop();
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Passes a heredoc, or only its mark where it has no end.
    fn pass_heredoc(&mut self, at: usize) -> usize {
        let Some(introducer) = introducer(self.scanner.text, at) else { return at + 1 };
        match self.heredoc_closing(introducer) {
            Some(closing) => self.scanner.line_stop(closing),
            None => at + 2,
        }
    }

    /// The end of the heredoc whose mark a string without an end took with the rest of its line, which ends
    /// at `at`.
    pub(super) fn swallowed_heredoc(&mut self, at: usize) -> Option<usize> {
        let line = self.lines.start(at);
        let from = line.max(at.saturating_sub(MOST_MARK_BYTES));
        let tail = self.scanner.bytes.get(from..at)?;
        let mark = from + memchr::memmem::rfind(tail, b"<<")?;
        let introducer = introducer(self.scanner.text, mark)?;
        let closing = self.heredoc_closing(introducer)?;
        Some(self.scanner.line_stop(closing))
    }

    /// Whether a bracket or a sequence opens at `at`.
    pub(super) fn opens_at(&self, at: usize) -> bool {
        match self.scanner.byte_at(at) {
            b'(' | b'[' | b'{' => true,
            b'$' | b'%' => self.scanner.byte_at(at + 1) == b'{',
            _ => false,
        }
    }

    /// Passes all of the bracket that `fault`, a budget's, is about, and goes on after it.
    pub(super) fn pass_nested(&mut self, fault: Fault) -> Next {
        let end = self.nested_end(fault.at);
        self.tell(*fault.error, fault.at);
        self.scanner.at = end;
        let at = fault.at;
        let node = fault.value.unwrap_or_else(|| self.missing(at));
        let range = self.tree.node(node).range();
        self.tree.node_mut(node).end = range.end.max(end as u32);
        // A sequence hangs in its template already.
        if self.frames.last().is_some_and(|frame| frame.role.is_template()) {
            return Next::Text;
        }
        Next::Value(node, None)
    }

    /// The byte after the bracket that opens at `at`; the end of the text where it does not close.
    pub(super) fn nested_end(&mut self, mut at: usize) -> usize {
        let mut open: Vec<u8> = Vec::new();
        loop {
            let byte = self.scanner.byte_at(at);
            let next = self.scanner.byte_at(at + 1);
            if at >= self.scanner.bytes.len() {
                return at;
            }
            let in_text = open.last() == Some(&b'"');
            at = match byte {
                b'$' | b'%' if (in_text || open.is_empty()) && next == b'{' => {
                    open.push(b'{');
                    at + 2
                }
                b'\\' if in_text => self.scanner.character_end(at + 1).max(at + 1),
                b'"' if in_text => {
                    open.pop();
                    at + 1
                }
                b'\n' if in_text => {
                    open.pop();
                    at + 1
                }
                _ if in_text => at + 1,
                b'(' | b'[' | b'{' | b'"' => {
                    open.push(byte);
                    at + 1
                }
                b')' | b']' | b'}' => {
                    open.pop();
                    at + 1
                }
                _ => self.pass_raw(at),
            };
            if open.is_empty() {
                return at.min(self.scanner.bytes.len());
            }
        }
    }
}
