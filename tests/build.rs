//! What a build writes and leaves alone, run as the program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::fs;

use common::program::{Folder, Outcome};

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      MaxAmount: 1
      ImageId: web
      InstanceType: ecs.g7.large
";

const MANIFEST: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou, cn-beijing]
packages:
  web_server:
    description: The web server's image
    versions:
      v1_0:
        status: published
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001, cn-beijing: m-2zeg7004ksh0oeuc0002}
associations:
  web: web_server@v1_0
";

const ONE: &str = "dist/cn-hangzhou/web.yaml";
const TWO: &str = "dist/cn-beijing/web.yaml";

fn project() -> Folder {
    Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)])
}

fn built() -> Folder {
    let folder = project();
    folder.run(&["build"]).says(0, &["3 written"]);
    folder
}

fn one_region(folder: &Folder) {
    folder.write("nestc.yaml", MANIFEST.replace("[cn-hangzhou, cn-beijing]", "[cn-hangzhou]").as_bytes());
}

#[track_caller]
fn refused(outcome: &Outcome, words: &[&str]) {
    outcome.says(1, words);
    outcome.says(1, &["error[NST227]", "nothing was written"]);
}

#[test]
fn what_was_edited_by_hand_stays() {
    let folder = built();
    folder.write(ONE, b"edited");
    folder.write("web.yaml", format!("{TEMPLATE}# 2\n").as_bytes());
    refused(&folder.run(&["build"]), &["`dist/cn-hangzhou/web.yaml` was edited by hand", "--force"]);
    assert_eq!(folder.read(ONE), "edited");
    assert!(!folder.read(TWO).contains("# 2"));
    folder.run(&["build", "--check"]).says(1, &["was edited by hand", "is not what its template makes"]);
    folder.run(&["build", "--force"]).says(0, &["3 written"]);
    assert!(folder.read(ONE).contains("# 2") && folder.read(TWO).contains("# 2"));
    folder.run(&["build", "--check"]).says(0, &["is up to date"]);
    // What is as the build makes it is no edit, whoever wrote it.
    folder.write("web.yaml", TEMPLATE.as_bytes());
    folder.write(ONE, TEMPLATE.replace(" web\n", " m-bp1g7004ksh0oeuc0001\n").as_bytes());
    folder.run(&["build"]).says(0, &["2 written, 1 unchanged"]);
}

#[test]
fn an_edited_output_that_is_no_longer_made_stays() {
    let folder = built();
    folder.write(TWO, b"edited");
    one_region(&folder);
    refused(
        &folder.run(&["build"]),
        &["`dist/cn-beijing/web.yaml` is no longer made, and was edited by hand"],
    );
    assert_eq!(folder.read(TWO), "edited");
    folder.run(&["build", "--force"]).says(0, &["1 removed"]);
    assert!(!folder.exists("dist/cn-beijing"));
}

#[test]
fn what_no_build_made_is_not_replaced() {
    let folder = project();
    folder.write(ONE, b"here first");
    refused(&folder.run(&["build"]), &["is in the place of an output, and no build made it"]);
    assert!(folder.read(ONE) == "here first" && !folder.exists(TWO) && !folder.exists("nestc.lock"));
    folder.run(&["build", "--force"]).says(0, &[]);
    folder.write("dist/notes.txt", b"secret words");
    let checked = folder.run(&["build", "--check"]);
    checked.says(1, &["`dist/notes.txt` is among the outputs, and no build made it"]);
    assert!(!format!("{}{}", checked.out, checked.err).contains("secret words"));
    folder.run(&["build"]).says(0, &["3 unchanged"]);
    assert_eq!(folder.read("dist/notes.txt"), "secret words");
}

