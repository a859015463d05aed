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
        LineIndex { starts }
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
        let before = text.get(start..end).unwrap_or_default();
        let column = match unit {
            ColumnUnit::Byte => before.len(),
            ColumnUnit::Char => before.chars().count(),
            ColumnUnit::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        LineColumn { line: line as u32 + 1, column: column as u32 + 1 }
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
}
