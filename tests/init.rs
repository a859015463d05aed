//! The manifest that `nestc init` writes for the templates of a folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use common::program::Folder;

/// A template with a resource for each literal.
fn template(literals: &[&str]) -> String {
    let mut text = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n".to_owned();
    for (at, literal) in literals.iter().enumerate() {
        let literal = serde_json::to_string(literal).unwrap();
        let properties = format!("{{ MaxAmount: 1, InstanceType: ecs.g7.large, ImageId: {literal} }}");
        writeln!(text, "  R{at}: {{ Type: 'ALIYUN::ECS::InstanceGroup', Properties: {properties} }}")
            .unwrap();
    }
    text
}

/// The associations of a manifest, read by other means.
fn associations(manifest: &str) -> BTreeMap<String, String> {
    let (_, section) = manifest.split_once("\nassociations:\n").unwrap();
    let entries =
        section.lines().take_while(|line| line.starts_with("  ")).filter(|line| !line.contains("  #"));
    entries
        .map(|line| line.trim().rsplit_once(": ").unwrap())
        .map(|(literal, package)| (literal.trim_matches(['\'', '"']).to_owned(), package.to_owned()))
        .collect()
}

#[test]
fn the_manifest_can_be_filled_in() {
    let module = "resource \"alicloud_instance\" \"a\" {\n  image_id = \"m-bp1g7004ksh0oeuc0009\"\n}\n";
    let web = template(&["web", "web", "centos_7", "aliyun_3_x64_20G_alibase_20240528.vhd", "web"]);
    let folder = Folder::new(&[("templates/web.yaml", &web), ("infra/main.tf", module)]);
    folder.run(&["init"]).says(0, &["wrote `nestc.yaml`; fill in the packages as its comments say"]);
    let manifest = folder.read("nestc.yaml");
    let expected = "# Which image each literal of the templates stands for in each region.
# `nestc schema` prints the JSON Schema of this file, for editors.
version: 1

templates:
  - templates/web.yaml
  - infra

# The regions to build for. Without this list: all that every package in use has an image in.
# regions: [cn-hangzhou, cn-beijing]

# The deployment packages. What to do next:
#   1. Under `images`, write the image ID of each region.
#   2. A draft is built for the region of its `source` only. To build for more, write
#      `status: published`; from then on, the content of that version is fixed.
#   3. Run `nestc lint`, then `nestc build`.
packages:
  m_bp1g7004ksh0oeuc0009:
    # For `m-bp1g7004ksh0oeuc0009` in `a` (infra).
    versions:
      v1_0:
        status: draft
        source: { region: cn-hangzhou, image: m-bp1g7004ksh0oeuc0009 }
        images:
          cn-hangzhou: m-bp1g7004ksh0oeuc0009
  web:
    # For `web` in `R0` (templates/web.yaml), `R1` (templates/web.yaml) and `R4` (templates/web.yaml).
    versions:
      v1_0:
        status: draft
        images:
          # cn-hangzhou: m-…

# The literal in the templates, and the package version that takes its place.
associations:
  m-bp1g7004ksh0oeuc0009: m_bp1g7004ksh0oeuc0009@v1_0
  web: web@v1_0
  # These public images work in every region as they are. To replace one all the same, add a package:
  # aliyun_3_x64_20G_alibase_20240528.vhd: package@v1_0
  # centos_7: package@v1_0

output: dist/{region}/{path}
";
    assert_eq!(manifest, expected);
    folder.run(&["init"]).says(2, &["is already there"]);
    folder.run(&["lint"]).says(1, &["NST210", "`web@v1_0` has no image in any region"]);
    let filled = manifest.replace("# cn-hangzhou: m-…", "cn-hangzhou: m-bp1g7004ksh0oeuc0008");
    let filled = filled.replace("# regions: [cn-hangzhou, cn-beijing]", "regions: [cn-hangzhou]");
    folder.write("nestc.yaml", filled.replace("status: draft", "status: published").as_bytes());
    folder.run(&["lint"]).says(0, &[]);
    folder.run(&["build"]).says(0, &["2 templates for 1 region"]);
    assert!(folder.read("dist/cn-hangzhou/templates/web.yaml").contains("\"m-bp1g7004ksh0oeuc0008\""));
}

#[test]
fn different_literals_have_different_packages() {
    let literals = [
        "网站镜像",
        "数据镜像",
        "web-1",
        "web_1",
        "web 1",
        "WEB-1",
        "a",
        "ab",
        "é",
        "ü",
        "🦀",
        "..",
        "m-short",
        "x:y",
        "#x",
        "yes",
        "1",
        "it's",
        "a\nb",
        "'",
    ];
    let folder = Folder::new(&[("t.yaml", &template(&literals))]);
    for lang in ["en", "zh"] {
        let manifest = folder.run(&["init", "--print", "--lang", lang]).out;
        let packages = associations(&manifest);
        assert_eq!(packages.len(), literals.len(), "{manifest}");
        let distinct: BTreeSet<&String> = packages.values().collect();
        assert_eq!(distinct.len(), literals.len(), "{manifest}");
        for literal in ["网站镜像", "数据镜像", "web_1", "yes", "1"] {
            assert!(packages.contains_key(literal), "{literal} in {manifest}");
        }
        assert_eq!(packages["web_1"], "web_1@v1_0", "what is a name already keeps it");
        // It is read as it is meant: each literal is associated, and each package waits for its images.
        folder.write("nestc.yaml", manifest.as_bytes());
        let linted = folder.run(&["lint", "--format", "short"]);
        linted.says(1, &["NST210"]);
        let other = linted.out.lines().filter(|line| !line.contains("NST210")).collect::<Vec<_>>();
        assert_eq!(other, [""; 0], "{manifest}");
        assert_eq!(linted.out.lines().count(), literals.len());
    }
}

#[test]
fn what_is_written_is_in_the_language_of_its_reader() {
    let folder = Folder::new(&[("t.yaml", &template(&["网站"]))]);
    let chinese = folder.run(&["init", "--print", "--lang", "zh"]).out;
    for words in ["# 部署物。接下来请：", "# 用于 `R0` (t.yaml) 中的 `网站`。", "网站: image_1@v1_0"]
    {
        assert!(chinese.contains(words), "{words} in {chinese}");
    }
    let comments = |text: &str| text.lines().filter(|line| line.contains('#')).count();
    let english = folder.run(&["init", "--print"]).out;
    assert_eq!(comments(&english), comments(&chinese));
}

#[test]
fn a_folder_without_templates_is_said_to_be_so() {
    for (name, text) in [(".", ""), ("sub", "")] {
        let folder =
            Folder::new(&[("sub/notes.txt", text), ("sub/empty.yaml", text), ("k8s.yaml", "kind: Pod\n")]);
        folder.run(&["init", name]).says(0, &["no template was found in", "list yours under `templates:`"]);
        folder.run(&["init", name, "--print", "--lang", "zh"]).says(0, &["没有找到模板", "templates: []"]);
        let manifest = format!("{name}/nestc.yaml");
        folder.run(&["lint", "--manifest", &manifest]).says(0, &["no template was found"]);
        folder.run(&["build", "--manifest", &manifest]).says(2, &["the manifest lists no templates"]);
    }
    Folder::new(&[]).run(&["init", "nowhere"]).says(2, &["nowhere"]);
}
