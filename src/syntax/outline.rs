//! Which node is at a place, and in what: made for a tree when somebody asks.

use super::{NodeId, Tree};
use crate::source::TextRange;

/// The nodes of a tree in the order of the text, with what each is in.
#[derive(Debug)]
pub(super) struct Outline {
    /// The nodes by where they begin; one that holds others comes before them.
    order: Vec<NodeId>,
    /// For each node of the arena what it is in.
    parents: Vec<NodeId>,
}

impl Outline {
    /// The outline of `tree`; `is_link` tells the kinds whose child is not one of their own.
    pub(super) fn of<K: Copy>(tree: &Tree<K>, is_link: impl Fn(K) -> bool) -> Self {
        let mut order = Vec::with_capacity(tree.node_count());
        let mut parents = vec![NodeId::ROOT; tree.node_count()];
        let mut open = vec![tree.children(NodeId::ROOT)];
        order.push(NodeId::ROOT);
        let mut path = vec![NodeId::ROOT];
        while let Some(children) = open.last_mut() {
            let Some(id) = children.next() else {
                open.pop();
                path.pop();
                continue;
            };
            order.push(id);
            if let (Some(parent), Some(slot)) = (path.last(), parents.get_mut(id.index())) {
                *slot = *parent;
            }
            if !is_link(tree.node(id).kind) {
                path.push(id);
                open.push(tree.children(id));
            }
        }
        // Recovery may put what comes later before what comes first.
        order.sort_by_key(|&id| tree.node(id).props);
        Outline { order, parents }
    }

    /// The smallest node that holds `range`, of two that meet at its start the second; `range_of` tells where nodes
    /// are.
    pub(super) fn at(&self, range: TextRange, range_of: impl Fn(NodeId) -> TextRange) -> NodeId {
        let begun = self.order.partition_point(|&id| range_of(id).start <= range.start);
        let last = begun.checked_sub(1).and_then(|index| self.order.get(index));
        let mut id = last.copied().unwrap_or(NodeId::ROOT);
        while range_of(id).end < range.end {
            let Some(parent) = self.parent(id) else { break };
            id = parent;
        }
        id
    }

    /// What `id` is in; `None` for the root.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        if id == NodeId::ROOT { None } else { self.parents.get(id.index()).copied() }
    }
}
