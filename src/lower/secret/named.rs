//! Names in a text without a grammar, and what a secret may stand after.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::commands;
use super::name::{STEMS, automaton, names_secret};
use super::value::{Bare, value};
use crate::source::TextRange;

/// What sets a name apart from its value.
const SIGNS: [&str; 6] = [":=", "=>", ":", "=", "：", ">"];

/// What begins a secret that has no name, in lower case.
pub(super) const NAMELESS_HINTS: [&str; 2] = ["://", "-----begin"];

/// What every secret has before it.
pub(super) static HINT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let all = STEMS.iter().chain(&NAMELESS_HINTS).chain(&commands::HINTS);
    automaton(all)
});

/// Where a text holds what a secret may stand after: a few places, found in one pass.
pub(super) struct Hints(Vec<u32>);

impl Hints {
    pub(super) fn of(text: &str) -> Self {
        let found = HINT.iter().flat_map(|hint| hint.find_iter(text));
        Hints(found.map(|it| it.start() as u32).collect())
    }

    /// Whether there is one in `range`.
    pub(super) fn are_in(&self, range: TextRange) -> bool {
        let first = self.0.partition_point(|it| *it < range.start);
        self.0.get(first).is_some_and(|it| *it < range.end)
    }
}

/// Where the value begins that follows the first name of a secret in `line`.
pub(super) fn first_value(line: &str) -> Option<usize> {
    let mut done = 0;
    for hint in HINT.iter().flat_map(|hint| hint.find_iter(line)) {
        if hint.pattern().as_usize() < STEMS.len() && hint.start() >= done {
            let name = Named::around(line, hint.range());
            done = name.range.end;
            if name.is_secret(line)
                && let Some(sign) = name.sign(line)
            {
                return Some(sign.end);
            }
        }
    }
    None
}

/// A name in a text.
pub(super) struct Named<'t> {
    pub(super) text: &'t str,
    pub(super) range: Range<usize>,
    /// Whether dashes before it make it an option.
    pub(super) is_option: bool,
}

/// What stands between a name and its value.
pub(super) struct Sign<'t> {
    /// Nothing where there is only space.
    pub(super) text: Option<&'t str>,
    /// Where the value begins.
    pub(super) end: usize,
}

impl<'t> Named<'t> {
    /// The name that the bytes `part` of `text` belong to.
    pub(super) fn around(text: &'t str, part: Range<usize>) -> Self {
        let is_part = |it: &char| it.is_alphanumeric() || matches!(it, '_' | '.' | '-');
        let length = |characters: &mut dyn Iterator<Item = char>| -> usize {
            characters.take_while(is_part).map(char::len_utf8).sum()
        };
        let start = part.start - length(&mut text.get(..part.start).unwrap_or_default().chars().rev());
        let end = part.end + length(&mut text.get(part.end..).unwrap_or_default().chars());
        let whole = text.get(start..end).unwrap_or_default();
        let name = whole.trim_start_matches('-');
        let start = end - name.len();
        Named { text: name, range: start..end, is_option: name.len() < whole.len() }
    }

    /// Whether it is one of a secret, maybe with the word before it: `API key`.
    pub(super) fn is_secret(&self, text: &str) -> bool {
        if names_secret(self.text) {
            return true;
        }
        let goes_on = ["key", "keys", "string", "code"].iter().any(|it| self.text.eq_ignore_ascii_case(it));
        let before = text.get(..self.range.start).and_then(|it| it.strip_suffix(' '));
        let word =
            before.filter(|_| goes_on).and_then(|it| it.rsplit(|it: char| !it.is_alphanumeric()).next());
        word.is_some_and(|word| !word.is_empty() && names_secret(&format!("{word}_{}", self.text)))
    }

    /// What sets it apart from its value.
    pub(super) fn sign(&self, text: &'t str) -> Option<Sign<'t>> {
        let rest = text.get(self.range.end..)?;
        let space = [' ', '\t'];
        let quoted = rest.trim_start_matches('\\');
        let before = quoted.strip_prefix(['"', '\'', '`']).unwrap_or(quoted).trim_start_matches(space);
        let end = |after: &str| text.len() - after.trim_start_matches(space).len();
        if let Some(sign) = SIGNS.iter().find(|sign| before.starts_with(**sign)) {
            return Some(Sign { text: Some(sign), end: end(before.get(sign.len()..)?) });
        }
        rest.starts_with(space).then(|| Sign { text: None, end: end(rest) })
    }

    /// Adds its value in `text`, where it is one of a secret. Whether a sign follows it.
    pub(super) fn value(&self, text: &'t str, bare: Bare, found: &mut Vec<Range<usize>>) -> bool {
        let Some(sign) = self.sign(text) else { return false };
        // Words apart are a name and its value only where an option says so.
        if sign.text.is_none() && !self.is_option {
            return false;
        }
        if !self.is_secret(text) {
            return true;
        }
        if sign.text == Some(">") {
            let is_tag = text.get(..self.range.start).is_some_and(|it| it.ends_with('<'));
            let rest = text.get(sign.end..).unwrap_or_default();
            if let (true, Some(end)) = (is_tag, rest.find('<')) {
                found.push(sign.end..sign.end + end);
            }
            return true;
        }
        let colon = matches!(sign.text, Some(":" | "："));
        value(text, self.range.start, sign.end, colon, bare, found);
        true
    }
}
