//! What holds of the tree of any text.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "hcl/damage.rs"]
mod damage;

use damage::{RANDOM, Random, change};
use nestc::syntax::hcl::{Kind, TokenKind, View, parse, parse_expression, parse_template};
use nestc::syntax::{NodeId, Tree};

const SERVICE: &str = include_str!("hcl/service.tf");

/// Asserts what must hold of `tree`, made from `text`.
fn check(tree: &Tree<Kind>, text: &str) {
    let mut seen = vec![false; tree.node_count()];
    let mut open = vec![NodeId::ROOT];
    while let Some(id) = open.pop() {
        let node = tree.node(id);
        assert!(!std::mem::replace(&mut seen[id.index()], true), "a node hangs twice in {text:?}");
        let range = node.start as usize..node.end as usize;
        assert!(text.get(range).is_some(), "{node:?} lies off the characters of {text:?}");
        let mut at = node.start;
        for child in tree.children(id) {
            let inner = tree.node(child);
            assert!(at <= inner.start && inner.end <= node.end, "{inner:?} lies off {node:?} in {text:?}");
            at = inner.end;
            open.push(child);
        }
    }
    for error in &tree.errors {
        assert!(
            text.get(error.primary.span.start as usize..error.primary.span.end as usize).is_some(),
            "{error:?}"
        );
        assert!(
            !error.message.get(nestc::diagnostic::Lang::En).ends_with('.') && !error.message.is_empty(),
            "{error:?}"
        );
        for edit in error.edits() {
            assert!(text.get(edit.span.start as usize..edit.span.end as usize).is_some(), "{error:?}");
        }
    }
    let mut at = 0;
    for token in View::new(tree, text).tokens() {
        assert_eq!(token.range.start, at, "tokens of {text:?}");
        assert!(!token.range.is_empty(), "tokens of {text:?}");
        assert!(
            token.kind != TokenKind::Error || !tree.errors.is_empty(),
            "{token:?} without an error in {text:?}"
        );
        at = token.range.end;
    }
    assert_eq!(at as usize, text.len(), "tokens of {text:?}");
}

#[test]
fn every_beginning_of_a_text_has_a_sound_tree() {
    for (end, _) in SERVICE.char_indices() {
        check(&parse(&SERVICE[..end]), &SERVICE[..end]);
    }
    check(&parse(SERVICE), SERVICE);
    assert!(parse(SERVICE).errors.is_empty());
}

#[test]
fn damaged_texts_have_sound_trees() {
    let mut random = Random(42);
    for round in 0..3_000 {
        let mut text = SERVICE.to_owned();
        for _ in 0..=round % 4 {
            let kind = random.below(RANDOM.len());
            if let Some((changed, _)) = change(&text, kind, &mut random) {
                text = changed;
            }
        }
        check(&parse(&text), &text);
    }
}

#[test]
fn heaps_of_marks_have_sound_trees() {
    const MARKS: &[&str] = &[
        "\"", "${", "%{", "}", "{", "(", ")", "[", "]", "a", " ", "\n", "=", "<<E\n", "E\n", ".", ",", ":",
        "?", "for ", " in ", "if ", "endif", "~", "1", "*", "\\", "中", "\u{feff}", "#", "/*", "*/", "\r\n",
        "\r", "...", "=>", "::",
    ];
    let mut random = Random(7);
    for _ in 0..20_000 {
        let count = random.below(24);
        let text: String = (0..count).map(|_| MARKS[random.below(MARKS.len())]).collect();
        check(&parse(&text), &text);
        check(&parse_template(&text), &text);
        check(&parse_expression(&text), &text);
    }
}

#[test]
fn comments_are_kept_in_order() {
    let tree = parse("# a\nb = [ // c\n1, /* d */ 2 ] # e\n");
    let text = "# a\nb = [ // c\n1, /* d */ 2 ] # e\n";
    let comments: Vec<&str> = tree.comments.iter().map(|range| range.of(text)).collect();
    assert_eq!(comments, ["# a", "// c", "/* d */", "# e"]);
}

#[test]
fn nesting_of_a_thousand_levels_is_read() {
    for (open, inner, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a=", "1", "}"),
        ("f(", "1", ")"),
        ("\"${", "1", "}\""),
        ("b[", "1", "]"),
    ] {
        let text = format!("a = {}{inner}{}\n", open.repeat(1_000), close.repeat(1_000));
        assert!(parse(&text).errors.is_empty(), "{open}");
        let deeper = format!("a = {}{inner}{}\nb = 1\n", open.repeat(1_001), close.repeat(1_001));
        let tree = parse(&deeper);
        assert_eq!(tree.errors.len(), 1, "{open}: {:?}", tree.errors);
        assert_eq!(View::new(&tree, &deeper).items(NodeId::ROOT).count(), 2, "{open}");
        check(&tree, &deeper);
    }
    let blocks = format!("{}{}", "a {\n".repeat(1_000), "}\n".repeat(1_000));
    assert!(parse(&blocks).errors.is_empty());
}

#[test]
fn hostile_texts_end() {
    let many = 100_000;
    for text in [
        format!("a = {}", "(".repeat(many)),
        format!("a = {}{}\n", "[".repeat(many), "]".repeat(many)),
        format!("a = {}", "{a=".repeat(many)),
        format!("a = {}", "\"${".repeat(many)),
        "a {\n".repeat(many),
        format!("{}{}", "a {\n".repeat(many), "}\n".repeat(many)),
        format!("a = {}1\n", "-".repeat(many)),
        format!("a = {}d\n", "b ? c : ".repeat(many)),
        "a = <<E\n".repeat(many),
        (0..many).map(|index| format!("a{index} = <<E{index}\n")).collect(),
        "a = [\n".repeat(many),
        "}\n".repeat(many),
        format!("a = [{}]\n", "@,".repeat(many)),
        format!("a = {}", "@ ".repeat(many)),
        format!("a = \"{}\"\n", "%{if b}".repeat(many)),
    ] {
        let tree = parse(&text);
        assert!(!tree.errors.is_empty());
        assert_eq!(tree.node(NodeId::ROOT).end as usize, text.len());
    }
    for text in [
        format!("a = {}1\n", "1 + ".repeat(many)),
        format!("a = b{}\n", ".c".repeat(many)),
        format!("a = \"{}\"\n", "${b}".repeat(many)),
        format!("a = {{{}}}\n", "b = 1, ".repeat(many)),
    ] {
        assert!(parse(&text).errors.is_empty());
    }
}
