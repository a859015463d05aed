//! The one encoder of strings: what is written between double quotes, in each language; and what `\\uXXXX` stands for.

use std::fmt::Write as _;

/// The language of a string in double quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    Yaml,
    Json,
    Hcl,
}

/// `value` as it is written between double quotes. What YAML or PyYAML does not take as it is becomes an escape.
pub(super) fn escaped(language: Escapes, value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    let mut rest = value.chars().peekable();
    while let Some(letter) = rest.next() {
        let is_sequence =
            matches!(letter, '$' | '%') && language == Escapes::Hcl && rest.peek() == Some(&'{');
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            _ if is_sequence => text.extend([letter, letter]),
            _ if letter.is_control() || language == Escapes::Yaml && is_odd(letter) => {
                // Writing to a string does not fail.
                let _ = write!(text, "\\u{:04x}", u32::from(letter));
            }
            _ => text.push(letter),
        }
    }
    text
}

/// Line breaks of Unicode, and characters that PyYAML does not read.
fn is_odd(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Doubles what begins a sequence of HCL, as in a heredoc.
pub(super) fn without_sequences(value: &str) -> String {
    value.replace("${", "$${").replace("%{", "%%{")
}

/// `value` between single quotes of YAML.
pub(super) fn single_quoted(value: &str) -> String {
    value.replace('\'', "''")
}

/// The character that `\uXXXX` at the start of `text` stands for, and the length of the escape: that of
/// both halves for a surrogate pair. A lone half gives U+FFFD.
pub(super) fn utf16_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let good = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        good.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    };
    let first = unit(0)?;
    let second = if (0xD800..0xDC00).contains(&first) { unit(6) } else { None };
    if let Some(second) = second.filter(|second| (0xDC00..0xE000).contains(second))
        && let Some(Ok(letter)) = char::decode_utf16([first, second]).next()
    {
        return Some((letter, 12));
    }
    Some((char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}
