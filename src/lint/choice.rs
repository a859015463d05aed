//! The literals that a function chooses between, where they can all be listed.

use crate::ir::{FunctionCall, SymbolKind, Template, Value, ValueKind};

/// Functions inside functions, at most.
const DEPTH: usize = 20;

/// Whether `value` is a string literal, or one of the functions `through` that chooses between nothing but
/// such values.
pub(super) fn only_literals(template: &Template, value: &Value, through: &dyn Fn(&str) -> bool) -> bool {
    holds(template, value, through, 0)
}

fn holds(template: &Template, value: &Value, through: &dyn Fn(&str) -> bool, depth: usize) -> bool {
    if value.as_str().is_some() {
        return true;
    }
    let ValueKind::Call(call) = &value.kind else { return false };
    if depth >= DEPTH || !through(&call.name) {
        return false;
    }
    let each = |values: &[Value]| {
        !values.is_empty() && values.iter().all(|value| holds(template, value, through, depth + 1))
    };
    match (call.name.as_str(), call.arguments.as_slice()) {
        ("Fn::FindInMap", _) => is_literal_mapping(template, call),
        ("Fn::If", [_, branches @ ..]) => each(branches),
        ("Fn::Select", [_, Value { kind: ValueKind::List(items), .. }, defaults @ ..]) => {
            each(items) && defaults.iter().take(1).all(|it| holds(template, it, through, depth + 1))
        }
        _ => false,
    }
}

/// Whether every entry that `Fn::FindInMap` can find is a string.
fn is_literal_mapping(template: &Template, call: &FunctionCall) -> bool {
    let [name, first, second] = call.arguments.as_slice() else { return false };
    let Some(name) = name.as_str() else { return false };
    let Some(mapping) = template.symbols.find(name, &[SymbolKind::Mapping]) else { return false };
    let Some(levels) = mapping.value.as_ref().and_then(|value| chosen(value, first)) else { return false };
    let found = levels.into_iter().map(|level| chosen(level, second));
    found.collect::<Option<Vec<_>>>().is_some_and(|found| {
        let mut values = found.iter().flatten().peekable();
        values.peek().is_some() && values.all(|value| value.as_str().is_some())
    })
}

/// The entries of the map `value` that `key` can choose: the one of that name, or all where it is not known.
fn chosen<'a>(value: &'a Value, key: &Value) -> Option<Vec<&'a Value>> {
    let ValueKind::Map(entries) = &value.kind else { return None };
    match key.as_str() {
        Some(name) => Some(value.get(name).into_iter().collect()),
        None => Some(entries.iter().map(|entry| &entry.value).collect()),
    }
}
