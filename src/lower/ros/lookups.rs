//! Names that are looked up in the same few mappings again and again.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use super::tree::Reader;
use crate::syntax::NodeId;
use crate::syntax::budget::MERGE_ENTRIES;
use crate::syntax::yaml::MergedEntry;

/// So many names are looked for faster than an index of a mapping is made.
const FEW: usize = 32;

/// Finds entries of mappings as [`Reader::find`] does; that looks at a whole mapping each time, this does not.
pub(super) struct Lookups<'a, 't> {
    reader: &'a Reader<'t>,
    mappings: RefCell<HashMap<NodeId, Mapping<'t>>>,
}

impl<'a, 't> Lookups<'a, 't> {
    pub(super) fn new(reader: &'a Reader<'t>) -> Self {
        Lookups { reader, mappings: RefCell::default() }
    }

    /// The entry of `mapping` called `name`, its own or one that merge keys bring in.
    pub(super) fn find(&self, mapping: NodeId, name: &str) -> Option<MergedEntry> {
        let mapping = self.reader.view.deref(mapping);
        let mut mappings = self.mappings.borrow_mut();
        mappings.entry(mapping).or_insert_with(|| Mapping::new(mapping)).find(self.reader, name)
    }
}

/// One mapping in which names are looked up.
pub(super) struct Mapping<'t> {
    id: NodeId,
    /// How many names were looked for.
    asked: usize,
    /// The entries by their names, once many names were looked for.
    index: HashMap<Cow<'t, str>, MergedEntry>,
}

impl<'t> Mapping<'t> {
    pub(super) fn new(id: NodeId) -> Self {
        Mapping { id, asked: 0, index: HashMap::new() }
    }

    /// The entry called `name`, its own or one that merge keys bring in.
    pub(super) fn find(&mut self, reader: &Reader<'t>, name: &str) -> Option<MergedEntry> {
        self.asked += 1;
        if self.asked < FEW {
            return reader.find(self.id, name);
        }
        if self.asked == FEW {
            let mut budget = MERGE_ENTRIES + reader.view.tree.node_count();
            let entries = reader.entries(self.id, &mut budget).into_iter();
            self.index = entries.map(|found| (reader.view.text(found.key), found)).collect();
        }
        self.index.get(name).copied()
    }
}
