//! ## What it does
//! Finds a parameter that feeds a property for which real templates give the parameter an `AssociationProperty`, and that
//! has none. Which property goes with which `AssociationProperty` was counted over the templates of
//! `aliyun/ros-templates` and Compute Nest.
//!
//! ## Why is this bad
//! The console shows a text field in the place of a list of what there is, and Compute Nest's review asks for the
//! association
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/parameters>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Type:
//!     Type: String
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//!       MaxAmount: 1
//!       InstanceType:
//!         Ref: Type
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Type:
//!     Type: String
//!     AssociationProperty: ALIYUN::ECS::Instance::InstanceType
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//!       MaxAmount: 1
//!       InstanceType:
//!         Ref: Type
//! ```
//!
//! ## Fix
//! None: some associations also need `AssociationPropertyMetadata`.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::ir::{Dialect, Reference, SymbolKind, Value, ValueKind};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Expected, association, expected_association, has_expected_association};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ParameterWithoutAssociation, "parameter_without_association", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (id, template) in check.templates().filter(|(_, it)| it.dialect == Dialect::Ros) {
        // Nobody fills in the form of a nested stack.
        if check.unit.parent(id).is_some() {
            continue;
        }
        let mut told = HashSet::new();
        for resource in &template.resources {
            if !has_expected_association(&resource.resource_type) {
                continue;
            }
            for property in check.cx().properties(resource).written() {
                let Some(value) = check.cx().value(&property.value) else { continue };
                let mut path = property.key.clone();
                feeds(value, &mut path, &mut |reference, span, path| {
                    let Some(expected) = expected_association(&resource.resource_type, path) else { return };
                    let Some(symbol) = template.symbols.find(&reference.name, &[SymbolKind::Parameter])
                    else {
                        return;
                    };
                    let has = |name| check.cx().field(symbol.body, name).is_some();
                    if !has("AssociationProperty") && told.insert(reference.name.clone()) {
                        let name = template.symbols.name(symbol);
                        let ends = (symbol.name_span, span);
                        sink_finding(name, ends, path, expected, sink);
                    }
                });
            }
        }
    }
}

/// Hands `take` each reference that is `value`, or an item or entry of it, with its path.
fn feeds(value: &Value, path: &mut String, take: &mut dyn FnMut(&Reference, Span, &str)) {
    let length = path.len();
    match &value.kind {
        ValueKind::Ref(reference) if reference.steps.is_empty() => take(reference, value.span, path),
        ValueKind::List(items) => {
            path.push_str("[]");
            items.iter().for_each(|item| feeds(item, path, take));
        }
        ValueKind::Map(entries) => {
            for entry in entries {
                path.push('.');
                path.push_str(&entry.key);
                feeds(&entry.value, path, take);
                path.truncate(length);
            }
        }
        _ => {}
    }
    path.truncate(length);
}

fn sink_finding(name: &str, (defined, used): (Span, Span), path: &str, expected: &Expected, sink: &mut Sink) {
    let Expected { association: name_of, with, of } = expected;
    let replaced = association(name_of).and_then(|it| it.instead.as_ref());
    let association = replaced.unwrap_or(name_of);
    let message = text!(
        en: "parameter `{name}` has no `AssociationProperty`",
        zh: "参数 `{name}` 没有设置 `AssociationProperty`",
        name,
    )
    .proposing(name);
    let finding = RULE
        .finding(defined, message)
        .label(text!(en: "expected `{association}`", zh: "应为 `{association}`", association))
        .also(used, text!(en: "`{path}` takes it here", zh: "`{path}` 在此处取用", path))
        .help(text!(
            en: "add `AssociationProperty: {association}`",
            zh: "请添加 `AssociationProperty: {association}`",
            association,
        ))
        .note(text!(
            en: "{with} of {of} parameters of real templates that feed this property have it",
            zh: "实际模板中为该属性提供值的 {of} 个参数里，有 {with} 个设置了它",
            with, of,
        ));
    sink.push(finding.at(format!("Parameters.{name}")));
}
