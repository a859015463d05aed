//! Where the characters of an embedded text are in the text that carries it.

use super::TextRange;

/// A run of an embedded text and the run of its host that it was decoded from.
///
/// ```text
/// host   │    a = "\u4e2d"↵    b = 1│        (a YAML block scalar, or a quoted one with escapes)
/// inner  │a = "中"↵b = 1│
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The run in the embedded text; pieces are in order and leave no gap there.
    pub inner: TextRange,
    /// The run in the host; pieces are in order there too, with gaps (indentation, quotes).
    pub outer: TextRange,
    /// Whether both runs are the same bytes. Otherwise the outer run is an escape sequence or a folded
    /// line break that only counts as a whole.
    pub verbatim: bool,
}

/// The whole mapping of one embedded text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces(pub Vec<Piece>);

impl Pieces {
    /// The host range that `inner` was decoded from: from its first byte to its last, so the
    /// indentation after a final line break is left out. An empty range becomes an empty range.
    #[must_use]
    pub fn to_outer(&self, inner: TextRange) -> TextRange {
        let start = self.outer_start(inner.start);
        if inner.is_empty() {
            return TextRange::empty(start);
        }
        TextRange::new(start, self.outer_end(inner.end).max(start))
    }

    /// Where in the host the inner byte `at` begins.
    fn outer_start(&self, at: u32) -> u32 {
        let index = self.0.partition_point(|piece| piece.inner.end <= at);
        match self.0.get(index) {
            Some(piece) if piece.verbatim => piece.outer.start + (at - piece.inner.start.min(at)),
            Some(piece) => piece.outer.start,
            None => self.0.last().map_or(0, |piece| piece.outer.end),
        }
    }

    /// Where in the host the inner byte before `at` ends.
    fn outer_end(&self, at: u32) -> u32 {
        let index = self.0.partition_point(|piece| piece.inner.end < at);
        match self.0.get(index) {
            Some(piece) if piece.verbatim => piece.outer.start + (at - piece.inner.start.min(at)),
            Some(piece) => piece.outer.end,
            None => self.0.last().map_or(0, |piece| piece.outer.end),
        }
    }
}
