//! Which rules count, how findings are counted, and several formats at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::Folder;

const TEMPLATE: &str = "\
ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: {Ref: Image}
  Old:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: centos_6_10_x64_20G_alibase_20201120.vhd
";

fn folder() -> Folder {
    Folder::new(&[("web.yaml", TEMPLATE)])
}

#[track_caller]
fn codes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let all = [&["lint", "--format", "short", "web.yaml"], arguments].concat();
    let out = folder.run(&all).out;
    let code = |line: &str| line.split(['[', ']']).nth(1).map(str::to_owned);
    out.lines().filter_map(code).filter(|code| code.starts_with("NST1")).collect()
}

#[test]
fn rules_are_selected_by_name_code_and_beginning() {
    let folder = folder();
    assert_eq!(codes(&folder, &["--select", "NST1"]), ["NST101", "NST111"]);
    assert_eq!(codes(&folder, &["--select", "dynamic-image-id"]), ["NST101"]);
    assert_eq!(codes(&folder, &["--select", "nst111,NST102"]), ["NST111"]);
    assert_eq!(codes(&folder, &["--select", "NST1", "--ignore", "END-OF-LIFE-IMAGE"]), ["NST101"]);
    assert_eq!(codes(&folder, &["--ignore", "NST"]), [""; 0]);
    folder.run(&["lint", "--select", "NST111", "web.yaml"]).says(0, &["1 warning"]);
    folder.run(&["lint", "--select", "NST7", "web.yaml"]).says(2, &["there is no rule `NST7`"]);
    folder.run(&["lint", "--ignore", "dynamic-image", "web.yaml"]).says(2, &["dynamic-image-id"]);
}

#[test]
fn a_rule_that_is_asked_for_runs_though_the_manifest_has_it_off() {
    let manifest = "version: 1\ntemplates: [web.yaml]\nlint: {end-of-life-image: off}\n";
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", manifest)]);
    assert_eq!(codes(&folder, &[]), ["NST101"]);
    assert_eq!(codes(&folder, &["--select", "NST111"]), ["NST111"]);
}

#[test]
fn a_suppression_of_a_rule_that_does_not_run_is_not_unused() {
    let text = TEMPLATE
        .replace("      ImageId: {", "      # nestc: allow(missing-image-id) -- for later\n      ImageId: {");
    let folder = Folder::new(&[("web.yaml", &text)]);
    folder.run(&["lint", "--select", "NST9", "web.yaml"]).says(0, &["no findings"]);
    folder.run(&["lint", "--select", "NST9,NST107", "web.yaml"]).says(0, &["NST901"]);
}

#[test]
fn fixes_of_other_rules_are_left_alone() {
    let folder = folder();
    folder.run(&["fix", "--diff", "--unsafe", "--select", "NST111", "web.yaml"]).says(0, &[]);
    folder
        .run(&["fix", "--diff", "--unsafe", "--select", "nothing", "web.yaml"])
        .says(2, &["no rule `nothing`"]);
}

#[test]
fn statistics_count_by_rule() {
    let folder = folder();
    let counted = folder.run(&["lint", "--statistics", "--select", "NST1", "web.yaml"]);
    assert_eq!(counted.out, "1  NST101      dynamic-image-id\n1  NST111      end-of-life-image\n");
    counted.says(1, &[]);
    let counted = folder.run(&["lint", "--statistics", "--format", "json", "--select", "NST111", "web.yaml"]);
    counted.says(0, &["\"code\": \"NST111\"", "\"findings\": 1"]);
    folder
        .run(&["lint", "--statistics", "--format", "sarif", "web.yaml"])
        .says(2, &["human, short and json"]);
}

#[test]
fn several_formats_go_to_several_places() {
    let folder = folder();
    let formats = ["--format", "sarif=out/nestc.sarif", "--format", "short", "--format", "jsonl=lines.jsonl"];
    let arguments = [&["lint", "--select", "NST1", "web.yaml"], &formats[..]].concat();
    folder.run(&arguments).says(2, &["cannot write `out/nestc.sarif`"]);
    let formats = ["--format", "sarif=nestc.sarif", "--format", "short", "--format", "jsonl=lines.jsonl"];
    let arguments = [&["lint", "--select", "NST1", "web.yaml"], &formats[..]].concat();
    folder.run(&arguments).says(1, &["web.yaml:8:16: error[NST101]"]);
    assert!(folder.read("nestc.sarif").contains("\"NST111\""));
    assert_eq!(folder.read("lines.jsonl").lines().count(), 2);
    let twice = ["lint", "web.yaml", "--format", "json", "--format", "short"];
    folder.run(&twice).says(2, &["two formats go to one place"]);
    let over = ["lint", "web.yaml", "--format", "json=web.yaml"];
    folder.run(&over).says(2, &["will not write a report over `web.yaml`"]);
    folder.run(&["lint", "web.yaml", "--format", "xml=x"]).says(2, &["xml", "checkstyle"]);
}

#[test]
fn rules_are_listed() {
    let folder = Folder::new(&[]);
    let listed = folder.run(&["rules"]);
    listed.says(
        0,
        &["NST101  error    dynamic-image-id", "Finds an image ID that is not a static string literal"],
    );
    folder.run(&["rules", "--lang", "zh"]).says(0, &["检查计算巢会替换的镜像 ID 是否为静态字符串字面量"]);
    folder.run(&["rules", "--format", "json"]).says(0, &["\"name\": \"dynamic-image-id\"", "\"summary\""]);
}
