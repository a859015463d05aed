//! `nestc fix`: what it writes, what it leaves alone, and what it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use common::program::{Folder, Outcome};

const WRONG: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

fn right() -> String {
    WRONG.replace("Imageid", "ImageId")
}

/// Runs nestc with `input` at its standard input.
fn piped(folder: &Folder, arguments: &[&str], input: &str) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nestc"))
        .args(arguments)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Outcome::of(child.wait_with_output().unwrap())
}

#[test]
fn every_spelling_fixes_once() {
    for spelling in ["web.yaml", ".", "./web.yaml", "../x/web.yaml", "@", "@/web.yaml"] {
        let folder = Folder::new(&[("x/web.yaml", WRONG)]);
        let here = folder.path().join("x");
        let spelling = spelling.replace('@', here.to_str().unwrap());
        folder.run_in("x", &["fix", &spelling]).says(0, &["1 fix in 1 file"]);
        assert_eq!(folder.read("x/web.yaml"), right(), "{spelling}");
        folder.run_in("x", &["fix", &spelling]).says(0, &["0 fixes in 0 files"]);
    }
}

#[test]
fn one_run_does_all_rounds() {
    let text = WRONG.replace("centos_7_9_x64_20G_alibase_20240403.vhd", "' m-bp1g7004ksh0oeuc7xyz'");
    for path in ["web.yaml", "."] {
        let folder = Folder::new(&[("web.yaml", &text)]);
        folder.run(&["fix", "--unsafe", path]).says(0, &["in 1 file"]);
        let once = folder.read("web.yaml");
        folder.run(&["fix", "--unsafe", path]).says(0, &["0 fixes in 0 files"]);
        assert_eq!(folder.read("web.yaml"), once);
    }
}

#[test]
fn diff_and_check_write_nothing_and_tell() {
    let folder = Folder::new(&[("web.yaml", WRONG)]);
    folder.run(&["fix", "--diff", "web.yaml"]).says(1, &["-      Imageid", "+      ImageId"]);
    folder.run(&["fix", "--check", "web.yaml"]).says(1, &["web.yaml: 1 fix"]);
    folder.run(&["fix", "--check", "--diff", "."]).says(1, &["web.yaml: 1 fix", "+      ImageId"]);
    assert_eq!(folder.read("web.yaml"), WRONG);
    folder.run(&["fix", "web.yaml"]).says(0, &["1 fix in 1 file"]);
    for option in ["--diff", "--check"] {
        let outcome = folder.run(&["fix", option, "web.yaml"]);
        assert_eq!((outcome.status, outcome.out.as_str()), (0, ""), "{outcome:#?}");
    }
}

#[test]
fn the_standard_input_comes_back_fixed_and_whole() {
    let folder = Folder::new(&[("main.tf", "resource \"alicloud_instance\" \"w\" {\n}\n")]);
    let secret = WRONG.to_owned() + "      Password: hunter2\n";
    let outcome = piped(&folder, &["fix", "-"], &secret);
    assert_eq!((outcome.status, outcome.out), (0, secret.replace("Imageid", "ImageId")));
    for text in ["", "not: a template\n", "{\n", "ROSTemplateFormatVersion: '2015-09-01'\n"] {
        assert_eq!(piped(&folder, &["fix", "-"], text).out, text);
    }
    let tf = "resource \"alicloud_instance\" \"w\" {\n  imageId = \"web\"\n}\n";
    let outcome = piped(&folder, &["fix", "-", "--stdin-filename", "main.tf"], tf);
    assert_eq!(outcome.out, tf.replace("imageId", "image_id"), "{}", outcome.err);
    assert_eq!(folder.read("main.tf"), "resource \"alicloud_instance\" \"w\" {\n}\n");
    let diff = piped(&folder, &["fix", "--diff", "-"], &secret);
    diff.says(1, &["+      ImageId"]);
    assert!(!diff.out.contains("hunter2"));
    piped(&folder, &["fix", "--check", "-"], &secret).says(1, &["1 fix"]);
    piped(&folder, &["fix", "--check", "-"], &right()).says(0, &[]);
}

#[test]
fn only_what_is_named_is_changed() {
    let folder = Folder::new(&[("a.yaml", WRONG), ("b.yaml", WRONG), ("c/d.yaml", WRONG)]);
    folder.run(&["fix", "a.yaml"]).says(0, &["1 fix in 1 file"]);
    assert_eq!(folder.read("b.yaml"), WRONG);
    folder.run(&["fix", "c"]).says(0, &["1 fix in 1 file"]);
    assert_eq!((folder.read("b.yaml"), folder.read("c/d.yaml")), (WRONG.to_owned(), right()));
}

