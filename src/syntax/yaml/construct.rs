//! What PyYAML's composer and constructor refuse although the grammar allows it. Looked at only where
//! the parser has met something unusual: tags, aliases, collections as keys, `<<`, `=`.

use std::borrow::Cow;
use std::collections::HashMap;

use super::report::error;
use super::resolve::{self, Type};
use super::tags::CORE;
use super::{Kind, Language, View};
use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxError, SyntaxRule, Tree, budget};

/// The errors of construction of a whole tree.
pub(super) fn check(tree: &Tree<Kind>, text: &str) -> Vec<SyntaxError> {
    let view = View { tree, text, language: Language::Yaml };
    let mut check = Check { view, errors: Vec::new() };
    let mut parts: HashMap<NodeId, Part> = HashMap::new();
    let reached: Vec<NodeId> = in_order(tree);
    for &id in &reached {
        check.children(id, &mut parts);
    }
    for &id in &reached {
        check.node(id, parts.get(&id).copied().unwrap_or(Part::Value));
    }
    check.expansions(&reached);
    check.errors
}

/// Every node that hangs in the tree, parents before children.
fn in_order(tree: &Tree<Kind>) -> Vec<NodeId> {
    let mut reached = Vec::with_capacity(tree.node_count());
    let mut open = vec![NodeId::ROOT];
    while let Some(id) = open.pop() {
        reached.push(id);
        if tree.node(id).kind != Kind::Alias {
            let before = open.len();
            open.extend(tree.children(id));
            if let Some(added) = open.get_mut(before..) {
                added.reverse();
            }
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

struct Check<'t> {
    view: View<'t>,
    errors: Vec<SyntaxError>,
}

impl Check<'_> {
    fn report(&mut self, error: SyntaxError) {
        if self.errors.len() < budget::SYNTAX_ERRORS {
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

    /// The name of the node's tag, if it is one of YAML's own.
    fn core(&self, id: NodeId) -> Option<String> {
        let tag = self.view.full_tag(id)?;
        Some(tag.strip_prefix(CORE)?.to_owned())
    }

    /// What the children of a mapping are: keys that are hashed, or, in `!!omap` and `!!pairs`, not.
    fn children(&mut self, id: NodeId, parts: &mut HashMap<NodeId, Part>) {
        if self.view.kind(id) == Kind::Sequence
            && let Some(name) = self.core(id)
            && matches!(name.as_str(), "omap" | "pairs")
        {
            return self.pairs(id, parts);
        }
        if self.view.kind(id) != Kind::Mapping || parts.contains_key(&id) {
            return;
        }
        for (key, value) in self.view.entries(id) {
            let _ = parts.insert(key, Part::Key);
            if self.is_merge(key) {
                self.operand(value);
            }
        }
    }

    /// The items of `!!omap` and `!!pairs` are mappings of one entry, which are not built.
    fn pairs(&mut self, id: NodeId, parts: &mut HashMap<NodeId, Part>) {
        for item in self.view.items(id) {
            let target = self.view.deref(item);
            let single = self.view.kind(target) == Kind::Mapping && self.view.entries(target).count() == 1;
            if single {
                let _ = parts.insert(target, Part::Value);
            } else {
                let range = self.range(item);
                self.report(error(
                    range,
                    "found an item of ordered pairs that is no mapping of one entry",
                    "expected `key: value`",
                ));
            }
        }
    }

    /// Whether a key is `<<`.
    pub(super) fn is_merge(&self, key: NodeId) -> bool {
        self.view.is_merge_key(key)
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
            self.report(error(
                range,
                "found a value that cannot be merged by `<<`",
                "expected a mapping, or a list of mappings",
            ));
        }
    }

    fn node(&mut self, id: NodeId, part: Part) {
        if part == Part::Key {
            self.key(id);
        }
        match self.view.kind(id) {
            Kind::Mapping | Kind::Sequence => self.collection(id),
            Kind::Stream | Kind::Document | Kind::Alias | Kind::Error => {}
            _ => self.scalar(id, part),
        }
    }

    fn key(&mut self, key: NodeId) {
        let target = self.view.deref(key);
        let local = self.view.full_tag(target).is_some_and(|tag| tag.len() > 1 && tag.starts_with('!'));
        let collection = match self.view.kind(target) {
            // A set of YAML's own that is no scalar cannot be hashed either.
            Kind::Mapping | Kind::Sequence => true,
            Kind::Error | Kind::Alias => false,
            _ => local,
        };
        if collection {
            let range = self.range(key);
            let what = if local { "a value with a function's tag" } else { "a list or mapping" };
            self.report(
                error(range, format!("found {what} as a key"), "a key is a text, a number or the like")
                    .help("quote it if it is meant as text"),
            );
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
        self.report(error(
            range,
            format!("found the tag `{tag}` on a value that it does not suit"),
            "ROS cannot read a value with this tag",
        ));
    }

    fn bad_scalar(&mut self, id: NodeId, kind: Type) {
        let text: Cow<'_, str> = self.view.text(id);
        let what = match kind {
            Type::Bool => "a boolean",
            Type::Int => "an integer",
            Type::Float => "a number",
            Type::Binary => "base64 data",
            _ => "a value",
        };
        let shown: String = text.chars().take(40).collect();
        let range = self.range(id);
        self.report(
            error(range, format!("cannot read `{shown}` as {what}"), format!("expected {what}"))
                .help("quote the text if it is meant as such"),
        );
    }

    /// The values that aliases add to the document: those of an alias in an anchored value count with
    /// every alias of that.
    fn expansions(&mut self, reached: &[NodeId]) {
        if !reached.iter().any(|&id| self.view.kind(id) == Kind::Alias) {
            return;
        }
        let mut sizes: HashMap<NodeId, u64> = HashMap::with_capacity(reached.len());
        let mut added = 0_u64;
        // A post-order of the tree read backwards is its reversed pre-order with children reversed; sizes
        // of anchored values are complete before their aliases only in source order.
        for id in post_order(self.view.tree) {
            let size = match self.view.kind(id) {
                Kind::Alias => {
                    let size = self.view.tree.first_child(id).and_then(|target| sizes.get(&target)).copied();
                    let size = size.unwrap_or(1);
                    added = added.saturating_add(size);
                    size
                }
                _ => self
                    .view
                    .tree
                    .children(id)
                    .fold(1_u64, |sum, child| sum.saturating_add(sizes.get(&child).copied().unwrap_or(1))),
            };
            let _ = sizes.insert(id, size);
            if added > budget::ALIAS_EXPANSIONS as u64 {
                let range = self.range(id);
                return self.report(
                    error(
                        range,
                        format!("found aliases that add more than {} values", budget::ALIAS_EXPANSIONS),
                        "this alias passes the limit",
                    )
                    .under(SyntaxRule::Budget),
                );
            }
        }
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
