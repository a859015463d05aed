//! ## What it does
//! Finds an encrypted image in a resource that does not encrypt its system disk, whose type has no property for
//! doing so, or whose data disks are not encrypted. A value that is not a literal is not reported, nor is a data
//! disk made from a snapshot, which is encrypted if the snapshot is.
//!
//! ## Why is this bad
//! The system disk and data disks made from an encrypted image must be encrypted: `Encrypted` must be true, or the
//! instance may fail to be created (<https://www.alibabacloud.com/help/en/ecs/user-guide/use-shared-images>). Which
//! type has which property is listed in `grammar/images.toml`.
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
//!         encrypted: true
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
//!       SystemDiskEncrypted: true
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
//!         encrypted: true
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None: the author must choose the key that encrypts the disk.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Text};
use crate::grammar::{Encryption, encryption_of};
use crate::ir::{Dialect, Literal, Properties, Value, ValueKind};
use crate::lint::image_usage::{Mapped, mapped};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::resolve;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnencryptedDisk, "unencrypted_disk", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    for mapped in mapped(check) {
        if !mapped.version.encrypted.as_ref().is_some_and(|it| it.value) {
            continue;
        }
        let shape = mapped.slot.slot.shape;
        if let Some(encryption) = encryption_of(shape.dialect, shape.resource_type) {
            sink.push_all(system_disk(&mapped, encryption));
            sink.push_all(data_disks(&mapped, encryption));
        }
    }
}

fn system_disk(mapped: &Mapped<'_>, encryption: &Encryption) -> Option<Diagnostic> {
    let resource = mapped.slot.resource;
    let Some(path) = encryption.system_disk else {
        let message = text!(
            en: "`{resource_type}` cannot encrypt its system disk, but the image is encrypted",
            zh: "`{resource_type}` 无法加密系统盘，而镜像是加密的",
            resource_type = encryption.resource_type,
        );
        let label = text!(en: "this type has no property for it", zh: "该资源类型没有对应的属性");
        let finding = finding(mapped, message).also(resource.type_span, label);
        return Some(match (encryption.dialect, encryption.resource_type) {
            (Dialect::Ros, "ALIYUN::ECS::Instance") => finding.help(text!(
                en: "use `ALIYUN::ECS::InstanceGroup`, which has `SystemDiskEncrypted`",
                zh: "请改用带有 `SystemDiskEncrypted` 的 `ALIYUN::ECS::InstanceGroup`",
            )),
            _ => finding.help(text!(
                en: "use a type that can, or an image that is not encrypted",
                zh: "请改用支持加密的资源类型，或未加密的镜像",
            )),
        });
    };
    let message = text!(
        en: "`{resource}` does not encrypt its system disk, but the image is encrypted",
        zh: "`{resource}` 未加密系统盘，而镜像是加密的",
        resource = resource.name,
    );
    let help =
        text!(en: "set `{property}` to true", zh: "请将 `{property}` 设为 true", property = last(path));
    let found = find_in(mapped, path)?.into_iter().next()?;
    match found {
        Found::Missing(_) | Found::NoBlock => Some(finding(mapped, message).help(text!(
            en: "add `{path}` and set it to true",
            zh: "请添加 `{path}` 并设为 true",
            path,
        ))),
        Found::Unknown => None,
        Found::Value(value) => match truth(mapped, value) {
            Some(false) => Some(finding(mapped, message).also(value.span, expected_true()).help(help)),
            Some(true) | None => None,
        },
    }
}

/// Data disks that are shown at most.
const SHOWN_DISKS: usize = 5;

fn data_disks(mapped: &Mapped<'_>, encryption: &Encryption) -> Option<Diagnostic> {
    let (path, _) = (encryption.data_disks?, encryption.system_disk?);
    let resource = mapped.slot.resource;
    let plain = |found: Found<'_>| match found {
        Found::Missing(disk) if !is_from_snapshot(disk) => {
            Some((disk.span, text!(en: "this disk is not encrypted", zh: "该磁盘未加密")))
        }
        Found::Value(value) if truth(mapped, value) == Some(false) => Some((value.span, expected_true())),
        Found::Missing(_) | Found::Value(_) | Found::NoBlock | Found::Unknown => None,
    };
    let disks: Vec<_> = find_in(mapped, path)?.into_iter().filter_map(plain).collect();
    let message = match disks.len() {
        0 => return None,
        1 => text!(
            en: "`{resource}` does not encrypt a data disk, but the image is encrypted",
            zh: "`{resource}` 有 1 块数据盘未加密，而镜像是加密的",
            resource = resource.name,
        ),
        many => text!(
            en: "`{resource}` does not encrypt {many} data disks, but the image is encrypted",
            zh: "`{resource}` 有 {many} 块数据盘未加密，而镜像是加密的",
            resource = resource.name, many,
        ),
    };
    let mut finding = finding(mapped, message);
    for (span, label) in disks.into_iter().take(SHOWN_DISKS) {
        finding = finding.also(span, label);
    }
    Some(finding.about("data disks").help(text!(
        en: "set `{property}` of each disk to true",
        zh: "请将每块磁盘的 `{property}` 设为 true",
        property = last(path),
    )))
}

