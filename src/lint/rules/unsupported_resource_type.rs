//! ## What it does
//! Finds an image ID on a resource type in which Compute Nest does not replace it, although the type launches ECS
//! instances: a launch template, a node pool, an auto provisioning group. It is an error if the value must be
//! replaced (an associated literal, an `m-…` ID, which belongs to one region, or a freely chosen name). It is a
//! warning if the value is the full ID of a public image, which works in every region as it is. A value that is not
//! a literal is not reported, nor is an `m-…` ID that only one region uses.
//!
//! ## Why is this bad
//! Compute Nest replaces the image ID only in the types that its documentation lists
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements"). In
//! any other type the text of the template is sent to ECS unchanged.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Launch:
//!     Type: ALIYUN::ECS::LaunchTemplate
//!     Properties:
//!       LaunchTemplateName: web
//!       ImageId: m-bp1234567890abcdefgh
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: m-bp1234567890abcdefgh
//! ```
//!
//! ## Fix
//! None. To have nestc render the type anyway, list it under `also-render` in `nestc.yaml`.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Severity, Text};
use crate::grammar::{ImageIdShape, image_id_shape, supported_types};
use crate::ir::{Dialect, Support};
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(UnsupportedResourceType, "unsupported_resource_type", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots().filter(|slot| slot.slot.shape.support == Support::Launch) {
        let resource_type = slot.resource.resource_type.as_str();
        if check.manifest.is_some_and(|it| it.also_render.iter().any(|also| also.value == resource_type)) {
            continue;
        }
        let Some(literal) = slot.literal() else { continue };
        let Some((severity, label)) = judge(check, slot, literal) else { continue };
        let property = slot.property();
        let message = text!(
            en: "Compute Nest does not replace `{property}` of `{resource_type}`",
            zh: "计算巢不会替换 `{resource_type}` 的 `{property}`",
            property, resource_type,
        );
        let mut finding = slot.finding(&RULE, message).label(label);
        finding.severity = severity;
        sink.push(
            finding
                .also(
                    slot.resource.type_span,
                    text!(en: "Compute Nest does not list this type", zh: "计算巢不支持该资源类型"),
                )
                .note(text!(
                    en: "Compute Nest replaces image IDs of {types}",
                    zh: "计算巢会替换 {types} 的镜像 ID",
                    types = listed(slot.template.dialect),
                ))
                .help(text!(
                    en: "use one of these types, or let nestc replace it: list `{resource_type}` under `also-render` in `nestc.yaml`",
                    zh: "请改用上述资源类型，或由 nestc 替换：在 `nestc.yaml` 的 `also-render` 中列出 `{resource_type}`",
                    resource_type,
                )),
        );
    }
}

/// How bad `literal` is where nothing replaces it.
fn judge(check: &Check<'_>, slot: &Slot<'_>, literal: &str) -> Option<(Severity, Text)> {
    if slot.is_associated(check) {
        return Some((
            Severity::Error,
            text!(
                en: "this literal is associated with a deployment package, but is not replaced",
                zh: "该字面量已关联部署物，但不会被替换",
            ),
        ));
    }
    match image_id_shape(literal) {
        // A mapping by region, or a provider with a region of its own, takes it where it is.
        ImageIdShape::Account if matches!(slot.own_region(check), Ok(Some(_))) => None,
        ImageIdShape::Account => {
            Some((Severity::Error, text!(en: "this image is in one region only", zh: "该镜像只在一个地域")))
        }
        ImageIdShape::Name => Some((
            Severity::Error,
            text!(
                en: "this name is not an image ID, and nothing replaces it",
                zh: "该名称不是镜像 ID，也不会被替换",
            ),
        )),
        ImageIdShape::Public => Some((
            Severity::Warning,
            text!(
                en: "this public image works in every region, but no deployment package replaces it",
                zh: "该公共镜像在各地域均可用，但不会被部署物替换",
            ),
        )),
        // `partial-image-id` and `deploy-time-image-id` say what there is to say of these.
        ImageIdShape::PartialPublic | ImageIdShape::DeployTime => None,
    }
}

/// The types that Compute Nest's table lists and that have the property.
fn listed(dialect: Dialect) -> Text {
    let has_image =
        |name: &&str| !matches!(*name, "ALIYUN::ESS::ScalingGroup" | "alicloud_ess_scaling_group");
    Text::list(supported_types(dialect).filter(has_image).map(|name| format!("`{name}`")))
}
