//! A place in the text, and the questions that every production asks of it.

use memchr::memchr;

use crate::source::TextRange;

/// `\n \r \t : #`: bytes that may end a plain scalar outside brackets.
const PLAIN: u8 = 1;
/// Bytes that begin a line break other than `\n`.
const ODD: u8 = 2;
/// `, ? [ ] { }`: bytes that end a plain scalar inside brackets.
const FLOW: u8 = 4;
/// Bytes that begin no plain scalar, or only before a byte that is no blank.
const INDICATOR: u8 = 8;
/// Bytes that may stand between nodes.
const GAP: u8 = 16;
/// First bytes of plain scalars that PyYAML may fail to construct: numbers, `=` and `<<`.
const NUMBER: u8 = 32;

const CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    set(&mut table, b"\n\t:#", PLAIN);
    set(&mut table, b"\r\xC2\xE2", ODD);
    set(&mut table, b",?[]{}", FLOW);
    set(&mut table, b",[]{}#&*!|>'\"%@`\t-?:", INDICATOR);
    set(&mut table, b" \n\r\t#%\0\xC2\xE2", GAP);
    set(&mut table, b"=<+-0123456789", NUMBER);
    table
}

#[expect(clippy::indexing_slicing, reason = "runs at compile time; a bad index does not compile")]
const fn set(table: &mut [u8; 256], bytes: &[u8], class: u8) {
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] |= class;
        index += 1;
    }
}

#[inline]
fn class(byte: u8) -> u8 {
    #[expect(clippy::indexing_slicing, reason = "a byte cannot pass a table of 256")]
    CLASS[byte as usize]
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
const SPACES: u64 = u64::from_le_bytes([b' '; 8]);

/// Marks the bytes of `word` below U+0020 by their highest bits. Only the lowest mark is sure.
#[inline]
fn below_space(word: u64) -> u64 {
    word.wrapping_sub(SPACES) & !word & HIGHS
}

/// Marks the bytes of `word` that are `byte` by their highest bits. Only the lowest mark is sure.
#[inline]
fn equal(word: u64, byte: u8) -> u64 {
    let others = word ^ (ONES * u64::from(byte));
    others.wrapping_sub(ONES) & !others & HIGHS
}

/// Where one line of a plain scalar ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlainLine {
    /// One past its last character that is no space.
    pub(super) end: usize,
    /// What it stopped at: a line break, the text's end, `:`, `#`, a tab or, inside brackets, one of
    /// `, ? [ ] { }`.
    pub(super) stop: usize,
}

/// A text and a place in it. Columns count bytes: whatever may stand to the left of a block
/// collection on its line is ASCII.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    bytes: &'t [u8],
    /// The next byte.
    pub(super) at: usize,
    /// Where the line begins that `at` is on.
    pub(super) line: usize,
    /// The stop classes of a plain scalar in this text.
    stops: u8,
}

impl<'t> Cursor<'t> {
    /// The start of `text`, behind its byte order mark. `odd_breaks` says whether it holds line breaks
    /// other than `\n`.
    pub(super) fn new(text: &'t str, odd_breaks: bool) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let stops = if odd_breaks { PLAIN | ODD } else { PLAIN };
        Cursor { text, bytes: text.as_bytes(), at, line: at, stops }
    }

