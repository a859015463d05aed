//! The text as a row of tokens without gaps.

use super::ast::View;
use super::identifier::identifier_len;
use super::kind::{Kind, flags};
use super::markers::introducer;
use super::scanner::Scanner;
use crate::source::TextRange;
use crate::syntax::NodeId;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is; the next token starts where it ends.
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
    /// Text that no token can be made of; the tree has an error for it.
    Error,
}

impl View<'_> {
    /// The whole text as tokens: the first starts at 0, each starts where the one before ends, the last ends
    /// with the text.
    #[must_use]
    pub fn tokens(&self) -> Vec<Token> {
        let mut known = self.known_tokens();
        known.sort_by_key(|token| token.range.start);
        let mut tokens = Vec::with_capacity(self.tree.node_count() * 2);
        let mut at = 0;
        for token in known {
            if token.range.start < at || token.range.is_empty() {
                continue;
            }
            self.raw_tokens(at, token.range.start, &mut tokens);
            tokens.push(token);
            at = token.range.end;
        }
        self.raw_tokens(at, self.text.len() as u32, &mut tokens);
        tokens
    }

    /// The tokens that only the tree knows: comments, literal text and the marks of heredocs.
    fn known_tokens(&self) -> Vec<Token> {
        let comment = |&range: &TextRange| Token { kind: TokenKind::Comment, range };
        let mut known: Vec<Token> = self.tree.comments.iter().map(comment).collect();
        let mut open = vec![self.root()];
        while let Some(id) = open.pop() {
            match self.kind(id) {
                Kind::TemplateText => {
                    known.push(Token { kind: TokenKind::TemplateText, range: self.range(id) })
                }
                Kind::Template | Kind::Heredoc if self.tree.first_child(id).is_none() => {
                    let range = self.content_range(id);
                    known.push(Token { kind: TokenKind::TemplateText, range });
                }
                _ => {}
            }
            if self.kind(id) == Kind::Heredoc {
                self.heredoc_marks(id, &mut known);
            }
            open.extend(self.children(id));
        }
        known
    }

    /// The opening and the closing mark of the heredoc `id`.
    fn heredoc_marks(&self, id: NodeId, known: &mut Vec<Token>) {
        let node = self.node(id);
        let content = self.content_range(id);
        let opening = TextRange::new(node.start, content.start).of(self.text).trim_end().len() as u32;
        let range = TextRange::new(node.start, node.start + opening);
        known.push(Token { kind: TokenKind::Punctuation, range });
        let last = self.children(id).last().map_or(content.end, |last| self.node(last).end);
        let gap = TextRange::new(last, node.end).of(self.text);
        let blank = gap.len() - gap.trim_start_matches([' ', '\t']).len();
        if node.flags & flags::UNCLOSED == 0 && gap.len() > blank {
            let range = TextRange::new(last + blank as u32, node.end);
            known.push(Token { kind: TokenKind::Punctuation, range });
        }
    }

    /// The literal text of a quoted template or heredoc without other parts: what is between its marks.
    #[must_use]
    pub fn content_range(&self, id: NodeId) -> TextRange {
        let node = self.node(id);
        let closed = node.flags & flags::UNCLOSED == 0;
        match node.kind {
            Kind::Template => {
                let start = (node.start + 1).min(node.end);
                TextRange::new(start, if closed { node.end.saturating_sub(1).max(start) } else { node.end })
            }
            Kind::Heredoc => {
                let start = introducer(self.text, node.start as usize)
                    .map_or(node.end, |introducer| (introducer.content as u32).min(node.end));
                if !closed {
                    return TextRange::new(start, node.end);
                }
                let content = TextRange::new(start, node.end).of(self.text);
                let len = memchr::memrchr(b'\n', content.as_bytes()).map_or(0, |at| at + 1);
                TextRange::new(start, start + len as u32)
            }
            _ => node.range(),
        }
    }

    /// Tokens of the text from `start` to `end`, in which there is no literal text and no comment.
    fn raw_tokens(&self, start: u32, end: u32, tokens: &mut Vec<Token>) {
        let mut at = start;
        while at < end {
            let rest = TextRange::new(at, end).of(self.text);
            let (kind, len) = raw_token(self.text, at as usize, rest);
            let range = TextRange::new(at, at + (len as u32).clamp(1, end - at));
            match tokens.last_mut() {
                Some(last) if kind == TokenKind::Error && last.kind == kind => last.range.end = range.end,
                _ => tokens.push(Token { kind, range }),
            }
            at = range.end;
        }
    }
}

/// The token that `rest` starts with, which is the text from `at` on.
fn raw_token(text: &str, at: usize, rest: &str) -> (TokenKind, usize) {
    let bytes = rest.as_bytes();
    let first = bytes.first().copied().unwrap_or(0);
    let second = bytes.get(1).copied().unwrap_or(0);
    let space = space_len(bytes);
    if space > 0 {
        return (TokenKind::Space, space);
    }
    let identifier = identifier_len(bytes);
    if identifier > 0 {
        return (TokenKind::Identifier, identifier);
    }
    let len = match (first, second) {
        (b'0'..=b'9', _) => {
            let mut scanner = Scanner::new(text);
            scanner.at = at;
            return (TokenKind::Number, scanner.number());
        }
        (b'.', b'.') if bytes.starts_with(b"...") => 3,
        (b'$' | b'%', b'{') => 2 + usize::from(bytes.get(2) == Some(&b'~')),
        (b'=', b'=' | b'>') | (b'!' | b'<' | b'>', b'=') => 2,
        (b'&', b'&') | (b'|', b'|') | (b':', b':') | (b'~', b'}') => 2,
        (b'{' | b'}' | b'[' | b']' | b'(' | b')' | b',' | b'.' | b'"', _) => 1,
        (b'=' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'!' | b'?' | b':', _) => 1,
        _ if at == 0 && rest.starts_with('\u{feff}') => 3,
        _ => {
            let character = rest.chars().next().map_or(1, char::len_utf8);
            return (TokenKind::Error, character);
        }
    };
    (TokenKind::Punctuation, len)
}

/// The length of the spaces and line ends that `bytes` starts with.
fn space_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    loop {
        match bytes.get(len) {
            Some(b' ' | b'\t' | b'\n') => len += 1,
            Some(b'\r') if bytes.get(len + 1) == Some(&b'\n') => len += 2,
            _ => return len,
        }
    }
}
