//! Secrets in texts without a grammar: scripts, comments, and templates that syntax errors stand in. They are
//! found line by line, as `key: value` and `key = "value"`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::name::names_secret;
use crate::source::TextRange;

/// How an unquoted value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// Unquoted words are literals, as in YAML, scripts and properties.
    Literal,
    /// Unquoted words are references, as in HCL.
    Reference,
}

/// Words of names that may be secret.
const WORDS: &str = "passw|passphrase|pasword|passcode|pwd|pass|secret|token|credential|psk|aksk|otp|sk|\
                (?:private|access|api|auth|signing|encryption|shared)[_. -]?key|connection[_. -]?string|\
                密码|口令|密钥|秘钥|令牌|凭证";

/// A line may hold a secret only where this is found, which takes a fraction of the time that [`KEY`] takes.
static HINT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)(?:{WORDS})|identified[ \t]+by")).ok());

/// A name that may be secret, and what sets it apart from its value.
static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let after = r#"\\*["'`]?[ \t]*(?P<sign>:=|=>|[:=：])[ \t]*"#;
    Regex::new(&format!(
        r"(?i)(?P<dash>--)?(?P<key>[\w.-]*(?:{WORDS})[\w.-]*)(?:{after}|(?P<gap>[ \t]+))|\bidentified[ \t]+by[ \t]+"
    ))
    .ok()
});

/// What begins a secret that has no name: a private key, the password of an address.
static NAMELESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|://[^\s/:@]+:(?P<password>[^\s/@]+)@").ok()
});

/// A setting after which the values beside it are secret.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)\b(?:noecho|sensitive)\b["']?[ \t]*[:=][ \t]*["']?(?:true|yes|on|1)\b"#).ok()
});

/// The value of a parameter or variable.
static DEFAULT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:default|value)["']?[ \t]*[:=][ \t]*"#).ok());

/// Where `text` holds secrets.
pub(super) fn find(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut searched = 0;
    for hint in HINT.iter().flat_map(|hint| hint.find_iter(text)) {
        if hint.start() >= searched {
            let line = line_start(text, hint.start());
            searched = line_end(text, line);
            keys_in_line(text, line..searched, bare, &mut found);
        }
    }
    find_nameless(text, &mut found);
    found
}

/// Adds the values of the secret names in one line of `text`.
fn keys_in_line(text: &str, line: Range<usize>, bare: Bare, found: &mut Vec<Range<usize>>) {
    let part = text.get(line.clone()).unwrap_or_default();
    for key in KEY.iter().flat_map(|key| key.captures_iter(part)) {
        let Some(whole) = key.get(0) else { continue };
        let name = key.name("key").map(|it| it.as_str());
        if !name.is_none_or(names_secret) {
            continue;
        }
        let sign = key.name("sign").map(|it| it.as_str());
        let is_option = key.name("dash").is_some();
        // Words apart are a name and its value only where an option or a statement says so.
        if key.name("gap").is_some() && !is_option {
            continue;
        }
        let colon = matches!(sign, Some(":" | "："));
        value(text, line.start + whole.start(), line.start + whole.end(), colon, bare, found);
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

/// What follows the first name of a secret in each line that a syntax error of `errors` is in, to the end of the line:
/// where a value ends there, nobody can tell. Each value comes without the quotes around it, too.
pub(super) fn find_torn(text: &str, errors: impl Iterator<Item = TextRange>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut lines: Vec<usize> = Vec::new();
    for error in errors {
        let mut at = line_start(text, error.start as usize);
        // An error can be as long as the rest of the text; what is drawn of it is its first lines.
        for _ in 0..TORN_LINES {
            lines.push(at);
            at = line_end(text, at);
            if at >= (error.end as usize).min(text.len()) {
                break;
            }
        }
    }
    lines.sort_unstable();
    lines.dedup();
    for start in lines {
        let line = text.get(start..line_end(text, start)).unwrap_or_default().trim_end();
        let keys = KEY.iter().flat_map(|key| key.captures_iter(line));
        let is_secret =
            |key: &regex::Captures<'_>| key.name("key").is_none_or(|it| names_secret(it.as_str()));
        let mut keys = keys.filter(is_secret).filter_map(|key| key.get(0));
        let Some(key) = keys.next() else { continue };
        let value = line.get(key.end()..).unwrap_or_default();
        let inner = value.trim_start_matches(['"', '\'', '“', '‘', '`', '{', '[', '=', ' ']);
        let at = start + line.len() - inner.len();
        found.push(at..start + line.len());
        let word =
            inner.split(['"', '\'', '”', '’', '`', '}', ']', ',']).next().unwrap_or_default().trim_end();
        found.push(at..at + word.len());
    }
    found
}

/// Lines of one error that are looked at.
const TORN_LINES: usize = 3;

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1)
}

/// The byte after the line that byte `at` is in.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|it| it.find('\n')).map_or(text.len(), |it| at + it + 1)
}

