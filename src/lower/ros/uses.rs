//! Where a ROS template uses names.

mod form;
mod name;

use std::collections::HashSet;

use super::meant::meant;
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
/// What `${name}` in the pattern of `Fn::Sub` can name: no local
/// (<https://www.alibabacloud.com/help/en/ros/user-guide/local-variables-locals>).
const SUB: Means = Means::Kinds(&[SymbolKind::Parameter, SymbolKind::Resource]);
/// What `Ref` can name where no resource is there yet: in conditions, rules, `Count`, and the locals that ROS evaluates
/// first.
const VALUE: Means = Means::Kinds(&[SymbolKind::Parameter, SymbolKind::Local]);
const RESOURCE: Means = Means::Kinds(&[SymbolKind::Resource]);
const CONDITION: Means = Means::Kinds(&[SymbolKind::Condition]);
const MAPPING: Means = Means::Kinds(&[SymbolKind::Mapping]);
const PARAMETER: Means = Means::Kinds(&[SymbolKind::Parameter]);

/// The names that `template` uses; those of nested stacks are theirs.
pub(in crate::lower) fn uses(index: &Index<'_>, id: TemplateId, template: &Template) -> Vec<Written> {
    let reader = template.sections.first().and_then(|it| reader_of(index.cx.sources, it.body));
    let Some(reader) = reader else { return Vec::new() };
    let mut walk = Walk {
        makes_resources: makes_resources(&reader, template),
        reader,
        index,
        id,
        within: None,
        before_resources: false,
        seen: HashSet::new(),
        written: Vec::new(),
    };
    for section in &template.sections {
        walk.within = None;
        match (meant(grammar::sections(), &section.name), section::kind_of(&section.name)) {
            (_, Some(kind)) => walk.named(section.body.id, kind),
            (Some("Metadata"), _) => walk.metadata(section.body.id),
            (Some("Workspace" | "Description"), _) => {}
            _ => walk.all(section.body.id),
        }
    }
    walk.written
}