#[test]
fn line_ends_are_no_difference_to_a_check() {
    let folder = built();
    for path in [ONE, TWO, "dist/nestc-build.json", "nestc.lock"] {
        let text = folder.read(path).replace('\n', "\r\n");
        folder.write(path, text.as_bytes());
    }
    folder.run(&["build", "--check"]).says(0, &["is up to date"]);
    folder.write("web.yaml", format!("{TEMPLATE}# 2\n").as_bytes());
    folder.run(&["build"]).says(0, &["3 written"]);
}

#[test]
fn records_of_an_older_nestc_are_read() {
    let folder = built();
    let record = r#"{"version": 1, "outputs": [{"path": "x", "files": ["cn-hangzhou/web.yaml", "cn-beijing/web.yaml"]}]}"#;
    folder.write("dist/nestc-build.json", record.as_bytes());
    one_region(&folder);
    folder.run(&["build"]).says(0, &["`dist/cn-beijing/web.yaml` is no longer made", "so it stays"]);
    assert!(folder.exists(TWO) && folder.read("dist/nestc-build.json").contains("\"version\": 2"));
    folder.write("dist/nestc-build.json", record.as_bytes());
    folder.write(ONE, b"old or edited");
    refused(&folder.run(&["build"]), &["an older nestc made it, which recorded no digest"]);
    assert_eq!(folder.read(ONE), "old or edited");
}

