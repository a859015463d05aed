//! Scalars, chapters 7.3 and 8.1 of the specification: where they end. What they mean is read when
//! somebody asks.

use memchr::{memchr2, memchr3};

use super::Kind;
use super::cursor::{PlainLine, range};
use super::decode::short_escape;
use super::flags;
use super::header::{Chomping, Header, read_header};
use super::messages;
use super::parser::Parser;
use crate::syntax::NodeId;
use crate::syntax::escape::utf16_escape;

/// The lines of a plain scalar behind its first.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainRest {
    /// One past the last character.
    pub(super) end: usize,
    /// What it stopped at, on its last line.
    pub(super) stop: usize,
    /// Where its last line begins.
    pub(super) line: usize,
    /// There is more than one line.
    pub(super) several: bool,
    /// The key on the next line at which it stopped: no scalar may hold one.
    pub(super) key_below: Option<usize>,
}

/// Where a quoted scalar ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuotedEnd {
    /// Behind the closing quote, or where the text or the document ends.
    pub(super) end: usize,
    /// The start of the line of `end`.
    pub(super) line: usize,
    /// There is a closing quote.
    pub(super) closed: bool,
    flags: u8,
}

impl Parser<'_> {
    /// The further lines of a plain scalar, `s-ns-plain-next-line(n,c) [134]`, whose first line is
    /// `first`. Moves nothing.
    #[inline]
    pub(super) fn plain_rest(&self, indent: i32, first: PlainLine) -> PlainRest {
        let mut rest = PlainRest {
            end: first.end,
            stop: first.stop,
            line: self.cur.line,
            several: false,
            key_below: None,
        };
        loop {
            let mut at = rest.stop;
            let mut line = at;
            loop {
                match self.cur.break_at(at) {
                    0 => break,
                    length => at += length,
                }
                line = at;
                if self.cur.marker_at(line) {
                    return rest;
                }
                at = self.cur.past_spaces(at);
            }
            let column = (at - line) as i32;
            // Not a line break, so what stopped the line ends the scalar.
            if line == rest.stop || column <= indent {
                return rest;
            }
            if matches!(self.cur.byte_at(at), b'#' | b'\t') || self.cur.line_ends_at(at) {
                return rest;
            }
            let next = self.cur.plain_line(at);
            if self.cur.byte_at(next.stop) == b':' {
                rest.key_below = Some(at);
                return rest;
            }
            rest = PlainRest { end: next.end, stop: next.stop, line, several: true, key_below: None };
        }
    }

    /// `ns-plain-multi-line(n,c) [135]` inside brackets.
    pub(super) fn flow_plain(&mut self) -> NodeId {
        let start = self.cur.at;
        let first = self.cur.plain_flow_line(start);
        let (mut end, mut stop, mut line) = (first.end, first.stop, self.cur.line);
        while self.cur.line_ends_at(stop) {
            let Some((at, next_line)) = self.flow_line_below(stop) else { break };
            let next = self.cur.plain_flow_line(at);
            if next.end == at {
                break;
            }
            (end, stop, line) = (next.end, next.stop, next_line);
        }
        let several = line != self.cur.line;
        self.cur.at = stop;
        if !several {
            return self.plain_leaf(start, end);
        }
        self.cur.line = line;
        self.plain_lines_leaf(start, end)
    }

    /// Where a plain scalar goes on below the line that ends at `stop`.
    fn flow_line_below(&self, stop: usize) -> Option<(usize, usize)> {
        let mut at = stop;
        let mut line = stop;
        loop {
            match self.cur.break_at(at) {
                0 => break,
                length => at += length,
            }
            line = at;
            if self.cur.marker_at(line) {
                return None;
            }
            at = self.cur.past_spaces(at);
        }
        let goes_on = line > stop && at < self.cur.len() && !matches!(self.cur.byte_at(at), b'#' | b'\t');
        goes_on.then_some((at, line))
    }

    /// `c-double-quoted(n,c) [109]` or `c-single-quoted(n,c) [120]`
    pub(super) fn quoted(&mut self, quote: u8) -> NodeId {
        let start = self.cur.at;
        let found = self.quoted_end(start, quote);
        if !found.closed {
            self.unclosed_quote(start, quote, Vec::new());
            return self.leaf(Kind::Error, start, start);
        }
        self.quoted_leaf(start, quote, found)
    }

    pub(super) fn quoted_leaf(&mut self, start: usize, quote: u8, found: QuotedEnd) -> NodeId {
        let kind = if quote == b'"' { Kind::DoubleQuoted } else { Kind::SingleQuoted };
        let node = self.leaf(kind, start, found.end);
        self.flag(node, found.flags);
        self.cur.at = found.end;
        if self.cur.line != found.line {
            self.cur.line = found.line;
            self.spans_lines(start, found.end);
        }
        node
    }

    /// Looks for the end of the quoted scalar that begins at `start`; notes bad escapes on the way.
    pub(super) fn quoted_end(&mut self, start: usize, quote: u8) -> QuotedEnd {
        let mut found = QuotedEnd { end: start + 1, line: self.cur.line, closed: false, flags: 0 };
        loop {
            let at = self.quoted_stop(found.end, quote);
            match self.cur.byte_at(at) {
                _ if at >= self.cur.len() => {
                    found.end = at;
                    return found;
                }
                byte if byte == quote => {
                    found.end = at + 1;
                    if quote == b'\'' && self.cur.byte_at(at + 1) == b'\'' {
                        found.end = at + 2;
                        found.flags |= flags::ESCAPES;
                        continue;
                    }
                    found.closed = true;
                    return found;
                }
                b'\\' => {
                    found.flags |= flags::ESCAPES;
                    found.end = at + self.escape(at);
                }
                _ => found.end = at,
            }
            let length = self.cur.break_at(found.end);
            if length > 0 {
                found.end += length;
                found.line = found.end;
                found.flags |= flags::LINES;
                if self.cur.marker_at(found.end) {
                    return found;
                }
            }
        }
    }

    /// The next place in a quoted scalar that needs a look.
    #[inline]
    fn quoted_stop(&self, from: usize, quote: u8) -> usize {
        let rest = self.cur.bytes_from(from);
        let found = if self.cur.odd_breaks() {
            (0..rest.len()).find(|&offset| {
                let byte = self.cur.byte_at(from + offset);
                byte == quote || byte == b'\\' && quote == b'"' || self.cur.break_at(from + offset) > 0
            })
        } else if quote == b'"' {
            memchr3(b'"', b'\\', b'\n', rest)
        } else {
            memchr2(b'\'', b'\n', rest)
        };
        found.map_or(self.cur.len(), |offset| from + offset)
    }

    /// The length of the escape sequence at `at`, `c-ns-esc-char [62]`; an escaped line break is left
    /// to the caller.
    fn escape(&mut self, at: usize) -> usize {
        let digits = match self.cur.byte_at(at + 1) {
            sign if short_escape(sign).is_some() => return 2,
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ if self.cur.line_ends_at(at + 1) => return 1,
            _ => {
                let next = self.cur.slice(at + 1, self.cur.len()).chars().next().map_or(0, char::len_utf8);
                self.independent(messages::bad_escape, at, 1 + next);
                return 1;
            }
        };
        let code = self.cur.slice(at + 2, at + 2 + digits);
        let number = u32::from_str_radix(code, 16).ok().filter(|_| !code.starts_with('+'));
        if number.is_none_or(|number| number > u32::from(char::MAX)) {
            self.independent(|shown, escape| messages::bad_code(shown, escape, digits), at, 2);
            return 2;
        }
        if number.is_some_and(|number| (0xD800..0xE000).contains(&number)) {
            return self.surrogate(at, digits);
        }
        2 + digits
    }

    /// The length of the escape at `at` that names half a surrogate pair, with the other half behind it.
    fn surrogate(&mut self, at: usize, digits: usize) -> usize {
        let text = self.cur.slice(at, at + 12);
        if digits == 4 && utf16_escape(text).is_some_and(|(_, length)| length == text.len()) {
            return text.len();
        }
        self.independent(messages::lone_surrogate, at, 2 + digits);
        2 + digits
    }

    /// `c-l+literal(n) [170]` or `c-l+folded(n) [174]`, inside the indentation `indent`.
    pub(super) fn block_scalar(&mut self, indent: i32) -> NodeId {
        let start = self.cur.at;
        let kind = if self.cur.byte() == b'|' { Kind::Literal } else { Kind::Folded };
        let header = read_header(&self.cur, start);
        self.cur.at = header.end;
        self.finish_header(start, header.end);
        let length = self.cur.break_at(self.cur.at);
        let first = self.cur.at + length;
        let least = (indent + 1).max(1);
        let content = match header.indent {
            Some(indicated) => least + indicated - 1,
            None => least.max(self.detect_indent(first)),
        };
        let (end, next) = if length == 0 {
            (header.end, self.cur.at)
        } else {
            self.block_scalar_lines(first, content as usize, header)
        };
        let node = self.leaf(kind, start, end);
        self.flag(node, content.min(i32::from(flags::INDENT_MAX)) as u8);
        if length > 0 {
            self.cur.begin_line(next);
        }
        node
    }

    /// The rest of the header's line: a comment at most, and that behind a blank.
    fn finish_header(&mut self, start: usize, end: usize) {
        self.cur.skip_spaces();
        let comment = self.cur.byte() == b'#' && self.cur.at > end;
        if comment {
            self.comment();
        } else if !self.cur.line_ends_at(self.cur.at) {
            self.fail(messages::bad_header(self.rest_of_line(), char::from(self.cur.byte_at(start))));
        }
    }

    /// The indentation of the first content line from `at` on, `auto-detect()`: as PyYAML reads it, a
    /// line of more blanks before it counts, too.
    fn detect_indent(&self, mut at: usize) -> i32 {
        let mut most = 0;
        loop {
            let end = self.cur.past_spaces(at);
            most = most.max(end - at);
            match self.cur.break_at(end) {
                0 => return most as i32,
                length => at = end + length,
            }
        }
    }

    /// The content lines, `l-literal-content(n,t) [173]`: where the last one ends, and where the first
    /// line begins that is none.
    fn block_scalar_lines(&self, first: usize, indent: usize, header: Header) -> (usize, usize) {
        let mut end = header.end;
        let mut at = first;
        let mut blank_end = if first > end { first } else { end };
        loop {
            let content = self.indented_to(at, indent);
            let filled = content == at + indent && content < self.cur.len();
            if filled && self.cur.break_at(content) == 0 {
                end = self.cur.next_line(content);
                blank_end = end;
                at = end;
                continue;
            }
            match self.cur.break_at(content) {
                0 => break,
                length => {
                    at = content + length;
                    blank_end = at;
                }
            }
        }
        if header.chomping == Chomping::Keep && blank_end > first {
            end = blank_end;
        }
        (end, at)
    }

    /// The first place in the line at `at` behind at most `indent` spaces.
    #[inline]
    fn indented_to(&self, at: usize, indent: usize) -> usize {
        self.cur.past_spaces(at).min(at + indent)
    }

    /// Checks the key `key`, which begins at `start` with its properties and has its colon at `colon`.
    #[inline]
    pub(super) fn check_key(&mut self, key: NodeId, start: usize, colon: usize) {
        // The grammar allows a collection as a key, PyYAML does not.
        self.note_key(key);
        self.check_key_length(start, colon);
    }

    /// Notes that a key is longer than 1,024 characters, the most that an implicit key may have.
    #[inline]
    pub(super) fn check_key_length(&mut self, start: usize, colon: usize) {
        if colon - start > 1024 && self.cur.slice(start, colon).chars().count() > 1024 {
            self.error(messages::long_key(range(start, colon)));
        }
    }
}
