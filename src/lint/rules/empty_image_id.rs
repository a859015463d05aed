//! ## What it does
//! Finds an image ID that is empty, consists only of whitespace, or is null.
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

use crate::ir::Support;
use crate::lint::{Check, Look, Rule, Sink, rule};

pub(in crate::lint) static RULE: Rule =
    rule!(EmptyImageId, "empty_image_id", Look::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let value = &slot.slot.value;
        let what = match value.as_str() {
            Some("") => "an empty string",
            Some(text) if text.trim().is_empty() => "a blank string",
            // Outside Compute Nest's table the property is often optional, and null leaves it out.
            None if value.is_null() && slot.slot.shape.support == Support::Supported => "null",
            _ => continue,
        };
        let (property, resource) = (slot.property(), &slot.resource.name);
        let message = format!("`{property}` of `{resource}` is {what}");
        // Nothing is written where the value should be, so the key is shown.
        let empty = value.span.start == value.span.end;
        let mut finding = slot.finding(&RULE, message).label("expected an image ID");
        if empty {
            finding.primary.span = slot.slot.key_span;
        }
        sink.push(finding.help("write an image ID, or a free name that an association covers"));
    }
}
