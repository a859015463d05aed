//! Texts that were made to break a parser. Each must come back with a tree that is no larger than the text allows
//! and with no more errors than the budget; quadratic work would not come back at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/corpus.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;
#[path = "support/invariants.rs"]
mod invariants;
#[path = "support/texts.rs"]
mod texts;
#[path = "support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;

use nestc::diagnostic::RuleId;
use std::fmt::Debug;

use nestc::syntax::{Tree, json, yaml};

/// As deep as the texts here go.
const DEEP: usize = 100_000;

/// Nodes that one byte of text may make: a lone `-` or `,` stands for an item and for the nothing in it.
const NODES_PER_BYTE: usize = 3;

fn bounded<K: Copy + Debug>(text: &str, tree: &Tree<K>) {
    assert!(
        tree.node_count() <= NODES_PER_BYTE * text.len() + 8,
        "{} nodes for {} bytes",
        tree.node_count(),
        text.len()
    );
}

fn yaml_and_json(text: &str) {
    bounded(text, &texts::yaml(text));
    bounded(text, &texts::json(text));
}

fn hcl(text: &str) {
    bounded(text, &texts::hcl(text));
    bounded(text, &texts::hcl_template(text));
}

#[test]
fn deep_brackets_in_yaml_and_json() {
    for open in ["[", "{", "[{", "{a: ", "{\"a\":", "[[[", "{? ", "[? ", "- ", "? ", "!x [", "&a ["] {
        let text = open.repeat(DEEP);
        yaml_and_json(&text);
        assert!(!yaml::parse(&text).errors.is_empty(), "{open:?} nested {DEEP} times is accepted");
        assert!(!json::parse(&text).errors.is_empty(), "{open:?} nested {DEEP} times is accepted");
    }
}

#[test]
fn deep_and_closed_brackets_pass_a_budget() {
    let text = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    for tree in [texts::yaml(&text), texts::json(&text)] {
        bounded(&text, &tree);
        assert!(
            tree.errors.iter().any(|error| error.rule == RuleId::BudgetExceeded),
            "{:?}",
            tree.errors.first()
        );
    }
}

#[test]
fn deep_indentation_in_yaml() {
    let stairs: String = (0..1500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    yaml_and_json(&stairs);
    let items: String = (0..1500).map(|depth| format!("{}-\n", " ".repeat(depth))).collect();
    yaml_and_json(&items);
}

#[test]
fn deep_nesting_in_hcl() {
    for open in [
        "(",
        "[",
        "{",
        "a {\n",
        "a = {\n",
        "f(",
        "\"${",
        "a[",
        "!",
        "-",
        "a ? ",
        "a ? b : ",
        "a + ",
        "[for a in ",
    ] {
        let text = format!("x = {}", open.repeat(DEEP));
        hcl(&text);
        hcl(&open.repeat(DEEP));
        assert!(!texts::hcl(&text).errors.is_empty(), "{open:?} nested {DEEP} times is accepted");
    }
    for open in ["${", "%{ if a }", "%{ for a in b }", "${\"", "%{", "${<<A\n"] {
        hcl(&open.repeat(DEEP));
    }
}

#[test]
fn deep_and_closed_nesting_in_hcl_passes_a_budget() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{a=", "}"), ("f(", ")"), ("\"${", "}\"")] {
        let text = format!("x = {}1{}\n", open.repeat(DEEP), close.repeat(DEEP));
        let tree = texts::hcl(&text);
        bounded(&text, &tree);
        assert!(
            tree.errors.iter().any(|error| error.rule == RuleId::BudgetExceeded),
            "{open:?}: {:?}",
            tree.errors
        );
    }
    let blocks = format!("{}{}", "a {\n".repeat(DEEP), "}\n".repeat(DEEP));
    let tree = texts::hcl(&blocks);
    assert!(tree.errors.iter().any(|error| error.rule == RuleId::BudgetExceeded), "{:?}", tree.errors);
}

