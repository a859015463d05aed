//! Findings about the text itself, made from what lowering found.

use super::{Check, Rule, Sink};
use crate::diagnostic::{Applicability, Edit};
use crate::ir::ProblemKind;

/// Reports every problem of kind `kind` under `rule`; the fixes that come with them are `applicability`.
pub(super) fn report(
    rule: &Rule,
    kind: ProblemKind,
    applicability: Applicability,
    check: &Check<'_>,
    sink: &mut Sink,
) {
    for (_, template) in check.templates() {
        for problem in template.problems.iter().filter(|problem| problem.kind == kind) {
            let mut finding = rule.finding(problem.span, problem.message.clone());
            finding = finding.label(problem.label.clone());
            if let Some((span, message)) = &problem.related {
                finding = finding.also(*span, message.clone());
            }
            finding.help = problem.help.as_ref().map(|help| help.clone().into_owned());
            let edits = problem.fix.iter().map(|(span, text)| Edit { span: *span, text: text.clone() });
            sink.push(finding.fix(applicability, edits.collect()));
        }
    }
}
