//! ## What it does
//! Finds an image ID next to another property that also chooses the image: an image family, an image name, or, on
//! `ALIYUN::EHPC::Cluster`, `ImageOwnerAlias: system`.
//!
//! ## Why is this bad
//! Only one of the two takes effect. `ImageFamily` must be empty if `ImageId` is set, and `ImageName` is then
//! ignored (schemas of `ros-cdk-ecs` and `ros-cdk-ess` 1.15.0). With `ImageOwnerAlias: system`, E-HPC ignores
//! `ImageId` and takes the image from `OsTag` (<https://github.com/AlibabaCloudDocs/ros>, "ALIYUN::EHPC::Cluster").
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: aliyun_3_x64_20G_alibase_20240528.vhd
//!       ImageFamily: acs:alibaba_cloud_linux_3_2104_lts_x64
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
//!       ImageId: aliyun_3_x64_20G_alibase_20240528.vhd
//! ```
//!
//! ## Fix
//! None: only the author knows which of the two is meant.
//!
//! ## Since
//! 0.1.0

use crate::ir::Property;
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ConflictingImageSource, "conflicting_image_source", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    // What a function returns is not next to the other source.
    for slot in check.supported_slots().filter(|it| it.slot.through.is_none()) {
        // Where one of the two is not written out, it may be empty when the other one counts.
        let (Some(_), Some((other, other_span))) = (slot.literal(), rival(check, slot)) else { continue };
        let (property, resource, key) = (slot.property(), &slot.resource.name, &other.key);
        let (message, label, help) = if other.key == "ImageOwnerAlias" {
            (
                text!(
                    en: "`{property}` of `{resource}` has no effect with `ImageOwnerAlias: system`",
                    zh: "设置了 `ImageOwnerAlias: system`，`{resource}` 的 `{property}` 不起作用",
                    property, resource,
                ),
                text!(en: "`system` takes the image of `OsTag`", zh: "`system` 表示使用 `OsTag` 对应的镜像"),
                text!(
                    en: "write `ImageOwnerAlias: self`, or remove the image ID",
                    zh: "请改为 `ImageOwnerAlias: self`，或删除镜像 ID",
                ),
            )
        } else {
            (
                text!(
                    en: "`{resource}` has both `{property}` and `{key}`, and only one of them can choose the image",
                    zh: "`{resource}` 同时设置了 `{property}` 和 `{key}`，只有一个能决定镜像",
                    resource, property, key,
                ),
                text!(en: "this chooses an image, too", zh: "此处也指定了镜像"),
                text!(en: "remove `{key}`", zh: "请删除 `{key}`", key),
            )
        };
        let finding =
            slot.finding(&RULE, message).label(text!(en: "this chooses the image", zh: "此处指定了镜像"));
        sink.push(finding.also(other_span, label).help(help));
    }
}

/// The property beside the image ID that chooses the image too, and where its value stands.
fn rival<'a>(check: &Check<'a>, slot: &Slot<'a>) -> Option<(&'a Property, Span)> {
    let rivals: &[&str] = match slot.resource.resource_type.as_str() {
        "ALIYUN::EHPC::Cluster" => &["ImageOwnerAlias"],
        "ALIYUN::ECS::Instance" | "ALIYUN::ECS::InstanceGroup" => &["ImageFamily"],
        "ALIYUN::ESS::ScalingConfiguration" => &["ImageFamily", "ImageName"],
        "alicloud_ess_scaling_configuration" => &["image_name"],
        _ => &[],
    };
    let written = check.cx().properties(slot.resource).written();
    written.iter().filter(|it| rivals.contains(&it.key.as_str())).find_map(|property| {
        let value = check.cx().value(&property.value)?;
        let text = value.as_str().filter(|text| !text.trim().is_empty())?;
        (property.key != "ImageOwnerAlias" || text == "system").then_some((property, value.span))
    })
}
