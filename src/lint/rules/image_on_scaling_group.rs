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
//! Unsafe: moves the image ID to the group's scaling configuration, where there is exactly one in the same file.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Edit};
use crate::ir::{Dialect, NodeRef, Resource, Site};
use crate::lint::quick_fix::first_entry;
use crate::lint::{Check, Pass, Rule, Sink, Slot, rule};
use crate::source::Span;
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
        let fix = moved(check, slot, instead).unwrap_or_default();
        sink.push(
            finding
                .fix(Applicability::Unsafe, fix)
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

/// The edits that move the image of `slot` to the one scaling configuration, of type `instead`, of its group; one that has
/// an image keeps it.
fn moved(check: &Check<'_>, slot: &Slot<'_>, instead: &str) -> Option<Vec<Edit>> {
    let group = slot.resource;
    let (name, file) = (slot.property(), slot.slot.key_span.file);
    if !matches!(slot.slot.site, Site::Direct) || slot.slot.value.span.file != file {
        return None;
    }
    let value = check.sources.slice(slot.slot.value.span);
    let configurations = slot.template.resources.iter().filter(|it| it.resource_type == instead);
    let mut own = configurations.filter(|it| uses(check, it, group));
    let (configuration, None) = (own.next()?, own.next()) else { return None };
    let parse = check.sources.parse(file)?;
    let whole = Span { end: slot.slot.value.span.end, ..slot.slot.key_span };
    let node = match parse.hcl() {
        Some(_) => parse.node_of(whole.range()),
        None => parse.node_of(slot.slot.value.span.range()),
    };
    let removal = Edit { span: parse.removal(node)?.in_file(file), text: String::new() };
    if check.property(configuration, name).is_some() {
        return Some(vec![removal]);
    }
    if value.contains(['\n', '\r']) || configuration.body.file != file {
        return None;
    }
    let body = match slot.template.dialect {
        Dialect::Terraform => configuration.body,
        Dialect::Ros => {
            let view = parse.yaml()?;
            let mut entries = view.entries(configuration.body.id);
            let (_, properties) = entries.find(|(key, _)| view.text(*key) == "Properties")?;
            NodeRef { file, id: view.deref(properties) }
        }
    };
    let addition = first_entry(check.sources, body, name, value)?;
    let mut edits = vec![removal, addition];
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}

/// Whether the resource `it` refers to `group`.
fn uses(check: &Check<'_>, it: &Resource, group: &Resource) -> bool {
    let references = check.cx().references();
    let holds = |outer: Span, inner: Span| {
        let inner = check.sources.on_disk(inner);
        let outer = check.sources.on_disk(outer);
        inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
    };
    let own = references.definitions().find(|(_, definition)| holds(group.name_span, definition.name_span));
    own.is_some_and(|(id, _)| references.uses_of(id).any(|used| holds(it.span, used.span)))
}
