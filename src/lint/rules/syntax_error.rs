//! ## What it does
//! Finds what ROS or Terraform would refuse to read, says what was read and what was expected there, and goes
//! on: the rest of the file is still checked.
//!
//! ## Why is this bad
//! Neither ROS nor Terraform deploys a template that it cannot read. ROS reads a template as JSON first, then as
//! YAML 1.1 with its own short tags; Terraform reads HCL native syntax
//! (<https://www.alibabacloud.com/help/en/ros>, "Template structure").
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
//! Unsafe, where one way to mend the text is plain: what was meant is a guess.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Severity};
use crate::ir::ProblemKind;
use crate::lint::{Check, Look, Rule, Sink, problem};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST001",
    name: "syntax-error",
    level: Severity::Error,
    source: include_str!("syntax_error.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    problem::report(&RULE, ProblemKind::Syntax, Applicability::Unsafe, check, sink);
}
