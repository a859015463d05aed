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

use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(NoBreakSpace, "no_break_space", Pass::Unit(check));

/// Further places that are shown at most.
const SHOWN: usize = 4;

fn check(check: &Check<'_>, sink: &mut Sink) {
    for (_, template) in check.templates() {
        let mut places: Vec<&Diagnostic> =
            template.problems.iter().filter(|problem| problem.rule == RULE.id).collect();
        places.sort_by_key(|problem| problem.primary.span);
        for of_file in places.chunk_by(|one, other| one.primary.span.file == other.primary.span.file) {
            let Some((first, more)) = of_file.split_first() else { continue };
            sink.push(together(first, more));
        }
    }
}

/// One finding for all no-break spaces of a text.
fn together(first: &Diagnostic, more: &[&Diagnostic]) -> Diagnostic {
    let mut finding = first.clone();
    for other in more.iter().take(SHOWN) {
        finding = finding.also(other.primary.span, text!(en: "and here", zh: "此处也有"));
    }
    if more.len() > SHOWN {
        finding = finding.note(text!(
            en: "there are {count} more below",
            zh: "下面还有 {count} 处",
            count = more.len() - SHOWN,
        ));
    }
    let edits = [first].iter().chain(more).flat_map(|problem| problem.edits().to_vec()).collect();
    finding.fix(Applicability::Safe, edits)
}
