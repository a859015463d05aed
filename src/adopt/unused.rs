//! What nothing reads any more once literals are at the slots.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::diagnostic::Edit;
use crate::ir::{DefinitionId, Dialect, Relation, SymbolKind, Target, TemplateId, UseKind};
use crate::lower::Cx;
use crate::source::{FileId, Span};

/// Definitions that something replaced used. They are named in a way that outlives an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Candidates(BTreeSet<Name>);

/// File, template in the unit, kind and name.
type Name = (PathBuf, u32, String, String);

/// What can be removed at all.
const REMOVABLE: [SymbolKind; 6] = [
    SymbolKind::Parameter,
    SymbolKind::Mapping,
    SymbolKind::Condition,
    SymbolKind::Local,
    SymbolKind::Variable,
    SymbolKind::DataSource,
];

impl Candidates {
    /// Adds what is used inside of `spans`.
    pub(crate) fn add_used(&mut self, cx: Cx<'_>, spans: &[Span], path: &dyn Fn(FileId) -> Option<PathBuf>) {
        let references = cx.references();
        for it in references.uses() {
            let is_inside = |span: &Span| {
                let (inner, outer) = (cx.sources.on_disk(it.span), cx.sources.on_disk(*span));
                outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
            };
            if let (Target::Definition(id), true) = (it.target, spans.iter().any(is_inside)) {
                self.add(cx, id, path);
            }
        }
    }

    fn add(&mut self, cx: Cx<'_>, id: DefinitionId, path: &dyn Fn(FileId) -> Option<PathBuf>) {
        let references = cx.references();
        let Some(definition) = references.definition(id) else { return };
        match definition.owner {
            Some(owner) => self.add(cx, owner, path),
            None => self.0.extend(name(cx, id, path)),
        }
    }
}

fn name(cx: Cx<'_>, id: DefinitionId, path: &dyn Fn(FileId) -> Option<PathBuf>) -> Option<Name> {
    let definition = cx.references().definition(id).filter(|it| REMOVABLE.contains(&it.kind))?;
    let template = definition.template.0;
    Some((path(definition.body.file)?, template, format!("{:?}", definition.kind), definition.name.clone()))
}

/// The edits that cut out those of `candidates` that nothing in `cx` uses any more, with what they are; what they used
/// becomes a candidate itself. `keeps` tells of a definition that something outside may read.
pub(crate) fn removals(
    cx: Cx<'_>,
    candidates: &mut Candidates,
    path: &dyn Fn(FileId) -> Option<PathBuf>,
    keeps: &dyn Fn(SymbolKind, &str, FileId) -> bool,
) -> Vec<(Edit, SymbolKind, String)> {
    let references = cx.references();
    let mut removed = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut sections = BTreeSet::new();
    for (id, definition) in references.definitions() {
        let is_candidate = name(cx, id, path).is_some_and(|name| candidates.0.contains(&name));
        if !is_candidate || references.uses_of(id).any(|it| it.within != Some(id)) {
            continue;
        }
        let (kind, body) = (definition.kind, definition.body);
        let is_read = keeps(kind, &definition.name, body.file)
            || kind == SymbolKind::Mapping && reads_any_mapping(cx, definition.template)
            || kind == SymbolKind::Variable && is_given(cx, definition.template)
            || kind == SymbolKind::Parameter && is_stack(cx, definition.template);
        let range = cx.sources.parse(body.file).and_then(|parse| parse.removal(body.id));
        let Some(range) = range.filter(|_| !is_read) else { continue };
        // One of each section at a time: the last one takes the section with it.
        if !sections.insert((body.file, format!("{kind:?}"))) {
            continue;
        }
        let span = range.in_file(body.file);
        spans.push(span);
        removed.push((Edit { span, text: String::new() }, kind, definition.name.clone()));
    }
    candidates.add_used(cx, &spans, path);
    removed
}

/// Whether a `Fn::FindInMap` of the template may read any mapping.
fn reads_any_mapping(cx: Cx<'_>, id: TemplateId) -> bool {
    let Some(template) = cx.unit.template(id).filter(|it| it.dialect == Dialect::Ros) else { return false };
    let written: usize =
        template.files.iter().map(|&file| cx.sources.text(file).matches("FindInMap").count()).sum();
    let is_lookup = |it: &&crate::ir::Use| it.template == id && it.kind == UseKind::Mapping;
    written > cx.references().uses().iter().filter(is_lookup).count()
}

/// Whether a call here gives the module its variables.
fn is_given(cx: Cx<'_>, id: TemplateId) -> bool {
    cx.unit.parent(id).is_some_and(|it| matches!(it.relation, Relation::Module { .. }))
}

/// Whether the template is a nested stack, whose parameters the resource around it gives.
fn is_stack(cx: Cx<'_>, id: TemplateId) -> bool {
    cx.unit.parent(id).is_some_and(|it| matches!(it.relation, Relation::NestedStack { .. }))
}
