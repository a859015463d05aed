//! ## What it does
//! Finds an `AssociationProperty` of a parameter that the console does not know, a key of its
//! `AssociationPropertyMetadata` that it does not read, and a condition for showing it that refers to no parameter. An
//! association that was replaced by another one is a note, once in a template.
//!
//! ## Why is this bad
//! The console shows a text field in its place, or ignores the key
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/parameters>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Zone:
//!     Type: String
//!     AssociationProperty: ALIYUN::ECS::ZoneIds
//! Resources:
//!   Disk:
//!     Type: ALIYUN::ECS::Disk
//!     Properties:
//!       ZoneId:
//!         Ref: Zone
//!       Size: 40
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Zone:
//!     Type: String
//!     AssociationProperty: ZoneId
//! Resources:
//!   Disk:
//!     Type: ALIYUN::ECS::Disk
//!     Properties:
//!       ZoneId:
//!         Ref: Zone
//!       Size: 40
//! ```
//!
//! ## Fix
//! Safe if one known name is a letter away and no other is; otherwise unsafe. None if no name is close.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::grammar::nearest;
use crate::ir::{Dialect, Entry, Parent, Relation, SymbolKind, Template, TemplateId, Value, ValueKind};
use crate::lint::conformance::{Meant, limit, meant, with_respelling};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Association, association, associations, common_association_keys, is_other_association};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(InvalidAssociation, "invalid_association", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (id, template) in check.templates().filter(|(_, it)| it.dialect == Dialect::Ros) {
        let mut old: HashSet<&str> = HashSet::new();
        for symbol in template.symbols.iter().filter(|it| it.kind == SymbolKind::Parameter) {
            let Some(value) = check.cx().field(symbol.body, "AssociationProperty") else { continue };
            let Some(name) = value.as_str().filter(|name| !name.is_empty() && !name.contains("{{")) else {
                continue;
            };
            let path = format!("Parameters.{}.AssociationProperty", template.symbols.name(symbol));
            let Some(known) = association(name) else {
                if !is_other_association(name) {
                    sink.push(unknown(check, &value, name).at(path));
                }
                continue;
            };
            // Most templates have old names, and many times: one word about each is enough.
            if let Some(instead) = &known.instead
                && old.insert(instead)
            {
                sink.push(replaced(&value, name, instead).at(&path));
            }
            let metadata = check.cx().field(symbol.body, "AssociationPropertyMetadata");
            let Some(Value { kind: ValueKind::Map(entries), .. }) = &metadata else { continue };
            let path = format!("{path}Metadata");
            for entry in entries {
                sink_key(check, entry, (name, known), &path, sink);
                let path = format!("{path}.{}", entry.key);
                // Other references may be to what the console itself knows, such as `${RegionId}` in templates of services.
                let condition = if entry.key == "Visible" { literals(&entry.value) } else { Vec::new() };
                let found = condition
                    .into_iter()
                    .filter_map(|it| unknown_parameter(check, (id, template), it, &path));
                sink.push_all(found);
            }
        }
    }
}

fn unknown(check: &Check<'_>, value: &Value, name: &str) -> Diagnostic {
    let limit = (name.chars().count() / 4).clamp(1, 6);
    let names: Vec<&str> = associations().collect();
    let Some(meant) = meant(names.iter().copied(), name, limit) else {
        return RULE
            .finding(value.span, text!(en: "unknown `AssociationProperty` `{name}`", zh: "未知的 `AssociationProperty` `{name}`", name))
            .label(text!(en: "the console shows a text field", zh: "控制台会显示文本框"));
    };
    // An old name is as good as the one that took its place.
    let instead = association(meant.name).and_then(|known| known.instead.as_deref());
    let meant = Meant { name: instead.unwrap_or(meant.name), ..meant };
    let message = text!(
        en: "unknown `AssociationProperty` `{name}`; did you mean `{meant}`?",
        zh: "未知的 `AssociationProperty` `{name}`，是否应为 `{meant}`？",
        name, meant = meant.name,
    );
    let finding = RULE
        .finding(value.span, message)
        .label(text!(en: "the console shows a text field", zh: "控制台会显示文本框"))
        .help(text!(en: "write `{name}`", zh: "请写 `{name}`", name = meant.name));
    with_respelling(check.sources, finding, (value.span, name), meant)
}

