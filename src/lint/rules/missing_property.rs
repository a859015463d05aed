//! ## What it does
//! Finds a resource without a property that its type requires, and an object without one that it requires. Nothing is
//! said where the properties come from a function, or where something next to it is unknown.
//!
//! ## Why is this bad
//! ROS and Terraform refuse such a resource
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/resources>). `nestc build` only warns of it, since every image
//! is right all the same, unless `lint:` in the manifest sets a level.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       CidrBlock: 192.168.0.0/24
//!       VpcId: vpc-1
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       CidrBlock: 192.168.0.0/24
//!       VpcId: vpc-1
//!       ZoneId: cn-hangzhou-h
//! ```
//!
//! ## Fix
//! None: only the author knows the values.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::lint::conformance::{Place, Way, of_rule};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MissingProperty, "missing_property", Pass::Unit(check)).softened_in_builds();

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::MissingProperty, sink);
}

/// What is said at `owner` of an object at the end of `way` that has none of the properties `missing`.
pub(in crate::lint) fn finding(
    place: &Place<'_, '_>,
    missing: &[&str],
    owner: Span,
    way: &Way<'_>,
) -> Diagnostic {
    let names = Text::list(missing.iter().map(|name| format!("`{name}`")));
    let (resource, resource_type) = (&place.resource.name, &place.known.name);
    let message = match way.property() {
        "" => text!(en: "`{resource}` has no {names}", zh: "`{resource}` 没有设置 {names}", resource, names),
        property => text!(
            en: "`{property}` of `{resource}` has no {names}",
            zh: "`{resource}` 的 `{property}` 没有设置 {names}",
            property, resource, names,
        ),
    };
    let label = text!(
        en: "required by `{resource_type}`",
        zh: "`{resource_type}` 要求设置",
        resource_type,
    );
    let finding = RULE.finding(owner, message).label(label).about(missing.join(","));
    finding.at(place.path(way)).help(text!(en: "add {names}", zh: "请添加 {names}", names))
}