#[test]
fn odd_names_are_the_files_that_they_name() {
    let folder = Folder::new(&[("a/b.yaml", "precious\n")]);
    #[cfg(unix)]
    {
        folder.write("a\\b.yaml", WRONG.as_bytes());
        folder.run(&["fix", "a\\b.yaml"]).says(0, &["1 fix in 1 file"]);
        assert_eq!(folder.read("a\\b.yaml"), right());
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"w\xff.yaml");
        let path = folder.path().join(name);
        fs::write(&path, WRONG).unwrap();
        let status = Command::new(env!("CARGO_BIN_EXE_nestc")).arg("fix").arg(&path).status().unwrap();
        assert!(status.success());
        assert_eq!(fs::read_to_string(&path).unwrap(), right());
    }
    assert_eq!(folder.read("a/b.yaml"), "precious\n");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_rights_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = Folder::new(&[("real/web.yaml", WRONG)]);
    let real = folder.path().join("real/web.yaml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
    let link = folder.path().join("web.yaml");
    symlink("real/web.yaml", &link).unwrap();
    folder.run(&["fix", "web.yaml"]).says(0, &["1 fix in 1 file"]);
    assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), right());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o750);

    folder.write("one.yaml", WRONG.as_bytes());
    fs::hard_link(folder.path().join("one.yaml"), folder.path().join("two.yaml")).unwrap();
    folder.run(&["fix", "one.yaml"]).says(0, &["hard links", "keep the old text", "1 fix in 1 file"]);
    assert_eq!((folder.read("one.yaml"), folder.read("two.yaml")), (right(), WRONG.to_owned()));
}

#[test]
fn a_byte_order_mark_and_line_ends_stay() {
    let text = format!("\u{feff}{}", WRONG.replace('\n', "\r\n"));
    let text = text.trim_end();
    let folder = Folder::new(&[("web.yaml", text)]);
    folder.run(&["fix", "web.yaml"]).says(0, &["1 fix in 1 file"]);
    assert_eq!(folder.read("web.yaml"), text.replace("Imageid", "ImageId"));
}

#[test]
fn many_at_once_lose_nothing() {
    let folder = Folder::new(&[]);
    for round in 0..5 {
        for name in 0..4 {
            folder.write(&format!("{name}.yaml"), format!("{WRONG}# {name} {round}\n").as_bytes());
        }
        let run = |name: usize| {
            Command::new(env!("CARGO_BIN_EXE_nestc"))
                .args(["fix", &format!("{name}.yaml")])
                .current_dir(folder.path())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        };
        let children: Vec<_> = (0..4).map(run).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        for name in 0..4 {
            assert_eq!(folder.read(&format!("{name}.yaml")), format!("{}# {name} {round}\n", right()));
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn gits_own_files_and_outputs_are_left_alone() {
    let folder = Folder::new(&[(".git/x.yaml", WRONG), ("src.yaml", WRONG)]);
    folder.run(&["fix", ".git/x.yaml"]).says(2, &["`.git/x.yaml` is one of git's own files", "left alone"]);
    folder.run(&["fix", ".git"]).says(2, &["is one of git's own files"]);
    assert_eq!(folder.read(".git/x.yaml"), WRONG);
    let record = r#"{"version": 2, "outputs": [{"files": [{"path": "made.yaml", "sha256": ""}]}]}"#;
    folder.write("dist/nestc-build.json", record.as_bytes());
    folder.write("dist/made.yaml", WRONG.as_bytes());
    let fixed = folder.run(&["fix", "dist/made.yaml", "src.yaml"]);
    fixed.says(0, &["`dist/made.yaml` is an output of `nestc build` and was left alone", "1 fix in 1 file"]);
    assert_eq!((folder.read("dist/made.yaml").as_str(), folder.read("src.yaml")), (WRONG, right()));
}

/// Damage in a values file is no fault of nestc.
#[test]
fn damaged_values_files_are_fixed_or_left() {
    let main = "variable \"image\" {}\nresource \"alicloud_instance\" \"w\" {\n  image_id = var.image\n}\n";
    for values in [
        "image = \"m-1\n",
        "image = “m-1”\n",
        "image: \"m-1\"\n",
        "image = [\n",
        "image \"m-1\"\n",
        "= 1\n",
        "image == \"x\"\n",
        "image = \"x${\"\n",
    ] {
        let folder = Folder::new(&[("main.tf", main), ("terraform.tfvars", values)]);
        for _ in 0..2 {
            let fixed = folder.run(&["fix", "--unsafe", "."]);
            assert!(!fixed.err.contains("fault of nestc"), "{values}{fixed:?}");
        }
    }
}
