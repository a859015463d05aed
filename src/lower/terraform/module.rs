//! One folder of Terraform as a template.

use std::collections::HashMap;

use super::block::{Block, Body, Label};
use super::expression::Reader;
use super::json::{JsonReader, repeated_arguments};
use super::pending::Pending;
use super::{overriding, pending, slot, variables};
use crate::grammar;
use crate::ir::{
    Dialect, ModuleCall, Provider, Resource, Stray, StrayKind, SymbolKind, Template, TemplateId, Value,
    ValueKind,
};
use crate::lower::asked::Asked;
use crate::lower::{placeholder, problem};
use crate::source::{FileId, Span};
use crate::syntax::SourceMap;

/// A text of the folder, to be read by its language.
pub(super) enum Text<'t> {
    Hcl(Reader<'t>),
    Json(JsonReader<'t>),
}

/// What a module's blocks are gathered into.
struct Module<'t> {
    id: TemplateId,
    /// No other module asks for the outputs of a root module.
    root: bool,
    template: Template,
    pending: Pending<'t>,
    calls: Vec<(String, ModuleCall)>,
    /// The places of the first `placed` resources by their types and names, for the blocks that change them.
    places: HashMap<(String, String), usize>,
    placed: usize,
}

/// Lowers the module of `files`; `root` says that values of its variables may come from files.
/// Gives the template, and each call of a module with the call's `source`.
pub(super) fn lower(
    sources: &SourceMap,
    files: &[FileId],
    id: TemplateId,
    root: bool,
) -> (Template, Vec<(String, ModuleCall)>) {
    let template = Template::new(Dialect::Terraform);
    let mut files: Vec<FileId> = files.to_vec();
    files.sort_by_key(|&file| {
        (overriding::is_override(file_name(sources, file)), sources.name(file).to_owned())
    });
    let (values, files): (Vec<FileId>, Vec<FileId>) =
        files.into_iter().partition(|&file| super::is_values_file(file_name(sources, file)));
    let mut module = Module {
        id,
        root,
        template,
        pending: Pending::default(),
        calls: Vec::new(),
        places: HashMap::new(),
        placed: 0,
    };
    for &file in &files {
        let Some(text) = text(sources, &mut module.template, file) else { continue };
        match &text {
            Text::Hcl(reader) => placeholder::add_hcl(&mut module.template, reader.view, file),
            Text::Json(reader) => placeholder::add_tf_json(sources, &mut module.template, reader.view, file),
        }
        let over = overriding::is_override(file_name(sources, file));
        let add = |block| if over { module.override_block(block) } else { module.add_block(block) };
        match &text {
            Text::Hcl(reader) => reader.blocks().for_each(add),
            Text::Json(reader) => reader.blocks().into_iter().for_each(add),
        }
        module.top_level_image(&text);
    }
    module.template.files = files;
    slot::find(sources, &mut module.template);
    pending::lower(&mut module.template, &module.calls, module.pending);
    if root {
        variables::assign(sources, &mut module.template, &values);
    }
    (module.template, module.calls)
}

/// The last part of a file's path.
pub(super) fn file_name(sources: &SourceMap, file: FileId) -> &str {
    let name = sources.name(file);
    name.rsplit('/').next().unwrap_or(name)
}

/// The text `file`, whose syntax errors `template` gets.
pub(super) fn text<'t>(sources: &'t SourceMap, template: &mut Template, file: FileId) -> Option<Text<'t>> {
    let parse = sources.parse(file)?;
    problem::add(template, file, parse);
    match parse.hcl() {
        Some(view) => Some(Text::Hcl(Reader { view, file })),
        None => Some(Text::Json(JsonReader::new(sources, parse.yaml()?, file))),
    }
}

impl<'t> Module<'t> {
    fn add_block(&mut self, block: Block<'t>) {
        match (&*block.kind, block.labels.as_slice()) {
            ("resource", [kind, name]) => self.add_resource(&block, kind, name),
            ("data", [kind, name]) => {
                let full = [&*kind.text, ".", &*name.text];
                self.add_symbol(SymbolKind::DataSource, &full, block.header, None);
            }
            ("variable", [name]) => {
                self.add_symbol(SymbolKind::Variable, &[&*name.text], name.span, None);
                self.pending.variable(name.text.clone(), block.body.clone());
            }
            ("output", [name]) if !self.root => {
                let value = block.body.argument("value").map(|entry| entry.value);
                self.add_symbol(SymbolKind::Output, &[&*name.text], name.span, value);
            }
            ("module", [name]) => self.add_call(&block, name),
            ("provider", [name]) => {
                let alias = block.body.argument("alias");
                self.template.providers.push(Provider {
                    name: name.text.to_string(),
                    alias: alias.as_ref().and_then(|entry| entry.value.as_str().map(str::to_owned)),
                    span: block.header,
                    region: block.body.argument("region").map(|entry| entry.value),
                });
            }
            ("locals", []) => self.add_locals(&block.body),
            _ => {}
        }
    }

