//! Secrets in texts without a grammar: scripts, comments, and templates that syntax errors stand in. They are
//! found as `key: value` and `key = "value"`, and in what commands are given.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::around::find_named;
use super::commands;
use super::hcl::is_address;
use super::name::{STEMS, automaton, names_secret};
use crate::source::TextRange;

/// How an unquoted value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// Unquoted words are literals, as in YAML, scripts and properties.
    Literal,
    /// Unquoted words are references, as in HCL.
    Reference,
}

/// What sets a name apart from its value.
const SIGNS: [&str; 6] = [":=", "=>", ":", "=", "：", ">"];

/// What begins a secret that has no name, in lower case.
const NAMELESS_HINTS: [&str; 2] = ["://", "-----begin"];

/// What every secret has before it.
static HINT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let all = STEMS.iter().chain(&NAMELESS_HINTS).chain(&commands::HINTS);
    automaton(all)
});

/// What begins a secret that has no name: a private key, the password of an address.
static NAMELESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|://[^\s/:@]*:(?P<password>[^\s/@]+)@").ok()
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

/// Where `text` holds secrets.
pub(super) fn find(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut done, mut has_nameless, mut has_commands, mut has_names) = (0, false, false, false);
    for hint in HINT.iter().flat_map(|hint| hint.find_iter(text)) {
        match hint.pattern().as_usize().checked_sub(STEMS.len()) {
            Some(other) if other < NAMELESS_HINTS.len() => has_nameless = true,
            Some(_) => has_commands = true,
            None if hint.start() < done => {}
            None => {
                let name = Named::around(text, hint.range());
                done = name.range.end;
                has_commands |= commands::is_one(name.text);
                // The name of a secret may be a value, as in `name: password`.
                has_names |= !name.value(text, bare, &mut found) && names_secret(name.text);
            }
        }
    }
    if has_names {
        found.extend(find_named(text, bare));
    }
    if has_nameless {
        find_nameless(text, &mut found);
    }
    if has_commands && bare == Bare::Literal {
        commands::find(text, &mut found);
    }
    found
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
struct Named<'t> {
    text: &'t str,
    range: Range<usize>,
    /// Whether dashes before it make it an option.
    is_option: bool,
}

/// What stands between a name and its value.
struct Sign<'t> {
    /// Nothing where there is only space.
    text: Option<&'t str>,
    /// Where the value begins.
    end: usize,
}

impl<'t> Named<'t> {
    /// The name that the bytes `part` of `text` belong to.
    fn around(text: &'t str, part: Range<usize>) -> Self {
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
    fn is_secret(&self, text: &str) -> bool {
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
    fn sign(&self, text: &'t str) -> Option<Sign<'t>> {
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
    fn value(&self, text: &'t str, bare: Bare, found: &mut Vec<Range<usize>>) -> bool {
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

/// Adds private keys, and the passwords of addresses.
fn find_nameless(text: &str, found: &mut Vec<Range<usize>>) {
    for nameless in NAMELESS.iter().flat_map(|it| it.captures_iter(text)) {
        match (nameless.name("password"), nameless.get(0)) {
            (Some(password), _)
                if !is_reference(password.as_str()) && !is_shell_variable(password.as_str()) =>
            {
                found.push(password.range())
            }
            (None, Some(begin)) => {
                let rest = text.get(begin.end()..).unwrap_or_default();
                found.push(begin.end()..begin.end() + rest.find("-----END").unwrap_or(rest.len()));
            }
            _ => {}
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str, bare: Bare) -> String {
        let mut ranges = find(text, bare);
        ranges.extend(super::super::around::find_marked(text, bare));
        ranges.sort_by_key(|it| (it.start, it.end));
        let mut out = String::new();
        let mut at = 0;
        for range in ranges.into_iter().filter(|it| !it.is_empty()) {
            if range.start >= at {
                out.push_str(&text[at..range.start]);
                out.push_str("***");
            }
            at = at.max(range.end);
        }
        out + &text[at..]
    }

    #[test]
    fn values_of_secret_names_are_found_in_lines() {
        for (text, expected) in [
            ("MYSQL_PASSWORD=hunter2 mysqld", "MYSQL_PASSWORD=*** mysqld"),
            ("export DB_PASS='a b'; ls", "export DB_PASS='***'; ls"),
            ("  Password: hun ter2 # x\n  A: b", "  Password: *** # x\n  A: b"),
            ("{Password: hunter2, ImageId: x}", "{Password: ***, ImageId: x}"),
            (r#"{"Password":"hu\"nter2","A":1}"#, r#"{"Password":"***","A":1}"#),
            (r#""{\"token\":\"hunter2\",\"a\":1}""#, r#""{\"token\":\"***\",\"a\":1}""#),
            ("Password: |\n  a\n  b\nX: y", "Password: |\n***\n***\nX: y"),
            ("Password:\n  hunter2\nX: y", "Password:\n  ***\nX: y"),
            ("mysql --password hunter2 -h x", "mysql --password *** -h x"),
            ("IDENTIFIED BY 'hunter2';", "IDENTIFIED BY '***';"),
            ("git clone https://me:hunter2@host/x", "git clone https://me:***@host/x"),
            ("密码：hunter2", "密码：***"),
            (
                "a\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----",
                "a\n-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----",
            ),
            ("PASSWORD=$1 X=${PASSWORD} TOKEN=$(cat f)", "PASSWORD=$1 X=${PASSWORD} TOKEN=$(cat f)"),
            ("Password: {Ref: X}\nPassword: !Ref X", "Password: {Ref: X}\nPassword: !Ref X"),
            ("I: {NoEcho: true, Default: hunter2}", "I: {NoEcho: true, Default: ***}"),
            (
                "I:\n  Default: hunter2\n  NoEcho: 'true'\nJ:\n  Default: x",
                "I:\n  Default: ***\n  NoEcho: 'true'\nJ:\n  Default: x",
            ),
        ] {
            assert_eq!(masked(text, Bare::Literal), expected, "{text}");
        }
        let hcl = "password = var.password\ntoken = \"hunter2\"\nvariable \"x\" {\n  default = \"a\"\n  sensitive = true\n}\n";
        let expected = "password = var.password\ntoken = \"***\"\nvariable \"x\" {\n  default = \"***\"\n  sensitive = true\n}\n";
        assert_eq!(masked(hcl, Bare::Reference), expected);
    }
}
