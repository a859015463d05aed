//! What the parser leaves in a node's flags for those who read its text.

/// The node stands inside brackets.
pub(in crate::syntax) const FLOW: u8 = 1;
/// The scalar holds line breaks that fold.
pub(in crate::syntax) const LINES: u8 = 2;
/// The scalar holds escapes: `\` or `''`.
pub(in crate::syntax) const ESCAPES: u8 = 4;
/// The scalar lacks its closing quote.
pub(in crate::syntax) const UNCLOSED: u8 = 16;
/// The document has directives; they stand before its `---`.
pub(in crate::syntax) const DIRECTIVES: u8 = 8;

/// The flags of a block scalar are its indentation instead; from this value on it must be looked for.
pub(super) const INDENT_MAX: u8 = u8::MAX;
