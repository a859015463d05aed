//! What the lines of a damaged text look like: their indentation, and whether an attribute, a block or a
//! closing brace starts there.

use super::identifier::identifier_len;
use super::markers::{Introducer, introducer, marker_lines};
use super::parser::{Mode, Parser};

/// What the text at the start of a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `name =`
    Attribute,
    /// `name {` or `name "label" {`
    Block,
    /// `"key" =`, `key :`
    Key,
    /// `}`
    Brace,
    /// Anything else.
    Other,
}

impl Shape {
    /// Whether it starts an attribute or a block.
    pub(super) const fn is_item(self) -> bool {
        matches!(self, Shape::Attribute | Shape::Block)
    }
}

/// How many lines a string over several lines is looked for.
const MOST_STRING_LINES: usize = 50;

/// How far into a line its shape is looked for.
const SHAPE_BYTES: usize = 512;

impl<'t> Parser<'t> {
    /// The spaces that start the line that holds byte `at`.
    pub(super) fn indentation(&self, at: usize) -> usize {
        self.scanner.blanks(self.lines.start(at))
    }

    /// Whether only spaces are before byte `at` on its line.
    pub(super) fn leads_line(&self, at: usize) -> bool {
        let start = self.lines.start(at);
        start + self.scanner.blanks(start) == at
    }

    /// Whether, after a fault, the place starts a line that looks like another attribute or block than the
    /// one that is read.
    #[inline]
    pub(super) fn starts_other_item(&self) -> bool {
        let at = self.scanner.at;
        self.mode != Mode::Strict
            && self.lines.start(at) > self.item
            && self.leads_line(at)
            && self.shape(at).is_item()
            && self.indentation(at) <= self.indentation(self.item)
    }

    /// Whether, after a fault, the brace at the place ends the block around the attribute that is read,
    /// rather than something in it.
    pub(super) fn ends_other_block(&self) -> bool {
        let at = self.scanner.at;
        self.mode != Mode::Strict
            && self.lines.start(at) > self.item
            && self.leads_line(at)
            && self.indentation(at) < self.indentation(self.item)
    }

    /// The quote that closes, on a line below, a string whose line ends at the place: the first quote after
    /// it, where the lines up to it look like text and that line has an odd number of quotes.
    pub(super) fn closing_quote_below(&self) -> Option<usize> {
        if self.mode == Mode::Strict || self.scanner.at_end() {
            return None;
        }
        let mut at = self.next_line(self.scanner.line_stop(self.scanner.at));
        for _ in 0..MOST_STRING_LINES {
            let stop = self.scanner.line_stop(at);
            let line = self.scanner.bytes.get(at..stop)?;
            let blanks = self.scanner.blanks(at);
            match memchr::memchr_iter(b'"', line).count() {
                _ if self.shape(at + blanks) != Shape::Other || stop >= self.scanner.bytes.len() => {
                    return None;
                }
                0 => at = self.next_line(stop),
                count if count % 2 == 1 => return memchr::memchr(b'"', line).map(|offset| at + offset),
                _ => return None,
            }
        }
        None
    }

    /// What the text at byte `at` looks like.
    pub(super) fn shape(&self, at: usize) -> Shape {
        let rest = self.scanner.bytes.get(at..).unwrap_or_default();
        let rest = rest.get(..rest.len().min(SHAPE_BYTES)).unwrap_or_default();
        if rest.first() == Some(&b'}') {
            return Shape::Brace;
        }
        let quoted = rest.first() == Some(&b'"');
        let len = if quoted { string_len(rest) } else { identifier_len(rest) };
        if len == 0 {
            return Shape::Other;
        }
        let mut at = len + blanks(rest, len);
        let byte = |at: usize| rest.get(at).copied().unwrap_or(0);
        if byte(at) == b'=' && !matches!(byte(at + 1), b'=' | b'>') {
            return if quoted { Shape::Key } else { Shape::Attribute };
        }
        if byte(at) == b':' && byte(at + 1) != b':' {
            return Shape::Key;
        }
        if quoted {
            return Shape::Other;
        }
        loop {
            let len = match byte(at) {
                b'{' => return Shape::Block,
                b'"' => string_len(rest.get(at..).unwrap_or_default()),
                _ => identifier_len(rest.get(at..).unwrap_or_default()),
            };
            if len == 0 {
                return Shape::Other;
            }
            at += len;
            at += blanks(rest, at);
        }
    }

