//! A text with virtual edits, and where each of its bytes stands in the text as it is written.

use std::ops::Range;

/// A run of the edited text that replaces one of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Patch {
    edited: Range<usize>,
    original: Range<usize>,
}

/// The pieces of a virtual edit: what becomes what, in order.
pub(super) type Pieces = Vec<(Range<usize>, String)>;

/// An edited text.
#[derive(Debug)]
pub(super) struct Edited {
    pub(super) text: String,
    patches: Vec<Patch>,
}

impl Edited {
    pub(super) fn new(original: &str) -> Self {
        Edited { text: original.to_owned(), patches: Vec::new() }
    }

    /// Where the byte `at` stands in the original; of what was put in, where it was put.
    pub(super) fn original(&self, at: usize) -> usize {
        let index = self.patches.partition_point(|patch| patch.edited.start < at);
        match index.checked_sub(1).and_then(|index| self.patches.get(index)) {
            None => at,
            Some(patch) if at >= patch.edited.end => at - patch.edited.end + patch.original.end,
            Some(patch) => (patch.original.start + at - patch.edited.start).min(patch.original.end),
        }
    }

    /// Whether a piece of an edit stands somewhere in `range` or next to it.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        let index = self.patches.partition_point(|patch| patch.edited.end < range.start);
        self.patches.get(index).is_some_and(|patch| patch.edited.start <= range.end)
    }

    /// Applies an edit.
    pub(super) fn apply(&mut self, pieces: &Pieces) {
        let Some((first, _)) = pieces.first() else { return };
        let tail = self.text.split_off(first.start);
        let start = first.start;
        let mut from = 0;
        let mut moved = 0_isize;
        for (range, text) in pieces {
            let here = range.start - start;
            self.text.push_str(tail.get(from..here).unwrap_or_default());
            self.text.push_str(text);
            from = range.end - start;
            if text.len() != range.len() {
                let shifted = |at: usize| at.saturating_add_signed(moved);
                self.patch(shifted(range.start)..shifted(range.end), text.len());
                moved += text.len() as isize - range.len() as isize;
            }
        }
        self.text.push_str(tail.get(from..).unwrap_or_default());
    }

    /// Notes that `length` bytes stand in place of `range`.
    fn patch(&mut self, range: Range<usize>, length: usize) {
        let first = self.patches.partition_point(|patch| patch.edited.end < range.start);
        let behind = self.patches.partition_point(|patch| patch.edited.start <= range.end);
        let near = self.patches.get(first..behind.max(first)).unwrap_or_default();
        let edited_start = near.first().map_or(range.start, |patch| patch.edited.start.min(range.start));
        let edited_end = near.last().map_or(range.end, |patch| patch.edited.end.max(range.end));
        let original = self.original(edited_start)..self.original_end(edited_end);
        let change = length as isize - range.len() as isize;
        for patch in self.patches.get_mut(behind.max(first)..).unwrap_or_default() {
            patch.edited.start = patch.edited.start.saturating_add_signed(change);
            patch.edited.end = patch.edited.end.saturating_add_signed(change);
        }
        let edited = edited_start..edited_end.saturating_add_signed(change);
        let _ = self.patches.splice(first..behind.max(first), [Patch { edited, original }]);
    }

    /// Where a run that ends at `at` ends in the original.
    fn original_end(&self, at: usize) -> usize {
        let index = self.patches.partition_point(|patch| patch.edited.end < at);
        match self.patches.get(index) {
            Some(patch) if patch.edited.end == at => patch.original.end,
            _ => self.original(at),
        }
    }
}
