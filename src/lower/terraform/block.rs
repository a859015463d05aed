//! Blocks of HCL files.

use std::borrow::Cow;

use super::expression::Reader;
use super::json::JsonReader;
use crate::ir::{Entry, Value, ValueKind};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::hcl::Kind;

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

/// An argument, lowered when asked.
pub(super) enum Argument<'t> {
    Hcl(Reader<'t>, NodeId),
    Json(JsonReader<'t>, NodeId, NodeId),
}

impl Argument<'_> {
    /// The argument as an entry.
    pub(super) fn entry(&self) -> Entry {
        match self {
            Argument::Hcl(reader, attribute) => reader.attribute_entry(*attribute),
            Argument::Json(reader, key, value) => reader.entry_of(*key, *value, 0),
        }
    }
}

impl<'t> Body<'t> {
    /// The arguments with their names, and where these are. Nested blocks are not among them.
    pub(super) fn arguments(&self) -> Vec<(Cow<'t, str>, Span, Argument<'t>)> {
        match self {
            Body::Hcl(reader, body) => {
                let argument = |item| {
                    let name = reader.view.name_range(item);
                    let text = Cow::Borrowed(name.of(reader.view.text));
                    (text, name.in_file(reader.file), Argument::Hcl(*reader, item))
                };
                reader.attributes(*body).map(argument).collect()
            }
            Body::Json(reader, object) => {
                let argument = |(name, span, key, value)| (name, span, Argument::Json(*reader, key, value));
                reader.keys(*object).map(argument).collect()
            }
        }
    }

    /// All arguments, and each type of nested blocks as a list of maps.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.entries_that(&|_| true)
    }

    /// Those entries whose names are `asked` for.
    pub(super) fn entries_that(&self, asked: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        match self {
            Body::Hcl(reader, body) => reader.body(*body, asked, 0),
            Body::Json(reader, object) => {
                let mut entries = reader.entries(*object);
                entries.retain(|entry| asked(&entry.key));
                entries
            }
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

    /// A body as a map: attributes, and nested blocks of one type as a list of maps. A `dynamic` block
    /// counts as one block of the type that it makes. Only what is `asked` for.
    fn body(&self, body: NodeId, asked: &dyn Fn(&str) -> bool, depth: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        if depth > super::super::VALUE_DEPTH {
            return entries;
        }
        for item in self.view.items(body) {
            if self.view.kind(item) == Kind::Attribute {
                if asked(self.view.name(item)) {
                    entries.push(self.attribute_entry(item));
                }
                continue;
            }
            let block = self.block(item);
            let Body::Hcl(_, inner) = block.body else { continue };
            let (name, content) = match block.labels.as_slice() {
                [label] if block.kind == "dynamic" => (&*label.text, self.content(inner)),
                _ => (&*block.kind, inner),
            };
            if !asked(name) {
                continue;
            }
            let inside = self.body(content, &|_| true, depth + 1);
            let map = Value { span: block.span, kind: ValueKind::Map(inside) };
            let same = entries.iter_mut().find(|entry| entry.key == name);
            match same.map(|entry| &mut entry.value.kind) {
                Some(ValueKind::List(blocks)) => blocks.push(map),
                Some(_) => {}
                None => {
                    let value = Value { span: block.span, kind: ValueKind::List(vec![map]) };
                    entries.push(Entry { key: name.to_owned(), key_span: block.header, value });
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
