//! Blocks of HCL files.

use std::borrow::Cow;
use std::collections::HashMap;

use super::expression::Reader;
use crate::ir::{Entry, Lazy, NodeRef, Place, Property, Value, ValueKind};
use crate::source::{FileId, Span};
use crate::syntax::hcl::Kind;
use crate::syntax::yaml::View;
use crate::syntax::{NodeId, SourceMap};

/// Reads the values of one JSON text.
#[derive(Clone, Copy)]
pub(super) struct JsonReader<'t> {
    pub(super) sources: &'t SourceMap,
    pub(super) view: View<'t>,
    pub(super) file: FileId,
}

/// A text of the folder, to be read by its language.
pub(super) enum Text<'t> {
    Hcl(Reader<'t>),
    Json(JsonReader<'t>),
}

/// The label of a block.
#[derive(Clone, Debug)]
pub(super) struct Label<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) span: Span,
}

/// A block at the top of a file, in either syntax.
#[derive(Clone)]
pub(super) struct Block<'t> {
    /// `resource`, `variable`, …
    pub(super) kind: Cow<'t, str>,
    pub(super) labels: Vec<Label<'t>>,
    /// The whole block.
    pub(super) span: Span,
    /// From the type to the last label.
    pub(super) header: Span,
    pub(super) body: Body<'t>,
}

