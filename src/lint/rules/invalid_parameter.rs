//! ## What it does
//! Finds a parameter of a ROS template without a type or with one that does not exist, with a field that parameters do
//! not have, or with a default that it does not allow itself: by its type, `AllowedValues`, `AllowedPattern`, `MinLength`,
//! `MaxLength`, `MinValue` or `MaxValue`. In Terraform it finds arguments that variables do not have,
//! and types that do not exist.
//!
//! ## Why is this bad
//! ROS refuses the template, or ignores what was meant to limit the parameter. A default that is not allowed fails as soon
//! as a deployment does not set another value (<https://www.alibabacloud.com/help/en/ros/user-guide/parameters>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Size:
//!     Type: Numbr
//!     Default: 5
//!     MinValue: 20
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       VpcName:
//!         Ref: Size
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Size:
//!     Type: Number
//!     Default: 20
//!     MinValue: 20
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       VpcName:
//!         Ref: Size
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest type or field. None for a default.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(InvalidParameter, "invalid_parameter", Pass::Lowering);
