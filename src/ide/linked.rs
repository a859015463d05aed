//! The places of a name that an editor changes together while it is typed.

use super::View;
use super::rename::{prepare, rename};
use crate::source::Span;

/// The characters that the name may have.
pub(crate) const PATTERN: &str = "[A-Za-z0-9_-]+";

/// Every place of the name at byte `at`, where all of them are in the file and are written alike.
pub(crate) fn linked(view: &View<'_>, at: u32) -> Option<Vec<Span>> {
    let span = prepare(view, at).ok()?;
    let name = view.sources().slice(span);
    let is_plain = name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'));
    // A name that nothing has yet, as long, so that no place needs other quotes.
    let edits = rename(view, at, &format!("{name}_x")).ok().filter(|_| is_plain)?;
    let fits = |span: Span| span.file == view.file && view.sources().slice(span) == name;
    edits.iter().all(|edit| fits(edit.span)).then(|| edits.into_iter().map(|edit| edit.span).collect())
}
