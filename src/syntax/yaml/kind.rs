//! The nodes of YAML and JSON trees.

/// What a node of a YAML or JSON tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The whole text; children: its documents.
    Stream,
    /// One document; at most one child, its content.
    Document,
    /// A mapping or JSON object; children alternate: key, value.
    Mapping,
    /// A sequence or JSON array; children: its items.
    Sequence,
    /// An unquoted scalar, or a JSON number or name.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`, also every JSON string.
    DoubleQuoted,
    /// `|`; the range runs from the indicator to the end of the last content line, its line break included.
    Literal,
    /// `>`; as [`Kind::Literal`].
    Folded,
    /// `*name`; linked to the anchored node where there is one.
    Alias,
    /// Nothing, where a node is expected: null. An empty range.
    Empty,
    /// Text that could not be read, in the place of a node; an error says why.
    Error,
}
