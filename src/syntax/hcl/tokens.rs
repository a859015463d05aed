//! The text as a row of tokens without gaps.

use super::View;
use crate::source::TextRange;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands; the next token starts where it ends.
    pub range: TextRange,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Blanks and line ends.
    Space,
    /// A comment, its line end not included.
    Comment,
    /// An identifier or keyword.
    Identifier,
    /// A number.
    Number,
    /// Literal text of a template, escapes included.
    TemplateText,
    /// Brackets, operators, quotes, heredoc markers, template sequence markers, a byte order mark.
    Punctuation,
    /// Text that no token can be made of; an error covers it.
    Error,
}

impl View<'_> {
    /// The whole text as tokens: the first starts at 0, each starts where the one before ends, the last ends
    /// with the text.
    #[must_use]
    pub fn tokens(&self) -> Vec<Token> {
        Vec::new()
    }
}
