//! The manifest's readers on damaged and hostile texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use nestc::diagnostic::Diagnostic;
use nestc::manifest::{self, Lock, Manifest};
use nestc::syntax::SourceMap;

const MANIFEST: &str = "\
version: 1
templates: [web.yaml, 'b 中文.yaml']
regions: [cn-hangzhou, \"cn-beijing\"]
packages:
  web_server: &package
    description: Nginx 服务器 on Alibaba Cloud Linux 3
    tags: { team: web }
    versions:
      v1_2:
        status: published
        kind: custom
        source: { region: cn-hangzhou, image: m-bp1234567890abcdefgh }
        encrypted: false
        architecture: x86_64
        images:
          cn-hangzhou: m-bp1234567890abcdefgh
  db_server: *package
associations:
  web_image: web_server@v1_2
  db: [{ package: web_server, version: v1_2, resources: [Web] }, web_server@v1_2]
placeholders:
  '{{ computenest::file::应用 }}': { cn-hangzhou: https://a.b/c, cn-beijing: https://a.b/d }
  \"{{computenest::acrimage::web}}\": a.b/web:1.0
  '{{ computenest::helmchart::web }}':
output: dist/{region}/{name}.{ext}
also-render: [ALIYUN::CS::ClusterNodePool]
also-through: [Fn::FindInMap]
computenest: .computenest/config.yaml
services:
  - { name: web, visibility: { whitelist: ['1234567890123456'] }, packages: [web_server] }
lint: { end-of-life-image: off }
";

const CONFIG: &str = "\
Service:
  ServiceType: managed
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        - 网页: { ArtifactId: '${Artifact.Web.ArtifactId}', ArtifactVersion: 2 }
      FileArtifactRelation:
        '{{ computenest::file::应用 }}': { ArtifactId: artifact-1 }
      SupplierTemplateConfigs: [{ Url: web.yaml, AllowedRegions: [cn-hangzhou] }]
Artifact:
  Web: { ArtifactType: EcsImage, SupportRegionIds: [cn-hangzhou] }
";

const LOCK: &str = "{\"version\": 1, \"published\": {\"web\": {\"v1_0\": \"sha256:0中\"}}}";

/// Every reader over `text`: nothing panics, and every place is in the text and between characters.
fn read(text: &str) -> (Option<Manifest>, Vec<Diagnostic>) {
    let sources = SourceMap::new();
    let file = sources.add("nestc.yaml", text);
    let (manifest, mut findings) = manifest::read(&sources, file);
    let found = findings.clone();
    findings.extend(Lock::read(&sources, file).1);
    let (config, more) = manifest::read_config(&sources, file);
    findings.extend(more);
    if let (Some(mut manifest), Some(config)) = (manifest.clone(), config) {
        manifest.adopt(config, ".computenest");
    }
    for finding in &findings {
        let spans = finding.secondary.iter().map(|label| label.span);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in spans.chain(edits).chain([finding.primary.span]) {
            let range = span.start as usize..span.end as usize;
            assert!(text.get(range).is_some(), "{span:?} of {finding:?}\n{text}");
        }
    }
    (manifest, found)
}

#[test]
fn every_prefix_and_every_damaged_byte_is_read() {
    for whole in [MANIFEST, CONFIG, LOCK] {
        for (at, character) in whole.char_indices() {
            read(&whole[..at]);
            let behind = &whole[at + character.len_utf8()..];
            for damage in ["", ":", "\"", "[", "\t", "*", "@", "}", "\n"] {
                read(&format!("{}{damage}{behind}", &whole[..at]));
            }
        }
    }
}

#[test]
fn json_and_yaml_read_alike() {
    let (yaml, findings) = read("version: 1\nregions: [cn-hangzhou]\nassociations: {a: b@c}\n");
    assert_eq!(findings, []);
    let (json, findings) =
        read("{\"version\": 1, \"regions\": [\"cn-hangzhou\"], \"associations\": {\"a\": \"b@c\"}}");
    assert_eq!(findings, []);
    let said = |manifest: Option<Manifest>| {
        let manifest = manifest.unwrap();
        let association = manifest.association("a", "Web").unwrap();
        let regions = manifest.regions.as_ref().unwrap();
        (association.package.value.clone(), association.version.value.clone(), regions[0].value.clone())
    };
    assert_eq!(said(yaml), said(json));
}

#[test]
fn the_association_that_names_the_resource_counts_first() {
    let (manifest, findings) = read(
        "version: 1\nassociations:\n  a:\n    - p@all\n    - {package: p, version: web, resources: [Web]}\n",
    );
    assert_eq!(findings, []);
    let manifest = manifest.unwrap();
    let version = |resource| manifest.association("a", resource).map(|it| it.version.value.as_str());
    assert_eq!((version("Web"), version("Db")), (Some("web"), Some("all")));
    assert!(manifest.association("b", "Web").is_none());
}

#[test]
fn places_of_a_short_association_are_those_of_its_halves() {
    let text = "version: 1\nassociations:\n  a: x@x\n  b: 'web@v1'\n";
    let (manifest, findings) = read(text);
    assert_eq!(findings, []);
    let starts: Vec<(usize, usize)> = manifest
        .unwrap()
        .associations
        .iter()
        .map(|it| (it.package.span.start as usize, it.version.span.start as usize))
        .collect();
    let at = |part: &str| text.find(part).unwrap();
    assert_eq!(starts, [(at("x@x"), at("x@x") + 2), (at("web@v1"), at("v1'"))]);
}

/// Runs within a second, also where nothing is optimized.
fn quickly(text: &str) -> Vec<Diagnostic> {
    let start = Instant::now();
    let (_, findings) = read(text);
    let time = start.elapsed();
    assert!(time < Duration::from_secs(10), "{time:?} for {} bytes", text.len());
    findings
}

#[test]
fn hostile_manifests_cost_little() {
    // Aliases of aliases: each package has all versions, each version all images.
    let mut text =
        String::from("version: 1\npackages:\n  p0:\n    versions: &v\n      v0:\n        images: &i\n");
    for index in 0..1_000 {
        writeln!(text, "          r{index}: m-{index}").unwrap();
    }
    for index in 1..1_000 {
        writeln!(text, "      v{index}: {{images: *i}}").unwrap();
    }
    for index in 1..1_000 {
        writeln!(text, "  p{index}: {{versions: *v}}").unwrap();
    }
    let findings = quickly(&text);
    let limit = findings
        .iter()
        .filter(|it| it.message.get(nestc::diagnostic::Lang::En).contains("aliases add more than"))
        .count();
    assert_eq!(limit, 1, "{:?}", findings.iter().map(|it| &it.message).take(5).collect::<Vec<_>>());

    // Many unknown keys below a long name; many doubled keys.
    let name = "n".repeat(200_000);
    let mut text = format!("version: 1\npackages:\n  {name}:\n    versions:\n");
    for index in 0..5_000 {
        writeln!(text, "      v{index}: {{imagse: 1}}").unwrap();
    }
    assert_eq!(quickly(&text).len(), 200, "more than that nobody reads");
    let doubled = "cn-hangzhou, ".repeat(20_000);
    assert_eq!(quickly(&format!("version: 1\nregions: [{doubled}]\n")).len(), 200);

    // An anchor inside itself, and brackets without an end.
    quickly("version: 1\npackages: &a\n  p: *a\nservices: &s [*s]\n");
    quickly(&format!("version: 1\nregions: {}", "[".repeat(100_000)));
}
