//! The index of names of a unit: definitions of each template, and what its uses mean.

use std::collections::HashMap;

use super::{Cx, ros, terraform};
use crate::ir::{
    CallId, Definition, DefinitionId, Dialect, NodeRef, References, Relation, Scope, SymbolKind, Target,
    Template, TemplateId, Use, UseKind,
};
use crate::source::Span;
use crate::syntax::SourceMap;

/// What a nested stack and the Terraform of a `Workspace` get from outside.
const PARAMETER: &[SymbolKind] = &[SymbolKind::Parameter];
/// What a module gets from outside.
const VARIABLE: &[SymbolKind] = &[SymbolKind::Variable];

impl<'a> Cx<'a> {
    /// The names of the unit with both ends; found on the first call.
    #[must_use]
    pub fn references(self) -> &'a References {
        self.unit.references.get_or_init(|| {
            let mut index = Index::new(self);
            for (id, template) in self.unit.iter() {
                index.use_names(id, template);
            }
            for (id, _) in self.unit.iter() {
                index.use_parent(id);
            }
            References::new(index.definitions, index.uses)
        })
    }
}

/// A name as it is written somewhere, before anybody knows what it means.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) kind: UseKind,
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) attribute: Option<(String, Span)>,
    /// The definition that it is part of.
    pub(super) within: Option<DefinitionId>,
    pub(super) means: Means,
}

/// Where what a name means is to be looked up.
#[derive(Clone, Copy, Debug)]
pub(super) enum Means {
    /// Among definitions of these kinds.
    Kinds(&'static [SymbolKind]),
    /// Among the keys of this mapping or key.
    KeyOf(DefinitionId),
    /// Among definitions of these kinds, or else outside of the unit.
    Optional(&'static [SymbolKind]),
    /// Nowhere: the language knows it.
    BuiltIn,
}

/// Definitions while uses are gathered.
pub(super) struct Index<'a> {
    pub(super) cx: Cx<'a>,
    definitions: Vec<Definition>,
    uses: Vec<Use>,
    /// The definitions by template, kind and name; the last of equal ones.
    by_name: HashMap<(TemplateId, SymbolKind), HashMap<String, DefinitionId>>,
    /// The keys of mappings by what they are in.
    keys: HashMap<DefinitionId, HashMap<String, DefinitionId>>,
    by_body: HashMap<(SymbolKind, NodeRef), DefinitionId>,
    /// The module that a call calls, by the template of the call and its name.
    modules: HashMap<(TemplateId, String), TemplateId>,
    /// The root module of the Terraform that a template carries.
    workspaces: HashMap<TemplateId, TemplateId>,
    /// The nested stack that a resource is.
    stacks: HashMap<(TemplateId, String), TemplateId>,
}

impl<'a> Index<'a> {
    fn new(cx: Cx<'a>) -> Self {
        let mut index = Index {
            cx,
            definitions: Vec::new(),
            uses: Vec::new(),
            by_name: HashMap::new(),
            keys: HashMap::new(),
            by_body: HashMap::new(),
            modules: HashMap::new(),
            workspaces: HashMap::new(),
            stacks: HashMap::new(),
        };
        for (id, template) in cx.unit.iter() {
            index.define(id, template);
            match cx.unit.parent(id).map(|parent| (parent.template, &parent.relation)) {
                Some((_, Relation::Module { calls })) => {
                    let named = |call: &CallId| Some(((call.caller, cx.unit.call(*call)?.name.clone()), id));
                    index.modules.extend(calls.iter().filter_map(named));
                }
                Some((parent, Relation::NestedStack { resource, .. })) => {
                    index.stacks.insert((parent, resource.clone()), id);
                }
                Some((parent, Relation::Workspace)) => _ = index.workspaces.insert(parent, id),
                None => {}
            }
        }
        index
    }

    /// Adds the definitions of a template.
    fn define(&mut self, id: TemplateId, template: &Template) {
        let labels: HashMap<NodeRef, Span> = match template.dialect {
            Dialect::Terraform => template.resources.iter().map(|it| (it.body, it.name_span)).collect(),
            Dialect::Ros => HashMap::new(),
        };
        for symbol in template.symbols.iter() {
            let name_span = labels.get(&symbol.body).copied().unwrap_or(symbol.name_span);
            let definition = self.add(Definition {
                template: id,
                kind: symbol.kind,
                name: template.symbols.name(symbol).to_owned(),
                name_span: bare(self.cx.sources, name_span),
                body: symbol.body,
                owner: None,
            });
            if symbol.kind == SymbolKind::Mapping {
                self.define_keys(id, definition, symbol.body);
            }
        }
        // What an override file says is part of what it changes.
        for resource in &template.resources {
            let kind = if resource.is_data { SymbolKind::DataSource } else { SymbolKind::Resource };
            if let Some(definition) = self.defined_by(kind, resource.body) {
                self.by_body.extend(resource.overrides.iter().map(|&node| ((kind, node), definition)));
            }
        }
    }

