//! Where a node may begin, and as what.

/// Where a node is expected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The indentation around it, `n`: a node on a line of its own stands further to the right.
    pub(super) indent: i32,
    /// A block collection or a key may begin on the line of the indicator, `s-l+block-indented [185]`.
    pub(super) compact: bool,
    /// A sequence may stand in the very column of `indent`, `seq-space [201]`.
    pub(super) indentless: bool,
}

impl Place {
    /// The value of an implicit key.
    pub(super) fn value(indent: i32) -> Self {
        Place { indent, compact: false, indentless: true }
    }

    /// The item behind `-`.
    pub(super) fn item(indent: i32) -> Self {
        Place { indent, compact: true, indentless: false }
    }

    /// The key behind `?`, and the value behind a `:` of its own.
    pub(super) fn explicit(indent: i32) -> Self {
        Place { indent, compact: true, indentless: true }
    }
}
