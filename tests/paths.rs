//! One file is one file, however its path is spelled and wherever the program is run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::program::Folder;

const WEB: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
      InstanceType: ecs.g7.large
      MaxAmount: 1
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
fn names_are_seen_from_the_working_folder() {
    let folder = new();
    for (working, path, shown) in [
        (".", "top", ["top/m/main.tf", "top/m/other.tf", "top/web.yaml"]),
        ("top", "../top", ["m/main.tf", "m/other.tf", "web.yaml"]),
        ("top/m", "..", ["../web.yaml", "main.tf", "other.tf"]),
        ("top/m/sub", "../../../top", ["../../web.yaml", "../main.tf", "../other.tf"]),
    ] {
        let outcome = folder.run_in(working, &["lint", "--format", "short", path]);
        let mut names: Vec<&str> = outcome.out.lines().filter_map(|line| line.split(':').next()).collect();
        names.sort_unstable();
        assert_eq!(names, shown, "{path} in {working}");
    }
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

/// Every file below `folder` with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

const MANIFEST: &str = "version: 1
templates: [TEMPLATES]
regions: [cn-hangzhou]
packages:
  web_server:
    versions:
      v1_0:
        status: published
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}
# nestc: allow(end-of-life-image) -- not needed any more
associations:
  centos_7_9_x64_20G_alibase_20240403.vhd: web_server@v1_0
";

#[test]
fn a_manifest_means_the_same_wherever_it_is_named() {
    let root = |folder: &Folder| folder.path().to_str().unwrap().to_owned();
    let callers: [(&str, Option<&str>); 8] = [
        ("top", None),
        ("top/m", None),
        ("link/m/sub", None),
        (".", Some("top/nestc.yaml")),
        (".", Some("./link/nestc.yaml")),
        ("top/m", Some("../nestc.yaml")),
        ("top", Some("./m/../nestc.yaml")),
        ("top/m/sub", Some("ROOT/top/./nestc.yaml")),
    ];
    let templates = ["web.yaml, m", "./web.yaml, ./m/", "'*.yaml', m/../m", "m, './**/web.yaml'"];
    let mut seen: Option<(BTreeMap<PathBuf, Vec<u8>>, String, String)> = None;
    for (at, (working, named)) in callers.into_iter().enumerate() {
        // All places in the manifest are the same.
        let templates = format!("{:<20}", templates[at % 4]);
        let web = WEB.replace("Imageid", "ImageId");
        let main = MAIN.replace("imageId", "image_id");
        let manifest = MANIFEST.replace("TEMPLATES", &templates);
        let folder = Folder::new(&[
            ("top/web.yaml", &web),
            ("top/m/main.tf", &main),
            ("top/m/sub/notes.txt", "notes"),
            ("top/nestc.yaml", &manifest),
            ("top/.git/HEAD", ""),
        ]);
        #[cfg(unix)]
        std::os::unix::fs::symlink("top", folder.path().join("link")).unwrap();
        let manifest = named.map(|it| it.replace("ROOT", &root(&folder)));
        let options: Vec<&str> = manifest.iter().flat_map(|it| ["--manifest", it.as_str()]).collect();
        let run = |command: &[&'static str]| folder.run_in(working, &[command, options.as_slice()].concat());
        let linted = run(&["lint", "--format", "json"]).out;
        run(&["fix"]).says(0, &["1 fix in 1 file"]);
        run(&["fix"]).says(0, &["0 fixes in 0 files"]);
        run(&["build", "--quiet"]).says(0, &[]);
        run(&["build", "--check"]).says(0, &[]);
        let inspected = folder.run(&["inspect", "--manifest", "top/nestc.yaml"]).out;
        let mut files = tree(&folder.path().join("top"));
        let written = files.remove(Path::new("nestc.yaml")).unwrap();
        assert_eq!(
            written.len(),
            MANIFEST.replace("TEMPLATES", &templates).len() - 57,
            "{working} {named:?}"
        );
        let linted = linted.replace(&templates, "TEMPLATES");
        let now = (files, inspected, linted.lines().filter(|line| !line.contains("\"start\"")).collect());
        let before = seen.get_or_insert_with(|| now.clone());
        assert!(*before == now, "{named:?} in {working}, {templates}");
    }
}

#[test]
fn entries_of_templates_mean_what_they_name() {
    let names = ["a [1]/web.yaml", "a [1]/db.yaml", "a 1/web.yaml", "[b].yaml", "c.yaml", "深/网站.yaml"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, WEB)).collect();
    let folder = Folder::new(&files);
    for (entries, found) in [
        ("'a [1]/*.yaml'", &names[..2]),
        ("'./a [1]/*.yaml', 'a [1]/web.yaml', 'a [1]//web.yaml'", &names[..2]),
        ("'a [12]/*.yaml'", &names[2..3]),
        ("'[b].yaml', './*.yaml'", &names[3..5]),
        ("'**/*.yaml', c.yaml, 深/网站.yaml, './深/*.yaml'", &names),
    ] {
        folder.write("nestc.yaml", format!("version: 1\ntemplates: [{entries}]\n").as_bytes());
        let listed = folder.run(&["files"]);
        listed.says(0, found);
        assert_eq!(listed.out.lines().count(), found.len(), "{entries}: {listed:#?}");
    }
}

