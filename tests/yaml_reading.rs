//! YAML reads as PyYAML's safe loader reads it. `tests/yaml/pyyaml.jsonl` holds texts with what PyYAML
//! 6.0.3 (its loader in Python, local tags and time stamps as ROS has them) makes of each: `null` where
//! it fails, else its nodes in the notation of [`dump`].

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;

use nestc::syntax::yaml::{Kind, Language, Scalar, View, parse};
use nestc::syntax::{NodeId, Tree};

/// Mappings as `{key:value,}`, sequences as `[item,]`, integers as `i1`, floats by their bits, bytes as
/// `b00ff`, strings as in JSON with all but ASCII escaped.
fn dump(view: View<'_>, id: NodeId, out: &mut String) {
    let id = view.deref(id);
    match view.kind(id) {
        Kind::Mapping => {
            out.push('{');
            for (key, value) in view.entries(id) {
                dump(view, key, out);
                out.push(':');
                dump(view, value, out);
                out.push(',');
            }
            out.push('}');
        }
        Kind::Sequence => {
            out.push('[');
            for item in view.items(id) {
                dump(view, item, out);
                out.push(',');
            }
            out.push(']');
        }
        _ => dump_scalar(view.scalar(id), out),
    }
}

fn dump_scalar(value: Scalar<'_>, out: &mut String) {
    match value {
        Scalar::Null => out.push_str("null"),
        Scalar::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Scalar::Int(value) => out.push_str(&format!("i{value}")),
        Scalar::BigInt(_) => out.push_str("big"),
        Scalar::Float(value) if value.is_nan() => out.push_str("fnan"),
        Scalar::Float(value) => out.push_str(&format!("f{:016x}", value.to_bits())),
        Scalar::Binary(bytes) => {
            out.push('b');
            bytes.iter().for_each(|byte| out.push_str(&format!("{byte:02x}")));
        }
        Scalar::Str(text) => {
            out.push('"');
            for letter in text.chars() {
                match letter {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    ' '..='~' => out.push(letter),
                    _ => {
                        letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                            out.push_str(&format!("\\u{unit:04x}"));
                        });
                    }
                }
            }
            out.push('"');
        }
    }
}

fn value(tree: &Tree<Kind>, text: &str) -> Option<String> {
    let view = View { tree, text, language: Language::Yaml };
    if !tree.errors.is_empty() {
        return None;
    }
    let mut out = String::new();
    match view.root() {
        Some(root) => dump(view, root, &mut out),
        None => out.push_str("null"),
    }
    Some(out)
}

fn cases() -> Vec<(String, Option<String>)> {
    let lines = include_str!("yaml/pyyaml.jsonl").lines();
    lines
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            (case["text"].as_str().unwrap().to_owned(), case["value"].as_str().map(str::to_owned))
        })
        .collect()
}

/// The tokens joined are the text, and everything that points into it lies on character boundaries.
fn check_places(tree: &Tree<Kind>, text: &str) {
    let view = View { tree, text, language: Language::Yaml };
    let mut end = 0;
    for (kind, range) in tokens::tokens(view) {
        assert_eq!(range.start, end, "a gap in {text:?}");
        assert!(text.is_char_boundary(range.end as usize) && !range.is_empty(), "{text:?}");
        assert!(kind != tokens::TokenKind::Error || !tree.errors.is_empty(), "{text:?}");
        end = range.end;
    }
    assert_eq!(end as usize, text.len());
    let whole = |start: u32, end: u32| {
        start <= end && text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize)
    };
    for id in tree.ids() {
        let node = tree.node(id);
        assert!(whole(node.start, node.end) && node.props <= node.start, "{node:?} in {text:?}");
    }
    for error in &tree.errors {
        assert!(whole(error.primary.span.start, error.primary.span.end), "{error:?} in {text:?}");
        assert!(error.edits().iter().all(|edit| whole(edit.span.start, edit.span.end)), "{error:?}");
    }
}

#[test]
fn verdicts_and_values_are_those_of_pyyaml() {
    let cases = cases();
    assert!(cases.len() > 200);
    for (text, wanted) in cases {
        let tree = parse(&text);
        assert_eq!(value(&tree, &text), wanted, "{text:?}: {:?}", tree.errors);
        check_places(&tree, &text);
    }
}

#[test]
fn every_beginning_of_a_text_is_read_without_a_gap() {
    for (text, _) in cases() {
        for (end, _) in text.char_indices() {
            let part = &text[..end];
            check_places(&parse(part), part);
        }
    }
}

#[test]
fn half_a_surrogate_pair_is_no_character() {
    for escape in [r"\ud834", r"\udd1e", r"\U0000d834", r"\ud834\ud834\udd1e"] {
        for text in [format!("a: \"x{escape}y\"\n"), format!("[\"{escape}\"]\n")] {
            let errors = parse(&text).errors;
            assert_eq!(errors.len(), 1, "{text:?}: {errors:?}");
            assert_eq!(errors[0].primary.span.start as usize, text.find('\\').unwrap(), "{text:?}");
        }
    }
    assert!(parse(r#"a: "\ud834\udd1e""#).errors.is_empty());
}

#[test]
fn decoded_texts_know_their_origin() {
    for (text, _) in cases() {
        let tree = parse(&text);
        let view = View { tree: &tree, text: &text, language: Language::Yaml };
        for id in tree.ids().filter(|&id| view.is_scalar(id)) {
            let (inner, pieces) = view.embedded(id);
            assert_eq!(inner, view.text(id));
            let mut end = 0;
            for piece in &pieces.0 {
                assert_eq!(piece.inner.start, end, "{text:?}");
                end = piece.inner.end;
                if piece.verbatim {
                    assert_eq!(piece.inner.of(&inner), piece.outer.of(&text), "{text:?}");
                }
            }
            assert_eq!(end as usize, inner.len(), "{text:?}");
        }
    }
}

#[test]
fn comments_are_kept() {
    let text = "# a\nb: c # d\ne: |  # f\n  # no comment\n";
    let tree = parse(text);
    let comments: Vec<&str> = tree.comments.iter().map(|range| range.of(text)).collect();
    assert_eq!(comments, ["# a", "# d", "# f"]);
}

#[test]
fn tags_and_anchors_are_found() {
    let text = "a: !Ref &x\n  # c !no\n  b\n";
    let tree = parse(text);
    let view = View { tree: &tree, text, language: Language::Yaml };
    let (_, value) = view.entries(view.root().unwrap()).next().unwrap();
    assert_eq!(view.tag(value).map(|(_, tag)| tag), Some("!Ref"));
    assert_eq!(view.anchor(value).map(|(_, name)| name), Some("x"));
    assert_eq!(view.text(value), "b");
}

#[test]
fn merged_entries_stand_before_their_own() {
    let text = "x: &x {a: 1, b: 2}\ny: &y {a: 3}\nz:\n  b: 4\n  <<: [*x, *y]\n";
    let tree = parse(text);
    let view = View { tree: &tree, text, language: Language::Yaml };
    let (_, z) = view.entries(view.root().unwrap()).last().unwrap();
    let entries: Vec<(String, String, bool)> = view
        .merged_entries(z)
        .into_iter()
        .map(|entry| (view.text(entry.key).into(), view.text(entry.value).into(), entry.merge.is_some()))
        .collect();
    let wanted = [("a", "3", true), ("a", "1", true), ("b", "2", true), ("b", "4", false)];
    assert_eq!(entries, wanted.map(|(key, value, merged)| (key.into(), value.into(), merged)));
}
