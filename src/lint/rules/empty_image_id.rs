//! ## What it does
//! Finds an image ID that is empty, consists only of whitespace, or is null. Null in Terraform and
//! `Ref: ALIYUN::NoValue` in ROS leave the property out, as if it were not written.
//!
//! ## Why is this bad
//! An empty string names no image, and no association can cover it. ECS refuses to start an instance without an
//! image. A key without a value is often left by an unfinished edit
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements").
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: ""
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//! ```
//!
//! ## Fix
//! None: only the author knows which image is meant.
//!
//! ## Since
//! 0.1.0

use crate::ir::{Dialect, Support};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(EmptyImageId, "empty_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let value = &slot.slot.value;
        let what = match value.as_str() {
            Some("") => text!(en: "an empty string", zh: "空字符串"),
            Some(text) if text.trim().is_empty() => text!(en: "a string of spaces", zh: "空白字符串"),
            // Terraform's null leaves the argument out. Outside Compute Nest's table the property is often optional.
            None if value.is_null()
                && slot.template.dialect == Dialect::Ros
                && slot.slot.shape.support == Support::Supported =>
            {
                text!(en: "null", zh: "空值（null）")
            }
            _ => continue,
        };
        let (property, resource) = (slot.property(), &slot.resource.name);
        let message = text!(
            en: "`{property}` of `{resource}` is {what}",
            zh: "`{resource}` 的 `{property}` 是{what}",
            property, resource, what,
        );
        // Nothing is written where the value should be, so the key is shown.
        let empty = value.span.start == value.span.end;
        let mut finding =
            slot.finding(&RULE, message).label(text!(en: "expected an image ID", zh: "此处应为镜像 ID"));
        if empty {
            finding.primary.span = slot.slot.key_span;
        }
        sink.push(finding.help(text!(
            en: "write an image ID, or any name and associate it with a deployment package",
            zh: "请写镜像 ID，或写任意名称并将其关联到部署物",
        )));
    }
}
