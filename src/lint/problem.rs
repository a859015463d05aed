//! Findings about the text itself, made from what lowering found.

use super::{Check, Rule, Sink};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::ir::{Problem, ProblemKind};

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
            sink.push(finding(rule, problem, applicability));
        }
    }
}

/// `problem` as a finding of `rule`.
pub(super) fn finding(rule: &Rule, problem: &Problem, applicability: Applicability) -> Diagnostic {
    let mut finding = rule.finding(problem.span, problem.message.clone()).label(problem.label.clone());
    if let Some((span, message)) = &problem.related {
        finding = finding.also(*span, message.clone());
    }
    finding.help = problem.help.as_ref().map(|help| help.clone().into_owned());
    let edits = problem.fix.iter().map(|(span, text)| Edit { span: *span, text: text.clone() });
    finding.fix(applicability, edits.collect())
}
