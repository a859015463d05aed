//! ## What it does
//! Finds a region in the `AllowedRegions` of a template, in the configuration of computenest-cli, to which an image
//! artifact that the template uses is not distributed.
//!
//! ## Why is this bad
//! A customer can choose the region, and the deployment fails there because the artifact has no image in it.
//! computenest-cli makes the same check when it imports a service, but its result depends on the order of the
//! artifacts if there are several.
//!
//! ## Example
//! ```yaml .computenest/web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml .computenest/config.yaml
//! Service:
//!   ServiceType: private
//!   DeployMetadata:
//!     SupplierDeployMetadata:
//!       ArtifactRelation:
//!         web_image:
//!           ArtifactId: ${Artifact.Web.ArtifactId}
//!           ArtifactVersion: draft
//!     TemplateConfigs:
//!       - Name: web
//!         Url: web.yaml
//!         AllowedRegions:
//!           - cn-hangzhou
//!           - cn-beijing
//! Artifact:
//!   Web:
//!     ArtifactType: EcsImage
//!     ArtifactName: web
//!     SupportRegionIds:
//!       - cn-hangzhou
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! computenest: .computenest/config.yaml
//! ```
//!
//! ## Use instead
//! ```yaml .computenest/web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml .computenest/config.yaml
//! Service:
//!   ServiceType: private
//!   DeployMetadata:
//!     SupplierDeployMetadata:
//!       ArtifactRelation:
//!         web_image:
//!           ArtifactId: ${Artifact.Web.ArtifactId}
//!           ArtifactVersion: draft
//!     TemplateConfigs:
//!       - Name: web
//!         Url: web.yaml
//!         AllowedRegions:
//!           - cn-hangzhou
//!           - cn-beijing
//! Artifact:
//!   Web:
//!     ArtifactType: EcsImage
//!     ArtifactName: web
//!     SupportRegionIds:
//!       - cn-hangzhou
//!       - cn-beijing
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! computenest: .computenest/config.yaml
//! ```
//!
//! ## Fix
//! None. Add the region to `SupportRegionIds`, or remove it from `AllowedRegions`.
//!
//! ## Since
//! 0.1.0

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::lint::image_usage::listed;
use crate::lint::{Check, Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Artifact, Config, TemplateConfig};
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(RegionBeyondSupport, "region_beyond_support", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    sink.push_all(findings(whole));
}

/// All findings of this rule.
pub(super) fn findings(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let Some(config) = whole.manifest.and_then(|manifest| manifest.config.as_ref()) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for template in config.templates.iter().filter(|it| !it.allowed_regions.is_empty()) {
        for (artifact, place) in artifacts(whole, config, template) {
            findings.extend(compare(template, artifact, place));
        }
    }
    findings
}

/// The image artifacts that a template uses, each with the first place that uses it.
fn artifacts<'a>(
    whole: &Whole<'_>,
    config: &'a Config,
    template: &TemplateConfig,
) -> Vec<(&'a Artifact, Span)> {
    let mut found: BTreeMap<Span, (&Artifact, Span)> = BTreeMap::new();
    for check in whole.checks.iter().filter(|check| is_template(whole.sources, check, config, template)) {
        for slot in check.slots() {
            let Some(relation) = slot.relation(check) else { continue };
            let Some(artifact) = config.artifact(relation) else { continue };
            if artifact.is_image() {
                found.entry(artifact.key.span).or_insert((artifact, slot.slot.value.span));
            }
        }
    }
    found.into_values().collect()
}

fn is_template(sources: &SourceMap, check: &Check<'_>, config: &Config, template: &TemplateConfig) -> bool {
    let Some(&file) = check.unit.templates.first().and_then(|root| root.files.first()) else { return false };
    template.holds(sources, config, sources.name(sources.host(file)))
}

fn compare(template: &TemplateConfig, artifact: &Artifact, place: Span) -> Option<Diagnostic> {
    let supported = artifact.regions.as_ref()?;
    let known: HashSet<&str> = supported.value.iter().map(|region| region.value.as_str()).collect();
    let mut beyond = template.allowed_regions.iter().filter(|region| !known.contains(region.value.as_str()));
    let first = beyond.next()?;
    let regions = listed(std::iter::once(first).chain(beyond).map(|region| region.value.as_str()));
    let message = text!(
        en: "artifact `{artifact}` is not distributed to {regions}",
        zh: "部署物 `{artifact}` 未分发到 {regions}",
        artifact = artifact.key.value, regions,
    );
    let label = text!(en: "customers can deploy the template here", zh: "客户可以在该地域部署模板");
    let finding = RULE.finding(first.span, message).label(label).about(&artifact.key.value);
    let finding = finding
        .also(
            supported.span,
            text!(en: "the artifact is in these regions only", zh: "部署物只分发到这些地域"),
        )
        .also(place, text!(en: "the template uses the artifact here", zh: "模板在此处使用该部署物"));
    Some(finding.help(text!(
        en: "add the region to `SupportRegionIds`, or remove it from `AllowedRegions`",
        zh: "请将该地域加入 `SupportRegionIds`，或从 `AllowedRegions` 中删除",
    )))
}
