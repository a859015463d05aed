//! Places in a text, as half-open byte ranges that lie on character boundaries.

/// A text that [`Texts`](super::Texts) holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one text: `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range `start..end`; both in bytes, `start <= end`.
    #[inline]
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        TextRange { start, end }
    }

    /// The empty range before byte `at`.
    #[inline]
    #[must_use]
    pub const fn empty(at: u32) -> Self {
        TextRange { start: at, end: at }
    }

    /// The number of bytes in the range.
    #[inline]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether byte `at` lies in the range.
    #[inline]
    #[must_use]
    pub const fn contains(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        TextRange::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text of the range; empty where the range does not lie in `text`.
    #[inline]
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The same range in the file `file`.
    #[inline]
    #[must_use]
    pub const fn in_file(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

/// A [`TextRange`] in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range without its file.
    #[inline]
    #[must_use]
    pub const fn range(self) -> TextRange {
        TextRange::new(self.start, self.end)
    }
}
