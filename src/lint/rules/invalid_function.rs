//! ## What it does
//! Finds a function of ROS with the wrong number or kind of arguments, a function where ROS does not allow it, and a name
//! that begins with `Fn::` and is not one of the 43 functions. In Terraform it finds a function that neither Terraform nor
//! OpenTofu has, and one with the wrong number of arguments; functions of providers (`provider::…`) are not judged.
//!
//! ## Why is this bad
//! ROS or Terraform refuses the template. Conditions, rules and `Count` know fewer functions than properties and outputs, `Mappings`
//! know none, and `Fn::Equals`, `Fn::Not`, `Fn::And` and `Fn::Or` belong to conditions
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/functions>,
//! <https://developer.hashicorp.com/terraform/language/functions>). An argument that is itself a function is not judged.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       VpcName:
//!         Fn::Join: ['-', web, server]
//!       Description:
//!         Fn::Select: [0, a]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       VpcName:
//!         Fn::Join: ['-', [web, server]]
//!       Description:
//!         Fn::Select: [0, [a]]
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name of a function. None for arguments.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(InvalidFunction, "invalid_function", Pass::Lowering);
