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
//! None. Restore the version and add a new one. If it was never deployed, `nestc lock forget PACKAGE@VERSION` takes its
//! record back.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Text};
use crate::lint::image_usage::versioned;
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Lock, Package, Status, Version};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(PublishedVersionChanged, "published_version_changed", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let Some(lock) = &manifest.lock else { return };
    for package in &manifest.packages {
        for version in &package.versions {
            let Some((digest, place)) = lock.digest_of(&package.name.value, &version.name.value) else {
                continue;
            };
            sink.push_all(compare(lock, package, version, digest, place));
        }
    }
}

fn compare(
    lock: &Lock,
    package: &Package,
    version: &Version,
    digest: &str,
    place: Option<Span>,
) -> Option<Diagnostic> {
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
            let label = text!(en: "expected the content of the first build", zh: "内容应与首次构建时一致");
            RULE.finding(version.name.span, changed(lock, package, version)).label(label)
        }
        Status::Published => return None,
    };
    let finding = match place {
        Some(place) => finding.also(place, text!(en: "recorded here", zh: "记录在此处")),
        None => finding,
    };
    let next = next_name(package, &version.name.value);
    Some(finding.help(text!(
        en: "add version `{next}`, or, if it was never deployed, `nestc lock forget {name}`",
        zh: "请新增版本 `{next}`；如从未部署过，请运行 `nestc lock forget {name}`",
        next, name,
    )))
}

/// Changes that are told one by one.
const TOLD: usize = 3;

/// What changed in a published version.
fn changed(lock: &Lock, package: &Package, version: &Version) -> Text {
    let changes = lock.changes(&package.name.value, version);
    let name = &version.name.value;
    if changes.is_empty() {
        return text!(
            en: "published `{name}` changed since it was first built",
            zh: "已发布的 `{name}` 在首次构建后被修改",
            name,
        );
    }
    let more = changes.len().saturating_sub(TOLD);
    let told = Text::list(changes.into_iter().take(TOLD));
    match more {
        0 => {
            text!(en: "published `{name}` changed: {told}", zh: "已发布的 `{name}` 被修改：{told}", name, told)
        }
        _ => text!(
            en: "published `{name}` changed: {told}; and {more} more",
            zh: "已发布的 `{name}` 被修改：{told}；另有 {more} 处",
            name, told, more,
        ),
    }
}

/// A name for the version after `name` that the package does not have yet.
fn next_name(package: &Package, name: &str) -> String {
    let stem = name.trim_end_matches(|it: char| it.is_ascii_digit());
    let number = name.get(stem.len()..).and_then(|it| it.parse::<u64>().ok());
    let stem = if number.is_some() { stem.to_owned() } else { format!("{name}_") };
    let is_free = |name: &String| package.versions.iter().all(|it| it.name.value != *name);
    let numbers = number.unwrap_or_default().saturating_add(1)..=u64::MAX;
    numbers.map(|number| format!("{stem}{number}")).find(is_free).unwrap_or_else(|| name.to_owned())
}

/// The finding that a published version has no record, where no record may be added.
pub(crate) fn unrecorded(package: &Package, version: &Version) -> Diagnostic {
    let name = versioned(&package.name.value, &version.name.value);
    let message = text!(
        en: "`{name}` is published, and `nestc.lock` has no record of it",
        zh: "`{name}` 已发布，但 `nestc.lock` 中没有记录",
        name,
    );
    let finding =
        RULE.finding(version.name.span, message).label(text!(en: "published here", zh: "在此处发布"));
    finding.help(text!(
        en: "run `nestc lock`, and commit `nestc.lock`",
        zh: "请运行 `nestc lock` 并提交 `nestc.lock`",
    ))
}
