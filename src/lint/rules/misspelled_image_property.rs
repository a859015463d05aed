//! ## What it does
//! Finds a property whose name is close to that of the image ID: `ImageID`, `imageId`, `image-id`, `imageid`.
//!
//! ## Why is this bad
//! Property names are case-sensitive. ROS and Terraform refuse a property that the type does not have, and Compute
//! Nest looks only for `ImageId` and `image_id`
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements").
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageID: centos_7
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
//! Safe: writes the correct name. None if the property with the correct name is there too.
//!
//! ## Since
//! 0.1.0

use std::collections::HashMap;

use crate::diagnostic::{Applicability, Edit};
use crate::ir::{ImageSlot, StrayKind};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MisspelledImageProperty, "misspelled_image_property", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates().filter(|(_, template)| !template.strays.is_empty()) {
        let right: HashMap<(usize, &str), &ImageSlot> =
            template.slots.iter().map(|slot| ((slot.resource, slot.logical_path.as_str()), slot)).collect();
        for stray in &template.strays {
            let StrayKind::Misspelled { meant } = stray.kind else { continue };
            let message = text!(
                en: "unknown property `{key}`; did you mean `{meant}`?",
                zh: "未知属性 `{key}`，是否应为 `{meant}`？",
                key = stray.key, meant,
            )
            .proposing(meant);
            let mut finding = RULE.finding(stray.key_span, message).at(&stray.logical_path);
            finding = finding.label(text!(en: "expected `{meant}`", zh: "应为 `{meant}`", meant));
            let parent = stray.logical_path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let path = format!("{parent}.{meant}");
            let beside = stray.resource.and_then(|resource| right.get(&(resource, path.as_str())));
            let edit =
                Edit { span: stray.key_span, text: respelled(check.sources.slice(stray.key_span), meant) };
            sink.push(match beside {
                Some(slot) => finding
                    .also(
                        slot.key_span,
                        text!(en: "`{meant}` is set here", zh: "此处已设置 `{meant}`", meant),
                    )
                    .help(text!(en: "remove one of the two", zh: "请删除其中一个")),
                None => finding
                    .help(text!(en: "write `{meant}`", zh: "请写 `{meant}`", meant).proposing(meant))
                    .fix(Applicability::Safe, vec![edit]),
            });
        }
    }
}

/// `meant` between the quotes of `written`.
fn respelled(written: &str, meant: &str) -> String {
    match written.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        Some(quote) => format!("{quote}{meant}{quote}"),
        None => meant.to_owned(),
    }
}
