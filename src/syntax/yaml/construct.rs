//! What PyYAML's composer and constructor refuse although the grammar allows it. Looked at only where
//! the parser has noted something odd: tags, aliases, collections as keys, `<<`, `=`.

mod braces;

use std::borrow::Cow;
use std::collections::HashSet;

use super::resolve::{self, Type};
use super::state::Deferred;
use super::tags::CORE;
use super::{Kind, Language, View};
use crate::source::TextRange;
use crate::syntax::messages::construct as messages;
use crate::syntax::{NodeId, SyntaxError, Tree, budget};
use crate::text;

/// The errors of construction of a whole tree, and the places of errors of the parser that have the same
/// causes. Looks at the nodes of `deferred` only.
pub(super) fn check(
    tree: &Tree<Kind>,
    text: &str,
    mut deferred: Deferred,
) -> (Vec<SyntaxError>, Vec<TextRange>) {
    if deferred.nodes.is_empty() && deferred.keys.is_empty() && !deferred.explicit {
        return (Vec::new(), Vec::new());
    }
    let view = View { tree, text, language: Language::Yaml };
    let mut check = Check { view, errors: Vec::new(), settled: Vec::new(), reached: None };
    deferred.nodes.sort_unstable();
    deferred.nodes.dedup();
    if deferred.explicit {
        deferred.keys = every_key(view);
    }
    let mut unbuilt = HashSet::new();
    for &id in &deferred.nodes {
        check.pairs(id, &mut unbuilt);
    }
    deferred.keys.retain(|key| !unbuilt.contains(key));
    deferred.keys.sort_unstable();
    for &key in &deferred.keys {
        check.key(key);
    }
    for &id in &deferred.nodes {
        let part = if deferred.keys.binary_search(&id).is_ok() { Part::Key } else { Part::Value };
        check.node(id, part);
    }
    check.expansions(&deferred.nodes);
    (check.errors, check.settled)
}

fn every_key(view: View<'_>) -> Vec<NodeId> {
    let mappings = view.tree.ids().filter(|&id| view.kind(id) == Kind::Mapping);
    mappings.flat_map(|id| view.entries(id)).map(|(key, _)| key).collect()
}

/// Which nodes hang in the tree; what was read in vain does not.
fn reached(tree: &Tree<Kind>) -> Vec<bool> {
    let mut reached = vec![false; tree.node_count()];
    let mut open = vec![NodeId::ROOT];
    while let Some(id) = open.pop() {
        if let Some(met) = reached.get_mut(id.index()) {
            *met = true;
        }
        if tree.node(id).kind != Kind::Alias {
            open.extend(tree.children(id));
        }
    }
    reached
}

/// What part a node plays where that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Value,
    /// A key of a mapping that is built as one: hashed, merged.
    Key,
}

/// What a flow mapping is of `{{ … }}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Braces {
    None,
    /// The outer one.
    Outer,
    /// The inner one, and where both stand.
    Inner(TextRange),
}

struct Check<'t> {
    view: View<'t>,
    errors: Vec<SyntaxError>,
    /// Where the parser has noted errors whose cause is one of `errors`.
    settled: Vec<TextRange>,
    /// Made for the first error.
    reached: Option<Vec<bool>>,
}

