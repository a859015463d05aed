//! Takes the tree of an edited text back to the text as it is written.

use super::{Repair, lines};
use crate::source::TextRange;
use crate::syntax::yaml::state::Deferred;
use crate::syntax::yaml::{Kind, flags};
use crate::syntax::{Node, NodeId, SyntaxError, Tree, budget};

impl Repair<'_> {
    /// The tree by its places in the original, with all errors.
    pub(super) fn restored(self, mut tree: Tree<Kind>, deferred: Deferred) -> (Tree<Kind>, Deferred) {
        for id in tree.ids() {
            let node = tree.node_mut(id);
            self.restore_node(node);
        }
        tree.node_mut(NodeId::ROOT).end = self.original.len() as u32;
        for comment in &mut tree.comments {
            *comment = self.place(*comment);
        }
        let lines: Vec<usize> = self.errors.iter().map(|error| self.line(error)).collect();
        let mut errors = std::mem::take(&mut tree.errors);
        errors.iter_mut().for_each(|error| self.restore_error(error));
        errors.retain(|error| !lines.contains(&self.line(error)));
        errors.extend(self.errors);
        errors.sort_by_key(|error| (error.primary.span.start, error.primary.span.end));
        errors.truncate(budget::SYNTAX_ERRORS);
        tree.errors = errors;
        (tree, deferred)
    }

    /// Where the line of an error begins in the original.
    pub(super) fn line(&self, error: &SyntaxError) -> usize {
        let before = self.original.get(..error.primary.span.start as usize).unwrap_or_default();
        memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |found| found + 1)
    }

    pub(super) fn at(&self, at: usize) -> usize {
        lines::floor(self.original, self.edited.original(at).min(self.original.len()))
    }

    pub(super) fn place(&self, range: TextRange) -> TextRange {
        TextRange::new(self.at(range.start as usize) as u32, self.at(range.end as usize) as u32)
    }

    pub(super) fn restore_error(&self, error: &mut SyntaxError) {
        error.primary.span = self.place(error.primary.span);
        for label in &mut error.secondary {
            label.span = self.place(label.span);
        }
        for edit in error.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = self.place(edit.span);
        }
    }

    fn restore_node(&self, node: &mut Node<Kind>) {
        let edited = *node;
        let range = self.place(edited.range());
        (node.start, node.end) = (range.start, range.end.max(range.start));
        node.props = (self.at(edited.props as usize) as u32).min(node.start);
        match node.kind {
            Kind::SingleQuoted | Kind::DoubleQuoted => self.restore_quotes(node),
            Kind::Literal | Kind::Folded => self.restore_indent(node, edited),
            Kind::Plain | Kind::Empty if self.unreadable.contains(&node.start) => {
                node.kind = Kind::Error;
                node.flags &= flags::FLOW;
            }
            _ => {}
        }
    }

    /// A closing quote may have been put in.
    fn restore_quotes(&self, node: &mut Node<Kind>) {
        let quote = if node.kind == Kind::SingleQuoted { '\'' } else { '"' };
        let text = node.range().of(self.original);
        if lines::quoted_end(text, quote) != Some(text.len()) {
            node.flags |= flags::UNCLOSED | flags::ESCAPES;
        }
    }

    /// The text of a block scalar may be indented otherwise.
    fn restore_indent(&self, node: &mut Node<Kind>, edited: Node<Kind>) {
        if node.flags == flags::INDENT_MAX {
            return;
        }
        let text = edited.range().of(&self.edited.text);
        let mut at = edited.start as usize;
        for line in text.split_inclusive('\n') {
            let column = line.len() - line.trim_start_matches(' ').len();
            if at > edited.start as usize && !line.trim().is_empty() {
                let start = self.edited.original(at);
                let now = self.original.get(start..).unwrap_or_default();
                let now = now.len() - now.trim_start_matches(' ').len();
                let indent = usize::from(node.flags) + now;
                node.flags = indent.saturating_sub(column).min(usize::from(flags::INDENT_MAX)) as u8;
                return;
            }
            at += line.len();
        }
    }
}
