//! Writing a string into a template, for fixes.

use super::Slot;
use crate::diagnostic::Edit;
use crate::ir::Site;
use crate::manifest::Spanned;
use crate::source::{FileId, SourceMap, Span};

/// The languages in which strings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Yaml,
    Json,
    Hcl,
}

/// `text` as a string of the language of `file`, in the shortest spelling that reads as that string.
pub(super) fn string(sources: &SourceMap, file: FileId, text: &str) -> String {
    match language(sources, file) {
        Language::Yaml if is_plain(text) => text.to_owned(),
        Language::Yaml | Language::Json => quoted(text, false),
        Language::Hcl => quoted(text, true),
    }
}

/// The edit after which the string `text` stands at `slot`. `None` where other places would change too.
pub(super) fn value(sources: &SourceMap, slot: &Slot<'_>, text: &str) -> Option<Edit> {
    if slot.slot.site != Site::Direct {
        return None;
    }
    let span = slot.slot.value.span;
    let gap = Span { start: slot.slot.key_span.end, end: span.start, ..span };
    let (between, pulled) = match sources.slice(gap).strip_prefix(':') {
        // A value on the lines below its key moves up beside it.
        Some(rest) if rest.contains(['\n', '\r']) && rest.trim().is_empty() => {
            (Span { start: gap.start + 1, ..span }, " ")
        }
        _ => (span, ""),
    };
    Some(Edit { span: between, text: format!("{pulled}{}", string(sources, span.file, text)) })
}

/// The edit after which the string `written` of the manifest is `text`, in the quotes that it stands in.
/// `None` where its text does not show it as it is.
pub(super) fn manifest_string(sources: &SourceMap, written: &Spanned<String>, text: &str) -> Option<Edit> {
    let at = sources.slice(written.span).find(&written.value)?;
    let start = written.span.start + at as u32;
    let span = Span { start, end: start + written.value.len() as u32, ..written.span };
    Some(Edit { span, text: text.to_owned() })
}

fn language(sources: &SourceMap, file: FileId) -> Language {
    let name = sources.name(file);
    if name.ends_with(".json")
        || sources.text(file).trim_start_matches('\u{feff}').trim_start().starts_with('{')
    {
        return Language::Json;
    }
    let hcl = [".tf", ".hcl", ".tfvars", ".tofu"].iter().any(|end| name.ends_with(end));
    if hcl { Language::Hcl } else { Language::Yaml }
}

/// Whether YAML 1.1 reads the unquoted `text` as that string everywhere. Some that it would are quoted all
/// the same.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let names = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    starts && word && !names.iter().any(|name| text.eq_ignore_ascii_case(name))
}

/// `text` between double quotes. The escapes are those that JSON, YAML and HCL share; in HCL, what would
/// begin a template is doubled.
fn quoted(text: &str, hcl: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if hcl && characters.peek() == Some(&'{') => out.extend([character, character]),
            control if control.is_control() || control == '\u{feff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_in_the_language_of_their_file() {
        let sources = SourceMap::new();
        let yaml = sources.add("a.yaml", "a: b\n");
        let json = sources.add("a.yaml", "\u{feff} {\"a\": 1}\n");
        let hcl = sources.add("a.tf", "a = 1\n");
        assert_eq!(
            string(&sources, yaml, "centos_7_9_x64_20G_alibase_20220824.vhd"),
            "centos_7_9_x64_20G_alibase_20220824.vhd"
        );
        assert_eq!(string(&sources, yaml, "no"), "\"no\"");
        assert_eq!(string(&sources, yaml, "7"), "\"7\"");
        assert_eq!(string(&sources, yaml, ""), "\"\"");
        assert_eq!(string(&sources, json, "m-1"), "\"m-1\"");
        assert_eq!(string(&sources, hcl, "${a} \"中\"\n$"), "\"$${a} \\\"中\\\"\\n$\"");
        assert_eq!(string(&sources, yaml, "${a}\u{7}"), "\"${a}\\u0007\"");
    }
}
