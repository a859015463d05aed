//! ## What it does
//! Finds a template that is larger, deeper or more entangled than ROS or nestc reads: more than 524,288 bytes, more
//! than 1,000 levels of nesting, more than 10,000 values by way of aliases, more than 50,000 entries by way of merge
//! keys.
//!
//! ## Why is this bad
//! ROS refuses a template of more than 524,288 bytes (<https://www.alibabacloud.com/help/en/ros>, "Limits"). The other
//! limits are nestc's own; they keep a small text from costing minutes, and no known template comes near them. Behind
//! the limit nothing is checked.
//!
//! ## Example
//! A list of 1,001 lists, each in the one before:
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources: {}
//! Metadata:
//!   Deep: [[[[…]]]]
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources: {}
//! Metadata:
//!   Flat: []
//! ```
//!
//! ## Fix
//! None. Split the template, or carry parts of it as nested stacks.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Severity};
use crate::ir::ProblemKind;
use crate::lint::{Check, Look, Rule, Sink, problem};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST005",
    name: "budget-exceeded",
    level: Severity::Error,
    source: include_str!("budget_exceeded.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    problem::report(&RULE, ProblemKind::Budget, Applicability::Unsafe, check, sink);
}
