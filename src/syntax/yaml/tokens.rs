//! The text as a run of tokens without gaps.

use crate::source::TextRange;

/// What a token of a YAML or JSON text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks, tabs and line breaks.
    Blank,
    /// `# …`
    Comment,
    /// `%YAML …`, `%TAG …`
    Directive,
    /// `---` or `...`
    Marker,
    /// `- ? : , [ ] { }`
    Punctuation,
    /// `!Ref`
    Tag,
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// A scalar of any style, its quotes included.
    Scalar,
    /// The byte order mark.
    ByteOrderMark,
    /// Text that an error is reported for.
    Error,
}

/// The tokens of one text in order; their ranges joined are the whole text.
#[derive(Debug, Default)]
pub struct Tokens {
    tokens: std::vec::IntoIter<(TokenKind, TextRange)>,
}

impl Iterator for Tokens {
    type Item = (TokenKind, TextRange);

    fn next(&mut self) -> Option<Self::Item> {
        self.tokens.next()
    }
}
