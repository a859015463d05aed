//! Values back to text: what to write so that a scalar reads as a given string.

use super::prescan::Prescan;
use super::resolve::{self, Type};
use crate::source::TextRange;
use crate::syntax::escape::{Escapes, escaped};

/// Whether a plain scalar may be written so, on one line.
fn is_plain(value: &str, in_flow: bool) -> bool {
    let mut letters = value.chars();
    let Some(first) = letters.next() else { return false };
    let second = letters.next();
    let begins = match first {
        '-' => second.is_some_and(|next| next != ' '),
        '?' | ':' => !in_flow && second.is_some_and(|next| next != ' '),
        _ => !",[]{}#&*!|>'\"%@`".contains(first),
    };
    let marker = ["---", "..."].iter().any(|marker| {
        value.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let bad = |letter: char| {
        matches!(letter, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
            || in_flow && matches!(letter, ',' | '?' | '[' | ']' | '{' | '}')
    };
    begins
        && !marker
        && !value.contains(bad)
        && !value.starts_with([' ', '\u{a0}'])
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && Prescan::of(value).unprintable.is_empty()
}

/// Scalars longer than this are no numbers, dates or the like.
const LONGEST_TYPED: u32 = 128;

/// Whether `text` in place of `place` in the plain scalar `scalar` of `host` reads as itself, and the rest of
/// the scalar as before. Looks at the characters around `place` only.
pub(in crate::syntax) fn fits_plain(
    host: &str,
    scalar: TextRange,
    place: TextRange,
    text: &str,
    in_flow: bool,
) -> bool {
    let before = TextRange::new(scalar.start, place.start).of(host);
    let after = TextRange::new(place.end, scalar.end).of(host);
    let begins_line = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    if begins_line && text.starts_with([' ', '\t']) {
        return false;
    }
    let mut probe = String::with_capacity(text.len() + 4);
    if let Some(left) = before.chars().next_back() {
        probe.push('x');
        probe.push(if begins_line { ' ' } else { left });
    }
    probe.push_str(text);
    if let Some(right) = after.chars().next().filter(|it| !matches!(it, '\n' | '\r')) {
        probe.push(right);
        probe.push('x');
    }
    let length = scalar.len() - place.len() + text.len() as u32;
    let stays_string = length > LONGEST_TYPED
        || matches!(resolve::implicit(&format!("{before}{text}{after}")), Type::Str | Type::Timestamp);
    is_plain(&probe, in_flow) && stays_string
}

/// Whether a single-quoted scalar on one line can hold the value.
fn fits_single(value: &str) -> bool {
    let prescan = Prescan::of(value);
    prescan.unprintable.is_empty() && !prescan.odd_breaks && !value.contains(['\n', '\u{feff}'])
}

/// How to write the string `value` as a whole YAML scalar: plain where it reads back as that very
/// string, else quoted. `in_flow` says whether it stands inside brackets.
#[must_use]
pub fn quote_plain_if_needed(value: &str, in_flow: bool) -> String {
    // Time stamps are strings to ROS, but not to every reader of YAML.
    if is_plain(value, in_flow) && resolve::implicit(value) == Type::Str {
        return value.to_owned();
    }
    if fits_single(value) && !value.contains('\'') {
        return format!("'{value}'");
    }
    format!("\"{}\"", escaped(Escapes::Yaml, value))
}
