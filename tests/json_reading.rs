//! JSON as RFC 8259 has it, with the names of Python's `json`, and its recovery.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/tokens.rs"]
#[allow(dead_code, reason = "each driver uses a part")]
mod tokens;

use nestc::syntax::json::parse;
use nestc::syntax::yaml::{Kind, Language, Scalar, View};
use nestc::syntax::{NodeId, Tree};

#[test]
fn good_texts() {
    let texts = [
        "{}",
        "[]",
        "null",
        " true ",
        "-0",
        "1e5",
        "1E+2",
        "1.5",
        "\"\"",
        "[1, \"a\", {\"b\": [null]}]",
        "NaN",
        "[Infinity, -Infinity]",
        "\"\\u4e2d\\ud83d\\ude00\\/\\b\"",
        "\"\u{7f}\u{2028}\"",
        "{\"a\": 1, \"a\": 2}",
        "\t\r\n[]\n",
    ];
    for text in texts {
        assert!(parse(text).errors.is_empty(), "{text:?}: {:?}", parse(text).errors);
    }
}

#[test]
fn bad_texts() {
    let texts = [
        "",
        " ",
        "{",
        "[",
        "]",
        "}",
        "[1,]",
        "{\"a\": 1,}",
        "[,1]",
        "[1,,2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{1: 2}",
        "{a: 1}",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\ude00\"",
        "\"\n\"",
        "\"\t\"",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "--1",
        "True",
        "nan",
        "[1 2]",
        "{\"a\" 1}",
        "{} {}",
        "// x\n{}",
        "\u{feff}{}",
        "[1}",
        "tru",
        "-NaN",
    ];
    for text in texts {
        assert!(!parse(text).errors.is_empty(), "{text:?}");
    }
}

#[test]
fn values() {
    let text = r#"{"a": [1, -2, 1.5, true, null, "\u4e2d\"", 123456789012345678901234567890123456789012]}"#;
    let tree = parse(text);
    let view = View { tree: &tree, text, language: Language::Json };
    let (_, list) = view.entries(view.root().unwrap()).next().unwrap();
    let values: Vec<Scalar<'_>> = view.items(list).map(|item| view.scalar(item)).collect();
    let wanted = [
        Scalar::Int(1),
        Scalar::Int(-2),
        Scalar::Float(1.5),
        Scalar::Bool(true),
        Scalar::Null,
        Scalar::Str("中\"".into()),
        Scalar::BigInt("123456789012345678901234567890123456789012".into()),
    ];
    assert_eq!(values, wanted);
}

fn keys(tree: &Tree<Kind>, text: &str) -> String {
    fn add(view: View<'_>, id: NodeId, out: &mut String) {
        for (key, value) in view.entries(id) {
            out.push_str(&view.text(key));
            out.push('(');
            add(view, value, out);
            out.push(')');
        }
        view.items(id).for_each(|item| add(view, item, out));
    }
    let view = View { tree, text, language: Language::Json };
    let mut out = String::new();
    add(view, view.root().unwrap(), &mut out);
    out
}

#[test]
fn a_damaged_line_costs_itself() {
    let good =
        "{\n  \"a\": {\n    \"b\": [1, 2],\n    \"c\": \"x\"\n  },\n  \"d\": {\n    \"e\": 1\n  }\n}\n";
    let wanted = keys(&parse(good), good);
    assert_eq!(wanted, "a(b()c())d(e())");
    let damages = [
        ("[1, 2],", "[1, 2]"),
        ("[1, 2],", "[1, 2,],"),
        ("[1, 2],", "[1, 2,"),
        ("[1, 2],", "[1 2],"),
        ("\"x\"", "\"x"),
        ("\"x\"", "x"),
        ("\"c\":", "\"c\""),
        ("  },", "  "),
        ("  },\n", ""),
        ("\"e\": 1", "\"e\": 1,"),
        ("  }\n}", "  }\n"),
        ("[1, 2],", "[1, 2],\n    ]"),
        ("[1, 2],", "[1, 2],\n    }"),
    ];
    for (old, new) in damages {
        let text = good.replacen(old, new, 1);
        let tree = parse(&text);
        assert_eq!(tree.errors.len(), 1, "{new:?}: {:#?}", tree.errors);
        assert_eq!(keys(&tree, &text), wanted, "{new:?}");
    }
}

#[test]
fn brackets_count_before_indentation() {
    let text =
        "{\n  \"a\": {\n    \"b\": {\n  \"c\": 1\n      }\n    },\n\"d\" 2,\n    \"e\": {\n  \"f\": 3\n}}\n";
    let tree = parse(text);
    assert_eq!(tree.errors.len(), 1, "{:#?}", tree.errors);
    assert_eq!(keys(&tree, text), "a(b(c()))d()e(f())");
}

#[test]
fn a_bracket_alone_on_its_line_closes() {
    for value in ["\"x\"}", "}"] {
        let text =
            format!("{{\n  \"a\": {{\n    \"b\": {value}\n  }},\n  \"c\": {{\n    \"d\": 1\n  }}\n}}\n");
        let tree = parse(&text);
        assert_eq!(tree.errors.len(), 1, "{value:?}: {:#?}", tree.errors);
        assert_eq!(keys(&tree, &text), "a(b())c(d())", "{value:?}");
    }
}

#[test]
fn a_bracket_before_more_entries_closes_nothing() {
    for value in ["1}", "}", "1]", "]"] {
        let text = format!("{{\n  \"a\": {{\n    \"b\": {value},\n    \"c\": 2\n  }},\n  \"d\": 1\n}}\n");
        let tree = parse(&text);
        assert_eq!(tree.errors.len(), 1, "{value:?}: {:#?}", tree.errors);
        assert_eq!(keys(&tree, &text), "a(b()c())d()", "{value:?}");
    }
}

#[test]
fn errors_keep_to_characters() {
    for text in ["{,å\n}", "[1,å\n]", "{\"a\": 1,\nå\n}", "[å\n,å\n]", "{\"a\":\nå\nå\n}"] {
        for error in parse(text).errors {
            assert!(
                text.get(error.primary.span.start as usize..error.primary.span.end as usize).is_some(),
                "{text:?}: {error:?}"
            );
            for edit in error.edits() {
                assert!(
                    text.get(edit.span.start as usize..edit.span.end as usize).is_some(),
                    "{text:?}: {edit:?}"
                );
            }
        }
    }
}

#[test]
fn tokens_leave_no_gap() {
    for text in ["{\"a\": [1, 2], // x\n b}", "[1,, \"a", "{\"中\": \u{1}}", "\u{feff}[]", ""] {
        let tree = parse(text);
        let view = View { tree: &tree, text, language: Language::Json };
        let joined: String = tokens::tokens(view).map(|(_, range)| range.of(text)).collect();
        assert_eq!(joined, text);
    }
}
