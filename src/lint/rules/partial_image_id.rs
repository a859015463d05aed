//! ## What it does
//! Finds the beginning of a public image ID (`centos_7`), or a pattern for one, where only a full ID works. An ID
//! that an association covers is not reported.
//!
//! ## Why is this bad
//! ROS completes a partial ID on `ALIYUN::ECS::Instance` and `ALIYUN::ECS::InstanceGroup`; its documentation
//! promises this for no other type (<https://github.com/AlibabaCloudDocs/ros>, "ALIYUN::ECS::InstanceGroup").
//! Terraform sends the text unchanged to ECS, which knows no image of that name.
//!
//! ## Example
//! ```hcl
//! resource "alicloud_instance" "web" {
//!   image_id = "centos_7"
//! }
//! ```
//!
//! ## Use instead
//! ```hcl
//! resource "alicloud_instance" "web" {
//!   image_id = "aliyun_3_x64_20G_alibase_20240528.vhd"
//! }
//! ```
//!
//! ## Fix
//! None: the author must choose the full ID.
//!
//! ## Since
//! 0.1.0

use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::Dialect;
use crate::lint::{Check, Look, Rule, Sink, rule};

pub(in crate::lint) static RULE: Rule =
    rule!(PartialImageId, "partial_image_id", Look::Unit(check)).once_a_value();

/// The types on which ROS completes partial IDs.
const COMPLETED: &[&str] = &["ALIYUN::ECS::Instance", "ALIYUN::ECS::InstanceGroup"];

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let resource_type = slot.resource.resource_type.as_str();
        let Some(literal) = slot.literal() else { continue };
        if image_id_shape(literal) != ImageIdShape::PartialPublic
            || COMPLETED.contains(&resource_type)
            || slot.is_associated(check)
        {
            continue;
        }
        let why = match slot.template.dialect {
            Dialect::Ros => {
                "ROS completes partial IDs on `ALIYUN::ECS::Instance` and `ALIYUN::ECS::InstanceGroup` only"
            }
            Dialect::Terraform => "Terraform sends the text to ECS as it is, and ECS takes full IDs only",
        };
        let message = format!(
            "`{literal}` is only a part of a public image ID, which `{resource_type}` does not complete"
        );
        let finding = slot.finding(&RULE, message).label("expected a full image ID");
        sink.push(finding.note(why).help(format!(
            "write the full ID, which ends in `.vhd`, or associate `{literal}` with a package"
        )));
    }
}
