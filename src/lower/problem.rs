//! Syntax errors as problems of a template.

use crate::diagnostic::REMARK;
use crate::ir::{Problem, ProblemKind, Template};
use crate::source::FileId;
use crate::syntax::{Parse, SyntaxRule};

/// Adds the syntax errors of text `file` to `template`, and its comments that speak to nestc.
pub(super) fn add(template: &mut Template, file: FileId, parse: &Parse) {
    template.remarks.extend(parse.comments_with(REMARK).map(|comment| comment.in_file(file)));
    template.problems.extend(parse.errors().iter().map(|error| Problem {
        kind: match error.rule {
            SyntaxRule::Syntax => ProblemKind::Syntax,
            SyntaxRule::NoBreakSpace => ProblemKind::NoBreakSpace,
            SyntaxRule::Budget => ProblemKind::Budget,
        },
        span: error.range.in_file(file),
        message: error.message.clone(),
        label: error.label.clone(),
        related: error.related.as_ref().map(|(range, message)| (range.in_file(file), message.clone())),
        help: error.help.clone(),
        fix: error.fix.iter().map(|edit| (edit.range.in_file(file), edit.text.to_string())).collect(),
    }));
}
