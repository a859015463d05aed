//! A damaged line costs itself: what stands around it is still read, and one cause is one error.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use nestc::diagnostic::RuleId;
use nestc::syntax::NodeId;
use nestc::syntax::yaml::{Kind, Language, View, parse};

/// Every scalar with the keys that lead to it.
fn values(view: View<'_>, id: NodeId, path: &str, out: &mut Vec<String>) {
    match view.kind(id) {
        Kind::Mapping => view
            .entries(id)
            .for_each(|(key, value)| values(view, value, &format!("{path}/{}", view.text(key)), out)),
        Kind::Sequence => view.items(id).for_each(|item| values(view, item, &format!("{path}/-"), out)),
        Kind::Error => {}
        _ => out.push(format!("{path} = {}", view.text(id))),
    }
}

/// The template with the line `{}` in several places, one of which is damaged.
const TEMPLATE: &str = "\
ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Zone:
    Type: String
    AllowedValues:
      - cn-hangzhou
      - \"cn-beijing\"
    Default: 'cn-hangzhou'
Resources:
  Server:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: m-bp1
      Tags: [a, {Key: b}]
      UserData: |
        #!/bin/sh
        echo \"hello: world\"
      Ports:
      - 80
      - 443
  Group:
    Type: ALIYUN::ECS::SecurityGroup
    Properties:
      VpcId: {Ref: Vpc}
Outputs:
  Id:
    Value: done
";

/// What is still read after `old` became `new`, without what stood on the lines of `old`.
fn check(old: &str, new: &str) {
    assert_eq!(TEMPLATE.matches(old).count(), 1, "{old:?}");
    let start = TEMPLATE.find(old).unwrap();
    let text = TEMPLATE.replace(old, new);
    let before = parse(TEMPLATE);
    let after = parse(&text);
    assert!(before.errors.is_empty());
    assert_eq!(after.errors.len(), 1, "{new:?}: {:#?}", after.errors);
    let damaged = start..start + old.len();
    let view = View { tree: &before, text: TEMPLATE, language: Language::Yaml };
    let mut wanted = Vec::new();
    values(view, view.root().unwrap(), "", &mut wanted);
    let view = View { tree: &after, text: &text, language: Language::Yaml };
    let mut found = Vec::new();
    values(view, view.root().unwrap(), "", &mut found);
    for value in wanted {
        let text = value.rsplit(" = ").next().unwrap().lines().next().unwrap_or_default();
        let on_line = TEMPLATE[damaged.clone()].contains(text);
        assert!(on_line || found.contains(&value), "{new:?} costs {value:?}\n{found:#?}");
    }
    let error = &after.errors[0];
    let place = error.primary.span.start as usize;
    let lines = text[..place.min(start)].matches('\n').count() as i64
        - text[..place.max(start)].matches('\n').count() as i64;
    assert!(lines.abs() <= 1, "{new:?}: error far from the damage: {error:#?}");
}

#[test]
fn half_typed_keys() {
    check("      ImageId: m-bp1\n", "      Imag\n      ImageId: m-bp1\n");
    check("      ImageId: m-bp1\n", "      ImageId:m-bp1\n");
    check("      ImageId: m-bp1\n", "      ImageId m-bp1\n");
    check("    Properties:\n      ImageId", "    Properties\n      ImageId");
    check("  Group:\n", "  Group\n");
    check("      UserData: |\n", "      UserData |\n");
    check("    Default: 'cn-hangzhou'\n", "    \"Default: 'cn-hangzhou'\n");
}

#[test]
fn unclosed_quotes_and_brackets() {
    check("      ImageId: m-bp1\n", "      ImageId: \"m-bp1\n");
    check("      ImageId: m-bp1\n", "      ImageId: 'm-bp1\n");
    check("    Default: 'cn-hangzhou'\n", "    Default: 'cn-hangzhou\n");
    check("      - \"cn-beijing\"\n", "      - \"cn-beijing\n");
    check("      Tags: [a, {Key: b}]\n", "      Tags: [a, {Key: b}\n");
    check("      Tags: [a, {Key: b}]\n", "      Tags: [a, {Key: b\n");
    check("      VpcId: {Ref: Vpc}\n", "      VpcId: {Ref: Vpc\n");
    check("      Tags: [a, {Key: b}]\n", "      Tags: [a, {Key: b}]]\n");
    check("      Tags: [a, {Key: b}]\n", "      Tags: [a {Key: b}]\n");
}

#[test]
fn lines_that_are_nothing() {
    for junk in ["]", "}", "*", "&", "@", "%", "-", "` x", ", y"] {
        check("      ImageId: m-bp1\n", &format!("      {junk}\n      ImageId: m-bp1\n"));
        check("    Type: ALIYUN::ECS::Instance\n", &format!("    {junk}\n    Type: ALIYUN::ECS::Instance\n"));
    }
    check("      - 443\n", "      ]\n      - 443\n");
    check("      - 443\n", "      Foo\n      - 443\n");
}

