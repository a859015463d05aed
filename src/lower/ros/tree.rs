//! Looking things up in YAML and JSON trees, merge keys and aliases included.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::aliases::Aliases;
use crate::ir::{AliasReader, LiteralText, Site, Value};
use crate::lower::spelling;
use crate::source::{FileId, Span};
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, MergedEntry, View};

/// A tree with its text and file.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    pub(super) view: View<'t>,
    pub(super) file: FileId,
    /// The aliases of the tree, once somebody has asked.
    aliases: OnceCell<Aliases>,
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
    pub(super) fn find(&self, mapping: NodeId, name: &str) -> Option<MergedEntry> {
        let (mut own, mut merges) = (None, false);
        for (key, value) in self.view.entries(mapping) {
            if self.is_named(key, name) {
                own = Some(MergedEntry { key, value, merge: None });
            } else {
                merges |= self.view.is_merge_key(key);
            }
        }
        if own.is_some() || !merges {
            return own;
        }
        self.view.merged_entries(mapping).into_iter().rfind(|entry| self.is_named(entry.key, name))
    }

    /// Whether the scalar `key` is called `name`. Looks at its text only where the lengths are the same.
    #[inline]
    fn is_named(&self, key: NodeId, name: &str) -> bool {
        match self.view.verbatim(key) {
            Some(range) => range.len() as usize == name.len() && range.of(self.view.text) == name,
            None => self.view.is_scalar(key) && self.view.text(key) == name,
        }
    }

    /// The entries of `mapping`, each as [`Reader::find`] returns it for its key; at most `budget` are looked at.
    pub(super) fn entries(&self, mapping: NodeId, budget: &mut usize) -> Vec<MergedEntry> {
        if *budget == 0 {
            return Vec::new();
        }
        let mut entries = self.view.merged_entries(mapping);
        *budget = budget.saturating_sub(entries.len());
        let mut seen = HashSet::new();
        entries.reverse();
        entries.retain(|entry| self.view.is_scalar(entry.key) && seen.insert(self.view.text(entry.key)));
        entries
    }

    /// The alias that `id` is, if it is one.
    pub(super) fn alias_of(&self, id: NodeId) -> Option<Span> {
        (self.view.kind(id) == Kind::Alias).then(|| self.span(id))
    }

    /// What is between a mapping and `found`, which was looked up in it: what a merge key merges, or the
    /// alias that the value is.
    pub(super) fn detour(&self, found: &MergedEntry) -> Option<Span> {
        found.merge.map(|(_, merged)| self.span(merged)).or_else(|| self.alias_of(found.value))
    }

    /// How the value of `found`, which was looked up in `mapping`, is reached; `shared` is the outermost alias
    /// on the way to the mapping.
    pub(super) fn site(&self, mapping: NodeId, found: &MergedEntry, shared: Option<Span>) -> Site {
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
