//! One folder of Terraform as a template.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::block::{Block, JsonReader, Label, Text};
use super::expression::Reader;
use super::json::repeated_arguments;
use super::{functions, overriding, remarks, shape, slot};
use crate::grammar;
use crate::ir::{
    Dialect, Lazy, ModuleCall, NodeRef, Place, Provider, ProviderRef, Resource, Section, Stray, StrayKind,
    SymbolKind, Template, ValueKind,
};
use crate::lower::{placeholder, problem};
use crate::source::{FileId, Span};
use crate::syntax::SourceMap;
use crate::text;

/// What a module's blocks are gathered into.
struct Module {
    template: Template,
    /// The places of the first `placed` resources by their types and names, for the blocks that change them.
    places: HashMap<(bool, String, String), usize>,
    placed: usize,
}

/// Lowers the module of `files`, none of which gives values to variables.
pub(super) fn lower(sources: &SourceMap, mut files: Vec<FileId>) -> Template {
    let template = Template::new(Dialect::Terraform);
    files.sort_by_key(|&file| {
        (overriding::is_override(file_name(sources, file)), sources.name(file).to_owned())
    });
    let mut module = Module { template, places: HashMap::new(), placed: 0 };
    for &file in &files {
        let Some(text) = text(sources, &mut module.template, file) else { continue };
        match &text {
            Text::Hcl(reader) => placeholder::add_hcl(&mut module.template, reader.view, file),
            Text::Json(reader) => {
                placeholder::add_tf_json(sources, &mut module.template, reader.view, file);
                remarks::add(reader, &mut module.template);
            }
        }
        let over = overriding::is_override(file_name(sources, file));
        let add = |mut block| {
            shape::check(&mut block, &mut module.template.problems);
            if over { module.override_block(block) } else { module.add_block(block) }
        };
        match &text {
            Text::Hcl(reader) => reader.blocks().for_each(add),
            Text::Json(reader) => reader.blocks().into_iter().for_each(add),
        }
        module.top_level_image(&text);
        shape::top_level(&text, &mut module.template.problems);
        functions::check(&text, &mut module.template.problems);
    }
    module.template.files = files;
    slot::find(sources, &mut module.template);
    module.template
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

impl Module {
    fn add_block(&mut self, block: Block<'_>) {
        let body = block.body.node();
        match (&*block.kind, block.labels.as_slice()) {
            ("resource", [kind, name]) => self.add_resource(&block, kind, name, false),
            ("data", [kind, name]) => self.add_resource(&block, kind, name, true),
            ("variable", [name]) => {
                let default = Some(Place::Field(body, "default"));
                self.add_symbol(SymbolKind::Variable, &[&*name.text], name.span, body, default);
            }
            ("output", [name]) => {
                let value = Some(Place::Field(body, "value"));
                self.add_symbol(SymbolKind::Output, &[&*name.text], name.span, body, value);
            }
            ("module", [name]) => self.add_call(&block, name),
            ("provider", [name]) => self.add_provider(&block, name),
            ("locals", []) => {
                for local in block.body.properties() {
                    let Place::Node(node) = *local.value.place() else { continue };
                    let value = Some(Place::Node(node));
                    self.add_symbol(SymbolKind::Local, &[&local.key], local.key_span, node, value);
                }
            }
            (kind, _) => {
                if kind == "terraform" {
                    self.add_required_providers(&block);
                }
                let name = block.kind.to_string();
                self.template.sections.push(Section { name, name_span: block.header, body });
            }
        }
    }

    fn add_symbol(
        &mut self,
        kind: SymbolKind,
        name: &[&str],
        span: Span,
        body: NodeRef,
        value: Option<Place>,
    ) {
        self.template.symbols.add(kind, name, span, body, value);
    }

    fn add_provider(&mut self, block: &Block<'_>, name: &Label<'_>) {
        let alias = block.body.argument("alias").map(|entry| entry.value);
        let named = alias.as_ref().and_then(|value| Some((value.as_str()?.to_owned(), value.span)));
        let (dot, alias, span) = match &named {
            Some((alias, span)) => (".", alias.as_str(), *span),
            None => ("", "", name.span),
        };
        let body = block.body.node();
        self.add_symbol(SymbolKind::Provider, &[&*name.text, dot, alias], span, body, None);
        let alias = named.map(|(alias, _)| alias);
        self.template.providers.push(Provider {
            name: name.text.to_string(),
            alias,
            span: block.header,
            region: block.body.argument("region").map(|entry| entry.value),
            for_each: block.body.argument("for_each").map(|entry| entry.value),
        });
    }

    /// `required_providers`, whose arguments have a map with `source`, or a version alone.
    fn add_required_providers(&mut self, block: &Block<'_>) {
        for entry in block.body.entries().into_iter().filter(|entry| entry.key == "required_providers") {
            let blocks = match &entry.value.kind {
                ValueKind::List(blocks) => blocks.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            for block in blocks {
                let ValueKind::Map(providers) = &block.kind else { continue };
                let sources = providers.iter().filter_map(|it| {
                    let source = it.value.get("source")?.as_str()?;
                    Some((it.key.clone(), source.to_owned()))
                });
                self.template.provider_sources.extend(sources);
                for it in providers.iter().filter_map(|it| it.value.get("configuration_aliases")) {
                    let ValueKind::List(aliases) = &it.kind else { continue };
                    self.template.provider_aliases.extend(aliases.iter().filter_map(ProviderRef::of));
                }
            }
        }
    }

    fn add_resource(&mut self, block: &Block<'_>, kind: &Label<'_>, name: &Label<'_>, is_data: bool) {
        let body = block.body.node();
        let symbol = if is_data { SymbolKind::DataSource } else { SymbolKind::Resource };
        self.add_symbol(symbol, &[&*kind.text, ".", &*name.text], block.header, body, None);
        let shapes = if is_data { &[][..] } else { grammar::slots_of(Dialect::Terraform, &kind.text) };
        self.template.problems.extend(repeated_arguments(&block.body));
        self.template.resources.push(Resource {
            name: name.text.to_string(),
            name_span: name.span,
            resource_type: kind.text.to_string(),
            type_span: kind.span,
            span: block.span,
            is_data,
            shapes,
            body,
            overrides: Vec::new(),
            provider: block.body.argument("provider").and_then(|entry| ProviderRef::of(&entry.value)),
            properties: OnceLock::new(),
        });
    }

    fn add_call(&mut self, block: &Block<'_>, name: &Label<'_>) {
        self.add_symbol(SymbolKind::Module, &[&*name.text], name.span, block.body.node(), None);
        let source = block.body.argument("source");
        self.template.calls.push(ModuleCall {
            name: name.text.to_string(),
            name_span: name.span,
            span: block.span,
            source: source.as_ref().and_then(|entry| entry.value.as_str()).unwrap_or_default().to_owned(),
            source_span: source.map_or(name.span, |entry| entry.value.span),
            arguments: block.body.entries(),
        });
    }

    /// A block of an override file: its arguments replace those of the block that it names.
    fn override_block(&mut self, block: Block<'_>) {
        match (&*block.kind, block.labels.as_slice()) {
            (mode @ ("resource" | "data"), [kind, name]) => {
                let place = self.place_of(mode == "data", &kind.text, &name.text);
                let Some(resource) = place.and_then(|place| self.template.resources.get_mut(place)) else {
                    return self.add_block(block);
                };
                resource.overrides.push(block.body.node());
                if let Some(entry) = block.body.argument("provider") {
                    resource.provider = ProviderRef::of(&entry.value);
                }
            }
            ("module", [name]) => {
                let call = self.template.calls.iter_mut().find(|call| call.name == name.text);
                let Some(call) = call else { return self.add_block(block) };
                overriding::replace(&mut call.arguments, block.body.entries(), |entry| &entry.key);
                if let Some(source) = block.body.argument("source") {
                    call.source = source.value.as_str().unwrap_or_default().to_owned();
                    call.source_span = source.value.span;
                }
            }
            ("provider", [name]) => {
                let alias = block.body.argument("alias");
                let alias = alias.as_ref().and_then(|entry| entry.value.as_str());
                let is_same = |it: &&mut Provider| it.name == name.text && it.alias.as_deref() == alias;
                let Some(provider) = self.template.providers.iter_mut().find(is_same) else {
                    return self.add_block(block);
                };
                if let Some(region) = block.body.argument("region") {
                    provider.region = Some(region.value);
                }
            }
            ("variable", [name]) => {
                let variable = self.template.symbols.find_mut(&name.text, SymbolKind::Variable);
                if let (Some(variable), Some(_)) = (variable, block.body.argument("default")) {
                    variable.value = Some(Lazy::new(Place::Field(block.body.node(), "default")));
                }
            }
            _ => self.add_block(block),
        }
    }

    /// The place of the resource of that type and name.
    fn place_of(&mut self, is_data: bool, kind: &str, name: &str) -> Option<usize> {
        for (place, it) in self.template.resources.iter().enumerate().skip(self.placed) {
            self.places.entry((it.is_data, it.resource_type.clone(), it.name.clone())).or_insert(place);
        }
        self.placed = self.template.resources.len();
        self.places.get(&(is_data, kind.to_owned(), name.to_owned())).copied()
    }

    /// An `image_id` at the top of a file belongs to no resource.
    fn top_level_image(&mut self, text: &Text<'_>) {
        let entry = match text {
            Text::Hcl(reader) => reader.attribute(reader.view.root(), "image_id"),
            Text::Json(reader) => reader.root().and_then(|root| reader.entry(root, "image_id")),
        };
        let Some(entry) = entry else { return };
        self.template.strays.push(Stray {
            kind: StrayKind::Misplaced {
                place: text!(en: "outside any resource block", zh: "不在任何 resource 块中"),
            },
            entry_span: Span { end: entry.value.span.end, ..entry.key_span },
            key: entry.key,
            key_span: entry.key_span,
            value: entry.value,
            resource: None,
            logical_path: "image_id".to_owned(),
        });
    }
}
