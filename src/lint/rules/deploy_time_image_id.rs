//! ## What it does
//! Points out an image ID that is found at deployment, separately in each region: `{{resolve:oos:…}}`, an image that the
//! same stack makes, `Fn::MarketplaceImage`, a data source such as `data.alicloud_images`, or a map that has an image ID
//! for every region that is built for.
//!
//! ## Why is this bad
//! This can be intended: the image is right in every region. But Compute Nest replaces only string literals, so no
//! deployment package can take its place
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>). computenest-cli writes
//! `{{resolve:oos:…}}` into the templates that it generates; only ROS resources resolve it, not Terraform.
//!
//! A map counts where the region of the deployment is looked up in it: `Ref: ALIYUN::Region`, or the variable that is the
//! region of the default provider. Without a manifest, the regions of the map are taken as those that are meant.
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

use crate::binding::{Found, How};
use crate::diagnostic::{Diagnostic, Text};
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::{Dialect, Support};
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::manifest::Manifest;
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(DeployTimeImageId, "deploy_time_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let is_lookup = |literal| image_id_shape(literal) == ImageIdShape::DeployTime;
        if slot.literal().is_some_and(is_lookup) {
            sink.push(looked_up(slot));
            continue;
        }
        let Found::By(span, how) = &slot.found else { continue };
        // What the manifest looks through is replaced all the same.
        let replaced = slot.is_looked_through(check) && !check.manifest.is_some_and(Manifest::is_stand_in);
        if slot.slot.shape.support == Support::Supported && !replaced {
            sink.push(found(slot, *span, how));
        }
    }
}

/// A lookup that is written at the slot as a string.
fn looked_up(slot: &Slot<'_>) -> Diagnostic {
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
    slot.finding(&RULE, message).label(label).note(text!(
        en: "it cannot be associated with a deployment package, and Compute Nest does not replace it",
        zh: "它无法关联部署物，计算巢也不会替换它",
    ))
}

/// A value that a deployment finds at `place`.
fn found(slot: &Slot<'_>, place: Span, how: &How) -> Diagnostic {
    let (property, resource) = (slot.property(), &slot.resource.name);
    let message = text!(
        en: "`{property}` of `{resource}` is found at deployment; Compute Nest replaces nothing here",
        zh: "`{resource}` 的 `{property}` 在部署时才确定，计算巢不会替换此处",
        property, resource,
    );
    let what = describe(how);
    let value = slot.slot.value.span;
    let finding = slot.finding(&RULE, message);
    if place == value {
        return finding.label(what);
    }
    finding.label(text!(en: "the image comes from elsewhere", zh: "镜像来自别处")).also(place, what)
}

fn describe(how: &How) -> Text {
    match how {
        How::Lookup => text!(en: "ROS resolves this in each region", zh: "ROS 在各地域解析该值"),
        How::Marketplace => {
            text!(en: "ROS finds the Marketplace image of each region", zh: "ROS 在各地域查找云市场镜像")
        }
        How::Made(name) => text!(en: "`{name}` makes this image", zh: "该镜像由 `{name}` 创建", name),
        How::DataSource(name) => {
            text!(en: "`{name}` finds this image in each region", zh: "`{name}` 在各地域查询该镜像", name)
        }
        How::Map => text!(en: "this map has an image for each region", zh: "该映射包含各地域的镜像"),
    }
}