#[test]
fn a_thousand_levels_are_read() {
    let deep = 900;
    let brackets = format!("a: {}{}\n", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(texts::yaml(&brackets).errors, []);
    let json = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(texts::json(&json).errors, []);
    let parentheses = format!("a = {}1{}\n", "(".repeat(deep), ")".repeat(deep));
    assert_eq!(texts::hcl(&parentheses).errors, []);
}

#[test]
fn unterminated_everything() {
    for start in [
        "\"",
        "'",
        "|",
        ">",
        "a: \"",
        "a: '",
        "a: |\n ",
        "{\"a\": \"",
        "[",
        "{",
        "&",
        "*",
        "!",
        "!<",
        "%",
        "%TAG",
        "#",
        "?",
        "-",
        ":",
        "---",
        "...",
        "a: &a",
        "a: *",
        "\"\\",
        "\"\\u",
        "\"\\x4",
        "--- |",
        "a: >9",
        "<<: *",
    ] {
        for rest in
            ["", "x", "\n", "x\ny: z\n", "\r", "\r\n", "\t", " ", "\u{85}", "\u{2028}", "\u{feff}", "中"]
        {
            yaml_and_json(&format!("{start}{rest}"));
            yaml_and_json(&format!("k:\n  - {start}{rest}"));
        }
    }
    for start in [
        "a = \"",
        "a = <<EOT\n",
        "a = <<-EOT\n",
        "a = <<",
        "a = \"${",
        "a = \"%{",
        "a = \"%{ if x }",
        "/*",
        "//",
        "#",
        "a {",
        "a \"",
        "a = (",
        "a = [",
        "a = {",
        "a = [for",
        "a = {for x",
        "a = f(",
        "a = b.",
        "a = b[",
        "a = b ?",
        "a = b ? c :",
        "a = \"\\",
        "a = \"\\u12",
        "a = 1e",
        "a = \"$",
        "a = \"%",
        "a = x::",
        "=",
        "a =",
    ] {
        for rest in [
            "",
            "x",
            "\n",
            "x\ny = z\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "\u{2028}",
            "\u{feff}",
            "中",
            "}",
            "\"",
            "~}",
        ] {
            hcl(&format!("{start}{rest}"));
            hcl(&format!("r \"s\" {{\n  {start}{rest}\n}}\n"));
        }
    }
}

#[test]
fn alias_bombs() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..40 {
        let names = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("a{level}: &a{level} [{names}]\n");
    }
    yaml_and_json(&text);
    let merges: String = (1..2_000).map(|n| format!("a{n}: &a{n}\n  <<: *a{}\n  k{n}: 1\n", n - 1)).collect();
    yaml_and_json(&format!("a0: &a0 {{}}\n{merges}"));
    yaml_and_json(&format!("a: &a 1\nb: [{}]\n", vec!["*a"; DEEP].join(",")));
    yaml_and_json("a: &a [*a, *a]\nb: &b\n  <<: *b\n");
}

#[test]
fn long_lines() {
    let megabyte = 1_000_000;
    for unit in [
        "x", "x ", "中", "\\", "\"", "'", "a: ", "- ", "# ", "\t", ": ", "&a ", "!a ", "{}", "[],", ", ",
        "\\n",
    ] {
        let line = unit.repeat(megabyte / unit.len());
        yaml_and_json(&line);
        yaml_and_json(&format!("a: \"{line}\"\n"));
        yaml_and_json(&format!("a: [{line}]\n"));
    }
    for unit in [
        "x", "x ", "中", "\\\\", "$", "%", "${a}", "%{", "a.", "1", "1+", "!", "#", "/*", "*/", "<<", "~",
        ".",
    ] {
        let line = unit.repeat(megabyte / unit.len());
        hcl(&format!("a = {line}\n"));
        hcl(&format!("a = \"{line}\"\n"));
        hcl(&format!("a = <<EOT\n{line}\nEOT\n"));
    }
}

#[test]
fn a_hundred_thousand_keys() {
    let yaml: String = (0..DEEP).map(|key| format!("k{key}: v\n")).collect();
    let tree = texts::yaml(&yaml);
    assert_eq!(tree.errors, []);
    let view = yaml::View { tree: &tree, text: &yaml, language: yaml::Language::Yaml };
    assert_eq!(view.merged_entries(view.root().unwrap()).len(), DEEP);
    let flow = format!("{{{}}}", (0..DEEP).map(|key| format!("\"k{key}\": 1")).collect::<Vec<_>>().join(","));
    assert_eq!(texts::json(&flow).errors, []);
    assert_eq!(texts::yaml(&flow).errors, []);
    let object =
        format!("a = {{\n{}}}\n", (0..DEEP).map(|key| format!("  k{key} = 1\n")).collect::<String>());
    assert_eq!(texts::hcl(&object).errors, []);
    let attributes: String = (0..DEEP).map(|key| format!("k{key} = 1\n")).collect();
    assert_eq!(texts::hcl(&attributes).errors, []);
}

#[test]
fn errors_keep_to_their_budget() {
    for line in ["a: b: c\n", "a: \"x\" y\n", "a: @x\n", "\tb: c\n", "a: [\n", "}\n", "a: 'x\n", "*\n", "%\n"]
    {
        yaml_and_json(&line.repeat(20_000));
    }
    for line in
        ["a =\n", "a = @\n", "a = \"\n", "a = (\n", "}\n", "a {\n", "a = b.\n", "\"\n", "a = <<X\n", "${\n"]
    {
        hcl(&line.repeat(20_000));
    }
}

#[test]
fn small_texts_in_other_languages() {
    let all = ["yml", "yaml", "json", "tf", "txt"];
    for text in corpus::texts(&[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/syntax").into()], &all) {
        yaml_and_json(&text.text);
        hcl(&text.text);
    }
}
