//! How keys and literals are written, as far as both dialects share it.

use crate::source::{Pieces, TextRange};

/// Whether `key` is `name` written in another case or with other separators: `ImageID`, `image-id`.
pub(super) fn is_misspelling(key: &str, name: &str) -> bool {
    key != name && key.len() <= name.len() + 4 && letters(key).eq(letters(name))
}

/// The letters of `text` in lower case, without separators.
fn letters(text: &str) -> impl Iterator<Item = u8> {
    let letters = text.bytes().filter(|it| !matches!(it, b'-' | b'_' | b' '));
    letters.map(|it| it.to_ascii_lowercase())
}

/// `text` without surrounding spaces, and where the rest is in the text that `pieces` lead to.
pub(super) fn trimmed(text: &str, pieces: &Pieces) -> (TextRange, String) {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let range = TextRange::new(start as u32, (start + inner.len()) as u32);
    (pieces.to_outer(range), inner.to_owned())
}
