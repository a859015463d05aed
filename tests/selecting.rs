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

#[test]
fn a_baseline_hides_what_was_there_and_shows_what_is_new() {
    let folder = folder();
    let baseline = ["lint", "web.yaml", "--baseline", "baseline.json", "--format", "short"];
    folder.run(&baseline).says(2, &["there is no baseline `baseline.json`", "--write-baseline"]);
    folder.run(&[&baseline[..], &["--write-baseline"]].concat()).says(0, &["written to `baseline.json`"]);
    folder.run(&baseline).says(0, &[]);
    assert_eq!(folder.run(&baseline).out, "");

    // Lines that move are no new findings; a new one is.
    let moved = format!("# a line\n{TEMPLATE}").replace(
        "  Old:",
        "  New:\n    Type: ALIYUN::ECS::InstanceGroup\n    Properties:\n      ImageId: ''\n  Old:",
    );
    folder.write("web.yaml", moved.as_bytes());
    let found = folder.run(&baseline).out;
    assert!(found.lines().all(|line| line.contains("web.yaml:1")) && found.contains("NST106"), "{found}");

    // Of rules that do not run, nothing is stale.
    folder.run(&[&baseline[..], &["--select", "NST111,NST903"]].concat()).says(0, &[]);
    assert_eq!(folder.run(&[&baseline[..], &["--select", "NST111,NST903"]].concat()).out, "");

    // What is fixed shows as a stale entry.
    folder.write("web.yaml", TEMPLATE.replace("{Ref: Image}", "ecs_image").as_bytes());
    folder.run(&baseline).says(0, &["baseline.json:", "NST903", "NST101 in `web.yaml`"]);
    folder.run(&[&baseline[..], &["--ignore", "NST903"]].concat());
    folder.write("baseline.json", b"{\"version\": 2, \"findings\": []}");
    folder.run(&baseline).says(2, &["is not a baseline"]);
    folder
        .run(&["lint", "web.yaml", "--baseline", "web.yaml", "--write-baseline"])
        .says(2, &["will not write"]);
}

#[test]
fn only_what_changed_since_a_commit() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("中 文/old.yaml", TEMPLATE)]);
    folder.run(&["lint", "--changed", "."]).says(2, &["asks git, which fails"]);
    let git = |arguments: &[&str]| {
        let identity =
            ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
        let run = std::process::Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(folder.path())
            .output();
        assert!(run.unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "one"]);
    let lint = ["lint", "--format", "short", "--select", "NST101"];
    assert_eq!(folder.run(&[&lint[..], &["--changed", "."]].concat()).out, "");
    git(&["switch", "--quiet", "--create", "topic"]);
    folder.write("中 文/old.yaml", format!("{TEMPLATE}# changed\n").as_bytes());
    folder.write("new.yaml", TEMPLATE.as_bytes());
    let found = folder.run(&[&lint[..], &["--changed", "."]].concat()).out;
    assert_eq!(
        found.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>(),
        ["new.yaml", "中 文/old.yaml"]
    );
    // The folder below is looked at from inside, too.
    let below = folder.run_in("中 文", &[&lint[..], &["--changed=HEAD", "."]].concat()).out;
    assert!(below.starts_with("old.yaml:") && below.lines().count() == 1, "{below}");
    folder.run(&["lint", "--changed=--output=x", "."]).says(2, &["fails"]);
    folder.run(&["lint", "--changed=nowhere", "."]).says(2, &["fails"]);
    assert!(!folder.exists("x"));
}
