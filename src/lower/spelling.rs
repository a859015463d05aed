//! How keys and literals are written, as far as both dialects share it.

use crate::source::{Pieces, TextRange};

/// Whether `key` is `name` written in another case or with other separators: `ImageID`, `image-id`.
pub(super) fn is_misspelling(key: &str, name: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        text.bytes()
            .filter(|it| !matches!(it, b'-' | b'_' | b' '))
            .map(|it| it.to_ascii_lowercase())
            .collect()
    };
    key != name && key.len() <= name.len() + 4 && letters(key) == letters(name)
}

/// `text` without surrounding blanks, and where the rest stands in the text that `pieces` lead to.
pub(super) fn trimmed(text: &str, pieces: &Pieces) -> (TextRange, String) {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let range = TextRange::new(start as u32, (start + inner.len()) as u32);
    (pieces.to_outer(range), inner.to_owned())
}
