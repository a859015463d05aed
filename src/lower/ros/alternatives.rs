//! What the functions at image slots choose between: the literals in branches and in `Mappings`, each as a
//! slot of its own, and everything else that reads the same mappings.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::lookups::Lookups;
use super::resource::Call;
use super::tree::Reader;
use super::value::Called;
use crate::ir::{
    ImageSlot, Keys, Literal, Lookup, MapEntry, Site, SymbolKind, Template, Through, Value, ValueKind,
};
use crate::source::Span;
use crate::syntax::yaml::{Kind, MergedEntry};
use crate::syntax::{NodeId, budget};

/// Functions inside functions, at most.
const DEPTH: usize = 20;

/// Keys that are looked up one by one; of more, all entries are looked through once.
const FEW_KEYS: usize = 4;

/// Adds to `template`, whose top mapping is `root`, what the functions at its slots can yield. `calls` are the
/// slots at which functions are.
pub(super) fn add(reader: &Reader<'_>, root: NodeId, template: &mut Template, calls: &[Call]) {
    let mut left = budget::CHOICES;
    let lookups = Lookups::new(reader);
    let known = RefCell::default();
    for &(index, node) in calls {
        let Some(slot) = template.slots.get(index) else { continue };
        let walk = Walk {
            reader,
            lookups: &lookups,
            root,
            arguments: Arguments { reader, template, known: &known },
            slot,
        };
        let way = Way {
            node,
            alias: outermost_alias(&slot.site),
            key_span: slot.key_span,
            path: slot.logical_path.clone(),
            calls: Vec::new(),
            region: None,
        };
        let mut choices = Vec::new();
        let expands = walk.expand(&way, &mut choices, &mut left);
        template.choices.append(&mut choices);
        if let Some(slot) = template.slots.get_mut(index) {
            slot.expands = expands;
        }
    }
    let in_mapping = |choice: &ImageSlot| choice.through.as_ref().is_some_and(|it| it.entry.is_some());
    if template.choices.iter().any(in_mapping) {
        template.lookups = all_lookups(reader, root, template, &known);
    }
}

fn outermost_alias(site: &Site) -> Option<Span> {
    match *site {
        Site::Direct => None,
        Site::Alias { alias } | Site::Shared { alias } => Some(alias),
        Site::Merge { merged, .. } => Some(merged),
    }
}

/// The way from a slot to a value.
#[derive(Clone)]
struct Way {
    /// The value.
    node: NodeId,
    /// The outermost alias on the way.
    alias: Option<Span>,
    /// The nearest key above the value.
    key_span: Span,
    /// The logical path of the value.
    path: String,
    /// The functions on the way.
    calls: Vec<(&'static str, Span)>,
    /// The region in which alone the way is taken.
    region: Option<String>,
}

/// The functions at one slot.
struct Walk<'a, 't> {
    reader: &'a Reader<'t>,
    lookups: &'a Lookups<'a, 't>,
    root: NodeId,
    arguments: Arguments<'a, 't>,
    slot: &'a ImageSlot,
}

impl Walk<'_, '_> {
    /// Adds what the function at the end of `way` returns to `choices`, and names the function where all of that
    /// could be listed.
    fn expand(&self, way: &Way, choices: &mut Vec<ImageSlot>, left: &mut usize) -> Option<&'static str> {
        let called = self.reader.function_at(way.node).filter(|_| way.calls.len() < DEPTH)?;
        let before = choices.len();
        let whole = match called.name {
            "Fn::FindInMap" => self.entries(way, called, choices, left),
            "Fn::If" => {
                let branches = self.items(called).enumerate().skip(1);
                let branches = branches.map(|(place, node)| (format!("[{place}]"), node));
                self.branches(way, called, branches, choices, left)
            }
            "Fn::Select" => self.selected(way, called, choices, left),
            _ => None,
        };
        if whole.is_none() {
            choices.truncate(before);
        }
        whole.filter(|()| choices.len() > before).map(|()| called.name)
    }

    /// The arguments.
    fn items(&self, called: Called) -> impl Iterator<Item = NodeId> {
        self.reader.view.items(called.argument)
    }

    /// Adds `branches`, each of which the function may yield, with their places in the function.
    fn branches(
        &self,
        way: &Way,
        called: Called,
        branches: impl Iterator<Item = (String, NodeId)>,
        choices: &mut Vec<ImageSlot>,
        left: &mut usize,
    ) -> Option<()> {
        let calls = calls(way, called);
        let above = way.alias.or_else(|| self.reader.alias_of(called.argument));
        for (place, node) in branches {
            let alias = self.reader.alias_of(node);
            let site = match (above, alias) {
                (Some(alias), _) => Site::Shared { alias },
                (None, Some(alias)) => Site::Alias { alias },
                (None, None) => Site::Direct,
            };
            let path = format!("{}.{}{place}", way.path, called.name);
            let alias = above.or(alias);
            let way = Way { node, alias, path, calls: calls.clone(), ..way.clone() };
            let at = choices.len();
            choices.push(self.choice(&way, site, None, left)?);
            let expands = self.expand(&way, choices, left);
            if let Some(choice) = choices.get_mut(at) {
                choice.expands = expands;
            }
        }
        Some(())
    }

