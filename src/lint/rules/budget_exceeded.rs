//! ## What it does
//! Finds a template that is larger or deeper than ROS or nestc reads: more than 524,288 bytes, more than 1,000
//! levels of nesting, more than 10,000 values reached through aliases, or more than 50,000 entries reached through
//! merge keys.
//!
//! ## Why is this bad
//! ROS refuses a template of more than 524,288 bytes (<https://www.alibabacloud.com/help/en/ros>, "Limits"); nestc
//! still checks such a template. The other limits are nestc's own. They keep a small text from taking minutes, and
//! no known template comes near them. What is beyond one of them is not checked: further values that aliases and
//! merge keys add, or text that is nested more deeply, in YAML and JSON with all that follows it.
//!
//! ## Example
//! A list of 1,001 lists, each inside the one before:
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
//! None. Split the template, or move parts of it into nested stacks.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(BudgetExceeded, "budget_exceeded", Pass::Lowering);
