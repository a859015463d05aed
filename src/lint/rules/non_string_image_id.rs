//! ## What it does
//! Finds an image ID that is a number, a boolean, a list or a mapping. ROS reads YAML 1.1, so `20_04` is the number
//! 2004 and `no` is false.
//!
//! ## Why is this bad
//! "The value of the ImageId parameter must be a string."
//! (<https://www.alibabacloud.com/help/en/compute-nest/image-association>.) ROS turns the number or boolean into
//! text other than what is written, so neither the association nor ECS finds the image.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: 20_04
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: "20_04"
//! ```
//!
//! ## Fix
//! Safe: quotes a number or boolean as it is written. None for a list or mapping.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Edit};
use crate::ir::{Literal, Site, ValueKind};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(NonStringImageId, "non_string_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let (what, scalar) = match &slot.slot.value.kind {
            ValueKind::Literal(Literal::Number(_)) => (text!(en: "a number", zh: "数字"), true),
            ValueKind::Literal(Literal::Bool(_)) => (text!(en: "a boolean", zh: "布尔值"), true),
            ValueKind::List(_) => (text!(en: "a list", zh: "列表"), false),
            ValueKind::Map(_) => (text!(en: "a mapping", zh: "映射"), false),
            _ => continue,
        };
        let span = slot.slot.value.span;
        let message = text!(
            en: "`{property}` of `{resource}` must be a string, not {what}",
            zh: "`{resource}` 的 `{property}` 必须是字符串，不能是{what}",
            property = slot.property(), resource = slot.resource.name, what,
        );
        let finding =
            slot.finding_at_value(&RULE, message).label(text!(en: "expected a string", zh: "此处应为字符串"));
        let written = check.sources.slice(span).trim();
        let quotable = scalar && !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_graphic());
        sink.push(if quotable && !written.contains(['"', '\\', '$', '%', '&', '!']) {
            let edit = Edit { span, text: format!("\"{written}\"") };
            let edits = if slot.slot.site == Site::Direct { vec![edit] } else { Vec::new() };
            finding
                .help(text!(en: "quote it: `\"{written}\"`", zh: "请加引号：`\"{written}\"`", written))
                .fix(Applicability::Safe, edits)
        } else {
            finding.help(text!(en: "write the image ID as a string", zh: "请将镜像 ID 写成字符串"))
        });
    }
}
