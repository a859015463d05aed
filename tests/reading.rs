//! Which files are found, which are read, and what is said of the others.

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
      ImageId: {Ref: Image}
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

const GOOD: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: web
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

const MODULE: &str =
    "resource \"alicloud_instance\" \"web\" {\n  image_id = var.image\n}\nvariable \"image\" {}\n";

/// A manifest for these templates, with further lines.
fn manifest(templates: &str, more: &str) -> String {
    format!(
        "version: 1
templates: {templates}
regions: [cn-hangzhou, cn-beijing]
packages:
  web_server:
    versions:
      v1_0:
        status: published
        images: {{cn-hangzhou: m-bp1g7004ksh0oeuc0001, cn-beijing: m-2zeg7004ksh0oeuc0002}}
associations:
  web: web_server@v1_0
{more}"
    )
}

/// The files that `nestc lint` finds something in.
fn found(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let outcome = folder.run(&[&["lint", "--format", "short"], arguments].concat());
    let mut files: Vec<String> = outcome
        .out
        .lines()
        .map(|line| line.split_once(':').map_or(line, |(file, _)| file).to_owned())
        .collect();
    files.dedup();
    files
}

#[test]
fn endings_are_known_in_any_case() {
    let names = ["a.yaml", "b.YAML", "c.Yml", "d.JSON", "e.TEMPLATE", "m/MAIN.TF"];
    let folder = Folder::new(&[]);
    for name in names {
        let text = if name.ends_with("TF") { MODULE } else { TEMPLATE };
        folder.write(name, text.as_bytes());
    }
    folder.write("notes.txt", TEMPLATE.as_bytes());
    assert_eq!(found(&folder, &["."]), names);
}

