//! What conditionals, `lookup` and indices at image slots choose between: the literals in branches and in maps, each as
//! a slot of its own, and everything else that reads the same maps.

mod readers;

use std::sync::Arc;

use super::slot;
use crate::ir::{
    FunctionCall, HANDED, ImageSlot, Keys, Literal, MapEntry, Part, Reference, ReferenceKind, Relation, Site,
    Step, SymbolKind, Template, TemplateId, Through, Unit, Value, ValueKind,
};
use crate::lower::Cx;
use crate::source::Span;
use crate::syntax::{SourceMap, budget};

/// Functions inside functions, at most.
const DEPTH: usize = 20;

/// The words by which a manifest looks through them.
const LOOKUP: &str = "lookup";
const INDEX: &str = "index";
const CONDITIONAL: &str = "conditional";

/// Adds to the modules of `unit` from the place `first` on what the expressions at their slots can yield.
pub(super) fn add(unit: &mut Unit, sources: &SourceMap, first: usize) {
    for place in first..unit.templates.len() {
        let id = TemplateId(place as u32);
        let (choices, expands, lookups) = {
            let Some(template) = unit.template(id) else { continue };
            let is_downloaded = unit.is_downloaded(id);
            if !template.slots.iter().any(|slot| is_downloaded || chooses(&slot.value)) {
                continue;
            }
            let walk = Walk { cx: Cx::new(sources, unit), id, template };
            let (choices, expands) = walk.all();
            let in_map = |it: &ImageSlot| it.through.as_ref().is_some_and(|it| it.entry.is_some());
            let lookups = if choices.iter().any(in_map) { walk.lookups() } else { Vec::new() };
            (choices, expands, lookups)
        };
        let Some(template) = unit.template_mut(id).filter(|_| !choices.is_empty()) else { continue };
        template.choices = choices;
        template.lookups = lookups;
        for (slot, function) in template.slots.iter_mut().zip(expands) {
            slot.expands = function;
        }
    }
}

/// Whether `value` is an expression that may choose between literals.
fn chooses(value: &Value) -> bool {
    match &bare(value).kind {
        ValueKind::Conditional(_) => true,
        ValueKind::Call(call) => call.name == LOOKUP,
        ValueKind::Ref(reference) => is_indexed(reference),
        _ => false,
    }
}

/// `value` without parentheses, and without an interpolation around it alone.
fn bare(value: &Value) -> &Value {
    let mut value = value;
    loop {
        value = match &value.kind {
            ValueKind::Group(inner) => inner,
            ValueKind::Interpolation(parts) => match parts.as_slice() {
                [Part::Value(only)] => only,
                _ => return value,
            },
            _ => return value,
        };
    }
}

fn is_indexed(reference: &Reference) -> bool {
    matches!(reference.kind, ReferenceKind::Local | ReferenceKind::Variable) && !reference.steps.is_empty()
}

/// The name of a map in the record of what reads it.
fn map_name(reference: &Reference) -> Option<String> {
    match reference.kind {
        _ if reference.name.is_empty() => None,
        ReferenceKind::Local => Some(format!("local.{}", reference.name)),
        ReferenceKind::Variable => Some(format!("var.{}", reference.name)),
        _ => None,
    }
}

/// The way from a slot to a value.
#[derive(Clone)]
struct Way {
    /// The logical path of the value.
    path: String,
    /// The nearest key above it.
    key_span: Span,
    /// The functions on the way.
    calls: Vec<(&'static str, Span)>,
    /// The region in which alone the way is taken.
    region: Option<String>,
    /// The map that it goes through, and where that is read.
    map: Option<(String, Span)>,
    /// The keys into that map.
    keys: Vec<String>,
}

/// What is found for one slot.
struct Found<'s> {
    slot: &'s ImageSlot,
    choices: Vec<ImageSlot>,
    left: usize,
}

struct Walk<'a> {
    cx: Cx<'a>,
    id: TemplateId,
    template: &'a Template,
}

impl<'a> Walk<'a> {
    /// The choices of all slots, and for each slot the function whose values are all among them.
    fn all(&self) -> (Vec<ImageSlot>, Vec<Option<&'static str>>) {
        let (mut choices, mut expands) = (Vec::new(), Vec::new());
        let mut left = budget::CHOICES;
        for slot in &self.template.slots {
            let way = Way {
                path: slot.logical_path.clone(),
                key_span: slot.key_span,
                calls: Vec::new(),
                region: None,
                map: None,
                keys: Vec::new(),
            };
            let mut found = Found { slot, choices: Vec::new(), left };
            expands.push(self.expand(&slot.value, &way, &mut found));
            left = found.left;
            choices.append(&mut found.choices);
        }
        (choices, expands)
    }

