//! Where a Terraform module uses names.

use std::rc::Rc;

use super::block::JsonReader;
use super::block::{Block, Body};
use super::expression::Reader;
use super::module::file_name;
use super::shape::meant_kind;
use crate::ir::{DefinitionId, NodeRef, SymbolKind, Template, UseKind};
use crate::lower::placeholder::embed_template;
use crate::lower::references::{Index, Means, Written};
use crate::source::{Span, TextRange};
use crate::syntax::hcl::{Kind, Step};
use crate::syntax::{NodeId, Parse, yaml};

/// The names that `template` uses.
pub(in crate::lower) fn uses(index: &Index<'_>, template: &Template) -> Vec<Written> {
    let sources = index.cx.sources;
    let mut written = Vec::new();
    for &file in &template.files {
        let Some(parse) = sources.parse(file) else { continue };
        let values = super::is_values_file(file_name(sources, file));
        if let Some(view) = parse.hcl() {
            let reader = Reader { view, file };
            if values {
                let body = Body::Hcl(reader, view.root());
                written.extend(body.properties().into_iter().map(|it| given(it.key, it.key_span)));
                continue;
            }
            reader.blocks().for_each(|block| in_block(index, &block, &mut written));
        } else if let Some(view) = parse.yaml() {
            let reader = JsonReader::new(sources, view, file);
            if values {
                let properties = reader.root().map(|root| reader.properties(root)).unwrap_or_default();
                written.extend(properties.into_iter().map(|it| given(it.key, it.key_span)));
                continue;
            }
            reader.blocks().iter().for_each(|block| in_block(index, block, &mut written));
        }
    }
    written
}

/// A variable that a file of values sets.
fn given(name: String, span: Span) -> Written {
    let means = Means::Kinds(&[SymbolKind::Variable]);
    Written { kind: UseKind::Argument, name, span, attribute: None, within: None, means }
}

/// The symbol that a block of that type defines.
fn kind_of(block: &str) -> Option<SymbolKind> {
    Some(match block {
        "resource" => SymbolKind::Resource,
        "data" => SymbolKind::DataSource,
        "variable" => SymbolKind::Variable,
        "output" => SymbolKind::Output,
        "module" => SymbolKind::Module,
        "provider" => SymbolKind::Provider,
        _ => return None,
    })
}

fn in_block(index: &Index<'_>, block: &Block<'_>, written: &mut Vec<Written>) {
    let kind = meant_kind(&block.kind);
    if kind == "terraform" {
        return;
    }
    let within = kind_of(kind).and_then(|kind| index.defined_by(kind, block.body.node()));
    match &block.body {
        Body::Hcl(reader, body) => {
            let mut walk = Walk::new(*reader, written, within);
            if kind == "check" {
                walk.own_data = own_data(reader, *body);
            }
            for item in reader.view.items(*body) {
                if kind == "locals" {
                    walk.within =
                        index.defined_by(SymbolKind::Local, NodeRef { file: reader.file, id: item });
                }
                walk.item(kind, item);
            }
        }
        Body::Json(reader, object) => {
            for (key, value) in reader.entries_of(*object) {
                let local = || index.defined_by(SymbolKind::Local, NodeRef { file: reader.file, id: value });
                let within = if kind == "locals" { local() } else { within };
                json(index, reader, (&reader.view.text(key), value), within, written);
            }
        }
    }
}

/// The data sources in a `check` block, which nothing outside of it can name.
/// <https://developer.hashicorp.com/terraform/language/block/check>
fn own_data(reader: &Reader<'_>, body: NodeId) -> Vec<String> {
    let view = reader.view;
    let blocks = view.items(body).filter(|&it| view.kind(it) == Kind::Block && view.name(it) == "data");
    let name =
        |block| -> Vec<_> { view.labels(block).filter_map(|label| view.string_value(label)).collect() };
    blocks.map(|block| name(block).join(".")).collect()
}

/// The templates in the strings of the JSON value `value`, and what `depends_on` and `provider` name.
fn json(
    index: &Index<'_>,
    reader: &JsonReader<'_>,
    (key, value): (&str, NodeId),
    within: Option<DefinitionId>,
    written: &mut Vec<Written>,
) {
    let sources = index.cx.sources;
    let mut open = vec![value];
    while let Some(id) = open.pop() {
        match reader.view.kind(id) {
            yaml::Kind::Mapping => open.extend(reader.entries_of(id).map(|(_, value)| value)),
            yaml::Kind::Sequence => open.extend(reader.view.items(id)),
            yaml::Kind::DoubleQuoted => {
                let text = reader.view.text(id);
                if text.contains("${") || text.contains("%{") {
                    let file = embed_template(sources, reader.view, reader.file, id);
                    if let Some(view) = sources.parse(file).and_then(Parse::hcl) {
                        let mut walk = Walk::new(Reader { view, file }, written, within);
                        walk.all(view.root(), UseKind::Value, Scope::default());
                    }
                } else if matches!(key, "depends_on" | "provider") {
                    let span = reader.view.range(id).in_file(reader.file);
                    written.extend(address(key, &text, span, within));
                }
            }
            _ => {}
        }
    }
}

