//! ## What it does
//! Finds arguments of Terraform that exclude each other or need each other: `count` with `for_each` in a resource, data
//! source or module, and those of which the provider `aliyun/alicloud` says so. Only values that are surely set count.
//! Where a module is at hand, also arguments of its calls that are not variables of it, and variables without a default
//! that a call does not set.
//!
//! ## Why is this bad
//! Terraform refuses to plan them
//! (<https://developer.hashicorp.com/terraform/language/meta-arguments/for_each>,
//! <https://developer.hashicorp.com/terraform/language/block/module>). `nestc build` only warns of it, since every image
//! is right all the same, unless `lint:` in the manifest sets a level.
//!
//! ## Example
//! ```hcl
//! resource "alicloud_vpc" "net" {
//!   count      = 2
//!   for_each   = toset(["a", "b"])
//!   cidr_block = "192.168.0.0/16"
//! }
//! ```
//!
//! ## Use instead
//! ```hcl
//! resource "alicloud_vpc" "net" {
//!   for_each   = toset(["a", "b"])
//!   cidr_block = "192.168.0.0/16"
//! }
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest variable of the module. None for what excludes each other: only the author knows which one
//! is meant.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId};
use crate::ir::{Dialect, Literal, Value, ValueKind};
use crate::lint::conformance::{Place, Way, Written, of_rule};
use crate::lint::{Check, Pass, Rule, Sink, module_call, rule};
use crate::schema::Properties;
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ConflictingArguments, "conflicting_arguments", Pass::Unit(check_unit)).softened_in_builds();

fn check_unit(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates().filter(|(_, it)| it.dialect == Dialect::Terraform) {
        for resource in &template.resources {
            let properties = check.cx().properties(resource);
            let span = |name| properties.find(name).map(|it| it.key_span);
            let path = format!("{}.{}", resource.resource_type, resource.name);
            sink_repetition(span("count"), span("for_each"), &path, sink);
        }
        for call in &template.calls {
            let span = |name| call.argument(name).map(|it| it.key_span);
            sink_repetition(span("count"), span("for_each"), &format!("module.{}", call.name), sink);
        }
    }
    module_call::report(check, &RULE, sink);
    of_rule(check, RuleId::ConflictingArguments, sink);
}

/// `count` and `for_each` each make copies.
fn sink_repetition(count: Option<Span>, for_each: Option<Span>, path: &str, sink: &mut Sink) {
    if let (Some(count), Some(for_each)) = (count, for_each) {
        sink.push(conflict(("count", count), ("for_each", for_each)).at(path));
    }
}

fn conflict((one, first): (&str, Span), (other, second): (&str, Span)) -> Diagnostic {
    let message = text!(
        en: "`{one}` and `{other}` cannot be set together",
        zh: "`{one}` 和 `{other}` 不能同时设置",
        one, other,
    );
    let label = text!(en: "excludes `{one}`", zh: "与 `{one}` 互斥", one);
    RULE.finding(second, message)
        .label(label)
        .also(first, text!(en: "`{one}` is set here", zh: "此处设置了 `{one}`", one))
        .help(text!(en: "remove one of the two", zh: "请删除其中一个"))
}

/// Compares the arguments `written` with what the provider says of the properties `known`.
pub(in crate::lint) fn check(
    place: &Place<'_, '_>,
    known: &Properties,
    written: &[Written<'_>],
    found: &mut Vec<Diagnostic>,
) {
    let set: Vec<&Written<'_>> = written.iter().filter(|it| it.value.is_some_and(is_surely_set)).collect();
    for (place_of, it) in set.iter().enumerate() {
        let Some(property) = known.get(it.key) else { continue };
        for other in &property.conflicts_with {
            let Some(at) = set.iter().position(|it| it.key == other) else { continue };
            let Some(second) = set.get(at) else { continue };
            // Where both say so, the first reports it.
            let is_mutual =
                known.get(other).is_some_and(|that| that.conflicts_with.iter().any(|name| name == it.key));
            if at == place_of || (is_mutual && at < place_of) {
                continue;
            }
            let finding = conflict((it.key, it.key_span), (second.key, second.key_span));
            found.push(finding.at(place.path(&Way::Key(&Way::Start, second.key))));
        }
        for needed in &property.required_with {
            if needed.contains('.') || written.iter().any(|it| it.key == needed) {
                continue;
            }
            let key = it.key;
            let message = text!(
                en: "`{key}` cannot be set without `{needed}`",
                zh: "设置 `{key}` 时必须同时设置 `{needed}`",
                key, needed,
            );
            let finding = RULE
                .finding(it.key_span, message)
                .label(text!(en: "needs `{needed}`", zh: "需要 `{needed}`", needed));
            let help = text!(en: "add `{needed}`", zh: "请添加 `{needed}`", needed);
            found.push(finding.help(help).at(place.path(&Way::Key(&Way::Start, key))));
        }
    }
}

/// Whether `value` is there whatever the deployment knows.
fn is_surely_set(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Literal(Literal::String(text)) => !text.is_empty(),
        ValueKind::Literal(Literal::Null) => false,
        ValueKind::Literal(Literal::Number(_) | Literal::Bool(_)) => true,
        ValueKind::List(items) => !items.is_empty(),
        ValueKind::Map(entries) => !entries.is_empty(),
        ValueKind::Group(inner) => is_surely_set(inner),
        _ => false,
    }
}
