//! The page of `nestc report`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it is wrong itself")]

mod common;

use std::path::Path;

use common::check_snapshot;
use common::program::Folder;

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Image: {Type: String, Default: centos_7}
Mappings:
  Images:
    cn-hangzhou: {db: ecs_image_db}
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties: {ImageId: ecs_image_web, MaxAmount: 1}
  Parameter:
    Type: ALIYUN::ECS::Instance
    Properties: {ImageId: {Ref: Image}}
  Database:
    Type: ALIYUN::ECS::Instance
    Properties: {ImageId: {'Fn::FindInMap': [Images, Ref: ALIYUN::Region, db]}}
  Public:
    Type: ALIYUN::ECS::Instance
    Properties: {ImageId: ubuntu_24_04_x64_20G_alibase_20240812.vhd}
  Pool:
    Type: ALIYUN::CS::ClusterNodePool
    Properties: {ScalingGroup: {ImageId: ecs_image_web}}
";

const MANIFEST: &str = "version: 1
templates: [web.yaml]
regions: [cn-hangzhou, cn-beijing]
also-through: [Fn::FindInMap]
packages:
  web_server:
    description: Nginx <1.27> & more
    versions:
      v1_0:
        status: published
        kind: custom
        source: {region: cn-hangzhou, image: m-bp1g7004ksh0oeuc0001}
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001, us-west-1: m-rj9g7004ksh0oeuc0001}
      v1_1:
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0002}
  database:
    versions:
      v1_0:
        status: published
        images: {cn-hangzhou: m-bp1g7004ksh0oeuc0003, cn-beijing: m-2zeg7004ksh0oeuc0003}
  unused_package:
    versions: {}
associations:
  ecs_image_web: web_server@v1_0
  ecs_image_db: database@v1_0
services:
  - {name: shop, visibility: public, packages: [web_server]}
  - {name: partners, visibility: {whitelist: ['1234567890123456']}, packages: [database]}
";

#[test]
fn a_page_shows_packages_slots_and_findings() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    folder.run(&["report", "--html", "page.html"]).says(0, &[]);
    let page = folder.read("page.html");
    check_snapshot(Path::new("tests/reports/page.html"), &page);
    let printed = folder.run(&["report", "--html", "-"]);
    assert_eq!(printed.out, page);
}

/// What is between `before` and `after` in the page.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after}")).0
}

#[test]
fn a_page_may_use_its_own_style_and_script_alone() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    for lang in ["en", "zh"] {
        let page = folder.run(&["report", "--html", "-", "--lang", lang]).out;
        let hash = |text: &str| {
            let digest = sha2::Sha256::digest(text.as_bytes());
            format!("&#39;sha256-{}&#39;", base64::engine::general_purpose::STANDARD.encode(digest))
        };
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"").replace('\'', "&#39;");
        let expected = format!(
            "default-src &#39;none&#39;; style-src {}; script-src {}; base-uri &#39;none&#39;; form-action &#39;none&#39;",
            hash(between(&page, "<style>", "</style>")),
            hash(between(&page, "<script>", "</script>")),
        );
        assert_eq!(policy, expected);
        for forbidden in [" style=", " onclick=", " src=", "<link", "<iframe", "@import", "url("] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(page.matches("<script>").count(), 1);
    }
}

#[test]
fn each_link_of_a_page_leads_to_a_place_of_it() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE), ("nestc.yaml", MANIFEST)]);
    let page = folder.run(&["report", "--html", "-"]).out;
    let mut links = 0;
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split_once('"')) {
        links += 1;
        assert_eq!(page.matches(&format!(" id=\"{}\"", link.0)).count(), 1, "{}", link.0);
    }
    assert!(links > 40, "{links}");
    // The slot on line 13, marked in its text.
    assert!(page.contains(&format!(">{}</mark>", "ecs_image_web")), "{page}");
    assert!(page.contains("dist/<var>{region}</var>/web.yaml"), "{page}");
}

