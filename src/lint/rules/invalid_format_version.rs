//! ## What it does
//! Finds a `ROSTemplateFormatVersion` other than `2015-09-01`, and a ROS template that has none.
//!
//! ## Why is this bad
//! It is the only version that ROS knows (<https://www.alibabacloud.com/help/en/ros/user-guide/template-structure>), and
//! ROS refuses the template. `2010-09-09` is that of AWS CloudFormation.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2010-09-09'
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//! ```
//!
//! ## Fix
//! Unsafe: writes the version that ROS knows.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(InvalidFormatVersion, "invalid_format_version", Pass::Lowering);
