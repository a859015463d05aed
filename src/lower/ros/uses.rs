//! Where a ROS template uses names.

use std::collections::HashSet;

use super::tree::Reader;
use super::value::Called;
use super::{reader_of, section};
use crate::grammar;
use crate::ir::{DefinitionId, NodeRef, SymbolKind, Template, TemplateId, UseKind};
use crate::lower::references::{Index, Means, Written};
use crate::source::{Span, TextRange};
use crate::syntax::yaml::{Kind, Scalar};
use crate::syntax::{NodeId, SourceMap};

/// What `Ref` can name.
const REF: Means = Means::Kinds(&[SymbolKind::Parameter, SymbolKind::Local, SymbolKind::Resource]);
/// What `Fn::GetAtt` can name: a local may be a data source.
const GET_ATT: Means = Means::Kinds(&[SymbolKind::Resource, SymbolKind::Local]);
/// What `${name}` in the pattern of `Fn::Sub` can name.
const SUB: Means = Means::Kinds(&[SymbolKind::Parameter, SymbolKind::Resource, SymbolKind::Local]);
const RESOURCE: Means = Means::Kinds(&[SymbolKind::Resource]);
const CONDITION: Means = Means::Kinds(&[SymbolKind::Condition]);
const MAPPING: Means = Means::Kinds(&[SymbolKind::Mapping]);
const PARAMETER: Means = Means::Kinds(&[SymbolKind::Parameter]);

/// The names that `template` uses; those of nested stacks are theirs.
pub(in crate::lower) fn uses(index: &Index<'_>, id: TemplateId, template: &Template) -> Vec<Written> {
    let reader = template.sections.first().and_then(|it| reader_of(index.cx.sources, it.body));
    let Some(reader) = reader else { return Vec::new() };
    let mut walk = Walk { reader, index, id, within: None, seen: HashSet::new(), written: Vec::new() };
    for section in &template.sections {
        walk.within = None;
        match (section.name.as_str(), section::kind_of(&section.name)) {
            (_, Some(kind)) => walk.named(section.body.id, kind),
            ("Metadata", _) => walk.groups(section.body.id),
            ("Workspace" | "Description", _) => {}
            _ => walk.all(section.body.id),
        }
    }
    walk.written
}

/// The keys of the mapping at `node` with where they are and what they have.
pub(in crate::lower) fn keys(sources: &SourceMap, node: NodeRef) -> Vec<(String, Span, NodeRef)> {
    let Some(reader) = reader_of(sources, node) else { return Vec::new() };
    let entries = reader.view.merged_entries(node.id).into_iter();
    let entries = entries.filter(|entry| reader.view.is_scalar(entry.key));
    let key = |id| (reader.view.text(id).into_owned(), reader.view.range(id).in_file(node.file));
    entries
        .map(|entry| {
            let (name, span) = key(entry.key);
            (name, span, reader.node(entry.value))
        })
        .collect()
}

struct Walk<'a, 't> {
    reader: Reader<'t>,
    index: &'a Index<'a>,
    id: TemplateId,
    /// What the nodes belong to that are looked at.
    within: Option<DefinitionId>,
    /// What was looked at: merge keys bring entries to several places.
    seen: HashSet<NodeId>,
    written: Vec<Written>,
}

impl Walk<'_, '_> {
    /// The entries of a section whose entries have names.
    fn named(&mut self, section: NodeId, kind: SymbolKind) {
        for entry in self.reader.view.merged_entries(section) {
            self.within = self.index.defined_by(kind, self.reader.node(entry.value));
            match kind {
                SymbolKind::Parameter => self.form(entry.value),
                SymbolKind::Mapping => {}
                SymbolKind::Resource | SymbolKind::Output => {
                    self.fields(entry.value);
                    self.all(entry.value);
                }
                _ => self.all(entry.value),
            }
        }
    }

    /// The fields of a resource or output that name something without a function.
    fn fields(&mut self, body: NodeId) {
        if let Some(found) = self.reader.find(body, "Condition") {
            self.scalar(UseKind::Condition, found.value, CONDITION);
        }
        if let Some(found) = self.reader.find(body, "DependsOn") {
            match self.reader.view.kind(self.reader.view.deref(found.value)) {
                Kind::Sequence => {
                    let items: Vec<NodeId> = self.reader.view.items(found.value).collect();
                    items.into_iter().for_each(|item| self.scalar(UseKind::Dependency, item, RESOURCE));
                }
                _ => self.scalar(UseKind::Dependency, found.value, RESOURCE),
            }
        }
    }