/// What a string of JSON names that is an address.
fn address(key: &str, text: &str, span: Span, within: Option<DefinitionId>) -> Option<Written> {
    if key == "provider" {
        let means = Means::Optional(&[SymbolKind::Provider]);
        let name = text.to_owned();
        return Some(Written { kind: UseKind::Provider, name, span, attribute: None, within, means });
    }
    let (name, kinds): (_, &'static [SymbolKind]) = match text.split_once('.')? {
        ("data", rest) => (rest, &[SymbolKind::DataSource]),
        ("module", rest) => (rest, &[SymbolKind::Module]),
        ("var", rest) => (rest, &[SymbolKind::Variable]),
        ("local", rest) => (rest, &[SymbolKind::Local]),
        _ => (text, &[SymbolKind::Resource]),
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    // The last part stands before the closing quote.
    let end = span.end.saturating_sub(1);
    let span = Span { start: end.saturating_sub(last.len() as u32).max(span.start), end, ..span };
    let (name, means) = (name.to_owned(), Means::Kinds(kinds));
    Some(Written { kind: UseKind::Dependency, name, span, attribute: None, within, means })
}

/// Names that `for` and `dynamic` bind.
#[derive(Clone, Default)]
struct Scope(Option<Rc<Bound>>);

struct Bound {
    names: Vec<String>,
    outer: Scope,
}

impl Scope {
    fn with(&self, names: Vec<String>) -> Scope {
        Scope(Some(Rc::new(Bound { names, outer: self.clone() })))
    }

    fn has(&self, name: &str) -> bool {
        let mut next = &self.0;
        while let Some(bound) = next {
            if bound.names.iter().any(|it| it == name) {
                return true;
            }
            next = &bound.outer.0;
        }
        false
    }
}

impl Drop for Bound {
    /// One after the other, so that deep nesting needs no deep stack.
    fn drop(&mut self) {
        let mut next = self.outer.0.take();
        while let Some(bound) = next {
            next = Rc::into_inner(bound).and_then(|mut bound| bound.outer.0.take());
        }
    }
}

/// A walk over the expressions of one definition.
struct Walk<'a, 't> {
    reader: Reader<'t>,
    written: &'a mut Vec<Written>,
    within: Option<DefinitionId>,
    /// The data sources that a `check` block has for itself.
    own_data: Vec<String>,
    /// Whether names alone are words of Terraform here: `when = destroy`.
    takes_words: bool,
}

impl<'a, 't> Walk<'a, 't> {
    fn new(reader: Reader<'t>, written: &'a mut Vec<Written>, within: Option<DefinitionId>) -> Self {
        Walk { reader, written, within, own_data: Vec::new(), takes_words: false }
    }
}

impl Walk<'_, '_> {
    /// An attribute or nested block at the top of a block of type `block`.
    fn item(&mut self, block: &str, item: NodeId) {
        let view = self.reader.view;
        let name = view.name(item);
        let is_attribute = view.kind(item) == Kind::Attribute;
        match (block, name) {
            ("variable", name) if is_attribute && name != "default" => {}
            ("moved", _) | ("removed", "from") if is_attribute => {}
            ("import", "provider") if is_attribute => {}
            ("resource", "provisioner") if !is_attribute => {
                self.takes_words = true;
                self.all(item, UseKind::Value, Scope::default());
                self.takes_words = false;
            }
            ("resource" | "data" | "module", "provider" | "providers") if is_attribute => {
                if let Some(value) = view.value(item) {
                    self.providers(value);
                }
            }
            (_, "depends_on") if is_attribute => self.all(item, UseKind::Dependency, Scope::default()),
            ("resource" | "data", "lifecycle") if !is_attribute => {
                for inner in view.items(item).filter(|&inner| view.name(inner) != "ignore_changes") {
                    self.all(inner, UseKind::Value, Scope::default());
                }
            }
            _ => self.all(item, UseKind::Value, Scope::default()),
        }
    }

    /// `provider = alicloud.other`, `providers = { alicloud = alicloud.other }`.
    fn providers(&mut self, value: NodeId) {
        let view = self.reader.view;
        let values = match view.kind(value) {
            Kind::Object => view.entries(value).map(|(_, value)| value).collect(),
            _ => vec![value],
        };
        for value in
            values.into_iter().filter(|&it| matches!(view.kind(it), Kind::Variable | Kind::Traversal))
        {
            let alias = view.children(value).last().map(|step| view.range(step));
            let span = alias.unwrap_or_else(|| view.range(value)).in_file(self.reader.file);
            let name = view.source(value).to_owned();
            self.push(UseKind::Provider, name, span, None, Means::Optional(&[SymbolKind::Provider]));
        }
    }

    /// Every reference in the node `root`.
    fn all(&mut self, root: NodeId, kind: UseKind, scope: Scope) {
        let view = self.reader.view;
        let mut open = vec![(root, scope)];
        while let Some((id, scope)) = open.pop() {
            match view.kind(id) {
                Kind::Variable | Kind::Traversal => {
                    self.reference(id, kind, &scope);
                    // Indices and operands have references of their own.
                    open.extend(view.children(id).map(|child| (child, scope.clone())));
                }
                Kind::Object => {
                    for (key, value) in view.entries(id) {
                        if view.kind(key) != Kind::Variable {
                            open.push((key, scope.clone()));
                        }
                        open.push((value, scope.clone()));
                    }
                }
                Kind::ForTuple | Kind::ForObject => {
                    let inner = scope.with(self.names(id));
                    open.extend(view.children(id).map(|child| (child, inner.clone())));
                }
                Kind::For => {
                    let marker = view.children(id).find(|&it| view.kind(it) == Kind::ForMarker);
                    let inner = scope.with(marker.map(|it| self.names(it)).unwrap_or_default());
                    open.extend(view.children(id).map(|child| (child, inner.clone())));
                }
                Kind::Block => {
                    let inner = self.dynamic(id).map_or_else(|| scope.clone(), |name| scope.with(vec![name]));
                    let items = view.items(id).filter(|&it| view.name(it) != "iterator");
                    open.extend(items.map(|item| (item, inner.clone())));
                }
                _ => open.extend(view.children(id).map(|child| (child, scope.clone()))),
            }
        }
    }

    /// The names that a `for` declares.
    fn names(&self, id: NodeId) -> Vec<String> {
        let view = self.reader.view;
        let parts = view.for_parts(id);
        let names = parts.key_name.into_iter().chain(parts.value_name);
        names.map(|name| view.source(name).to_owned()).collect()
    }

    /// The name that a `dynamic` block binds: its `iterator`, or its label.
    fn dynamic(&self, block: NodeId) -> Option<String> {
        let view = self.reader.view;
        if view.name(block) != "dynamic" {
            return None;
        }
        let iterator = view.items(block).find(|&item| view.name(item) == "iterator");
        match iterator.and_then(|item| view.value(item)) {
            Some(value) => Some(view.source(value).to_owned()),
            None => Some(view.string_value(view.labels(block).next()?)?.into_owned()),
        }
    }

    /// The reference that the traversal `id` is, if it names something of the module.
    fn reference(&mut self, id: NodeId, kind: UseKind, scope: &Scope) {
        let view = self.reader.view;
        let Some(traversal) = view.traversal(id) else { return };
        let Some(root) = traversal.root_name() else { return };
        let (taken, kinds): (usize, &'static [SymbolKind]) = match root {
            "var" => (1, &[SymbolKind::Variable]),
            "local" => (1, &[SymbolKind::Local]),
            "module" => (1, &[SymbolKind::Module]),
            "data" => (2, &[SymbolKind::DataSource]),
            "each" | "count" | "self" | "path" | "terraform" | "ephemeral" => return,
            _ if scope.has(root) => return,
            _ => (1, &[SymbolKind::Resource]),
        };
        let steps: Vec<Step> = traversal.steps().map(|(_, step)| step).collect();
        let mut names = steps.iter().map_while(|step| match step {
            Step::Attribute(range) => Some(*range),
            _ => None,
        });
        let parts: Vec<TextRange> = names.by_ref().take(taken).collect();
        let Some(last) = parts.last().filter(|_| parts.len() == taken) else {
            if steps.is_empty() && view.kind(id) == Kind::Variable {
                self.bare(root, view.range(id).in_file(self.reader.file), kind);
            }
            return;
        };
        let part = |range: &TextRange| range.of(view.text);
        let mut words: Vec<&str> = parts.iter().map(part).collect();
        if kinds == [SymbolKind::Resource] {
            words.insert(0, root);
        }
        let attribute = steps.iter().skip(taken).find_map(|step| match step {
            Step::Attribute(range) => Some((part(range).to_owned(), range.in_file(self.reader.file))),
            _ => None,
        });
        let span = last.in_file(self.reader.file);
        let name = words.join(".");
        let is_own = kinds == [SymbolKind::DataSource] && self.own_data.contains(&name);
        let means = if is_own { Means::BuiltIn } else { Means::Kinds(kinds) };
        self.push(kind, name, span, attribute, means);
    }

    /// A name alone, which means nothing to Terraform but where an argument takes one of its own words.
    fn bare(&mut self, name: &str, span: Span, kind: UseKind) {
        if !self.takes_words {
            self.push(kind, name.to_owned(), span, None, Means::Kinds(&[]));
        }
    }

    fn push(
        &mut self,
        kind: UseKind,
        name: String,
        span: Span,
        attribute: Option<(String, Span)>,
        means: Means,
    ) {
        self.written.push(Written { kind, name, span, attribute, within: self.within, means });
    }
}
