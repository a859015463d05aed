//! What is copied with a module, what is not, and what is said of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::Folder;

const MANIFEST: &str = "version: 1
templates: [infra]
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

const MODULE: &str = "resource \"alicloud_instance\" \"web\" {
  image_id = \"web\"
}
";

/// The files of `folder` and below, as seen from it.
fn below(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn secrets_and_ignored_files_stay_where_they_are() {
    let folder = Folder::new(&[("nestc.yaml", MANIFEST), ("infra/main.tf", MODULE)]);
    folder.write(".git/config", b"");
    folder.write(".gitignore", b"infra/build/\n*.zip\n!keep.zip\n");
    for (path, bytes) in [
        ("app.sh", &b"#!/bin/sh\n"[..]),
        ("keep.zip", b"PK\x03\x04"),
        ("left.zip", b"PK\x03\x04"),
        ("build/out.o", b"x"),
        ("terraform.tfstate", b"{}"),
        ("terraform.tfstate.1700000000.backup", b"{}"),
        (".terraform.tfstate.lock.info", b"{}"),
        ("terraform.tfstate.d/dev/x", b"{}"),
        ("prod.tfplan", b"x"),
        ("plan.out", b"PK\x03\x04\x14\0\x08\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0tfplan"),
        (".terraform/x", b"x"),
        (".terragrunt-cache/x/main.tf", b"x"),
        (".terraform.lock.hcl", b"x"),
        (".env", b"A=1"),
        (".env.local", b"A=1"),
        ("id_rsa", b"x"),
        ("key.pem", b"-----BEGIN PRIVATE KEY-----\nx\n"),
        ("server.crt", b"-----BEGIN CERTIFICATE-----\nx\n"),
        ("renamed", b"-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"),
    ] {
        folder.write(&format!("infra/{path}"), bytes);
    }
    let built = folder.run(&["build", "--quiet"]);
    assert_eq!(built.status, 0, "{built:?}");
    let copied = below(&folder.path().join("dist/cn-hangzhou/infra"));
    assert_eq!(copied, [".terraform.lock.hcl", "app.sh", "keep.zip", "main.tf", "server.crt"]);

    let files = folder.run(&["files"]);
    assert_eq!(files.status, 0, "{files:?}");
    for line in [
        "read    infra/main.tf",
        "copied  infra/app.sh",
        "not     infra/build: `.gitignore` leaves it out",
        "not     infra/key.pem: it is a private key",
        "not     infra/plan.out: it is a plan of Terraform, which holds secrets",
        "not     infra/.env.local: it holds the settings of one machine or person",
    ] {
        assert!(files.out.lines().any(|it| it == line), "{line}\n{}", files.out);
    }
}

#[test]
fn a_file_that_is_read_and_not_copied_is_a_warning() {
    let module = "resource \"alicloud_instance\" \"web\" {
  image_id  = \"web\"
  user_data = file(\"${path.module}/left.sh\")
}

locals {
  kept    = templatefile(\"${path.module}/kept.sh\", {})
  outside = filebase64(\"../other/x.sh\")
  missing = file(\"missing.sh\")
}
";
    let folder = Folder::new(&[("nestc.yaml", MANIFEST), ("infra/main.tf", module)]);
    folder.write(".git/config", b"");
    folder.write(".gitignore", b"left.sh\n*.tfvars\n");
    for path in ["infra/left.sh", "infra/kept.sh", "other/x.sh"] {
        folder.write(path, b"#!/bin/sh\n");
    }
    folder.write("infra/terraform.tfvars", b"a = 1\n");
    let lint = folder.run(&["lint", "--format", "short"]);
    let found: Vec<&str> = lint.out.lines().filter(|line| line.contains("NST230")).collect();
    assert_eq!(
        found,
        [
            "infra/main.tf:3:20: warning[NST230]: `infra/left.sh` is not copied: `.gitignore` leaves it out",
            "infra/main.tf:8:24: warning[NST230]: `other/x.sh` is not copied: it is outside the folders of the modules",
            "infra/terraform.tfvars:1:1: warning[NST230]: `infra/terraform.tfvars` is not copied: `.gitignore` leaves it out",
        ],
        "{lint:?}"
    );
    // What git ignores may be secret: its first line is not shown.
    let human = folder.run(&["lint"]);
    assert!(human.out.contains("= file: infra/terraform.tfvars"), "{human:?}");
    assert!(!human.out.contains("a = 1"), "{human:?}");
}

#[test]
fn outputs_in_a_module_never_become_part_of_it() {
    let manifest = MANIFEST.replace("[infra]", "[.]") + "output: 'out/{region}/{path}'\n";
    let folder = Folder::new(&[("nestc.yaml", &manifest), ("main.tf", MODULE)]);
    for output in ["out", "out2", "out2"] {
        folder.write("nestc.yaml", manifest.replace("out/", &format!("{output}/")).as_bytes());
        let built = folder.run(&["build", "--quiet"]);
        assert_eq!(built.status, 0, "{built:?}");
        assert_eq!(below(&folder.path().join(output).join("cn-hangzhou")), ["main.tf"]);
    }
}

#[test]
fn files_of_opentofu_stand_in_for_those_beside_them() {
    let tofu = MODULE.replace("\"web\" {", "\"tofu\" {");
    let folder = Folder::new(&[("main.tf", MODULE), ("main.tofu", &tofu), ("other.tf", "locals {}\n")]);
    let slots = folder.run(&["inspect", "."]);
    assert!(slots.out.contains("\"resource\": \"tofu\""), "{slots:?}");
    assert!(!slots.out.contains("\"resource\": \"web\""), "{slots:?}");
}

#[test]
fn what_a_module_of_json_reads_and_is_not_copied_is_a_warning() {
    let module = r#"{"resource": {"alicloud_instance": {"web": {"image_id": "web", "user_data": "${file(\"${path.module}/left.sh\")}"}}}}"#;
    let folder = Folder::new(&[("nestc.yaml", MANIFEST), ("infra/main.tf.json", module)]);
    folder.write(".git/config", b"");
    folder.write(".gitignore", b"left.sh\n");
    folder.write("infra/left.sh", b"#!/bin/sh\n");
    let lint = folder.run(&["lint", "--format", "short"]);
    lint.says(0, &["infra/main.tf.json:1:", "warning[NST230]: `infra/left.sh` is not copied"]);
}

#[test]
fn an_ignored_module_that_is_called_is_read() {
    let module = "module \"x\" {\n  source = \"./left\"\n}\n";
    let folder = Folder::new(&[("infra/main.tf", module), ("infra/left/main.tf", MODULE)]);
    folder.write(".git/config", b"");
    folder.write(".gitignore", b"left/\n");
    let files = folder.run(&["files", "infra"]);
    assert!(files.out.contains("read    infra/left/main.tf"), "{files:?}");
    assert!(files.out.contains("leaves it out; what is called in it is read all the same"), "{files:?}");
}

/// A link to a folder inside is copied as what it leads to, unless that stays where it is.
#[cfg(unix)]
#[test]
fn linked_folders_are_copied() {
    use std::os::unix::fs::symlink;
    let folder =
        Folder::new(&[("nestc.yaml", MANIFEST), ("infra/main.tf", MODULE), ("shared/x/script.sh", "echo\n")]);
    folder.write(".git/config", b"");
    folder.write(".gitignore", b"/private/\n");
    folder.write("private/sub/secret.txt", b"secret\n");
    folder.write("infra/plain/a.txt", b"a\n");
    for (target, link) in [
        ("../shared", "infra/linked"),
        ("plain", "infra/also"),
        ("..", "infra/plain/loop"),
        ("../private", "infra/left"),
        ("../private/sub", "infra/left-too"),
        ("../private/sub/secret.txt", "infra/left.txt"),
    ] {
        symlink(target, folder.path().join(link)).unwrap();
    }
    folder.run(&["build", "--quiet"]).says(0, &[]);
    let copied = below(&folder.path().join("dist/cn-hangzhou/infra"));
    assert_eq!(copied, ["also/a.txt", "linked/x/script.sh", "main.tf", "plain/a.txt"]);
    let files = folder.run(&["files"]);
    for line in [
        "copied  infra/linked/x/script.sh",
        "not     infra/left: `.gitignore` leaves it out",
        "not     infra/left.txt: `.gitignore` leaves it out",
        "not     infra/plain/loop: it is a link to a folder that it is in itself",
    ] {
        assert!(files.out.lines().any(|it| it == line), "{line}\n{}", files.out);
    }
    // One that leads out is refused, not left out.
    symlink("/", folder.path().join("infra/out")).unwrap();
    folder.run(&["build"]).says(2, &["`infra/out` is a link that leads out", "nothing was written"]);
}