    /// `Fn::Select: [index, [a, b], default]`, its list written out.
    fn selected(
        &self,
        way: &Way,
        called: Called,
        choices: &mut Vec<ImageSlot>,
        left: &mut usize,
    ) -> Option<()> {
        let mut arguments = self.items(called);
        let (index, list, default) = (arguments.next()?, arguments.next()?, arguments.next());
        let written_out = self.reader.view.kind(self.reader.view.deref(list)) == Kind::Sequence;
        if !written_out || self.reader.function_at(list).is_some() || self.reader.alias_of(list).is_some() {
            return None;
        }
        let index = match self.arguments.keys(index) {
            Keys::Among(keys) => keys.first().and_then(|key| key.parse::<usize>().ok()),
            Keys::Any | Keys::Region => None,
        };
        let items = self.reader.view.items(list).enumerate();
        let items = items.filter(|&(place, _)| index.is_none_or(|index| index == place));
        let items: Vec<_> = items.map(|(place, node)| (format!("[1][{place}]"), node)).collect();
        let needed = index.is_none() || items.is_empty();
        let default = default.filter(|_| needed).map(|node| ("[2]".to_owned(), node));
        self.branches(way, called, items.into_iter().chain(default), choices, left)
    }

    /// Adds every entry that `Fn::FindInMap: [map, first key, second key]` can find.
    fn entries(
        &self,
        way: &Way,
        called: Called,
        choices: &mut Vec<ImageSlot>,
        left: &mut usize,
    ) -> Option<()> {
        let mut arguments = self.items(called);
        let (map, first, second) = (arguments.next()?, arguments.next()?, arguments.next()?);
        let map = self.arguments.constant(map)?;
        let (first, second) = (self.arguments.keys(first), self.arguments.keys(second));
        let calls = calls(way, called);
        let read_at = way.alias.unwrap_or_else(|| self.reader.span(way.node));
        let section = self.reader.find(self.root, "Mappings")?;
        let mapping = self.lookups.find(section.value, &map)?;
        let above = self.reader.alias_of(section.value).or_else(|| self.reader.detour(&mapping));
        for level in self.found(mapping.value, &first, left)? {
            let name = self.reader.view.text(level.key).into_owned();
            let Some(region) = narrowed(way.region.as_deref(), &first, &name) else { continue };
            let above = above.or_else(|| self.reader.detour(&level));
            for found in self.found(level.value, &second, left)? {
                let key = self.reader.view.text(found.key).into_owned();
                let Some(region) = narrowed(region.as_deref(), &second, &key) else { continue };
                let way = Way {
                    node: found.value,
                    alias: None,
                    key_span: self.reader.span(found.key),
                    path: format!("Mappings.{map}.{name}.{key}"),
                    calls: calls.clone(),
                    region,
                };
                let entry = MapEntry { map: map.clone(), first: name.clone(), second: key, read_at };
                let site = self.reader.site(level.value, &found, above);
                choices.push(self.choice(&way, site, Some(entry), left)?);
            }
        }
        Some(())
    }

    /// The entries of `mapping` that `keys` can look up; `None` where it is not a mapping, or there are too many.
    fn found(&self, mapping: NodeId, keys: &Keys, left: &mut usize) -> Option<Vec<MergedEntry>> {
        let reader = self.reader;
        if reader.view.kind(reader.view.deref(mapping)) != Kind::Mapping {
            return None;
        }
        let found: Vec<MergedEntry> = match keys {
            Keys::Among(keys) if keys.len() <= FEW_KEYS => {
                keys.iter().filter_map(|key| self.lookups.find(mapping, key)).collect()
            }
            Keys::Among(keys) => {
                let keys: HashSet<&str> = keys.iter().map(String::as_str).collect();
                let mut entries = reader.entries(mapping, left);
                entries.retain(|entry| keys.contains(&*reader.view.text(entry.key)));
                entries
            }
            Keys::Any | Keys::Region => reader.entries(mapping, left),
        };
        (*left > 0).then_some(found)
    }

