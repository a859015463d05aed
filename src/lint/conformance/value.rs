//! Values compared with what a property can have.

use super::literal::{self, Misfit};
use super::object::is_absent;
use super::{Judge, Way, Written};
use crate::grammar;
use crate::ir::{Dialect, Entry, Literal, Value, ValueKind};
use crate::lint::rules::{invalid_value, wrong_type};
use crate::schema::{Kind, Property};
use crate::source::{Format, Span};

impl Judge<'_, '_> {
    /// Judges `value`; `key_span` is the key that it belongs to.
    pub(super) fn value(&mut self, property: &Property, value: &Value, key_span: Span, way: &Way<'_>) {
        if self.place.damage.is_in(value.span) {
            return;
        }
        match &value.kind {
            ValueKind::Group(inner) => self.value(property, inner, key_span, way),
            ValueKind::Conditional(parts) => {
                let [_, yes, no] = &**parts;
                self.value(property, yes, key_span, way);
                self.value(property, no, key_span, way);
            }
            ValueKind::Call(call) if call.name == "Fn::If" => {
                for argument in call.arguments.iter().skip(1) {
                    self.value(property, argument, key_span, way);
                }
            }
            ValueKind::Ref(reference) => self.reference(property, value, reference, way),
            ValueKind::Literal(literal) => self.literal(property, literal, value.span, way),
            ValueKind::List(items) => self.list(property, items, value, key_span, way),
            ValueKind::Map(entries) => self.map(property, entries, value, key_span, way),
            ValueKind::Call(_)
            | ValueKind::Interpolation(_)
            | ValueKind::Expression(_)
            | ValueKind::Error => {}
        }
    }

    fn literal(&mut self, property: &Property, literal: &Literal, span: Span, way: &Way<'_>) {
        match literal::misfit(self.place.template.dialect, property, literal) {
            None => {}
            Some(Misfit::Type) => self.wrong_type(property, span, way),
            Some(misfit) => {
                let finding = invalid_value::finding(&self.place, property, literal, span, way, misfit);
                self.push(finding);
            }
        }
    }

    fn wrong_type(&mut self, property: &Property, span: Span, way: &Way<'_>) {
        let finding = wrong_type::finding(&self.place, property, span, way);
        self.push(finding);
    }

    fn list(&mut self, property: &Property, items: &[Value], value: &Value, key_span: Span, way: &Way<'_>) {
        match property.kind {
            Kind::List => {}
            Kind::Any => return,
            // Nested blocks where an argument is expected.
            Kind::Map | Kind::Object if self.place.is_terraform() && is_blocks(items, value) => {
                return self.wrong_type(property, key_span, way);
            }
            Kind::String | Kind::Number | Kind::Boolean | Kind::Map | Kind::Object | Kind::Tag => {
                return self.wrong_type(property, literal::start(value.span, key_span), way);
            }
        }
        let certain = items.iter().filter(|it| is_certain(it)).count();
        let most = property.length.1.is_some_and(|most| certain as f64 > most);
        let is_dynamic = self.place.is_terraform() && property.is_block;
        let least = !is_dynamic && property.length.0.is_some_and(|least| (items.len() as f64) < least);
        if most || (least && !items.is_empty()) {
            let finding = invalid_value::count(&self.place, property, certain, key_span, way);
            self.push(finding);
        }
        let Some(item) = &property.item else { return };
        for (index, it) in items.iter().enumerate() {
            self.value(item, it, key_span, &Way::Item(way, index));
        }
    }

    fn map(&mut self, property: &Property, entries: &[Entry], value: &Value, key_span: Span, way: &Way<'_>) {
        // A misspelled function is `invalid-function`'s to report.
        if let [entry] = entries
            && !self.place.is_terraform()
            && grammar::meant_function(&entry.key).is_some()
        {
            return;
        }
        match property.kind {
            Kind::Any | Kind::Tag => {}
            Kind::Object => {
                let Some(known) = &property.properties else { return };
                let written: Vec<Written<'_>> = entries
                    .iter()
                    .map(|it| Written { key: &it.key, key_span: it.key_span, value: Some(&it.value) })
                    .collect();
                let first = || written.first().map_or(key_span, |it| it.key_span);
                let owner = self.block_name(value.span).unwrap_or_else(first);
                self.object(known, &written, owner, value.span, way);
            }
            Kind::Map => {
                let Some(item) = &property.item else { return };
                for entry in entries.iter().filter(|it| !it.key.starts_with("Fn::")) {
                    self.value(item, &entry.value, entry.key_span, &Way::Key(way, &entry.key));
                }
            }
            // One nested block of `.tf.json`.
            Kind::List if property.is_block && self.is_json(value.span) => {
                if let Some(item) = &property.item {
                    self.value(item, value, key_span, &Way::Item(way, 0));
                }
            }
            Kind::String | Kind::Number | Kind::Boolean | Kind::List => {
                self.wrong_type(property, literal::start(value.span, key_span), way);
            }
        }
    }

    /// Where the type of the nested block at `span` is; `None` for an object.
    fn block_name(&self, span: Span) -> Option<Span> {
        let text = self.place.check.sources.slice(span);
        let length = text.find(|it: char| !it.is_alphanumeric() && it != '_').filter(|&it| it > 0)?;
        self.place.is_terraform().then_some(Span { end: span.start + length as u32, ..span })
    }

    fn is_json(&self, span: Span) -> bool {
        let source = self.place.check.sources.get(span.file);
        self.place.template.dialect == Dialect::Terraform
            && source.is_some_and(|it| it.format == Format::HclJson)
    }
}

/// Whether `items` are nested blocks: the list then is where its first block is.
fn is_blocks(items: &[Value], value: &Value) -> bool {
    items.first().is_some_and(|it| it.span == value.span && matches!(it.kind, ValueKind::Map(_)))
}

/// Whether an item is there in any case.
fn is_certain(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Literal(_) | ValueKind::Map(_) | ValueKind::List(_) => true,
        ValueKind::Ref(_) => !is_absent(value),
        _ => false,
    }
}
