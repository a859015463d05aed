//! ## What it does
//! Finds a key that occurs twice in one mapping, and shows both places.
//!
//! ## Why is this bad
//! ROS silently takes the last of the two, so the first one, which the reader sees first, has no effect (PyYAML's
//! safe loader, with which ROS reads templates; `ROS1003` of `iac-code`). Terraform refuses the file; in HCL this
//! is a `syntax-error`.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//!       MaxAmount: 1
//!       ImageId: aliyun_3
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: aliyun_3
//! ```
//!
//! ## Fix
//! None: only the author knows which of the two is meant.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(DuplicateKey, "duplicate_key", Pass::Lowering);
