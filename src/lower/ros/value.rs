//! YAML and JSON nodes as values: literals, `Ref`, functions, lists, maps.

use super::tree::Reader;
use crate::grammar;
use crate::ir::{
    Entry, FunctionCall, Lazy, Literal, Place, Properties, Property, Reference, ReferenceKind, Value,
    ValueKind,
};
use crate::lower::VALUE_DEPTH;
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar};

/// A function as it is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Called {
    pub(super) name: &'static str,
    /// Where the name is; for a short tag the tag.
    pub(super) name_span: Span,
    /// What the function is called with; for a short tag the tagged node itself.
    pub(super) argument: NodeId,
}

impl Reader<'_> {
    /// The node `id` as a value, aliases followed.
    pub(super) fn value(&self, id: NodeId) -> Value {
        let mut budget = crate::syntax::budget::ALIAS_EXPANSIONS;
        self.value_within(id, &mut budget)
    }

    /// The node `id` as a value of at most `budget` nodes, which are taken from it.
    pub(super) fn value_within(&self, id: NodeId, budget: &mut usize) -> Value {
        self.value_at(id, 0, budget)
    }

    /// The properties of a resource, which stand in the mapping `id`.
    pub(super) fn properties(&self, id: NodeId) -> Properties {
        let map = self.view.deref(id);
        let tagged = self.view.meant_tag(map).is_some_and(|(_, tag)| is_local(&tag));
        if tagged || self.view.kind(map) != Kind::Mapping || self.long_form(map).is_some() {
            return Properties::Other(Box::new(self.value(id)));
        }
        let entries = self.view.merged_entries(map).into_iter();
        let written = entries.filter(|entry| self.view.is_scalar(entry.key)).map(|entry| Property {
            key: self.view.text(entry.key).into_owned(),
            key_span: self.span(entry.key),
            value: Lazy::new(Place::Node(self.node(entry.value))),
        });
        Properties::Written(written.collect())
    }

    fn value_at(&self, id: NodeId, depth: usize, budget: &mut usize) -> Value {
        let span = self.span(id);
        if depth > VALUE_DEPTH || *budget == 0 {
            return Value { span, kind: ValueKind::Expression(Vec::new()) };
        }
        *budget -= 1;
        Value { span, kind: self.kind(self.view.deref(id), depth + 1, budget) }
    }

    fn kind(&self, id: NodeId, depth: usize, budget: &mut usize) -> ValueKind {
        let Some((range, tag)) = self.view.meant_tag(id) else { return self.plain_kind(id, depth, budget) };
        match grammar::function_by_tag(&tag) {
            Some(function) => self.tagged(id, function.name, range.in_file(self.file), depth, budget),
            // What a tag that ROS does not know would make of the node, nobody can say.
            None if is_local(&tag) => ValueKind::Error,
            None => self.plain_kind(id, depth, budget),
        }
    }

    /// The value without regard to a short tag.
    fn plain_kind(&self, id: NodeId, depth: usize, budget: &mut usize) -> ValueKind {
        match self.view.kind(id) {
            Kind::Mapping => self.mapping(id, depth, budget),
            Kind::Sequence => {
                ValueKind::List(self.view.items(id).map(|item| self.value_at(item, depth, budget)).collect())
            }
            Kind::Plain
            | Kind::SingleQuoted
            | Kind::DoubleQuoted
            | Kind::Literal
            | Kind::Folded
            | Kind::Empty => ValueKind::Literal(self.literal(id)),
            Kind::Stream | Kind::Document | Kind::Alias | Kind::Error => ValueKind::Error,
        }
    }

    fn literal(&self, id: NodeId) -> Literal {
        match self.view.scalar(id) {
            Scalar::Null => Literal::Null,
            Scalar::Bool(flag) => Literal::Bool(flag),
            Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) => {
                Literal::Number(self.view.range(id).of(self.view.text).to_owned())
            }
            Scalar::Str(text) => Literal::String(text.into_owned()),
            Scalar::Binary(_) => Literal::String(self.view.text(id).into_owned()),
        }
    }

    /// A mapping; with one key that names a function, the function.
    fn mapping(&self, id: NodeId, depth: usize, budget: &mut usize) -> ValueKind {
        if let Some(called) = self.long_form(id) {
            return self.function(called.argument, called.name, called.name_span, depth, budget);
        }
        let entries = self.view.merged_entries(id).into_iter().map(|entry| Entry {
            key: if self.view.is_scalar(entry.key) {
                self.view.text(entry.key).into_owned()
            } else {
                String::new()
            },
            key_span: self.span(entry.key),
            value: self.value_at(entry.value, depth, budget),
        });
        ValueKind::Map(entries.collect())
    }

    /// The function that the node `id` is, aliases followed: by its short tag, or by its only key.
    pub(super) fn function_at(&self, id: NodeId) -> Option<Called> {
        let id = self.view.deref(id);
        let Some((range, tag)) = self.view.meant_tag(id) else { return self.long_form(id) };
        let function = grammar::function_by_tag(&tag)?;
        Some(Called { name: function.name, name_span: range.in_file(self.file), argument: id })
    }

    /// The function that is the only key of the mapping `id`.
    pub(super) fn long_form(&self, id: NodeId) -> Option<Called> {
        let mut entries = self.view.entries(id);
        let (Some((key, argument)), None) = (entries.next(), entries.next()) else { return None };
        let key = Some(key).filter(|&key| self.view.is_scalar(key))?;
        let function = grammar::function_by_name(&self.view.text(key))?;
        Some(Called { name: function.name, name_span: self.span(key), argument })
    }

    /// A node with a short tag: the node itself is the argument.
    fn tagged(
        &self,
        id: NodeId,
        name: &'static str,
        name_span: Span,
        depth: usize,
        budget: &mut usize,
    ) -> ValueKind {
        if name == "Ref" {
            return self.reference(id, name_span);
        }
        let kind = match self.view.kind(id) {
            // The text of a tagged scalar is a string, whatever it looks like.
            Kind::Plain => ValueKind::Literal(Literal::String(self.view.text(id).into_owned())),
            _ => self.plain_kind(id, depth, budget),
        };
        let argument = Value { span: self.view.range(id).in_file(self.file), kind };
        call(name, name_span, argument)
    }

    fn function(
        &self,
        argument: NodeId,
        name: &'static str,
        name_span: Span,
        depth: usize,
        budget: &mut usize,
    ) -> ValueKind {
        if name == "Ref" {
            return self.reference(argument, name_span);
        }
        call(name, name_span, self.value_at(argument, depth, budget))
    }

    fn reference(&self, argument: NodeId, name_span: Span) -> ValueKind {
        let argument = self.view.deref(argument);
        if !self.view.is_scalar(argument) {
            // `Ref` of a function names a parameter that only the deployment knows.
            return ValueKind::Call(FunctionCall {
                name: "Ref".to_owned(),
                name_span,
                arguments: Vec::new(),
            });
        }
        ValueKind::Ref(Reference {
            kind: ReferenceKind::Ros,
            name: self.view.text(argument).into_owned(),
            name_span: self.view.range(argument).in_file(self.file),
            steps: Vec::new(),
        })
    }
}

/// Whether `tag` is one of ROS's own kind, `!Name`, and not one of YAML.
pub(super) fn is_local(tag: &str) -> bool {
    tag.len() > 1 && !tag.starts_with("!!") && !tag.starts_with("!<")
}

/// A function over one argument; the items of a list are its arguments.
fn call(name: &'static str, name_span: Span, argument: Value) -> ValueKind {
    let arguments = match argument.kind {
        ValueKind::List(items) => items,
        kind => vec![Value { span: argument.span, kind }],
    };
    ValueKind::Call(FunctionCall { name: name.to_owned(), name_span, arguments })
}
