//! ## What it does
//! Finds a literal that the property does not allow: none of its values, out of its range, too short or too long, or
//! not of its pattern. Also finds a parameter or variable that feeds such a property and of whose values none fits: all
//! of its `AllowedValues`, or its default if it has none.
//!
//! ## Why is this bad
//! ROS and Terraform refuse such a value
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/resources>). `nestc build` only warns of it, since every image
//! is right all the same, unless `lint:` in the manifest sets a level.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Ip:
//!     Type: ALIYUN::VPC::EIP
//!     Properties:
//!       InternetChargeType: PayByTrafic
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Ip:
//!     Type: ALIYUN::VPC::EIP
//!     Properties:
//!       InternetChargeType: PayByTraffic
//! ```
//!
//! ## Fix
//! Safe if one allowed value is a letter away and no other is; otherwise unsafe. None if no allowed value is close.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::ir::{Literal, Value};
use crate::lint::conformance::{Misfit, Place, Way, meant, of_rule, text_of, with_respelling};
use crate::lint::rules::wrong_type;
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Kind, Property, Scalar};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(InvalidValue, "invalid_value", Pass::Unit(check)).softened_in_builds();

/// Allowed values that are listed, at most.
const LISTED: usize = 6;

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::InvalidValue, sink);
}

/// What is said of `literal` at `span`, which `property` does not allow.
pub(in crate::lint) fn finding(
    place: &Place<'_, '_>,
    property: &Property,
    literal: &Literal,
    span: Span,
    way: &Way<'_>,
    misfit: Misfit,
) -> Diagnostic {
    let name = way.property();
    let value = text_of(literal).unwrap_or_default();
    let label = expected(place, property, misfit);
    let finding = |message: Text| RULE.finding(span, message).label(label).at(place.path(way));
    match misfit {
        Misfit::Value => {
            let is_word = |it: &&Scalar| matches!(it, Scalar::String(_));
            let names: Vec<String> =
                property.allowed_values.iter().filter(is_word).map(ToString::to_string).collect();
            let limit = (value.chars().count() / 3).clamp(1, 4);
            let Some(meant) = meant(names.iter().map(String::as_str), value, limit) else {
                return finding(text!(
                    en: "`{value}` is not allowed for `{name}`",
                    zh: "`{name}` 不允许取值 `{value}`",
                    value, name,
                ));
            };
            let message = text!(
                en: "`{value}` is not allowed for `{name}`; did you mean `{meant}`?",
                zh: "`{name}` 不允许取值 `{value}`，是否应为 `{meant}`？",
                value, name, meant = meant.name,
            );
            let finding = finding(message);
            with_respelling(place.check.sources, finding, (span, value), meant)
        }
        Misfit::Range => finding(text!(
            en: "`{value}` is out of range for `{name}`",
            zh: "`{value}` 超出 `{name}` 的范围",
            value, name,
        )),
        Misfit::Length if value.chars().count() as f64 > property.length.1.unwrap_or(f64::MAX) => {
            finding(text!(en: "`{name}` is too long", zh: "`{name}` 过长", name))
        }
        Misfit::Length => finding(text!(en: "`{name}` is too short", zh: "`{name}` 过短", name)),
        Misfit::Pattern | Misfit::Type => finding(text!(
            en: "`{name}` does not have the expected form",
            zh: "`{name}` 的格式不符合要求",
            name,
        )),
    }
}

/// What is said of a list that has `count` items.
pub(in crate::lint) fn count(
    place: &Place<'_, '_>,
    property: &Property,
    count: usize,
    span: Span,
    way: &Way<'_>,
) -> Diagnostic {
    let (name, bounds) = (way.property(), property.length);
    let message = match property.is_block && place.is_terraform() {
        true => text!(en: "there are {count} blocks `{name}`", zh: "有 {count} 个 `{name}` 块", count, name),
        false => text!(en: "`{name}` has {count} items", zh: "`{name}` 有 {count} 项", name, count),
    };
    let label = text!(en: "expected {bounds}", zh: "应为 {bounds} 个", bounds);
    RULE.finding(span, message).label(label).at(place.path(way))
}

/// What is said of the parameter `parameter`, none of whose values fits `property`: where it is used, its values,
/// and whether these are all that it allows.
pub(in crate::lint) fn of_parameter(
    place: &Place<'_, '_>,
    property: &Property,
    parameter: &str,
    (used, source, is_allowed): (Span, &Value, bool),
    way: &Way<'_>,
) -> Diagnostic {
    let name = way.property();
    let noun = match place.is_terraform() {
        true => text!(en: "variable", zh: "变量"),
        false => text!(en: "parameter", zh: "参数"),
    };
    let message = match is_allowed {
        true => text!(
            en: "no value that {noun} `{parameter}` allows fits `{name}`",
            zh: "{noun} `{parameter}` 允许的值都不符合 `{name}`",
            noun, parameter, name,
        ),
        false => text!(
            en: "the default of {noun} `{parameter}` does not fit `{name}`",
            zh: "{noun} `{parameter}` 的默认值不符合 `{name}`",
            noun, parameter, name,
        ),
    };
    let misfit = match property {
        _ if !property.allowed_values.is_empty() => Misfit::Value,
        _ if property.kind == Kind::Number => Misfit::Range,
        _ if property.pattern.is_some() => Misfit::Pattern,
        _ => Misfit::Length,
    };
    RULE.finding(source.span, message)
        .label(expected(place, property, misfit))
        .also(used, text!(en: "`{name}` takes it here", zh: "`{name}` 在此处取用", name))
        .at(place.path(way))
}

/// What `property` allows, in words.
fn expected(place: &Place<'_, '_>, property: &Property, misfit: Misfit) -> Text {
    match misfit {
        Misfit::Value => {
            let all = &property.allowed_values;
            let values = all.iter().take(LISTED).map(|it| format!("`{it}`")).collect::<Vec<_>>();
            let listed = values.join(", ");
            match all.len().checked_sub(LISTED) {
                Some(more) if more > 0 => {
                    text!(en: "expected {listed} or {more} others", zh: "应为 {listed} 或另外 {more} 个值", listed, more)
                }
                _ => text!(en: "expected one of {listed}", zh: "应为 {listed} 之一", listed),
            }
        }
        Misfit::Range => {
            text!(en: "expected {bounds}", zh: "应为 {bounds}", bounds = property.range)
        }
        Misfit::Length => {
            text!(en: "expected {bounds} characters", zh: "应为 {bounds} 个字符", bounds = property.length)
        }
        Misfit::Pattern => {
            let pattern = property.pattern.as_ref().map_or("", |it| it.as_str());
            text!(en: "expected `{pattern}`", zh: "应匹配 `{pattern}`", pattern)
        }
        Misfit::Type => {
            let noun = wrong_type::noun(place, property);
            text!(en: "expected {noun}", zh: "应为{noun}", noun)
        }
    }
}