    /// Whether an operand could start at byte `at`.
    pub(super) fn starts_operand(&self, at: usize) -> bool {
        match self.scanner.byte_at(at) {
            b'"' | b'[' | b'{' | b'(' | b'0'..=b'9' => true,
            _ => identifier_len(self.scanner.bytes.get(at..).unwrap_or_default()) > 0,
        }
    }

    /// The first byte of the first line that could close the heredoc of `introducer`.
    pub(super) fn heredoc_closing(&mut self, introducer: Introducer<'t>) -> Option<usize> {
        let text = self.scanner.text;
        let markers = self.markers.get_or_insert_with(|| marker_lines(text));
        let lines = markers.get(introducer.marker)?;
        let index = lines.partition_point(|&line| (line as usize) < introducer.content);
        lines.get(index).map(|&line| line as usize)
    }

    /// Whether the heredoc that starts at `start` has a closing line, as far as can be told without reading
    /// it.
    pub(super) fn heredoc_ends(&mut self, start: usize, introducer: Introducer<'t>) -> bool {
        match self.heredoc_closing(introducer) {
            Some(closing) => self.mode != Mode::Indentation || !self.reopened(start, introducer, closing),
            None => false,
        }
    }

    /// Whether a heredoc of the same marker starts before `closing`, in a line like that of this one.
    fn reopened(&self, start: usize, heredoc: Introducer<'_>, closing: usize) -> bool {
        let indentation = self.indentation(start);
        let mut at = heredoc.content;
        while at < closing {
            let stop = self.scanner.line_stop(at);
            let blanks = self.scanner.blanks(at);
            if blanks <= indentation && self.shape(at + blanks) == Shape::Attribute {
                let line = self.scanner.bytes.get(at..stop).unwrap_or_default();
                let opens = memchr::memmem::find(line, b"<<")
                    .and_then(|offset| introducer(self.scanner.text, at + offset));
                if opens.is_some_and(|other| other.marker == heredoc.marker) {
                    return true;
                }
            }
            at = self.next_line(stop);
        }
        false
    }

    /// Where a heredoc without a closing line seems to end: in front of the first line from `content` on that
    /// looks like the next attribute, block or closing brace.
    pub(super) fn heredoc_stop(&self, content: usize) -> usize {
        let indentation = self.indentation(self.item);
        let mut at = content;
        while at < self.scanner.bytes.len() {
            let blanks = self.scanner.blanks(at);
            let ends = match self.shape(at + blanks) {
                Shape::Attribute | Shape::Block => blanks <= indentation,
                Shape::Brace => blanks < indentation,
                _ => false,
            };
            if ends {
                return self.before_line(at);
            }
            at = self.next_line(self.scanner.line_stop(at));
        }
        self.scanner.bytes.len()
    }

    /// The first byte of the line after the line end at `stop`.
    fn next_line(&self, stop: usize) -> usize {
        match self.scanner.byte_at(stop) {
            b'\r' => stop + 2,
            _ => stop + 1,
        }
    }

    /// The end of the line before the one that starts at byte `start`.
    pub(super) fn before_line(&self, start: usize) -> usize {
        let stop = start.saturating_sub(1);
        match self.scanner.byte_at(stop.saturating_sub(1)) {
            b'\r' if stop > 0 => stop - 1,
            _ => stop,
        }
    }
}

/// The length of the string without sequences that `text` starts with, on one line; 0 where there is none.
fn string_len(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, &byte) in text.iter().enumerate().skip(1) {
        match byte {
            b'\n' => return 0,
            b'"' if !escaped => return at + 1,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    0
}

/// The spaces in `text` from `at` on.
fn blanks(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
