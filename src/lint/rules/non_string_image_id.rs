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
use crate::lint::{Check, Look, Rule, Sink, rule};

pub(in crate::lint) static RULE: Rule =
    rule!(NonStringImageId, "non_string_image_id", Look::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let (what, scalar) = match &slot.slot.value.kind {
            ValueKind::Literal(Literal::Number(_)) => ("a number", true),
            ValueKind::Literal(Literal::Bool(_)) => ("a boolean", true),
            ValueKind::List(_) => ("a list", false),
            ValueKind::Map(_) => ("a mapping", false),
            _ => continue,
        };
        let span = slot.slot.value.span;
        let message = format!("`{}` of `{}` is {what}, not a string", slot.property(), slot.resource.name);
        let finding = slot.finding_at_value(&RULE, message).label("expected a string");
        let written = check.sources.slice(span).trim();
        let quotable = scalar && !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_graphic());
        sink.push(if quotable && !written.contains(['"', '\\', '$', '%', '&', '!']) {
            let edit = Edit { span, text: format!("\"{written}\"") };
            let edits = if slot.slot.site == Site::Direct { vec![edit] } else { Vec::new() };
            finding.help(format!("quote it: `\"{written}\"`")).fix(Applicability::Safe, edits)
        } else {
            finding.help("write the image ID as a string")
        });
    }
}
