//! Projects of computenest-cli without a `nestc.yaml`: the configuration stands in for it, until `nestc init` writes
//! one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use common::program::Folder;

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      ImageId: web
      MaxAmount: 1
      InstanceType: ecs.g7.large
";

const CONFIG: &str = "Service:
  DeployType: ros
  ServiceType: private
  SomethingNew: [{ a: 1 }]
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        web:
          ArtifactId: ${Artifact.EcsImage.ArtifactId}
          ArtifactVersion: draft
    TemplateConfigs:
      - Name: web
        Url: ros_templates/web.yaml
        AllowedRegions: [cn-hangzhou, cn-beijing]
Artifact:
  EcsImage:
    ArtifactType: EcsImage
    ArtifactName: web_image
    ArtifactProperty: { ImageId: '${ImageBuilder.EcsImage.ImageId}' }
    SupportRegionIds: [cn-hangzhou]
ImageBuilder:
  EcsImage: { RegionId: cn-hangzhou, CommandContent: yum update }
";

const WEB: &str = ".computenest/ros_templates/web.yaml";

fn project() -> Folder {
    Folder::new(&[(WEB, TEMPLATE), (".computenest/config.yaml", CONFIG)])
}

#[test]
fn the_configuration_stands_in_for_the_manifest() {
    let project = project();
    let beyond = "config.yaml:14:39: error[NST218]: artifact `EcsImage` is not distributed to `cn-beijing`";
    let short = ["lint", "--format", "short"];
    let whole = project.run(&short);
    whole.says(1, &[&format!(".computenest/{beyond}")]);
    assert_eq!(whole.out.lines().count(), 1, "{whole:#?}");
    // From wherever the template is named, and from below.
    for (below, path) in [
        (".", "."),
        (".", WEB),
        (".computenest", "ros_templates/web.yaml"),
        (".computenest/ros_templates", "web.yaml"),
        (".computenest/ros_templates", "../ros_templates/web.yaml"),
    ] {
        project.run_in(below, &[&short[..], &[path]].concat()).says(1, &[beyond]);
    }
    project.run_in(".computenest/ros_templates", &short).says(1, &[beyond]);
    // A configuration of another name is named.
    project.write(".computenest/config-cn.yaml", CONFIG.replace("web:", "wep:").as_bytes());
    let named = project.run(&[&short[..], &["--manifest", ".computenest/config-cn.yaml"]].concat());
    named.says(1, &["web.yaml:6:16: error[NST201]"]);
}

#[test]
fn a_manifest_counts_before_the_configuration() {
    let project = project();
    project.write("nestc.yaml", b"version: 1\ntemplates: [.computenest/ros_templates/*.yaml]\n");
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(1, &["web.yaml:6:16: error[NST201]"]);
    assert!(!linted.out.contains("NST218"), "{linted:#?}");
}

#[test]
fn templates_that_cannot_be_looked_at_are_named() {
    let project = project();
    let templates = "TemplateConfigs:
      - Url: ros_templates/wep.yaml
      - Url: https://bucket.oss-cn-hangzhou.aliyuncs.com/1/web.json?Expires=1&Signature=secret
      - Url: ros_templates
      - Url: 'ros_templates/*.yaml'
      - Name: web
      - Url: ros_templates/web.yaml";
    let config = CONFIG.replace("web:\n", "wep:\n").replace("TemplateConfigs:", templates);
    project.write(".computenest/config.yaml", config.as_bytes());
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(
        1,
        &[
            "config.yaml:12:14: error[NST200]: there is no file or folder `ros_templates/wep.yaml`",
            "config.yaml:13:14: error[NST229]: the template `https://bucket.oss-cn-hangzhou.aliyuncs.com/1/web.json` \
             is not a file",
            "config.yaml:14:14: error[NST200]: `ros_templates` is a folder without Terraform files",
            "config.yaml:15:14: error[NST200]: there is no file or folder `ros_templates/*.yaml`",
            "config.yaml:16:9: error[NST200]: this template has no `Url`",
        ],
    );
    // What stands in templates that were not seen is not called unused.
    assert!(!linted.out.contains("NST202") && !linted.out.contains("secret"), "{linted:#?}");
}