#[test]
fn a_record_that_lies_touches_nothing() {
    let outside = Folder::new(&[("secret", "secret words\n")]);
    let folder = built();
    let climbing = format!("../../{}/secret", outside.path().file_name().unwrap().to_str().unwrap());
    let digest = "0".repeat(64);
    let files = [&climbing, "/etc/hostname", ".git/config", "../nestc.yaml", "../web.yaml", "../nestc.lock"]
        .map(|path| format!(r#"{{"path": "{path}", "sha256": "{digest}"}}, "{path}""#));
    let record = format!(r#"{{"version": 2, "outputs": [{{"files": [{}]}}]}}"#, files.join(", "));
    folder.write("dist/.git/config", b"secret words");
    folder.write("dist/nestc-build.json", record.as_bytes());
    let checked = folder.run(&["build", "--check"]);
    checked.says(1, &["NST227"]);
    assert!(!format!("{}{}", checked.out, checked.err).contains("secret words"));
    folder.run(&["build"]).says(0, &[]);
    assert_eq!(outside.read("secret"), "secret words\n");
    assert_eq!((folder.read("web.yaml").as_str(), folder.read("nestc.yaml").as_str()), (TEMPLATE, MANIFEST));
    assert_eq!(folder.read("dist/.git/config"), "secret words");

    // The output root is the manifest's folder.
    folder.write("nestc.yaml", format!("{MANIFEST}output: '{{region}}/{{path}}'\n").as_bytes());
    folder.write("notes.txt", b"notes");
    let own = ["notes.txt", "nestc.yaml", "nestc.lock", "web.yaml"].map(|path| format!("\"{path}\""));
    let record = format!(r#"{{"version": 1, "outputs": [{{"files": [{}]}}]}}"#, own.join(", "));
    folder.write("nestc-build.json", record.as_bytes());
    folder.run(&["build"]).says(0, &["`notes.txt` is no longer made"]);
    for path in ["notes.txt", "nestc.yaml", "nestc.lock", "web.yaml"] {
        assert!(folder.exists(path), "{path}");
    }
}

#[test]
fn a_record_that_is_none_is_not_replaced() {
    let folder = built();
    for other in ["", "{", "my own notes"] {
        folder.write("dist/nestc-build.json", other.as_bytes());
        refused(&folder.run(&["build"]), &["`dist/nestc-build.json` is not a record that nestc wrote"]);
        folder.run(&["build", "--check"]).says(1, &["is not a record that nestc wrote"]);
    }
    folder.run(&["build", "--force"]).says(0, &[]);
    folder.write("other.yaml", MANIFEST.as_bytes());
    refused(
        &folder.run(&["build", "--manifest", "other.yaml"]),
        &["`dist/nestc-build.json` is the record of another manifest's build"],
    );
}

#[test]
fn sources_and_own_files_are_never_outputs() {
    for (output, word) in [
        ("'{path}'", "one of the files that outputs are made of"),
        ("WEB.yaml", "one of the files that outputs are made of"),
        ("nestc.yaml", "a name of nestc's own files"),
        ("nestc.lock", "a name of nestc's own files"),
        ("Nestc.Lock", "a name of nestc's own files"),
        ("dist/nestc-build.json", "a name of nestc's own files"),
        (".nestc-staging/x", "a name of nestc's own files"),
        (".git/config", "one of git's own files"),
        ("a/.GIT/hooks/post-checkout", "one of git's own files"),
    ] {
        let folder = project();
        let manifest = MANIFEST.replace("[cn-hangzhou, cn-beijing]", "[cn-hangzhou]");
        let manifest = format!("{manifest}output: {output}\n");
        folder.write("nestc.yaml", manifest.as_bytes());
        folder.write(".git/config", b"[core]\n");
        for arguments in [&["build"][..], &["build", "--force"]] {
            folder.run(arguments).says(2, &[word, "nothing was changed"]);
        }
        assert_eq!((folder.read("web.yaml").as_str(), folder.read("nestc.yaml")), (TEMPLATE, manifest));
        assert_eq!(folder.read(".git/config"), "[core]\n");
        assert!(!folder.exists("nestc.lock"), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_elsewhere() {
    use std::os::unix::fs::symlink;
    for (link, below) in [("dist", ""), ("a", "output: a/b/{region}/{path}\n"), ("dist/cn-hangzhou", "")] {
        let (elsewhere, folder) = (Folder::new(&[("kept", "1")]), project());
        folder.write("nestc.yaml", format!("{MANIFEST}{below}").as_bytes());
        fs::create_dir_all(folder.path().join(link).parent().unwrap()).unwrap();
        symlink(elsewhere.path(), folder.path().join(link)).unwrap();
        folder.run(&["build"]).says(2, &["leads out of the folder", "nothing was changed"]);
        folder.run(&["build", "--force"]).says(2, &["leads out of the folder"]);
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
        assert!(!folder.exists("nestc.lock"));
    }
    // Links in the place of files.
    let (elsewhere, folder) = (Folder::new(&[("kept", "1"), ("lock", "{}")]), built());
    for path in [ONE, "dist/nestc-build.json", "nestc.lock"] {
        fs::remove_file(folder.path().join(path)).unwrap();
        symlink(elsewhere.path().join("kept"), folder.path().join(path)).unwrap();
        let outcome = folder.run(&["build"]);
        assert!(matches!(outcome.status, 1 | 2), "{outcome:?}");
        assert_eq!(elsewhere.read("kept"), "1");
        fs::remove_file(folder.path().join(path)).unwrap();
        folder.run(&["build", "--force"]).says(0, &[]);
    }
}

#[test]
fn check_shows_outputs_alone() {
    let module = "resource \"alicloud_instance\" \"web\" {\n  image_id = \"web\"\n}\n";
    let folder = Folder::new(&[
        ("infra/main.tf", module),
        ("infra/notes.txt", "first\n"),
        ("nestc.yaml", &MANIFEST.replace("[web.yaml]", "[infra]")),
    ]);
    folder.run(&["build"]).says(0, &[]);
    folder.write("infra/notes.txt", b"second\n");
    folder.write("infra/main.tf", format!("{module}# more\n").as_bytes());
    folder.run(&["build", "--check"]).says(1, &["dist/cn-hangzhou/infra/notes.txt", "+# more"]);
    // What is merely copied may hold anything, so nothing of it is shown.
    let shown = folder.run(&["build", "--check"]);
    assert!(!shown.out.contains("first") && !shown.out.contains("second"), "{shown:?}");
    let machine = folder.run(&["build", "--check", "--format", "json"]);
    machine.says(1, &["NST227"]);
    let report: serde_json::Value = serde_json::from_str(&machine.out).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 5, "{}", machine.out);
    for format in ["short", "sarif", "github", "gitlab", "junit"] {
        folder.run(&["build", "--check", "--format", format]).says(1, &["dist/cn-hangzhou/infra/main.tf"]);
    }
    assert!(!folder.run(&["build", "--check", "--quiet"]).out.contains("second"));
}

#[test]
fn a_damaged_lock_stops_a_build() {
    for text in ["", "{", "{}", "\0\0", "[]", "{\"version\": 2}"] {
        let folder = built();
        folder.write("nestc.lock", text.as_bytes());
        folder.run(&["build"]).says(2, &["`nestc.lock` is damaged", "nothing was written"]);
        folder.run(&["build", "--force"]).says(2, &["`nestc.lock` is damaged"]);
        folder.run(&["lint"]).says(2, &["`nestc.lock` is damaged"]);
        folder.run(&["lock"]).says(2, &["`nestc.lock` is damaged"]);
        assert_eq!(folder.read("nestc.lock"), text);
    }
}

#[test]
fn a_lock_is_written_and_taken_back() {
    let folder = project();
    folder.run(&["build", "--locked"]).says(1, &["NST211", "has no record of it", "`nestc lock`"]);
    folder.run(&["lock"]).says(0, &["recorded 1 published version in `nestc.lock`"]);
    assert!(!folder.exists("dist"));
    let lock = folder.read("nestc.lock");
    assert!(lock.contains("\"cn-hangzhou\": \"m-bp1g7004ksh0oeuc0001\""), "{lock}");
    folder.run(&["build", "--locked"]).says(0, &[]);
    assert_eq!(folder.read("nestc.lock"), lock);
    folder.write("nestc.yaml", MANIFEST.replace("oeuc0001", "oeuc0009").as_bytes());
    let words = [
        "published `v1_0` changed: `cn-hangzhou` was m-bp1g7004ksh0oeuc0001, is m-bp1g7004ksh0oeuc0009",
        "add version `v1_1`, or, if it was never deployed, `nestc lock forget web_server@v1_0`",
    ];
    folder.run(&["build"]).says(1, &words);
    folder.run(&["lock"]).says(1, &["NST211", "nothing was recorded"]);
    folder.run(&["lock", "forget", "web_server@v9"]).says(2, &["has no record", "`web_server@v1_0`"]);
    assert_eq!(folder.read("nestc.lock"), lock);
    folder.run(&["lock", "forget", "web_server@v1_0"]).says(0, &["took the record"]);
    folder.run(&["build"]).says(0, &[]);
    assert!(folder.read("nestc.lock").contains("oeuc0009"));
}

#[test]
fn what_each_image_is_right_without_stops_no_build_unless_asked() {
    let folder = project();
    folder.write("web.yaml", TEMPLATE.replace("      InstanceType: ecs.g7.large\n", "").as_bytes());
    folder.run(&["lint"]).says(1, &["error[NST403]: `Web` has no `InstanceType`"]);
    folder.run(&["build"]).says(0, &["warning[NST403]", "3 written"]);
    assert!(folder.read(ONE).contains("ImageId: m-bp1g7004ksh0oeuc0001"));
    folder.write("nestc.yaml", format!("{MANIFEST}lint: {{missing-property: error}}\n").as_bytes());
    folder.run(&["build"]).says(1, &["error[NST403]", "nothing was written"]);
}

#[test]
fn a_misspelled_property_may_be_an_image_and_stops_a_build() {
    let folder = project();
    folder.write("web.yaml", TEMPLATE.replace("ImageId", "ImagId").as_bytes());
    folder.run(&["build"]).says(1, &["error[NST402]", "did you mean `ImageId`", "nothing was written"]);
    folder.write("web.yaml", TEMPLATE.replace("ImageId: web", "ImageId: [web]").as_bytes());
    folder.run(&["build"]).says(1, &["nothing was written"]);
}

#[test]
fn outputs_go_where_the_command_line_says() {
    let (elsewhere, folder) = (Folder::new(&[]), project());
    folder.run(&["lock"]).says(0, &[]);
    let out = elsewhere.path().join("new/out");
    let out = out.to_str().unwrap();
    folder.run(&["build", "--output", out]).says(0, &["3 written"]);
    assert!(elsewhere.exists("new/out/cn-hangzhou/web.yaml") && !folder.exists("dist"));
    folder.run(&["build", "--output", out, "--check"]).says(0, &["is up to date"]);
    folder.run(&["build", "--output", out]).says(0, &["3 unchanged"]);
    folder.run(&["build", "--output", "dist"]).says(0, &["3 written"]);
    folder.run(&["build"]).says(0, &["3 unchanged"]);
}

#[cfg(unix)]
#[test]
fn what_an_interrupted_build_left_is_named_and_cleared() {
    use std::os::unix::fs::MetadataExt;
    let folder = built();
    let staging = ".nestc-staging-0123456789abcdef";
    fs::create_dir(folder.path().join(staging)).unwrap();
    let inode = folder.path().join(staging).metadata().unwrap().ino();
    folder.write(&format!("{staging}/made-in"), inode.to_string().as_bytes());
    folder.write(&format!("{staging}/n0"), b"new");
    folder.write(&format!("{staging}/journal"), b"{\"version\":1");
    folder.run(&["build", "--check"]).says(1, &[staging, "was left by a build that was interrupted"]);
    assert!(folder.exists(staging));
    folder.run(&["build"]).says(0, &["undid a build that had been interrupted", "3 unchanged"]);
    assert!(!folder.exists(staging));
    folder.run(&["build", "--check"]).says(0, &[]);
}

#[cfg(unix)]
#[test]
fn rights_follow_the_source() {
    use std::os::unix::fs::PermissionsExt;
    let module = "resource \"alicloud_instance\" \"web\" {\n  image_id = \"web\"\n}\n";
    let manifest = MANIFEST.replace("[web.yaml]", "[infra]");
    let folder =
        Folder::new(&[("infra/main.tf", module), ("infra/run.sh", "true\n"), ("nestc.yaml", &manifest)]);
    let set = |mode| {
        let path = folder.path().join("infra/run.sh");
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let may_run = || {
        let path = folder.path().join("dist/cn-hangzhou/infra/run.sh");
        fs::metadata(path).unwrap().permissions().mode() & 0o100 != 0
    };
    for (mode, runs) in [(0o644, false), (0o755, true), (0o644, false)] {
        set(mode);
        folder.run(&["build"]).says(0, &[]);
        assert_eq!(may_run(), runs);
        folder.run(&["build", "--check"]).says(0, &[]);
    }
    set(0o755);
    folder.run(&["build", "--check"]).says(1, &["has other rights than the file that it is copied from"]);
}

/// Where no thread can be made, one has to do.
#[cfg(target_os = "linux")]
#[test]
fn one_thread_is_enough() {
    let folder = Folder::new(&[]);
    for number in 0..20 {
        folder.write(&format!("t/{number}.yaml"), TEMPLATE.as_bytes());
    }
    folder.write("nestc.yaml", MANIFEST.replace("[web.yaml]", "['t/*.yaml']").as_bytes());
    let program = env!("CARGO_BIN_EXE_nestc");
    let command = format!("ulimit -v 4000000; exec {program} build");
    let output = std::process::Command::new("sh").args(["-c", &command]).current_dir(folder.path()).output();
    Outcome::of(output.unwrap()).says(0, &["41 written"]);
}

#[test]
fn what_is_not_an_image_id_is_neither_built_nor_recorded() {
    let folder = project();
    let ids =
        ["TODO", "ami-0123456789abcdef0", "m-2ze", "https://example.com/a.vhd", "'m-bp1g7004ksh0oeuc0001 '"];
    for id in ids {
        let manifest = MANIFEST.replace("m-bp1g7004ksh0oeuc0001", id);
        folder.write("nestc.yaml", format!("{manifest}lint: {{ invalid-image-id: off }}\n").as_bytes());
        for command in ["build", "lock"] {
            folder.run(&[command]).says(1, &["NST224", "is not an image ID", "nothing was"]);
        }
        assert!(!folder.exists("nestc.lock") && !folder.exists("dist"), "{id}");
    }
    // The last of them is merely written with a space too many.
    let wrong = MANIFEST.replace("m-bp1g7004ksh0oeuc0001", ids[4]);
    folder.write("nestc.yaml", wrong.as_bytes());
    folder.run(&["fix"]).says(0, &["1 fix"]);
    folder.run(&["build"]).says(0, &["3 written"]);
}

/// Gives the files other line ends, as git does where it is told to.
fn convert(folder: &Folder, paths: &[&str], end: &str) {
    for path in paths {
        let text = folder.read(path).replace("\r\n", "\n").replace('\n', end);
        folder.write(path, text.as_bytes());
    }
}

#[test]
fn line_ends_as_git_made_them_are_no_difference() {
    let (lf, crlf) = ("\n", "\r\n");
    let sources = ["web.yaml", "nestc.yaml"];
    let outputs = [ONE, TWO, "dist/nestc-build.json", "nestc.lock"];
    for (built_with, of_sources, of_outputs) in
        [(lf, lf, crlf), (lf, crlf, crlf), (lf, crlf, lf), (crlf, lf, lf), (crlf, lf, crlf), (crlf, crlf, lf)]
    {
        let folder = project();
        convert(&folder, &sources, built_with);
        folder.run(&["build"]).says(0, &["3 written"]);
        convert(&folder, &sources, of_sources);
        convert(&folder, &outputs, of_outputs);
        let checked = folder.run(&["build", "--check"]);
        checked.says(0, &["no findings in 1 file", "`dist` is up to date: 4 files"]);
        // Anything else is one all the same.
        folder.write("web.yaml", folder.read("web.yaml").replace("MaxAmount: 1", "MaxAmount: 2").as_bytes());
        folder
            .run(&["build", "--check"])
            .says(1, &["`dist/cn-hangzhou/web.yaml` is not what its template makes"]);
        let record =
            folder.read("dist/nestc-build.json").replace("m-bp1g7004ksh0oeuc0001", "m-bp1g7004ksh0oeuc0009");
        convert(&folder, &sources, built_with);
        folder.write("dist/nestc-build.json", record.as_bytes());
        folder.run(&["build", "--check"]).says(1, &["dist/nestc-build.json"]);
    }
}

#[test]
fn every_format_has_what_is_stale_in_one_document() {
    let folder = built();
    fs::remove_file(folder.path().join(ONE)).unwrap();
    folder.write(TWO, b"edited");
    folder.write("dist/stray.yaml", b"nobody made this");
    for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
        let checked = folder.run(&["build", "--check", "--format", format]);
        checked.says(1, &[ONE, TWO, "dist/stray.yaml"]);
        if ["json", "sarif", "gitlab"].contains(&format) {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&checked.out);
            assert!(read.is_ok(), "{format}: {}", checked.out);
        }
        assert!(format == "human" || !checked.out.contains("+++"), "{format}: {}", checked.out);
    }
    folder.run(&["build", "--force", "--quiet"]).says(0, &[]);
    let json = folder.run(&["build", "--check", "--format", "json"]);
    json.says(1, &["dist/stray.yaml"]);
    fs::remove_file(folder.path().join("dist/stray.yaml")).unwrap();
    let json = folder.run(&["build", "--check", "--format", "json"]);
    json.says(0, &["`dist` is up to date"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok() && !json.out.contains("up to date"));
}
