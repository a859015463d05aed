//! ## What it does
//! Finds a key that stands twice in one mapping, and shows both places.
//!
//! ## Why is this bad
//! ROS takes the last of the two without a word, so the first one, which is what one reads first, has no effect
//! (PyYAML's safe loader, with which ROS reads templates; `ROS1003` of `iac-code`). Terraform refuses the file; in HCL
//! that is a `syntax-error`.
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
//! None: which of the two is meant is for the author to say.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Severity};
use crate::ir::ProblemKind;
use crate::lint::{Check, Look, Rule, Sink, problem};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST002",
    name: "duplicate-key",
    level: Severity::Error,
    source: include_str!("duplicate_key.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    problem::report(&RULE, ProblemKind::DuplicateKey, Applicability::Unsafe, check, sink);
}
