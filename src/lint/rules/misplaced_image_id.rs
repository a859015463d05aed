//! ## What it does
//! Finds an image ID outside the properties of a resource: next to `Properties`, at the top level, in a section
//! other than `Resources`, or outside a resource block.
//!
//! ## Why is this bad
//! Only a property of a resource sets the image. "For ROS templates, specify ImageId in the Resources section. For
//! Terraform templates, specify image_id in the resource block."
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements".)
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     ImageId: centos_7
//!     Properties:
//!       MaxAmount: 1
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
//!       ImageId: centos_7
//! ```
//!
//! ## Fix
//! None: only the author knows which resource it belongs to.
//!
//! ## Since
//! 0.1.0

use crate::ir::{Dialect, StrayKind};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MisplacedImageId, "misplaced_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates() {
        for stray in &template.strays {
            let StrayKind::Misplaced { place } = &stray.kind else { continue };
            let resource = stray.resource.and_then(|index| template.resources.get(index));
            let help = match (template.dialect, resource) {
                (Dialect::Ros, Some(resource)) => text!(
                    en: "move it into `Properties` of `{name}`",
                    zh: "请移到 `{name}` 的 `Properties` 中",
                    name = resource.name,
                ),
                (Dialect::Ros, None) => text!(
                    en: "move it into `Properties` of its resource",
                    zh: "请移到相应资源的 `Properties` 中",
                ),
                (Dialect::Terraform, Some(resource)) => text!(
                    en: "move it into the block of `{name}`",
                    zh: "请移到 `{name}` 的块中",
                    name = resource.name,
                ),
                (Dialect::Terraform, None) => text!(
                    en: "move it into its `resource` block",
                    zh: "请移到相应的 `resource` 块中",
                ),
            };
            let message = text!(
                en: "`{key}` is {place}, where it sets no image",
                zh: "`{key}` {place}，不会设置任何镜像",
                key = stray.key, place,
            );
            let label = text!(en: "no resource reads this", zh: "没有资源读取此处的值");
            let finding = RULE.finding(stray.key_span, message).label(label);
            sink.push(finding.at(&stray.logical_path).help(help));
        }
    }
}
