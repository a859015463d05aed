//! ## What it does
//! Points out an image ID of the form `{{resolve:oos:…}}`, which ROS resolves during each deployment, separately in
//! each region. Terraform has no such form.
//!
//! ## Why is this bad
//! In a ROS resource this can be intended: the ID is right in every region. But it is not an image ID that Compute
//! Nest can replace, so no deployment package can be associated with it
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>). computenest-cli writes such
//! IDs into the templates that it generates.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: "{{resolve:oos:aliyun/services/computenest/images/aliyun_3_2104_docker_26}}"
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
//!       ImageId: web_server_image
//! ```
//!
//! ## Fix
//! None: if this is intended, nothing needs to change.
//!
//! ## Since
//! 0.1.0

use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::Dialect;
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(DeployTimeImageId, "deploy_time_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let Some(literal) = slot.literal() else { continue };
        if image_id_shape(literal) != ImageIdShape::DeployTime {
            continue;
        }
        let (property, resource) = (slot.property(), &slot.resource.name);
        let (message, label) = match slot.template.dialect {
            Dialect::Ros => (
                text!(
                    en: "`{property}` of `{resource}` is looked up at deployment",
                    zh: "`{resource}` 的 `{property}` 在部署时才解析",
                    property, resource,
                ),
                text!(en: "ROS resolves this in each region", zh: "ROS 在各地域解析该值"),
            ),
            Dialect::Terraform => (
                text!(
                    en: "`{property}` of `{resource}` is a lookup that only ROS resources resolve",
                    zh: "`{resource}` 的 `{property}` 是动态引用，只有 ROS 资源才会解析",
                    property, resource,
                ),
                text!(en: "Terraform sends this text as it is", zh: "Terraform 会原样传递该文本"),
            ),
        };
        let finding = slot.finding(&RULE, message).label(label);
        sink.push(finding.note(text!(
            en: "it cannot be associated with a deployment package, and Compute Nest does not replace it",
            zh: "它无法关联部署物，计算巢也不会替换它",
        )));
    }
}
