//! What `for_each` goes over, and what a value is in one of its rounds.

use super::known::{Evaluation, Known};
use crate::ir::{
    Entry, FunctionCall, Literal, Part, Reference, ReferenceKind, Step, TemplateId, Value, ValueKind,
};
use crate::lower::Cx;
use crate::source::Span;

/// One round of `for_each`.
#[derive(Clone, Debug)]
pub(crate) struct Each {
    /// `each.key`
    pub(crate) key: String,
    /// `each.value`
    value: Value,
}

/// The rounds of the `for_each` whose argument `value` stands in `template`; `None` where a deployment decides them.
pub(crate) fn instances(cx: Cx<'_>, template: TemplateId, value: &Value) -> Option<Vec<Each>> {
    let mut evaluation = Evaluation::new(cx);
    let known = evaluation.value(template, value)?;
    let rounds = match known {
        Known::Node(home, Value { kind: ValueKind::Map(entries), .. }) => {
            entries.iter().map(|entry| map_round(&mut evaluation, home, entry)).collect()
        }
        Known::Node(home, Value { kind: ValueKind::List(items), .. }) => {
            let mut round = |item| evaluation.text(home, item).map(|key| set_round(&key, value.span));
            items.iter().map(&mut round).collect::<Option<Vec<_>>>()?
        }
        Known::List(items) => {
            let round = |item: Known<'_>| item.into_text().map(|(key, _)| set_round(&key, value.span));
            items.into_iter().map(round).collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    };
    (!evaluation.overridable).then_some(rounds)
}

fn map_round<'a>(evaluation: &mut Evaluation<'a>, home: TemplateId, entry: &'a Entry) -> Each {
    let value = match evaluation.text(home, &entry.value) {
        Some(text) => literal(&text, entry.value.span),
        None => entry.value.clone(),
    };
    Each { key: entry.key.clone(), value }
}

fn set_round(key: &str, span: Span) -> Each {
    Each { key: key.to_owned(), value: literal(key, span) }
}

fn literal(text: &str, span: Span) -> Value {
    Value { span, kind: ValueKind::Literal(Literal::String(text.to_owned())) }
}

impl Each {
    /// `value` with what it takes from `each` put in.
    pub(crate) fn put_into(&self, value: &Value) -> Value {
        let all = |values: &[Value]| values.iter().map(|it| self.put_into(it)).collect();
        let kind = match &value.kind {
            ValueKind::Ref(reference) if is_each(reference) => {
                return self.taken(reference, value.span).unwrap_or_else(|| value.clone());
            }
            ValueKind::Ref(reference) => ValueKind::Ref(self.put_into_steps(reference)),
            ValueKind::Call(call) => {
                ValueKind::Call(FunctionCall { arguments: all(&call.arguments), ..call.clone() })
            }
            ValueKind::Interpolation(parts) => ValueKind::Interpolation(
                parts
                    .iter()
                    .map(|part| match part {
                        Part::Value(value) => Part::Value(self.put_into(value)),
                        Part::Text(text) => Part::Text(text.clone()),
                    })
                    .collect(),
            ),
            ValueKind::Group(inner) => ValueKind::Group(Box::new(self.put_into(inner))),
            ValueKind::Conditional(three) => {
                ValueKind::Conditional(Box::new(three.each_ref().map(|it| self.put_into(it))))
            }
            ValueKind::Expression(values) => ValueKind::Expression(all(values)),
            ValueKind::List(values) => ValueKind::List(all(values)),
            ValueKind::Map(_) | ValueKind::Literal(_) | ValueKind::Error => value.kind.clone(),
        };
        Value { span: value.span, kind }
    }

    /// What `each.key` or `each.value.…` is in this round.
    fn taken(&self, reference: &Reference, span: Span) -> Option<Value> {
        let (first, rest) = reference.steps.split_first()?;
        match first {
            Step::Name(name) if name == "key" && rest.is_empty() => Some(literal(&self.key, span)),
            Step::Name(name) if name == "value" => {
                let mut value = &self.value;
                for step in rest {
                    let Step::Name(name) = step else { return None };
                    value = value.get(name)?;
                }
                Some(value.clone())
            }
            _ => None,
        }
    }

    fn put_into_steps(&self, reference: &Reference) -> Reference {
        let step = |step: &Step| match step {
            Step::At(index) => Step::At(Box::new(self.put_into(index))),
            step => step.clone(),
        };
        Reference { steps: reference.steps.iter().map(step).collect(), ..reference.clone() }
    }
}

fn is_each(reference: &Reference) -> bool {
    reference.kind == ReferenceKind::Other && reference.name == "each"
}