fn expected_true() -> Text {
    text!(en: "expected true", zh: "应为 true")
}

/// The last step of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a data disk copies a snapshot, whose encryption is not known here.
fn is_from_snapshot(disk: &Value) -> bool {
    ["SnapshotId", "snapshot_id"].iter().any(|key| disk.get(key).is_some())
}

fn finding(mapped: &Mapped<'_>, message: Text) -> Diagnostic {
    let label = text!(en: "this image is encrypted", zh: "该镜像是加密的");
    let finding = mapped.slot.finding_at_value(&RULE, message).label(label);
    match &mapped.version.encrypted {
        Some(encrypted) => {
            finding.also(encrypted.span, text!(en: "the package says so here", zh: "部署物在此处声明"))
        }
        None => finding,
    }
}

/// What is at a property's path.
enum Found<'v> {
    Value(&'v Value),
    /// The map that lacks the last step.
    Missing(&'v Value),
    /// An earlier step is missing.
    NoBlock,
    /// Something on the way is not written out.
    Unknown,
}

/// What stands at `path` in the resource; `None` where it has no properties.
fn find_in<'a>(mapped: &Mapped<'a>, path: &str) -> Option<Vec<Found<'a>>> {
    let (cx, resource) = (mapped.check.cx(), mapped.slot.resource);
    let properties = match cx.properties(resource) {
        Properties::Missing => return None,
        Properties::Other(_) => return Some(vec![Found::Unknown]),
        Properties::Written(properties) => properties,
    };
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (key, is_list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
    Some(match cx.property(resource, key) {
        Some(value) => beyond(value, rest, is_list),
        None if properties.iter().any(|it| is_dynamic(&it.key)) => vec![Found::Unknown],
        None => vec![Found::NoBlock],
    })
}

/// Whether an entry called `key` adds entries that nothing here knows.
fn is_dynamic(key: &str) -> bool {
    matches!(key, "dynamic" | "<<")
}

/// What stands at `rest` below `value`, in each of its items where it is a list.
fn beyond<'v>(value: &'v Value, rest: Option<&str>, is_list: bool) -> Vec<Found<'v>> {
    let Some(rest) = rest else { return vec![Found::Value(value)] };
    match &value.kind {
        ValueKind::List(items) if is_list && items.is_empty() => vec![Found::NoBlock],
        ValueKind::List(items) if is_list => items.iter().flat_map(|item| find(item, rest)).collect(),
        _ => find(value, rest),
    }
}

/// What is at `path`, `ScalingGroup.SystemDiskEncrypted` or `system_disk[].encrypted`, below `value`: once for
/// each item of the lists on the way.
fn find<'v>(value: &'v Value, path: &str) -> Vec<Found<'v>> {
    let ValueKind::Map(entries) = &value.kind else { return vec![Found::Unknown] };
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let (key, is_list) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
    let Some(next) = value.get(key) else {
        let dynamic = entries.iter().any(|entry| is_dynamic(&entry.key));
        return vec![match rest {
            _ if dynamic => Found::Unknown,
            None => Found::Missing(value),
            Some(_) => Found::NoBlock,
        }];
    };
    beyond(next, rest, is_list)
}

/// Whether `value` is true; `None` where that is not known before deployment.
fn truth(mapped: &Mapped<'_>, value: &Value) -> Option<bool> {
    let truth = |text: &str| text.trim().eq_ignore_ascii_case("true");
    match &value.kind {
        ValueKind::Literal(Literal::Bool(value)) => Some(*value),
        ValueKind::Literal(Literal::String(text)) => Some(truth(text)),
        ValueKind::Literal(Literal::Null) => Some(false),
        _ => {
            let resolution = resolve::resolve(mapped.check.cx(), mapped.slot.id.template, value);
            resolution.constant.filter(|_| !resolution.overridable).map(|text| truth(&text))
        }
    }
}
