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
use crate::lint::{Check, Look, Rule, Sink, rule};

pub(in crate::lint) static RULE: Rule =
    rule!(MisplacedImageId, "misplaced_image_id", Look::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates() {
        for stray in &template.strays {
            let StrayKind::Misplaced { place } = &stray.kind else { continue };
            let resource = stray.resource.and_then(|index| template.resources.get(index));
            let help = match (template.dialect, resource) {
                (Dialect::Ros, Some(resource)) => {
                    format!("move it into `Properties` of `{}`", resource.name)
                }
                (Dialect::Ros, None) => "move it into `Properties` of the resource that it is for".to_owned(),
                (Dialect::Terraform, Some(resource)) => {
                    format!("move it into the block of `{}`", resource.name)
                }
                (Dialect::Terraform, None) => "move it into the `resource` block that it is for".to_owned(),
            };
            let message = format!("`{}` stands {place}, where it sets no image", stray.key);
            let finding = RULE.finding(stray.key_span, message).label("this has no effect on any resource");
            sink.push(finding.at(&stray.logical_path).help(help));
        }
    }
}