/// Whether the template is rewritten before it is deployed by anything but Terraform: resources may come of it that are
/// not in the text, as with `Aliyun::Serverless-2018-04-03`.
fn makes_resources(reader: &Reader<'_>, template: &Template) -> bool {
    let Some(transform) = template.sections.iter().find(|it| it.name == "Transform") else { return false };
    let body = transform.body.id;
    let names: Vec<NodeId> = match reader.view.kind(reader.view.deref(body)) {
        Kind::Sequence => reader.view.items(body).collect(),
        _ => vec![body],
    };
    let is_terraform =
        |name: &str| name.starts_with("Aliyun::Terraform") || name.starts_with("Aliyun::OpenTofu");
    names.into_iter().any(|name| !reader.view.is_scalar(name) || !is_terraform(&reader.view.text(name)))
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
    /// Whether what is looked at is evaluated before any resource is there.
    before_resources: bool,
    /// Whether there may be resources that are not in the text.
    makes_resources: bool,
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
                SymbolKind::Resource => self.resource(entry.value),
                SymbolKind::Output => {
                    self.fields(entry.value);
                    self.all(entry.value);
                }
                SymbolKind::Local => self.all_of(self.is_evaluated_first(entry.value), entry.value),
                SymbolKind::Rule => {
                    self.rule(entry.value);
                    self.all_of(true, entry.value);
                }
                _ => self.all_of(true, entry.value),
            }
        }
    }

    /// Every function in the node `root`, which is or is not evaluated `before_resources` are there.
    fn all_of(&mut self, before_resources: bool, root: NodeId) {
        self.before_resources = before_resources;
        self.all(root);
        self.before_resources = false;
    }

    fn resource(&mut self, body: NodeId) {
        self.fields(body);
        if let Some(count) = self.reader.resource_field(body, "Count") {
            self.all_of(true, count.value);
        }
        for (_, inner) in self.reader.inner_resources(body) {
            self.fields(inner);
        }
        self.all(body);
    }

    /// Whether ROS evaluates a local before it creates any resource.
    /// <https://www.alibabacloud.com/help/en/ros/user-guide/local-variables-locals>
    fn is_evaluated_first(&self, local: NodeId) -> bool {
        let kind = self.reader.find(local, "Type").map(|found| self.reader.view.text(found.value));
        kind.is_some_and(|kind| kind == "Eval" || kind.starts_with("DATASOURCE::"))
    }

    /// The conditions that a rule names: its own, and those that it asserts.
    fn rule(&mut self, rule: NodeId) {
        let reader = &self.reader;
        let field = |name| reader.find_meant(rule, name, grammar::rule_fields());
        let condition = field("RuleCondition").map(|found| found.value);
        let assertions = field("Assertions").map(|found| reader.view.items(found.value));
        let assertions = assertions.into_iter().flatten();
        let asserted = assertions.filter_map(|it| Some(reader.find(it, "Assert")?.value));
        let named: Vec<NodeId> = condition.into_iter().chain(asserted).collect();
        named.into_iter().for_each(|it| self.condition(it));
    }

    /// The fields of a resource or output that name something without a function.
    fn fields(&mut self, body: NodeId) {
        if let Some(found) = self.reader.resource_field(body, "Condition") {
            self.scalar(UseKind::Condition, found.value, CONDITION);
        }
        if let Some(found) = self.reader.resource_field(body, "DependsOn") {
            match self.reader.view.kind(self.reader.view.deref(found.value)) {
                Kind::Sequence => {
                    let items: Vec<NodeId> = self.reader.view.items(found.value).collect();
                    items.into_iter().for_each(|item| self.scalar(UseKind::Dependency, item, RESOURCE));
                }
                _ => self.scalar(UseKind::Dependency, found.value, RESOURCE),
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
        if self.in_condition() && view.is_scalar(key) && view.text(key) == "Condition" {
            self.scalar(UseKind::Condition, value, CONDITION);
        }
    }

    fn in_condition(&self) -> bool {
        self.within.and_then(|id| self.index.kind_of(id)) == Some(SymbolKind::Condition)
    }

    fn function(&mut self, called: Called) {
        let argument = called.argument;
        let items: Vec<NodeId> = self.reader.view.items(argument).collect();
        match called.name {
            "Ref" if !self.reader.view.is_scalar(argument) => {
                self.unknown(UseKind::Value, argument, PARAMETER)
            }
            "Ref" => self.scalar(UseKind::Value, argument, if self.before_resources { VALUE } else { REF }),
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

    /// A name with an attribute after it, written as it is at `span`, maybe in quotes. Names of resources may have dots in
    /// them: the longest one that is defined counts, or else what is before the last dot, or before `.Outputs.`.
    fn dotted(&mut self, kind: UseKind, whole: &str, span: Span, means: Means) {
        let is_defined = |&(at, _): &(usize, &str)| {
            let name = whole.get(..at).unwrap_or_default();
            self.index.find(self.id, SymbolKind::Resource, name).is_some()
        };
        let Some((last, _)) = whole.rmatch_indices('.').next() else {
            return self.push(kind, whole.to_owned(), span, None, means);
        };
        let defined = whole.rmatch_indices('.').find(is_defined).map(|(at, _)| at);
        let at = defined.or_else(|| whole.find(".Outputs.")).unwrap_or(last);
        let (name, attribute) =
            (whole.get(..at).unwrap_or_default(), whole.get(at + 1..).unwrap_or_default());
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
            // A name in the map has no dot; `${!name}` and what is no name at all was left out.
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
        let Some(&map) = items.first().filter(|id| constant(id)) else {
            return items.first().into_iter().for_each(|&map| self.unknown(UseKind::Mapping, map, MAPPING));
        };
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

    /// An argument that is a condition, where it is a name: a string, `Condition: name`, or a list of one name.
    fn condition(&mut self, node: NodeId) {
        let view = self.reader.view;
        if self.reader.function_at(node).is_none() {
            let named = match view.kind(view.deref(node)) {
                Kind::Mapping if !self.in_condition() => {
                    self.reader.find(node, "Condition").map(|it| it.value)
                }
                Kind::Sequence if view.items(node).count() == 1 => view.items(node).next(),
                _ => None,
            };
            if let Some(named) = named {
                return self.scalar(UseKind::Condition, named, CONDITION);
            }
        }
        let is_name = self.reader.function_at(node).is_none()
            && self.reader.view.is_scalar(node)
            && matches!(self.reader.view.scalar(node), Scalar::Str(_));
        if is_name {
            self.scalar(UseKind::Condition, node, CONDITION);
        }
    }

    /// A name that only the deployment knows, made at `node`: it may be any of those that `means` allows.
    fn unknown(&mut self, kind: UseKind, node: NodeId, means: Means) {
        let Means::Kinds(kinds) = means else { return };
        let start = self.reader.view.range(node).start;
        let span = Span { file: self.reader.file, start, end: start };
        self.push(kind, String::new(), span, None, Means::Optional(kinds));
    }

    /// The name that the scalar `node` is; null names nothing, and neither does an empty `DependsOn`.
    fn scalar(&mut self, kind: UseKind, node: NodeId, means: Means) {
        let view = self.reader.view;
        let is_tagged = view.tag(view.deref(node)).is_some();
        let is_absent = |node| match view.scalar(node) {
            Scalar::Null => !is_tagged,
            Scalar::Str(text) => text.is_empty() && kind == UseKind::Dependency,
            _ => false,
        };
        if view.is_scalar(node) && !is_absent(view.deref(node)) {
            let (name, span) = self.text(node);
            self.push(kind, name, span, None, means);
        }
    }

    fn text(&self, node: NodeId) -> (String, Span) {
        let node = self.reader.view.deref(node);
        (self.reader.view.text(node).into_owned(), self.reader.view.range(node).in_file(self.reader.file))
    }
}
