//! ## What it does
//! Finds no-break spaces (U+00A0) where ordinary spaces are meant. If a file has many of them, as copied text often
//! does, one finding covers them all.
//!
//! ## Why is this bad
//! A no-break space looks like a space but is not one. YAML reads it as part of the key or value next to it, so the
//! indentation breaks or a key gets an invisible character in its name. In JSON and HCL it is an error. Text copied
//! from a web page often has such characters; the sample template in the documentation does
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
//! Safe: replaces each no-break space with an ordinary one. In the example, `\u{a0}` shows where one is.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::ir::{Problem, ProblemKind};
use crate::lint::{Check, Look, Rule, Sink, problem};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST004",
    name: "no-break-space",
    level: Severity::Error,
    source: include_str!("no_break_space.rs"),
    chinese: include_str!("no_break_space.zh.md"),
    look: Look::Unit(check),
};

/// Further places that are shown at most.
const SHOWN: usize = 4;

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates() {
        let mut places: Vec<&Problem> =
            template.problems.iter().filter(|problem| problem.kind == ProblemKind::NoBreakSpace).collect();
        places.sort_by_key(|problem| problem.span);
        for of_file in places.chunk_by(|one, other| one.span.file == other.span.file) {
            let Some((first, more)) = of_file.split_first() else { continue };
            sink.push(together(first, more));
        }
    }
}

/// One finding for all no-break spaces of a text.
fn together(first: &Problem, more: &[&Problem]) -> Diagnostic {
    let mut finding = problem::finding(&RULE, first, Applicability::Safe);
    for other in more.iter().take(SHOWN) {
        finding = finding.also(other.span, "and here");
    }
    if more.len() > SHOWN {
        finding = finding.note(format!("{} more stand below these", more.len() - SHOWN));
    }
    if let Some(fix) = &mut finding.fix {
        let edits = more.iter().flat_map(|problem| &problem.fix);
        fix.edits.extend(edits.map(|(span, text)| Edit { span: *span, text: text.clone() }));
    }
    finding
}
