//! The program as a user runs it: what it prints, its exit status, and that bad input costs nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use common::program::{Folder, Outcome};

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: web
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

const MANIFEST: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou]
packages:
  web_server:
    versions:
      v1_0:
        status: published
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}
associations:
  web: web_server@v1_0
";

#[test]
fn a_build_writes_every_region_and_a_second_one_touches_nothing() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["build"]).says(0, &["1 template for 1 region in `dist`: 2 written, 0 unchanged"]);
    assert_eq!(
        folder.read("dist/cn-hangzhou/web.yaml"),
        TEMPLATE.replace(" web\n", " m-bp1g7004ksh0oeuc0001\n")
    );
    let before = fs::metadata(folder.path().join("dist/cn-hangzhou/web.yaml")).unwrap().modified().unwrap();
    folder.run(&["build"]).says(0, &["0 written, 2 unchanged"]);
    let after = fs::metadata(folder.path().join("dist/cn-hangzhou/web.yaml")).unwrap().modified().unwrap();
    assert_eq!(before, after);
    folder.run(&["build", "--check"]).says(0, &[]);
}

#[test]
fn check_shows_what_differs_and_writes_nothing() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["build", "--check"]).says(
        1,
        &["--- /dev/null", "+++ dist/cn-hangzhou/web.yaml", "`nestc.lock` is missing", "3 files differ"],
    );
    assert!(!folder.exists("dist") && !folder.exists("nestc.lock"));
    folder.run(&["build"]).says(0, &[]);
    folder.write("nestc.yaml", MANIFEST.replace("0001", "0002").replace("v1_0", "v1_1").as_bytes());
    let checked = folder.run(&["build", "--check"]);
    checked.says(1, &["-      ImageId: m-bp1g7004ksh0oeuc0001", "+      ImageId: m-bp1g7004ksh0oeuc0002"]);
    folder.write("nestc.yaml", MANIFEST.as_bytes());
    // What somebody put there is not shown: it may be anything.
    folder.write("dist/cn-hangzhou/web.yaml", TEMPLATE.as_bytes());
    let checked = folder.run(&["build", "--check"]);
    checked.says(1, &["was edited by hand", "1 file differs"]);
    assert!(!checked.out.contains("---"), "{checked:?}");
}

#[test]
fn what_was_published_stays_as_it_was() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["build"]).says(0, &[]);
    assert!(folder.read("nestc.lock").contains("\"digest\": \"sha256:"));
    let output = folder.read("dist/cn-hangzhou/web.yaml");
    folder.write("nestc.yaml", MANIFEST.replace("0001", "0002").as_bytes());
    folder
        .run(&["build", "--format", "short"])
        .says(1, &["nestc.yaml:7:7: error[NST211]", "nothing was written"]);
    assert_eq!(folder.read("dist/cn-hangzhou/web.yaml"), output);
    folder.write("nestc.yaml", MANIFEST.replace("0001", "0002").replace("v1_0", "v1_1").as_bytes());
    folder.run(&["build"]).says(0, &[]);
    let lock = folder.read("nestc.lock");
    assert!(lock.contains("v1_0") && lock.contains("v1_1"), "{lock}");
    folder.write("nestc.lock", b"{");
    folder.run(&["build", "--format", "short"]).says(2, &["nestc.lock:1:1: error[NST200]"]);
}

#[test]
fn outputs_of_a_region_that_is_gone_are_taken_away() {
    let two = MANIFEST.replace("[cn-hangzhou]", "[cn-hangzhou, cn-beijing]").replace(
        "{cn-hangzhou: m-bp1g7004ksh0oeuc0001}",
        "{cn-hangzhou: m-bp1g7004ksh0oeuc0001, cn-beijing: m-2zeg7004ksh0oeuc0002}",
    );
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", &two)]);
    folder.run(&["build"]).says(0, &["3 written"]);
    folder.write("nestc.yaml", two.replace("[cn-hangzhou, cn-beijing]", "[cn-hangzhou]").as_bytes());
    folder.run(&["build", "--check"]).says(1, &["`dist/cn-beijing/web.yaml` is no longer made"]);
    folder.run(&["build"]).says(0, &["1 removed"]);
    assert!(!folder.exists("dist/cn-beijing"));
}

#[test]
fn diff_shows_what_changes_from_the_source() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder
        .run(&["build", "--diff"])
        .says(0, &["--- web.yaml", "+++ dist/cn-hangzhou/web.yaml", "-      ImageId: web"]);
    assert!(!folder.exists("dist"));
}

