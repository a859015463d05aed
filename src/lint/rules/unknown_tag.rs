//! ## What it does
//! Finds a YAML tag such as `!Foo` that ROS does not know, and suggests the nearest of its short tags.
//!
//! ## Why is this bad
//! ROS refuses a template with an unknown tag. There is a short tag for each of its 43 functions and for nothing
//! else; there is no `!Condition` (`iac-code` 0.16.0, `ros_yaml.py`, Alibaba Cloud's own local validator).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//!       InstanceName: !Jion ['-', [web, server]]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: centos_7
//!       InstanceName: !Join ['-', [web, server]]
//! ```
//!
//! ## Fix
//! None: the nearest tag may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(UnknownTag, "unknown_tag", Pass::Lowering);