/// Where values stand beside `NoEcho: true` or `sensitive = true`, for texts whose tree may not show it: in the
/// same line, and in the lines around it that are indented alike.
pub(super) fn find_marked(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    for mark in MARK.iter().flat_map(|mark| mark.find_iter(text)) {
        if mark.start() < done {
            continue;
        }
        let block = block_around(text, mark.start());
        done = block.end;
        let part = text.get(block.clone()).unwrap_or_default();
        for default in DEFAULT.iter().flat_map(|default| default.find_iter(part)) {
            let (start, end) = (block.start + default.start(), block.start + default.end());
            value(text, start, end, default.as_str().contains(':'), bare, &mut found);
        }
    }
    found
}

/// The lines around byte `at` that are indented as its line is, or deeper.
fn block_around(text: &str, at: usize) -> Range<usize> {
    let depth = |start: usize| {
        let line = text.get(start..).unwrap_or_default();
        line.len() - line.trim_start_matches([' ', '\t']).len()
    };
    let (mut start, mut end) = (line_start(text, at), line_end(text, at));
    let own = depth(start);
    while start > 0 {
        let before = line_start(text, start - 1);
        if depth(before) < own {
            break;
        }
        start = before;
    }
    while end < text.len() && depth(end) >= own {
        end = line_end(text, end);
    }
    start..end
}

/// Adds the value at byte `at`, whose key begins at byte `key`.
fn value(text: &str, key: usize, at: usize, colon: bool, bare: Bare, found: &mut Vec<Range<usize>>) {
    let rest = text.get(at..).unwrap_or_default();
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let opening = rest.get(slashes..).and_then(|it| it.chars().next());
    let literal = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let range = match opening {
        Some(quote @ ('"' | '\'' | '`')) => quoted(text, at + slashes + 1, quote, slashes),
        Some('|' | '>') if colon && bare == Bare::Literal => return block(text, key, at, found),
        Some('\n' | '\r') if colon && bare == Bare::Literal => return next_line(text, key, at, found),
        _ if bare == Bare::Reference && !rest.starts_with(|it: char| it.is_ascii_digit()) => return,
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

/// The line after a key that stands alone, where that is a scalar.
fn next_line(text: &str, key: usize, at: usize, found: &mut Vec<Range<usize>>) {
    let line = line_start(text, key);
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let own = depth(text.get(line..).unwrap_or_default());
    let Some(end) = text.get(at..).and_then(|it| it.find('\n')) else { return };
    let next = text.get(at + end + 1..).unwrap_or_default().lines().next().unwrap_or_default();
    let word = next.trim();
    let is_scalar = !word.starts_with(['-', '#', '{', '[', '!', '&', '*'])
        && !word.ends_with(':')
        && !word.contains(": ")
        && !word.contains('=');
    if is_scalar && depth(next) > own {
        let start = at + end + 1 + depth(next);
        found.push(start..start + word.len());
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
fn is_shell_variable(text: &str) -> bool {
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
        ranges.extend(find_marked(text, bare));
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