    /// The parameters that `ParameterGroups` of the metadata lists.
    fn groups(&mut self, metadata: NodeId) {
        let reader = &self.reader;
        let interface = reader.find(metadata, "ALIYUN::ROS::Interface");
        let Some(groups) = interface.and_then(|it| reader.find(it.value, "ParameterGroups")) else { return };
        let members = reader.view.items(groups.value).filter_map(|group| reader.find(group, "Parameters"));
        let members: Vec<NodeId> = members.flat_map(|found| reader.view.items(found.value)).collect();
        members.into_iter().for_each(|member| self.scalar(UseKind::Form, member, PARAMETER));
    }

    /// The parameters that the form of a parameter depends on: `${name}`, or in older templates the bare name.
    fn form(&mut self, parameter: NodeId) {
        let Some(found) = self.reader.find(parameter, "AssociationPropertyMetadata") else { return };
        let mut open = vec![found.value];
        while let Some(node) = open.pop() {
            let view = self.reader.view;
            match view.kind(node) {
                Kind::Mapping => open.extend(view.entries(node).map(|(_, value)| value)),
                Kind::Sequence => open.extend(view.items(node)),
                _ if view.is_scalar(node) && view.kind(node) != Kind::Alias => self.form_value(node),
                _ => {}
            }
        }
    }

    fn form_value(&mut self, node: NodeId) {
        let text = self.reader.view.text(node);
        let is_known = |name: &str| self.index.find(self.id, SymbolKind::Parameter, name).is_some();
        if is_known(&text) {
            return self.scalar(UseKind::Form, node, PARAMETER);
        }
        if text.contains("${") {
            for (name, span) in self.substituted(node) {
                if self.index.find(self.id, SymbolKind::Parameter, &name).is_some() {
                    self.push(UseKind::Form, name, span, None, PARAMETER);
                }
            }
        }
    }

