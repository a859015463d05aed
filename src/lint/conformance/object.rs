//! The properties of an object: unknown, missing, deprecated, in conflict.

use super::{Judge, Meant, Way, Written, meant};
use crate::grammar;
use crate::ir::{Literal, Value, ValueKind};
use crate::lint::rules::{conflicting_arguments, deprecated_property, missing_property, unknown_property};
use crate::schema::{Properties, Property};
use crate::source::Span;

impl Written<'_> {
    fn span(&self) -> Span {
        let end = self.value.map_or(self.key_span.end, |it| it.span.end.max(self.key_span.end));
        Span { end, ..self.key_span }
    }

    /// Whether the value is absent after all.
    fn is_absent(&self) -> bool {
        self.value.is_some_and(is_absent)
    }
}

/// Whether `value` is null, or what stands for no value.
pub(super) fn is_absent(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Literal(Literal::Null) => true,
        ValueKind::Ref(reference) => reference.name == "ALIYUN::NoValue",
        _ => false,
    }
}

/// What every resource of Terraform can have.
const META: &[&str] = &[
    "connection",
    "count",
    "depends_on",
    "dynamic",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "timeouts",
];

/// What a `dynamic` block has while it has no `content`.
const DYNAMIC: &[&str] = &["content", "for_each", "iterator", "labels"];

impl Judge<'_, '_> {
    /// Judges what is `written` of the properties `known`; `owner` is where something is missing, `whole` all of it.
    pub(super) fn object(
        &mut self,
        known: &Properties,
        written: &[Written<'_>],
        owner: Span,
        whole: Span,
        way: &Way<'_>,
    ) {
        let is_top = matches!(way, Way::Start);
        let mut is_open = false;
        let mut taken: Vec<&str> = Vec::new();
        for it in written {
            if self.is_beside_the_point(it.key, is_top) {
                is_open |= !is_top || !self.place.is_terraform();
                continue;
            }
            if it.value.is_none() || self.place.damage.is_in(it.span()) {
                is_open = true;
                continue;
            }
            match known.get(it.key) {
                Some(property) => self.property(property, it, written, way),
                None => match self.unknown(known, written, it, way) {
                    Some(meant) => taken.push(meant.name),
                    None => is_open = true,
                },
            }
        }
        if is_top && self.place.is_terraform() {
            conflicting_arguments::check(&self.place, known, written, self.found);
        }
        if is_open || self.place.damage.is_in(whole) {
            return;
        }
        let has = |name: &str| written.iter().any(|it| it.key == name && !it.is_absent());
        let missing: Vec<&str> = known
            .iter()
            .filter(|(name, it)| it.required && !has(name) && !taken.contains(&name.as_str()))
            .map(|(name, _)| name.as_str())
            .collect();
        if !missing.is_empty() {
            let finding = missing_property::finding(&self.place, &missing, owner, way);
            self.push(finding);
        }
    }

    /// Whether `key` is not a property: a meta-argument, or a function in the place of properties.
    fn is_beside_the_point(&self, key: &str, is_top: bool) -> bool {
        match self.place.is_terraform() {
            true if is_top => META.contains(&key),
            true => DYNAMIC.contains(&key),
            false => key == "Ref" || key.starts_with("Fn::") || key.contains("{{") || key.is_empty(),
        }
    }

    fn property(&mut self, property: &Property, it: &Written<'_>, written: &[Written<'_>], way: &Way<'_>) {
        let way = Way::Key(way, it.key);
        if property.is_computed {
            let finding = unknown_property::computed(&self.place, it, &way);
            return self.push(finding);
        }
        if property.is_deprecated {
            let finding = deprecated_property::finding(&self.place, property, it, written, &way);
            self.push(finding);
        }
        // A template as a string is a text of its own, and no string as far as the schema knows.
        let is_template = it.key == "TemplateBody" && !self.place.is_terraform();
        if let Some(value) = it.value.filter(|it| !is_template || it.as_str().is_none()) {
            self.value(property, value, it.key_span, &way);
        }
    }

    /// Reports a property that the type does not have; what may be meant by it.
    fn unknown<'k>(
        &mut self,
        known: &'k Properties,
        written: &[Written<'_>],
        it: &Written<'_>,
        way: &Way<'_>,
    ) -> Option<Meant<'k>> {
        let has = |name: &str| written.iter().any(|it| it.key == name);
        let settable = known.iter().filter(|(name, it)| !it.is_computed && (it.is_block || !has(name)));
        let names = settable.map(|(name, _)| name.as_str());
        let meant = meant(names, it.key, unknown_property::limit(it.key));
        let is_slot = matches!(way, Way::Start)
            && grammar::slots_of(self.place.template.dialect, &self.place.resource.resource_type)
                .iter()
                .any(|shape| shape.path == it.key);
        // Other rules tell what is wrong with an image ID here.
        if !is_slot && !self.place.strays.contains(&it.key_span) && !it.is_absent() {
            let finding = unknown_property::finding(&self.place, known, it, way, meant);
            self.push(finding);
        }
        meant
    }
}