/// Each way of getting it wrong: the files, the command, what must be said, and nothing is written.
#[test]
fn bad_input_gets_a_place_and_a_way_out() {
    let with = |old: &str, new: &str| MANIFEST.replace(old, new);
    let cases: [(&str, &str, i32, &[&str]); 10] = [
        ("unknown key", &with("regions:", "region:"), 1, &["nestc.yaml", "region", "regions"]),
        ("no image", &with("[cn-hangzhou]", "[cn-beijing]"), 1, &["NST203", "cn-beijing"]),
        ("no such package", &with("web_server@", "web_sever@"), 1, &["NST216", "web_server"]),
        ("no such template", &with("[web.yaml]", "[wbe.yaml]"), 1, &["no file or folder `wbe.yaml`"]),
        ("no match", &with("[web.yaml]", "['x/*.yaml']"), 1, &["`x/*.yaml` does not match any file"]),
        ("a folder", &with("[web.yaml]", "[.]"), 1, &["`.` is a folder without Terraform files"]),
        (
            "climbing output",
            &with("associations:", "output: ../{region}/{path}\nassociations:"),
            1,
            &["nestc.yaml"],
        ),
        ("unknown placeholder", &with("associations:", "output: d/{where}\nassociations:"), 1, &["where"]),
        ("not YAML", "version: [1\ntemplates: web.yaml\n", 1, &["nestc.yaml", "NST"]),
        ("empty", "", 1, &["nestc.yaml"]),
    ];
    for (name, manifest, status, words) in cases {
        let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", manifest)]);
        let outcome = folder.run(&["build"]);
        outcome.says(status, words);
        assert!(!folder.exists("dist"), "{name}: something was written");
    }
}

#[test]
fn a_missing_manifest_is_named() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yml", MANIFEST)]);
    folder
        .run(&["build"])
        .says(2, &["there is no `nestc.yaml` here or above, but a `nestc.yml`", "--manifest"]);
    folder.run(&["build", "--manifest", "nestc.yml"]).says(0, &[]);
    folder.run(&["build", "--manifest", "none.yaml"]).says(2, &["cannot read `none.yaml`"]);
}

#[test]
fn files_that_are_no_templates_are_named() {
    let folder = Folder::new(&[("notes.yaml", "a: 1\n"), ("empty.yaml", " \n")]);
    folder.write("binary.yaml", b"\x7fELF\0\xff\xfe");
    folder.write("latin.yaml", b"ROSTemplateFormatVersion: '2015-09-01'\nDescription: caf\xe9\n");
    for name in ["notes.yaml", "empty.yaml", "binary.yaml"] {
        let skipped = format!("skipped `{name}`: not a template");
        folder.run(&["lint", name]).says(0, &[&skipped, "warning: no template was found"]);
    }
    folder
        .run(&["lint", "latin.yaml"])
        .says(1, &["NST001", "latin.yaml", "the file is not UTF-8: byte 0xe9 at offset 55, line 2", "iconv"]);
    folder.run(&["lint", "none.yaml"]).says(2, &["cannot read `none.yaml`", "no such file"]);
    folder.run(&["lint", "."]).says(1, &["not UTF-8"]);
}

/// The template with a parameter at its slot.
fn with_parameter() -> String {
    let text = TEMPLATE.replace(" web\n", " {Ref: Image}\n");
    format!("{text}Parameters: {{Image: {{Type: String}}}}\n")
}

#[test]
fn one_unreadable_file_hides_no_finding_of_another() {
    let folder = Folder::new(&[("web.yaml", &with_parameter())]);
    folder.write("latin.yaml", b"ROSTemplateFormatVersion: '2015-09-01'\nDescription: caf\xe9\n");
    folder.run(&["lint", ".", "--format", "short"]).says(1, &["web.yaml:6:16: error[NST101]", "latin.yaml"]);
}

#[test]
fn an_error_in_one_template_keeps_all_outputs_away() {
    let folder = Folder::new(&[
        ("web.yaml", TEMPLATE),
        ("bad.yaml", &with_parameter()),
        ("nestc.yaml", &MANIFEST.replace("[web.yaml]", "[web.yaml, bad.yaml]")),
    ]);
    folder
        .run(&["build", "--format", "short"])
        .says(1, &["bad.yaml:6:16: error[NST101]", "nothing was written"]);
    assert!(!folder.exists("dist"));
}

