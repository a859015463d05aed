//! An arena of small fixed-size nodes over a text that the tree does not own.
//!
//! A node is a kind and a byte range; its children hang on it as a linked list in source order, so a
//! parser can wrap a finished node into a new parent without moving anything. Everything between the
//! leaves (spaces, comments, punctuation) stays in the text.

use super::SyntaxError;
use crate::source::TextRange;

/// A node of a [`Tree`]; only good for the tree it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The root of every tree.
    pub const ROOT: NodeId = NodeId(0);

    /// The node's place in the arena.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One node: 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node<K> {
    /// What the node is.
    pub kind: K,
    /// Bits that only the language's own module reads.
    pub flags: u8,
    /// First byte of the node's own text, after any YAML tag or anchor.
    pub start: u32,
    /// One past the node's last byte.
    pub end: u32,
    /// First byte of the node's YAML properties (tag, anchor); `start` where it has none.
    pub props: u32,
    /// First child or, for a YAML alias, the anchored node; 0 for none, since the root is nobody's child.
    child: u32,
    /// Next sibling; 0 for none.
    next: u32,
}

impl<K> Node<K> {
    /// The node's own text.
    #[inline]
    #[must_use]
    pub const fn range(&self) -> TextRange {
        TextRange::new(self.start, self.end)
    }

    /// The node's text with its properties.
    #[inline]
    #[must_use]
    pub const fn full_range(&self) -> TextRange {
        TextRange::new(self.props, self.end)
    }
}

/// What a parser makes of one text: nodes, comments and all errors.
#[derive(Clone, Debug)]
pub struct Tree<K> {
    nodes: Vec<Node<K>>,
    /// Comments in source order, their markers included, their line ends not.
    pub comments: Vec<TextRange>,
    /// All errors in source order.
    pub errors: Vec<SyntaxError>,
}

impl<K> Tree<K> {
    /// The comments of `text` in which `word` is.
    pub fn comments_with<'t>(&'t self, text: &'t str, word: &'t str) -> impl Iterator<Item = TextRange> + 't {
        let finder = memchr::memmem::Finder::new(word);
        let comments = self.comments.iter().copied();
        comments.filter(move |comment| finder.find(comment.of(text).as_bytes()).is_some())
    }
}

impl<K: Copy> Tree<K> {
    /// A tree of one root node of kind `kind` over `0..len`, with room for `capacity` nodes.
    #[must_use]
    pub fn new(kind: K, len: u32, capacity: usize) -> Self {
        let mut tree =
            Tree { nodes: Vec::with_capacity(capacity.max(1)), comments: Vec::new(), errors: Vec::new() };
        let _root = tree.push(kind, TextRange::new(0, len));
        tree
    }

    /// Adds a node without children or parent.
    #[inline]
    pub fn push(&mut self, kind: K, range: TextRange) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        if self.nodes.len() == self.nodes.capacity() {
            self.make_room(range.start);
        }
        self.nodes.push(Node {
            kind,
            flags: 0,
            start: range.start,
            end: range.end,
            props: range.start,
            child: 0,
            next: 0,
        });
        id
    }

    /// Makes room for as many nodes as the text has if it goes on as it has begun up to the byte `at`, so that
    /// nodes are seldom moved and little room stays empty.
    #[cold]
    fn make_room(&mut self, at: u32) {
        let nodes = self.nodes.len();
        let length = self.nodes.first().map_or(0, |root| root.end);
        let rest = u64::from(length.saturating_sub(at));
        let expected = ((nodes as u64).saturating_mul(rest) / u64::from(at.max(1))) as usize;
        let margin = expected / 16 + 16;
        self.nodes.reserve_exact((expected + margin).clamp(nodes / 4, nodes.saturating_mul(16) + 16));
    }

    /// The node `id`. For a node of another tree, some node of this one.
    #[inline]
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node<K> {
        let last = self.nodes.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "a tree always has its root, and the index is clamped")]
        &self.nodes[id.index().min(last)]
    }

    /// The node `id`, to be changed by the parser that builds the tree.
    #[inline]
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node<K> {
        let last = self.nodes.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "a tree always has its root, and the index is clamped")]
        &mut self.nodes[id.index().min(last)]
    }

    /// Hangs `child` under `parent`, after `last`, the child that was hung there before it, if any.
    #[inline]
    pub fn append_child(&mut self, parent: NodeId, last: Option<NodeId>, child: NodeId) {
        match last {
            Some(last) => self.node_mut(last).next = child.0,
            None => self.node_mut(parent).child = child.0,
        }
    }

    /// Makes `target` what the alias `alias` stands for; read back with [`Tree::first_child`].
    #[inline]
    pub fn link(&mut self, alias: NodeId, target: NodeId) {
        self.node_mut(alias).child = target.0;
    }

    /// Takes all children after `before`, or all at all, from under `parent`.
    pub fn unhang(&mut self, parent: NodeId, before: Option<NodeId>) {
        match before {
            Some(before) => self.node_mut(before).next = 0,
            None => self.node_mut(parent).child = 0,
        }
    }

    /// Takes `id` from the siblings after it.
    pub fn cut(&mut self, id: NodeId) {
        self.node_mut(id).next = 0;
    }

    /// Lets every node end where its last child does, at least: what recovery puts into a node that was closed
    /// before may be after its end. `is_link` says which are the kinds whose child is not a child of theirs.
    pub fn cover_children(&mut self, is_link: impl Fn(K) -> bool) {
        let mut todo = vec![(NodeId::ROOT, false)];
        while let Some((id, covered)) = todo.pop() {
            if is_link(self.node(id).kind) {
                continue;
            }
            if covered {
                let end = self.children(id).map(|child| self.node(child).end).max().unwrap_or(0);
                let node = self.node_mut(id);
                node.end = node.end.max(end);
            } else if self.first_child(id).is_some() {
                todo.push((id, true));
                todo.extend(self.children(id).map(|child| (child, false)));
            }
        }
    }

    /// Forgets every node that was added after the first `count`. The parser that calls this sees to it
    /// that none of those left refers to one of them.
    pub fn truncate(&mut self, count: usize) {
        self.nodes.truncate(count.max(1));
    }

    /// The first child of `id`, or the node that the alias `id` stands for.
    #[inline]
    #[must_use]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        match self.node(id).child {
            0 => None,
            child => Some(NodeId(child)),
        }
    }

    /// The sibling after `id`.
    #[inline]
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        match self.node(id).next {
            0 => None,
            next => Some(NodeId(next)),
        }
    }

    /// The children of `id` in source order. Not for aliases.
    #[inline]
    #[must_use]
    pub fn children(&self, id: NodeId) -> Children<'_, K> {
        Children { tree: self, next: self.first_child(id) }
    }

    /// The number of nodes, the root included.
    #[inline]
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// Every node with its id, in the order of [`Tree::ids`].
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node<K>)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(index as u32), node))
    }

    /// Every node in the order in which the parser made it; a parent may follow its children.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<K> {
        (0..self.nodes.len() as u32).map(NodeId)
    }
}

/// The children of one node.
#[derive(Clone, Debug)]
pub struct Children<'t, K> {
    tree: &'t Tree<K>,
    next: Option<NodeId>,
}

impl<K: Copy> Iterator for Children<'_, K> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.next_sibling(id);
        Some(id)
    }
}
