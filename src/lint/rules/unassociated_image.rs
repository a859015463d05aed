//! ## What it does
//! Finds a literal in an image slot that does not have the form of an image ID and that no association covers.
//! Without a manifest that could cover it, this is a note.
//!
//! ## Why is this bad
//! Compute Nest accepts any text as the name of an image if an association says which package it belongs to
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>). Without an association the
//! text is sent to ECS, which has no such image.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: wep_image
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
//! None. Add the literal to `associations`, or write one that is already there.
//!
//! ## Since
//! 0.1.0

use crate::binding;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::grammar::{ImageIdShape, image_id_shape, is_completed, nearest};
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnassociatedImage, "unassociated_image", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    // Slots that nothing renders are `unsupported-resource-type`'s to report.
    let rendered = |slot: &&Slot<'_>| match check.manifest {
        Some(manifest) => binding::is_rendered(slot.slot, manifest) && slot.is_used(manifest),
        None => slot.slot.shape.support == crate::ir::Support::Supported,
    };
    for slot in check.slots().filter(rendered) {
        let Some(literal) = slot.literal().map(str::trim) else { continue };
        let is_completed = is_completed(&slot.resource.resource_type, literal);
        if image_id_shape(literal) == ImageIdShape::Name && !is_completed && !slot.is_associated(check) {
            sink.push(finding(check, slot, literal));
        }
    }
}

fn finding(check: &Check<'_>, slot: &Slot<'_>, literal: &str) -> Diagnostic {
    let message = text!(
        en: "`{literal}` is not an image ID, and no association covers it",
        zh: "`{literal}` 不是镜像 ID，也没有设置关联",
        literal,
    );
    let mut finding = slot.finding_at_value(&RULE, message);
    if check.manifest.is_none() {
        finding.severity = Severity::Note;
    }
    if is_masked(literal) {
        return finding
            .label(
                text!(en: "part of this ID is masked, as in documentation", zh: "该 ID 被打码，如文档中所示"),
            )
            .help(text!(
                en: "write the whole image ID, or any name and associate it with a deployment package",
                zh: "请写完整的镜像 ID，或写任意名称并将其关联到部署物",
            ));
    }
    let Some(manifest) = check.manifest else {
        return finding
            .label(text!(en: "a name that only an association gives an image", zh: "该名称要通过关联才有对应的镜像"))
            .help(text!(
                en: "write a `nestc.yaml` with `nestc init`, and associate `{literal}` there",
                zh: "请用 `nestc init` 生成 `nestc.yaml`，并在其中关联 `{literal}`",
                literal,
            ));
    };
    let resource = &slot.resource.name;
    if let Some(other) = manifest.any_association(literal) {
        return finding
            .label(text!(en: "expected an associated literal", zh: "此处应为已关联的字面量"))
            .also(
                other.literal.span,
                text!(
                    en: "this association is for other resources, not for `{resource}`",
                    zh: "该关联只用于其他资源，不包括 `{resource}`",
                    resource,
                ),
            )
            .help(text!(
                en: "add `{resource}` to its `resources`",
                zh: "请将 `{resource}` 加入它的 `resources`",
                resource,
            ));
    }
    finding = finding.label(text!(
        en: "expected an image ID or an associated literal",
        zh: "此处应为镜像 ID 或已关联的字面量",
    ));
    let relations = manifest.config.iter().flat_map(|config| &config.relations).map(|it| &it.literal);
    let literals = manifest.associations.iter().map(|it| &it.literal).chain(relations);
    match nearest(literals.map(|it| it.value.as_str()), literal) {
        Some(meant) => finding.help(did_you_mean(meant)),
        None if manifest.config.is_some() => finding.help(text!(
            en: "add `{literal}` to `ArtifactRelation`",
            zh: "请将 `{literal}` 加入 `ArtifactRelation`",
            literal,
        )),
        None => finding.help(text!(
            en: "add `{literal}: package@version` to `associations`",
            zh: "请在 `associations` 中添加 `{literal}: package@version`",
            literal,
        )),
    }
}

/// Whether `literal` is an image ID with asterisks in it: `m-bp1g7004ksh0oeuc****`.
fn is_masked(literal: &str) -> bool {
    literal.starts_with("m-") && literal.contains('*')
}
