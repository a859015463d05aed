//! Merge keys: the entries of a mapping as PyYAML's `flatten_mapping` gives them.

use std::collections::HashSet;

use super::resolve::{self, Type};
use super::tags::CORE;
use super::{Kind, View};
use crate::syntax::{NodeId, budget};

/// One entry of a mapping after its merge keys are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedEntry {
    /// The key node.
    pub key: NodeId,
    /// The value node; may be an alias.
    pub value: NodeId,
    /// The `<<` of the mapping itself that brings the entry in, and its value; nothing for an entry of its own.
    pub merge: Option<(NodeId, NodeId)>,
}

impl View<'_> {
    /// Whether the key `key` merges its value into the mapping: an unquoted `<<`.
    #[must_use]
    pub fn is_merge_key(self, key: NodeId) -> bool {
        let key = self.deref(key);
        let node = self.tree.node(key);
        if node.props == node.start {
            return node.kind == Kind::Plain && node.range().of(self.text) == "<<";
        }
        match self.full_tag(key).as_deref() {
            None => node.kind == Kind::Plain && self.text(key) == "<<",
            Some("!") => self.is_scalar(key) && resolve::implicit(&self.text(key)) == Type::Merge,
            Some(tag) => tag.strip_prefix(CORE) == Some("merge"),
        }
    }

    /// The entries of the mapping `id` with its merge keys (`<<`) applied as PyYAML does: what is
    /// merged stands first, the mapping's own entries behind it, and of equal keys the last one counts.
    /// A mapping that is merged several times stands where it counts most. Entries beyond
    /// [`budget::MERGE_ENTRIES`] are left out.
    #[must_use]
    pub fn merged_entries(self, id: NodeId) -> Vec<MergedEntry> {
        let id = self.deref(id);
        let (entries, operands) = self.split(id, None);
        if operands.is_empty() {
            return entries;
        }
        let mut merging =
            Merging { view: self, entries, seen: HashSet::from([id]), left: budget::MERGE_ENTRIES };
        merging.entries.reverse();
        for operand in operands.into_iter().rev() {
            merging.operand(operand.1, 0, operand);
        }
        merging.entries.reverse();
        merging.entries
    }

    /// The entries of a mapping that are its own, as what `merge` brings in, and its merge keys with their operands.
    fn split(
        self,
        mapping: NodeId,
        merge: Option<(NodeId, NodeId)>,
    ) -> (Vec<MergedEntry>, Vec<(NodeId, NodeId)>) {
        let (mut entries, mut operands) = (Vec::new(), Vec::new());
        for (key, value) in self.entries(mapping) {
            if self.is_merge_key(key) {
                operands.push((key, value));
            } else {
                entries.push(MergedEntry { key, value, merge });
            }
        }
        (entries, operands)
    }
}

/// What merge keys bring in, what counts most first.
struct Merging<'t> {
    view: View<'t>,
    entries: Vec<MergedEntry>,
    /// The mappings that were merged: once more they add nothing, and one that merges itself ends.
    seen: HashSet<NodeId>,
    /// Entries that may still be added.
    left: usize,
}

impl Merging<'_> {
    /// Adds what the operand `value` of a merge key brings in, `depth` merge keys deep; the outermost is `merge`.
    fn operand(&mut self, value: NodeId, depth: usize, merge: (NodeId, NodeId)) {
        let view = self.view;
        let target = view.deref(value);
        match view.kind(target) {
            Kind::Mapping => self.mapping(target, depth, merge),
            Kind::Sequence => {
                // Of several mappings the first counts most.
                let items = view.items(target).map(|item| view.deref(item));
                let mappings = items.filter(|&item| view.kind(item) == Kind::Mapping);
                mappings.for_each(|item| self.mapping(item, depth, merge));
            }
            _ => {}
        }
    }

    fn mapping(&mut self, mapping: NodeId, depth: usize, merge: (NodeId, NodeId)) {
        if depth > budget::MERGE_DEPTH || self.left == 0 || !self.seen.insert(mapping) {
            return;
        }
        let (entries, operands) = self.view.split(mapping, Some(merge));
        let added = entries.into_iter().rev().take(self.left);
        self.left -= added.len();
        self.entries.extend(added);
        for (_, value) in operands.into_iter().rev() {
            self.operand(value, depth + 1, merge);
        }
    }
}
