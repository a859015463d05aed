//! ## What it does
//! Finds an encrypted image in a resource that does not encrypt the system disk, or whose type has no property for
//! it. A value that is not written out is let pass.
//!
//! ## Why is this bad
//! An instance from an encrypted image needs an encrypted disk: `Encrypted` has to be true, or the instance may fail
//! to be created ("Use a shared image", Elastic Compute Service). Which type has which property is in
//! `grammar/images.toml`.
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
//! None: which key encrypts the disk is for the author to choose.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Severity};
use crate::grammar::{Encryption, encryption_of};
use crate::ir::{Dialect, Literal, Value, ValueKind};
use crate::lint::mapped::{Mapped, mapped};
use crate::lint::{Check, Look, Rule, Sink};
use crate::resolve;

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST212",
    name: "unencrypted-disk",
    level: Severity::Error,
    source: include_str!("unencrypted_disk.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    for mapped in mapped(check) {
        if !mapped.version.encrypted.as_ref().is_some_and(|it| it.value) {
            continue;
        }
        let shape = mapped.slot.slot.shape;
        if let Some(encryption) = encryption_of(shape.dialect, shape.resource_type) {
            sink.push_all(look(&mapped, encryption));
        }
    }
}

fn look(mapped: &Mapped<'_>, encryption: &Encryption) -> Option<Diagnostic> {
    let resource = mapped.slot.resource;
    let Some(path) = encryption.system_disk else {
        let message =
            format!("`{}` cannot encrypt the system disk of an encrypted image", encryption.resource_type);
        let finding = finding(mapped, message).also(resource.type_span, "this type has no property for it");
        return Some(match (encryption.dialect, encryption.resource_type) {
            (Dialect::Ros, "ALIYUN::ECS::Instance") => {
                finding.help("use `ALIYUN::ECS::InstanceGroup`, which has `SystemDiskEncrypted`")
            }
            _ => finding.help("use a type that can, or an image that is not encrypted"),
        });
    };
    let property = path.rsplit('.').next().unwrap_or(path);
    let message = format!("`{}` does not encrypt its system disk", resource.name);
    let help = format!("write `{property}` as true");
    match find(resource.properties.as_ref()?, path) {
        Found::Nothing => Some(finding(mapped, message).help(format!("add `{path}` and set it to true"))),
        Found::Unknown => None,
        Found::Value(value) => match truth(mapped, value) {
            Some(false) => Some(finding(mapped, message).also(value.span, "expected true").help(help)),
            Some(true) | None => None,
        },
    }
}

fn finding(mapped: &Mapped<'_>, message: String) -> Diagnostic {
    let finding = mapped.slot.finding_at_value(&RULE, message).label("this image is encrypted");
    match &mapped.version.encrypted {
        Some(encrypted) => finding.also(encrypted.span, "the package says so here"),
        None => finding,
    }
}

/// What stands at a property's path.
enum Found<'v> {
    Value(&'v Value),
    Nothing,
    /// Something on the way is not written out.
    Unknown,
}

/// What stands at `path`, `ScalingGroup.SystemDiskEncrypted` or `system_disk[].encrypted`, below `value`.
fn find<'v>(mut value: &'v Value, path: &str) -> Found<'v> {
    for step in path.split('.') {
        let ValueKind::Map(entries) = &value.kind else { return Found::Unknown };
        let (key, block) = match step.strip_suffix("[]") {
            Some(key) => (key, true),
            None => (step, false),
        };
        let Some(next) = value.get(key) else {
            let dynamic = entries.iter().any(|entry| matches!(entry.key.as_str(), "dynamic" | "<<"));
            return if dynamic { Found::Unknown } else { Found::Nothing };
        };
        value = match &next.kind {
            ValueKind::List(items) if block => match items.first() {
                Some(first) => first,
                None => return Found::Nothing,
            },
            _ => next,
        };
    }
    Found::Value(value)
}

/// Whether `value` is true; `None` where that is not known before deployment.
fn truth(mapped: &Mapped<'_>, value: &Value) -> Option<bool> {
    let truth = |text: &str| text.trim().eq_ignore_ascii_case("true");
    match &value.kind {
        ValueKind::Literal(Literal::Bool(value)) => Some(*value),
        ValueKind::Literal(Literal::String(text)) => Some(truth(text)),
        ValueKind::Literal(Literal::Null) => Some(false),
        _ => {
            let resolution = resolve::resolve(mapped.check.unit, mapped.slot.id.template, value);
            resolution.constant.filter(|_| !resolution.overridable).map(|text| truth(&text))
        }
    }
}