    /// Adds what `value` at the end of `way` can be to `found`, and names the function where all of that could be
    /// listed.
    fn expand(&self, value: &Value, way: &Way, found: &mut Found<'_>) -> Option<&'static str> {
        if way.calls.len() >= DEPTH {
            return None;
        }
        let value = bare(value);
        let before = found.choices.len();
        let (name, whole) = match &value.kind {
            ValueKind::Conditional(three) => (CONDITIONAL, self.conditional(value.span, three, way, found)),
            ValueKind::Call(call) if call.name == LOOKUP => (LOOKUP, self.lookup(call, way, found)),
            ValueKind::Ref(reference) if is_indexed(reference) => {
                (INDEX, self.index(value.span, reference, way, found))
            }
            ValueKind::Ref(reference) if way.calls.is_empty() && self.cx.unit.is_downloaded(self.id) => {
                (HANDED, self.handed(self.id, reference, way, found))
            }
            _ => return None,
        };
        if whole.is_none() || found.choices.len() == before {
            found.choices.truncate(before);
            return None;
        }
        Some(name)
    }

    /// The literals that the calls around a downloaded module give its variable: the author's text, which alone can
    /// change.
    fn handed(&self, id: TemplateId, reference: &Reference, way: &Way, found: &mut Found<'_>) -> Option<()> {
        let unit = self.cx.unit;
        let is_variable = reference.kind == ReferenceKind::Variable && reference.steps.is_empty();
        let calls = unit.calls_of(id);
        if !is_variable || calls.is_empty() || way.calls.len() >= DEPTH {
            return None;
        }
        for &call in calls {
            let it = unit.call(call)?;
            let entry = it.argument(&reference.name)?;
            let value = bare(&entry.value);
            let mut way = way.through(HANDED, it.name_span);
            way.path = format!("module.{}.{}", it.name, entry.key);
            way.key_span = entry.key_span;
            match (&value.kind, unit.is_downloaded(call.caller)) {
                (ValueKind::Literal(Literal::String(_)), false) => self.choice(value, &way, found)?,
                (ValueKind::Ref(outer), true) => self.handed(call.caller, outer, &way, found)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn conditional(
        &self,
        span: Span,
        [_, yes, no]: &[Value; 3],
        way: &Way,
        found: &mut Found<'_>,
    ) -> Option<()> {
        for (place, branch) in [yes, no].into_iter().enumerate() {
            let mut way = way.through(CONDITIONAL, span);
            way.path = format!("{}.{CONDITIONAL}[{}]", way.path, place + 1);
            self.choice(branch, &way, found)?;
        }
        Some(())
    }

    /// `lookup(map, key, default)`
    fn lookup(&self, call: &FunctionCall, way: &Way, found: &mut Found<'_>) -> Option<()> {
        let [map, key, default @ ..] = call.arguments.as_slice() else { return None };
        let ValueKind::Ref(reference) = &bare(map).kind else { return None };
        let way = way.through(LOOKUP, call.name_span);
        let steps: Vec<Step> =
            reference.steps.iter().cloned().chain([Step::At(Box::new(key.clone()))]).collect();
        self.read_map(reference, &steps, &way, found)?;
        match default {
            [] => Some(()),
            [default] => {
                let path = format!("{}.{LOOKUP}[2]", way.path);
                self.choice(default, &Way { path, ..way }, found)
            }
            _ => None,
        }
    }

    fn index(&self, span: Span, reference: &Reference, way: &Way, found: &mut Found<'_>) -> Option<()> {
        self.read_map(reference, &reference.steps, &way.through(INDEX, span), found)
    }

    fn read_map(
        &self,
        reference: &Reference,
        steps: &[Step],
        way: &Way,
        found: &mut Found<'_>,
    ) -> Option<()> {
        let map = self.definition(reference)?;
        let name = map_name(reference)?;
        let key_span = map.span;
        let way = Way {
            path: name.clone(),
            key_span,
            map: Some((name, reference.name_span)),
            keys: Vec::new(),
            ..way.clone()
        };
        self.down(map, steps, &way, found)
    }

    /// The value that a local has, or a variable where nobody gives it another one but a deployment.
    fn definition(&self, reference: &Reference) -> Option<&'a Value> {
        let kind = match reference.kind {
            ReferenceKind::Local => SymbolKind::Local,
            ReferenceKind::Variable if !self.is_given(&reference.name) => SymbolKind::Variable,
            _ => return None,
        };
        self.cx.value(self.template.symbols.find(&reference.name, &[kind])?.value.as_ref()?)
    }

    /// Whether what is around this module gives the variable `name` a value.
    fn is_given(&self, name: &str) -> bool {
        let unit = self.cx.unit;
        match unit.parent(self.id) {
            None => false,
            Some(parent) => match &parent.relation {
                Relation::Module { calls } => {
                    calls.iter().any(|&it| unit.call(it).is_none_or(|call| call.argument(name).is_some()))
                }
                Relation::Workspace => {
                    let host = unit.template(parent.template);
                    host.is_none_or(|it| it.symbols.find(name, &[SymbolKind::Parameter]).is_some())
                }
                Relation::NestedStack { .. } => true,
            },
        }
    }

    /// Adds all that `steps` can take out of `value`.
    fn down(&self, value: &'a Value, steps: &[Step], way: &Way, found: &mut Found<'_>) -> Option<()> {
        let value = in_map(bare(value));
        let Some((step, rest)) = steps.split_first() else { return self.choice(value, way, found) };
        let keys = match step {
            Step::Name(name) => Keys::Among(Arc::from([name.clone()])),
            Step::Index(index) => Keys::Among(Arc::from([index.to_string()])),
            Step::At(index) => self.keys(index),
            Step::Unknown => return None,
        };
        let mut any = false;
        let mut enter = |key: String, key_span: Span, value: &'a Value, found: &mut Found<'_>| {
            let own = (keys == Keys::Region).then(|| key.clone());
            if own.is_some() && way.region.is_some() && own != way.region {
                return Some(());
            }
            any = true;
            let mut way = way.clone();
            way.path = format!("{}.{key}", way.path);
            way.key_span = key_span;
            way.region = own.or(way.region);
            way.keys.push(key);
            self.down(value, rest, &way, found)
        };
        match &value.kind {
            ValueKind::Map(entries) => {
                for entry in entries.iter().filter(|it| keys.allow(&it.key)) {
                    enter(entry.key.clone(), entry.key_span, &entry.value, found)?;
                }
            }
            ValueKind::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    if keys.allow(&place.to_string()) {
                        enter(place.to_string(), item.span, item, found)?;
                    }
                }
            }
            _ => return None,
        }
        any.then_some(())
    }

    /// The keys that `index` can be.
    fn keys(&self, index: &Value) -> Keys {
        let index = bare(index);
        match &index.kind {
            ValueKind::Literal(Literal::String(text) | Literal::Number(text)) => {
                Keys::Among(Arc::from([text.clone()]))
            }
            _ if self.cx.is_region(self.id, index) => Keys::Region,
            ValueKind::Ref(reference) if reference.kind == ReferenceKind::Local => {
                let local = self.definition(reference).filter(|_| reference.steps.is_empty());
                match local.and_then(Value::as_str) {
                    Some(text) => Keys::Among(Arc::from([text.to_owned()])),
                    None => Keys::Any,
                }
            }
            _ => Keys::Any,
        }
    }

    /// Adds `value` at the end of `way` as a slot of its own; `None` where there are too many.
    fn choice(&self, value: &Value, way: &Way, found: &mut Found<'_>) -> Option<()> {
        found.left = found.left.checked_sub(1).filter(|&left| left > 0)?;
        let value = bare(value);
        let entry = way.map.as_ref().map(|(map, read_at)| MapEntry {
            map: map.clone(),
            first: way.keys.first().cloned().unwrap_or_default(),
            second: way.keys.get(1).cloned().unwrap_or_default(),
            read_at: *read_at,
        });
        let through = Through {
            calls: way.calls.clone(),
            slot: found.slot.value.span,
            region: way.region.clone(),
            entry: entry.filter(|_| !way.keys.is_empty()),
        };
        let at = found.choices.len();
        found.choices.push(ImageSlot {
            resource: found.slot.resource,
            shape: found.slot.shape,
            path: found.slot.path.clone(),
            logical_path: way.path.clone(),
            key_span: way.key_span,
            value: value.clone(),
            site: Site::Direct,
            literal: slot::literal_text(self.cx.sources, value),
            expands: None,
            through: Some(through),
        });
        let expands = self.expand(value, way, found);
        if let Some(choice) = found.choices.get_mut(at) {
            choice.expands = expands;
        }
        Some(())
    }
}

impl Way {
    fn through(&self, function: &'static str, span: Span) -> Way {
        let mut way = self.clone();
        way.calls.push((function, span));
        way
    }
}

/// The map in `tomap({ … })`, or `value` itself.
fn in_map(value: &Value) -> &Value {
    match &value.kind {
        ValueKind::Call(call) if matches!(call.name.as_str(), "tomap" | "tolist") => {
            match call.arguments.as_slice() {
                [only] => bare(only),
                _ => value,
            }
        }
        _ => value,
    }
}