#[test]
fn terraform_is_found_where_computenest_cli_finds_it() {
    let config =
        CONFIG.replace("  DeployType: ros\n", "").replace("        Url: ros_templates/web.yaml\n", "");
    let module = "resource \"alicloud_instance\" \"web\" {\n  image_id = \"web\"\n}\n";
    let project = Folder::new(&[
        (".computenest/templates/infrastructure/main.tf", module),
        (".computenest/templates/schema.yaml", "Parameters: {}\n"),
        (".computenest/config.yaml", &config),
    ]);
    let beyond = "config.yaml:12:39: error[NST218]: artifact `EcsImage` is not distributed to `cn-beijing`";
    let whole = project.run(&["lint", "--format", "short"]);
    whole.says(1, &[beyond]);
    assert_eq!(whole.out.lines().count(), 1, "{whole:#?}");
    // A file of the module that is named by hand shows what the configuration says of it, too.
    let file = ".computenest/templates/infrastructure/main.tf";
    project.run(&["lint", "--format", "short", file]).says(1, &[beyond]);
    project.write(file, module.replace("web\"\n", "wep\"\n").as_bytes());
    project.run(&["lint", "--format", "short"]).says(1, &["main.tf:2:14: error[NST201]"]);
}

#[test]
fn a_broken_configuration_has_a_place() {
    for (text, place) in [
        ("", "config.yaml:1:1: error[NST200]: the configuration is empty"),
        ("- a\n", "config.yaml:1:1: error[NST200]: the configuration must be a mapping"),
    ] {
        let project = Folder::new(&[(".computenest/config.yaml", text)]);
        project.run(&["lint", "--format", "short"]).says(1, &[place]);
        project.run(&["build"]).says(1, &["NST200", "nothing was written"]);
        project.run(&["init"]).says(2, &["is not a configuration of computenest-cli"]);
    }
    let project = Folder::new(&[(".computenest/config.yaml", "Service: {\n")]);
    project.run(&["lint", "--format", "short"]).says(1, &["error[NST200]: found `{` without a matching `}`"]);
}

#[test]
fn init_writes_what_a_build_needs_but_for_the_image_ids() {
    let project = project();
    let config = CONFIG.replace("SupportRegionIds: [", "SupportRegionIds: [cn-beijing, ");
    project.write(".computenest/config.yaml", config.as_bytes());
    project.run(&["lint"]).says(0, &[]);
    project.run(&["build"]).says(2, &["which has no image IDs", "nestc init"]);
    project.run(&["init"]).says(0, &["wrote `nestc.yaml`"]);
    let manifest = project.read("nestc.yaml");
    // What is to do is a finding, and nothing is built before it is done.
    project.run(&["lint"]).says(1, &["`EcsImage@v1_0` has no image in any region"]);
    project.run(&["build"]).says(1, &["NST210", "nothing was written"]);
    assert!(!project.exists("dist"));
    let filled = manifest
        .replace("# cn-hangzhou: m-…", "cn-hangzhou: m-bp1g7004ksh0oeuc0001")
        .replace("# cn-beijing: m-…", "cn-beijing: m-2zeg7004ksh0oeuc0001");
    project.write("nestc.yaml", filled.as_bytes());
    project.run(&["build"]).says(1, &["NST204", "publish the version"]);
    project.write("nestc.yaml", filled.replace("status: draft", "status: published").as_bytes());
    project.run(&["lint"]).says(0, &[]);
    project.run(&["build"]).says(0, &["1 template for 2 regions in `dist`"]);
    for (region, image) in
        [("cn-hangzhou", "m-bp1g7004ksh0oeuc0001"), ("cn-beijing", "m-2zeg7004ksh0oeuc0001")]
    {
        let output = project.read(&format!("dist/{region}/{WEB}"));
        assert_eq!(output, TEMPLATE.replace(" web\n", &format!(" {image}\n")));
    }
    project.run(&["build", "--check"]).says(0, &[]);
}

#[test]
fn init_knows_artifacts_by_key_and_by_id() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  A: { Type: 'ALIYUN::ECS::InstanceGroup', Properties: { MaxAmount: 1, ImageId: linux , InstanceType: ecs.g7.large} }
  B: { Type: 'ALIYUN::ECS::InstanceGroup', Properties: { MaxAmount: 1, ImageId: windows , InstanceType: ecs.g7.large} }
  C: { Type: 'ALIYUN::ECS::InstanceGroup', Properties: { MaxAmount: 1, ImageId: app-db , InstanceType: ecs.g7.large} }
  D: { Type: 'ALIYUN::ECS::InstanceGroup', Properties: { MaxAmount: 1, ImageId: app_db , InstanceType: ecs.g7.large} }
";
    let config = "Service:
  DeployType: ros
  ServiceType: private
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        linux: { ArtifactId: '${Artifact.Image.ArtifactId}', ArtifactVersion: draft }
        windows: { ArtifactId: '${Artifact.Image.ArtifactId}', ArtifactVersion: draft }
        app-db: { ArtifactId: artifact-1, ArtifactVersion: 2 }
        app_db: { ArtifactId: artifact-2, ArtifactVersion: 2 }
        unused: { ArtifactId: artifact-3, ArtifactVersion: 2 }
    TemplateConfigs:
      - { Name: web, Url: ros_templates/web.yaml }