#[test]
fn two_templates_with_one_output_are_refused() {
    let folder = Folder::new(&[
        ("web.yaml", TEMPLATE),
        ("a/web.yaml", TEMPLATE),
        (
            "nestc.yaml",
            &MANIFEST.replace("[web.yaml]", "[web.yaml, a/web.yaml]\noutput: dist/{region}/{name}.{ext}"),
        ),
    ]);
    folder
        .run(&["build"])
        .says(2, &["`dist/cn-hangzhou/web.yaml` would be written from two templates", "{path}"]);
    folder.write(
        "nestc.yaml",
        MANIFEST
            .replace("[cn-hangzhou]", "[cn-hangzhou, cn-beijing]\noutput: dist/{path}")
            .replace("0001}", "0001, cn-beijing: m-2zeg7004ksh0oeuc0002}")
            .as_bytes(),
    );
    folder.run(&["build"]).says(1, &["`output` names the same file for every region", "{region}"]);
    assert!(!folder.exists("dist"));
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else() {
    let elsewhere = Folder::new(&[("web.yaml", TEMPLATE)]);
    let folder = Folder::new(&[("nestc.yaml", MANIFEST)]);
    std::os::unix::fs::symlink(elsewhere.path().join("web.yaml"), folder.path().join("web.yaml")).unwrap();
    folder.run(&["build"]).says(1, &["`web.yaml` is a link that leads out", "nothing was written"]);
    assert!(!folder.exists("dist"));
    // A sandbox stages every input as a link; the name counts there.
    folder.run(&["build", "--follow-links"]).says(0, &["1 template"]);
    assert!(folder.exists("dist/cn-hangzhou/web.yaml"));
    assert_eq!(elsewhere.read("web.yaml"), TEMPLATE);

    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    fs::create_dir(folder.path().join("dist")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("dist/cn-hangzhou")).unwrap();
    folder.run(&["build"]).says(2, &["`dist/cn-hangzhou` leads out of the folder"]);
    assert_eq!(elsewhere.read("web.yaml"), TEMPLATE);
}

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST), ("dist", "a file")]);
    folder.run(&["build"]).says(2, &["`dist` cannot be made: not a directory", "nothing was changed"]);
    assert_eq!(folder.read("dist"), "a file");
}

/// A limit on the size of files stands in for a full disk: the write fails half-way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_outputs() {
    let long = format!("{TEMPLATE}# {}\n", "x".repeat(100_000));
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["build"]).says(0, &[]);
    let before = folder.read("dist/cn-hangzhou/web.yaml");
    folder.write("web.yaml", long.as_bytes());
    let script = format!("trap '' XFSZ; ulimit -f 16; exec {} build", env!("CARGO_BIN_EXE_nestc"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    Outcome::of(output).says(2, &["cannot be written"]);
    assert_eq!(folder.read("dist/cn-hangzhou/web.yaml"), before);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "nothing else is left: {left:?}");
}

#[test]
fn a_template_beyond_what_ros_reads_is_a_finding() {
    let long = format!("{TEMPLATE}# {}\n", "x".repeat(10_000_000));
    let folder = Folder::new(&[("web.yaml", &long)]);
    folder.run(&["lint", "web.yaml", "--format", "short"]).says(1, &["error[NST005]", "524288"]);
}

