//! ROS templates: sections, resources, functions, and the templates that they carry.

mod aliases;
mod alternatives;
mod duplicate_filter;
mod lookups;
mod mark;
mod meant;
mod nested;
mod remarks;
mod resource;
mod section;
mod shape;
mod structure;
mod tree;
mod uses;
mod value;

use crate::ir::{Dialect, NodeRef, Parent, Properties, Stray, StrayKind, Template, TemplateId, Unit, Value};
use crate::lower::{placeholder, problem, spelling};
use crate::source::FileId;
use crate::syntax::{NodeId, SourceMap};
use crate::text;
use tree::Reader;

pub(crate) use mark::{is_marked, utf16};
pub(super) use uses::{keys, uses};

/// Templates inside templates, at most: ROS allows five levels of nested stacks ("Nested stacks", ROS).
const NESTING: usize = 8;

/// What a YAML or JSON text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// It has what makes a ROS template: `ROSTemplateFormatVersion`, or `Transform` and `Workspace`.
    Template,
    /// It has `Resources`, but not what makes it a template; documentation shows many of these.
    Fragment,
    /// It is something else.
    Other,
}

/// Compiles the ROS template in text `file`, whatever is in it, and says whether it is one.
#[must_use]
pub fn compile(sources: &SourceMap, file: FileId) -> (Unit, Recognition) {
    let mut unit = Unit::default();
    let recognition = add_text(&mut unit, sources, file, None, 0);
    placeholder::drop_carried(sources, &mut unit);
    (unit, recognition)
}

/// Adds the template in text `file`, which hangs in `parent` and lies `depth` levels deep.
fn add_text(
    unit: &mut Unit,
    sources: &SourceMap,
    file: FileId,
    parent: Option<Parent>,
    depth: usize,
) -> Recognition {
    let mut template = Template::new(Dialect::Ros);
    template.files.push(file);
    let parse = sources.parse(file);
    let Some((parse, view)) = parse.and_then(|parse| Some((parse, parse.yaml()?))) else {
        unit.add(template, parent);
        return Recognition::Other;
    };
    problem::add(&mut template, file, parse);
    let reader = Reader::new(view, file);
    structure::check(&reader, &mut template);
    placeholder::add_yaml(&mut template, view, file);
    let id = unit.add(template, parent);
    let Some(root) = view.root() else { return Recognition::Other };
    let recognition = recognise(&reader, root);
    lower_body(unit, sources, &reader, root, id, depth);
    recognition
}

/// Whether the mapping `root` has the keys of a ROS template.
fn recognise(reader: &Reader<'_>, root: NodeId) -> Recognition {
    let has = |name: &str| reader.find(root, name).is_some();
    if has("ROSTemplateFormatVersion") || (has("Transform") && has("Workspace")) {
        Recognition::Template
    } else if has("Resources") {
        Recognition::Fragment
    } else {
        Recognition::Other
    }
}

/// Fills the template `id` of `unit` with what the mapping `root` says.
fn lower_body(
    unit: &mut Unit,
    sources: &SourceMap,
    reader: &Reader<'_>,
    root: NodeId,
    id: TemplateId,
    depth: usize,
) {
    let Some(template) = unit.template_mut(id) else { return };
    let added = resource::add(reader, root, template);
    remarks::add(reader, root, template);
    top_level_strays(reader, root, template);
    section::add(reader, root, template);
    shape::check(reader, root, template, depth == 0);
    if !added.calls.is_empty() {
        alternatives::add(reader, root, template, &added.calls);
    }
    nested::add(unit, sources, reader, root, &added.stacks, (id, depth));
}

/// An image ID at the top of the template.
fn top_level_strays(reader: &Reader<'_>, root: NodeId, template: &mut Template) {
    for (key, value) in reader.view.entries(root) {
        let name = reader.view.text(key);
        if name == "ImageId" || spelling::is_misspelling(&name, "ImageId") {
            let kind = StrayKind::Misplaced {
                place: text!(en: "at the top level of the template", zh: "位于模板顶层"),
            };
            template.strays.push(reader.stray(kind, key, value, None, name.into_owned()));
        }
    }
}

/// The value that stands at `node`.
pub(super) fn value(sources: &SourceMap, node: NodeRef) -> Option<Value> {
    Some(reader_of(sources, node)?.value(node.id))
}

/// The entry `name` of the mapping at `node`.
pub(super) fn field(sources: &SourceMap, node: NodeRef, name: &str) -> Option<Value> {
    let reader = reader_of(sources, node)?;
    Some(reader.value(reader.find(node.id, name)?.value))
}

/// The properties of the resource whose mapping is `body`.
pub(super) fn properties(sources: &SourceMap, body: NodeRef) -> Option<Properties> {
    let reader = reader_of(sources, body)?;
    let found = reader.resource_field(body.id, "Properties")?;
    Some(reader.properties(found.value))
}

fn reader_of(sources: &SourceMap, node: NodeRef) -> Option<Reader<'_>> {
    Some(Reader::new(sources.parse(node.file)?.yaml()?, node.file))
}

impl Reader<'_> {
    /// `id` as a node of this text.
    fn node(&self, id: NodeId) -> NodeRef {
        NodeRef { file: self.file, id }
    }

    /// The entry of `key` and `value` as a stray.
    fn stray(
        &self,
        kind: StrayKind,
        key: NodeId,
        value: NodeId,
        resource: Option<usize>,
        path: String,
    ) -> Stray {
        let key_span = self.span(key);
        Stray {
            kind,
            key: self.view.text(key).into_owned(),
            key_span,
            entry_span: crate::source::Span { end: self.span(value).end.max(key_span.end), ..key_span },
            value: self.value(value),
            resource,
            logical_path: path,
        }
    }
}