Artifact:
  Image:
    ArtifactType: EcsImage
    ArtifactName: image
    ArtifactProperty: { RegionId: cn-hangzhou, ImageId: m-bp1g7004ksh0oeuc0001 }
";
    let project = Folder::new(&[(WEB, template), (".computenest/config.yaml", config)]);
    let manifest = project.run(&["init", "--print"]).out;
    let expected = "# Which image each literal of the templates stands for in each region.
# `nestc schema` prints the JSON Schema of this file, for editors.
version: 1

# Where templates, their regions, and the literals with their artifacts are taken from.
computenest: .computenest/config.yaml

# The regions to build for. Without this list: all that every package in use has an image in.
# regions: [cn-hangzhou, cn-beijing]

# The deployment packages. What to do next:
#   1. Under `images`, write the image ID of each region.
#   2. A draft is built for the region of its `source` only. To build for more, write
#      `status: published`; from then on, the content of that version is fixed.
#   3. Run `nestc lint`, then `nestc build`.
packages:
  Image:
    # For `linux` and `windows`.
    versions:
      v1_0:
        status: draft
        source: { region: cn-hangzhou, image: m-bp1g7004ksh0oeuc0001 }
        images:
          cn-hangzhou: m-bp1g7004ksh0oeuc0001
  app_db:
    # For `app_db`.
    versions:
      v1_0:
        status: published
        images:
          # cn-hangzhou: m-…
  app_db_2:
    # For `app-db`.
    versions:
      v1_0:
        status: published
        images:
          # cn-hangzhou: m-…

# Literals whose artifact the configuration names by its ID.
associations:
  app-db: app_db_2@v1_0
  app_db: app_db@v1_0

output: dist/{region}/{path}
";
    assert_eq!(manifest, expected);
    let filled = manifest.replace("# cn-hangzhou: m-…", "cn-hangzhou: m-bp1g7004ksh0oeuc0002");
    project.write("nestc.yaml", filled.as_bytes());
    let unused = "config.yaml:11:9: error[NST202]: no template uses image `unused`";
    project.run(&["lint", "--format", "short"]).says(1, &[unused]);
    let config = config.replace("        unused: { ArtifactId: artifact-3, ArtifactVersion: 2 }\n", "");
    project.write(".computenest/config.yaml", config.as_bytes());
    project.run(&["build"]).says(0, &["1 template for 1 region"]);
}

#[test]
fn a_build_leaves_no_literal_that_is_associated() {
    let project = project();
    let manifest = "version: 1\ncomputenest: .computenest/config.yaml\nregions: [cn-hangzhou]\nlint: {region-beyond-support: off}\n";
    project.write("nestc.yaml", manifest.as_bytes());
    project.run(&["lint"]).says(0, &[]);
    project.run(&["build"]).says(2, &["no packages", "associates `web`", "nestc init --print"]);
    assert!(!project.exists("dist"));
}

#[test]
fn init_looks_through_the_functions_that_hold_associated_literals() {
    let template = TEMPLATE
        .replace("ImageId: web\n", "ImageId: { 'Fn::FindInMap': [Images, image, { Ref: Size }] }\n")
        + "Parameters:\n  Size: { Type: String }\nMappings:\n  Images:\n    image: { small: web, large: db }\n";
    let relation = "        web: { ArtifactId: artifact-1, ArtifactVersion: 2 }
        db: { ArtifactId: artifact-2, ArtifactVersion: 2 }
";
    let config = CONFIG.replace("SupportRegionIds: [", "SupportRegionIds: [cn-beijing, ").replace(
        "        web:
          ArtifactId: ${Artifact.EcsImage.ArtifactId}
          ArtifactVersion: draft
",
        relation,
    );
    let project = Folder::new(&[(WEB, &template), (".computenest/config.yaml", &config)]);
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(0, &["web.yaml:6:16: warning[NST101]"]);
    assert_eq!(linted.out.lines().count(), 1, "{linted:#?}");
    project.run(&["init"]).says(0, &[]);
    let manifest = project.read("nestc.yaml");
    assert!(manifest.contains("\nalso-through: [Fn::FindInMap]\n"), "{manifest}");
    let filled = manifest
        .replace("# cn-hangzhou: m-…", "cn-hangzhou: m-bp1g7004ksh0oeuc0001")
        .replace("# cn-beijing: m-…", "cn-beijing: m-2zeg7004ksh0oeuc0001");
    project.write("nestc.yaml", filled.as_bytes());
    project.run(&["lint", "--format", "short"]).says(0, &[]);
}

