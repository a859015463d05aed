//! Image slots of Terraform resources, found in their lowered arguments.

use std::sync::Arc;

use crate::ir::{
    ImageSlot, LiteralText, Resource, Site, SlotShape, Stray, StrayKind, Template, Value, ValueKind,
};
use crate::lower::{cx, spelling};
use crate::source::{Quoting, Span};
use crate::syntax::{SourceMap, hcl};

/// Finds the slots of all resources of `template`, and the arguments that almost are slots.
pub(super) fn find(sources: &SourceMap, template: &mut Template) {
    let mut slots = Vec::new();
    let mut strays = Vec::new();
    for (index, resource) in template.resources.iter().enumerate() {
        for shape in resource.shapes {
            let mut walk = Walk { sources, index, resource, shape, slots: &mut slots, strays: &mut strays };
            walk.resource();
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
    /// Follows the path through the properties of the resource.
    fn resource(&mut self) {
        let (sources, resource) = (self.sources, self.resource);
        let properties = cx::properties(sources, resource);
        let (name, rest) = first_step(self.shape.path);
        let Some(rest) = rest else {
            for property in properties.written().iter().filter(|it| is_near(&it.key, name)) {
                if let Some(value) = cx::value(sources, &property.value) {
                    self.leaf((&property.key, property.key_span), value, name, "");
                }
            }
            return;
        };
        let found = properties.find(name).and_then(|property| cx::value(sources, &property.value));
        if let Some(value) = found {
            self.blocks(value, name, rest, "");
        }
    }

    /// Follows `rest` in each of the blocks `value`, which are called `name`; `taken` is the path so far.
    fn blocks(&mut self, value: &Value, name: &'static str, rest: &'static str, taken: &str) {
        let blocks = match &value.kind {
            ValueKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        for (index, block) in blocks.iter().enumerate() {
            self.step(block, rest, &format!("{taken}{name}[{index}]."));
        }
    }

    /// Follows `path` in the map `value`.
    fn step(&mut self, value: &Value, path: &'static str, taken: &str) {
        let ValueKind::Map(entries) = &value.kind else { return };
        match first_step(path) {
            (name, None) => {
                for entry in entries.iter().filter(|it| is_near(&it.key, name)) {
                    self.leaf((&entry.key, entry.key_span), &entry.value, name, taken);
                }
            }
            (name, Some(rest)) => {
                if let Some(value) = value.get(name) {
                    self.blocks(value, name, rest, taken);
                }
            }
        }
    }

    /// The argument `key`, which is called `name` or nearly so.
    fn leaf(&mut self, (key, key_span): (&str, Span), value: &Value, name: &'static str, taken: &str) {
        let path = format!("{taken}{key}");
        let logical_path = format!("{}.{}.{path}", self.resource.resource_type, self.resource.name);
        if key == name {
            self.slots.push(ImageSlot {
                resource: self.index,
                shape: self.shape,
                path,
                logical_path,
                key_span,
                literal: literal_text(self.sources, value),
                value: value.clone(),
                site: Site::Direct,
                expands: None,
                through: None,
            });
        } else {
            self.strays.push(Stray {
                kind: StrayKind::Misspelled { meant: name },
                key: key.to_owned(),
                key_span,
                entry_span: Span { end: value.span.end.max(key_span.end), ..key_span },
                value: value.clone(),
                resource: Some(self.index),
                logical_path,
            });
        }
    }
}

/// The first step of a path, and the rest.
fn first_step(path: &'static str) -> (&'static str, Option<&'static str>) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    (step.strip_suffix("[]").unwrap_or(step), rest)
}

/// Whether `key` is `name` or a near miss of it.
fn is_near(key: &str, name: &str) -> bool {
    key == name || spelling::is_misspelling(key, name)
}

/// Where the characters of the literal `value` are.
pub(super) fn literal_text(sources: &SourceMap, value: &Value) -> Option<LiteralText> {
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