/// What is in a block, lowered when asked.
#[derive(Clone)]
pub(super) enum Body<'t> {
    Hcl(Reader<'t>, NodeId),
    Json(JsonReader<'t>, NodeId),
}

impl<'t> Body<'t> {
    /// What stands in the body as a node.
    pub(super) fn node(&self) -> NodeRef {
        match self {
            Body::Hcl(reader, id) => NodeRef { file: reader.file, id: *id },
            Body::Json(reader, id) => NodeRef { file: reader.file, id: *id },
        }
    }

    /// The arguments, and each type of nested blocks as one list, to be lowered when asked for.
    pub(super) fn properties(&self) -> Vec<Property> {
        match self {
            Body::Hcl(reader, body) => reader.properties(*body),
            Body::Json(reader, object) => reader.properties(*object),
        }
    }

    /// All arguments, and each type of nested blocks as a list of maps.
    pub(super) fn entries(&self) -> Vec<Entry> {
        match self {
            Body::Hcl(reader, body) => reader.body(*body, 0),
            Body::Json(reader, object) => reader.entries(*object),
        }
    }

    /// The argument called `name`.
    pub(super) fn argument(&self, name: &str) -> Option<Entry> {
        match self {
            Body::Hcl(reader, body) => reader.attribute(*body, name),
            Body::Json(reader, object) => reader.entry(*object, name),
        }
    }
}

impl<'t> Reader<'t> {
    /// The blocks of a file.
    pub(super) fn blocks(&self) -> impl Iterator<Item = Block<'t>> + use<'t> {
        let reader = *self;
        let view = self.view;
        view.items(view.root())
            .filter(move |&item| view.kind(item) == Kind::Block)
            .map(move |id| reader.block(id))
    }

    fn block(&self, id: NodeId) -> Block<'t> {
        let labels: Vec<Label<'t>> = self.view.labels(id).map(|label| self.label(label)).collect();
        let kind = self.view.name_range(id);
        let header = labels.last().map_or(kind.end, |label| label.span.end);
        let body = self.view.body(id).unwrap_or(id);
        Block {
            kind: Cow::Borrowed(kind.of(self.view.text)),
            span: self.span(id),
            header: Span { file: self.file, start: kind.start, end: header },
            body: Body::Hcl(*self, body),
            labels,
        }
    }

    fn label(&self, id: NodeId) -> Label<'t> {
        let text = self.view.string_value(id).unwrap_or_default();
        Label { text, span: self.span(id) }
    }

    /// The attributes at the top of a file, where only blocks have a meaning, and in `locals`.
    pub(super) fn attributes(&self, body: NodeId) -> impl Iterator<Item = NodeId> + use<'t> {
        let view = self.view;
        view.items(body).filter(move |&item| view.kind(item) == Kind::Attribute)
    }

    /// The attribute `id` as an entry.
    pub(super) fn attribute_entry(&self, id: NodeId) -> Entry {
        let value = match self.view.value(id) {
            Some(value) => self.value(value),
            None => Value { span: self.span(id), kind: ValueKind::Error },
        };
        Entry {
            key: self.view.name(id).to_owned(),
            key_span: self.view.name_range(id).in_file(self.file),
            value,
        }
    }

    /// The attribute of `body` called `name` as an entry.
    pub(super) fn attribute(&self, body: NodeId, name: &str) -> Option<Entry> {
        let id = self.attributes(body).find(|&id| self.view.name(id) == name)?;
        Some(self.attribute_entry(id))
    }

    /// What `node` stands for: the value of an attribute, a list of the one block, or the value itself.
    pub(super) fn lowered(&self, id: NodeId) -> Value {
        match self.view.kind(id) {
            Kind::Attribute => self.attribute_entry(id).value,
            Kind::Block => Value { span: self.span(id), kind: ValueKind::List(vec![self.nested(id, 0)]) },
            _ => self.value(id),
        }
    }

    /// The name of the blocks that the block `id` is one of: that which a `dynamic` block makes, or its own type.
    fn block_name(&self, id: NodeId) -> Cow<'t, str> {
        let mut labels = self.view.labels(id);
        match (self.view.name(id), labels.next(), labels.next()) {
            ("dynamic", Some(label), None) => self.label(label).text,
            (name, _, _) => Cow::Borrowed(name),
        }
    }

    /// The nested block `id` as a map. A `dynamic` block counts as one block of the type that it makes.
    pub(super) fn nested(&self, id: NodeId, depth: usize) -> Value {
        let body = self.view.body(id).unwrap_or(id);
        let makes = self.view.name(id) == "dynamic" && self.view.labels(id).count() == 1;
        let content = if makes { self.content(body) } else { body };
        Value { span: self.span(id), kind: ValueKind::Map(self.body(content, depth + 1)) }
    }

    /// The attributes of a body, and the nested blocks of each type as one.
    fn properties(&self, body: NodeId) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        let mut places: HashMap<Cow<'t, str>, usize> = HashMap::new();
        for item in self.view.items(body) {
            let node = NodeRef { file: self.file, id: item };
            let (key, key_span) = match self.view.kind(item) {
                Kind::Attribute => {
                    (Cow::Borrowed(self.view.name(item)), self.view.name_range(item).in_file(self.file))
                }
                _ => (self.block_name(item), self.block(item).header),
            };
            if self.view.kind(item) == Kind::Block {
                let known = places.get(&key).and_then(|&place| properties.get_mut(place));
                if let Some(known) = known {
                    match known.value.place_mut() {
                        Place::Blocks(nodes) => nodes.push(node),
                        place @ Place::Node(_) => {
                            if let Place::Node(first) = *place {
                                *place = Place::Blocks(vec![first, node]);
                            }
                        }
                        Place::Field(..) => {}
                    }
                    continue;
                }
                places.insert(key.clone(), properties.len());
            }
            let value = Lazy::new(Place::Node(node));
            properties.push(Property { key: key.into_owned(), key_span, value });
        }
        properties
    }

    /// A body as a map: attributes, and nested blocks of one type as a list of maps.
    fn body(&self, body: NodeId, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places: HashMap<Cow<'t, str>, usize> = HashMap::new();
        if depth > super::super::VALUE_DEPTH {
            return entries;
        }
        for item in self.view.items(body) {
            if self.view.kind(item) == Kind::Attribute {
                entries.push(self.attribute_entry(item));
                continue;
            }
            let name = self.block_name(item);
            let map = self.nested(item, depth);
            let known = places.get(&name).and_then(|&place| entries.get_mut(place));
            match known.map(|entry| &mut entry.value.kind) {
                Some(ValueKind::List(blocks)) => blocks.push(map),
                Some(_) => {}
                None => {
                    places.insert(name.clone(), entries.len());
                    let value = Value { span: map.span, kind: ValueKind::List(vec![map]) };
                    let key_span = self.block(item).header;
                    entries.push(Entry { key: name.into_owned(), key_span, value });
                }
            }
        }
        entries
    }

    /// The `content` block of a `dynamic` block's body, or the body itself while it has none.
    fn content(&self, body: NodeId) -> NodeId {
        let mut blocks = self.view.items(body).filter(|&item| self.view.kind(item) == Kind::Block);
        let content = blocks.find(|&item| self.view.name(item) == "content");
        content.and_then(|item| self.view.body(item)).unwrap_or(body)
    }
}
