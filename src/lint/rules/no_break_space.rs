//! ## What it does
//! Finds a no-break space (U+00A0) that stands where a blank is meant.
//!
//! ## Why is this bad
//! It looks like a blank and is none: YAML takes it as a character of the key or value beside it, so indentation
//! breaks or a key gets a name that nobody can see. Copying an example from a web page gives such characters; the
//! sample template of the documentation has them
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!     \u{a0}\u{a0}ImageId: centos_7
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
//! ```
//!
//! ## Fix
//! Safe: each no-break space becomes a blank. In the example `\u{a0}` shows where one stands.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Severity};
use crate::ir::ProblemKind;
use crate::lint::{Check, Look, Rule, Sink, problem};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST004",
    name: "no-break-space",
    level: Severity::Error,
    source: include_str!("no_break_space.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    problem::report(&RULE, ProblemKind::NoBreakSpace, Applicability::Safe, check, sink);
}
