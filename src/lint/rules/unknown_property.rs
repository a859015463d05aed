//! ## What it does
//! Finds a property that the resource type does not have, or a nested one that its property does not have; for Terraform,
//! arguments and nested blocks, also those that only the provider sets. It is an error if the name is close to a known
//! one, and otherwise a warning, since the property may be newer than the schema. A property that documents had once is
//! called withdrawn.
//!
//! ## Why is this bad
//! ROS and Terraform refuse a property that the type does not have
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/resources>); one that was withdrawn may be ignored. Names are
//! case-sensitive.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       CidrBlock: 192.168.0.0/16
//!       VPCName: web
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
//!       VpcName: web
//! ```
//!
//! ## Fix
//! Safe if one known name is a letter away, or differs in letter case only, and no other does; otherwise unsafe. None if
//! no name is close.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId, Severity, Text};
use crate::lint::conformance::{Meant, Place, Way, Written, of_rule, with_respelling};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::Properties;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownProperty, "unknown_property", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::UnknownProperty, sink);
}

/// The most typing mistakes between `key` and what may be meant.
pub(in crate::lint) fn limit(key: &str) -> usize {
    (key.chars().count() / 3).clamp(1, 4)
}

/// What is said of `it`, which is none of the properties `known` after `way`.
pub(in crate::lint) fn finding(
    place: &Place<'_, '_>,
    known: &Properties,
    it: &Written<'_>,
    way: &Way<'_>,
    meant: Option<Meant<'_>>,
) -> Diagnostic {
    let key = it.key;
    let finding = |message: Text| RULE.finding(it.key_span, message).at(place.path(&Way::Key(way, key)));
    let is_withdrawn = is_withdrawn(place, it, way);
    if let Some(meant) = meant.filter(|meant| meant.is_near || !is_withdrawn) {
        let message = text!(
            en: "unknown {noun} `{key}`; did you mean `{meant}`?",
            zh: "未知{noun} `{key}`，是否应为 `{meant}`？",
            noun = noun(place), key, meant = meant.name,
        );
        let finding = finding(message)
            .label(lacks(place, way))
            .help(text!(en: "write `{name}`", zh: "请写 `{name}`", name = meant.name));
        let mut finding = with_respelling(place.check.sources, finding, (it.key_span, key), meant);
        // The service takes some inner names in other letter case.
        let is_case = !matches!(way, Way::Start) && meant.name.eq_ignore_ascii_case(key);
        if !meant.is_near || is_withdrawn || is_case {
            finding.severity = Severity::Warning;
        }
        return finding;
    }
    let finding = if is_withdrawn {
        let resource_type = &place.known.name;
        let message = text!(
            en: "property `{key}` was withdrawn from `{resource_type}`",
            zh: "`{resource_type}` 的属性 `{key}` 已撤销",
            key, resource_type,
        );
        finding(message).label(lacks(place, way)).help(text!(
            en: "remove it if the template works without it",
            zh: "如果模板不需要它，请删除",
        ))
    } else {
        let message = text!(en: "unknown {noun} `{key}`", zh: "未知{noun} `{key}`", noun = noun(place), key);
        let finding = finding(message).label(lacks(place, way));
        match elsewhere(place, known, key, way) {
            Some(path) => finding.help(text!(en: "`{path}` exists", zh: "存在 `{path}`", path)),
            None => finding,
        }
    };
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// What is said of `it`, which the provider sets and nobody else; it is at the end of `way`.
pub(in crate::lint) fn computed(place: &Place<'_, '_>, it: &Written<'_>, way: &Way<'_>) -> Diagnostic {
    let key = it.key;
    let message = text!(en: "argument `{key}` cannot be set", zh: "参数 `{key}` 不能设置", key);
    RULE.finding(it.key_span, message)
        .label(text!(en: "known only after the deployment", zh: "部署后才能得知"))
        .help(text!(en: "remove it", zh: "请删除"))
        .at(place.path(way))
}

fn noun(place: &Place<'_, '_>) -> Text {
    match place.is_terraform() {
        true => text!(en: "argument", zh: "参数"),
        false => text!(en: "property", zh: "属性"),
    }
}

fn is_withdrawn(place: &Place<'_, '_>, it: &Written<'_>, way: &Way<'_>) -> bool {
    matches!(way, Way::Start) && place.known.withdrawn.iter().any(|name| name == it.key)
}

/// Says what has no such property, by a schema of which month.
fn lacks(place: &Place<'_, '_>, way: &Way<'_>) -> Text {
    let owner = match way.property() {
        "" => place.known.name.as_str(),
        property => property,
    };
    let date = &place.known.date;
    text!(
        en: "`{owner}` has none in the schema of {date}",
        zh: "{date} 的资源类型定义中，`{owner}` 没有它",
        owner, date,
    )
}

/// A property of the same name in one of the objects beside it, or at the top.
fn elsewhere(place: &Place<'_, '_>, known: &Properties, key: &str, way: &Way<'_>) -> Option<String> {
    let below = known.iter().find(|(_, it)| it.object().is_some_and(|inner| inner.contains_key(key)));
    if let Some((name, _)) = below {
        return Some(format!("{name}.{key}"));
    }
    let is_at_top = place.known.properties.as_ref().is_some_and(|top| top.contains_key(key));
    (is_at_top && !matches!(way, Way::Start)).then(|| format!("{}.{key}", place.known.name))
}
