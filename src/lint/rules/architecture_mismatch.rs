//! ## What it does
//! Finds an image that does not run on the instance type next to it: a 32-bit image on an instance with 4 GiB of
//! memory or more, an Arm image on an x86 instance, or an x86 image on an Arm instance. The architecture of the
//! image comes from the package or from the text of a public image ID. The instance type must be a literal of a
//! family in `grammar/instances.toml`.
//!
//! ## Why is this bad
//! Instance types with 4 GiB of memory or more do not support 32-bit images, and an image runs only on processors
//! of its own architecture ("Image overview" of Elastic Compute Service).
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
//!       InstanceType: ecs.g6.large
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
//!         architecture: arm64
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
//!       InstanceType: ecs.g8y.large
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
//!         architecture: arm64
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

use crate::diagnostic::{Diagnostic, Text};
use crate::grammar::{Architecture, InstanceFamily, architecture_of, instance_family};
use crate::ir::{Value, ValueKind};
use crate::lint::image_usage::mapped;
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::manifest::Version;
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ArchitectureMismatch, "architecture_mismatch", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        if let Some(literal) = slot.literal().filter(|_| !slot.is_associated(check))
            && let Some(architecture) = architecture_of(literal.trim())
        {
            compare(check, slot, architecture, slot.slot.value.span, sink);
        }
    }
    for mapped in mapped(check) {
        if let Some((architecture, place)) = of_version(mapped.version) {
            compare(check, mapped.slot, architecture, place, sink);
        }
    }
}

/// What a version's images run on, and what says so: the manifest, or a public image ID in it.
fn of_version(version: &Version) -> Option<(Architecture, Span)> {
    let stated = version.architecture.as_ref().map(|it| (it.value, it.span));
    let told = |(_, image): &(_, crate::manifest::Spanned<String>)| {
        architecture_of(&image.value).map(|architecture| (architecture, image.span))
    };
    stated.or_else(|| version.images.iter().find_map(told))
}

fn compare(check: &Check<'_>, slot: &Slot<'_>, architecture: Architecture, place: Span, sink: &mut Sink) {
    for value in instance_types(check, slot) {
        let Some(name) = value.as_str() else { continue };
        let Some(family) = instance_family(name) else { continue };
        let Some(why) = mismatch(architecture, family, name) else { continue };
        sink.push(finding(slot, architecture, (name, value.span), why, place));
    }
}

fn finding(
    slot: &Slot<'_>,
    architecture: Architecture,
    (instance_type, instance_span): (&str, Span),
    why: Text,
    place: Span,
) -> Diagnostic {
    let (image, resource) = (named(architecture), &slot.resource.name);
    let message = text!(
        en: "the {image} image of `{resource}` does not run on `{instance_type}`",
        zh: "`{resource}` 的 {image} 镜像无法在 `{instance_type}` 上运行",
        image, resource, instance_type,
    );
    let label = text!(en: "this image is {image}", zh: "这是 {image} 镜像", image);
    let finding = slot.finding_at_value(&RULE, message).label(label).also(instance_span, why);
    let finding = match place == slot.slot.value.span {
        true => finding,
        false => finding.also(place, text!(en: "the architecture comes from here", zh: "架构由此处得出")),
    };
    finding.help(text!(
        en: "choose an image and an instance type of the same architecture",
        zh: "请选用架构一致的镜像和实例规格",
    ))
}

/// How people call it, in either language.
const fn named(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::I386 => "x86 (32-bit)",
        Architecture::X86_64 => "x86",
        Architecture::Arm64 => "Arm",
    }
}

/// Why an image cannot run there, if it cannot.
fn mismatch(architecture: Architecture, family: &InstanceFamily, instance_type: &str) -> Option<Text> {
    let family_name = family.name;
    match (architecture, family.architecture) {
        (Architecture::Arm64, Architecture::I386 | Architecture::X86_64) => Some(text!(
            en: "instances of family `{family_name}` have x86 processors",
            zh: "规格族 `{family_name}` 使用 x86 处理器",
            family_name,
        )),
        (Architecture::I386 | Architecture::X86_64, Architecture::Arm64) => Some(text!(
            en: "instances of family `{family_name}` have Arm processors",
            zh: "规格族 `{family_name}` 使用 Arm 处理器",
            family_name,
        )),
        (Architecture::I386, _) if family.has_4_gib(instance_type) => Some(text!(
            en: "this instance has 4 GiB of memory or more and needs a 64-bit image",
            zh: "该实例内存不小于 4 GiB，需要 64 位镜像",
        )),
        _ => None,
    }
}

/// The instance types next to the image ID.
fn instance_types<'a>(check: &Check<'a>, slot: &Slot<'a>) -> Vec<&'a Value> {
    const KEYS: &[&str] = &["InstanceType", "InstanceTypes", "instance_type", "instance_types"];
    let beside = !slot.slot.path.contains('.');
    let found = KEYS.iter().filter(|_| beside).filter_map(|key| check.property(slot.resource, key));
    found
        .flat_map(|value| match &value.kind {
            ValueKind::List(items) => items.iter().collect(),
            _ => vec![value],
        })
        .collect()
}
