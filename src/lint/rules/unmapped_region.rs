//! ## What it does
//! Finds a package version that is used in a region for which it has no image: a target region, or the region of a
//! Terraform provider alias.
//!
//! ## Why is this bad
//! Each image belongs to one region. In a region without an image, there is nothing to replace the literal with
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "How it works").
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None. Add the region to `images` of the version, or remove it from `regions`.
//!
//! ## Since
//! 0.1.0

use crate::binding;
use crate::diagnostic::Diagnostic;
use crate::lint::image_usage::{Used, listed, used};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::Manifest;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnmappedRegion, "unmapped_region", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let used = used(whole, manifest);
    for used in &used {
        let missing: Vec<&str> = used
            .regions
            .iter()
            .map(String::as_str)
            .filter(|region| used.version.image_in(region).is_none())
            .collect();
        // A version without any image is `no-distribution-region`'s to report.
        if !missing.is_empty() && !used.version.images.is_empty() {
            sink.push(finding(manifest, used, &missing));
        }
    }
    let none_in_common = binding::regions_of_packages(manifest).is_some_and(|regions| regions.is_empty());
    if manifest.regions.is_none() && none_in_common {
        sink.push_all(no_region_at_all(&used));
    }
}

fn finding(manifest: &Manifest, used: &Used<'_>, missing: &[&str]) -> Diagnostic {
    let regions = listed(missing.iter().copied());
    let message = text!(
        en: "`{name}` has no image for {regions}",
        zh: "`{name}` 缺少 {regions} 的镜像",
        name = used.name(), regions,
    );
    let label = text!(en: "expected an image for {regions}", zh: "应有 {regions} 的镜像", regions);
    let mut finding = RULE.finding(used.version.images_span, message).label(label);
    let asked = manifest.regions.iter().flatten().find(|region| missing.contains(&region.value.as_str()));
    if let Some(region) = asked {
        finding = finding.also(
            region.span,
            text!(en: "the templates are built for this region", zh: "模板要为该地域构建"),
        );
    }
    if let Some(slot) = used.slots.first() {
        finding =
            finding.also(slot.slot.value.span, text!(en: "the version is used here", zh: "该版本在此处使用"));
    }
    finding.help(text!(
        en: "copy the image to {regions} and add its IDs, or do not build for it",
        zh: "请将镜像复制到 {regions} 并添加其 ID，或不为其构建",
        regions,
    ))
}

/// The manifest lists no regions, and no region has an image of every version.
fn no_region_at_all(used: &[Used<'_>]) -> Option<Diagnostic> {
    let (last, rest) = used.split_last().filter(|(_, rest)| !rest.is_empty())?;
    if used.iter().any(|used| used.version.images.is_empty()) {
        return None;
    }
    let message = text!(
        en: "no region has an image of every package in use",
        zh: "没有任何地域具备所有已用部署物的镜像",
    );
    let label = text!(en: "no region in common", zh: "没有共同的地域");
    let mut finding = RULE.finding(last.version.images_span, message).label(label);
    for other in rest.iter().take(3) {
        finding = finding.also(
            other.version.images_span,
            text!(en: "the regions of `{name}`", zh: "`{name}` 的地域", name = other.name()),
        );
    }
    Some(finding.help(text!(
        en: "list the regions to build for under `regions`, and add an image of each package for each of them",
        zh: "请在 `regions` 下列出要构建的地域，并为每个部署物添加各地域的镜像",
    )))
}
