//! Functions between slots and literals: however many there are, a template costs what its text is long.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it is wrong itself")]

use nestc::ir::Unit;
use nestc::lower::ros;
use nestc::syntax::{SourceMap, budget};

const HEAD: &str = "ROSTemplateFormatVersion: '2015-09-01'\n";

fn compile(text: &str) -> Unit {
    let sources = SourceMap::new();
    let file = sources.add("web.yaml", text);
    ros::compile(&sources, file).0
}

fn group(name: &str, image: &str) -> String {
    format!("  {name}:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: {image}\n")
}

/// The number of choices, and at how many slots all of them could be listed.
fn listed(unit: &Unit) -> (usize, usize) {
    let template = &unit.templates[0];
    let expanded = template.slots.iter().filter(|slot| slot.expands.is_some());
    (template.choices.len(), expanded.count())
}

#[test]
fn many_slots_read_a_mapping_with_many_entries() {
    let entries: String = (0..1_000).map(|n| format!("    k{n}: {{ id: web }}\n")).collect();
    let slots: String =
        (0..1_000).map(|n| group(&format!("R{n}"), "!FindInMap [M, !Ref Kind, id]")).collect();
    let unit = compile(&format!("{HEAD}Mappings:\n  M:\n{entries}Resources:\n{slots}"));
    let (choices, expanded) = listed(&unit);
    assert!(expanded > 10 && choices == expanded * 1_000 && choices < budget::CHOICES, "{choices}");
}

#[test]
fn branches_that_double_by_aliases() {
    let doubled: String =
        (1..60).map(|n| format!("  a{n}: &a{n} !If [C, *a{}, *a{}]\n", n - 1, n - 1)).collect();
    let text = format!("{HEAD}Metadata:\n  a0: &a0 !If [C, x, y]\n{doubled}Resources:\n");
    let unit = compile(&format!("{text}{}{}", group("Few", "*a3"), group("Many", "*a59")));
    let (choices, expanded) = listed(&unit);
    // Two branches at each of four levels, each branch a choice: 2 + 4 + 8 + 16.
    assert_eq!((choices, expanded), (30, 1));
}

#[test]
fn branches_in_branches() {
    let nested = |depth: usize| (0..depth).fold("web".to_owned(), |inner, _| format!("!If [C, {inner}, db]"));
    let (choices, _) = listed(&compile(&format!("{HEAD}Resources:\n{}", group("Deep", &nested(200)))));
    assert!(choices < 100, "{choices}");
}

#[test]
fn merge_keys_that_multiply_entries() {
    let merges: String =
        (1..2_000).map(|n| format!("    m{n}: &m{n}\n      <<: *m{}\n      k{n}: x\n", n - 1)).collect();
    let mapping = format!("Mappings:\n  M:\n    m0: &m0 {{ k0: x }}\n{merges}");
    let slot = group("Web", "!FindInMap [M, !Ref Kind, !Ref Kind]");
    let (choices, _) = listed(&compile(&format!("{HEAD}{mapping}Resources:\n{slot}")));
    assert!(choices < budget::CHOICES, "{choices}");
}
