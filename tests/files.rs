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
