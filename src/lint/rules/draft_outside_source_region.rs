//! ## What it does
//! Finds a draft version that is used in a region other than that of its source image.
//!
//! ## Why is this bad
//! Before it is published, a version can be tested only in the region of its source image. It is copied to the
//! other regions when it is published
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package").
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
//!         status: draft
//!         source: { region: cn-hangzhou, image: m-bp1234567890abcdefgh }
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
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
//!         source: { region: cn-hangzhou, image: m-bp1234567890abcdefgh }
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None. Publish the version, or build only for its source region (`regions:`). `nestc build` writes nothing while
//! there is such a draft, whatever level `lint:` sets for this rule.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Text};
use crate::lint::image_usage::{Used, listed, used};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::Status;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(DraftOutsideSourceRegion, "draft_outside_source_region", Pass::Whole(check)).fixed_in_builds();

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for used in used(whole, manifest).iter().filter(|it| it.version.status.value == Status::Draft) {
        match &used.version.source {
            Some(source) => {
                let home = source.region.value.as_str();
                let away: Vec<&str> =
                    used.regions.iter().map(String::as_str).filter(|&region| region != home).collect();
                if !away.is_empty() {
                    let finding = finding(used, &listed(away));
                    let label = text!(en: "the source image is in this region", zh: "源镜像在该地域");
                    sink.push(finding.also(source.region.span, label).help(text!(
                        en: "publish the version, or build for `{home}` alone: `regions: [{home}]`",
                        zh: "请发布该版本，或只为 `{home}` 构建：`regions: [{home}]`",
                        home,
                    )));
                }
            }
            // Wherever its source is, all regions but one are others.
            None if used.regions.len() > 1 => {
                let regions = listed(used.regions.iter().map(String::as_str));
                let help = text!(
                    en: "publish the version, or state its `source` and build for that region alone",
                    zh: "请发布该版本，或写明 `source` 并只为该地域构建",
                );
                sink.push(finding(used, &regions).help(help));
            }
            None => {}
        }
    }
}

fn finding(used: &Used<'_>, regions: &Text) -> Diagnostic {
    let message = text!(
        en: "the draft `{name}` is used in {regions}",
        zh: "草稿版本 `{name}` 被用于 {regions}",
        name = used.name(), regions,
    );
    let finding = RULE.finding(used.version.status.span, message);
    let finding = finding.label(text!(
        en: "a draft works only in the region of its source image",
        zh: "草稿版本只能在源镜像所在的地域使用",
    ));
    match used.slots.first() {
        Some(slot) => finding.also(slot.slot.value.span, text!(en: "used here", zh: "在此处使用")),
        None => finding,
    }
}
