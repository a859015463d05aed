//! ## What it does
//! Finds an `m-…` image ID that is listed for two regions.
//!
//! ## Why is this bad
//! An image exists in one region, and its copy in another region has an ID of its own ("Image overview" of Elastic
//! Compute Service). So one of the two entries is a mistake, most often from copying and pasting.
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
//! None.
//!
//! ## Since
//! 0.1.0

use std::collections::HashMap;

use crate::grammar::{ImageIdShape, image_id_shape};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::Spanned;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(ImageInTwoRegions, "image_in_two_regions", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let mut first: HashMap<&str, (&Spanned<String>, &Spanned<String>)> = HashMap::new();
    for (region, image) in manifest.placed_images() {
        if image_id_shape(&image.value) != ImageIdShape::Account {
            continue;
        }
        let (there, before) = *first.entry(image.value.as_str()).or_insert((region, image));
        if there.value == region.value {
            continue;
        }
        let message = text!(
            en: "image `{image}` is listed for both `{there}` and `{here}`, but an image is in one region",
            zh: "镜像 `{image}` 同时列在 `{there}` 和 `{here}` 下，但一个镜像只属于一个地域",
            image = image.value, there = there.value, here = region.value,
        );
        let listed =
            |region: &str| text!(en: "listed for `{region}` here", zh: "此处列在 `{region}` 下", region);
        let finding = RULE.finding(image.span, message).label(listed(&region.value));
        let finding = finding.also(before.span, listed(&there.value)).about(&region.value);
        sink.push(finding.help(text!(
            en: "write the ID of the image's copy in that region",
            zh: "请写该镜像在对应地域的副本 ID",
        )));
    }
}
