//! ## What it does
//! Finds a package version that has no image in any region.
//!
//! ## Why is this bad
//! A package is distributed to at least one region
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package"). Without an image, there is nothing to replace the literal with.
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
//! regions: [cn-hangzhou]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
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
//! regions: [cn-hangzhou]
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
//! ## Fix
//! None.
//!
//! ## Since
//! 0.1.0

use crate::lint::image_usage::versioned;
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(NoDistributionRegion, "no_distribution_region", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for package in &manifest.packages {
        for version in package.versions.iter().filter(|version| version.images.is_empty()) {
            let name = versioned(&package.name.value, &version.name.value);
            let finding = RULE.finding(
                version.images_span,
                text!(
                    en: "`{name}` has no image in any region",
                    zh: "`{name}` 在任何地域都没有镜像",
                    name,
                ),
            );
            let finding = finding.label(text!(
                en: "expected at least one region under `images`",
                zh: "`images` 下至少应有一个地域",
            ));
            sink.push(match version.source.as_ref().and_then(|it| Some((&it.region, it.image.as_ref()?))) {
                Some((region, image)) => finding.help(text!(
                    en: "write `images: {{ {region}: {image} }}`",
                    zh: "请写 `images: {{ {region}: {image} }}`",
                    region = region.value, image = image.value,
                )),
                None => finding.help(text!(
                    en: "write, for example, `images: { cn-hangzhou: m-… }`",
                    zh: "例如 `images: { cn-hangzhou: m-… }`",
                )),
            });
        }
    }
}
