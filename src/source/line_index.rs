//! Lines and columns, made from byte offsets when they are asked for.

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit {
    /// UTF-8 bytes.
    Byte,
    /// Unicode scalar values.
    Char,
    /// UTF-16 code units, as editors and SARIF count.
    Utf16,
}

/// A place as people and editors name it; both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in the unit that was asked for, from 1.
    pub column: u32,
}

/// Where the lines of one text begin. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// Characters and UTF-16 units before each block of [`BLOCK`] bytes, so that a column in a long line
    /// costs no walk along it; empty where every character is one byte.
    counts: Vec<Count>,
}

/// Bytes of a block.
const BLOCK: usize = 512;

/// How many characters and UTF-16 units a run of bytes holds, each character counted at its first byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    chars: u32,
    units: u32,
}

impl Count {
    fn and(mut self, bytes: &[u8]) -> Self {
        for &byte in bytes {
            let first = u32::from(byte & 0xc0 != 0x80);
            self.chars += first;
            self.units += first + u32::from(byte >= 0xf0);
        }
        self
    }
}

impl LineIndex {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut count = Count::default();
            for block in bytes.chunks(BLOCK) {
                counts.push(count);
                count = count.and(block);
            }
            counts.push(count);
        }
        LineIndex { starts, counts }
    }

    /// What comes before byte `offset` of `text`.
    fn count(&self, text: &str, offset: usize) -> Count {
        match self.counts.get(offset / BLOCK) {
            Some(count) => count.and(text.as_bytes().get(offset / BLOCK * BLOCK..offset).unwrap_or_default()),
            None => Count { chars: offset as u32, units: offset as u32 },
        }
    }

    /// The number of lines; a final line break opens one more, empty line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The zero-based line that holds byte `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The first byte of the zero-based line `line`; `None` past the last line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// The line and column of byte `offset` in `text`, the text that this index was made from.
    /// An offset inside a character counts as that character's start. A byte order mark takes no column.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: u32, unit: ColumnUnit) -> LineColumn {
        let line = self.line_of(offset);
        let mut start = self.starts.get(line).copied().unwrap_or(0) as usize;
        if line == 0 && text.starts_with('\u{feff}') {
            start = 3;
        }
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let start = start.min(end);
        let (from, to) = (self.count(text, start), self.count(text, end));
        let column = match unit {
            ColumnUnit::Byte => (end - start) as u32,
            ColumnUnit::Char => to.chars - from.chars,
            ColumnUnit::Utf16 => to.units - from.units,
        };
        LineColumn { line: line as u32 + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_they_say() {
        let text = "a\r\n中😀x\rb\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 4);
        let x = text.find('x').unwrap() as u32;
        let at = |unit| index.line_column(text, x, unit);
        assert_eq!(at(ColumnUnit::Byte), LineColumn { line: 2, column: 8 });
        assert_eq!(at(ColumnUnit::Char), LineColumn { line: 2, column: 3 });
        assert_eq!(at(ColumnUnit::Utf16), LineColumn { line: 2, column: 4 });
    }

    #[test]
    fn columns_in_long_lines_are_those_of_a_walk() {
        for filler in ["a", "中", "😀b", "é\u{301}"] {
            let text = format!("\u{feff}{}\r{}\n", filler.repeat(700), filler.repeat(900));
            let index = LineIndex::new(&text);
            for (at, _) in text.char_indices().skip(1) {
                let start = text[..at].rfind('\r').map_or(3, |end| end + 1);
                let walked: u32 = text[start..at].chars().map(|it| it.len_utf16() as u32).sum();
                let found = index.line_column(&text, at as u32, ColumnUnit::Utf16);
                assert_eq!(found.column, walked + 1, "byte {at} of {filler:?}");
            }
        }
    }
}
