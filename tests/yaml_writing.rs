//! What is written into a scalar reads back as just that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use nestc::source::Quoting;
use nestc::syntax::yaml::{Language, Scalar, View, parse, quote_plain_if_needed};
use nestc::syntax::{NodeId, json, template, write_string};

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

#[test]
fn strings_are_written_in_every_style() {
    use Quoting::{Json, YamlBlock, YamlDouble, YamlPlain, YamlSingle};
    let hosts = [
        ("a: OLD\nb: y\n", YamlPlain { flow: false }),
        ("a: [OLD, z]\nb: y\n", YamlPlain { flow: true }),
        ("a: 'OLD'\nb: y\n", YamlSingle),
        ("a: ['OLD']\nb: y\n", YamlSingle),
        ("a: \"OLD\"\nb: y\n", YamlDouble),
        ("a: |-\n  OLD\nb: y\n", YamlBlock),
        ("{\"a\": \"OLD\", \"b\": \"y\"}", Json),
    ];
    for (host, quoting) in hosts {
        for value in VALUES {
            let Some(written) = write_string(quoting, value) else {
                assert!(matches!(quoting, YamlSingle | YamlBlock), "{value:?} in {host:?}");
                continue;
            };
            // What one kind of quotes cannot hold as it is, an edit of a template refuses.
            if matches!(quoting, YamlSingle | YamlBlock) && value.contains(['\u{2028}', '\u{feff}', '\u{85}'])
                || quoting == YamlBlock && value.is_empty()
            {
                continue;
            }
            let text = host.replace("OLD", &written);
            let (tree, language) = template::read(&text);
            assert!(tree.errors.is_empty(), "{value:?} in {host:?}: {text:?}: {:?}", tree.errors);
            let view = View { tree: &tree, text: &text, language };
            assert_eq!(view.scalar(first_scalar(view)), Scalar::Str((*value).into()), "{host:?}: {text:?}");
            let last = view.entries(view.root().unwrap()).last().unwrap();
            assert_eq!((view.text(last.0), view.text(last.1)), ("b".into(), "y".into()), "{text:?}");
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
