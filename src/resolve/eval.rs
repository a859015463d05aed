//! Following a value through references to what it is.

use std::borrow::Cow;

use super::function;
use super::known::{Evaluation, Hop, Known};
use crate::ir::{
    CallId, Entry, Literal, Part, Reference, ReferenceKind, Relation, Step, Symbol, SymbolKind, Template,
    TemplateId, Value, ValueKind,
};
use crate::lower::Cx;
use crate::source::Span;
use crate::text;

/// What `Ref` can name in ROS: parameters, locals and resources share one namespace.
pub(crate) const REF_KINDS: &[SymbolKind] =
    &[SymbolKind::Parameter, SymbolKind::Local, SymbolKind::Resource, SymbolKind::DataSource];

/// Values followed on one way at most; a longer way, or a circle, counts as unknown.
const MAX_STEPS: usize = 256;

/// Levels of nesting on one way at most.
const MAX_DEPTH: usize = 64;

impl<'a> Evaluation<'a> {
    pub(super) fn new(cx: Cx<'a>) -> Self {
        Evaluation {
            cx,
            region: None,
            chooses: false,
            hops: Vec::new(),
            overridable: false,
            steps: 0,
            depth: 0,
        }
    }

    /// What `value`, which is in `template`, is; `None` where that is not known.
    pub(super) fn value(&mut self, template: TemplateId, value: &'a Value) -> Option<Known<'a>> {
        self.deeper(|this| this.value_here(template, value))
    }

    fn value_here(&mut self, template: TemplateId, value: &'a Value) -> Option<Known<'a>> {
        match &value.kind {
            ValueKind::Literal(Literal::String(text)) => {
                Some(Known::Text(Cow::Borrowed(text), Some(value.span)))
            }
            ValueKind::Literal(_) | ValueKind::List(_) | ValueKind::Map(_) => {
                Some(Known::Node(template, value))
            }
            ValueKind::Ref(reference) => self.reference(template, reference),
            ValueKind::Call(call) => function::call(self, template, call),
            ValueKind::Interpolation(parts) => self.interpolation(template, parts),
            ValueKind::Group(inner) => self.value(template, inner),
            ValueKind::Conditional(values) => self.either(template, values),
            ValueKind::Expression(_) | ValueKind::Error => None,
        }
    }

    /// What `evaluate` finds one level deeper; `None` beyond the deepest.
    pub(super) fn deeper<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.depth > MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = evaluate(self);
        self.depth -= 1;
        found
    }

    /// The string that `value` is, if it is one.
    pub(super) fn text(&mut self, template: TemplateId, value: &'a Value) -> Option<Cow<'a, str>> {
        self.value(template, value)?.into_text().map(|(text, _)| text)
    }

    /// The template `id`.
    pub(super) fn template(&self, id: TemplateId) -> Option<&'a Template> {
        self.cx.unit.template(id)
    }

    fn interpolation(&mut self, template: TemplateId, parts: &'a [Part]) -> Option<Known<'a>> {
        let mut whole = String::new();
        for part in parts {
            match part {
                Part::Text(text) => whole.push_str(text),
                Part::Value(value) => whole.push_str(&self.value(template, value)?.into_fragment()?),
            }
        }
        Some(Known::Text(Cow::Owned(whole), None))
    }

    /// What a reference names, with its steps taken.
    pub(super) fn reference(&mut self, template: TemplateId, reference: &'a Reference) -> Option<Known<'a>> {
        if let Some(region) = self.region_named(template, reference) {
            return Some(region);
        }
        let name = reference.name.as_str();
        let symbols = &self.template(template)?.symbols;
        let (known, steps) = match reference.kind {
            ReferenceKind::Ros => {
                let symbol = symbols.find(name, REF_KINDS)?;
                let known = match symbol.kind {
                    SymbolKind::Parameter => self.parameter(template, name)?,
                    SymbolKind::Local => self.definition(template, name, SymbolKind::Local)?,
                    _ => {
                        self.hop(symbol.name_span, symbol.kind, name);
                        return None;
                    }
                };
                (known, reference.steps.as_slice())
            }
            ReferenceKind::Variable => (self.parameter(template, name)?, reference.steps.as_slice()),
            ReferenceKind::Local => {
                (self.definition(template, name, SymbolKind::Local)?, reference.steps.as_slice())
            }
            ReferenceKind::Module => {
                let (output, rest) = match reference.steps.split_first()? {
                    (Step::Name(output), rest) => (output, rest),
                    _ => return None,
                };
                (self.module_output(template, reference, output)?, rest)
            }
            ReferenceKind::Data | ReferenceKind::Resource => {
                let kinds = &[SymbolKind::DataSource, SymbolKind::Resource];
                if let Some(symbol) = symbols.find(name, kinds) {
                    self.hop(symbol.name_span, symbol.kind, name);
                }
                return None;
            }
            ReferenceKind::Other => return None,
        };
        self.take_steps(template, known, steps)
    }

    /// A parameter or variable: what the parent passes, or else its default.
    fn parameter(&mut self, template: TemplateId, name: &'a str) -> Option<Known<'a>> {
        let this = self.template(template)?;
        let symbol = this.symbols.find(name, &[SymbolKind::Parameter, SymbolKind::Variable])?;
        self.hop(symbol.name_span, symbol.kind, name);
        let Some(parent) = self.cx.unit.parent(template) else {
            self.overridable = true;
            return self.value_of(template, symbol);
        };
        match &parent.relation {
            Relation::Workspace => self.workspace_variable(parent.template, name, template, symbol),
            Relation::NestedStack { arguments, .. } => match argument(arguments, name) {
                Some(entry) => self.argument(parent.template, entry),
                None => self.value_of(template, symbol),
            },
            Relation::Module { calls } => {
                let mut found: Option<Known<'a>> = None;
                for &id in calls {
                    let given = match self.cx.unit.call(id)?.argument(name) {
                        Some(entry) => self.argument(id.caller, entry)?,
                        None => self.value_of(template, symbol)?,
                    };
                    match &found {
                        Some(first) if !same(first, &given) => return None,
                        Some(_) => {}
                        None => found = Some(given),
                    }
                }
                found
            }
        }
    }

    /// A variable of Terraform that a ROS template carries: ROS passes the parameter of that name.
    fn workspace_variable(
        &mut self,
        host: TemplateId,
        name: &'a str,
        template: TemplateId,
        variable: &'a Symbol,
    ) -> Option<Known<'a>> {
        self.overridable = true;
        let given = self.template(host)?.symbols.find(name, &[SymbolKind::Parameter]);
        if let Some(parameter) = given {
            self.hop(parameter.name_span, SymbolKind::Parameter, name);
            if let Some(value) = parameter.value.as_ref().and_then(|value| self.cx.value(value)) {
                return self.value(host, value);
            }
        }
        self.value_of(template, variable)
    }

    fn argument(&mut self, template: TemplateId, entry: &'a Entry) -> Option<Known<'a>> {
        self.hops.push(Hop {
            span: entry.key_span,
            what: text!(en: "argument `{key}`", zh: "参数 `{key}`", key = entry.key),
        });
        self.value(template, &entry.value)
    }

    fn definition(&mut self, template: TemplateId, name: &'a str, kind: SymbolKind) -> Option<Known<'a>> {
        let symbol = self.template(template)?.symbols.find(name, &[kind])?;
        self.hop(symbol.name_span, kind, name);
        self.value_of(template, symbol)
    }

    /// What `symbol` of `template` is by its own definition.
    pub(super) fn value_of(&mut self, template: TemplateId, symbol: &'a Symbol) -> Option<Known<'a>> {
        let value = self.cx.value(symbol.value.as_ref()?)?;
        self.value(template, value)
    }

    /// The value by which `symbol` is defined.
    pub(super) fn definition_of(&self, symbol: &'a Symbol) -> Option<&'a Value> {
        self.cx.value(symbol.value.as_ref()?)
    }

    fn module_output(
        &mut self,
        template: TemplateId,
        call: &Reference,
        output: &'a str,
    ) -> Option<Known<'a>> {
        let symbol = self.template(template)?.symbols.find(&call.name, &[SymbolKind::Module])?;
        self.hop(symbol.name_span, SymbolKind::Module, &call.name);
        let calls = &self.template(template)?.calls;
        let place = calls.iter().position(|it| it.name == call.name)?;
        let child = self.cx.unit.called(CallId { caller: template, call: place as u32 })?;
        self.definition(child, output, SymbolKind::Output)
    }

    fn hop(&mut self, span: Span, kind: SymbolKind, name: &str) {
        self.hops.push(Hop {
            span,
            what: text!(en: "{noun} `{name}`", zh: "{noun} `{name}`", noun = kind.noun(), name),
        });
    }

    /// A conditional that chooses between two equal strings, or by the region.
    fn either(&mut self, template: TemplateId, [condition, yes, no]: &'a [Value; 3]) -> Option<Known<'a>> {
        if let Some(holds) = self.condition(template, condition) {
            return self.value(template, if holds { yes } else { no });
        }
        let (yes, no) = (self.value(template, yes)?, self.value(template, no)?);
        same(&yes, &no).then_some(yes)
    }

    /// Takes `steps`, which stand in `template`, into a known value.
    fn take_steps(&mut self, here: TemplateId, known: Known<'a>, steps: &'a [Step]) -> Option<Known<'a>> {
        let mut known = known;
        for step in steps {
            let computed;
            let step = match step {
                Step::At(index) => {
                    let index = self.selecting(|this| this.value(here, index))?.into_fragment()?;
                    computed = index.parse().map_or_else(|_| Step::Name(index.into_owned()), Step::Index);
                    &computed
                }
                step => step,
            };
            known = match (known, step) {
                (Known::Node(template, value), Step::Name(name)) => {
                    let inner = value.get(name)?;
                    self.value(template, inner)?
                }
                (Known::Node(template, value), Step::Index(index)) => match &value.kind {
                    ValueKind::List(items) => {
                        let inner = items.get(usize::try_from(*index).ok()?)?;
                        self.value(template, inner)?
                    }
                    _ => return None,
                },
                (Known::List(items), Step::Index(index)) => {
                    items.into_iter().nth(usize::try_from(*index).ok()?)?
                }
                _ => return None,
            };
        }
        Some(known)
    }
}

fn argument<'a>(arguments: &'a [Entry], name: &str) -> Option<&'a Entry> {
    arguments.iter().rev().find(|entry| entry.key == name)
}

/// Whether two known values are the same string.
fn same(first: &Known<'_>, second: &Known<'_>) -> bool {
    matches!((first, second), (Known::Text(first, _), Known::Text(second, _)) if first == second)
}
