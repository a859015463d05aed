//! Variables and locals of a module, lowered where something leads to them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::block::{Argument, Body};
use crate::ir::{Entry, ModuleCall, Part, ReferenceKind, SymbolKind, Template, Value, ValueKind};

/// What can be lowered still, by kind and name.
#[derive(Default)]
pub(super) struct Pending<'t>(HashMap<Key<'t>, Deferred<'t>>);

type Key<'t> = (SymbolKind, Cow<'t, str>);

/// What a symbol's value is made of.
enum Deferred<'t> {
    /// The `default` in the body of a variable.
    Default(Body<'t>),
    /// An argument of `locals`.
    Local(Argument<'t>),
}

impl<'t> Pending<'t> {
    /// Adds the variable `name` with that body, or changes it.
    pub(super) fn variable(&mut self, name: Cow<'t, str>, body: Body<'t>) {
        self.0.insert((SymbolKind::Variable, name), Deferred::Default(body));
    }

    /// Adds the local `name`, or changes it.
    pub(super) fn local(&mut self, name: Cow<'t, str>, argument: Argument<'t>) {
        self.0.insert((SymbolKind::Local, name), Deferred::Local(argument));
    }

    fn take(&mut self, key: &Key<'t>) -> Option<Entry> {
        match self.0.remove(key)? {
            Deferred::Default(body) => body.argument("default"),
            Deferred::Local(argument) => Some(argument.entry()),
        }
    }
}

/// Lowers into `template` what its slots, outputs and providers, and the `calls` of other modules lead to.
pub(super) fn lower(template: &mut Template, calls: &[(String, ModuleCall)], mut pending: Pending<'_>) {
    let mut wanted = Vec::new();
    let slots = template.slots.iter().map(|slot| &slot.value);
    let strays = template.strays.iter().map(|stray| &stray.value);
    let regions = template.providers.iter().filter_map(|provider| provider.region.as_ref());
    let outputs = template.symbols.iter().filter_map(|symbol| symbol.value.as_deref());
    slots.chain(strays).chain(regions).chain(outputs).for_each(|value| collect(value, &mut wanted));
    for (_, call) in calls {
        call.arguments.iter().for_each(|entry| collect(&entry.value, &mut wanted));
    }
    // What was lowered is pending no more, so that each is lowered once.
    while let Some((kind, name)) = wanted.pop() {
        let key = (kind, Cow::Owned(name));
        let Some(entry) = pending.take(&key) else { continue };
        collect(&entry.value, &mut wanted);
        if let Some(symbol) = template.symbols.find_mut(&key.1, kind) {
            symbol.value = Some(Box::new(entry.value));
        }
    }
}

/// Adds the variables and locals that `value` names to `wanted`.
fn collect(value: &Value, wanted: &mut Vec<(SymbolKind, String)>) {
    match &value.kind {
        ValueKind::Ref(reference) => {
            let kind = match reference.kind {
                ReferenceKind::Variable => SymbolKind::Variable,
                ReferenceKind::Local => SymbolKind::Local,
                _ => return,
            };
            wanted.push((kind, reference.name.clone()));
        }
        ValueKind::Call(call) => call.arguments.iter().for_each(|it| collect(it, wanted)),
        ValueKind::Interpolation(parts) => {
            for part in parts {
                if let Part::Value(value) = part {
                    collect(value, wanted);
                }
            }
        }
        ValueKind::Group(inner) => collect(inner, wanted),
        ValueKind::Expression(values) | ValueKind::List(values) => {
            values.iter().for_each(|it| collect(it, wanted))
        }
        ValueKind::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, wanted)),
        ValueKind::Literal(_) | ValueKind::Error => {}
    }
}
