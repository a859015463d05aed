//! ## What it does
//! Finds an argument that the Terraform provider `aliyun/alicloud` calls deprecated, and says what takes its place where
//! the provider does.
//!
//! ## Why is this bad
//! A later version of the provider removes the argument
//! (<https://registry.terraform.io/providers/aliyun/alicloud/latest/docs>).
//!
//! ## Example
//! ```hcl
//! resource "alicloud_vpc" "net" {
//!   name       = "web"
//!   cidr_block = "192.168.0.0/16"
//! }
//! ```
//!
//! ## Use instead
//! ```hcl
//! resource "alicloud_vpc" "net" {
//!   vpc_name   = "web"
//!   cidr_block = "192.168.0.0/16"
//! }
//! ```
//!
//! ## Fix
//! Unsafe: writes the new name, where the provider names one that has the same type.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, RuleId};
use crate::lint::conformance::{Place, Way, Written, of_rule, respelled};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::Property;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(DeprecatedProperty, "deprecated_property", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::DeprecatedProperty, sink);
}

/// What is said of `it`, the deprecated `property` at the end of `way`.
pub(in crate::lint) fn finding(
    place: &Place<'_, '_>,
    property: &Property,
    it: &Written<'_>,
    written: &[Written<'_>],
    way: &Way<'_>,
) -> Diagnostic {
    let (key, resource_type) = (it.key, &place.known.name);
    let message = text!(
        en: "argument `{key}` of `{resource_type}` is deprecated",
        zh: "`{resource_type}` 的参数 `{key}` 已弃用",
        key, resource_type,
    )
    .proposing(key);
    let label = match &property.deprecated_since {
        Some(version) => text!(
            en: "since version {version} of the provider",
            zh: "自 provider {version} 版本起",
            version,
        ),
        None => text!(en: "by the provider", zh: "由 provider 弃用"),
    };
    let finding = RULE.finding(it.key_span, message).label(label).at(place.path(way));
    let Some(instead) = &property.instead else { return finding };
    let finding =
        finding.help(text!(en: "write `{instead}`", zh: "请写 `{instead}`", instead).proposing(instead));
    let top = place.known.properties.as_ref().and_then(|all| Some((all.get(key)?, all.get(instead)?)));
    let is_there = written.iter().any(|it| it.key == instead);
    if is_there || top.is_none_or(|(old, new)| old.kind != new.kind || old.is_block != new.is_block) {
        return finding;
    }
    let edit = respelled(place.check.sources, it.key_span, key, instead);
    finding.fix(Applicability::Unsafe, edit.into_iter().collect())
}
