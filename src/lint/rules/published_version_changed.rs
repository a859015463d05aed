//! ## What it does
//! Finds a published version whose content differs from what `nestc.lock` recorded when it was first built: its
//! kind, source, encryption, architecture or images. Also finds a version that was published and is now a draft
//! again.
//!
//! ## Why is this bad
//! After a version is published, its content is locked; changes need a new version
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package"). Otherwise customers would get different images under the same version name.
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
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//! ```json nestc.lock
//! {
//!   "published": {
//!     "web_server": {
//!       "v1_0": "sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!     }
//!   },
//!   "version": 1
//! }
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
//!       v1_1:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_1
//! ```
//! ```json nestc.lock
//! {
//!   "published": {
//!     "web_server": {
//!       "v1_0": "sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!     }
//!   },
//!   "version": 1
//! }
//! ```
//!
//! ## Fix
//! None. Restore the version and add a new one. If the record is wrong, remove its line from `nestc.lock`.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Diagnostic;
use crate::lint::mapped::versioned;
use crate::lint::{Look, Rule, Sink, Whole, rule};
use crate::manifest::{Package, Status, Version};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(PublishedVersionChanged, "published_version_changed", Look::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let Some(lock) = &manifest.lock else { return };
    for package in &manifest.packages {
        for version in &package.versions {
            let Some((digest, place)) = lock.digest_of(&package.name.value, &version.name.value) else {
                continue;
            };
            sink.push_all(compare(package, version, digest, place));
        }
    }
}

fn compare(package: &Package, version: &Version, digest: &str, place: Option<Span>) -> Option<Diagnostic> {
    let name = versioned(&package.name.value, &version.name.value);
    let finding = match version.status.value {
        Status::Draft => {
            let message = text!(
                en: "`{name}` was published, and is a draft again",
                zh: "`{name}` 曾经发布，现在又改回草稿",
                name,
            );
            let label = text!(en: "expected `published`", zh: "应为 `published`");
            RULE.finding(version.status.span, message).label(label)
        }
        Status::Published if version.digest() != digest => {
            let message = text!(
                en: "published `{name}` changed since it was first built",
                zh: "已发布的 `{name}` 在首次构建后被修改",
                name,
            );
            let label = text!(en: "expected the content of the first build", zh: "内容应与首次构建时一致");
            RULE.finding(version.name.span, message).label(label)
        }
        Status::Published => return None,
    };
    let finding = match place {
        Some(place) => finding.also(place, text!(en: "recorded here", zh: "记录在此处")),
        None => finding,
    };
    Some(finding.help(text!(
        en: "restore `{version}`, and add a new version for the change",
        zh: "请恢复 `{version}`，并为改动新增一个版本",
        version = version.name.value,
    )))
}