impl Check<'_> {
    /// Keeps an error of the node `id`, if that hangs in the tree.
    fn report(&mut self, id: NodeId, error: SyntaxError) {
        let tree = self.view.tree;
        let reached = self.reached.get_or_insert_with(|| reached(tree));
        let hangs = reached.get(id.index()).copied().unwrap_or(false);
        if hangs && self.errors.len() < budget::SYNTAX_ERRORS {
            self.errors.push(error);
        }
    }

    fn range(&self, id: NodeId) -> TextRange {
        let full = self.view.tree.node(id).full_range();
        // Of a collection its first character is enough.
        match self.view.kind(id) {
            Kind::Mapping | Kind::Sequence => {
                let letter = full.of(self.view.text).chars().next();
                TextRange::new(full.start, full.start + letter.map_or(0, char::len_utf8) as u32)
            }
            _ => full,
        }
    }

    /// The items of `!!omap` and `!!pairs` are mappings of one entry, which are not built: their keys
    /// are not hashed.
    fn pairs(&mut self, id: NodeId, unbuilt: &mut HashSet<NodeId>) {
        if self.view.kind(id) != Kind::Sequence {
            return;
        }
        let tag = self.view.full_tag(id);
        if !matches!(tag.as_deref().and_then(|tag| tag.strip_prefix(CORE)), Some("omap" | "pairs")) {
            return;
        }
        for item in self.view.items(id) {
            let mut entries = self.view.entries(item);
            match (entries.next(), entries.next()) {
                (Some((key, _)), None) => {
                    let _ = unbuilt.insert(key);
                }
                _ => {
                    let range = self.range(item);
                    self.report(item, messages::not_a_pair(range));
                }
            }
        }
    }

    /// The value of `<<`: a mapping, or a list of mappings.
    fn operand(&mut self, value: NodeId) {
        let target = self.view.deref(value);
        let bad = match self.view.kind(target) {
            Kind::Mapping | Kind::Error | Kind::Alias => None,
            Kind::Sequence => {
                let mapping = |&item: &NodeId| {
                    matches!(self.view.kind(self.view.deref(item)), Kind::Mapping | Kind::Error | Kind::Alias)
                };
                self.view.items(target).find(|item| !mapping(item))
            }
            _ => Some(value),
        };
        if let Some(bad) = bad {
            let range = self.range(bad);
            self.report(value, messages::cannot_be_merged(range));
        }
    }

    fn node(&mut self, id: NodeId, part: Part) {
        match self.view.kind(id) {
            Kind::Mapping | Kind::Sequence => self.collection(id),
            Kind::Stream | Kind::Document | Kind::Alias | Kind::Error => {}
            _ => self.scalar(id, part),
        }
    }

    fn key(&mut self, key: NodeId) {
        if self.view.is_merge_key(key)
            && let Some(value) = self.view.tree.next_sibling(key)
        {
            self.operand(value);
        }
        let target = self.view.deref(key);
        let local = self.view.full_tag(target).is_some_and(|tag| tag.len() > 1 && tag.starts_with('!'));
        let collection = match self.view.kind(target) {
            // A set of YAML's own that is no scalar cannot be hashed either.
            Kind::Mapping | Kind::Sequence => true,
            Kind::Error | Kind::Alias => false,
            _ => local,
        };
        if collection {
            match self.braces(target) {
                Braces::Outer => return,
                Braces::Inner(whole) => return self.bare_braces(key, whole),
                Braces::None => {}
            }
            let range = self.range(key);
            self.report(key, messages::not_a_key(range, local));
        }
    }

    fn collection(&mut self, id: NodeId) {
        let Some(tag) = self.view.full_tag(id) else { return };
        let Some(name) = tag.strip_prefix(CORE) else { return self.foreign(id, &tag) };
        let good = match name {
            "map" | "set" => self.view.kind(id) == Kind::Mapping,
            "seq" | "omap" | "pairs" => self.view.kind(id) == Kind::Sequence,
            _ => false,
        };
        if !good {
            self.wrong_tag(id);
        }
    }

    fn scalar(&mut self, id: NodeId, part: Part) {
        let tag = self.view.full_tag(id);
        let kind = match tag.as_deref() {
            None if self.view.kind(id) != Kind::Plain => return,
            None | Some("!") => resolve::implicit(&self.view.text(id)),
            Some(tag) => match tag.strip_prefix(CORE) {
                None => return self.foreign(id, tag),
                Some("value") => Type::Value,
                Some("merge") => Type::Merge,
                Some(name) => match resolve::core_type(name) {
                    Some(kind) => kind,
                    None => return self.wrong_tag(id),
                },
            },
        };
        if part == Part::Key && matches!(kind, Type::Merge | Type::Value) {
            return;
        }
        if resolve::construct(kind, self.view.text(id)).is_none() {
            self.bad_scalar(id, kind);
        }
    }

    /// A tag that is neither local nor YAML's own.
    fn foreign(&mut self, id: NodeId, tag: &str) {
        if !tag.starts_with('!') {
            self.wrong_tag(id);
        }
    }

    fn wrong_tag(&mut self, id: NodeId) {
        let Some((range, tag)) = self.view.tag(id) else { return };
        self.report(id, messages::wrong_tag(range, tag));
    }

    fn bad_scalar(&mut self, id: NodeId, kind: Type) {
        let text: Cow<'_, str> = self.view.text(id);
        let what = match kind {
            Type::Bool => text!(en: "a boolean", zh: "布尔值"),
            Type::Int => text!(en: "an integer", zh: "整数"),
            Type::Float => text!(en: "a number", zh: "数字"),
            Type::Binary => text!(en: "base64 data", zh: " Base64 数据"),
            _ => text!(en: "a value", zh: "值"),
        };
        let shown: String = text.chars().take(40).collect();
        let range = self.range(id);
        self.report(id, messages::bad_scalar(range, &shown, what));
    }

    /// The values that aliases add to the document: those of an alias in an anchored value count with
    /// every alias of that.
    fn expansions(&mut self, deferred: &[NodeId]) {
        let aliases: Vec<NodeId> =
            deferred.iter().copied().filter(|&id| self.view.kind(id) == Kind::Alias).collect();
        if aliases.is_empty() || self.are_few(&aliases) {
            return;
        }
        let tree = self.view.tree;
        let mut sizes = vec![1_u64; tree.node_count()];
        let mut added = 0_u64;
        for id in post_order(tree) {
            let of = |id: NodeId| sizes.get(id.index()).copied().unwrap_or(1);
            let size = if self.view.kind(id) == Kind::Alias {
                let size = tree.first_child(id).map_or(1, of);
                added = added.saturating_add(size);
                size
            } else {
                tree.children(id).fold(1_u64, |sum, child| sum.saturating_add(of(child)))
            };
            if let Some(place) = sizes.get_mut(id.index()) {
                *place = size;
            }
            if added > budget::ALIAS_EXPANSIONS as u64 {
                return self.report(id, messages::too_many_values(self.range(id)));
            }
        }
    }

    /// Whether the aliases stay below the limit whatever they stand for: a value has fewer nodes than twice its
    /// bytes, and nothing is said where aliased values hold aliases themselves.
    fn are_few(&self, aliases: &[NodeId]) -> bool {
        let place = |&id: &NodeId| self.view.range(id).start;
        let mut starts: Vec<u32> = aliases.iter().map(place).collect();
        starts.sort_unstable();
        let mut added = 0_u64;
        for &alias in aliases {
            let range = self.view.range(self.view.deref(alias));
            let before = starts.partition_point(|&start| start < range.start);
            let nested = starts.get(before).is_some_and(|&start| start < range.end);
            added += 2 * u64::from(range.len()) + 2;
            if nested && self.view.deref(alias) != alias || added > budget::ALIAS_EXPANSIONS as u64 {
                return false;
            }
        }
        true
    }
}

/// Every node that hangs in the tree, children before parents, in source order.
fn post_order(tree: &Tree<Kind>) -> Vec<NodeId> {
    let mut order = Vec::with_capacity(tree.node_count());
    let mut open = vec![(NodeId::ROOT, false)];
    while let Some((id, entered)) = open.pop() {
        if entered || tree.node(id).kind == Kind::Alias {
            order.push(id);
            continue;
        }
        open.push((id, true));
        let before = open.len();
        open.extend(tree.children(id).map(|child| (child, false)));
        if let Some(added) = open.get_mut(before..) {
            added.reverse();
        }
    }
    order
}
