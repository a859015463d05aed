//! The text that a scalar stands for, as PyYAML reads it, and where each part of it comes from.

use super::cursor::Cursor;
use super::flags;
use super::header::{Chomping, Header, read_header};
use super::prescan::Prescan;
use super::{Kind, Language};
use crate::source::TextRange;
use crate::syntax::escape::utf16_escape;
use crate::syntax::sink::Sink;
use crate::syntax::{Node, json};

/// A scalar whose text is the decoded one, or whose decoded text is the part between its quotes.
#[inline]
pub(super) fn verbatim_range(node: &Node<Kind>) -> Option<TextRange> {
    let plain = node.flags & (flags::LINES | flags::ESCAPES | flags::UNCLOSED) == 0;
    match node.kind {
        Kind::Plain if plain => Some(node.range()),
        Kind::SingleQuoted | Kind::DoubleQuoted if plain && node.end >= node.start + 2 => {
            Some(TextRange::new(node.start + 1, node.end - 1))
        }
        Kind::Empty => Some(TextRange::empty(node.start)),
        _ => None,
    }
}

/// Decodes the scalar `node` of the text `text` into `sink`.
pub(super) fn decode(text: &str, language: Language, node: &Node<Kind>, sink: &mut impl Sink) {
    sink.expect(node.range().len() as usize);
    if language == Language::Json {
        return json::decode(text, node, sink);
    }
    let odd_breaks = Prescan::of(node.range().of(text)).odd_breaks;
    let decoder = Decoder { cur: Cursor::new(text, odd_breaks), end: node.end as usize };
    match node.kind {
        Kind::Plain => decoder.plain(node.start as usize, sink),
        Kind::SingleQuoted | Kind::DoubleQuoted => decoder.quoted(node, sink),
        Kind::Literal | Kind::Folded => decoder.block(node, sink),
        _ => {}
    }
}

struct Decoder<'t> {
    cur: Cursor<'t>,
    end: usize,
}