    /// Every function in the node `root`.
    fn all(&mut self, root: NodeId) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let view = self.reader.view;
            // What an alias stands for is looked at where it is written.
            if view.kind(node) == Kind::Alias || !self.seen.insert(node) {
                continue;
            }
            if let Some(called) = self.reader.function_at(node) {
                self.function(called);
            }
            match view.kind(node) {
                Kind::Mapping => {
                    let entries: Vec<(NodeId, NodeId)> = view.entries(node).collect();
                    if let [(key, value)] = *entries.as_slice() {
                        self.only_entry(node, key, value);
                    }
                    let is_scope = |&(key, value): &(NodeId, NodeId)| {
                        let body = view.deref(value);
                        view.kind(body) == Kind::Mapping
                            && view.text(key) == "TemplateBody"
                            && self.reader.function_at(body).is_none()
                    };
                    open.extend(entries.into_iter().filter(|it| !is_scope(it)).map(|(_, value)| value));
                }
                Kind::Sequence => open.extend(view.items(node)),
                _ => {}
            }
        }
    }

    /// The only entry of a mapping: a function that a short tag hides, or a condition that is named.
    fn only_entry(&mut self, node: NodeId, key: NodeId, value: NodeId) {
        let view = self.reader.view;
        if view.tag(node).is_some()
            && let Some(called) = self.reader.long_form(node)
        {
            self.function(called);
        }
        let in_condition = self.within.and_then(|id| self.index.kind_of(id)) == Some(SymbolKind::Condition);
        if in_condition && view.is_scalar(key) && view.text(key) == "Condition" {
            self.scalar(UseKind::Condition, value, CONDITION);
        }
    }

    fn function(&mut self, called: Called) {
        let argument = called.argument;
        let items: Vec<NodeId> = self.reader.view.items(argument).collect();
        match called.name {
            "Ref" => self.scalar(UseKind::Value, argument, REF),
            "Fn::GetAtt" => self.get_att(argument, &items),
            "Fn::Sub" => self.sub(items.first().copied().unwrap_or(argument), items.get(1).copied()),
            "Fn::FindInMap" => self.find_in_map(&items),
            "Fn::If" => {
                if let Some(&condition) = items.first() {
                    self.condition(condition);
                }
            }
            "Fn::And" | "Fn::Or" => items.into_iter().for_each(|item| self.condition(item)),
            "Fn::Not" if items.is_empty() => self.condition(argument),
            "Fn::Not" => items.into_iter().for_each(|item| self.condition(item)),
            _ => {}
        }
    }

    /// `[resource, attribute]`, or `resource.attribute` in one string.
    fn get_att(&mut self, argument: NodeId, items: &[NodeId]) {
        let view = self.reader.view;
        if let &[name, ref rest @ ..] = items {
            let constant = |&&id: &&NodeId| view.is_scalar(id) && self.reader.function_at(id).is_none();
            let attribute = rest.first().filter(constant).map(|&id| self.text(id));
            if constant(&&name) {
                let (name, span) = self.text(name);
                self.push(UseKind::Attribute, name, span, attribute, GET_ATT);
            }
            return;
        }
        if view.is_scalar(argument) {
            let (whole, span) = self.text(argument);
            self.dotted(UseKind::Attribute, &whole, span, GET_ATT);
        }
    }

    /// A name with an attribute after its first dot, written as it is at `span`, maybe in quotes.
    fn dotted(&mut self, kind: UseKind, whole: &str, span: Span, means: Means) {
        let Some((name, attribute)) = whole.split_once('.') else {
            return self.push(kind, whole.to_owned(), span, None, means);
        };
        let quotes = (span.end - span.start).saturating_sub(whole.len() as u32) / 2;
        let start = span.start + quotes;
        let dot = start + name.len() as u32;
        let after = Span { start: dot + 1, end: start + whole.len() as u32, ..span };
        let attribute = Some((attribute.to_owned(), after));
        self.push(kind, name.to_owned(), Span { start, end: dot, ..span }, attribute, means);
    }

    fn sub(&mut self, pattern: NodeId, map: Option<NodeId>) {
        let view = self.reader.view;
        if !view.is_scalar(pattern) {
            return;
        }
        let own: HashSet<_> =
            map.into_iter().flat_map(|map| view.entries(map)).map(|(key, _)| view.text(key)).collect();
        for (name, span) in self.substituted(pattern) {
            if !own.contains(name.as_str()) {
                self.dotted(UseKind::Substitution, &name, span, SUB);
            }
        }
    }

    /// The names in `${}` of the string `node`; `${!name}` is none.
    fn substituted(&self, node: NodeId) -> Vec<(String, Span)> {
        let (text, pieces) = self.reader.view.embedded(node);
        let mut names = Vec::new();
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find("${")) {
            let start = at + found + 2;
            let Some(length) = text.get(start..).and_then(|rest| rest.find('}')) else { break };
            at = start + length;
            let inner = text.get(start..at).unwrap_or_default();
            let name = inner.trim();
            if name.is_empty() || name.starts_with('!') {
                continue;
            }
            let start = start + (inner.len() - inner.trim_start().len());
            let range = TextRange::new(start as u32, (start + name.len()) as u32);
            names.push((name.to_owned(), pieces.to_outer(range).in_file(self.reader.file)));
        }
        names
    }

    fn find_in_map(&mut self, items: &[NodeId]) {
        let view = self.reader.view;
        let constant = |id: &NodeId| view.is_scalar(*id) && self.reader.function_at(*id).is_none();
        let Some(&map) = items.first().filter(|id| constant(id)) else { return };
        let keys: Vec<Option<NodeId>> =
            items.iter().skip(1).take(2).map(|id| Some(*id).filter(|id| constant(id))).collect();
        let (name, span) = self.text(map);
        let mut owner = self.index.find(self.id, SymbolKind::Mapping, &name);
        self.push(UseKind::Mapping, name, span, None, MAPPING);
        for key in keys {
            let (Some(above), Some(key)) = (owner, key) else { return };
            let (name, span) = self.text(key);
            owner = self.index.key(above, &name);
            self.push(UseKind::Key, name, span, None, Means::KeyOf(above));
        }
    }

    /// An argument that is a condition, where it is a name.
    fn condition(&mut self, node: NodeId) {
        let is_name = self.reader.function_at(node).is_none()
            && self.reader.view.is_scalar(node)
            && matches!(self.reader.view.scalar(node), Scalar::Str(_));
        if is_name {
            self.scalar(UseKind::Condition, node, CONDITION);
        }
    }

    /// The name that the scalar `node` is.
    fn scalar(&mut self, kind: UseKind, node: NodeId, means: Means) {
        if self.reader.view.is_scalar(node) {
            let (name, span) = self.text(node);
            self.push(kind, name, span, None, means);
        }
    }

    fn text(&self, node: NodeId) -> (String, Span) {
        let node = self.reader.view.deref(node);
        (self.reader.view.text(node).into_owned(), self.reader.view.range(node).in_file(self.reader.file))
    }

    fn push(
        &mut self,
        kind: UseKind,
        name: String,
        span: Span,
        attribute: Option<(String, Span)>,
        means: Means,
    ) {
        let means = if grammar::is_pseudo_parameter(&name) { Means::BuiltIn } else { means };
        self.written.push(Written { kind, name, span, attribute, within: self.within, means });
    }
}
