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
