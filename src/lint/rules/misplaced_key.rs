//! ## What it does
//! Finds keys that are not where ROS reads them: a section that does not exist, such as `Resource`, a field that resources,
//! outputs, locals or rules do not have, such as `Propertes`, a resource without `Type`, a resource inside another one or
//! outside `Resources`, and a list or a single value where a mapping must be. In Terraform it finds blocks and arguments
//! that do not exist at the top of a file, and arguments that outputs do not have.
//!
//! ## Why is this bad
//! ROS refuses the template or ignores what the key says, and the resources that were meant are not created
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/template-structure>). What is in a misspelled section or field is
//! checked as if it were spelled right.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resource:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Propertes:
//!       VpcName: web
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Vpc:
//!     Type: ALIYUN::ECS::VPC
//!     Properties:
//!       VpcName: web
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest key, indents the fields of a resource, removes the dashes of a list, or writes a colon.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(MisplacedKey, "misplaced_key", Pass::Lowering);
