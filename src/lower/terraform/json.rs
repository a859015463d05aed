//! `.tf.json` files: JSON whose strings are HCL templates.
//! <https://developer.hashicorp.com/terraform/language/syntax/json>

use std::borrow::Cow;
use std::collections::HashMap;

use super::block::{Block, Body, JsonReader, Label};
use super::expression::Reader;
use super::shape::labels_of;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::ir::{Entry, Lazy, Literal, NodeRef, Place, Property, Value, ValueKind};
use crate::lower::VALUE_DEPTH;
use crate::lower::placeholder::embed_template;
use crate::source::{FileId, Span};
use crate::syntax::yaml::{Kind, Scalar, View};
use crate::syntax::{NodeId, Parse, SourceMap};
use crate::text;

impl<'t> JsonReader<'t> {
    pub(super) fn new(sources: &'t SourceMap, view: View<'t>, file: FileId) -> Self {
        JsonReader { sources, view, file }
    }

    /// The top object.
    pub(super) fn root(&self) -> Option<NodeId> {
        self.view.root().filter(|&root| self.view.kind(root) == Kind::Mapping)
    }

    /// The blocks of the file: `resource` → type → name → body, with lists wherever there are several.
    pub(super) fn blocks(&self) -> Vec<Block<'t>> {
        let mut blocks = Vec::new();
        // A file may be a list of such objects.
        for object in self.view.root().into_iter().flat_map(|root| self.objects(root)) {
            for (key, value) in self.entries_of(object) {
                let kind = self.view.text(key);
                let labels = labels_of(&kind);
                self.gather(kind, self.span(key), labels, Vec::new(), value, &mut blocks);
            }
        }
        blocks
    }

    fn gather(
        &self,
        kind: Cow<'t, str>,
        header: Span,
        missing: usize,
        labels: Vec<Label<'t>>,
        value: NodeId,
        blocks: &mut Vec<Block<'t>>,
    ) {
        for object in self.objects(value) {
            if missing == 0 {
                let (kind, labels) = (kind.clone(), labels.clone());
                blocks.push(Block {
                    kind,
                    labels,
                    span: self.span(object),
                    header,
                    body: Body::Json(*self, object),
                });
                continue;
            }
            for (key, value) in self.entries_of(object) {
                let label = Label { text: self.view.text(key), span: self.span(key) };
                let labels = labels.iter().cloned().chain([label]).collect();
                self.gather(kind.clone(), self.span(key), missing - 1, labels, value, blocks);
            }
        }
    }

    /// Where the key `name` of the file is.
    pub(super) fn key(&self, name: &str) -> Option<Span> {
        let objects = self.view.root().into_iter().flat_map(|root| self.objects(root));
        let mut keys = objects.flat_map(|object| self.entries_of(object)).map(|(key, _)| key);
        keys.find(|&key| self.view.text(key) == name).map(|key| self.span(key))
    }

    /// `value` itself where it is an object, or the objects of the list that it is.
    fn objects(&self, value: NodeId) -> Vec<NodeId> {
        match self.view.kind(value) {
            Kind::Mapping => vec![value],
            Kind::Sequence => {
                self.view.items(value).filter(|&it| self.view.kind(it) == Kind::Mapping).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The entries of `object` without comments (`"//"`).
    pub(super) fn entries_of(&self, object: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + use<'t> {
        let view = self.view;
        view.entries(object).filter(move |&(key, _)| view.text(key) != "//")
    }

    fn span(&self, id: NodeId) -> Span {
        self.view.range(id).in_file(self.file)
    }

    /// The entries of `object`, to be lowered when asked for.
    pub(super) fn properties(&self, object: NodeId) -> Vec<Property> {
        let property = |(key, id)| Property {
            key: self.view.text(key).into_owned(),
            key_span: self.span(key),
            value: Lazy::new(Place::Node(NodeRef { file: self.file, id })),
        };
        self.entries_of(object).map(property).collect()
    }

    /// The value `id`, which is lowered for itself.
    pub(super) fn lowered(&self, id: NodeId) -> Value {
        self.value(id, 0)
    }

    /// All entries of `object`.
    pub(super) fn entries(&self, object: NodeId) -> Vec<Entry> {
        self.entries_of(object).map(|(key, value)| self.entry_of(key, value, 0)).collect()
    }

    /// The entry of `object` called `name`.
    pub(super) fn entry(&self, object: NodeId, name: &str) -> Option<Entry> {
        let (key, value) = self.entries_of(object).find(|&(key, _)| self.view.text(key) == name)?;
        Some(self.entry_of(key, value, 0))
    }

    /// The entry of `key` and `value`, which is `depth` levels deep in what is lowered.
    pub(super) fn entry_of(&self, key: NodeId, value: NodeId, depth: usize) -> Entry {
        Entry {
            key: self.view.text(key).into_owned(),
            key_span: self.span(key),
            value: self.value(value, depth),
        }
    }

    fn value(&self, id: NodeId, depth: usize) -> Value {
        let kind = match self.view.kind(id) {
            _ if depth > VALUE_DEPTH => ValueKind::Expression(Vec::new()),
            Kind::Mapping => ValueKind::Map(
                self.entries_of(id).map(|(key, value)| self.entry_of(key, value, depth + 1)).collect(),
            ),
            Kind::Sequence => {
                ValueKind::List(self.view.items(id).map(|item| self.value(item, depth + 1)).collect())
            }
            Kind::DoubleQuoted => self.string(id),
            Kind::Plain => match self.view.scalar(id) {
                Scalar::Null => ValueKind::Literal(Literal::Null),
                Scalar::Bool(flag) => ValueKind::Literal(Literal::Bool(flag)),
                _ => ValueKind::Literal(Literal::Number(self.view.range(id).of(self.view.text).to_owned())),
            },
            _ => ValueKind::Error,
        };
        Value { span: self.span(id), kind }
    }

    /// A string is a template; without sequences it is a literal.
    fn string(&self, id: NodeId) -> ValueKind {
        let text = self.view.text(id);
        if !text.contains("${") && !text.contains("%{") {
            return ValueKind::Literal(Literal::String(text.into_owned()));
        }
        let file = embed_template(self.sources, self.view, self.file, id);
        match self.sources.parse(file).and_then(Parse::hcl) {
            Some(view) => Reader { view, file }.bare_template(view.root()),
            None => ValueKind::Error,
        }
    }
}

/// The arguments that stand twice in `body`, which Terraform refuses. Objects and lists may be blocks, of which
/// there can be several.
pub(super) fn repeated_arguments(body: &Body<'_>) -> Vec<Diagnostic> {
    let Body::Json(reader, object) = body else { return Vec::new() };
    let mut seen: HashMap<Cow<'_, str>, Span> = HashMap::new();
    let mut problems = Vec::new();
    for (key, value) in reader.entries_of(*object) {
        if matches!(reader.view.kind(value), Kind::Mapping | Kind::Sequence) {
            continue;
        }
        let (name, key_span) = (reader.view.text(key), reader.span(key));
        let first = *seen.entry(name.clone()).or_insert(key_span);
        if first == key_span {
            continue;
        }
        problems.push(
            RuleId::DuplicateKey
                .finding(
                    key_span,
                    text!(en: "argument `{key}` is set twice", zh: "参数 `{key}` 设置了两次", key = name),
                )
                .label(text!(en: "Terraform does not accept a second one", zh: "Terraform 不接受重复设置"))
                .also(first, text!(en: "first set here", zh: "首次设置在此处"))
                .help(text!(en: "remove one of the two", zh: "请删除其中一个")),
        );
    }
    problems
}
