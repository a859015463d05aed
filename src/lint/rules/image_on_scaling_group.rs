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

use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ImageOnScalingGroup, "image_on_scaling_group", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots().filter(|it| it.slot.through.is_none()) {
        let resource_type = slot.resource.resource_type.as_str();
        let instead = match resource_type {
            "ALIYUN::ESS::ScalingGroup" => "ALIYUN::ESS::ScalingConfiguration",
            "alicloud_ess_scaling_group" => "alicloud_ess_scaling_configuration",
            _ => continue,
        };
        let property = slot.property();
        let message = text!(
            en: "`{resource_type}` has no property `{property}`",
            zh: "`{resource_type}` 没有属性 `{property}`",
            resource_type, property,
        );
        let finding = RULE
            .finding(slot.slot.key_span, message)
            .label(text!(en: "this has no effect", zh: "此处不起作用"));
        sink.push(
            finding
                .at(&slot.slot.logical_path)
                .note(text!(
                    en: "Compute Nest's documentation lists this type, but the type has no image property",
                    zh: "计算巢文档列出了该资源类型，但该类型没有镜像属性",
                ))
                .help(text!(
                    en: "move it to the group's `{instead}`",
                    zh: "请移到该伸缩组的 `{instead}` 中",
                    instead,
                )),
        );
    }
}
