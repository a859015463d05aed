//! ## What it does
//! Finds a version made from a shared image that has an image outside the region of its source.
//!
//! ## Why is this bad
//! A shared image can be used and copied only in its own region. To use it elsewhere, first copy it within its
//! region, then copy that copy, which is a custom image, to the other regions
//! (<https://www.alibabacloud.com/help/en/ecs/user-guide/use-shared-images>).
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
//!         kind: shared
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
//!         kind: custom
//!         source: { region: cn-hangzhou, image: m-bp1234567890abcdefgh }
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None. Copy the image, and write `kind: custom`.
//!
//! ## Since
//! 0.1.0

use crate::lint::image_usage::{listed, versioned};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::ImageKind;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(SharedImageDistribution, "shared_image_distribution", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for package in &manifest.packages {
        for version in &package.versions {
            let Some(kind) = version.kind.as_ref().filter(|it| it.value == ImageKind::Shared) else {
                continue;
            };
            // Without a source, the first image decides the region: all others are outside it.
            let first = version.images.first().map(|(region, _)| region);
            let Some(home) = version.source.as_ref().map(|it| &it.region).or(first) else { continue };
            let mut away =
                version.images.iter().map(|(region, _)| region).filter(|it| it.value != home.value);
            let Some(outside) = away.next() else { continue };
            let regions = listed(std::iter::once(outside).chain(away).map(|region| region.value.as_str()));
            let name = versioned(&package.name.value, &version.name.value);
            let message = text!(
                en: "the shared image of `{name}` cannot be distributed to {regions}",
                zh: "`{name}` 的共享镜像无法分发到 {regions}",
                name, regions,
            );
            let label = text!(en: "not the image's own region", zh: "不是镜像所在的地域");
            let finding = RULE.finding(outside.span, message).label(label);
            let finding = finding
                .also(home.span, text!(en: "the image is shared in this region", zh: "镜像在该地域共享"))
                .also(
                    kind.span,
                    text!(en: "a shared image stays in its region", zh: "共享镜像不能离开所在地域"),
                );
            sink.push(finding.help(text!(
                en: "copy it within its region, copy that copy to the others, and write `kind: custom`",
                zh: "请先在原地域复制一份，再将副本复制到其他地域，并写 `kind: custom`",
            )));
        }
    }
}
