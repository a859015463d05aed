//! ## What it does
//! Finds the beginning of a public image ID (`centos_7`), or a pattern for one, where only a full ID works. An ID
//! that an association covers is not reported.
//!
//! ## Why is this bad
//! ROS completes a partial ID on `ALIYUN::ECS::Instance`, `ALIYUN::ECS::InstanceGroup` and the types that clone these;
//! its documentation promises this for no other type (<https://www.alibabacloud.com/help/doc-detail/66902.htm>,
//! "Specify an image by fuzzy match").
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

use crate::grammar::{ImageIdShape, image_id_shape, is_completed};
use crate::ir::Dialect;
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(PartialImageId, "partial_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let resource_type = slot.resource.resource_type.as_str();
        let Some(literal) = slot.literal() else { continue };
        if image_id_shape(literal) != ImageIdShape::PartialPublic
            || is_completed(resource_type, literal)
            || slot.is_associated(check)
        {
            continue;
        }
        let why = match slot.template.dialect {
            Dialect::Ros => {
                text!(
                    en: "ROS completes partial IDs only on `ALIYUN::ECS::Instance`, `ALIYUN::ECS::InstanceGroup` and their clones",
                    zh: "ROS 只为 `ALIYUN::ECS::Instance`、`ALIYUN::ECS::InstanceGroup` 及其克隆类型补全镜像 ID",
                )
            }
            Dialect::Terraform => text!(
                en: "Terraform sends the text to ECS as it is, and ECS accepts full IDs only",
                zh: "Terraform 会把文本原样传给 ECS，而 ECS 只接受完整的镜像 ID",
            ),
        };
        let message = text!(
            en: "`{literal}` is only part of a public image ID; `{resource_type}` needs the full ID",
            zh: "`{literal}` 只是公共镜像 ID 的一部分，`{resource_type}` 需要完整的 ID",
            literal, resource_type,
        );
        let label = text!(en: "expected a full image ID", zh: "此处应为完整的镜像 ID");
        sink.push(slot.finding(&RULE, message).label(label).note(why).help(text!(
            en: "write the full ID, which ends in `.vhd`, or associate `{literal}` with a deployment package",
            zh: "请写以 `.vhd` 结尾的完整 ID，或将 `{literal}` 关联到部署物",
            literal,
        )));
    }
}
