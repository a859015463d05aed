//! What holds for the tree of any text; each function panics where it does not.

use std::fmt::Debug;

use nestc::diagnostic::Lang;
use nestc::source::{Pieces, TextRange};
use nestc::syntax::{NodeId, SyntaxError, Tree, budget};

/// The tokens `ranges` leave no gap, none overlaps another, and joined they are `text`.
pub(crate) fn tokens(text: &str, ranges: impl Iterator<Item = TextRange>) {
    let mut end = 0;
    for range in ranges {
        assert_eq!(range.start, end, "a gap or an overlap before a token");
        assert!(range.start < range.end, "an empty token at {end}");
        on_boundaries(text, range, "a token");
        end = range.end;
    }
    assert_eq!(end as usize, text.len(), "the last token does not end with the text");
}

/// Nodes, comments and errors of `tree` lie in `text`, on character boundaries; children lie in order in their
/// parents; every node has one parent at most. `is_link` says which are the kinds whose child is not a child of theirs.
pub(crate) fn tree<K: Copy + Debug>(text: &str, tree: &Tree<K>, is_link: impl Fn(K) -> bool) {
    for id in tree.ids() {
        let node = tree.node(id);
        on_boundaries(text, node.range(), "a node");
        on_boundaries(text, node.full_range(), "a node's properties");
    }
    for &comment in &tree.comments {
        on_boundaries(text, comment, "a comment");
    }
    assert!(tree.errors.len() <= budget::SYNTAX_ERRORS + 1, "{} errors", tree.errors.len());
    assert!(tree.errors.is_sorted_by_key(|error| error.primary.span.start), "errors out of order");
    tree.errors.iter().for_each(|error| self::error(text, error));
    children(tree, is_link);
}

fn children<K: Copy + Debug>(tree: &Tree<K>, is_link: impl Fn(K) -> bool) {
    let mut met = vec![false; tree.node_count()];
    let mut todo = vec![NodeId::ROOT];
    while let Some(id) = todo.pop() {
        assert!(!std::mem::replace(&mut met[id.index()], true), "a node with two parents");
        let node = *tree.node(id);
        if is_link(node.kind) {
            continue;
        }
        let mut at = node.start;
        for child in tree.children(id) {
            let range = tree.node(child).full_range();
            let kinds = (node.kind, tree.node(child).kind);
            assert!(at <= range.start, "children out of order at {at}: {kinds:?} {range:?}");
            assert!(
                range.end <= node.end,
                "a child that ends behind its parent: {kinds:?} {range:?} {node:?}"
            );
            at = range.end;
            todo.push(child);
        }
    }
}

fn error(text: &str, error: &SyntaxError) {
    on_boundaries(text, error.primary.span, "an error");
    for label in &error.secondary {
        on_boundaries(text, label.span, "a related place");
    }
    for edit in error.edits() {
        on_boundaries(text, edit.span, "a fix");
    }
    for lang in [Lang::En, Lang::Zh] {
        let (message, label) = (error.message.get(lang), error.primary.message.get(lang));
        assert!(!message.is_empty() && !message.ends_with(['.', '。']), "{message:?}");
        assert!(!label.ends_with(['.', '。']), "{label:?}");
    }
}

fn on_boundaries(text: &str, range: TextRange, what: &str) {
    let TextRange { start, end } = range;
    assert!(start <= end && end as usize <= text.len(), "{what} at {start}..{end} of {} bytes", text.len());
    assert!(text.is_char_boundary(start as usize), "{what} starts inside a character: {start}..{end}");
    assert!(text.is_char_boundary(end as usize), "{what} ends inside a character: {start}..{end}");
}

/// The `pieces` of a decoded `value` cover it without a gap, lie in `text` in order, and those called verbatim
/// hold the same bytes on both sides.
pub(crate) fn pieces(text: &str, value: &str, pieces: &Pieces) {
    let (mut inner, mut outer) = (0, 0);
    for piece in &pieces.0 {
        assert_eq!(piece.inner.start, inner, "a gap between pieces");
        assert!(outer <= piece.outer.start, "pieces out of order");
        on_boundaries(value, piece.inner, "a piece of a value");
        on_boundaries(text, piece.outer, "a piece of a text");
        if piece.verbatim {
            assert_eq!(piece.inner.of(value), piece.outer.of(text), "a verbatim piece");
        }
        inner = piece.inner.end;
        outer = piece.outer.end;
    }
    assert_eq!(inner as usize, value.len(), "the pieces end before the value");
}
