//! The parameters, locals and mappings of a ROS template that image slots lead to.

use std::collections::HashSet;

use super::lookups::Mapping;
use super::tree::Reader;
use crate::ir::{SymbolKind, Template, Value, ValueKind};
use crate::syntax::NodeId;

/// Whether anything in `template` or in what it carries may name a symbol.
pub(super) fn may_refer(reader: &Reader<'_>, root: NodeId, template: &Template) -> bool {
    let values = template.slots.iter().map(|slot| &slot.value);
    let mut values = values.chain(template.strays.iter().map(|stray| &stray.value));
    values.any(|value| !matches!(value.kind, ValueKind::Literal(_)))
        || reader.find(root, "Workspace").is_some()
}

/// Lowers the parameters, locals and mappings that image slots lead to; what a parameter allows only where slots
/// `choose` by functions.
pub(super) fn lower(reader: &Reader<'_>, root: NodeId, template: &mut Template, choose: bool) {
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    let values = template.slots.iter().map(|slot| &slot.value);
    for value in values.chain(template.strays.iter().map(|stray| &stray.value)) {
        collect(value, &mut wanted);
    }
    if reader.find(root, "Workspace").is_some() {
        // Terraform variables take the values of parameters of the same name.
        let names = template.symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Parameter);
        wanted.extend(names.map(|symbol| template.symbols.name(symbol).to_owned()));
    }
    let mut sections =
        SECTIONS.map(|(name, kind)| (reader.find(root, name).map(|found| Mapping::new(found.value)), kind));
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        for (section, kind) in &mut sections {
            let kind = *kind;
            let Some(found) = section.as_mut().and_then(|it| it.find(reader, &name)) else { continue };
            let inner = match kind {
                SymbolKind::Parameter => reader.find(found.value, "Default"),
                SymbolKind::Local => reader.find(found.value, "Value"),
                _ => Some(found),
            };
            let value = inner.map(|found| reader.value(found.value));
            let allowed = (kind == SymbolKind::Parameter && choose)
                .then(|| reader.find(found.value, "AllowedValues"))
                .flatten()
                .map(|found| reader.view.items(found.value).map(|item| reader.value(item)).collect());
            if let Some(value) = &value {
                collect(value, &mut wanted);
            }
            if let Some(symbol) = template.symbols.find_mut(&name, kind) {
                symbol.value = value.map(Box::new);
                symbol.allowed = allowed.unwrap_or_default();
            }
        }
    }
}

/// The sections with what slots may lead to.
const SECTIONS: [(&str, SymbolKind); 3] =
    [("Parameters", SymbolKind::Parameter), ("Locals", SymbolKind::Local), ("Mappings", SymbolKind::Mapping)];

/// Adds the names that `value` refers to.
fn collect(value: &Value, wanted: &mut Vec<String>) {
    match &value.kind {
        ValueKind::Ref(reference) => wanted.push(reference.name.clone()),
        ValueKind::Call(call) => {
            match (call.name.as_str(), call.arguments.first().and_then(Value::as_str)) {
                ("Fn::FindInMap", Some(map)) => wanted.push(map.to_owned()),
                ("Fn::Sub", Some(pattern)) => {
                    let names = pattern.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
                    wanted.extend(names.map(|(name, _)| name.trim().to_owned()));
                }
                _ => {}
            }
            call.arguments.iter().for_each(|argument| collect(argument, wanted));
        }
        ValueKind::List(values) | ValueKind::Expression(values) => {
            values.iter().for_each(|it| collect(it, wanted))
        }
        ValueKind::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, wanted)),
        ValueKind::Group(inner) => collect(inner, wanted),
        ValueKind::Literal(_) | ValueKind::Interpolation(_) | ValueKind::Error => {}
    }
}
