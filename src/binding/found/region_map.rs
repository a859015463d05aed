//! Maps that have an image ID for each region that is built for.

use super::{How, MAX_DEPTH, Search, Way, is_followed};
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::ir::{Dialect, Entry, Literal, ReferenceKind, Step, SymbolKind, TemplateId, Value, ValueKind};
use crate::resolve;
use crate::source::Span;

impl<'a> Search<'a> {
    /// A map with an image ID for each region that is built for, whose entries `steps` go on into.
    pub(super) fn region_map(
        &mut self,
        home: TemplateId,
        span: Span,
        entries: &'a [Entry],
        (here, steps): (TemplateId, &'a [Step]),
    ) -> Way {
        // What is deployed elsewhere than in the target region is not where the map looks.
        if self.providers.places(self.slot.0, self.slot.1).is_some() {
            return None;
        }
        let lacking: Vec<String> = self.lacking_in(entries);
        if !lacking.is_empty() {
            self.lacking.get_or_insert((span, lacking));
            return None;
        }
        let wanted = entries.iter().filter(|it| self.is_target(&it.key));
        for entry in wanted.collect::<Vec<_>>() {
            self.is_image(home, &entry.value, (here, steps))?;
        }
        (!entries.is_empty()).then_some((span, How::Map))
    }

    fn lacking_in(&self, entries: &[Entry]) -> Vec<String> {
        let lacks = |region: &&String| !entries.iter().any(|it| it.key == **region);
        self.regions.iter().filter(lacks).cloned().collect()
    }

    fn is_target(&self, region: &str) -> bool {
        self.regions.is_empty() || self.regions.iter().any(|it| it == region)
    }

    /// `Some` where `value` is an image ID, or all that the steps can take out of it is.
    fn is_image(
        &mut self,
        home: TemplateId,
        value: &'a Value,
        (here, steps): (TemplateId, &'a [Step]),
    ) -> Option<()> {
        match (&value.kind, steps) {
            (ValueKind::Literal(Literal::String(text)), []) => {
                let shape = image_id_shape(text);
                let is_id = match self.template(home)?.dialect {
                    Dialect::Ros => shape != ImageIdShape::Name,
                    Dialect::Terraform => matches!(shape, ImageIdShape::Account | ImageIdShape::Public),
                };
                is_id.then_some(())
            }
            (ValueKind::Map(_), [Step::Name(name), rest @ ..]) => {
                self.is_image(home, value.get(name)?, (here, rest))
            }
            (ValueKind::Map(entries), [_, rest @ ..]) if !entries.is_empty() => {
                entries.iter().map(|entry| self.is_image(home, &entry.value, (here, rest))).collect()
            }
            (_, []) => self.value(home, value).map(|_| ()),
            _ => None,
        }
    }

    /// The entries of the map that `value` is, and where it is.
    pub(super) fn entries_of(
        &self,
        id: TemplateId,
        value: &'a Value,
        depth: usize,
    ) -> Option<(TemplateId, Span, &'a [Entry])> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &value.kind {
            ValueKind::Map(entries) => Some((id, value.span, entries)),
            ValueKind::Group(inner) => self.entries_of(id, inner, depth + 1),
            ValueKind::Ref(reference) if is_followed(reference) => {
                let [(home, mut value)] = self.cx.definitions(id, reference)?.as_slice().try_into().ok()?;
                let taken = usize::from(reference.kind == ReferenceKind::Module);
                for step in reference.steps.get(taken..)? {
                    let Step::Name(name) = step else { return None };
                    value = value.get(name)?;
                }
                self.entries_of(home, value, depth + 1)
            }
            _ => None,
        }
    }

    /// `Fn::FindInMap` with the region of the deployment as one of its keys.
    pub(super) fn find_in_map(
        &mut self,
        id: TemplateId,
        map: &'a Value,
        first: &'a Value,
        second: &'a Value,
    ) -> Way {
        let symbol = self.template(id)?.symbols.find(map.as_str()?, &[SymbolKind::Mapping])?;
        let mapping = self.cx.value(symbol.value.as_ref()?)?;
        let ValueKind::Map(entries) = &mapping.kind else { return None };
        let span = symbol.name_span;
        let constant = |this: &Self, key: &Value| {
            let resolution = resolve::resolve(this.cx, id, key);
            resolution.constant.filter(|_| !resolution.overridable)
        };
        if self.cx.is_region(id, first) {
            let lacking = self.lacking_in(entries);
            if !lacking.is_empty() {
                self.lacking.get_or_insert((span, lacking));
                return None;
            }
            let second = constant(self, second);
            let wanted: Vec<&'a Entry> = entries.iter().filter(|it| self.is_target(&it.key)).collect();
            for entry in &wanted {
                let ValueKind::Map(inner) = &entry.value.kind else { return None };
                self.all_images(id, inner, second.as_deref())?;
            }
            return (!wanted.is_empty()).then_some((span, How::Map));
        }
        if !self.cx.is_region(id, second) {
            return None;
        }
        let first = constant(self, first);
        let wanted = entries.iter().filter(|it| first.as_ref().is_none_or(|first| it.key == *first));
        let mut any = false;
        for entry in wanted {
            let ValueKind::Map(inner) = &entry.value.kind else { return None };
            self.region_map(id, span, inner, (id, &[]))?;
            any = true;
        }
        any.then_some((span, How::Map))
    }

    /// `Some` where the entry `key`, or else each entry, is an image ID.
    fn all_images(&mut self, id: TemplateId, entries: &'a [Entry], key: Option<&str>) -> Option<()> {
        let mut any = false;
        for entry in entries.iter().filter(|it| key.is_none_or(|key| it.key == key)) {
            self.is_image(id, &entry.value, (id, &[]))?;
            any = true;
        }
        any.then_some(())
    }
}
