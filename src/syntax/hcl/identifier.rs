//! `Identifier = ID_Start (ID_Continue | '-')*`, with `_` among the starts.

use super::identifier_table::{CONTINUE_ONLY, START};

/// Which ASCII bytes may be in an identifier after its first character.
const CONTINUES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        #[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
        {
            table[byte] = ascii.is_ascii_alphanumeric() || ascii == b'_' || ascii == b'-';
        }
        byte += 1;
    }
    table
};

/// Whether an ASCII `byte` may be in an identifier after its first character.
#[inline]
fn continues(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
    CONTINUES[byte as usize]
}

/// The length in bytes of the identifier that `text` starts with; 0 where it starts with none.
#[inline]
pub(super) fn identifier_len(text: &[u8]) -> usize {
    let mut len = match text.first() {
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => 1,
        Some(byte) if !byte.is_ascii() => match wide(text, 0, is_start) {
            0 => return 0,
            width => width,
        },
        _ => return 0,
    };
    loop {
        while text.get(len).is_some_and(|&byte| continues(byte)) {
            len += 1;
        }
        match text.get(len) {
            Some(byte) if !byte.is_ascii() => match wide(text, len, is_continue) {
                0 => return len,
                width => len += width,
            },
            _ => return len,
        }
    }
}

/// The width of the character at `at` where `belongs` holds of it, else 0.
#[cold]
fn wide(text: &[u8], at: usize, belongs: fn(u32) -> bool) -> usize {
    let tail = text.get(at..).unwrap_or_default();
    let tail = tail.get(..tail.len().min(4)).unwrap_or_default();
    let Some(character) = tail.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()) else {
        return 0;
    };
    if belongs(character as u32) { character.len_utf8() } else { 0 }
}

/// `ID_Start` beyond ASCII.
fn is_start(code: u32) -> bool {
    START.partition_point(|&change| change <= code) % 2 == 1
}

/// `ID_Continue` beyond ASCII.
fn is_continue(code: u32) -> bool {
    is_start(code) || CONTINUE_ONLY.partition_point(|&change| change <= code) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_end_where_unicode_says() {
        let len = |text: &str| identifier_len(text.as_bytes());
        assert_eq!(len("image-id = 1"), 8);
        assert_eq!(len("_x.y"), 2);
        assert_eq!(len("镜像_1 "), "镜像_1".len());
        assert_eq!(len("a\u{301}b+"), 4);
        assert_eq!(len("\u{301}b"), 0);
        assert_eq!(len("1a"), 0);
        assert_eq!(len("-a"), 0);
        assert_eq!(len("a“b"), 1);
        assert_eq!(len(""), 0);
    }
}
