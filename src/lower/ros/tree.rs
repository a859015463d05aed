//! Looking things up in YAML and JSON trees, merge keys and aliases included.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::aliases::Aliases;
use crate::ir::{AliasReader, LiteralText, Site, Value};
use crate::lower::spelling;
use crate::source::{FileId, Span};
use crate::syntax::yaml::{Kind, View};
use crate::syntax::{NodeId, budget};

/// A tree with its text and file.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    pub(super) file: FileId,
    /// The aliases of the tree, once somebody has asked.
    aliases: OnceCell<Aliases>,
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
    pub(super) fn new(view: View<'t>, file: FileId) -> Self {
        Reader { view, file, aliases: OnceCell::new() }
    }

    /// Where `id` is, its tag included.
    pub(super) fn span(&self, id: NodeId) -> Span {
        let range = self.view.range(id);
        let start = self.view.tag(id).map_or(range.start, |(tag, _)| tag.start);
        Span { file: self.file, start, end: range.end }
    }

    /// The last entry of `mapping` called `name`, or else the one that its merge keys bring in.
    pub(super) fn find(&self, mapping: NodeId, name: &str) -> Option<Found> {
        self.find_at(mapping, name, 0, &mut None)
    }

    /// Whether the scalar `key` is called `name`. Looks at its text only where the lengths are the same.
    #[inline]
    fn is_named(&self, key: NodeId, name: &str) -> bool {
        match self.view.verbatim(key) {
            Some(range) => range.len() as usize == name.len() && range.of(self.view.text) == name,
            None => self.view.is_scalar(key) && self.view.text(key) == name,
        }
    }

    /// Looks into a mapping that several merge keys bring in once: it is `searched` then.
    fn find_at(
        &self,
        mapping: NodeId,
        name: &str,
        depth: usize,
        searched: &mut Option<HashSet<NodeId>>,
    ) -> Option<Found> {
        let mut own = None;
        let mut merges = Vec::new();
        for (key, value) in self.view.entries(mapping) {
            if self.is_named(key, name) {
                own = Some(Found { key, value, merge: None });
            } else if self.view.is_merge_key(key) {
                merges.push((key, value));
            }
        }
        if own.is_some() || depth > budget::MERGE_DEPTH {
            return own;
        }
        // The last merge key counts; in a list of mappings the first one that has the entry.
        merges.into_iter().rev().find_map(|(merge_key, value)| {
            let mut merged = |it: NodeId| {
                let new = searched.get_or_insert_default().insert(self.view.deref(it));
                new.then(|| self.find_at(it, name, depth + 1, searched)).flatten()
            };
            let found = match self.view.kind(self.view.deref(value)) {
                Kind::Sequence => self.view.items(value).find_map(merged),
                _ => merged(value),
            };
            found.map(|found| Found { merge: Some((merge_key, value)), ..found })
        })
    }

    /// The entries of `mapping`, each as [`Reader::find`] returns it for its key; at most `budget` are looked at.
    pub(super) fn entries(&self, mapping: NodeId, budget: &mut usize) -> Vec<Found> {
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        self.entries_at(mapping, 0, budget, &mut |key, entry| {
            if seen.insert(key) {
                found.push(entry);
            }
        });
        found
    }

    /// Gives `take` the entries of `mapping` with their keys, those that count first.
    fn entries_at(
        &self,
        mapping: NodeId,
        depth: usize,
        budget: &mut usize,
        take: &mut dyn FnMut(Cow<'t, str>, Found),
    ) {
        let mut own = Vec::new();
        let mut merges = Vec::new();
        for (key, value) in self.view.entries(mapping).filter(|&(key, _)| self.view.is_scalar(key)) {
            if *budget == 0 {
                return;
            }
            *budget -= 1;
            if self.view.is_merge_key(key) {
                merges.push((key, value));
            } else {
                own.push((self.view.text(key), Found { key, value, merge: None }));
            }
        }
        own.into_iter().rev().for_each(|(text, entry)| take(text, entry));
        if depth > budget::MERGE_DEPTH {
            return;
        }
        for (merge_key, value) in merges.into_iter().rev() {
            let mut merged = |text: Cow<'t, str>, entry: Found| {
                take(text, Found { merge: Some((merge_key, value)), ..entry });
            };
            match self.view.kind(self.view.deref(value)) {
                Kind::Sequence => {
                    let items = self.view.items(value);
                    items.for_each(|item| self.entries_at(item, depth + 1, budget, &mut merged));
                }
                _ => self.entries_at(value, depth + 1, budget, &mut merged),
            }
        }
    }

    /// The alias that `id` is, if it is one.
    pub(super) fn alias_of(&self, id: NodeId) -> Option<Span> {
        (self.view.kind(id) == Kind::Alias).then(|| self.span(id))
    }

    /// What is between a mapping and `found`, which was looked up in it: what a merge key merges, or the
    /// alias that the value is.
    pub(super) fn detour(&self, found: &Found) -> Option<Span> {
        found.merge.map(|(_, merged)| self.span(merged)).or_else(|| self.alias_of(found.value))
    }

    /// How the value of `found`, which was looked up in `mapping`, is reached; `shared` is the outermost alias
    /// on the way to the mapping.
    pub(super) fn site(&self, mapping: NodeId, found: &Found, shared: Option<Span>) -> Site {
        if let Some(alias) = shared {
            return Site::Shared { alias };
        }
        if let Some((merge_key, merged)) = found.merge {
            let mapping = self.view.range(self.view.deref(mapping));
            return Site::Merge {
                merge_key: self.span(merge_key),
                merged: self.span(merged),
                flow: mapping.of(self.view.text).starts_with('{'),
            };
        }
        self.alias_of(found.value).map_or(Site::Direct, |alias| Site::Alias { alias })
    }

    /// Where the characters of the string literal `value` at `id` are.
    pub(super) fn literal_text(&self, id: NodeId, value: &Value) -> Option<LiteralText> {
        value.as_str()?;
        let id = self.view.deref(id);
        let (text, pieces) = self.view.embedded(id);
        let (range, text) = spelling::trimmed(&text, &pieces);
        let (span, quoting) = (range.in_file(self.file), self.view.quoting(id));
        Some(LiteralText { span, text, quoting, readers: self.readers_of(id) })
    }

    /// The aliases whose anchored node is or holds `id`.
    pub(super) fn readers_of(&self, id: NodeId) -> Arc<[AliasReader]> {
        let aliases = self.aliases.get_or_init(|| Aliases::of(self.view, self.file));
        aliases.readers_of(id, self.view.range(id))
    }
}
