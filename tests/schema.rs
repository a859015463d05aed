//! What nestc knows of resource types: newer ones from files, and what it explains of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::Folder;

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: m-bp1g7004ksh0oeuc0001
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

const MANIFEST: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou]
";

/// A template whose resource type nestc does not know.
const NEW: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  It:
    Type: ALIYUN::Brandnew::Thing
    Properties: {Nam: a}
";

/// What the ROS action `GetResourceType` answers about it.
const ANSWER: &str = r#"{"ResourceType": "ALIYUN::Brandnew::Thing", "Attributes": {"Id": {}},
 "Properties": {"Name": {"Type": "string", "Required": true}}}"#;

#[test]
fn newer_types_are_read_from_a_file() {
    let folder = Folder::new(&[("new.yaml", NEW), ("thing.json", ANSWER), ("other.json", "{}")]);
    let unknown = folder.run(&["lint", "new.yaml", "--format", "short"]);
    assert!(unknown.out.contains("NST401"), "{}", unknown.out);
    let known = folder.run(&["lint", "new.yaml", "--format", "short", "--schema", "thing.json"]);
    assert!(!known.out.contains("NST401") && known.out.contains("did you mean `Name`?"), "{}", known.out);
    let refused = folder.run(&["lint", "new.yaml", "--schema", "other.json"]);
    assert!(refused.err.contains("`other.json` cannot be used as a schema"), "{}", refused.err);
    let manifest = "version: 1\ntemplates: [new.yaml]\nschema: [thing.json]\n";
    folder.write("nestc.yaml", manifest.as_bytes());
    let known = folder.run(&["lint", "--format", "short"]);
    assert!(!known.out.contains("NST401") && known.out.contains("NST402"), "{}", known.out);
}

#[test]
fn a_misspelled_type_stops_a_build() {
    let template = TEMPLATE.replace("ALIYUN::ECS::InstanceGroup", "ALIYUN::ECS::instanceGroup");
    let folder = Folder::new(&[("nestc.yaml", MANIFEST), ("web.yaml", &template)]);
    let built = folder.run(&["build", "--format", "short"]);
    built.says(1, &["NST401", "nothing was written"]);
    assert!(!folder.exists("dist"));
}

#[test]
fn types_properties_and_functions_are_explained() {
    let folder = Folder::new(&[]);
    for (name, lang, expected) in [
        ("ALIYUN::ECS::InstanceGroup", "en", "InstanceType"),
        ("ALIYUN::ECS::InstanceGroup", "zh", "必填"),
        ("ALIYUN::ECS::InstanceGroup.DiskMappings", "en", "Category"),
        ("ALIYUN::ECS::InstanceGroup.IoOptimized", "en", "allowed values: none, optimized"),
        ("alicloud_instance.image_id", "en", "type: string"),
        ("data.alicloud_images", "zh", "数据源"),
        ("Fn::FindInMap", "en", "!FindInMap"),
    ] {
        let page = folder.run(&["explain", name, "--lang", lang]);
        assert!(page.out.contains(expected), "{name}: {}", page.out);
    }
    let unknown = folder.run(&["explain", "ALIYUN::ECS::InstanceGroup.ImageID"]);
    assert!(unknown.err.contains("did you mean `ALIYUN::ECS::InstanceGroup.ImageId`?"), "{}", unknown.err);
}
