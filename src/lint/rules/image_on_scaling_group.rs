//! ## What it does
//! Finds an image ID on `ALIYUN::ESS::ScalingGroup` or `alicloud_ess_scaling_group`.
//!
//! ## Why is this bad
//! Compute Nest's table lists this type
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>), but the type has no such
//! property. The image that a scaling group launches is a property of its scaling configuration,
//! `ALIYUN::ESS::ScalingConfiguration` or `alicloud_ess_scaling_configuration` (schema of `ros-cdk-ess` 1.15.0;
//! `resource_alicloud_ess_scaling_group.go` of the provider).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Group:
//!     Type: ALIYUN::ESS::ScalingGroup
//!     Properties:
//!       MinSize: 1
//!       MaxSize: 2
//!       ImageId: centos_7
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Group:
//!     Type: ALIYUN::ESS::ScalingGroup
//!     Properties:
//!       MinSize: 1
//!       MaxSize: 2
//!   Configuration:
//!     Type: ALIYUN::ESS::ScalingConfiguration
//!     Properties:
//!       ScalingGroupId:
//!         Ref: Group
//!       ImageId: centos_7_9_x64_20G_alibase_20240403.vhd
//! ```
//!
//! ## Fix
//! None: the image ID must move to another resource.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Check, Look, Rule, Sink, rule};

pub(in crate::lint) static RULE: Rule =
    rule!(ImageOnScalingGroup, "image_on_scaling_group", Look::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots().filter(|it| it.slot.through.is_none()) {
        let resource_type = slot.resource.resource_type.as_str();
        let instead = match resource_type {
            "ALIYUN::ESS::ScalingGroup" => "ALIYUN::ESS::ScalingConfiguration",
            "alicloud_ess_scaling_group" => "alicloud_ess_scaling_configuration",
            _ => continue,
        };
        let property = slot.property();
        let message = format!("`{resource_type}` has no property `{property}`");
        let finding = RULE.finding(slot.slot.key_span, message).label("this has no effect");
        sink.push(
            finding
                .at(&slot.slot.logical_path)
                .note("Compute Nest's table names this type, but its schema has no image")
                .help(format!("move it to the group's `{instead}`")),
        );
    }
}
