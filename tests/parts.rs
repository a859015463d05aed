//! Parts of a build: regions, templates, shards, and the file that says what outputs depend on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::program::Folder;

const MANIFEST: &str = "\
version: 1
templates: ['templates/*.yaml', net]
regions: [cn-hangzhou, cn-beijing]
packages:
  web:
    versions:
      v1_0:
        status: published
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc7xyz, cn-beijing: m-2zeg7004ksh0oeuc7xyz}
associations: {ecs_image: web@v1_0}
output: dist/{region}/{path}
";

fn folder() -> Folder {
    let template = "\
ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: ecs_image
      MaxAmount: 1
      InstanceType: ecs.g7.large
";
    let names: Vec<String> = (0..20).map(|number| format!("templates/{number}.yaml")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), template)).collect();
    files.push(("nestc.yaml", MANIFEST));
    files.push(("net/main.tf", "resource \"alicloud_instance\" \"a\" {\n  image_id = \"ecs_image\"\n}\n"));
    files.push(("net/a b.txt", "copied"));
    let folder = Folder::new(&files);
    folder.run(&["lock"]).says(0, &[]);
    folder
}

/// The files below `root` by their names, without records.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if !path.file_name().unwrap().to_string_lossy().starts_with("nestc-build") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn shards_make_together_what_a_build_makes() {
    let folder = folder();
    folder.run(&["build"]).says(0, &["21 templates for 2 regions"]);
    let whole = files(&folder.path().join("dist"));
    assert_eq!(whole.len(), 44);
    let (mut apart, mut sizes) = (BTreeMap::new(), Vec::new());
    for shard in ["1/3", "2/3", "3/3"] {
        let out = format!("out-{}", &shard[..1]);
        folder.run(&["build", "--output", &out, "--shard", shard]).says(0, &[]);
        folder.run(&["build", "--output", "all", "--shard", shard]).says(0, &[]);
        let made = files(&folder.path().join(out));
        sizes.push(made.len());
        apart.extend(made);
    }
    assert_eq!(apart, whole);
    assert_eq!(sizes.iter().sum::<usize>(), whole.len());
    assert!(sizes.iter().all(|&size| size > 0), "{sizes:?}");
    // In one folder they neither remove each other's files nor take them for somebody else's.
    assert_eq!(files(&folder.path().join("all")), whole);
    for shard in ["1/3", "2/3", "3/3"] {
        folder.run(&["build", "--output", "all", "--shard", shard]).says(0, &["0 written"]);
        folder.run(&["build", "--check", "--output", "all", "--shard", shard]).says(0, &["up to date"]);
    }
    assert!(folder.exists("all/nestc-build.shard-2-of-3.json"));
    // Outputs of parts are outputs.
    let listed = folder.run(&["files", "."]).out;
    assert!(
        !listed.lines().any(|line| line.starts_with("out-1/cn") || line.starts_with("all/cn")),
        "{listed}"
    );
}

#[test]
fn some_regions_and_templates() {
    let folder = folder();
    let arguments =
        ["build", "--output", "out", "--region", "cn-beijing", "--template", "./templates/7.yaml"];
    folder.run(&arguments).says(0, &["1 region"]);
    let made = files(&folder.path().join("out"));
    assert_eq!(made.keys().collect::<Vec<_>>(), ["cn-beijing/templates/7.yaml"]);
    folder
        .run(&["build", "--output", "out", "--region", "cn-bejing"])
        .says(2, &["did you mean `cn-beijing`"]);
    folder.run(&["build", "--output", "out", "--template", "templates/7.yml"]).says(2, &["templates/7.yaml"]);
    folder.run(&["build", "--region", "cn-beijing"]).says(2, &["--output"]);
    folder.run(&["build", "--output", "out", "--shard", "4/3"]).says(2, &["expected K/N"]);
}

#[test]
fn what_only_the_whole_manifest_tells_is_judged_by_it() {
    let folder = folder();
    let manifest = MANIFEST.replace("ecs_image: web@v1_0", "ecs_image: web@v1_0, other: web@v1_0");
    fs::write(folder.path().join("nestc.yaml"), manifest).unwrap();
    let whole = folder.run(&["build", "--format", "short"]).out;
    assert_eq!(whole.matches("NST202").count(), 1, "{whole}");
    let part = folder.run(&["build", "--format", "short", "--output", "out", "--shard", "1/9"]).out;
    assert_eq!(part, whole);
}

#[test]
fn every_finding_is_in_one_shard() {
    let folder = folder();
    let manifest = MANIFEST.replace("ecs_image: web@v1_0", "ecs_image: web@v1_0, other: web@v1_0");
    fs::write(folder.path().join("nestc.yaml"), manifest).unwrap();
    for number in (0..20).step_by(3) {
        let path = format!("templates/{number}.yaml");
        let text = folder.read(&path).replace("MaxAmount", "MaxAmuont");
        folder.write(&path, text.as_bytes());
    }
    folder.write("net/main.tf", b"resource \"alicloud_instance\" \"a\" {\n  image_id = var.image\n}\n");
    let lines = |arguments: &[&str]| -> Vec<String> {
        let out = folder.run(&[&["lint", "--format", "short"], arguments].concat()).out;
        out.lines().filter(|it| it.contains("NST")).map(str::to_owned).collect()
    };
    let mut whole = lines(&[]);
    assert!(whole.len() >= 9, "{whole:?}");
    let shards: Vec<Vec<String>> =
        (1..=4).map(|number| lines(&["--shard", &format!("{number}/4")])).collect();
    assert!(shards.iter().filter(|it| !it.is_empty()).count() > 2, "{shards:?}");
    let of_manifest = |it: &String| it.starts_with("nestc.yaml");
    assert_eq!(shards[0].iter().filter(|it| of_manifest(it)).count(), 1, "{shards:?}");
    let mut joined = shards.concat();
    whole.sort();
    joined.sort();
    assert_eq!(joined, whole);
    let path = "templates/0.yaml";
    let alone: Vec<String> =
        (1..=3).flat_map(|number| lines(&[path, "--shard", &format!("{number}/3")])).collect();
    assert_eq!(alone, lines(&[path]));
}

#[test]
fn a_depfile_names_everything_that_was_read() {
    let folder = folder();
    let arguments = ["build", "--output", "out", "--template", "net", "--depfile", "out.d"];
    folder.run(&arguments).says(0, &[]);
    let text = folder.read("out.d");
    assert!(text.starts_with("out/nestc-build.part-"), "{text}");
    for name in ["nestc.yaml", "net/main.tf", "net/a\\ b.txt", "templates/3.yaml"] {
        assert!(text.contains(&format!("\n  {name}")), "{name} is missing in {text}");
    }
    folder.run(&["build", "--depfile", "nestc.yaml"]).says(2, &["will not write a report over `nestc.yaml`"]);
}
