//! ## What it does
//! Points out an image ID that is handed to a module from a registry or a repository. The module's resources are not
//! part of the template, so nothing says what becomes of the image ID there. Also points out a nested stack whose template
//! is elsewhere (`TemplateURL`, `TemplateId`) or is made by a function, and stacks of ROS in Terraform.
//!
//! ## Why is this bad
//! Compute Nest replaces an image ID in the resources of the template
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Template requirements"). An
//! argument of a module is none of them, and nestc does not replace it either: it cannot know whether the argument
//! is an image ID at all.
//!
//! After `terraform init`, nestc looks into the modules that are listed in `.terraform/modules/modules.json`. An image ID
//! that reaches an image slot there as it is counts as that slot, and a build replaces it where it is handed over.
//!
//! ## Example
//! ```hcl
//! module "web" {
//!   source   = "alibaba/ecs-instance/alicloud"
//!   version  = "2.12.0"
//!   image_id = "web_server_image"
//! }
//! ```
//!
//! ## Use instead
//! ```hcl
//! resource "alicloud_instance" "web" {
//!   image_id = "web_server_image"
//! }
//! ```
//!
//! ## Fix
//! None. Run `terraform init` for nestc to see the module, or write the resource into the template.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::{CallId, Dialect, Entry, ModuleCall, Value, ValueKind};
use crate::lint::{Check, Pass, Rule, Sink, Slot, nested_template, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnseenSlot, "unseen_slot", Pass::Unit(check)).once_a_value();

/// Lists and maps inside each other that are looked into.
const DEPTH: usize = 8;

fn check(check: &Check<'_>, sink: &mut Sink) {
    let seen: HashSet<Span> = check.slots().map(|slot| slot.slot.value.span).collect();
    for slot in check.slots().filter(|it| check.unit.is_downloaded(it.id.template)) {
        if slot.slot.through.is_none() && slot.is_associated(check) {
            sink.push(downloaded(slot));
        }
    }
    for handed in handed(check).iter().filter(|it| !seen.contains(&it.value.span)) {
        report(handed, sink);
    }
    nested_template::report(check, &RULE, sink);
}

/// An image ID that a module gets that is not part of the template.
struct Handed<'a> {
    call: &'a ModuleCall,
    /// Whether Terraform has downloaded the module.
    is_here: bool,
    key: &'a str,
    value: &'a Value,
}

/// The literals that modules get that are not part of the template.
pub(super) fn literals<'a>(check: &Check<'a>) -> impl Iterator<Item = &'a str> {
    handed(check).into_iter().filter_map(|it| it.value.as_str())
}

fn handed<'a>(check: &Check<'a>) -> Vec<Handed<'a>> {
    let mut found = Vec::new();
    for (id, template) in check.templates().filter(|(_, it)| it.dialect == Dialect::Terraform) {
        if check.unit.is_downloaded(id) {
            continue;
        }
        for (call, place) in template.calls.iter().zip(0..) {
            let called = check.unit.called(CallId { caller: id, call: place });
            let is_remote = called.map_or(!(call.source.is_empty() || call.is_local()), |module| {
                check.unit.is_downloaded(module)
            });
            if !is_remote {
                continue;
            }
            for entry in call.arguments.iter().filter(|it| !META.contains(&it.key.as_str())) {
                look(check, (call, called.is_some()), entry, &mut found, 0);
            }
        }
    }
    found
}

/// A literal of a module that Terraform downloaded.
fn downloaded(slot: &Slot<'_>) -> Diagnostic {
    let (property, resource) = (slot.property(), &slot.resource.name);
    let message = text!(
        en: "`{property}` of `{resource}` is not replaced: the module was downloaded",
        zh: "不会替换 `{resource}` 的 `{property}`：该模块是下载的",
        property, resource,
    );
    let label = text!(en: "Terraform downloads this text again", zh: "Terraform 会重新下载该文本");
    slot.finding_at_value(&RULE, message).label(label).help(text!(
        en: "write the resource into the template",
        zh: "请将资源直接写入模板",
    ))
}

/// Arguments of every call that hand nothing over.
const META: [&str; 6] = ["source", "version", "providers", "count", "for_each", "depends_on"];

/// Gathers `entry` of `call` if it is an image ID, or the image IDs in it.
fn look<'a>(
    check: &Check<'_>,
    (call, is_here): (&'a ModuleCall, bool),
    entry: &'a Entry,
    found: &mut Vec<Handed<'a>>,
    depth: usize,
) {
    let mut values = vec![&entry.value];
    while let Some(value) = values.pop() {
        match &value.kind {
            ValueKind::List(items) => values.extend(items),
            ValueKind::Map(entries) if depth < DEPTH => {
                for inner in entries {
                    look(check, (call, is_here), inner, found, depth + 1);
                }
            }
            _ if is_image(check, &entry.key, value) => {
                found.push(Handed { call, is_here, key: &entry.key, value });
            }
            _ => {}
        }
    }
}

/// Whether the literal `value` is an image ID by its name, its form, or an association.
fn is_image(check: &Check<'_>, key: &str, value: &Value) -> bool {
    let Some(literal) = value.as_str().map(str::trim).filter(|it| !it.is_empty()) else { return false };
    let name = key.to_ascii_lowercase();
    let is_named = name == "image" || name.ends_with("image_id") || name.ends_with("imageid");
    is_named
        || image_id_shape(literal) == ImageIdShape::Account
        || check.manifest.is_some_and(|it| it.any_association(literal).is_some())
}

fn report(handed: &Handed<'_>, sink: &mut Sink) {
    let Handed { call, is_here, key, value } = *handed;
    let name = &call.name;
    let message = text!(
        en: "`{key}` of module `{name}` is not replaced: the module is not part of the template",
        zh: "不会替换模块 `{name}` 的 `{key}`：该模块不属于模板",
        key, name,
    );
    let finding = RULE
        .finding(value.span, message)
        .label(text!(en: "an image ID, as it seems", zh: "看起来是镜像 ID"))
        .also(
            call.source_span,
            match is_here {
                true => text!(
                    en: "no image slot of this module takes it as it is",
                    zh: "该模块没有直接使用它的镜像属性",
                ),
                false => text!(en: "nestc does not see what is in here", zh: "nestc 看不到其中的内容"),
            },
        )
        .at(format!("module.{name}.{key}"));
    sink.push(finding.help(match is_here {
        true => text!(
            en: "write the resource into the template",
            zh: "请将资源直接写入模板",
        ),
        false => text!(
            en: "run `terraform init` for nestc to see the module, or write the resource into the template",
            zh: "请运行 `terraform init` 以便 nestc 查看该模块，或将资源直接写入模板",
        ),
    }));
}
