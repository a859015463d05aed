//! What the parser says of a text, as far as a template keeps it.

use crate::diagnostic::REMARK;
use crate::ir::{Remark, Template};
use crate::source::FileId;
use crate::syntax::Parse;

/// Adds the syntax errors of text `file` to `template`, and its comments that speak to nestc.
pub(super) fn add(template: &mut Template, file: FileId, parse: &Parse) {
    template
        .remarks
        .extend(parse.comments_with(REMARK).map(|comment| Remark::comment(comment.in_file(file))));
    template.problems.extend(parse.errors().iter().map(|error| error.in_file(file)));
}