const PROJECT: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou]
packages:
  web_server:
    versions:
      v1_0: {status: draft, images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}}
associations: {web: web_server@v1_0}
";

fn project() -> Folder {
    Folder::new(&[
        ("p/web.yaml", &WEB.replace("Imageid: centos_7_9_x64_20G_alibase_20240403.vhd", "ImageId: web")),
        ("p/nestc.yaml", PROJECT),
    ])
}

/// The manifest's folder reached through a link, with a template that is a link itself.
#[cfg(unix)]
#[test]
fn linked_templates_lie_where_their_names_say() {
    use std::os::unix::fs::symlink;
    let folder = project();
    symlink("p", folder.path().join("link")).unwrap();
    symlink("web.yaml", folder.path().join("p/l.yaml")).unwrap();
    folder.write("p/nestc.yaml", PROJECT.replace("[web.yaml]", "[web.yaml, l.yaml]").as_bytes());
    let root = folder.path().join("link/nestc.yaml");
    for (below, manifest) in [
        ("link", "nestc.yaml"),
        ("p", "../link/nestc.yaml"),
        (".", "link/nestc.yaml"),
        ("p", root.to_str().unwrap()),
    ] {
        folder.run_in(below, &["build", "--manifest", manifest]).says(0, &["2 templates for 1 region"]);
        assert!(folder.exists("p/dist/cn-hangzhou/l.yaml"), "{below} {manifest}");
        fs::remove_dir_all(folder.path().join("p/dist")).unwrap();
    }
}

#[test]
fn what_is_wrong_with_the_path_of_an_output_is_said() {
    let folder = project();
    folder.write("p/nestc.yaml", PROJECT.replace("cn-hangzhou", ".").as_bytes());
    let refused = folder.run_in("p", &["build"]);
    assert!(!refused.err.contains("remove the link"), "{refused:?}");
    folder.write("p/nestc.yaml", PROJECT.replace("cn-hangzhou", "'a\\b'").as_bytes());
    let refused = folder.run_in("p", &["build"]);
    assert!(!refused.err.contains("leads out"), "{refused:?}");
    #[cfg(unix)]
    {
        folder.write("p/nestc.yaml", PROJECT.replace("[web.yaml]", "['a\\b.yaml']").as_bytes());
        folder.write("p/a\\b.yaml", folder.read("p/web.yaml").as_bytes());
        folder
            .run_in("p", &["build"])
            .says(2, &["has a backslash or a null character in it", "rename the template"]);
    }
}

#[test]
fn the_output_folder_is_shown_as_seen_from_here() {
    let folder = project();
    folder.write("p/sub/x.txt", b"");
    let built = folder.run_in("p/sub", &["build"]);
    built.says(0, &["in `../dist`"]);
}

#[test]
fn a_template_that_is_left_out_is_left_out_by_name_too() {
    let folder = project();
    folder.write("p/nestc.yaml", format!("{PROJECT}exclude: [web.yaml]\n").as_bytes());
    folder.run_in("p", &["lint"]).says(0, &["skipped `web.yaml`: left out by `exclude` or --exclude"]);
    folder.write("p/nestc.yaml", PROJECT.as_bytes());
    folder.run_in("p", &["lint", "--exclude", "web.yaml"]).says(0, &["skipped `web.yaml`: left out"]);
}

#[test]
fn without_a_manifest_and_paths_the_working_folder_is_linted() {
    let folder = Folder::new(&[("a/web.yaml", WEB)]);
    folder.run(&["lint"]).says(1, &["a/web.yaml:6", "1 error in 1 file"]);
    folder.run_in("a", &["lint", "--quiet"]).says(1, &["web.yaml:6"]);
    folder.write("nestc.yml", b"version: 1\n");
    folder.run(&["lint"]).says(2, &["but a `nestc.yml`"]);
}

#[test]
fn where_nothing_was_looked_at_nothing_is_said_of_it() {
    let folder = Folder::new(&[("notes.txt", "x")]);
    let outcome = folder.run(&["lint", "nosuch.yaml"]);
    outcome.says(2, &["nosuch.yaml"]);
    assert_eq!(outcome.out, "");
    let skipped = folder.run(&["lint", "notes.txt", "--format", "json"]);
    assert!(skipped.out.contains("\"skipped\": 1"), "{skipped:?}");
}
