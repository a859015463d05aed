//! Merge keys: the entries of a mapping as PyYAML's `flatten_mapping` gives them.

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
    /// Whether the entry comes from a merge key and not from the mapping itself.
    pub merged: bool,
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
    /// Entries beyond [`budget::MERGE_ENTRIES`] are left out.
    #[must_use]
    pub fn merged_entries(self, id: NodeId) -> Vec<MergedEntry> {
        let id = self.deref(id);
        let mut entries = Vec::new();
        let merges: Vec<NodeId> =
            self.entries(id).filter(|&(key, _)| self.is_merge_key(key)).map(|(_, value)| value).collect();
        let mut budget = budget::MERGE_ENTRIES;
        for value in merges {
            let mut open = vec![id];
            self.merge(value, &mut entries, &mut open, &mut budget);
        }
        let own = self.entries(id).filter(|&(key, _)| !self.is_merge_key(key));
        entries.extend(own.map(|(key, value)| MergedEntry { key, value, merged: false }));
        entries
    }

    /// Adds what the operand `value` of a merge key brings. `open` are the mappings being merged, so
    /// that one that merges itself ends.
    fn merge(
        self,
        value: NodeId,
        entries: &mut Vec<MergedEntry>,
        open: &mut Vec<NodeId>,
        budget: &mut usize,
    ) {
        let target = self.deref(value);
        match self.kind(target) {
            Kind::Mapping => self.merge_mapping(target, entries, open, budget),
            Kind::Sequence => {
                // Of several mappings the first counts most, so it is merged last.
                let items: Vec<NodeId> = self.items(target).collect();
                for item in items.into_iter().rev() {
                    let item = self.deref(item);
                    if self.kind(item) == Kind::Mapping {
                        self.merge_mapping(item, entries, open, budget);
                    }
                }
            }
            _ => {}
        }
    }

    fn merge_mapping(
        self,
        mapping: NodeId,
        entries: &mut Vec<MergedEntry>,
        open: &mut Vec<NodeId>,
        budget: &mut usize,
    ) {
        if open.contains(&mapping) || open.len() > MERGE_DEPTH || *budget == 0 {
            return;
        }
        open.push(mapping);
        for (key, value) in self.entries(mapping) {
            if self.is_merge_key(key) {
                self.merge(value, entries, open, budget);
            }
        }
        for (key, value) in self.entries(mapping) {
            if *budget == 0 {
                break;
            }
            if !self.is_merge_key(key) {
                *budget -= 1;
                entries.push(MergedEntry { key, value, merged: true });
            }
        }
        let _ = open.pop();
    }
}

/// Merge keys inside merged mappings inside merged mappings, and so on.
const MERGE_DEPTH: usize = 64;
