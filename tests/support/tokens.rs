//! A YAML or JSON text as a run of tokens without gaps: the tree loses nothing of it.

use nestc::source::TextRange;
use nestc::syntax::NodeId;
use nestc::syntax::yaml::{Kind, View};

/// What a token of a YAML or JSON text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TokenKind {
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
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The tokens that the tree knows, in order.
    known: std::iter::Peekable<std::vec::IntoIter<(TextRange, TokenKind)>>,
}

/// The whole text as tokens without gaps.
pub(crate) fn tokens(view: View<'_>) -> Tokens<'_> {
    let mut known: Vec<(TextRange, TokenKind)> = Vec::with_capacity(view.tree.node_count());
    let mut open = vec![NodeId::ROOT];
    while let Some(id) = open.pop() {
        let node = view.tree.node(id);
        let kind = match node.kind {
            Kind::Stream | Kind::Document | Kind::Mapping | Kind::Sequence => {
                open.extend(view.tree.children(id));
                continue;
            }
            Kind::Alias => TokenKind::Alias,
            Kind::Error => TokenKind::Error,
            _ => TokenKind::Scalar,
        };
        if node.start < node.end {
            known.push((node.range(), kind));
        }
    }
    known.extend(view.tree.comments.iter().map(|&range| (range, TokenKind::Comment)));
    known.sort_unstable_by_key(|&(range, _)| range.start);
    Tokens { text: view.text, at: 0, known: known.into_iter().peekable() }
}

impl Iterator for Tokens<'_> {
    type Item = (TokenKind, TextRange);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        while self.known.peek().is_some_and(|(range, _)| (range.start as usize) < self.at) {
            let _ = self.known.next();
        }
        let start = self.at;
        let limit = self.known.peek().map_or(self.text.len(), |(range, _)| range.start as usize);
        let kind = if limit == start {
            let (range, kind) = self.known.next()?;
            self.at = range.end as usize;
            kind
        } else {
            let (length, kind) = between(self.text.get(start..limit)?, start == 0, self.begins_line());
            self.at = start + length;
            kind
        };
        Some((kind, TextRange::new(start as u32, self.at as u32)))
    }
}

impl Tokens<'_> {
    fn begins_line(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.is_empty() || before.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
    }
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The first token of the text `gap` between what the tree knows: its length and kind.
fn between(gap: &str, first: bool, line: bool) -> (usize, TokenKind) {
    let word = || gap.find(is_blank).unwrap_or(gap.len());
    let mut letters = gap.chars();
    let letter = letters.next().unwrap_or(' ');
    let alone = letters.next().is_none_or(|next| is_blank(next) || !next.is_alphanumeric());
    match letter {
        _ if is_blank(letter) => {
            (gap.find(|letter| !is_blank(letter)).unwrap_or(gap.len()), TokenKind::Blank)
        }
        '\u{feff}' if first => (letter.len_utf8(), TokenKind::ByteOrderMark),
        '-' | '.' if line && matches!(gap.get(..3), Some("---" | "...")) && word() == 3 => {
            (3, TokenKind::Marker)
        }
        '%' if line => (
            gap.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).unwrap_or(gap.len()),
            TokenKind::Directive,
        ),
        ',' | '[' | ']' | '{' | '}' | ':' | '?' => (1, TokenKind::Punctuation),
        '-' if alone => (1, TokenKind::Punctuation),
        '!' => (word(), TokenKind::Tag),
        '&' => (word(), TokenKind::Anchor),
        _ => (word(), TokenKind::Error),
    }
}
