//! ## What it does
//! Finds the name of a condition that is not in the section `Conditions`: in `Condition`, in the first argument of
//! `Fn::If`, in `Fn::And`, `Fn::Or` and `Fn::Not`, and in rules.
//!
//! ## Why is this bad
//! ROS refuses the template if a condition that it uses is not defined in `Conditions`
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/conditions>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Conditions:
//!   InHangzhou:
//!     Fn::Equals: [cn-hangzhou, {Ref: ALIYUN::Region}]
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Condition: InHangzou
//!   Other:
//!     Type: ALIYUN::ECS::VPC
//!     Condition: InHangzhou
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Conditions:
//!   InHangzhou:
//!     Fn::Equals: [cn-hangzhou, {Ref: ALIYUN::Region}]
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Condition: InHangzhou
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::ir::UseKind;
use crate::lint::{Check, Pass, Rule, Sink, reference, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UndefinedCondition, "undefined_condition", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    reference::report(check, &RULE, sink, |it| {
        let name = &it.name;
        (it.kind == UseKind::Condition)
            .then(|| text!(en: "there is no condition `{name}`", zh: "没有名为 `{name}` 的条件", name))
    });
}
