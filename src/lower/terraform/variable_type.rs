//! The types of variables: `list(object({ name = string }))`.
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>

use super::block::{Block, Body};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, did_you_mean};
use crate::grammar;
use crate::source::Span;
use crate::syntax::hcl::Kind;
use crate::syntax::yaml;
use crate::text;

/// What types are made of.
const TYPES: [&str; 10] =
    ["string", "number", "bool", "any", "list", "map", "set", "object", "tuple", "optional"];

/// What defaults in `optional` are made of.
const VALUES: [&str; 3] = ["true", "false", "null"];

/// What is wrong with the type of the variable `block`.
pub(super) fn check(block: &Block<'_>, path: &str, problems: &mut Vec<Diagnostic>) {
    let Some((text, span)) = written(block) else { return };
    for (at, word) in words(text) {
        if TYPES.contains(&word) || VALUES.contains(&word) {
            continue;
        }
        let start = span.start + at as u32;
        let span = Span { start, end: start + word.len() as u32, ..span };
        let message = text!(en: "there is no type `{word}`", zh: "没有类型 `{word}`", word);
        let finding = RuleId::InvalidParameter.finding(span, message).at(path);
        let finding = finding.label(text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处"));
        problems.push(match grammar::nearest(TYPES, word) {
            Some(near) => {
                let edit = Edit { span, text: near.to_owned() };
                finding.help(did_you_mean(near)).fix(Applicability::Unsafe, vec![edit])
            }
            None => finding,
        });
    }
}

/// The type as it is written, and where.
fn written<'t>(block: &Block<'t>) -> Option<(&'t str, Span)> {
    match &block.body {
        Body::Hcl(reader, body) => {
            let view = reader.view;
            let mut items = view.items(*body).filter(|&it| view.kind(it) == Kind::Attribute);
            let value = view.value(items.find(|&it| view.name(it) == "type")?)?;
            Some((view.source(value), view.range(value).in_file(reader.file)))
        }
        Body::Json(reader, object) => {
            let view = reader.view;
            let (_, value) = view.entries(*object).find(|&(key, _)| view.text(key) == "type")?;
            let range = view.range(value);
            let raw = range.of(view.text);
            // A text with escapes is not judged.
            let is_plain = view.kind(value) == yaml::Kind::DoubleQuoted && !raw.contains(['\\', '$']);
            let inner = raw.strip_prefix('"')?.strip_suffix('"').filter(|_| is_plain)?;
            let span = range.in_file(reader.file);
            Some((inner, Span { start: span.start + 1, end: span.end - 1, ..span }))
        }
    }
}

/// The words of a type, and where they begin, without the names of attributes, strings and comments.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let comment = if rest.starts_with("/*") { Some("*/") } else { None };
        let comment = comment.or_else(|| (rest.starts_with('#') || rest.starts_with("//")).then_some("\n"));
        at += match (first, comment) {
            (_, Some(end)) => rest.find(end).map_or(rest.len(), |it| it + end.len()),
            ('"', _) => quoted(rest),
            _ if is_part(first) => {
                let end = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                let is_name = after.trim_start().starts_with(['=', ':']);
                if !is_name && !first.is_numeric() && first != '-' {
                    found.push((at, word));
                }
                end
            }
            _ => first.len_utf8(),
        };
    }
    found
}

/// The length of the string that `text` begins with.
fn quoted(text: &str) -> usize {
    let mut is_escaped = true;
    for (at, it) in text.char_indices() {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_strings_and_comments_are_no_types() {
        let words = |text| words(text).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(words("lst(string)"), ["lst", "string"]);
        assert_eq!(words("object({ a = strin, b: any })"), ["object", "strin", "any"]);
        assert_eq!(words("optional(string, \"a \\\" b\") # c\n// d\n/* e */"), ["optional", "string"]);
        assert_eq!(words("optional(number, -1.5)"), ["optional", "number"]);
        assert!(words("\"string").is_empty());
        assert_eq!(words("字(\n"), ["字"]);
    }
}
