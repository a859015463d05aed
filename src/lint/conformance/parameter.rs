//! Parameters whose values cannot fit the property that they feed.

use super::literal;
use super::{Judge, Way};
use crate::ir::{Dialect, Literal, Reference, ReferenceKind, Relation, SymbolKind, Value, ValueKind};
use crate::lint::rules::invalid_value;
use crate::schema::{Kind, Property};

impl Judge<'_, '_> {
    /// Judges the parameter or variable that `value` refers to: what it allows, or else its default.
    pub(super) fn reference(
        &mut self,
        property: &Property,
        value: &Value,
        reference: &Reference,
        way: &Way<'_>,
    ) {
        let is_plain = matches!(property.kind, Kind::String | Kind::Number | Kind::Boolean);
        if !is_plain || !property.is_constrained() || !reference.steps.is_empty() {
            return;
        }
        let (template, cx) = (self.place.template, self.place.check.cx());
        let kind = match (template.dialect, reference.kind) {
            (Dialect::Ros, ReferenceKind::Ros) => SymbolKind::Parameter,
            (Dialect::Terraform, ReferenceKind::Variable) => SymbolKind::Variable,
            _ => return,
        };
        let Some(symbol) = template.symbols.find(&reference.name, &[kind]) else { return };
        let allowed = match kind {
            SymbolKind::Parameter => cx.field(symbol.body, "AllowedValues"),
            _ => None,
        };
        let relation = self.place.check.unit.parent(self.place.id).map(|parent| &parent.relation);
        // What is not always there may have no use for the default.
        let fields = match kind {
            SymbolKind::Parameter => ["Condition", "Count"],
            _ => ["count", "for_each"],
        };
        let is_optional = fields.iter().any(|name| cx.field(self.place.resource.body, name).is_some());
        let is_given =
            is_optional || matches!(relation, Some(Relation::Module { .. } | Relation::NestedStack { .. }));
        let default = symbol.value.as_ref().filter(|_| !is_given).and_then(|lazy| cx.value(lazy));
        let misfits = |value: &Value| match &value.kind {
            ValueKind::Literal(literal) => self.misfits(property, literal),
            _ => false,
        };
        let wrong = match &allowed {
            Some(Value { kind: ValueKind::List(values), .. }) if !values.is_empty() => {
                values.iter().all(misfits).then_some(())
            }
            Some(_) => None,
            None => default.filter(|value| misfits(value)).map(|_| ()),
        };
        let Some(source) = wrong.and(allowed.as_ref().or(default)) else { return };
        if !self.parameters.insert(reference.name.clone()) {
            return;
        }
        let ends = (value.span, source, allowed.is_some());
        let finding = invalid_value::of_parameter(&self.place, property, &reference.name, ends, way);
        self.push(finding);
    }

    /// Whether `literal` does not fit; an empty string says that nothing was chosen.
    fn misfits(&self, property: &Property, literal: &Literal) -> bool {
        let is_empty = literal::text_of(literal).is_none_or(str::is_empty);
        !is_empty && literal::misfit(self.place.template.dialect, property, literal).is_some()
    }
}
