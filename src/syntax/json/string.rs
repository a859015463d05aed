//! Strings and the words of JSON: numbers, `true` and the like.

use crate::syntax::escape::utf16_escape;

/// What is wrong with a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StringFault {
    /// A character below U+0020 at this place.
    Control(usize),
    /// No escape after the backslash at this place.
    Escape(usize),
    /// Half a surrogate pair at this place.
    Surrogate(usize),
    /// The text ends first.
    End,
}

/// How a string ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct StringEnd {
    /// Behind the closing quote.
    pub(super) end: usize,
    pub(super) escapes: bool,
}

/// Reads the string that begins with the quote at `start`.
#[inline]
pub(super) fn string(text: &str, start: usize) -> Result<StringEnd, StringFault> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut escapes = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return Ok(StringEnd { end: at + 1, escapes }),
            b'\\' => {
                escapes = true;
                at += escape(text, at)?;
            }
            0..=0x1F => return Err(StringFault::Control(at)),
            _ => at += 1,
        }
    }
    Err(StringFault::End)
}

/// The length of the escape at `at`.
fn escape(text: &str, at: usize) -> Result<usize, StringFault> {
    match text.as_bytes().get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => match utf16_escape(text.get(at..).unwrap_or_default()) {
            Some((char::REPLACEMENT_CHARACTER, 6)) if !is_replacement(text, at) => {
                Err(StringFault::Surrogate(at))
            }
            Some((_, length)) => Ok(length),
            None => Err(StringFault::Escape(at)),
        },
        _ => Err(StringFault::Escape(at)),
    }
}

fn is_replacement(text: &str, at: usize) -> bool {
    text.get(at + 2..at + 6).is_some_and(|digits| digits.eq_ignore_ascii_case("fffd"))
}

/// The end of the run of characters at `start` that may make up a number or a name.
pub(super) fn word_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let is_word = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_') || *byte >= 0x80
    };
    start + rest.iter().take_while(|byte| is_word(byte)).count()
}

/// Whether the word is a JSON number, or one of the names that Python reads.
pub(super) fn is_value(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => word == "-Infinity" || is_number(word),
        _ => matches!(word, "true" | "false" | "null" | "NaN" | "Infinity"),
    }
}

fn is_number(word: &str) -> bool {
    let plain = word.strip_prefix('-').unwrap_or(word);
    let (whole, rest) = digits(plain);
    if whole == 0 || whole > 1 && plain.starts_with('0') {
        return false;
    }
    let (rest, fraction) = match rest.strip_prefix('.') {
        Some(behind) => {
            let (count, rest) = digits(behind);
            if count == 0 {
                return false;
            }
            (rest, true)
        }
        None => (rest, false),
    };
    match rest.strip_prefix(['e', 'E']) {
        Some(behind) => {
            let (count, rest) = digits(behind.strip_prefix(['+', '-']).unwrap_or(behind));
            count > 0 && rest.is_empty()
        }
        // Python turns at most 4,300 digits into an integer.
        None => rest.is_empty() && (fraction || whole <= 4300),
    }
}

fn digits(text: &str) -> (usize, &str) {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    (count, text.get(count..).unwrap_or_default())
}