impl Decoder<'_> {
    fn copy(&self, start: usize, end: usize, sink: &mut impl Sink) {
        sink.verbatim(start, self.cur.slice(start, end));
    }

    /// `ns-plain-multi-line(n,c) [135]`
    fn plain(&self, start: usize, sink: &mut impl Sink) {
        let mut at = start;
        while at < self.end {
            let mut line_end = at;
            while line_end < self.end && self.cur.break_at(line_end) == 0 {
                line_end += 1;
            }
            let text_end = self.cur.trim_end(at, line_end);
            self.copy(at, text_end, sink);
            if line_end >= self.end {
                return;
            }
            at = self.fold(text_end, line_end, sink);
        }
    }

    /// Folds the line break at `at` with the blank lines behind it, `b-l-folded(n,c) [73]`; `from` is
    /// where the blanks before it begin. Gives where the text goes on.
    fn fold(&self, from: usize, at: usize, sink: &mut impl Sink) -> usize {
        let first = self.cur.slice(at, at + self.cur.break_at(at));
        let mut text = String::new();
        let next = self.empty_lines(at + first.len(), &mut text);
        let first = normal(first);
        if first != "\n" {
            text.insert_str(0, first);
        } else if text.is_empty() {
            text.push(' ');
        }
        sink.made((from, next), &text);
        next
    }

    /// Blanks and line breaks from `at` on; the breaks go to `text`.
    fn empty_lines(&self, mut at: usize, text: &mut String) -> usize {
        loop {
            while matches!(self.cur.byte_at(at), b' ' | b'\t') && at < self.end {
                at += 1;
            }
            match self.cur.break_at(at) {
                length if length > 0 && at < self.end => {
                    text.push_str(normal(self.cur.slice(at, at + length)));
                    at += length;
                }
                _ => return at,
            }
        }
    }

    /// `c-double-quoted(n,c) [109]` and `c-single-quoted(n,c) [120]`
    fn quoted(&self, node: &Node<Kind>, sink: &mut impl Sink) {
        let double = node.kind == Kind::DoubleQuoted;
        let closed = node.flags & flags::UNCLOSED == 0;
        let end = if closed { self.end.saturating_sub(1) } else { self.end };
        let inside = Decoder { cur: self.cur, end };
        let mut start = node.start as usize + 1;
        let mut at = start;
        while at < end {
            let byte = self.cur.byte_at(at);
            let next = match byte {
                b'\\' if double => {
                    self.copy(start, at, sink);
                    inside.escape(at, sink)
                }
                b'\'' if !double => {
                    self.copy(start, at, sink);
                    sink.made((at, at + 2), "'");
                    at + 2
                }
                b' ' | b'\t' | b'\n' | b'\r' | 0xC2 | 0xE2 => {
                    let mut blank = at;
                    while matches!(self.cur.byte_at(blank), b' ' | b'\t') && blank < end {
                        blank += 1;
                    }
                    if self.cur.break_at(blank) == 0 || blank >= end {
                        at = blank.max(at + 1);
                        continue;
                    }
                    self.copy(start, at, sink);
                    inside.fold(at, blank, sink)
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            start = next;
            at = next;
        }
        self.copy(start.min(end), end, sink);
    }

    /// `c-ns-esc-char [62]`, or an escaped line break, `s-double-escaped(n) [112]`.
    fn escape(&self, at: usize, sink: &mut impl Sink) -> usize {
        let digits = match self.cur.byte_at(at + 1) {
            b'x' => 2,
            b'u' => return self.utf16(at, sink),
            b'U' => 8,
            sign => {
                if let Some(text) = short_escape(sign) {
                    sink.made((at, at + 2), text);
                    return at + 2;
                }
                let length = self.cur.break_at(at + 1);
                if length == 0 {
                    // No escape at all, which was reported: the backslash stands for itself.
                    sink.verbatim(at, "\\");
                    return at + 1;
                }
                let mut text = String::new();
                let next = self.empty_lines(at + 1 + length, &mut text);
                sink.made((at, next), &text);
                return next;
            }
        };
        let next = at + 2 + digits;
        let code = u32::from_str_radix(self.cur.slice(at + 2, next), 16);
        match code {
            Ok(code) => {
                let mut buffer = [0; 4];
                let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                sink.made((at, next), letter.encode_utf8(&mut buffer));
                next
            }
            Err(_) => {
                sink.verbatim(at, "\\");
                at + 1
            }
        }
    }

    /// `\uXXXX`, and where it is the first half of a surrogate pair, the second half, too.
    fn utf16(&self, at: usize, sink: &mut impl Sink) -> usize {
        match utf16_escape(self.cur.slice(at, self.end)) {
            Some((letter, length)) => {
                let mut buffer = [0; 4];
                sink.made((at, at + length), letter.encode_utf8(&mut buffer));
                at + length
            }
            None => {
                sink.verbatim(at, "\\");
                at + 1
            }
        }
    }

    /// `c-l+literal(n) [170]` and `c-l+folded(n) [174]`
    fn block(&self, node: &Node<Kind>, sink: &mut impl Sink) {
        let start = node.start as usize;
        let header = read_header(&self.cur, start);
        let folded = node.kind == Kind::Folded;
        let mut at = self.cur.next_line(start);
        let indent = match node.flags {
            flags::INDENT_MAX => self.least_indent(at),
            indent => usize::from(indent),
        };
        let mut breaks = Vec::new();
        at = self.break_lines(at, indent, &mut breaks);
        // The line break behind the last content line, kept back until the next line is seen.
        let mut held: Option<(usize, usize)> = None;
        let mut leading_text = false;
        while at < self.end {
            if let Some(held) = held {
                let more_indented = matches!(self.cur.byte_at(at), b' ' | b'\t');
                self.between(held, at, folded && leading_text && !more_indented, breaks.is_empty(), sink);
            }
            self.put_breaks(&breaks, sink);
            breaks.clear();
            leading_text = !matches!(self.cur.byte_at(at), b' ' | b'\t');
            let line_end = self.cur.line_end(at).min(self.end);
            let next = line_end + self.cur.break_at(line_end);
            // In most lines nothing is held back: the next one follows, with its break as it is.
            if !folded && !self.cur.odd_breaks() && self.goes_on(next, indent) {
                self.copy(at, next, sink);
                (held, at) = (None, next + indent);
                continue;
            }
            self.copy(at, line_end, sink);
            held = (next > line_end && line_end < self.end).then_some((line_end, next));
            at = self.break_lines(next, indent, &mut breaks);
        }
        self.chomp(header, held, &breaks, sink);
    }

    /// Whether the line at `at` has content behind its indentation.
    fn goes_on(&self, at: usize, indent: usize) -> bool {
        let text = at + indent;
        text < self.end && self.cur.past_spaces(at) >= text && self.cur.break_at(text) == 0
    }

    /// The line break between two content lines.
    fn between(&self, held: (usize, usize), next: usize, folds: bool, adjacent: bool, sink: &mut impl Sink) {
        let text = self.cur.slice(held.0, held.1);
        if !folds || normal(text) != "\n" {
            self.put_breaks(&[held], sink);
        } else if adjacent {
            sink.made((held.0, next), " ");
        }
    }

    fn put_breaks(&self, breaks: &[(usize, usize)], sink: &mut impl Sink) {
        for &(start, end) in breaks {
            match self.cur.slice(start, end) {
                "\n" => sink.verbatim(start, "\n"),
                text => sink.made((start, end), normal(text)),
            }
        }
    }

    /// `b-chomped-last(t) [165]`
    fn chomp(
        &self,
        header: Header,
        held: Option<(usize, usize)>,
        breaks: &[(usize, usize)],
        sink: &mut impl Sink,
    ) {
        if header.chomping != Chomping::Strip
            && let Some(held) = held
        {
            self.put_breaks(&[held], sink);
        }
        if header.chomping == Chomping::Keep {
            self.put_breaks(breaks, sink);
        }
    }

    /// The empty lines from `at` on, `l-empty(n,c) [70]`: where the next line's text begins.
    fn break_lines(&self, mut at: usize, indent: usize, breaks: &mut Vec<(usize, usize)>) -> usize {
        loop {
            let mut text = at;
            while text < at + indent && self.cur.byte_at(text) == b' ' {
                text += 1;
            }
            match self.cur.break_at(text) {
                length if length > 0 && text < self.end => {
                    breaks.push((text, text + length));
                    at = text + length;
                }
                _ => return text,
            }
        }
    }

    /// The indentation of the content line that has the least; 0 where there is none.
    fn least_indent(&self, mut at: usize) -> usize {
        let mut least: Option<usize> = None;
        while at < self.end {
            let text = self.cur.past_spaces(at);
            if self.cur.break_at(text) == 0 {
                least = Some(least.map_or(text - at, |least| least.min(text - at)));
            }
            at = self.cur.next_line(at).max(at + 1);
        }
        least.unwrap_or(0)
    }
}

/// A line break as it is read: all but the separators of Unicode become `\n`.
fn normal(text: &str) -> &str {
    match text {
        "\u{2028}" | "\u{2029}" => text,
        _ => "\n",
    }
}

/// What a backslash with `sign` stands for, where that is all of the escape.
pub(super) fn short_escape(sign: u8) -> Option<&'static str> {
    Some(match sign {
        b'0' => "\0",
        b'a' => "\u{7}",
        b'b' => "\u{8}",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\u{b}",
        b'f' => "\u{c}",
        b'r' => "\r",
        b'e' => "\u{1b}",
        b' ' => " ",
        b'"' => "\"",
        b'\\' => "\\",
        b'/' => "/",
        b'N' => "\u{85}",
        b'_' => "\u{a0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        _ => return None,
    })
}
