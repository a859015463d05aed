//! The outline of a file.

use super::View;
use super::names::cover;
use crate::ir::{SymbolKind, Template};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml;

/// Something that an outline lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    pub(crate) name: String,
    /// Its type, or its value.
    pub(crate) detail: String,
    pub(crate) kind: Kind,
    /// The name, in the file.
    pub(crate) name_span: Span,
    /// All of it, in the file.
    pub(crate) whole: Span,
    pub(crate) children: Vec<Symbol>,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A section of a template or manifest.
    Section,
    /// Something that has a name.
    Named(SymbolKind),
    /// An image slot.
    Slot,
    /// An entry of another file.
    Entry,
}

/// Levels of an outline of a file that is not a template.
const LEVELS: usize = 4;

/// The outline of the file.
pub(crate) fn outline(view: &View<'_>) -> Vec<Symbol> {
    let mut flat = Vec::new();
    match view.unit {
        Some(unit) => {
            for (_, template) in unit.iter() {
                add_template(view, template, &mut flat);
            }
        }
        None => {
            let parse = view.sources().parse(view.file);
            if let Some(yaml) = parse.and_then(|parse| parse.yaml())
                && let Some(root) = yaml.root()
            {
                return entries(view, yaml, root, LEVELS);
            }
        }
    }
    nested(flat)
}

fn add_template(view: &View<'_>, template: &Template, flat: &mut Vec<Symbol>) {
    if !template.files.iter().any(|&file| view.sources().host(file) == view.file) {
        return;
    }
    let mut add = |name: String, detail: String, kind, name_span: Span, whole: Span| {
        if !view.is_here(name_span) || name.is_empty() {
            return;
        }
        let name_span = view.sources().on_disk(name_span);
        let whole = view.sources().on_disk(whole);
        let whole = if whole.file == name_span.file { cover(whole, name_span) } else { name_span };
        flat.push(Symbol { name, detail, kind, name_span, whole, children: Vec::new() });
    };
    for section in &template.sections {
        let whole = view.span_of(section.body).unwrap_or(section.name_span);
        add(section.name.clone(), String::new(), Kind::Section, section.name_span, whole);
    }
    for symbol in template.symbols.iter() {
        let whole = view.span_of(symbol.body).unwrap_or(symbol.name_span);
        let resource = template.resources.iter().find(|it| it.body == symbol.body);
        let detail = resource.map(|it| it.resource_type.clone()).unwrap_or_default();
        let name_span = resource.map_or(symbol.name_span, |it| it.name_span);
        let name = template.symbols.name(symbol).to_owned();
        add(name, detail, Kind::Named(symbol.kind), name_span, whole);
    }
    for slot in &template.slots {
        let detail = slot.value.as_str().unwrap_or_default().to_owned();
        let whole = match slot.key_span.file == slot.value.span.file {
            true => cover(slot.key_span, slot.value.span),
            false => slot.key_span,
        };
        add(slot.path.clone(), detail, Kind::Slot, slot.key_span, whole);
    }
}

/// `flat`, with what is inside of another below that.
fn nested(mut flat: Vec<Symbol>) -> Vec<Symbol> {
    flat.sort_by_key(|it| (it.whole.start, std::cmp::Reverse(it.whole.end), it.name_span));
    flat.dedup_by(|one, other| one.name_span == other.name_span && one.name == other.name);
    let mut open: Vec<Symbol> = Vec::new();
    let mut top = Vec::new();
    let close = |open: &mut Vec<Symbol>, top: &mut Vec<Symbol>| {
        if let Some(done) = open.pop() {
            match open.last_mut() {
                Some(parent) => parent.children.push(done),
                None => top.push(done),
            }
        }
    };
    for symbol in flat {
        while open
            .last()
            .is_some_and(|it| it.whole.end < symbol.whole.end || it.whole.end <= symbol.whole.start)
        {
            close(&mut open, &mut top);
        }
        open.push(symbol);
    }
    while !open.is_empty() {
        close(&mut open, &mut top);
    }
    top
}

/// The entries of the mapping or list `id`, `levels` deep.
fn entries(view: &View<'_>, yaml: yaml::View<'_>, id: NodeId, levels: usize) -> Vec<Symbol> {
    if levels == 0 {
        return Vec::new();
    }
    let symbol = |key: NodeId, value: NodeId| {
        let name = yaml.text(key).into_owned();
        let (name_span, whole) = (yaml.range(key), yaml.range(key).cover(yaml.range(value)));
        let detail = if yaml.is_scalar(value) { yaml.text(value).into_owned() } else { String::new() };
        let detail = detail.lines().next().unwrap_or_default().to_owned();
        let is_alias = yaml.kind(value) == yaml::Kind::Alias;
        let children = if is_alias { Vec::new() } else { entries(view, yaml, value, levels - 1) };
        let kind = if levels == LEVELS { Kind::Section } else { Kind::Entry };
        let (name_span, whole) = (name_span.in_file(view.file), whole.in_file(view.file));
        Symbol { name, detail, kind, name_span, whole, children }
    };
    let named = yaml.entries(id).filter(|(key, _)| !yaml.text(*key).is_empty());
    named.map(|(key, value)| symbol(key, value)).collect()
}
