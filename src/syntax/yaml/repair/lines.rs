//! The lines of a text, and what they seem to be.

use std::ops::Range;

use crate::syntax::yaml::cursor::Cursor;

/// The start of the line of `at`.
pub(super) fn start(cur: &Cursor<'_>, at: usize) -> usize {
    let before = cur.text.as_bytes().get(..at).unwrap_or_default();
    if !cur.odd_breaks() {
        return memchr::memrchr(b'\n', before).map_or(0, |found| found + 1);
    }
    let ends = |&end: &usize| {
        let length = cur.break_at(end);
        length > 0 && end + length <= at
    };
    (0..at).rev().find(ends).map_or(0, |end| end + cur.break_at(end))
}

/// A line: where it and its text begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Its first character that is not a space.
    pub(super) at: usize,
    /// Behind its last character that is not a space.
    pub(super) end: usize,
    /// Behind its last character.
    pub(super) line_end: usize,
    /// The start of the next one.
    pub(super) next: usize,
}

impl Line {
    /// The line that begins at `start`.
    pub(super) fn at(cur: &Cursor<'_>, start: usize) -> Self {
        let line_end = cur.line_end(start);
        let first = cur.past_spaces(start).min(line_end);
        let end = cur.text_end(start).max(first);
        Line { start, at: first, end, line_end, next: line_end + cur.break_at(line_end) }
    }

    /// The line above, unless this is the first.
    pub(super) fn above(self, cur: &Cursor<'_>) -> Option<Self> {
        let before = self.start.checked_sub(1)?;
        let broken = if cur.text.is_char_boundary(before) { before } else { before.saturating_sub(1) };
        let end = if cur.slice(broken.saturating_sub(1), self.start) == "\r\n" { broken - 1 } else { broken };
        Some(Line::at(cur, start(cur, floor(cur.text, end))))
    }

    /// The line below, unless this is the last.
    pub(super) fn below(self, cur: &Cursor<'_>) -> Option<Self> {
        (self.next > self.line_end && self.next < cur.len()).then(|| Line::at(cur, self.next))
    }

    pub(super) fn column(self) -> usize {
        self.at - self.start
    }

    pub(super) fn is_blank(self) -> bool {
        self.at == self.end
    }

    pub(super) fn text<'t>(self, cur: &Cursor<'t>) -> &'t str {
        cur.slice(self.at, self.end)
    }
}

/// The last character boundary at or before `at`.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `text` with spaces for all but its line breaks.
pub(super) fn blanked(text: &str) -> String {
    filled(text, " ")
}

/// `text` with `fill`, one byte, for each byte but those of its line breaks.
pub(super) fn filled(text: &str, fill: &str) -> String {
    let mut filled = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => filled.push(letter),
            _ => filled.push_str(&fill.repeat(letter.len_utf8())),
        }
    }
    filled
}

/// What the text of a line seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// `key: …`
    Key,
    /// `- …`
    Item,
    Other,
}

/// What `text`, the text of a line, seems to be.
pub(super) fn look(text: &str) -> Look {
    if text == "-" || text.starts_with("- ") {
        return Look::Item;
    }
    match colon(text) {
        Some(colon) if colon > 0 => Look::Key,
        _ => Look::Other,
    }
}

/// The first `:` of a line's text that a blank or the end follows, outside of quotes at its start.
pub(super) fn colon(text: &str) -> Option<usize> {
    let from = match text.bytes().next() {
        Some(quote @ (b'"' | b'\'')) => quoted_end(text, char::from(quote))?,
        _ => 0,
    };
    let rest = text.get(from..)?;
    let at = rest.match_indices(':').map(|(at, _)| at).find(|&at| {
        let behind = rest.as_bytes().get(at + 1);
        behind.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    })?;
    (from == 0 || rest.get(..at)?.trim().is_empty()).then_some(from + at)
}

/// Behind the quote that closes the one at the start of `text`.
pub(super) fn quoted_end(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            let _ = letters.next();
        } else if letter == quote {
            if quote == '\'' && text.get(at + 1..).is_some_and(|rest| rest.starts_with(quote)) {
                let _ = letters.next();
                continue;
            }
            return Some(at + letter.len_utf8());
        }
    }
    None
}

/// The text of a line without a comment at its end.
pub(super) fn without_comment(text: &str) -> &str {
    text.find(" #").and_then(|at| text.get(..at)).unwrap_or(text).trim_end()
}

/// Where the value stands in the text of a line: after `key: ` or `- `.
pub(super) fn value(text: &str) -> Option<Range<usize>> {
    let (mut from, mut found) = (0, false);
    loop {
        let rest = text.get(from..)?;
        let step = match look(rest) {
            Look::Item => 1,
            Look::Key if !found || rest.starts_with(|letter: char| letter != '{' && letter != '[') => {
                colon(rest)? + 1
            }
            _ => break,
        };
        let is_key = look(rest) == Look::Key;
        from += step;
        from += text.get(from..)?.len() - text.get(from..)?.trim_start_matches([' ', '\t']).len();
        found = true;
        if is_key {
            break;
        }
    }
    let end = without_comment(text).len();
    (found && from < end).then_some(from..end)
}

/// Whether the text of a line is a conflict marker of Git.
pub(in crate::syntax::yaml) fn is_conflict_marker(text: &str) -> bool {
    let sign = text.chars().next().unwrap_or(' ');
    let rest = text.trim_start_matches(sign);
    let length = text.len() - rest.len();
    let labelled = rest.is_empty() || rest.starts_with(' ');
    length == 7 && labelled && (matches!(sign, '<' | '>' | '|') || sign == '=' && rest.trim().is_empty())
}

/// Whether the text of a line opens or closes a code block of Markdown.
pub(in crate::syntax::yaml) fn is_fence(text: &str) -> bool {
    let sign = text.chars().next().unwrap_or(' ');
    let info = text.trim_start_matches(sign);
    let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '+' | '.' | ' ');
    matches!(sign, '`' | '~') && text.len() - info.len() >= 3 && info.chars().all(word)
}
