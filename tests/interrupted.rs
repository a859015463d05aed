//! Builds that were interrupted, and trees that several builds want, run as the program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::Folder;
use sha2::{Digest, Sha256};

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: web
      MaxAmount: 1
      InstanceType: ecs.g7.large
";

const MANIFEST: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou]
packages:
  web_server:
    versions:
      v1_0: {status: draft, images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}}
associations: {web: web_server@v1_0}
";

const OUTPUT: &str = "dist/cn-hangzhou/web.yaml";
const STAGING: &str = ".nestc-staging-0123456789abcdef";

fn built() -> Folder {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["build"]).says(0, &["2 written"]);
    folder
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Leaves what a build leaves that was killed before it replaced the output by `new`.
#[cfg(unix)]
fn leave_committed(folder: &Folder, new: &str) {
    use std::os::unix::fs::MetadataExt;
    let staging = folder.path().join(STAGING);
    std::fs::create_dir(&staging).unwrap();
    let inode = staging.metadata().unwrap().ino();
    folder.write(&format!("{STAGING}/made-in"), inode.to_string().as_bytes());
    folder.write(&format!("{STAGING}/n0"), new.as_bytes());
    folder.write(&format!("{STAGING}/o0"), folder.read(OUTPUT).as_bytes());
    let (old, new) = (digest(folder.read(OUTPUT).as_bytes()), digest(new.as_bytes()));
    let first = format!(
        r#"{{"folder":{inode},"version":1,"root":"dist","folders":[],"changes":[{{"folder":"dist/cn-hangzhou","name":"web.yaml","staging":0,"old":"{old}","new":"{new}"}}]}}"#
    ) + "\n";
    let journal = format!("{first}commit {}\n", digest(first.as_bytes()));
    folder.write(&format!("{STAGING}/journal"), journal.as_bytes());
}

#[cfg(unix)]
#[test]
fn an_output_that_was_edited_after_a_kill_is_a_finding() {
    let folder = built();
    leave_committed(&folder, "new");
    folder.write(OUTPUT, b"edited");
    for _ in 0..2 {
        let refused = folder.run(&["build"]);
        refused.says(
            1,
            &["NST227", "was edited by hand after a build was interrupted", "--force", "nothing was written"],
        );
        assert_eq!(folder.read(OUTPUT), "edited");
        assert!(folder.exists(STAGING));
    }
    folder.run(&["build", "--check"]).says(1, &["NST227", "was left by a build that was interrupted"]);
    folder.run(&["lock"]).says(2, &["was changed after a build was interrupted", "nothing was changed"]);
    // Sources can be fixed all the same.
    folder.run(&["fix"]).says(0, &["0 fixes"]);
    folder.run(&["build", "--force"]).says(0, &["completed a build", "1 written, 1 unchanged"]);
    assert!(folder.read(OUTPUT).contains("m-bp1g7004ksh0oeuc0001"));
    assert!(!folder.exists(STAGING));
    folder.run(&["build", "--check"]).says(0, &["is up to date"]);
}

#[cfg(unix)]
#[test]
fn what_a_refused_build_completed_is_said() {
    let folder = built();
    leave_committed(&folder, "new");
    folder.write("nestc.yaml", b"version: 2\n");
    let refused = folder.run(&["build"]);
    refused.says(1, &["completed a build that had been interrupted", "nothing else was written"]);
    assert_eq!(folder.read(OUTPUT), "new");
}

#[test]
fn a_folder_that_no_build_left_stops_nobody() {
    let folder = built();
    for (name, bytes) in [("n0", "mine"), ("o0", ""), ("notes", "mine"), ("journal", "{}\n")] {
        folder.write(&format!("{STAGING}/{name}"), bytes.as_bytes());
        folder.run(&["build"]).says(0, &[STAGING, "was left alone: no build made it there", "2 unchanged"]);
        assert_eq!(folder.read(&format!("{STAGING}/{name}")), bytes);
    }
    folder.run(&["build", "--check"]).says(1, &["NST227", "no build made it there"]);
}

#[cfg(unix)]
#[test]
fn of_a_journal_that_is_another_nestcs_is_said_what_is_true() {
    let folder = built();
    leave_committed(&folder, "new");
    let journal = folder.read(&format!("{STAGING}/journal")).replace("\"version\":1", "\"version\":9");
    let (first, _) = journal.split_once('\n').unwrap();
    let first = format!("{first}\n");
    let whole = format!("{first}commit {}\n", digest(first.as_bytes()));
    folder.write(&format!("{STAGING}/journal"), whole.as_bytes());
    let words = ["is not one that this nestc writes", "nothing was changed now", "move it away"];
    folder.run(&["build"]).says(2, &words);
    assert!(folder.read(OUTPUT).contains("m-bp1g7004ksh0oeuc0001"));
}

#[test]
fn folders_that_a_refused_build_made_go_again() {
    let folder =
        Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", &MANIFEST.replace("web: web", "other: web"))]);
    folder.run(&["build", "--output", "a/b/c"]).says(1, &["nothing was written"]);
    assert!(!folder.exists("a"));
    folder.write("nestc.yaml", MANIFEST.as_bytes());
    folder.run(&["build", "--output", "a/b/c"]).says(0, &["2 written"]);
    assert!(folder.exists("a/b/c/cn-hangzhou/web.yaml"));
}

#[test]
fn two_manifests_do_not_share_an_output_folder() {
    let other = TEMPLATE.replace("web", "web # other");
    let folder = Folder::new(&[
        ("one/web.yaml", TEMPLATE),
        ("one/nestc.yaml", MANIFEST),
        ("two/web.yaml", &other),
        ("two/nestc.yaml", MANIFEST),
    ]);
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    folder.run_in("one", &["build", "--output", out]).says(0, &["2 written"]);
    folder.run_in("one", &["build", "--output", "../out"]).says(0, &["2 unchanged"]);
    let before = folder.read("out/cn-hangzhou/web.yaml");
    let refused = folder.run_in("two", &["build", "--output", "../out"]);
    refused
        .says(1, &["NST227", "is the record of another manifest's build", "--force", "nothing was written"]);
    assert_eq!(folder.read("out/cn-hangzhou/web.yaml"), before);
    folder.run_in("two", &["build", "--output", "../out", "--force"]).says(0, &["2 written"]);
    assert!(folder.read("out/cn-hangzhou/web.yaml").contains("# other"));
    folder.run_in("one", &["build", "--output", out]).says(1, &["another manifest's build"]);
    // By any way to the same manifest it is the same.
    folder.run(&["build", "--manifest", "two/nestc.yaml", "--output", "out"]).says(0, &["2 unchanged"]);
}
