//! Writing a string into a template, for fixes.

use crate::diagnostic::Edit;
use crate::ir::{ImageSlot, NodeRef};
use crate::manifest::Spanned;
use crate::plan::whole_value;
use crate::source::{FileId, Quoting, Span};
use crate::syntax::{Language, SourceMap, write_string};

/// `text` as a string of the language of `file`: in YAML without quotes where it can be.
pub(super) fn string(sources: &SourceMap, file: FileId, text: &str) -> String {
    let quoting = match sources.parse(file).map(|parse| parse.language) {
        Some(Language::Hcl) => Quoting::HclQuoted,
        Some(Language::Json) => Quoting::Json,
        Some(Language::Yaml) | None => Quoting::YamlPlain { flow: true },
    };
    match (quoting, write_string(quoting, text)) {
        (Quoting::YamlPlain { .. }, Some(whole)) => whole,
        // Between double quotes every string can be written.
        (_, inner) => format!("\"{}\"", inner.unwrap_or_default()),
    }
}

/// The edit after which the string `text` is at `slot`. `None` where other places would change too.
pub(crate) fn value(sources: &SourceMap, slot: &ImageSlot, text: &str) -> Option<Edit> {
    let (between, pulled) = whole_value(sources, slot)?;
    Some(Edit { span: between, text: format!("{pulled}{}", string(sources, between.file, text)) })
}

/// The edit after which the string `written` of the manifest is `text`, in the quotes that it has.
/// `None` where its text does not show it as it is.
pub(super) fn manifest_string(sources: &SourceMap, written: &Spanned<String>, text: &str) -> Option<Edit> {
    let at = sources.slice(written.span).find(&written.value)?;
    let start = written.span.start + at as u32;
    let span = Span { start, end: start + written.value.len() as u32, ..written.span };
    Some(Edit { span, text: text.to_owned() })
}

/// The edit that writes the entry of `name`, whose value is written as `value`, before the first entry of the mapping, object
/// or body at `node`. `None` where there is none, or it shares its line in HCL.
pub(super) fn first_entry(sources: &SourceMap, node: NodeRef, name: &str, value: &str) -> Option<Edit> {
    let parse = sources.parse(node.file)?;
    let (start, key, end) = match (parse.yaml(), parse.hcl()) {
        (Some(view), _) => {
            let (first, _) = view.entries(node.id).find(|(key, _)| view.text(*key) != "//")?;
            let start = view.range(first).start;
            let is_flow = view.language == Language::Json || view.in_flow(first);
            let key =
                if view.language == Language::Json { format!("\"{name}\": ") } else { format!("{name}: ") };
            (start, key, if is_flow { ", " } else { "\n" })
        }
        (_, Some(view)) => (view.range(view.items(node.id).next()?).start, format!("{name} = "), "\n"),
        _ => return None,
    };
    let before = parse.text.get(..start as usize)?;
    let indentation = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let end = match end {
        "\n" if !indentation.trim().is_empty() => return None,
        "\n" => format!("{}{indentation}", if parse.text.contains("\r\n") { "\r\n" } else { "\n" }),
        comma => comma.to_owned(),
    };
    let span = Span { file: node.file, start, end: start };
    Some(Edit { span, text: format!("{key}{value}{end}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_in_the_language_of_their_file() {
        let sources = SourceMap::new();
        let yaml = sources.add("a.yaml", "a: b\n");
        let json = sources.add("a.yaml", " {\"a\": 1}\n");
        let hcl = sources.add("a.tf", "a = 1\n");
        assert_eq!(string(&sources, yaml, "m-bp1234567890abcdefgh"), "m-bp1234567890abcdefgh");
        assert_eq!(string(&sources, json, "m-1"), "\"m-1\"");
        assert_eq!(string(&sources, hcl, "${a} \"中\"\n$"), "\"$${a} \\\"中\\\"\\n$\"");
    }
}