/// The old name still works, so it is only worth knowing.
fn replaced(value: &Value, name: &str, instead: &str) -> Diagnostic {
    let message = text!(en: "`AssociationProperty` `{name}` was replaced", zh: "`AssociationProperty` `{name}` 已被替代", name);
    let finding = RULE
        .finding(value.span, message)
        .label(text!(en: "kept for old templates", zh: "为旧模板保留"))
        .help(text!(en: "write `{instead}`", zh: "请写 `{instead}`", instead));
    Diagnostic { severity: Severity::Note, ..finding }
}

/// The literals in `value`, such as the arguments of a condition.
fn literals(value: &Value) -> Vec<&Value> {
    let (mut found, mut open) = (Vec::new(), vec![value]);
    while let Some(value) = open.pop() {
        match &value.kind {
            ValueKind::Map(entries) => open.extend(entries.iter().map(|it| &it.value)),
            ValueKind::List(items) => open.extend(items),
            ValueKind::Call(call) => open.extend(&call.arguments),
            _ => found.push(value),
        }
    }
    found
}

/// The finding that `value` refers to a parameter that is not there, where all of it is the reference.
fn unknown_parameter(
    check: &Check<'_>,
    (id, template): (TemplateId, &Template),
    value: &Value,
    path: &str,
) -> Option<Diagnostic> {
    let name = value.as_str()?.strip_prefix("${")?.strip_suffix('}')?;
    let is_name = name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-')) && !name.is_empty();
    let parameters = || template.symbols.iter().filter(|it| it.kind == SymbolKind::Parameter);
    let names = || parameters().map(|it| template.symbols.name(it));
    // The variables of the Terraform that a template carries are parameters, too.
    let carries = |it: &Parent| it.template == id && matches!(it.relation, Relation::Workspace);
    let is_carrier = check.templates().any(|(inner, _)| check.unit.parent(inner).is_some_and(carries));
    if !is_name || is_carrier || names().any(|it| it == name) {
        return None;
    }
    let message = text!(
        en: "the condition refers to `{name}`, which is not a parameter",
        zh: "该条件引用了 `{name}`，但它不是参数",
        name,
    );
    let finding = RULE.finding(value.span, message).label(text!(en: "not defined", zh: "未定义")).at(path);
    Some(match nearest(names(), name) {
        Some(near) => finding.help(did_you_mean(near)),
        None => finding,
    })
}

fn sink_key(
    check: &Check<'_>,
    entry: &Entry,
    (name, known): (&str, &Association),
    path: &str,
    sink: &mut Sink,
) {
    let key = entry.key.as_str();
    let is_known = known.keys.iter().any(|it| it == key) || common_association_keys().contains(&key);
    if is_known || known.keys.is_empty() || key.is_empty() {
        return;
    }
    let all: Vec<&str> =
        known.keys.iter().map(String::as_str).chain(common_association_keys().iter().copied()).collect();
    let label = text!(en: "`{name}` does not read it", zh: "`{name}` 不读取它", name);
    let path = format!("{path}.{key}");
    let Some(meant) = meant(all.iter().copied(), key, limit(key)) else {
        let message = text!(
            en: "unknown key `{key}` of `AssociationPropertyMetadata`",
            zh: "`AssociationPropertyMetadata` 中有未知的键 `{key}`",
            key,
        );
        return sink.push(RULE.finding(entry.key_span, message).label(label).at(path));
    };
    let message = text!(
        en: "unknown key `{key}` of `AssociationPropertyMetadata`; did you mean `{meant}`?",
        zh: "`AssociationPropertyMetadata` 中有未知的键 `{key}`，是否应为 `{meant}`？",
        key, meant = meant.name,
    );
    let finding = RULE
        .finding(entry.key_span, message)
        .label(label)
        .at(path)
        .help(text!(en: "write `{name}`", zh: "请写 `{name}`", name = meant.name));
    sink.push(with_respelling(check.sources, finding, (entry.key_span, key), meant));
}