    pub(super) fn odd_breaks(&self) -> bool {
        self.stops & ODD != 0
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    #[inline]
    pub(super) fn bytes_from(&self, at: usize) -> &'t [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The byte at `at`; 0 behind the end.
    #[inline]
    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The next byte; 0 at the end.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    #[inline]
    pub(super) fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    #[inline]
    pub(super) fn column(&self) -> i32 {
        self.column_of(self.at)
    }

    /// The column of a place on the line that `self.at` is on.
    #[inline]
    pub(super) fn column_of(&self, at: usize) -> i32 {
        at.wrapping_sub(self.line) as i32
    }

    /// The length of the line break at `at`, `b-break [28]` and the breaks of YAML 1.1; 0 for none.
    #[inline]
    pub(super) fn break_at(&self, at: usize) -> usize {
        match self.byte_at(at) {
            b'\n' => 1,
            b'\r' if self.byte_at(at + 1) == b'\n' => 2,
            b'\r' => 1,
            0xC2 if self.byte_at(at + 1) == 0x85 => 2,
            0xE2 if self.byte_at(at + 1) == 0x80 && matches!(self.byte_at(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    /// Whether a line break or the end of the text is at `at`.
    #[inline]
    pub(super) fn line_ends_at(&self, at: usize) -> bool {
        let byte = self.byte_at(at);
        byte == b'\n' || class(byte) & GAP != 0 && (at >= self.bytes.len() || self.break_at(at) > 0)
    }

    /// Whether the next byte may be one between nodes: a blank, a break, `#` or the like.
    #[inline]
    pub(super) fn at_gap(&self) -> bool {
        class(self.byte()) & GAP != 0
    }

    /// Whether the plain scalar at `at` may be a number, `=` or `<<`.
    #[inline]
    pub(super) fn number_at(&self, at: usize) -> bool {
        class(self.byte_at(at)) & NUMBER != 0
    }

    /// Whether a plain scalar begins at the place, outside of brackets: `ns-plain-first [126]`.
    #[inline]
    pub(super) fn begins_plain(&self) -> bool {
        let byte = self.byte();
        class(byte) & INDICATOR == 0 || matches!(byte, b'-' | b'?' | b':') && !self.blank_at(self.at + 1)
    }

    /// Whether a blank, a line break or the end of the text is at `at`: what makes `-`, `?` and `:`
    /// indicators.
    #[inline]
    pub(super) fn blank_at(&self, at: usize) -> bool {
        matches!(self.byte_at(at), b' ' | b'\t') || self.line_ends_at(at)
    }

    /// Where the line ends that `at` is on: at its line break or at the end of the text.
    #[inline]
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes_from(at);
        if !self.odd_breaks() {
            return memchr(b'\n', rest).map_or(self.bytes.len(), |found| at + found);
        }
        let is_break = |&place: &usize| self.break_at(place) > 0;
        (at..self.bytes.len()).find(is_break).unwrap_or(self.bytes.len())
    }

    /// Where the line behind the one of `at` begins; the end of the text behind the last one.
    #[inline]
    pub(super) fn next_line(&self, at: usize) -> usize {
        let end = self.line_end(at);
        end + self.break_at(end)
    }

    #[inline]
    pub(super) fn skip_spaces(&mut self) {
        if self.byte() == b' ' {
            self.at = self.past_spaces(self.at + 1);
        }
    }

    /// The first place from `at` on that is no space.
    #[inline]
    pub(super) fn past_spaces(&self, mut at: usize) -> usize {
        while let Some(word) = self.word_at(at) {
            let others = word ^ SPACES;
            if others != 0 {
                return at + (others.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        while self.byte_at(at) == b' ' {
            at += 1;
        }
        at
    }

    /// Eight bytes from `at` on, the first one lowest; nothing near the end of the text.
    #[inline]
    fn word_at(&self, at: usize) -> Option<u64> {
        self.bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
    }

    /// The first place from `at` on that may end a plain scalar outside brackets, or the end of the
    /// text.
    #[inline]
    fn plain_stop(&self, mut at: usize) -> usize {
        if !self.odd_breaks() {
            while let Some(word) = self.word_at(at) {
                let found = below_space(word) | equal(word, b':') | equal(word, b'#');
                if found != 0 {
                    return at + (found.trailing_zeros() / 8) as usize;
                }
                at += 8;
            }
        }
        let rest = self.bytes_from(at);
        at + rest.iter().position(|&byte| class(byte) & self.stops != 0).unwrap_or(rest.len())
    }

    /// Goes on to `at`, the beginning of a line.
    #[inline]
    pub(super) fn begin_line(&mut self, at: usize) {
        self.at = at;
        self.line = at;
    }

    /// Whether `at`, the beginning of a line, holds `---` or `...`: `c-forbidden [206]`.
    #[inline]
    pub(super) fn marker_at(&self, at: usize) -> bool {
        matches!(self.byte_at(at), b'-' | b'.')
            && matches!(self.bytes.get(at..at + 3), Some(b"---" | b"..."))
            && self.blank_at(at + 3)
    }

    /// Whether `at` holds `- `, `? ` or `: `.
    #[inline]
    pub(super) fn indicator_at(&self, at: usize, indicator: u8) -> bool {
        self.byte_at(at) == indicator && self.blank_at(at + 1)
    }

    /// One line of `ns-plain(n,block)` [131] from `from` on.
    #[inline]
    pub(super) fn plain_line(&self, from: usize) -> PlainLine {
        let mut at = self.plain_stop(from);
        while at < self.bytes.len() {
            let byte = self.byte_at(at);
            if byte == b'\n' || byte == b':' && self.blank_at(at + 1) {
                break;
            }
            if byte == b'#' && at > from && self.byte_at(at - 1) == b' ' {
                break;
            }
            if byte != b':' && byte != b'#' && (byte == b'\t' || self.break_at(at) > 0) {
                break;
            }
            at = self.plain_stop(at + 1);
        }
        PlainLine { end: self.trim_end(from, at), stop: at }
    }

    /// One line of `ns-plain(n,flow-in)` [131] from `from` on. As PyYAML does, `?` ends it, too.
    #[inline]
    pub(super) fn plain_flow_line(&self, from: usize) -> PlainLine {
        let mut at = from;
        while let Some(&byte) = self.bytes.get(at) {
            if class(byte) & (self.stops | FLOW) != 0 {
                let stops = match byte {
                    b'\n' | b'\t' | b',' | b'?' | b'[' | b']' | b'{' | b'}' => true,
                    b':' => {
                        self.blank_at(at + 1)
                            || matches!(self.byte_at(at + 1), b',' | b'[' | b']' | b'{' | b'}')
                    }
                    b'#' => at > from && self.byte_at(at - 1) == b' ',
                    _ => self.break_at(at) > 0,
                };
                if stops {
                    break;
                }
            }
            at += 1;
        }
        PlainLine { end: self.trim_end(from, at), stop: at }
    }

    /// The end of `from..to` without the spaces at its end.
    #[inline]
    pub(super) fn trim_end(&self, from: usize, mut to: usize) -> usize {
        while to > from && self.byte_at(to - 1) == b' ' {
            to -= 1;
        }
        to
    }

    /// The end of the text on the line of `from`, blanks at its end left out.
    pub(super) fn text_end(&self, from: usize) -> usize {
        let mut end = self.line_end(from);
        while end > from && matches!(self.byte_at(end - 1), b' ' | b'\t') {
            end -= 1;
        }
        end
    }

    /// The text of `start..end`.
    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// `start..end` as a range of the text.
#[inline]
pub(super) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(start as u32, end.max(start) as u32)
}