    fn add_symbol(&mut self, kind: SymbolKind, name: &[&str], span: Span, value: Option<Value>) {
        self.template.symbols.add(kind, name, span, value);
    }

    fn add_locals(&mut self, body: &Body<'t>) {
        for (name, span, argument) in body.arguments() {
            self.add_symbol(SymbolKind::Local, &[&*name], span, None);
            self.pending.local(name, argument);
        }
    }

    fn add_resource(&mut self, block: &Block<'t>, kind: &Label<'t>, name: &Label<'t>) {
        self.add_symbol(SymbolKind::Resource, &[&*kind.text, ".", &*name.text], block.header, None);
        let shapes = grammar::slots_of(Dialect::Terraform, &kind.text);
        if shapes.is_empty() {
            return;
        }
        let asked = Asked::of(Dialect::Terraform, &kind.text, shapes);
        let entries = match &block.body {
            Body::Hcl(..) => block.body.entries_that(&|name| asked.has(name)),
            Body::Json(..) => {
                let entries = block.body.entries();
                self.template.problems.extend(repeated_arguments(&entries));
                entries
            }
        };
        let properties = Some(Value { span: block.span, kind: ValueKind::Map(entries) });
        self.template.resources.push(Resource {
            name: name.text.to_string(),
            name_span: name.span,
            resource_type: kind.text.to_string(),
            type_span: kind.span,
            span: block.span,
            provider: properties.as_ref().and_then(provider),
            properties,
        });
    }

    fn add_call(&mut self, block: &Block<'t>, name: &Label<'t>) {
        self.add_symbol(SymbolKind::Module, &[&*name.text], name.span, None);
        let source = block.body.argument("source");
        let Some(source) = source.and_then(|entry| entry.value.as_str().map(str::to_owned)) else { return };
        let call = ModuleCall {
            caller: self.id,
            name: name.text.to_string(),
            span: block.span,
            arguments: block.body.entries(),
        };
        self.calls.push((source, call));
    }

    /// A block of an override file: its arguments replace those of the block that it names.
    fn override_block(&mut self, block: Block<'t>) {
        match (&*block.kind, block.labels.as_slice()) {
            ("resource", [kind, name]) => {
                let place = self.place_of(&kind.text, &name.text);
                let Some(resource) = place.and_then(|place| self.template.resources.get_mut(place)) else {
                    return self.add_block(block);
                };
                if let Some(properties) = &mut resource.properties {
                    overriding::merge(properties, block.body.entries());
                    resource.provider = provider(properties);
                }
            }
            ("module", [name]) => {
                let call = self.calls.iter_mut().find(|(_, call)| call.name == name.text);
                let Some((_, call)) = call else { return self.add_block(block) };
                overriding::merge_entries(&mut call.arguments, block.body.entries());
            }
            ("variable", [name]) => {
                if block.body.argument("default").is_some() {
                    self.pending.variable(name.text.clone(), block.body.clone());
                }
            }
            _ => self.add_block(block),
        }
    }

    /// The place of the resource of that type and name.
    fn place_of(&mut self, kind: &str, name: &str) -> Option<usize> {
        for (place, it) in self.template.resources.iter().enumerate().skip(self.placed) {
            self.places.entry((it.resource_type.clone(), it.name.clone())).or_insert(place);
        }
        self.placed = self.template.resources.len();
        self.places.get(&(kind.to_owned(), name.to_owned())).copied()
    }

    /// An `image_id` at the top of a file belongs to no resource.
    fn top_level_image(&mut self, text: &Text<'_>) {
        let entry = match text {
            Text::Hcl(reader) => reader.attribute(reader.view.root(), "image_id"),
            Text::Json(reader) => reader.root().and_then(|root| reader.entry(root, "image_id")),
        };
        let Some(entry) = entry else { return };
        self.template.strays.push(Stray {
            kind: StrayKind::Misplaced { place: "outside any resource block".to_owned() },
            entry_span: Span { end: entry.value.span.end, ..entry.key_span },
            key: entry.key,
            key_span: entry.key_span,
            value: entry.value,
            resource: None,
            logical_path: "image_id".to_owned(),
        });
    }
}

/// The `provider` argument: `alicloud.shanghai`.
fn provider(properties: &Value) -> Option<(String, Span)> {
    let value = properties.get("provider")?;
    let name = match &value.kind {
        ValueKind::Ref(reference) => reference.name.clone(),
        _ => value.as_str()?.to_owned(),
    };
    Some((name, value.span))
}