    /// Adds the keys of both levels of a mapping.
    fn define_keys(&mut self, template: TemplateId, mapping: DefinitionId, body: NodeRef) {
        for (name, name_span, first) in ros::keys(self.cx.sources, body) {
            let key = self.add_key(template, mapping, (name, name_span, first));
            for inner in ros::keys(self.cx.sources, first) {
                self.add_key(template, key, inner);
            }
        }
    }

    fn add_key(
        &mut self,
        template: TemplateId,
        owner: DefinitionId,
        (name, name_span, body): (String, Span, NodeRef),
    ) -> DefinitionId {
        let name_span = bare(self.cx.sources, name_span);
        let kind = SymbolKind::MappingKey;
        let owner = Some(owner);
        self.add(Definition { template, kind, name, name_span, body, owner })
    }

    fn add(&mut self, definition: Definition) -> DefinitionId {
        let id = DefinitionId(self.definitions.len() as u32);
        match definition.owner {
            Some(owner) => _ = self.keys.entry(owner).or_default().insert(definition.name.clone(), id),
            None => {
                let names = self.by_name.entry((definition.template, definition.kind)).or_default();
                names.insert(definition.name.clone(), id);
                self.by_body.insert((definition.kind, definition.body), id);
            }
        }
        self.definitions.push(definition);
        id
    }

    /// The definition of `kind` called `name` in a template. The variables and outputs of the Terraform that a ROS
    /// template carries are parameters and outputs of that template.
    pub(super) fn find(&self, template: TemplateId, kind: SymbolKind, name: &str) -> Option<DefinitionId> {
        let named = |template, kind| self.by_name.get(&(template, kind))?.get(name).copied();
        named(template, kind).or_else(|| {
            let carried = match kind {
                SymbolKind::Parameter => SymbolKind::Variable,
                SymbolKind::Output => SymbolKind::Output,
                _ => return None,
            };
            named(*self.workspaces.get(&template)?, carried)
        })
    }

    /// The key `name` of a mapping, or of a key.
    pub(super) fn key(&self, owner: DefinitionId, name: &str) -> Option<DefinitionId> {
        self.keys.get(&owner)?.get(name).copied()
    }

    /// The definition of `kind` whose body is `body`.
    pub(super) fn defined_by(&self, kind: SymbolKind, body: NodeRef) -> Option<DefinitionId> {
        self.by_body.get(&(kind, body)).copied()
    }

    /// What the definition `id` is.
    pub(super) fn kind_of(&self, id: DefinitionId) -> Option<SymbolKind> {
        self.definitions.get(id.0 as usize).map(|it| it.kind)
    }

    /// What the definition `id` is, and all that defines it.
    pub(super) fn body_of(&self, id: DefinitionId) -> Option<(SymbolKind, NodeRef)> {
        self.definitions.get(id.0 as usize).map(|it| (it.kind, it.body))
    }

    fn one_of(&self, template: TemplateId, kinds: &[SymbolKind], name: &str) -> Option<Target> {
        kinds.iter().find_map(|&kind| self.find(template, kind, name)).map(Target::Definition)
    }

    fn use_names(&mut self, id: TemplateId, template: &Template) {
        let written = match template.dialect {
            Dialect::Ros => ros::uses(self, id, template),
            Dialect::Terraform => terraform::uses(self, template),
        };
        for written in written {
            let (kinds, owner, target) = match written.means {
                Means::BuiltIn => (&[][..], None, Target::BuiltIn),
                Means::KeyOf(owner) => {
                    let target = self.key(owner, &written.name).map_or(Target::Undefined, Target::Definition);
                    (&[SymbolKind::MappingKey][..], Some(owner), target)
                }
                Means::Kinds(kinds) => {
                    (kinds, None, self.one_of(id, kinds, &written.name).unwrap_or(Target::Undefined))
                }
                Means::Optional(kinds) => {
                    (kinds, None, self.one_of(id, kinds, &written.name).unwrap_or(Target::Elsewhere))
                }
            };
            self.use_output(id, &written);
            let Written { kind, name, span, attribute, within, .. } = written;
            let span = bare(self.cx.sources, span);
            let scope = Scope { template: id, kinds, owner };
            self.uses.push(Use { template: id, kind, name, span, attribute, within, scope, target });
        }
    }

