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

    /// The byte of the embedded text that byte `at` of the host stands for; `None` where it stands for none: before
    /// the text, after it, in what the host leaves out. The place right after the text counts.
    #[must_use]
    pub fn to_inner(&self, at: u32) -> Option<u32> {
        let index = self.0.partition_point(|piece| piece.outer.end <= at);
        let piece = self.0.get(index).filter(|piece| piece.outer.start <= at);
        // Between two pieces the end of the first counts, for whoever types there.
        let before =
            || index.checked_sub(1).and_then(|index| self.0.get(index)).filter(|it| it.outer.end == at);
        match piece {
            Some(piece) if piece.verbatim => Some(piece.inner.start + (at - piece.outer.start)),
            Some(piece) => Some(piece.inner.start),
            None => before().map(|piece| piece.inner.end),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_both_ways() {
        // `  "a\u4e2d b"`: an escape sequence of six bytes is one character of three.
        let piece = |inner: (u32, u32), outer: (u32, u32), verbatim| Piece {
            inner: TextRange::new(inner.0, inner.1),
            outer: TextRange::new(outer.0, outer.1),
            verbatim,
        };
        let pieces = Pieces(vec![
            piece((0, 1), (3, 4), true),
            piece((1, 4), (4, 10), false),
            piece((4, 6), (12, 14), true),
        ]);
        for (outer, inner) in [
            (2, None),
            (3, Some(0)),
            (4, Some(1)),
            (7, Some(1)),
            (10, Some(4)),
            (11, None),
            (13, Some(5)),
            (14, Some(6)),
            (15, None),
        ] {
            assert_eq!(pieces.to_inner(outer), inner, "{outer}");
        }
        for inner in [0, 1, 4, 5] {
            assert_eq!(pieces.to_inner(pieces.to_outer(TextRange::new(inner, inner + 1)).start), Some(inner));
        }
    }
}
