//! One file is one file, however its path is spelled and wherever the program is run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use common::program::Folder;

const WEB: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
";

const MAIN: &str = "resource \"alicloud_instance\" \"web\" {
  imageId = \"centos_7_9_x64_20G_alibase_20240403.vhd\"
}
";

const OTHER: &str = "# nestc: allow(dynamic-image-id) -- not needed any more
resource \"alicloud_vpc\" \"net\" {
  cidr_block = \"10.0.0.0/8\"
}
";

/// The files below `top`, and what they are when all safe fixes are made.
const FILES: [(&str, &str); 3] = [("web.yaml", WEB), ("m/main.tf", MAIN), ("m/other.tf", OTHER)];

fn new() -> Folder {
    let files: Vec<(String, &str)> =
        FILES.iter().map(|(path, text)| (format!("top/{path}"), *text)).collect();
    let folder = Folder::new(&files.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>());
    folder.write("top/m/sub/notes.txt", b"notes\n");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("top", folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink("../web.yaml", folder.path().join("top/m/web.yaml")).unwrap();
    }
    folder
}

/// Working folders, each with a spelling of everything below `top`, as seen from there.
fn spellings(root: &str) -> Vec<(&'static str, Vec<String>)> {
    let from_outside = ["top", "./top", "top/.", "top//", "top/m/../../top", "link", "./link/m/sub/../.."];
    let spelled = from_outside.iter().map(|it| (".", vec![(*it).to_owned()]));
    let from_top = [".", "./", "m/..", "../top", "./m/sub/../.."];
    let spelled = spelled.chain(from_top.iter().map(|it| ("top", vec![(*it).to_owned()])));
    let from_below = ["..", "../.", "sub/../..", "../../top", "../../link"];
    let spelled = spelled.chain(from_below.iter().map(|it| ("top/m", vec![(*it).to_owned()])));
    let lists: [(&str, &[&str]); 6] = [
        (".", &["top/web.yaml", "top/m/main.tf", "top/m/other.tf"]),
        (
            ".",
            &["./top/m/other.tf", "top/m/./main.tf", "link/m/other.tf", "top/m/web.yaml", "./top/web.yaml"],
        ),
        ("top", &["m", "./m/main.tf", "web.yaml", "./web.yaml"]),
        ("top/m", &["main.tf", "./other.tf", "../web.yaml", "web.yaml"]),
        ("top/m/sub", &["../main.tf", "../other.tf", "../../web.yaml"]),
        ("link/m", &[".", "../m", "../web.yaml"]),
    ];
    let listed =
        lists.into_iter().map(|(folder, list)| (folder, list.iter().map(ToString::to_string).collect()));
    let mut all: Vec<_> = spelled.chain(listed).collect();
    for folder in [".", "top", "top/m/sub"] {
        all.push((folder, vec![format!("{root}/top")]));
        all.push((folder, vec![format!("{root}/link/.")]));
    }
    all
}

#[test]
fn a_fix_is_made_once_however_a_path_is_spelled() {
    let fixed: Vec<String> = vec![
        WEB.replace("Imageid", "ImageId"),
        MAIN.replace("imageId", "image_id"),
        OTHER.lines().skip(1).map(|line| format!("{line}\n")).collect(),
    ];
    for (working, paths) in spellings("ROOT") {
        let folder = new();
        let root = folder.path().to_str().unwrap();
        let paths: Vec<String> = paths.iter().map(|path| path.replace("ROOT", root)).collect();
        let mut arguments = vec!["fix"];
        arguments.extend(paths.iter().map(String::as_str));
        let outcome = folder.run_in(working, &arguments);
        outcome.says(0, &["3 fixes in 3 files"]);
        for ((path, _), expected) in FILES.iter().zip(&fixed) {
            assert_eq!(folder.read(&format!("top/{path}")), *expected, "{path} by {paths:?} in {working}");
        }
        folder.run_in(working, &arguments).says(0, &["0 fixes in 0 files"]);
    }
}

#[test]
fn a_name_with_a_backslash_is_no_path() {
    let folder = Folder::new(&[("a/b.yaml", "# not a template\n"), ("x", "")]);
    folder.write("a\\b.yaml", WEB.as_bytes());
    folder.run(&["fix", "a\\b.yaml"]).says(0, &["1 fix in 1 file"]);
    assert_eq!(folder.read("a/b.yaml"), "# not a template\n");
    assert_eq!(folder.read("a\\b.yaml"), WEB.replace("Imageid", "ImageId"));
}

#[test]
fn findings_are_the_same_however_a_path_is_spelled() {
    let folder = new();
    folder.write("top/.git/HEAD", b"ref: refs/heads/main\n");
    let root = folder.path().to_str().unwrap();
    let mut seen: Option<(String, String)> = None;
    for (working, paths) in spellings(root) {
        let run = |command: &[&'static str]| {
            let mut arguments = command.to_vec();
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            arguments.extend(paths);
            folder.run_in(working, &arguments)
        };
        let linted = run(&["lint", "--format", "sarif"]);
        assert_eq!(linted.status, 1, "{linted:#?}");
        let now = (linted.out, run(&["inspect"]).out);
        let before = seen.get_or_insert_with(|| now.clone());
        assert!(*before == now, "{paths:?} in {working}");
    }
}