    /// The value at the end of `way` as a slot of its own; `None` where there are too many.
    fn choice(&self, way: &Way, site: Site, entry: Option<MapEntry>, left: &mut usize) -> Option<ImageSlot> {
        let value = self.reader.value_within(way.node, left);
        if *left == 0 {
            return None;
        }
        let through = Through {
            calls: way.calls.clone(),
            slot: self.slot.value.span,
            region: way.region.clone(),
            entry,
        };
        Some(ImageSlot {
            resource: self.slot.resource,
            shape: self.slot.shape,
            path: self.slot.path.clone(),
            logical_path: way.path.clone(),
            key_span: way.key_span,
            literal: self.reader.literal_text(way.node, &value),
            value,
            site,
            expands: None,
            through: Some(through),
        })
    }
}

/// The functions on `way` and after them `called`.
fn calls(way: &Way, called: Called) -> Vec<(&'static str, Span)> {
    way.calls.iter().copied().chain([(called.name, called.name_span)]).collect()
}

/// The region of a way that goes on through the entry `key`: that of the way so far, or the key itself where
/// the region of the deployment is what is looked up. `None` for a way that no deployment takes.
fn narrowed(region: Option<&str>, keys: &Keys, key: &str) -> Option<Option<String>> {
    let own = (*keys == Keys::Region).then_some(key);
    match (region, own) {
        (Some(region), Some(own)) if region != own => None,
        (region, own) => Some(own.or(region).map(str::to_owned)),
    }
}

/// What the keys and mappings of `Fn::FindInMap` can be.
struct Arguments<'a, 't> {
    reader: &'a Reader<'t>,
    template: &'a Template,
    /// What parameters allow, by the mappings that define them.
    known: &'a RefCell<HashMap<NodeId, Keys>>,
}

impl Arguments<'_, '_> {
    /// The string or number that `node` is.
    fn constant(&self, node: NodeId) -> Option<String> {
        let scalar = self.reader.view.is_scalar(node) && self.reader.function_at(node).is_none();
        scalar.then(|| self.reader.view.text(node).into_owned())
    }

    /// The keys that `node` can be: a constant, what a parameter allows, or whatever the mapping has.
    fn keys(&self, node: NodeId) -> Keys {
        if let Some(constant) = self.constant(node) {
            return Keys::Among(Arc::from([constant]));
        }
        let called = self.reader.function_at(node).filter(|called| called.name == "Ref");
        let Some(called) = called.filter(|called| self.reader.view.is_scalar(called.argument)) else {
            return Keys::Any;
        };
        let name = self.reader.view.text(called.argument);
        if name == REGION {
            return Keys::Region;
        }
        let parameter = self.template.symbols.find(&name, &[SymbolKind::Parameter]);
        parameter.map_or(Keys::Any, |parameter| self.allowed(parameter.body.id))
    }

    /// The keys that a parameter allows, which is defined by the mapping `body`.
    fn allowed(&self, body: NodeId) -> Keys {
        if let Some(keys) = self.known.borrow().get(&body) {
            return keys.clone();
        }
        let reader = self.reader;
        let listed = reader.find(body, "AllowedValues");
        let keys: Option<Vec<String>> = listed.and_then(|listed| {
            reader.view.items(listed.value).map(|item| key(&reader.value(item))).collect()
        });
        let keys = keys.filter(|keys| !keys.is_empty()).map_or(Keys::Any, |keys| Keys::Among(keys.into()));
        self.known.borrow_mut().insert(body, keys.clone());
        keys
    }
}

/// The pseudo parameter that is the region of the deployment (ROS, "Pseudo parameters").
const REGION: &str = "ALIYUN::Region";

/// The key of a mapping that `value` names.
fn key(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Literal(Literal::String(text) | Literal::Number(text)) => Some(text.clone()),
        _ => None,
    }
}

/// Every `Fn::FindInMap` below `root`, whatever it is for; those of nested stacks have mappings of their own.
fn all_lookups(
    reader: &Reader<'_>,
    root: NodeId,
    template: &Template,
    known: &RefCell<HashMap<NodeId, Keys>>,
) -> Vec<Lookup> {
    let mut lookups = Vec::new();
    let cx = Arguments { reader, template, known };
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if let Some(called) = reader.function_at(node).filter(|called| called.name == "Fn::FindInMap") {
            let items: Vec<NodeId> = reader.view.items(called.argument).collect();
            let (map, first, second) = match *items.as_slice() {
                [map, first, second, ..] => (cx.constant(map), cx.keys(first), cx.keys(second)),
                _ => (None, Keys::Any, Keys::Any),
            };
            let (span, readers) = (reader.span(node), reader.readers_of(node));
            lookups.push(Lookup { span, readers, map, first, second });
        }
        match reader.view.kind(node) {
            Kind::Mapping => {
                let entries = reader.view.entries(node);
                open.extend(
                    entries.filter(|&(key, _)| reader.view.text(key) != "TemplateBody").map(|it| it.1),
                );
            }
            Kind::Sequence => open.extend(reader.view.items(node)),
            _ => {}
        }
    }
    lookups
}
