//! Looking things up in YAML and JSON trees, merge keys and aliases included.

use crate::source::{FileId, Span};
use crate::syntax::yaml::{Kind, Language, View};
use crate::syntax::{NodeId, Tree};

/// A tree with its text and file.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    pub(super) file: FileId,
    /// The aliases of the tree with what they stand for.
    aliases: Vec<(NodeId, NodeId)>,
}

/// An entry that was looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    /// The `<<` key of the mapping that the entry was looked up in, and its value, where the entry came
    /// through it.
    pub(super) merge: Option<(NodeId, NodeId)>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(tree: &'t Tree<Kind>, text: &'t str, language: Language, file: FileId) -> Self {
        let view = View { tree, text, language };
        let is_alias = |id: &NodeId| view.kind(*id) == Kind::Alias;
        let has_anchor = memchr::memchr(b'*', text.as_bytes()).is_some();
        let aliases = if has_anchor {
            tree.ids().filter(is_alias).map(|id| (id, view.deref(id))).collect()
        } else {
            Vec::new()
        };
        Reader { view, file, aliases }
    }

    /// Where `id` stands, its tag included.
    pub(super) fn span(&self, id: NodeId) -> Span {
        let range = self.view.range(id);
        let start = self.view.tag(id).map_or(range.start, |(tag, _)| tag.start);
        Span { file: self.file, start, end: range.end }
    }

    /// The last entry of `mapping` called `name`, or else the one that its merge keys bring in.
    pub(super) fn find(&self, mapping: NodeId, name: &str) -> Option<Found> {
        self.find_at(mapping, name, 0)
    }

    fn find_at(&self, mapping: NodeId, name: &str, depth: usize) -> Option<Found> {
        let mut own = None;
        let mut merges = Vec::new();
        for (key, value) in self.view.entries(mapping) {
            if !self.view.is_scalar(key) {
                continue;
            }
            let text = self.view.text(key);
            if text == name {
                own = Some(Found { key, value, merge: None });
            } else if text == "<<" && self.view.kind(key) == Kind::Plain {
                merges.push((key, value));
            }
        }
        if own.is_some() || depth > 16 {
            return own;
        }
        // The last merge key counts; in a list of mappings the first one that has the entry.
        merges.into_iter().rev().find_map(|(merge_key, value)| {
            let merged = |it: NodeId| self.find_at(it, name, depth + 1);
            let found = match self.view.kind(self.view.deref(value)) {
                Kind::Sequence => self.view.items(value).find_map(merged),
                _ => merged(value),
            };
            found.map(|found| Found { merge: Some((merge_key, value)), ..found })
        })
    }

    /// The aliases whose anchored node holds `id`.
    pub(super) fn readers_of(&self, id: NodeId) -> Vec<Span> {
        let at = self.view.range(id);
        let holds = |target: NodeId| {
            let range = self.view.range(target);
            range.start <= at.start && at.end <= range.end
        };
        self.aliases
            .iter()
            .filter(|&&(_, target)| holds(target))
            .map(|&(alias, _)| self.span(alias))
            .collect()
    }
}
