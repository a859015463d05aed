//! Templates that stacks are made of and that nobody looks into.

use super::{Check, Rule, Sink};
use crate::ir::{Dialect, Property, Resource, TemplateId, Value};
use crate::text;

/// Types of ROS whose template is a property, and those of Terraform.
const ROS: [&str; 2] = ["ALIYUN::ROS::Stack", "ALIYUN::ROS::StackGroup"];
const TERRAFORM: [&str; 4] =
    ["alicloud_ros_change_set", "alicloud_ros_stack", "alicloud_ros_stack_group", "alicloud_ros_template"];

/// What says which template it is.
const NAMES: [&str; 6] =
    ["TemplateBody", "TemplateURL", "TemplateId", "template_body", "template_url", "template_id"];

/// Reports under `rule` each template that a stack is made of and that is not part of the unit.
pub(super) fn report(check: &Check<'_>, rule: &Rule, sink: &mut Sink) {
    for (id, template) in check.templates() {
        let types: &[&str] = if template.dialect == Dialect::Ros { &ROS } else { &TERRAFORM };
        for resource in template.resources.iter().filter(|it| types.contains(&it.resource_type.as_str())) {
            let written = check.cx().properties(resource).written();
            let mut names = written.iter().filter(|it| NAMES.contains(&it.key.as_str()));
            if let Some(property) = names.find(|it| is_unseen(check, (id, template.dialect), resource, it)) {
                sink_one(rule, resource, property, sink);
            }
        }
    }
}

/// Whether nobody looks into the template that `property` of `resource` names, and images may be in it.
fn is_unseen(
    check: &Check<'_>,
    (id, dialect): (TemplateId, Dialect),
    resource: &Resource,
    property: &Property,
) -> bool {
    let Some(value) = check.cx().value(&property.value).filter(|it| !it.is_null()) else { return false };
    match (dialect, property.key.as_str()) {
        (Dialect::Ros, "TemplateBody") => !check.unit.has_stack(id, &resource.name),
        (Dialect::Terraform, "template_body") => may_have_images(check, value),
        _ => value.as_str().is_none_or(|it| !it.is_empty()),
    }
}

/// Whether the text at `value`, or what it refers to, may have images: all of it is there, and has none, otherwise.
fn may_have_images(check: &Check<'_>, value: &Value) -> bool {
    value.as_str().is_none() || check.sources.slice(value.span).contains("ImageId")
}

fn sink_one(rule: &Rule, resource: &Resource, property: &Property, sink: &mut Sink) {
    let (name, key) = (&resource.name, &property.key);
    let message = text!(
        en: "the template of `{name}` is not looked into: images in it are not replaced",
        zh: "不会检查 `{name}` 的模板，其中的镜像不会被替换",
        name,
    );
    let finding = rule.finding(property.key_span, message);
    let finding = finding.label(text!(en: "`{key}` names it", zh: "由 `{key}` 指定", key));
    sink.push(finding.help(text!(
        en: "put its resources into this template, or in ROS write it as a mapping in `TemplateBody`",
        zh: "请将其资源写入本模板；在 ROS 中也可以在 `TemplateBody` 中以映射的形式书写",
    )));
}
