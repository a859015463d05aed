//! Which aliases read a node.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::ir::AliasReader;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, View};

/// The aliases of a tree by what they stand for.
#[derive(Clone, Debug)]
pub(super) struct Aliases {
    /// What has aliases, in the order of the text; what holds others comes before them.
    targets: Vec<Target>,
    readers: RefCell<HashMap<Asked, Arc<[AliasReader]>>>,
}

/// What was asked about: a target, or anything in the target at that place that is in no smaller one.
type Asked = (usize, Option<NodeId>);

#[derive(Clone, Debug)]
struct Target {
    id: NodeId,
    range: TextRange,
    aliases: Vec<Span>,
    /// The smallest target that holds this one.
    around: Option<usize>,
}

impl Aliases {
    /// The aliases of the tree of text `file`.
    pub(super) fn of(view: View<'_>, file: FileId) -> Self {
        let mut by_target: HashMap<NodeId, Vec<Span>> = HashMap::new();
        let none = memchr::memchr(b'*', view.text.as_bytes()).is_none();
        for id in view.tree.ids().take_while(|_| !none).filter(|&id| view.kind(id) == Kind::Alias) {
            let target = view.deref(id);
            if target != id {
                by_target.entry(target).or_default().push(view.range(id).in_file(file));
            }
        }
        let target = |(id, aliases)| Target { id, range: view.range(id), aliases, around: None };
        let mut targets: Vec<Target> = by_target.into_iter().map(target).collect();
        targets.sort_by_key(|it| (it.range.start, Reverse(it.range.end), it.id));
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (place, target) in targets.iter_mut().enumerate() {
            while open.pop_if(|&mut (_, end)| end < target.range.end).is_some() {}
            target.around = open.last().map(|&(around, _)| around);
            open.push((place, target.range.end));
        }
        Aliases { targets, readers: RefCell::default() }
    }

    /// The aliases whose anchored node is or holds the node `id`, which is at `range`.
    pub(super) fn readers_of(&self, id: NodeId, range: TextRange) -> Arc<[AliasReader]> {
        let Some((place, target)) = self.around(range).next() else { return Arc::default() };
        let same = self.around(range).take_while(|(_, it)| it.range == target.range);
        let itself = same.map(|(_, it)| it.id).find(|&it| it == id);
        let mut known = self.readers.borrow_mut();
        let readers = known.entry((place, itself)).or_insert_with(|| {
            let aliases = self.around(range).flat_map(|(_, target)| {
                let of_literal = target.id == id;
                target.aliases.iter().map(move |&alias| AliasReader { alias, of_literal })
            });
            let mut readers: Vec<AliasReader> = aliases.collect();
            readers.sort_by_key(|it| it.alias);
            readers.into()
        });
        Arc::clone(readers)
    }

    /// The targets that hold `range`, the smallest first.
    fn around(&self, range: TextRange) -> impl Iterator<Item = (usize, &Target)> {
        let begun = self.targets.partition_point(|it| it.range.start <= range.start);
        let mut next = begun.checked_sub(1);
        let chain = std::iter::from_fn(move || {
            let place = next?;
            let target = self.targets.get(place)?;
            next = target.around;
            Some((place, target))
        });
        chain.filter(move |(_, it)| range.end <= it.range.end)
    }
}
