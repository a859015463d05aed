//! ## What it does
//! Finds text that ROS or Terraform cannot read, and says what was found and what was expected. The rest of the
//! file is still checked.
//!
//! ## Why is this bad
//! Neither ROS nor Terraform deploys a template that it cannot read. ROS reads a template first as JSON, then as
//! YAML 1.1 with its own short tags; Terraform reads HCL native syntax
//! (<https://www.alibabacloud.com/help/en/ros/user-guide/template-structure>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: "centos_7
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: "centos_7"
//! ```
//!
//! ## Fix
//! Unsafe: offered if there is one obvious way to fix the text, which may still not be what was meant.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(SyntaxError, "syntax_error", Pass::Lowering);
