//! Names that are looked up in the same few mappings again and again.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use super::tree::{Found, Reader};
use crate::syntax::NodeId;
use crate::syntax::budget::MERGE_ENTRIES;

/// So many names are looked for faster than an index of a mapping is made.
const FEW: usize = 32;

/// Finds entries as [`Reader::find`] does; that looks at the whole mapping each time, this does not.
pub(super) struct Lookups<'a, 't> {
    pub(super) reader: &'a Reader<'t>,
    mappings: RefCell<HashMap<NodeId, Mapping<'t>>>,
}

#[derive(Default)]
struct Mapping<'t> {
    /// How many names were looked for.
    asked: usize,
    /// The entries by their names, once many names were looked for.
    index: HashMap<Cow<'t, str>, Found>,
}

impl<'a, 't> Lookups<'a, 't> {
    pub(super) fn new(reader: &'a Reader<'t>) -> Self {
        Lookups { reader, mappings: RefCell::default() }
    }

    /// The entry of `mapping` called `name`, its own or one that merge keys bring in.
    pub(super) fn find(&self, mapping: NodeId, name: &str) -> Option<Found> {
        let reader = self.reader;
        let mut mappings = self.mappings.borrow_mut();
        let known = mappings.entry(reader.view.deref(mapping)).or_default();
        known.asked += 1;
        if known.asked < FEW {
            return reader.find(mapping, name);
        }
        if known.asked == FEW {
            let mut budget = MERGE_ENTRIES + reader.view.tree.node_count();
            let entries = reader.entries(mapping, &mut budget).into_iter();
            known.index = entries.map(|found| (reader.view.text(found.key), found)).collect();
        }
        known.index.get(name).copied()
    }
}
