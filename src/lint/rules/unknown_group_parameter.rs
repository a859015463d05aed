//! ## What it does
//! Finds a name in `ParameterGroups` of the metadata that is not a parameter.
//!
//! ## Why is this bad
//! The console shows the parameters of a group together
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/metadata>). A name that is not a parameter shows nothing, and the
//! parameter that was meant is shown outside of its group.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   VpcId:
//!     Type: String
//! Resources:
//!   Switch:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       VpcId:
//!         Ref: VpcId
//! Metadata:
//!   ALIYUN::ROS::Interface:
//!     ParameterGroups:
//!       - Parameters: [VpcID]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   VpcId:
//!     Type: String
//! Resources:
//!   Switch:
//!     Type: ALIYUN::ECS::VSwitch
//!     Properties:
//!       VpcId:
//!         Ref: VpcId
//! Metadata:
//!   ALIYUN::ROS::Interface:
//!     ParameterGroups:
//!       - Parameters: [VpcId]
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

pub(in crate::lint) static RULE: Rule =
    rule!(UnknownGroupParameter, "unknown_group_parameter", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    reference::report(check, &RULE, sink, |it| {
        let name = &it.name;
        (it.kind == UseKind::Form).then(|| {
            text!(
                en: "this group lists `{name}`, which is not a parameter",
                zh: "该分组列出了 `{name}`，但它不是参数",
                name,
            )
        })
    });
}