#[test]
fn what_the_import_does_not_find_is_an_error() {
    let project = project();
    let config = CONFIG.replace("SupportRegionIds: [", "SupportRegionIds: [cn-beijing, ");
    project.write(".computenest/config.yaml", config.as_bytes());
    for (image, said) in [
        (
            "{ 'Fn::FindInMap': [Images, { Ref: 'ALIYUN::Region' }, image] }",
            "does not find `web` in the templates",
        ),
        ("{ 'Fn::If': [Big, web, web] }", "aborts on `Fn::If` at an image ID"),
        ("' web '", "does not find `web` in the templates"),
        ("wep", "`wep` is not an image ID"),
        ("centos_7", "error[NST202]: no template uses image `web`"),
    ] {
        let template = TEMPLATE.replace("ImageId: web", &format!("ImageId: {image}"))
            + "Conditions: { Big: true }\nMappings: { Images: { cn-hangzhou: { image: web }, cn-beijing: { image: web } } }\n";
        project.write(WEB, template.as_bytes());
        project.run(&["lint", "--format", "short"]).says(1, &[said]);
    }
    // Its reader of YAML has no short tags, which Compute Nest itself reads.
    let tagged = format!("{TEMPLATE}Outputs: {{ Name: {{ Value: !Ref ALIYUN::StackName }} }}\n");
    project.write(WEB, tagged.as_bytes());
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(0, &["web.yaml:9:27: warning[NST229]", "cannot read short tags such as `!Ref`"]);
}

#[test]
fn what_the_import_uploads_has_to_be_there() {
    let project = project();
    let config = CONFIG.replace("SupportRegionIds: [", "SupportRegionIds: [cn-beijing, ").replace(
        "  SomethingNew: [{ a: 1 }]\n",
        "  ServiceInfo: [{ Locale: zh-CN, Image: resources/icon.png }, { Locale: en-US, Image: https://a.b/c.png }]\n",
    ) + "\n";
    let config = config.replace(
        "Artifact:\n",
        "Artifact:
  Package: { ArtifactType: File, ArtifactName: package, ArtifactProperty: { Url: resources/app.tgz } }\n",
    );
    project.write(".computenest/config.yaml", config.as_bytes());
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(1, &["there is no file `resources/icon.png`", "there is no file `resources/app.tgz`"]);
    assert_eq!(linted.out.lines().count(), 2, "{linted:#?}");
    project.write(".computenest/resources/icon.png", b"icon");
    project.write(".computenest/resources/app.tgz", b"package");
    project.run(&["lint"]).says(0, &[]);
}

#[test]
fn what_an_export_writes_is_read_and_can_be_mended() {
    let project = project();
    let exported = CONFIG
        .replace(
            "ArtifactProperty: { ImageId: '${ImageBuilder.EcsImage.ImageId}' }",
            "ArtifactProperty: '{\"RegionId\":\"cn-hangzhou\",\"ImageId\":\"m-bp1g7004ksh0oeuc0001\"}'",
        )
        .replace("SupportRegionIds: [cn-hangzhou]", "SupportRegionIds: '[\"cn-hangzhou\",\"cn-beijing\"]'");
    let (exported, _) = exported.split_once("ImageBuilder:\n").unwrap();
    project.write(".computenest/config.yaml", exported.as_bytes());
    let linted = project.run(&["lint", "--format", "short"]);
    linted.says(1, &["`SupportRegionIds` is not a list", "`ArtifactProperty` is not a mapping"]);
    assert_eq!(linted.out.lines().count(), 2, "{linted:#?}");
    let drafted = project.run(&["init", "--print"]).out;
    assert!(drafted.contains("source: { region: cn-hangzhou, image: m-bp1g7004ksh0oeuc0001 }"), "{drafted}");
    project.run(&["fix"]).says(0, &["2 fixes"]);
    assert!(
        project
            .read(".computenest/config.yaml")
            .contains("SupportRegionIds: [\"cn-hangzhou\",\"cn-beijing\"]\n")
    );
    project.run(&["lint"]).says(0, &[]);
    let shared =
        exported.replace("  ServiceType: private\n", "  ServiceType: private\n  ShareType: Public\n");
    project.write(".computenest/config.yaml", shared.as_bytes());
    project.write("nestc.yaml", format!("{drafted}lint: {{ failing-import: off }}\n").as_bytes());
    let inspected = project.run(&["inspect", "--manifest", "nestc.yaml"]);
    inspected.says(0, &["\"kind\": \"public\""]);
}