#[test]
fn only_the_ignore_files_of_the_repository_count() {
    let folder = Folder::new(&[
        (".gitignore", "*\n"),
        ("p/.gitignore", "/b.yaml\nsub/*.yaml\n!sub/e.yaml\n"),
        ("p/.ignore", "a.yaml\n"),
        ("p/.git/info/exclude", "a.yaml\n"),
    ]);
    for name in ["a.yaml", "b.yaml", "sub/b.yaml", "sub/e.yaml", "t/b.yaml"] {
        folder.write(&format!("p/{name}"), TEMPLATE.as_bytes());
    }
    assert_eq!(found(&folder, &["p"]), ["p/a.yaml", "p/sub/e.yaml", "p/t/b.yaml"]);
    assert_eq!(found(&folder, &["p/sub"]), ["p/sub/e.yaml"]);
    fs::remove_dir_all(folder.path().join("p/.git")).unwrap();
    let outcome = folder.run_in("p", &["lint", "sub", "--format", "short"]);
    assert!(outcome.out.lines().all(|line| line.starts_with("sub/e.yaml:")), "{outcome:#?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_named_outside() {
    use std::os::unix::fs::symlink;
    let outside = Folder::new(&[("x.tf", "secret = = \"hunter2\"\n"), ("w.yaml", TEMPLATE)]);
    let folder = Folder::new(&[("p/t/a.yaml", TEMPLATE), ("p/real/m/main.tf", MODULE), (".git/HEAD", "")]);
    let link = |target: &std::path::Path, name: &str| symlink(target, folder.path().join(name)).unwrap();
    link("../real/m".as_ref(), "p/t/module");
    link("..".as_ref(), "p/t/up");
    link(".".as_ref(), "p/t/here");
    link("a.yaml".as_ref(), "p/t/b.yaml");
    link("nowhere".as_ref(), "p/t/c.yaml");
    link(&outside.path().join("w.yaml"), "p/t/d.yaml");
    link(&outside.path().join("x.tf"), "p/t/module/x.tf");
    link("/proc/self/environ".as_ref(), "p/t/e.yaml");
    let outcome = folder.run(&["lint", "p/t", "--format", "short"]);
    outcome.says(1, &["p/t/a.yaml:6", "p/t/module/main.tf:2", "skipped `p/t/c.yaml`: a link to nothing"]);
    outcome.says(1, &["`p/t/d.yaml`, `p/t/e.yaml` and `p/t/module/x.tf`: a link that leads out"]);
    assert_eq!(outcome.out.matches("NST101").count(), 1, "{outcome:#?}");
    assert_eq!(outcome.out.matches("NST301").count(), 1, "{outcome:#?}");
    assert!(!format!("{outcome:?}").contains("hunter2"));
    let outcome = folder.run(&["lint", "p/t", "--follow-links", "--format", "short"]);
    outcome.says(1, &["p/t/d.yaml:6", "p/t/module/x.tf:1"]);
    let outcome = folder.run(&["lint", "p/t/d.yaml", "--format", "short"]);
    outcome.says(0, &["skipped `p/t/d.yaml`: a link that leads out", "no template was found"]);
    // A configuration that is none of this project's.
    let secret = outside.path().join("x.tf");
    folder.write("nestc.yaml", format!("version: 1\ncomputenest: {}\n", secret.display()).as_bytes());
    let outcome = folder.run(&["lint"]);
    outcome.says(2, &["is outside the manifest's folder"]);
    assert!(!format!("{outcome:?}").contains("hunter2"));
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    use std::os::unix::net::UnixListener;
    let folder = Folder::new(&[("m/main.tf", MODULE), ("m/a.yaml", TEMPLATE)]);
    for name in ["m/pipe.tf", "m/terraform.tfvars", "m/pipe.yaml", "nestc.lock"] {
        assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
    }
    let _socket = UnixListener::bind(folder.path().join("m/socket.tf")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("m/zero.tf")).unwrap();
    let outcome = folder.run(&["lint", "m", "--format", "short"]);
    outcome.says(1, &["m/a.yaml:6", "m/main.tf:2", "m/pipe.tf", "m/socket.tf", "not a regular file"]);
    folder.run(&["lint", "m/pipe.yaml"]).says(0, &["skipped `m/pipe.yaml`: not a regular file"]);
    folder.write("nestc.yaml", manifest("[m/a.yaml]", "").as_bytes());
    folder.run(&["lint"]).says(2, &["`nestc.lock` is not a regular file"]);
}

#[test]
fn what_is_too_large_is_not_read() {
    let folder = Folder::new(&[("m/main.tf", MODULE), ("t/data.json", "[]"), ("t/a.yaml", TEMPLATE)]);
    let sparse = |name: &str, start: &str| {
        let mut file = fs::File::create(folder.path().join(name)).unwrap();
        file.write_all(start.as_bytes()).unwrap();
        file.set_len(3 << 30).unwrap();
    };
    sparse("t/data.json", "");
    assert_eq!(found(&folder, &["t"]), ["t/a.yaml"]);
    folder.run(&["lint", "t/data.json"]).says(0, &["skipped `t/data.json`: not a template"]);
    sparse("t/big.yaml", TEMPLATE);
    folder.run(&["lint", "t"]).says(2, &["`t/big.yaml` has 3221225472 bytes", "--exclude"]);
    folder.run(&["lint", "t", "--exclude", "big.yaml"]).says(1, &["a.yaml"]);
    sparse("m/big.tf", "");
    folder.run(&["lint", "m"]).says(2, &["`m/big.tf` has 3221225472 bytes"]);
    let glob = "*a".repeat(100_000);
    folder.write("nestc.yaml", manifest(&format!("['{glob}']"), "").as_bytes());
    folder.run(&["lint", "--format", "short"]).says(1, &["NST200", "has 200000 bytes"]);
}

#[test]
fn utf16_is_a_finding() {
    let wide = |text: &str| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let folder = Folder::new(&[("a.yaml", TEMPLATE)]);
    folder.write("w.yaml", &wide(TEMPLATE));
    folder.write("m/main.tf", &wide(MODULE));
    folder.write("other.yaml", &wide("a: 1\n"));
    let outcome = folder.run(&["lint", ".", "--format", "short"]);
    outcome.says(
        1,
        &["m/main.tf:1:1: error[NST001]: the file is UTF-16LE, not UTF-8", "w.yaml:1:1", "a.yaml:6"],
    );
    assert!(!outcome.out.contains("other.yaml"), "{outcome:#?}");
    folder.run(&["fix", "."]).says(0, &["0 fixes in 0 files"]);
}

#[test]
fn outputs_never_become_templates() {
    let folder = Folder::new(&[("web.yaml", GOOD), ("nestc.yaml", &manifest("['**/*.yaml']", ""))]);
    for written in ["3 written, 0 unchanged", "0 written, 3 unchanged", "0 written, 3 unchanged"] {
        folder.run(&["build"]).says(0, &["1 template for 2 regions", written]);
    }
    folder.run(&["lint", "."]).says(0, &["no findings in 1 file"]);
    // The root of outputs that lies among the sources, and one that was left behind.
    folder.write(
        "nestc.yaml",
        manifest("['t/*.yaml', 't/**/*.yaml']", "output: t/{region}/{path}\n").as_bytes(),
    );
    folder.write("t/web.yaml", GOOD.as_bytes());
    for _ in 0..2 {
        folder.run(&["build"]).says(0, &["1 template for 2 regions"]);
    }
    folder.write("nestc.yaml", manifest("['**/*.yaml']", "output: out/{region}/{path}\n").as_bytes());
    for _ in 0..2 {
        folder.run(&["build"]).says(0, &["2 templates for 2 regions"]);
    }
}

#[test]
fn globs_and_excludes_name_what_they_mean() {
    let folder = Folder::new(&[]);
    for name in ["t/a.yaml", "t/with [1].yaml", "t/old/b.yaml", "t/c.draft.yaml"] {
        folder.write(name, GOOD.as_bytes());
    }
    for (templates, more, count) in [
        ("['./t/*.yaml']", "", "3 templates"),
        ("[t/a.yaml, 't/*.yaml', './t//a.yaml', '**/a.yaml']", "", "3 templates"),
        ("['t/with [1].yaml']", "", "1 template "),
        ("['t/**/*.yaml']", "exclude: [old, '*.draft.yaml']\n", "2 templates"),
        ("['t/**/*.yaml']", "exclude: ['./t/old/**']\n", "3 templates"),
    ] {
        folder.write("nestc.yaml", manifest(templates, more).as_bytes());
        folder.run(&["build"]).says(0, &[count]);
    }
    folder.write("nestc.yaml", manifest("['t/*.yaml', '!t/a.yaml']", "").as_bytes());
    folder
        .run(&["lint"])
        .says(1, &["`!t/a.yaml` does not exclude anything", "list `t/a.yaml` under `exclude:`"]);
    folder.write("nestc.yaml", manifest("['t/*.yaml']", "exclude: ['t/a.yaml']\n").as_bytes());
    folder.run(&["lint", "t/a.yaml"]).says(0, &["skipped `t/a.yaml`: left out by `exclude`"]);
    folder.run(&["lint", ".", "--exclude", "/t/old/"]).says(0, &["in 2 files"]);
}

#[test]
fn what_a_hook_hands_over_is_no_reason_to_fail() {
    let folder = Folder::new(&[
        ("web.yaml", GOOD),
        ("nestc.yaml", &manifest("[web.yaml]", "")),
        (".pre-commit-config.yaml", "repos: []\n"),
        ("README.md", "# a: [\n```yaml\n"),
        ("package.json", "{\"a\": 1}\n"),
        ("broken.yaml", "a: [\n"),
    ]);
    let all =
        ["web.yaml", "nestc.yaml", ".pre-commit-config.yaml", "README.md", "package.json", "broken.yaml"];
    let outcome = folder.run(&[&["lint"], all.as_slice()].concat());
    outcome.says(
        0,
        &["no findings", "`.pre-commit-config.yaml`, `README.md`, `broken.yaml` and `package.json`: not a"],
    );
    folder.run(&["lint", "nestc.yaml"]).says(0, &[]);
    folder.run(&["lint", "README.md"]).says(0, &["warning: no template was found"]);
}

#[test]
fn a_text_is_linted_where_there_is_no_folder() {
    let folder = Folder::new(&[]);
    for name in ["main.tf", "./main.tf", "x/main.tf"] {
        let mut nestc = Command::new(env!("CARGO_BIN_EXE_nestc"))
            .args(["lint", "-", "--format", "short", "--stdin-filename", name])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        nestc.stdin.take().unwrap().write_all(MODULE.as_bytes()).unwrap();
        Outcome::of(nestc.wait_with_output().unwrap()).says(1, &["main.tf:2:14: error[NST101]"]);
    }
    assert!(!folder.exists("main.tf"));
}

#[test]
fn a_module_that_is_not_there_is_a_failure() {
    let folder = Folder::new(&[("m/main.tf", "module \"net\" {\n  source = \"../net\"\n}\n")]);
    folder.run(&["lint", "m"]).says(2, &["the folder `net` cannot be read", "called as a local module"]);
}

#[test]
fn the_outputs_of_a_build_are_no_part_of_a_module() {
    let module = MODULE.replace("var.image", "\"web\"");
    let folder =
        Folder::new(&[("main.tf", &module), ("nestc.yaml", &manifest("[.]", "output: '{region}/{path}'\n"))]);
    for written in ["3 written", "0 written, 3 unchanged"] {
        folder.run(&["build"]).says(0, &[written]);
    }
    folder.write("nestc.yaml", manifest("[.]", "output: 'out/{region}/{path}'\n").as_bytes());
    for written in ["3 written", "0 written, 3 unchanged"] {
        folder.run(&["build"]).says(0, &[written]);
    }
}

#[test]
fn opentofu_files_stand_in_for_those_of_terraform() {
    let folder =
        Folder::new(&[("m/a.tf", MODULE), ("m/a.tofu", "\n\n"), ("m/b.TOFU", MODULE), ("m/c.tf", MODULE)]);
    folder.write("m/a.tofu", MODULE.replace("web", "other").as_bytes());
    assert_eq!(found(&folder, &["m"]), ["m/a.tofu", "m/b.TOFU", "m/c.tf"]);
}

#[test]
fn stacks_that_are_nested_too_deep_are_named() {
    let nested = |depth: usize| {
        let start = |indent: &str| {
            format!("{indent}ROSTemplateFormatVersion: '2015-09-01'\n{indent}Resources:\n{indent}  S:\n")
        };
        let mut text = String::new();
        for level in 0..depth {
            let indent = "  ".repeat(level * 4);
            text += &format!("{}{indent}    Type: ALIYUN::ROS::Stack\n", start(&indent));
            text += &format!("{indent}    Properties:\n{indent}      TemplateBody:\n");
        }
        let indent = "  ".repeat(depth * 4);
        text += &format!("{}{indent}    Type: ALIYUN::ECS::InstanceGroup\n", start(&indent));
        text += &format!("{indent}    Properties: {{ImageId: {{Ref: x}}}}\n");
        text + &format!("{indent}Parameters: {{x: {{Type: String}}}}\n")
    };
    for (depth, code) in [(8, "NST101"), (9, "NST005"), (20, "NST005")] {
        let folder = Folder::new(&[("a.yaml", &nested(depth))]);
        folder.run(&["lint", "a.yaml", "--format", "short"]).says(1, &[code]);
    }
}
