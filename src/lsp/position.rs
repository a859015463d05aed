//! Positions as the protocol counts them, and bytes.

use gen_lsp_types::{Position, Range};

use crate::source::{ColumnUnit, LineIndex, TextRange};

/// What the characters of a position count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// Where nothing is agreed upon.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The encoding that the protocol calls `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        }
    }

    /// The name that the protocol has for it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    /// What `text` adds to a column.
    fn width(self, character: char) -> u32 {
        match self {
            Encoding::Utf8 => character.len_utf8() as u32,
            Encoding::Utf16 => character.len_utf16() as u32,
            Encoding::Utf32 => 1,
        }
    }

    const fn unit(self) -> ColumnUnit {
        match self {
            Encoding::Utf8 => ColumnUnit::Byte,
            Encoding::Utf16 => ColumnUnit::Utf16,
            Encoding::Utf32 => ColumnUnit::Char,
        }
    }
}

/// A text whose places are to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'t> {
    pub(super) text: &'t str,
    pub(super) lines: &'t LineIndex,
    pub(super) encoding: Encoding,
    /// Whether the editor counts a byte order mark, which it does where it has sent one.
    pub(super) counts_mark: bool,
}

impl Places<'_> {
    /// The position of byte `offset`.
    pub(super) fn position(&self, offset: u32) -> Position {
        let at = self.lines.line_column(self.text, offset, self.encoding.unit());
        let mark = match self.counts_mark && at.line == 1 && offset > 0 && self.text.starts_with('\u{feff}') {
            true => self.encoding.width('\u{feff}'),
            false => 0,
        };
        Position { line: at.line - 1, character: at.column - 1 + mark }
    }

    /// The range of `range`.
    pub(super) fn range(&self, range: TextRange) -> Range {
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte at `position`; the end of its line, or of the text, where that is shorter.
    pub(super) fn offset(&self, position: Position) -> u32 {
        let line = position.line as usize;
        let Some(start) = self.lines.line_start(line) else { return self.text.len() as u32 };
        let end = self.lines.line_start(line + 1).map_or(self.text.len(), |end| end as usize);
        let mut start = start as usize;
        if line == 0 && !self.counts_mark && self.text.starts_with('\u{feff}') {
            start = 3;
        }
        let whole = self.text.get(start..end).unwrap_or_default();
        let content = whole.trim_end_matches(['\n', '\r']);
        if self.encoding == Encoding::Utf8 || content.is_ascii() {
            let mut at = content.len().min(position.character as usize);
            while !content.is_char_boundary(at) {
                at -= 1;
            }
            return (start + at) as u32;
        }
        let mut column = 0;
        for (at, character) in content.char_indices() {
            column += self.encoding.width(character);
            if column > position.character {
                return (start + at) as u32;
            }
        }
        (start + content.len()) as u32
    }

    /// The bytes of `range`.
    pub(super) fn bytes(&self, range: Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_both_ways_in_every_encoding() {
        let texts =
            ["", "a", "a\r\n中😀x\rb\n", "\u{feff}a: 😀\n\tb: 中\u{301}\r\n", "😀".repeat(700).leak()];
        for text in texts {
            let lines = LineIndex::new(text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                for counts_mark in [true, false] {
                    let places = Places { text, lines: &lines, encoding, counts_mark };
                    for (at, character) in text.char_indices() {
                        let skipped = !counts_mark && character == '\u{feff}';
                        let within_break = text[..at].ends_with('\r') && character == '\n';
                        if !skipped && !within_break {
                            let position = places.position(at as u32);
                            assert_eq!(places.offset(position), at as u32, "{text:?} {at} {encoding:?}");
                        }
                    }
                    assert_eq!(places.offset(Position { line: 99, character: 0 }), text.len() as u32);
                }
            }
        }
    }

    #[test]
    fn columns_count_what_was_agreed_upon() {
        let text = "\u{feff}中😀x\r\n";
        let lines = LineIndex::new(text);
        for (encoding, with_mark, without) in
            [(Encoding::Utf8, 10, 7), (Encoding::Utf16, 4, 3), (Encoding::Utf32, 3, 2)]
        {
            let places = Places { text, lines: &lines, encoding, counts_mark: true };
            assert_eq!(places.position(10), Position { line: 0, character: with_mark });
            let places = Places { counts_mark: false, ..places };
            assert_eq!(places.position(10), Position { line: 0, character: without });
            assert_eq!(places.offset(Position { line: 0, character: 99 }), 11);
        }
    }
}
