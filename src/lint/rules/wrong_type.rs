//! ## What it does
//! Finds a literal that cannot be what the property is: a list or map where a string is expected, a word where a number
//! is, a string where Terraform expects a list. What ROS and Terraform convert is fine, such as `"40"` and `"true"`.
//!
//! ## Why is this bad
//! ROS and Terraform refuse such a value
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/resources>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Net:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       CidrBlock: [192.168.0.0/16]
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
//! ```
//!
//! ## Fix
//! None: only the author knows the value.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::lint::conformance::{Place, Way, of_rule};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::schema::{Kind, Property};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(WrongType, "wrong_type", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    of_rule(check, RuleId::WrongType, sink);
}

/// What is said of the value at `span`, which cannot be what `property` is.
pub(in crate::lint) fn finding(
    place: &Place<'_, '_>,
    property: &Property,
    span: Span,
    way: &Way<'_>,
) -> Diagnostic {
    let (name, expected) = (way.property(), noun(place, property));
    let message = text!(en: "`{name}` must be {expected}", zh: "`{name}` 必须是{expected}", name, expected);
    let label = text!(en: "expected {expected}", zh: "应为{expected}", expected);
    RULE.finding(span, message).label(label).at(place.path(way))
}

/// What `property` is, in words.
pub(in crate::lint) fn noun(place: &Place<'_, '_>, property: &Property) -> Text {
    match property.kind {
        Kind::Number => text!(en: "a number", zh: "数字"),
        Kind::Boolean => text!(en: "`true` or `false`", zh: "`true` 或 `false`"),
        Kind::List if property.is_block && place.is_terraform() => text!(en: "nested blocks", zh: "嵌套块"),
        Kind::List => text!(en: "a list", zh: "列表"),
        Kind::Map | Kind::Object | Kind::Tag => text!(en: "a map", zh: "映射"),
        Kind::String | Kind::Any => text!(en: "a string", zh: "字符串"),
    }
}
