//! ## What it does
//! Points out an image ID whose first three characters after `m-` have only been seen in a region other than the
//! one it is listed for.
//!
//! ## Why is this bad
//! The image may be in that other region. This is only a hint, because the meaning of the characters is not
//! documented. Among 140 image IDs in public templates and documentation, each of 29 such prefixes was seen in one
//! region only (`grammar/regions.toml`).
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
//! regions: [cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-beijing: m-bp1234567890abcdefgh
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
//! regions: [cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None.
//!
//! ## Since
//! 0.1.0

use std::collections::{HashMap, HashSet};

use crate::grammar::{self, ImageIdShape, image_id_shape, region_of_image};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ImageRegionMismatch, "image_region_mismatch", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let mut places: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (region, image) in manifest.placed_images() {
        places.entry(&image.value).or_default().insert(&region.value);
    }
    for (region, image) in manifest.placed_images() {
        // Given for two regions it is `image-in-two-regions`' to report, and once said is enough.
        if places.remove(image.value.as_str()).is_none_or(|regions| regions.len() > 1) {
            continue;
        }
        // A region that is in no table is `unknown-region`'s to report.
        let fits =
            image_id_shape(&image.value) == ImageIdShape::Account && grammar::region(&region.value).is_some();
        let Some(seen) = region_of_image(&image.value).filter(|seen| fits && seen.id != region.value) else {
            continue;
        };
        let message = text!(
            en: "image `{image}` looks like an image of `{seen}`, not of `{region}`",
            zh: "镜像 `{image}` 看起来属于 `{seen}`，而不是 `{region}`",
            image = image.value, seen = seen.id, region = region.value,
        );
        let tag = image.value.get(2..5).unwrap_or_default();
        let label = text!(
            en: "known IDs with `{tag}` are all in `{seen}`",
            zh: "已知带 `{tag}` 的 ID 都在 `{seen}`",
            tag, seen = seen.id,
        );
        let finding = RULE.finding(image.span, message).label(label);
        let finding = finding.also(region.span, text!(en: "listed for this region", zh: "列在该地域下"));
        sink.push(finding.help(text!(
            en: "check that the image is in this region",
            zh: "请确认该镜像是否在该地域",
        )));
    }
}
