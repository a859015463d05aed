//! ## What it does
//! Finds an attribute that the type does not have: in `Fn::GetAtt` and `Fn::Sub` of ROS, and in references to resources
//! and data sources of the Terraform provider `aliyun/alicloud`. Outputs of nested stacks are not judged.
//!
//! ## Why is this bad
//! ROS and Terraform refuse to read an attribute that the type does not have
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/functions>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       CidrBlock: 192.168.0.0/16
//! Outputs:
//!   Net:
//!     Value:
//!       Fn::GetAtt: [Net, VPCId]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       CidrBlock: 192.168.0.0/16
//! Outputs:
//!   Net:
//!     Value:
//!       Fn::GetAtt: [Net, VpcId]
//! ```
//!
//! ## Fix
//! Safe if one attribute is a letter away, or differs in letter case only, and no other does; otherwise unsafe. None if
//! no attribute is close.
//!
//! ## Since
//! 0.1.0

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::ir::{Definition, Dialect, Resource, SymbolKind, Target, TemplateId, Use, UseKind};
use crate::lint::conformance::{limit, meant, type_of, with_respelling};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Type, TypeKind};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownAttribute, "unknown_attribute", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    let references = check.cx().references();
    let mut resources: HashMap<(TemplateId, Span), &Resource> = HashMap::new();
    for (id, template) in check.templates() {
        resources.extend(template.resources.iter().map(|it| ((id, it.name_span), it)));
    }
    for it in references.uses() {
        if !matches!(it.kind, UseKind::Attribute | UseKind::Substitution | UseKind::Value) {
            continue;
        }
        let (Some((attribute, span)), Target::Definition(id)) = (&it.attribute, it.target) else { continue };
        let Some(definition) = references.definition(id) else { continue };
        let Some(known) = type_named(check, &resources, definition) else { continue };
        sink_unknown(check, known, it, (attribute, *span), sink);
    }
}

/// The type of what `definition` defines, where it is known.
fn type_named<'c>(
    check: &'c Check<'_>,
    resources: &HashMap<(TemplateId, Span), &Resource>,
    definition: &Definition,
) -> Option<&'c Type> {
    let template = check.unit.template(definition.template)?;
    match definition.kind {
        SymbolKind::Resource | SymbolKind::DataSource => {
            let resource =
                resources.get(&(definition.template, definition.name_span)).copied().or_else(|| {
                    let is_it = |it: &&Resource| it.body == definition.body;
                    template.resources.iter().find(is_it)
                })?;
            type_of(check.schema, template, resource)?.1
        }
        // A local of ROS may be a data source.
        SymbolKind::Local if template.dialect == Dialect::Ros => {
            let name = check.cx().field(definition.body, "Type")?;
            check.schema.resource_type(TypeKind::Ros, name.as_str()?)
        }
        _ => None,
    }
}

fn sink_unknown(check: &Check<'_>, known: &Type, it: &Use, (attribute, span): (&str, Span), sink: &mut Sink) {
    let is_known = |name: &str| match known.kind {
        TypeKind::Ros => known.attributes.iter().any(|it| it == name),
        TypeKind::Resource | TypeKind::Data => {
            known.properties.as_ref().is_some_and(|all| all.contains_key(name))
        }
    };
    // `Outputs.x` of a stack is a name of its own; what comes after a further dot is looked up in the attribute.
    let name = attribute.split('.').next().unwrap_or(attribute);
    if has_own_attributes(known) || is_known(attribute) || is_known(name) || attribute.contains("${") {
        return;
    }
    let names: Vec<&str> = match known.kind {
        TypeKind::Ros => known.attributes.iter().map(String::as_str).collect(),
        _ => known.properties.iter().flatten().map(|(name, _)| name.as_str()).collect(),
    };
    let meant = meant(names.iter().copied(), attribute, limit(attribute));
    let (resource_type, date) = (&known.name, &known.date);
    let message = match meant {
        Some(meant) => text!(
            en: "`{resource_type}` has no attribute `{attribute}`; did you mean `{meant}`?",
            zh: "`{resource_type}` 没有属性 `{attribute}`，是否应为 `{meant}`？",
            resource_type, attribute, meant = meant.name,
        ),
        None => text!(
            en: "`{resource_type}` has no attribute `{attribute}`",
            zh: "`{resource_type}` 没有属性 `{attribute}`",
            resource_type, attribute,
        ),
    };
    let label = text!(en: "not in the schema of {date}", zh: "{date} 的资源类型定义中没有", date);
    let finding: Diagnostic = RULE.finding(span, message).label(label).at(it.name.as_str());
    sink.push(match meant {
        Some(meant) => with_respelling(
            check.sources,
            finding.help(text!(en: "write `{name}`", zh: "请写 `{name}`", name = meant.name)),
            (span, attribute),
            meant,
        ),
        None => finding,
    });
}

/// Whether the attributes of a type are whatever its user says, or none are known.
fn has_own_attributes(known: &Type) -> bool {
    match known.kind {
        TypeKind::Ros => {
            known.attributes.is_empty()
                || known.name.starts_with("ALIYUN::ROS::")
                || known.name.starts_with("MODULE::")
        }
        TypeKind::Resource | TypeKind::Data => known.properties.is_none(),
    }
}
