//! Edits of embedded texts as edits of the files that carry them.

use crate::diagnostic::{Edit, Fix};
use crate::syntax::{SourceMap, map_edit};

/// The edits of `fix` as edits of files on disk, in the order of their places. `None` where one of them
/// cannot be written in the scalar that carries its text.
#[must_use]
pub fn on_disk(sources: &SourceMap, fix: &Fix) -> Option<Vec<Edit>> {
    let mapped = |edit: &Edit| {
        let (span, text) = map_edit(sources, edit.span, edit.text.clone())?;
        Some(Edit { span, text })
    };
    let mut edits: Vec<Edit> = fix.edits.iter().map(mapped).collect::<Option<_>>()?;
    edits.sort_by(|one, other| {
        let key = |edit: &Edit| (edit.span.start, edit.span.end);
        let name = |edit: &Edit| sources.portable_name(edit.span.file);
        name(one).cmp(name(other)).then_with(|| key(one).cmp(&key(other)))
    });
    Some(edits)
}
