//! Where a value in a text without a grammar ends, and whether it is one.

use std::ops::Range;

/// How an unquoted value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// Unquoted words are literals, as in YAML, scripts and properties.
    Literal,
    /// Unquoted words are references, as in HCL.
    Reference,
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1)
}

/// The byte after the line that byte `at` is in.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|it| it.find('\n')).map_or(text.len(), |it| at + it + 1)
}

/// Adds the value at byte `at`, whose key begins at byte `key`.
pub(super) fn value(
    text: &str,
    key: usize,
    at: usize,
    colon: bool,
    bare: Bare,
    found: &mut Vec<Range<usize>>,
) {
    let rest = text.get(at..).unwrap_or_default();
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let opening = rest.get(slashes..).and_then(|it| it.chars().next());
    let literal = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let range = match opening {
        Some(quote @ ('"' | '\'' | '`')) => quoted(text, at + slashes + 1, quote, slashes),
        Some('|' | '>') if colon && bare == Bare::Literal => return block(text, key, at, found),
        Some('\n' | '\r') if colon && bare == Bare::Literal => return next_line(text, key, at, found),
        Some('<') if bare == Bare::Reference => return heredoc(text, at, found),
        _ if bare == Bare::Reference && is_address(rest) => return,
        _ if colon && is_structure(rest) => return,
        _ => unquoted(text, at, colon),
    };
    let is_shell = !colon && opening != Some('\'') && is_shell_variable(literal(&range));
    if !is_shell && !is_reference(literal(&range)) {
        found.push(range);
    }
}

/// From byte `start`, after the opening quote, to the closing one or the end of the line; before both quotes stand
/// `slashes` backslashes.
fn quoted(text: &str, start: usize, quote: char, slashes: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let mut run = 0;
    for (at, character) in rest.char_indices() {
        match character {
            '\n' => return start..start + at,
            '\\' => run += 1,
            it if it == quote => {
                let escaped = quote == '"' && slashes == 0 && run % 2 == 1 || run > slashes;
                if !escaped && run >= slashes {
                    return start..start + at - slashes;
                }
                run = 0;
            }
            _ => run = 0,
        }
    }
    start..text.len()
}

/// The unquoted word, or after a colon the words up to the end of the entry.
fn unquoted(text: &str, start: usize, colon: bool) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, it)| it);
        let ends =
            next.is_none_or(|it| it.is_whitespace() || matches!(it, ',' | ']' | '}' | ')' | '"' | ':'));
        let stops = match character {
            '\n' | '\r' => true,
            ' ' | '\t' => !colon || next == Some('#'),
            '"' | '\'' | '`' | ',' | ']' | '}' | ')' => ends,
            _ => false,
        };
        if stops {
            return start..start + at;
        }
    }
    start..text.len()
}

/// The lines of a block scalar whose key begins at byte `key`.
fn block(text: &str, key: usize, at: usize, found: &mut Vec<Range<usize>>) {
    let line = line_start(text, key);
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let own = depth(text.get(line..).unwrap_or_default());
    let Some(first) = text.get(at..).and_then(|it| it.find('\n')) else { return };
    let mut start = at + first + 1;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if !line.trim().is_empty() && depth(line) <= own {
            break;
        }
        found.push(start..start + line.trim_end().len());
        start += line.len();
    }
}

/// The lines of the heredoc at byte `at`.
fn heredoc(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let mut lines = text.get(at..).unwrap_or_default().split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let Some(marker) = first.trim().strip_prefix("<<").map(|it| it.trim_start_matches('-')) else { return };
    let mut start = at + first.len();
    for line in lines.take_while(|line| line.trim() != marker) {
        found.push(start..start + line.trim_end().len());
        start += line.len();
    }
}

/// What stands below a key that stands alone: a scalar, or of lists and mappings each value.
fn next_line(text: &str, key: usize, at: usize, found: &mut Vec<Range<usize>>) {
    let line = line_start(text, key);
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let own = depth(text.get(line..).unwrap_or_default());
    let mut start = line_end(text, at);
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        if !line.trim().is_empty() && depth(line) <= own {
            break;
        }
        let item = line.trim_start_matches([' ', '\t', '-', '"', '\'']);
        let value = item.split_once(": ").map_or(item, |(_, value)| value).trim();
        let names = item.starts_with("Ref:") || item.starts_with("Fn::") || item.starts_with('#');
        if !names
            && !value.ends_with(':')
            && !is_structure(value)
            && !matches!(value, "|" | ">" | "|-" | ">-")
        {
            let value_at = start + line.trim_end().len() - value.len();
            found.push(value_at..value_at + value.len());
        }
        start += line.len();
    }
}

/// Whether an unquoted `text` is no literal: YAML's tags, aliases and brackets after a colon.
fn is_structure(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('{' | '[' | '*' | '&') => true,
        Some('!') => characters.next().is_some_and(char::is_alphabetic),
        _ => false,
    }
}

/// Whether `text` is what a shell puts in the place of: `$1`, `$NAME`.
pub(super) fn is_shell_variable(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '?' | '@' | '*' | '#');
    text.strip_prefix('$').is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
        || text.starts_with("$(")
}

fn is_wrapped(text: &str, open: &str, close: &str) -> bool {
    let inner = text.strip_prefix(open).and_then(|it| it.strip_suffix(close));
    inner.is_some_and(|inner| !inner.contains(open) && !inner.contains(close))
}

/// Whether `text` holds nothing secret: it is empty, a truth value, or as a whole names where a value comes from.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "none" | "~")
        || is_wrapped(text, "${", "}")
        || is_wrapped(text, "{{", "}}")
}

/// Whether the expression that `text` begins with says where a value comes from: an address, a call, an expression in
/// brackets. A lone word does not, and may be a value whose quotes were forgotten.
pub(super) fn is_address(text: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
    let root = text.split(|it| !is_part(it)).next().unwrap_or_default();
    let rest = text.get(root.len()..).unwrap_or_default();
    let step = rest.trim_start_matches('.').split(|it| !is_part(it)).next().unwrap_or_default();
    // What a `dynamic` block iterates over is named freely.
    let is_known = ROOTS.contains(&root) || root.contains('_') || matches!(step, "value" | "key");
    match rest.chars().next() {
        Some('(') => true,
        Some('.' | '[') if !root.is_empty() => is_known,
        Some(it) if root.is_empty() => matches!(it, '[' | '{' | '!' | '-' | '\r' | '\n'),
        _ => matches!(root, "" | "true" | "false" | "null"),
    }
}

/// Roots of addresses that no provider names.
const ROOTS: [&str; 11] =
    ["var", "local", "module", "data", "each", "self", "count", "path", "terraform", "ephemeral", "provider"];
