//! ## What it does
//! Finds an `m-…` image ID that no association covers, in a template that is meant for more than one region. Without a
//! manifest nobody knows for which regions a template is meant; it is a note then.
//!
//! ## Why is this bad
//! A custom image is available in the region where it was made, and a shared, marketplace or community image in the
//! regions where it was released ("Image overview" of Elastic Compute Service). In every other region the
//! deployment fails. With an association, Compute Nest writes the image of each region instead
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>).
//!
//! If a function listed under `also-through` looks up an entry of `Mappings` by `Ref: ALIYUN::Region`, that entry
//! is used in one region only, and so is its image.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: m-bp1234567890abcdefgh
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
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
//!       ImageId: m-bp1234567890abcdefgh
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
//!   m-bp1234567890abcdefgh: web_server@v1_0
//! ```
//!
//! ## Fix
//! None: the association needs an image for each region.
//!
//! ## Since
//! 0.1.0

use crate::binding;
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::grammar::{ImageIdShape, image_id_shape, region_of_image};
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(RegionBoundImage, "region_bound_image", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    let regions = check.manifest.map(|manifest| binding::regions(manifest).len());
    if regions.is_some_and(|regions| regions < 2) {
        return;
    }
    for slot in check.supported_slots() {
        let Some(literal) = slot.literal() else { continue };
        let covered = slot.is_associated(check);
        if image_id_shape(literal) != ImageIdShape::Account || covered || slot.own_region(check) != Ok(None) {
            continue;
        }
        let Some((manifest, regions)) = check.manifest.zip(regions) else {
            sink.push(without_manifest(slot, literal));
            continue;
        };
        let (message, place) = match manifest.is_stand_in() {
            true => (
                text!(
                    en: "image `{literal}` is in one region, but the template can be deployed in {regions} regions",
                    zh: "镜像 `{literal}` 只在一个地域，但模板可部署到 {regions} 个地域",
                    literal, regions,
                ),
                "ArtifactRelation",
            ),
            false => (
                text!(
                    en: "image `{literal}` is in one region, but the template is built for {regions} regions",
                    zh: "镜像 `{literal}` 只在一个地域，但模板要为 {regions} 个地域构建",
                    literal, regions,
                ),
                "nestc.yaml",
            ),
        };
        let label = text!(en: "no association covers this image ID", zh: "该镜像 ID 没有设置关联");
        sink.push(slot.finding(&RULE, message).label(label).note(one_region()).help(text!(
            en: "associate `{literal}` with a package version in `{place}`",
            zh: "请在 `{place}` 中将 `{literal}` 关联到部署物版本",
            literal, place,
        )));
    }
}

fn without_manifest(slot: &Slot<'_>, literal: &str) -> Diagnostic {
    let message =
        text!(en: "image `{literal}` is in one region only", zh: "镜像 `{literal}` 只在一个地域", literal);
    let label = match region_of_image(literal) {
        Some(region) => text!(
            en: "images with this ID were seen in `{region}`",
            zh: "此类 ID 的镜像见于 `{region}`",
            region = region.id,
        ),
        None => text!(en: "the ID of a custom, shared or similar image", zh: "自定义镜像、共享镜像等的 ID"),
    };
    let mut finding = slot.finding(&RULE, message).label(label).note(one_region());
    finding.severity = Severity::Note;
    finding.help(text!(
        en: "for other regions, write a `nestc.yaml` with `nestc init`, and associate `{literal}` there",
        zh: "要部署到其他地域，请用 `nestc init` 生成 `nestc.yaml`，并在其中关联 `{literal}`",
        literal,
    ))
}

fn one_region() -> Text {
    text!(
        en: "custom, shared, marketplace and community images exist in one region only",
        zh: "自定义镜像、共享镜像、云市场镜像和社区镜像只存在于一个地域",
    )
}