#[test]
fn a_page_shows_texts_as_they_may_be_shown() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Password: {Type: String, NoEcho: true, Default: hunter2hunter2}
Resources:
  \"<b>\u{202e}\":
    Type: ALIYUN::ECS::Instance
    Properties: {ImageId: ecs_image_web, Password: hunter2hunter2, InstanceType: '<script>alert(1)</script>'}
";
    let folder = Folder::new(&[("web.yaml", template), ("nestc.yaml", MANIFEST)]);
    let page = folder.run(&["report", "--html", "-"]).out;
    assert!(!page.contains("hunter2") && page.contains("***"), "{page}");
    assert!(!page.contains('\u{202e}') && page.contains("\\u{202e}"), "{page}");
    assert!(!page.contains("<b>") && !page.contains("<script>alert"), "{page}");
    let asked = folder.run(&["report", "--html", "-", "--show-secrets"]).out;
    assert!(asked.contains("hunter2hunter2"));
}

#[test]
fn a_page_says_who_sees_what_by_the_configuration() {
    let config = |share: &str| {
        format!(
            "Service:\n  ShareType: {share}\n  ServiceInfo: {{Name: shop}}\n  DeployMetadata:\n    \
             SupplierDeployMetadata:\n      ArtifactRelation:\n        ecs_image_web: {{ArtifactId: \
             '${{Artifact.Web.ArtifactId}}', ArtifactVersion: draft}}\nArtifact:\n  Web: {{ArtifactType: EcsImage}}\n"
        )
    };
    let manifest = "version: 1\ntemplates: [web.yaml]\nregions: [cn-hangzhou]\ncomputenest: .computenest/config.yaml\n\
                    packages:\n  Web: {versions: {v1_0: {images: {cn-hangzhou: m-bp1g7004ksh0oeuc0001}}}}\n";
    for (share, seen) in [("Public", "everyone"), ("Hidden", "its owner only")] {
        let config = config(share);
        let folder = Folder::new(&[("web.yaml", TEMPLATE), (".computenest/config.yaml", &config)]);
        folder.run(&["report", "--html", "-"]).says(0, &[seen, "by ShareType", "shop"]);
        folder.write("nestc.yaml", manifest.as_bytes());
        folder.run(&["report", "--html", "-"]).says(0, &[seen, "by ShareType", "shop"]);
    }
}

#[test]
fn a_page_that_cannot_be_made_leaves_no_file() {
    let folder = Folder::new(&[("web.yaml", TEMPLATE)]);
    folder.run(&["report", "--html", "page.html"]).says(2, &["nestc.yaml"]);
    folder.write("nestc.yaml", b"- no manifest\n");
    folder.run(&["report", "--html", "page.html"]).says(2, &["the manifest has errors"]);
    assert!(!folder.exists("page.html"));
    folder.write("nestc.yaml", MANIFEST.as_bytes());
    folder.run(&["report", "--html", "web.yaml/page.html"]).says(2, &["cannot be written", "--html"]);
    folder.run(&["report", "--html", ".."]).says(2, &["names no file"]);
}

#[test]
fn what_only_the_configuration_of_computenest_cli_covers_is_left_to_compute_nest() {
    let config = "Service:\n  DeployMetadata:\n    SupplierDeployMetadata:\n      ArtifactRelation:\n        \
                  ecs_image_web: {ArtifactId: '${Artifact.Web.ArtifactId}', ArtifactVersion: draft}\n    \
                  TemplateConfigs:\n      - {Name: web, Url: ros_templates/web.yaml}\nArtifact:\n  Web: {ArtifactType: EcsImage}\n";
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Web:\n    Type: ALIYUN::ECS::Instance\n    \
                    Properties: {ImageId: ecs_image_web}\n";
    let folder = Folder::new(&[
        (".computenest/config.yaml", config),
        (".computenest/ros_templates/web.yaml", template),
    ]);
    folder.run(&["report", "--html", "-"]).says(0, &["left to Compute Nest", "ecs_image_web"]);
}
