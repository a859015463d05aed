//! ## What it does
//! Finds a resource that launches instances but does not say from which image: it has no image ID, image family,
//! image name, launch template or source instance.
//!
//! ## Why is this bad
//! Compute Nest only replaces an image ID that the template has
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements"). ECS
//! refuses to start an instance without an image. `ALIYUN::EHPC::Cluster` needs an image ID only if
//! `ImageOwnerAlias` is `self`, `others` or `marketplace`.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
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
//! None: only the author knows which image is meant.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::ir::{Dialect, Properties, Property, Resource, Value};
use crate::lint::{Check, Damage, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MissingImageId, "missing_image_id", Pass::Unit(check)).once_a_value();

/// The types that need an image, and the properties of which each sets one.
const ROS_TYPES: &[&str] = &[
    "ALIYUN::ECS::Instance",
    "ALIYUN::ECS::InstanceGroup",
    "ALIYUN::ESS::ScalingConfiguration",
    "ALIYUN::EHPC::Cluster",
];
const ROS_SOURCES: &[&str] = &[
    "ImageId",
    "ImageFamily",
    "ImageName",
    "LaunchTemplateId",
    "LaunchTemplateName",
    "SourceInstanceId",
    "InstanceId",
];
const TERRAFORM_TYPES: &[&str] = &["alicloud_instance", "alicloud_ess_scaling_configuration"];
const TERRAFORM_SOURCES: &[&str] = &[
    "image_id",
    "image_family",
    "image_name",
    "launch_template_id",
    "launch_template_name",
    "source_instance_id",
    "instance_id",
];

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates() {
        let (types, sources, property) = match template.dialect {
            Dialect::Ros => (ROS_TYPES, ROS_SOURCES, "ImageId"),
            Dialect::Terraform => (TERRAFORM_TYPES, TERRAFORM_SOURCES, "image_id"),
        };
        if template.resources.iter().all(|it| it.shapes.is_empty()) {
            continue;
        }
        // The image may be there in a form that another finding is about.
        let damage = Damage::new(template);
        let astray: HashSet<usize> = template.strays.iter().filter_map(|stray| stray.resource).collect();
        for (index, resource) in template.resources.iter().enumerate() {
            let resource_type = resource.resource_type.as_str();
            if resource.shapes.is_empty()
                || !types.contains(&resource_type)
                || !needs_image(check, resource)
                || !lacks(check, resource, sources, template.dialect)
                || astray.contains(&index)
                || damage.is_in(resource.span)
            {
                continue;
            }
            let message = text!(
                en: "`{name}` has no `{property}` and no other image source",
                zh: "`{name}` 没有设置 `{property}`，也没有其他镜像来源",
                name = resource.name, property,
            );
            let label = text!(en: "this resource launches instances", zh: "该资源会创建实例");
            let finding = RULE.finding(resource.name_span, message).label(label);
            let path = match template.dialect {
                Dialect::Ros => format!("Resources.{}", resource.name),
                Dialect::Terraform => format!("{resource_type}.{}", resource.name),
            };
            let help = text!(
                en: "add `{property}` with an image ID, or with any name and an association for it",
                zh: "请添加 `{property}`，写镜像 ID，或写任意名称并为其设置关联",
                property,
            );
            sink.push(finding.at(path).help(help));
        }
    }
}

/// Whether the properties are known and none of `sources` is among them but what is absent all the same.
fn lacks<'a>(check: &Check<'a>, resource: &'a Resource, sources: &[&str], dialect: Dialect) -> bool {
    let is_there = |it: &&'a Property| !check.cx().value(&it.value).is_some_and(|it| it.is_absent(dialect));
    match check.cx().properties(resource) {
        Properties::Missing => true,
        Properties::Written(written) => {
            !written.iter().filter(|it| sources.contains(&it.key.as_str())).any(|it| is_there(&it))
        }
        Properties::Other(value) => value.is_null(),
    }
}

/// E-HPC takes the image of `OsTag` unless told that the image is somebody's own.
fn needs_image<'a>(check: &Check<'a>, resource: &'a Resource) -> bool {
    if resource.resource_type != "ALIYUN::EHPC::Cluster" {
        return true;
    }
    let alias = check.property(resource, "ImageOwnerAlias");
    alias.and_then(Value::as_str).is_some_and(|alias| matches!(alias, "self" | "others" | "marketplace"))
}
