//! Image slots of Terraform resources, found in their lowered arguments.

use std::sync::Arc;

use crate::grammar;
use crate::ir::{
    Dialect, Entry, ImageSlot, LiteralText, Resource, Site, SlotShape, Stray, StrayKind, Template, Value,
    ValueKind,
};
use crate::lower::spelling;
use crate::source::{Quoting, Span};
use crate::syntax::{SourceMap, hcl};

/// Finds the slots of all resources of `template`, and the arguments that almost are slots.
pub(super) fn find(sources: &SourceMap, template: &mut Template) {
    let mut slots = Vec::new();
    let mut strays = Vec::new();
    for (index, resource) in template.resources.iter().enumerate() {
        let Some(properties) = &resource.properties else { continue };
        for shape in grammar::slots_of(Dialect::Terraform, &resource.resource_type) {
            let mut walk = Walk { sources, index, resource, shape, slots: &mut slots, strays: &mut strays };
            walk.step(properties, shape.path, String::new());
        }
    }
    template.slots = slots;
    template.strays.append(&mut strays);
}

/// The way down one shape's path.
struct Walk<'a> {
    sources: &'a SourceMap,
    index: usize,
    resource: &'a Resource,
    shape: &'static SlotShape,
    slots: &'a mut Vec<ImageSlot>,
    strays: &'a mut Vec<Stray>,
}

impl Walk<'_> {
    /// Follows `path` in the map `value`; `taken` is the path so far.
    fn step(&mut self, value: &Value, path: &'static str, taken: String) {
        let ValueKind::Map(entries) = &value.kind else { return };
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let name = name.strip_suffix("[]").unwrap_or(name);
        let Some(rest) = rest else { return self.leaf(entries, name, &taken) };
        let Some(entry) = entries.iter().rev().find(|entry| entry.key == name) else { return };
        let blocks = match &entry.value.kind {
            ValueKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for (index, block) in blocks.iter().enumerate() {
            self.step(block, rest, format!("{taken}{name}[{index}]."));
        }
    }

    fn leaf(&mut self, entries: &[Entry], name: &'static str, taken: &str) {
        for entry in entries {
            let path = format!("{taken}{}", entry.key);
            let logical_path = format!("{}.{}.{path}", self.resource.resource_type, self.resource.name);
            if entry.key == name {
                self.slots.push(ImageSlot {
                    resource: self.index,
                    shape: self.shape,
                    path,
                    logical_path,
                    key_span: entry.key_span,
                    literal: literal_text(self.sources, &entry.value),
                    value: entry.value.clone(),
                    site: Site::Direct,
                    expands: None,
                    through: None,
                });
            } else if spelling::is_misspelling(&entry.key, name) {
                self.strays.push(Stray {
                    kind: StrayKind::Misspelled { meant: name },
                    key: entry.key.clone(),
                    key_span: entry.key_span,
                    entry_span: Span { end: entry.value.span.end.max(entry.key_span.end), ..entry.key_span },
                    value: entry.value.clone(),
                    resource: Some(self.index),
                    logical_path,
                });
            }
        }
    }
}

/// Where the characters of the literal `value` are.
fn literal_text(sources: &SourceMap, value: &Value) -> Option<LiteralText> {
    value.as_str()?;
    let parse = sources.parse(value.span.file)?;
    let id = parse.node_of(value.span.range());
    let (text, pieces, quoting) = match parse.hcl() {
        Some(view) => {
            let decoded = view.decode(id)?;
            let quoted = view.kind(id) == hcl::Kind::Template;
            let quoting = if quoted { Quoting::HclQuoted } else { Quoting::HclHeredoc };
            (decoded.value.into_owned(), decoded.pieces, quoting)
        }
        None => {
            let (text, pieces) = parse.yaml()?.embedded(id);
            (text, pieces, Quoting::Json)
        }
    };
    let (range, text) = spelling::trimmed(&text, &pieces);
    Some(LiteralText { span: range.in_file(value.span.file), text, quoting, readers: Arc::default() })
}
