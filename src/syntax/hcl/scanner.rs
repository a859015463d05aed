//! The scanner: spaces, line ends, comments, identifiers, numbers and punctuation.
//!
//! There is no list of tokens: the parser knows at each place which few tokens may follow, and asks for
//! them by their bytes. Whether a line end is a token depends on the innermost bracket
//! ([`Scanner::newlines`]).

use super::identifier::identifier_len;
use crate::source::TextRange;

/// A place in a text.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// Its bytes.
    pub(super) bytes: &'t [u8],
    /// The next byte to read.
    pub(super) at: usize,
    /// Whether line ends are tokens here, rather than spaces.
    pub(super) newlines: bool,
    /// The comments read so far.
    pub(super) comments: Vec<TextRange>,
}

impl<'t> Scanner<'t> {
    /// The start of `text`, after its byte order mark.
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Scanner { text, bytes: text.as_bytes(), at, newlines: true, comments: Vec::new() }
    }

    /// The next byte; 0 at the end.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.byte_at(self.at)
    }

    /// The byte at `at`; 0 after the end.
    #[inline]
    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Whether the rest of the text from `at` starts with `token`.
    #[inline]
    pub(super) fn starts_with(&self, at: usize, token: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(token))
    }

    /// Whether all of the text is read.
    #[inline]
    pub(super) fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The range from `start` to the place.
    #[inline]
    pub(super) fn since(&self, start: usize) -> TextRange {
        TextRange::new(start as u32, self.at as u32)
    }

    /// Passes spaces and comments; line ends too where they are not tokens. In front of a line end that is
    /// one, or of the comment that holds it, it stops.
    #[inline]
    pub(super) fn skip(&mut self) {
        loop {
            match self.byte() {
                b' ' | b'\t' => self.at += 1,
                b'\n' if !self.newlines => self.at += 1,
                b'\r' if !self.newlines && self.byte_at(self.at + 1) == b'\n' => self.at += 2,
                b'#' if !self.newlines => self.line_comment(),
                b'/' => match self.byte_at(self.at + 1) {
                    b'/' if !self.newlines => self.line_comment(),
                    b'*' => {
                        if !self.block_comment() {
                            return;
                        }
                    }
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// Passes spaces, comments and line ends, whatever they mean here.
    #[inline]
    pub(super) fn skip_lines(&mut self) {
        let newlines = std::mem::replace(&mut self.newlines, false);
        self.skip();
        self.newlines = newlines;
    }

    /// Passes the comment at `#` or `//` up to its line end.
    fn line_comment(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |offset| start + offset);
        self.at = end;
        if end > start && self.byte_at(end) == b'\n' && self.byte_at(end - 1) == b'\r' {
            end -= 1;
        }
        self.comments.push(TextRange::new(start as u32, end as u32));
    }

    /// Passes the comment at `/*`; false where it has no end.
    fn block_comment(&mut self) -> bool {
        let start = self.at;
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        match memchr::memmem::find(rest, b"*/") {
            Some(offset) => {
                self.at = start + 2 + offset + 2;
                self.comments.push(self.since(start));
                true
            }
            None => false,
        }
    }

    /// Whether the place is at a line end: a line break, the comment in front of it, or the end of the text.
    #[inline]
    pub(super) fn at_line_end(&self) -> bool {
        match self.byte() {
            b'\n' | b'#' => true,
            b'\r' => self.byte_at(self.at + 1) == b'\n',
            b'/' => self.byte_at(self.at + 1) == b'/',
            0 => self.at_end(),
            _ => false,
        }
    }

    /// Passes one line end, with the comment in front of it. False where there is none.
    #[inline]
    pub(super) fn line_end(&mut self) -> bool {
        match self.byte() {
            b'#' => self.line_comment(),
            b'/' if self.byte_at(self.at + 1) == b'/' => self.line_comment(),
            _ => {}
        }
        match self.byte() {
            b'\n' => self.at += 1,
            b'\r' if self.byte_at(self.at + 1) == b'\n' => self.at += 2,
            _ => return self.at_end(),
        }
        true
    }

    /// The length of the identifier at the place; 0 where there is none.
    #[inline]
    pub(super) fn identifier(&self) -> usize {
        identifier_len(self.bytes.get(self.at..).unwrap_or_default())
    }

    /// Whether the identifier `word` is at the place.
    #[inline]
    pub(super) fn at_keyword(&self, word: &[u8]) -> bool {
        self.starts_with(self.at, word) && self.identifier() == word.len()
    }

    /// The length of the number at the place: a digit, then digits, dots and exponents, the last of them
    /// not a dot. Whether it is a number that has a value, [`is_number`] says.
    pub(super) fn number(&self) -> usize {
        let mut at = self.at + 1;
        let mut end = at;
        loop {
            match self.byte_at(at) {
                b'0'..=b'9' => {
                    at += 1;
                    end = at;
                }
                b'.' => at += 1,
                b'e' | b'E' => {
                    let sign = usize::from(matches!(self.byte_at(at + 1), b'+' | b'-'));
                    if !self.byte_at(at + 1 + sign).is_ascii_digit() {
                        break;
                    }
                    at += 2 + sign;
                    end = at;
                }
                _ => break,
            }
        }
        end - self.at
    }

    /// Whether `:` is at the place, and not `::`.
    #[inline]
    pub(super) fn at_colon(&self) -> bool {
        self.byte() == b':' && self.byte_at(self.at + 1) != b':'
    }

    /// Whether `=` is at `at`, and neither `==` nor `=>`.
    #[inline]
    pub(super) fn is_equals(&self, at: usize) -> bool {
        self.byte_at(at) == b'=' && !matches!(self.byte_at(at + 1), b'=' | b'>')
    }

    /// The end of the line that holds byte `at`: its line break or the end of the text.
    pub(super) fn line_stop(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let stop = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |offset| at + offset);
        if stop > at && self.byte_at(stop) == b'\n' && self.byte_at(stop - 1) == b'\r' {
            stop - 1
        } else {
            stop
        }
    }

    /// The spaces that start at byte `at`.
    pub(super) fn blanks(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// The end of the character at `at`.
    pub(super) fn character_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |first| at + first.len_utf8())
    }
}

/// Whether a number as [`Scanner::number`] finds it has a value: `NumericLit = digit+ ("." digit*)? (exp)?`,
/// with an exponent that Terraform's numbers can have.
pub(super) fn is_number(text: &[u8]) -> bool {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut at = digits(0);
    if text.get(at) == Some(&b'.') {
        at = digits(at + 1);
    }
    let mantissa = text.get(..at).unwrap_or_default();
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(text.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let exponent = at;
        at = digits(at);
        let is_zero = mantissa.iter().all(|byte| matches!(byte, b'0' | b'.'));
        if !is_zero && !is_exponent(text.get(exponent..at).unwrap_or_default()) {
            return false;
        }
    }
    at == text.len()
}

/// Whether `digits` are an exponent that a 32-bit binary exponent can hold.
fn is_exponent(digits: &[u8]) -> bool {
    let value = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u64>().ok());
    value.is_some_and(|value| value < u64::from(i32::MAX.unsigned_abs()))
}