#[test]
fn standard_input_is_checked_under_its_name() {
    let folder = Folder::new(&[]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_nestc"))
        .args(["lint", "-", "--stdin-filename", "x/main.tf", "--format", "short"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = b"resource \"alicloud_instance\" \"a\" {\n  image_id = var.image\n}\nvariable \"image\" {}\n";
    child.stdin.take().unwrap().write_all(text).unwrap();
    Outcome::of(child.wait_with_output().unwrap()).says(1, &["x/main.tf:2:14: error[NST101]"]);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new(&[]);
    let script = format!("{} explain NST101 | true", env!("CARGO_BIN_EXE_nestc"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    Outcome::of(output).says(0, &[]);
}

#[test]
fn a_report_is_never_written_over_a_source() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    for target in ["web.yaml", "./x/../web.yaml", "nestc.yaml", "nestc.lock"] {
        for command in [
            ["lint", "--output-file", target],
            ["build", "--output-file", target],
            ["report", "--html", target],
        ] {
            folder.run(&command).says(2, &["will not write a report over"]);
        }
    }
    assert_eq!(
        (folder.read("web.yaml"), folder.read("nestc.yaml")),
        (TEMPLATE.to_owned(), MANIFEST.to_owned())
    );
    assert!(!folder.exists("nestc.lock") && !folder.exists("dist"));
    for _ in 0..2 {
        folder.run(&["lint", "--format", "json", "--output-file", "report.json"]).says(0, &[]);
        assert!(folder.read("report.json").contains("\"findings\""));
    }
}

#[test]
fn fail_on_decides_the_status() {
    let warning = TEMPLATE.replace("InstanceGroup", "Instance").replace(" web\n", " centos_7\n");
    let folder = Folder::new(&[("web.yaml", &warning)]);
    folder.run(&["lint", "web.yaml"]).says(0, &["warning"]);
    folder.run(&["lint", "web.yaml", "--fail-on", "warning"]).says(1, &[]);
    folder.run(&["lint", "web.yaml", "--fail-on", "never"]).says(0, &[]);
}

#[test]
fn fixes_are_applied_once_and_for_all() {
    let wrong = TEMPLATE.replace("ImageId", "ImageID") + "  # 注释\n";
    let folder = Folder::new(&[("web.yaml", &wrong)]);
    folder.run(&["fix", "--diff", "web.yaml"]).says(1, &["-      ImageID: web", "+      ImageId: web"]);
    assert_eq!(folder.read("web.yaml"), wrong);
    folder.run(&["fix", "web.yaml"]).says(0, &["1 fix in 1 file"]);
    assert_eq!(folder.read("web.yaml"), wrong.replace("ImageID", "ImageId"));
    folder.run(&["fix", "web.yaml"]).says(0, &["0 fixes in 0 files"]);
}

#[test]
fn fixes_reach_the_configuration_that_the_manifest_names() {
    let config = "Service:
  ServiceType: private
  DeployMetadata:
    SupplierDeployMetadata:
      FileArtifactRelation: {'{{ computenest::files::app }}': {ArtifactId: artifact-1}}
    TemplateConfigs: [{Url: web.yaml}]
";
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Outputs: {Url: {Value: '{{ computenest::file::app }}'}}
";
    for path in ["config/config.yaml", "./config/config.yaml"] {
        let manifest = format!("version: 1\ncomputenest: {path}\n");
        let folder = Folder::new(&[
            ("nestc.yaml", &manifest),
            ("config/config.yaml", config),
            ("config/web.yaml", template),
        ]);
        folder.run(&["lint"]).says(1, &["NST222", "config/config.yaml:5"]);
        folder.run(&["fix"]).says(0, &["1 fix in 1 file"]);
        assert_eq!(folder.read("config/config.yaml"), config.replace("files", "file"));
        folder.run(&["lint"]).says(0, &["no findings"]);
    }
}

#[test]
fn a_placeholder_without_a_value_keeps_all_outputs_away() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Outputs: {Url: {Value: 'wget {{ computenest::file::app }}'}}
";
    let manifest = |regions: &str, value: &str| {
        let entry = format!("{{'{{{{computenest::file::app}}}}': {value}}}");
        format!("version: 1\ntemplates: [web.yaml]\nregions: {regions}\nplaceholders: {entry}\n")
    };
    let both = "[cn-hangzhou, cn-beijing]";
    let folder = Folder::new(&[("web.yaml", template)]);
    folder.write("nestc.yaml", manifest(both, "{cn-hangzhou: https://a.b/c}").as_bytes());
    folder.run(&["build"]).says(1, &["NST223", "`cn-beijing`", "nothing was written"]);
    folder.write("nestc.yaml", manifest(both, "\"a\\nb\"").as_bytes());
    folder
        .run(&["build"])
        .says(1, &["cannot replace the placeholder for `cn-hangzhou`", "nothing was written"]);
    assert!(!folder.exists("dist"));
    folder.write("nestc.yaml", manifest(both, "https://a.b/c").as_bytes());
    folder.run(&["build"]).says(0, &["2 regions"]);
    assert!(folder.read("dist/cn-beijing/web.yaml").contains("'wget https://a.b/c'"));
}

#[test]
fn unsafe_fixes_wait_for_the_word() {
    let wrong = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String, Default: centos_7}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: {Ref: Image}
      InstanceType: ecs.g7.large
      MaxAmount: 1
";
    let folder = Folder::new(&[("web.yaml", wrong)]);
    folder.run(&["fix", "web.yaml"]).says(0, &["0 fixes"]);
    folder.run(&["fix", "--unsafe", "web.yaml"]).says(0, &["2 fixes in 1 file"]);
    // Nothing uses the parameter any more.
    let fixed =
        wrong.replace("{Ref: Image}", "centos_7").replace("  Image: {Type: String, Default: centos_7}\n", "");
    assert_eq!(folder.read("web.yaml"), fixed);
}

#[test]
fn usage_errors_have_a_status_of_their_own() {
    let folder = Folder::new(&[]);
    folder.run(&["lnit"]).says(2, &["lint"]);
    folder.run(&["explain", "dynamic-image"]).says(2, &["did you mean `dynamic-image-id`?"]);
    folder.run(&["--version"]).says(0, &[concat!("nestc ", env!("CARGO_PKG_VERSION"))]);
    folder.run(&["build"]).says(2, &["there is no `nestc.yaml`"]);
    folder.run(&["completions", "bash"]).says(0, &["_nestc"]);
    folder.run(&["schema"]).says(0, &["\"associations\""]);
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = Folder::new(&[]);
    folder.run(&["man"]).says(0, &[".TH nestc 1", "nestc\\-lint(1)"]);
    folder.run(&["man", "build"]).says(0, &[".TH nestc-build 1", "\\-\\-check"]);
    folder.run(&["man", "bild"]).says(2, &["there is no command `bild`"]);
    folder.run(&["man", "--output", "pages", "--lang", "zh"]).says(0, &[]);
    assert!(folder.read("pages/nestc-fix.1").contains("自动修复"));
    assert!(folder.read("pages/nestc-lock-forget.1").contains("撤销"));
    folder.run(&["man", "--output", "pages/nestc.1"]).says(2, &["cannot write the pages to pages/nestc.1"]);
}

#[test]
fn outputs_and_lock_are_written_together() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    fs::create_dir(folder.path().join("nestc.lock")).unwrap();
    folder.write("nestc.lock/kept", b"");
    folder.run(&["build"]).says(2, &["`nestc.lock` is a folder"]);
    assert!(!folder.exists("dist") && folder.exists("nestc.lock/kept"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left behind");
}

#[test]
fn no_level_lets_a_draft_out_of_its_region() {
    let draft = MANIFEST
        .replace("status: published", "status: draft\n        source: {region: cn-beijing}")
        .replace("associations:", "lint: {draft-outside-source-region: off}\nassociations:");
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", &draft)]);
    folder.run(&["lint"]).says(0, &[]);
    let words = [
        "the draft `web_server@v1_0` is used in `cn-hangzhou`",
        "publish the version, or build for `cn-beijing` alone: `regions: [cn-beijing]`",
        "does not apply to builds",
        "nothing was written",
    ];
    folder.run(&["build"]).says(1, &words);
    assert!(!folder.exists("dist") && !folder.exists("nestc.lock"));
}

#[test]
fn inspect_shows_packages_and_who_may_see_them() {
    let services = "services:
  - {name: shop, visibility: private, packages: [web_server]}
  - {name: partners, visibility: {whitelist: ['2', '1']}, packages: [web_server]}
associations:";
    let manifest = MANIFEST.replace("associations:", services);
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", &manifest)]);
    let plain = folder.run(&["inspect", "web.yaml"]);
    plain.says(0, &["\"resource\": \"Web\""]);
    assert!(!plain.out.contains("packages"), "{}", plain.out);
    let named = folder.run(&["inspect", "--manifest", "nestc.yaml"]);
    named.says(0, &["\"resource\": \"Web\""]);
    let printed: serde_json::Value = serde_json::from_str(&named.out).unwrap();
    let expected = serde_json::json!([{
        "name": "web_server",
        "visibility": {"kind": "whitelist", "accounts": ["1", "2"], "services": ["partners"]},
        "versions": [{
            "name": "v1_0", "status": "published", "regions": ["cn-hangzhou"], "line": 7, "column": 7,
        }],
        "file": "nestc.yaml", "line": 5, "column": 3,
    }]);
    assert_eq!(printed["packages"], expected);
    folder.write("nestc.yaml", manifest.replace("version: 1", "version: 9").as_bytes());
    folder.run(&["inspect", "web.yaml"]).says(2, &["the manifest has errors", "\"resource\": \"Web\""]);
}
