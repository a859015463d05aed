//! The sections of a ROS template, and what is in them under a name.

use super::meant::meant;
use super::tree::Reader;
use crate::grammar;
use crate::ir::{Place, Section, SymbolKind, Template};
use crate::syntax::NodeId;

/// The sections whose entries have names, and what those names are.
const NAMED: [(&str, SymbolKind); 7] = [
    ("Parameters", SymbolKind::Parameter),
    ("Mappings", SymbolKind::Mapping),
    ("Conditions", SymbolKind::Condition),
    ("Locals", SymbolKind::Local),
    ("Rules", SymbolKind::Rule),
    ("Resources", SymbolKind::Resource),
    ("Outputs", SymbolKind::Output),
];

/// What the entries of the section `name` are, where they have names; the name may be misspelled.
pub(super) fn kind_of(name: &str) -> Option<SymbolKind> {
    let name = meant(grammar::sections(), name)?;
    NAMED.iter().find(|(section, _)| *section == name).map(|&(_, kind)| kind)
}

/// Adds the sections of the mapping `root` to `template`, and their symbols.
pub(super) fn add(reader: &Reader<'_>, root: NodeId, template: &mut Template) {
    for entry in reader.view.merged_entries(root) {
        if !reader.view.is_scalar(entry.key) {
            continue;
        }
        let name = reader.view.text(entry.key);
        if let Some(kind) = kind_of(&name) {
            add_symbols(reader, entry.value, kind, template);
        }
        template.sections.push(Section {
            name: name.into_owned(),
            name_span: reader.span(entry.key),
            body: reader.node(entry.value),
        });
    }
}

fn add_symbols(reader: &Reader<'_>, section: NodeId, kind: SymbolKind, template: &mut Template) {
    let entries = reader.view.merged_entries(section);
    template.symbols.reserve(entries.len());
    for entry in entries {
        if !reader.view.is_scalar(entry.key) {
            continue;
        }
        let body = reader.node(entry.value);
        let value = match kind {
            SymbolKind::Parameter => Some(Place::Field(body, "Default")),
            SymbolKind::Local | SymbolKind::Output => Some(Place::Field(body, "Value")),
            SymbolKind::Mapping | SymbolKind::Condition | SymbolKind::Rule => Some(Place::Node(body)),
            _ => None,
        };
        let name = reader.view.text(entry.key);
        template.symbols.add(kind, &[&*name], reader.span(entry.key), body, value);
        if kind == SymbolKind::Resource {
            add_inner(reader, entry.value, template);
        }
    }
}

/// Adds the resources that are indented below the fields of another one, and are meant to be beside it.
fn add_inner(reader: &Reader<'_>, resource: NodeId, template: &mut Template) {
    for (key, value) in reader.inner_resources(resource) {
        let (name, span) = (reader.view.text(key), reader.span(key));
        template.symbols.add(SymbolKind::Resource, &[&*name], span, reader.node(value), None);
    }
}