    /// An attribute of a module or nested stack is a use of its output.
    fn use_output(&mut self, id: TemplateId, written: &Written) {
        let Some((attribute, span)) = &written.attribute else { return };
        let module = self.modules.get(&(id, written.name.clone())).map(|&child| (child, attribute.as_str()));
        let stack = || {
            let child = *self.stacks.get(&(id, written.name.clone()))?;
            Some((child, attribute.strip_prefix("Outputs.")?))
        };
        let is_module = matches!(written.means, Means::Kinds([SymbolKind::Module]));
        let Some((child, output)) = module.filter(|_| is_module).or_else(stack) else { return };
        let start = span.end - (output.len() as u32).min(span.end - span.start);
        let target = self.find(child, SymbolKind::Output, output);
        self.uses.push(Use {
            template: id,
            kind: UseKind::Output,
            name: output.to_owned(),
            span: Span { start, ..*span },
            attribute: None,
            within: written.within,
            scope: Scope { template: child, kinds: &[SymbolKind::Output], owner: None },
            target: target.map_or(Target::Undefined, Target::Definition),
        });
    }

    /// What the parent of a template gives it, by the names that these things have in the template.
    fn use_parent(&mut self, id: TemplateId) {
        let unit = self.cx.unit;
        let Some(parent) = unit.parent(id) else { return };
        match &parent.relation {
            Relation::Workspace => {
                let variables: Vec<_> = self
                    .definitions
                    .iter()
                    .filter(|it| it.template == id && it.kind == SymbolKind::Variable)
                    .map(|it| (it.name.clone(), it.name_span))
                    .collect();
                for (name, span) in variables {
                    let host = self.by_name.get(&(parent.template, SymbolKind::Parameter));
                    if let Some(&target) = host.and_then(|names| names.get(&name)) {
                        let within = self.find(id, SymbolKind::Variable, &name);
                        let target = Target::Definition(target);
                        let scope = Scope { template: parent.template, kinds: PARAMETER, owner: None };
                        self.give((id, UseKind::Passed), (name, span), within, (scope, target));
                    }
                }
            }
            Relation::NestedStack { resource, arguments } => {
                let within = self.find(parent.template, SymbolKind::Resource, resource);
                for argument in arguments {
                    let target = self.find(id, SymbolKind::Parameter, &argument.key);
                    let target = target.map_or(Target::Undefined, Target::Definition);
                    let written = (argument.key.clone(), argument.key_span);
                    let scope = Scope { template: id, kinds: PARAMETER, owner: None };
                    self.give((parent.template, UseKind::Argument), written, within, (scope, target));
                }
            }
            Relation::Module { calls } => {
                for &at in calls {
                    let Some(call) = unit.call(at) else { continue };
                    let within = self.find(at.caller, SymbolKind::Module, &call.name);
                    for argument in call.arguments.iter().filter(|it| !is_meta_argument(&it.key)) {
                        let target = self.find(id, SymbolKind::Variable, &argument.key);
                        let target = target.map_or(Target::Undefined, Target::Definition);
                        let written = (argument.key.clone(), argument.key_span);
                        let scope = Scope { template: id, kinds: VARIABLE, owner: None };
                        self.give((at.caller, UseKind::Argument), written, within, (scope, target));
                    }
                }
            }
        }
    }

    fn give(
        &mut self,
        (template, kind): (TemplateId, UseKind),
        (name, span): (String, Span),
        within: Option<DefinitionId>,
        (scope, target): (Scope, Target),
    ) {
        let span = bare(self.cx.sources, span);
        self.uses.push(Use { template, kind, name, span, attribute: None, within, scope, target });
    }
}

/// Whether a `module` block's argument speaks to Terraform and not to the module.
/// <https://developer.hashicorp.com/terraform/language/block/module>
fn is_meta_argument(name: &str) -> bool {
    matches!(name, "source" | "version" | "providers" | "count" | "for_each" | "depends_on")
}

/// `span` without the quotes around it.
fn bare(sources: &SourceMap, span: Span) -> Span {
    let text = sources.slice(span);
    let quoted = |quote: char| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
    if quoted('"') || quoted('\'') { Span { start: span.start + 1, end: span.end - 1, ..span } } else { span }
}
