//! Secrets in texts whose tree has holes, found by what stands around them: beside a mark or a name, or in the line of a
//! syntax error.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::name::names_secret;
use super::named::first_value;
use super::value::{Bare, line_end, line_start, value};
use crate::source::TextRange;

/// A setting after which the values beside it are secret.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let on = r#"\\*["']?[ \t]*[:=][ \t]*\\*["']?(?:true|yes|on|1)(?-u:\b)"#;
    Regex::new(&format!(r"(?i)(?-u:\b)(?:noecho|sensitive){on}")).ok()
});

/// A setting that names what the values beside it are.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sign = r#"\\*["']?[ \t]*[:=>][ \t]*\\*["']?"#;
    let keys = "name|key|parameterkey|parametername|varname";
    Regex::new(&format!(r"(?i)(?-u:\b)(?:{keys}){sign}(?P<name>[\w.-]+)")).ok()
});

/// The value of a parameter, a variable or a pair.
static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?-u:\b)(?:default|value|parametervalue)\\*["']?[ \t]*[:=>][ \t]*"#).ok()
});

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
        let Some(value) = first_value(line) else { continue };
        let value = line.get(value..).unwrap_or_default();
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

/// Where values stand beside `NoEcho: true` or `sensitive = true`, for texts whose tree may not show it: in the same
/// line, and in the lines around it that are indented alike.
pub(super) fn find_marked(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let marks = MARK.iter().flat_map(|mark| mark.find_iter(text));
    values_beside(text, marks.map(|mark| mark.start()), bare)
}

/// The same beside the name of a secret.
pub(super) fn find_named(text: &str, bare: Bare) -> Vec<Range<usize>> {
    let names = NAME.iter().flat_map(|name| name.captures_iter(text));
    let names = names.filter(|it| it.name("name").is_some_and(|name| names_secret(name.as_str())));
    values_beside(text, names.filter_map(|it| it.get(0)).map(|it| it.start()), bare)
}

/// The values in the blocks around `places`.
fn values_beside(text: &str, places: impl Iterator<Item = usize>, bare: Bare) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    for at in places {
        if at < done {
            continue;
        }
        let block = block_around(text, at);
        done = block.end;
        let part = text.get(block.clone()).unwrap_or_default();
        for key in VALUE.iter().flat_map(|it| it.find_iter(part)) {
            let (start, end) = (block.start + key.start(), block.start + key.end());
            let tag_end = text.get(end..).and_then(|it| it.find('<'));
            if let (true, Some(length)) = (key.as_str().ends_with('>'), tag_end) {
                found.push(end..end + length);
                continue;
            }
            value(text, start, end, key.as_str().contains(':'), bare, &mut found);
        }
    }
    found
}

/// The lines around byte `at` that are indented as its line is, or deeper; of a list the item that it is in.
fn block_around(text: &str, at: usize) -> Range<usize> {
    let line = |start: usize| text.get(start..line_end(text, start)).unwrap_or_default();
    let depth = |start: usize| {
        let line = line(start);
        let inner = line.trim_start_matches([' ', '\t']);
        let item = inner.strip_prefix('-').map_or(inner, |it| it.trim_start_matches(' '));
        // An empty line belongs to what is around it.
        if item.trim().is_empty() { usize::MAX } else { line.len() - item.len() }
    };
    let begins_item = |start: usize| line(start).trim_start_matches([' ', '\t']).starts_with("- ");
    let (mut start, mut end) = (line_start(text, at), line_end(text, at));
    let own = depth(start);
    while start > 0 && !(begins_item(start) && depth(start) == own) {
        let before = line_start(text, start - 1);
        if depth(before) < own {
            break;
        }
        start = before;
    }
    while end < text.len() && depth(end) >= own && !(begins_item(end) && depth(end) == own) {
        end = line_end(text, end);
    }
    start..end
}
