//! Templates with more of everything than anybody writes. What takes a time that grows faster than they do would
//! not come back at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong itself"
)]

use nestc::lint::{self, Input};
use nestc::lower::ros;
use nestc::syntax::SourceMap;
use nestc::{manifest, plan};

#[test]
fn fifty_thousand_placeholders() {
    const MANY: usize = 50_000;
    let each = |text: &str| text.repeat(MANY);
    let placeholder = "{{ computenest::file::a }}";
    for (template, found) in [
        (format!("A: |\n{}", each(&format!("  {placeholder}\n"))), MANY),
        (format!("A: x{}\n", each(&format!(" {placeholder}"))), MANY),
        (format!("A: !Sub '{}'\n", each(placeholder)), MANY),
        (format!("A:\n{}", each(&format!("- '{placeholder}'\n"))), MANY),
        (format!("{{\"A\": \"{}\"}}\n", each(placeholder)), MANY),
        (
            format!(
                "Transform: x\nWorkspace:\n  a.tf: |\n{}",
                each(&format!("    # x\n    a = \"{placeholder}\"\n"))
            ),
            MANY,
        ),
        (format!("A: '{}'\n", each("{{ computenest::file::")), 0),
        (format!("A: '{}'\n", each("{{{{")), 0),
        (each(&format!("# {placeholder}\n")), 0),
    ] {
        let sources = SourceMap::new();
        let (unit, _) = ros::compile(&sources, sources.add("web.yaml", template.as_str()));
        assert_eq!(unit.placeholders().count(), found, "{}", &template[..40]);
        let text = format!("version: 1\nplaceholders: {{ '{placeholder}': \"it's 1\" }}\n");
        let (manifest, _) = manifest::read(&sources, sources.add("nestc.yaml", text));
        let plan = plan::plan(&sources, &unit, &manifest.unwrap(), "cn-hangzhou");
        assert_eq!((plan.edits.len(), plan.unrenderable.len()), (found, 0));
    }
}

/// How many slots there are.
const MANY: usize = 10_000;

/// The image ID at all of them.
const IMAGE: &str = "m-bp1abcdefghijklmnop";

fn each(entry: &dyn Fn(usize) -> String) -> String {
    (0..MANY).map(entry).collect()
}

/// Resources with those properties.
fn resources(properties: &dyn Fn(usize) -> String) -> String {
    let resource = |index| {
        format!("  R{index}:\n    Type: ALIYUN::ECS::Instance\n    Properties: {}\n", properties(index))
    };
    format!("Resources:\n{}", each(&resource))
}

/// Resources with those image IDs.
fn images(image: &dyn Fn(usize) -> String) -> String {
    resources(&|index| format!("{{ImageId: {}}}", image(index)))
}

/// Mappings each of which merges the one before it twice.
fn doubled_merges() -> String {
    (1..=50).map(|at| format!("a{at}: &a{at}\n  <<: [*a{}, *a{}]\n", at - 1, at - 1)).collect()
}

/// Slots that are reached by aliases, functions and parameters, with how many edits render them.
fn ros_templates() -> Vec<(String, usize)> {
    vec![
        (format!("A: &a {IMAGE}\n{}", images(&|_| "*a".to_owned())), MANY),
        (format!("A: &a {{ImageId: {IMAGE}}}\n{}", resources(&|_| "{<<: *a}".to_owned())), MANY),
        (format!("A: &a {{ImageId: {IMAGE}}}\n{}", resources(&|_| "*a".to_owned())), 0),
        (format!("A: &a 1\nB:\n{}{}", each(&|_| "- *a\n".to_owned()), images(&|_| IMAGE.to_owned())), MANY),
        (format!("a0: &a0 {{X: 1}}\n{}{}", doubled_merges(), resources(&|_| "{<<: *a50}".to_owned())), 0),
        (
            format!(
                "Mappings:\n  M:\n{}{}",
                each(&|index| format!("    k{index}: {{i: {IMAGE}}}\n")),
                images(&|index| format!("{{'Fn::FindInMap': [M, k{index}, i]}}"))
            ),
            MANY,
        ),
        (
            format!(
                "Mappings:\n{}{}",
                each(&|index| format!("  M{index}: {{k: {{i: {IMAGE}}}}}\n")),
                images(&|index| format!("{{'Fn::FindInMap': [M{index}, k, i]}}"))
            ),
            MANY,
        ),
        (
            format!(
                "Locals:\n{}{}",
                each(&|index| format!("  L{index}: {{Value: {{Ref: L{}}}}}\n", index.saturating_sub(1))),
                images(&|index| format!("{{Ref: L{index}}}"))
            ),
            0,
        ),
    ]
}

/// Slots in Terraform that is carried by a template, with how many edits render them.
fn workspaces() -> Vec<(String, usize)> {
    let tf = "resource \"alicloud_instance\" \"a\" {\n      image_id";
    vec![
        (
            format!(
                "Parameters:\n{}Workspace:\n  a.tf: |\n    {tf} = \"{IMAGE}\"\n    }}\n",
                each(&|index| format!("  P{index}: {{Type: String, Default: a}}\n"))
            ),
            1,
        ),
        (
            format!(
                "Workspace:\n  a.tf: |\n    {tf} = local.a{MANY}\n    }}\n    locals {{\n      a0 = \"a\"\n{}    }}\n",
                each(&|index| format!("      a{} = local.a{index}\n", index + 1))
            ),
            0,
        ),
        (
            format!(
                "Workspace:\n  a.tf: |\n{}{}",
                each(&|index| format!("    module \"m{index}\" {{\n      source = \"./m{index}\"\n    }}\n")),
                each(&|index| format!("  m{index}/a.tf: |\n    {tf} = \"{IMAGE}\"\n    }}\n"))
            ),
            MANY,
        ),
        (
            format!(
                "Workspace:\n  a.tf: |\n{}  a_override.tf: |\n{}",
                each(&|index| format!("    resource \"alicloud_instance\" \"r{index}\" {{}}\n")),
                each(&|index| format!(
                    "    resource \"alicloud_instance\" \"r{index}\" {{\n      image_id = \"{IMAGE}\"\n    }}\n"
                ))
            ),
            MANY,
        ),
    ]
}

#[test]
fn ten_thousand_slots() {
    for (template, edited) in ros_templates().into_iter().chain(workspaces()) {
        let sources = SourceMap::new();
        let (unit, _) = ros::compile(&sources, sources.add("web.yaml", template.as_str()));
        let text = format!(
            "version: 1\nalso-through: [Fn::FindInMap]\npackages:\n  web:\n    versions:\n      v1: {{status: published, \
             kind: custom, source: {{region: cn-hangzhou, image: {IMAGE}}}, images: {{cn-hangzhou: {IMAGE}, \
             cn-beijing: m-2zeabcdefghijklmnop}}}}\nassociations: {{{IMAGE}: web@v1}}\n"
        );
        let (manifest, findings) = manifest::read(&sources, sources.add("nestc.yaml", text));
        let manifest = manifest.unwrap_or_else(|| panic!("{findings:?}"));
        let plan = plan::plan(&sources, &unit, &manifest, "cn-beijing");
        assert_eq!(plan.edits.len(), edited, "{}", &template[..80]);
        let units = [unit];
        let report = lint::run(&Input {
            sources: &sources,
            units: &units,
            manifest: Some(&manifest),
            schema: nestc::schema::Schema::built_in(),
            complete: true,
            building: true,
            selection: lint::Selection::default(),
            before: Vec::new(),
        });
        assert_eq!(report.files, 1);
    }
}