#[test]
fn bad_values() {
    for value in ["@x", "*unknown", "b: c", "\"x\" y", "| junk", "- x", "]", "&", "!a !b c"] {
        check("      ImageId: m-bp1\n", &format!("      ImageId: {value}\n"));
    }
}

#[test]
fn shifted_lines() {
    for shifted in ["     ImageId: m-bp1\n", "    ImageId: m-bp1\n"] {
        check("      ImageId: m-bp1\n", shifted);
    }
    for shifted in [
        "   Tags: [a, {Key: b}]\n",
        "     Tags: [a, {Key: b}]\n",
        "       Tags: [a, {Key: b}]\n",
        "        Tags: [a, {Key: b}]\n",
    ] {
        check("      Tags: [a, {Key: b}]\n", shifted);
    }
    check("  Group:\n", "   Group:\n");
    check("      - \"cn-beijing\"\n", "     - \"cn-beijing\"\n");
    check("      - cn-hangzhou\n", "       - cn-hangzhou\n");
    check("      - 80\n", "       - 80\n");
}

#[test]
fn tabs_and_no_break_spaces() {
    check("      ImageId: m-bp1\n", "\t      ImageId: m-bp1\n");
    check("      ImageId: m-bp1\n", "      ImageId:\tm-bp1\n");
    check("      Tags: [a, {Key: b}]\n", "\tTags: [a, {Key: b}]\n");
    check("      ImageId: m-bp1\n", "      ImageId:\u{a0}m-bp1\n");
    check("      ImageId: m-bp1\n", "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}ImageId: m-bp1\n");
    let tree = parse("a:\u{a0}b\nc: d\n");
    assert_eq!(tree.errors[0].rule, RuleId::NoBreakSpace);
    let text = "a:\n\u{a0} b: >-\n\u{a0} \u{a0} c\n\u{a0} d: 1\ne:\n  f: 2\n";
    let tree = parse(text);
    let mut found = Vec::new();
    let view = View { tree: &tree, text, language: Language::Yaml };
    values(view, view.root().unwrap(), "", &mut found);
    assert!(found.contains(&"/e/f = 2".to_owned()), "{found:#?}");
    assert!(tree.errors.iter().all(|it| it.rule == RuleId::NoBreakSpace), "{:?}", tree.errors);
}

/// Where an error brings edits, they mend it.
#[test]
fn fixes_mend() {
    let texts = [
        "a: \"b\nc: d\n",
        "a: [b\nc: d\n",
        "a:b\nc: d\n",
        "a:\tb\n",
        "a: b\nc\nd: e\n",
        "a:\u{a0}b\nc: d\n",
        "a: [\"b\" c]\n",
        "a:\n  b: c\n   d: e\n",
        "a: [b,,c]\n",
        "a:\n\tb: c\n\td: e\n",
        "a:\n\u{a0}\u{a0}b: c\nd: e\n",
    ];
    for text in texts {
        let tree = parse(text);
        assert_eq!(tree.errors.len(), 1, "{text:?}: {:#?}", tree.errors);
        let mut edits = tree.errors[0].edits().to_vec();
        assert!(!edits.is_empty(), "{text:?}");
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        let mut mended = text.to_owned();
        for edit in edits {
            mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        assert!(parse(&mended).errors.is_empty(), "{text:?} becomes {mended:?}");
    }
}

#[test]
fn tabs_before_the_first_line_of_a_mapping() {
    check("    Type: ALIYUN::ECS::Instance\n", "\tType: ALIYUN::ECS::Instance\n");
    check("      ImageId: m-bp1\n", "\tImageId: m-bp1\n");
    check("  Zone:\n", "\tZone:\n");
    check("  Id:\n", "\tId:\n");
}

#[test]
fn block_scalars_without_indentation() {
    let text = "        #!/bin/sh\n        echo \"hello: world\"\n";
    check(text, "      #!/bin/sh\n      echo \"hello world\"\n      exit 1\n");
    check(text, "#!/bin/sh\nif [ a ]; then\n  echo \"hello: world\"\nfi\n\n");
    check(text, "    echo '{\n        \"a\": {\n        }\n    }'\n");
}

#[test]
fn entries_below_empty_block_scalars() {
    for text in [
        "? |\n: a\n",
        "a: |\n# b\nb: 1\n",
        "- >-\n- b\n",
        "a: |\n\"b\": 1\n",
        "a: |\n&b c: d\n",
        "a:\n- |\n- b\n",
    ] {
        assert!(parse(text).errors.is_empty(), "{text:?}: {:?}", parse(text).errors);
    }
}
