//! Edits spliced into a text.

use super::FileEdit;

/// `text` with `edits` carried out; the edits must be of this text, sorted, and must not overlap. Every
/// byte outside of them stays as it is. `None` where an edit does not fit.
#[must_use]
pub fn splice(text: &str, edits: &[FileEdit]) -> Option<String> {
    let grown: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut whole = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in edits {
        whole.push_str(text.get(at..edit.span.start as usize)?);
        whole.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    whole.push_str(text.get(at..)?);
    Some(whole)
}
