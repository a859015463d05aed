//! What is written into a scalar reads back as just that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use nestc::source::TextRange;
use nestc::syntax::yaml::{Language, Scalar, View, parse, quote_plain_if_needed};
use nestc::syntax::{NodeId, json, template};

const VALUES: &[&str] = &[
    "m-bp1abc",
    "",
    " x",
    "x ",
    "a: b",
    "a #b",
    "'",
    "\"",
    "\\",
    "it's \"x\"",
    "true",
    "12",
    "1.5",
    "~",
    "null",
    "2015-09-01",
    "a\nb",
    "a\n",
    "\t",
    "中文 é 😀",
    "- a",
    "? a",
    "[a]",
    "a, b",
    "{{x}}",
    "@",
    "%",
    "---",
    "=",
    "<<",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{1}",
    "-",
    "a:",
    "#",
    "x\u{a0}",
    "\u{a0}x",
    "0x_",
    "!Ref a",
    "*a",
    "&a",
];

fn first_scalar(view: View<'_>) -> NodeId {
    let root = view.root().unwrap();
    let mut value = view.entries(root).next().unwrap().1;
    while let Some(item) = view.items(value).next() {
        value = item;
    }
    value
}

fn edited(text: &str, range: TextRange, with: &str) -> String {
    let mut text = text.to_owned();
    text.replace_range(range.start as usize..range.end as usize, with);
    text
}

#[test]
fn whole_scalars_are_rewritten_in_every_style() {
    let hosts = [
        "a: x\nb: y\n",
        "a: 'x'\nb: y\n",
        "a: \"x\"\nb: y\n",
        "a: |\n  x\n  z\nb: y\n",
        "a: >-\n  x\nb: y\n",
        "a:\nb: y\n",
        "a: [x, z]\nb: y\n",
        "a: ['x']\nb: y\n",
        "a: x\n  z\nb: y\n",
        "{\"a\": \"x\", \"b\": \"y\"}",
    ];
    for host in hosts {
        let (tree, language) = template::read(host);
        let view = View { tree: &tree, text: host, language };
        for value in VALUES {
            let splice = view.rewrite(first_scalar(view), value);
            let text = edited(host, splice.range, &splice.text);
            let (tree, language) = template::read(&text);
            assert!(tree.errors.is_empty(), "{value:?} in {host:?} gives {text:?}: {:?}", tree.errors);
            let after = View { tree: &tree, text: &text, language };
            assert_eq!(
                after.scalar(first_scalar(after)),
                Scalar::Str((*value).into()),
                "{host:?} gives {text:?}"
            );
            let last = after.entries(after.root().unwrap()).last().unwrap();
            assert_eq!((after.text(last.0), after.text(last.1)), ("b".into(), "y".into()), "{text:?}");
        }
    }
}

#[test]
fn parts_of_scalars_are_replaced_or_refused() {
    let hosts = [
        ("a: \"id = \\\"OLD\\\"\\n\"\nb: y\n", true),
        ("a: 'it''s OLD here'\nb: y\n", true),
        ("a: |\n  id = \"OLD\"\n    x\nb: y\n", true),
        ("a: |-\n  OLD\nb: y\n", true),
        ("a: >\n  one\n  OLD two\nb: y\n", true),
        ("a: x-OLD-y\nb: y\n", true),
        ("a: [x-OLD-y]\nb: y\n", true),
        ("a: \"one\n  OLD two\"\nb: y\n", true),
        ("{\"a\": \"\\u4e2d OLD \\\"\", \"b\": 1}", true),
        ("a: one\n  OLD two\nb: y\n", false),
    ];
    for (host, simple) in hosts {
        let (tree, language) = template::read(host);
        let view = View { tree: &tree, text: host, language };
        let id = first_scalar(view);
        let (inner, pieces) = view.embedded(id);
        let start = inner.find("OLD").unwrap() as u32;
        let part = TextRange::new(start, start + 3);
        assert_eq!(pieces.to_outer(part).of(host), "OLD");
        assert_eq!(view.splice(id, &pieces, part, "m-new").is_some(), simple, "{host:?}");
        for value in VALUES {
            let Some(splice) = view.splice(id, &pieces, part, value) else { continue };
            let text = edited(host, splice.range, &splice.text);
            let (tree, language) = template::read(&text);
            assert!(tree.errors.is_empty(), "{value:?} in {host:?} gives {text:?}: {:?}", tree.errors);
            let after = View { tree: &tree, text: &text, language };
            let wanted = inner.replace("OLD", value);
            assert_eq!(
                after.scalar(first_scalar(after)),
                Scalar::Str(wanted.into()),
                "{host:?} gives {text:?}"
            );
            assert_eq!(after.entries(after.root().unwrap()).count(), 2, "{text:?}");
        }
    }
}

#[test]
fn plain_text_is_quoted_only_where_it_must_be() {
    assert_eq!(quote_plain_if_needed("m-bp1", false), "m-bp1");
    assert_eq!(quote_plain_if_needed("a, b", false), "a, b");
    assert_eq!(quote_plain_if_needed("a, b", true), "'a, b'");
    assert_eq!(quote_plain_if_needed("yes", false), "'yes'");
    assert_eq!(quote_plain_if_needed("it's: x", false), "\"it's: x\"");
    for value in VALUES {
        for (host, in_flow) in [("a: ", false), ("a: [", true)] {
            let text =
                format!("{host}{}{}", quote_plain_if_needed(value, in_flow), if in_flow { "]" } else { "" });
            let tree = parse(&text);
            let view = View { tree: &tree, text: &text, language: Language::Yaml };
            assert!(tree.errors.is_empty(), "{text:?}");
            assert_eq!(view.scalar(first_scalar(view)), Scalar::Str((*value).into()), "{text:?}");
        }
    }
}

#[test]
fn json_is_tried_first() {
    let read = |text: &str| template::read(text).1;
    assert_eq!(read("{\"a\": 1}"), Language::Json);
    assert_eq!(read("{a: 1}"), Language::Yaml);
    assert_eq!(read("a: 1"), Language::Yaml);
    assert_eq!(read("{\"a\": 1,"), Language::Json);
    assert_eq!(read("- a\n"), Language::Yaml);
    assert!(json::parse("{\"a\": 1,}").errors.len() == 1);
}
