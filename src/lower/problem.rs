//! Syntax errors as problems of a template.

use crate::ir::{Problem, ProblemKind, Template};
use crate::source::{FileId, Span, TextRange};
use crate::syntax::{SyntaxError, SyntaxRule};

/// Adds the syntax errors of text `file` to `template`.
pub(super) fn add_syntax_errors(template: &mut Template, file: FileId, errors: &[SyntaxError]) {
    template.problems.extend(errors.iter().map(|error| Problem {
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

/// Adds the comments of text `file` that speak to nestc.
pub(super) fn add_remarks(template: &mut Template, file: FileId, text: &str, comments: &[TextRange]) {
    if memchr::memmem::find(text.as_bytes(), b"nestc:").is_none() {
        return;
    }
    let speaks = |comment: &&TextRange| comment.of(text).contains("nestc:");
    let remarks = comments.iter().filter(speaks).map(|comment| comment.in_file(file));
    template.remarks.extend(remarks.collect::<Vec<Span>>());
}
