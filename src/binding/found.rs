//! Values that are the right image in every region by themselves: what a deployment finds or makes in its own region.

mod region_map;

use super::provider::{Providers, finder};
use crate::grammar::{self, ImageIdShape, image_id_shape};
use crate::ir::{
    Dialect, FunctionCall, Literal, Part, Reference, ReferenceKind, Resource, Step, Symbol, SymbolKind,
    Template, TemplateId, Value, ValueKind,
};
use crate::lower::Cx;
use crate::resolve;
use crate::source::Span;

/// References and functions followed on one way at most.
const MAX_DEPTH: usize = 48;

/// Whether a deployment finds the right image for a slot by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing says so.
    No,
    /// The place that finds it, and how.
    By(Span, How),
    /// A map on the region that lacks these regions.
    Lacking(Span, Vec<String>),
}

/// How a deployment finds an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// ROS looks up what a string names.
    Lookup,
    /// `Fn::MarketplaceImage`
    Marketplace,
    /// The resource of that name makes the image.
    Made(String),
    /// The data source of that name finds the image.
    DataSource(String),
    /// A map that has an image ID for each region.
    Map,
}

/// What is asked for one slot.
pub(super) struct Search<'a> {
    cx: Cx<'a>,
    providers: &'a Providers,
    /// The regions that a map must have.
    regions: &'a [String],
    /// The template and the resource of the slot.
    slot: (TemplateId, usize),
    depth: usize,
    /// The first map on the region that was met and lacks regions.
    lacking: Option<(Span, Vec<String>)>,
}

type Way = Option<(Span, How)>;

impl<'a> Search<'a> {
    /// For a slot of the resource `slot`, where maps on the region must have `regions`.
    pub(super) const fn new(
        cx: Cx<'a>,
        providers: &'a Providers,
        regions: &'a [String],
        slot: (TemplateId, usize),
    ) -> Self {
        Search { cx, providers, regions, slot, depth: 0, lacking: None }
    }

    /// How a deployment finds `value` of `template`.
    pub(super) fn found(mut self, template: TemplateId, value: &'a Value) -> Found {
        match (self.value(template, value), self.lacking) {
            (Some((span, how)), _) => Found::By(span, how),
            (None, Some((span, regions))) => Found::Lacking(span, regions),
            (None, None) => Found::No,
        }
    }

    fn value(&mut self, id: TemplateId, value: &'a Value) -> Way {
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let way = match &value.kind {
            ValueKind::Literal(Literal::String(text)) => {
                let is_lookup = self.template(id)?.dialect == Dialect::Ros
                    && image_id_shape(text) == ImageIdShape::DeployTime;
                is_lookup.then_some((value.span, How::Lookup))
            }
            ValueKind::Ref(reference) => self.reference(id, reference, value.span),
            ValueKind::Call(call) => self.call(id, call, value.span),
            ValueKind::Group(inner) => self.value(id, inner),
            ValueKind::Interpolation(parts) => match parts.as_slice() {
                [Part::Value(only)] => self.value(id, only),
                _ => None,
            },
            ValueKind::Conditional(three) => {
                let [_, yes, no] = &**three;
                self.all(id, &[yes, no])
            }
            // `[for image in data.alicloud_images.all.images : image.id]`
            ValueKind::Expression(operands) => self.value(id, operands.first()?),
            ValueKind::List(items) => self.all(id, &items.iter().collect::<Vec<_>>()),
            ValueKind::Literal(_) | ValueKind::Map(_) | ValueKind::Error => None,
        };
        self.depth -= 1;
        way
    }

    /// The first way of `values`, each of which has one unless it is absent or no image anyway.
    fn all(&mut self, id: TemplateId, values: &[&'a Value]) -> Way {
        let dialect = self.template(id)?.dialect;
        let mut first = None;
        for value in values.iter().filter(|it| !it.is_absent(dialect) && !is_filler(it)) {
            let way = self.value(id, value)?;
            first.get_or_insert(way);
        }
        first
    }

    fn template(&self, id: TemplateId) -> Option<&'a Template> {
        self.cx.unit.template(id)
    }

    fn reference(&mut self, id: TemplateId, reference: &'a Reference, span: Span) -> Way {
        match reference.kind {
            ReferenceKind::Ros => self.named(id, &reference.name, span),
            ReferenceKind::Data => self.resource(id, &reference.name, true, span),
            ReferenceKind::Resource => self.resource(id, &reference.name, false, span),
            ReferenceKind::Variable | ReferenceKind::Local | ReferenceKind::Module => {
                self.indexed(id, reference)
            }
            ReferenceKind::Other => None,
        }
    }

    /// What the name `name` of ROS means: a local, a resource, a parameter that the parent stack gives.
    fn named(&mut self, id: TemplateId, name: &str, span: Span) -> Way {
        let template = self.template(id)?;
        let symbol = template.symbols.find(name, resolve::REF_KINDS)?;
        match symbol.kind {
            SymbolKind::Local => {
                let kind = self.cx.field(symbol.body, "Type");
                let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
                if grammar::image_finder(Dialect::Ros, kind).is_some() {
                    let properties = self.cx.field(symbol.body, "Properties");
                    if properties.is_some_and(|it| it.get("ImageId").is_some()) {
                        return None;
                    }
                    return Some((symbol.name_span, How::DataSource(name.to_owned())));
                }
                self.definition(id, symbol)
            }
            SymbolKind::Parameter => {
                let (parent, entry) = self.cx.given(id, name)?;
                self.value(parent, &entry.value)
            }
            _ => self.resource(id, name, false, span),
        }
    }

    fn definition(&mut self, id: TemplateId, symbol: &'a Symbol) -> Way {
        let value = self.cx.value(symbol.value.as_ref()?)?;
        self.value(id, value)
    }

    /// The resource or data source `name`, where it finds or makes an image in the region of the slot.
    fn resource(&mut self, id: TemplateId, name: &str, is_data: bool, span: Span) -> Way {
        let template = self.template(id)?;
        let is_meant = |it: &Resource| match template.dialect {
            Dialect::Ros => it.name == name,
            Dialect::Terraform => {
                it.is_data == is_data && name.split_once('.') == Some((&*it.resource_type, &*it.name))
            }
        };
        let place = template.resources.iter().position(is_meant)?;
        let resource = template.resources.get(place)?;
        let finder = finder(template, resource)?;
        let region = finder.region.map(|region| self.cx.property(resource, region));
        let is_here = match region {
            Some(Some(region)) => self.cx.is_region(id, region),
            Some(None) => false,
            None => true,
        };
        // An image that is named by its ID is in one region.
        let finds = is_data || resource.resource_type.starts_with("DATASOURCE::");
        let filter = if is_data { "image_id" } else { "ImageId" };
        let named = self.cx.property(resource, filter).filter(|_| finds);
        if !self.is_beside_slot(id, place)
            || !is_here
            || named.is_some_and(|it| !it.is_absent(template.dialect))
        {
            return None;
        }
        let name = if is_data { format!("data.{name}") } else { name.to_owned() };
        Some((span, if finds { How::DataSource(name) } else { How::Made(name) }))
    }

    /// Whether the resource `place` of the template `id` is deployed where the slot is.
    fn is_beside_slot(&self, id: TemplateId, place: usize) -> bool {
        let named = |(id, place): (TemplateId, usize)| {
            let resource = self.template(id)?.resources.get(place)?;
            Some(resource.provider.as_ref().map(|it| (&it.name, &it.alias, it.key.is_some())))
        };
        // One configuration of one module, wherever that is.
        let keyed =
            |it: &Option<Option<(&String, &Option<String>, bool)>>| it.flatten().is_some_and(|it| it.2);
        let (own, other) = (named(self.slot), named((id, place)));
        if id == self.slot.0 && own == other && !keyed(&own) {
            return true;
        }
        match (self.providers.places(self.slot.0, self.slot.1), self.providers.places(id, place)) {
            (None, None) => true,
            (Some(slot), Some(other)) => slot.single().is_some() && slot.single() == other.single(),
            _ => false,
        }
    }

    /// A variable, local or output of Terraform with the steps into it.
    fn indexed(&mut self, id: TemplateId, reference: &'a Reference) -> Way {
        let mut steps = reference.steps.as_slice();
        if reference.kind == ReferenceKind::Module {
            steps = steps.get(1..)?;
        }
        let homes = self.cx.definitions(id, reference)?;
        let mut first = None;
        for (home, value) in homes {
            let way = self.stepped(home, value, (id, steps))?;
            first.get_or_insert(way);
        }
        first
    }

    /// What `steps`, which stand in the template `here`, take out of `value` of `home`.
    fn stepped(
        &mut self,
        home: TemplateId,
        value: &'a Value,
        (here, steps): (TemplateId, &'a [Step]),
    ) -> Way {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let way = match (&value.kind, steps) {
            (ValueKind::Group(inner), _) => self.stepped(home, inner, (here, steps)),
            (ValueKind::Map(entries), [Step::At(key), rest @ ..]) if self.cx.is_region(here, key) => {
                self.region_map(home, value.span, entries, (here, rest))
            }
            (ValueKind::Map(_), [Step::Name(name), rest @ ..]) => {
                self.stepped(home, value.get(name)?, (here, rest))
            }
            (ValueKind::List(items), [Step::Index(index), rest @ ..]) => {
                self.stepped(home, items.get(usize::try_from(*index).ok()?)?, (here, rest))
            }
            (ValueKind::Map(_), [..]) => None,
            (ValueKind::Ref(reference), _) if is_followed(reference) => {
                let mut first = None;
                for (inner, value) in self.cx.definitions(home, reference)? {
                    let own: &'a [Step] = match reference.kind {
                        ReferenceKind::Module => reference.steps.get(1..)?,
                        _ => &reference.steps,
                    };
                    let way = match (own, steps) {
                        ([], steps) => self.stepped(inner, value, (here, steps)),
                        (own, []) => self.stepped(inner, value, (home, own)),
                        _ => None,
                    }?;
                    first.get_or_insert(way);
                }
                first
            }
            _ => self.value(home, value),
        };
        self.depth -= 1;
        way
    }

    fn call(&mut self, id: TemplateId, call: &'a FunctionCall, span: Span) -> Way {
        let arguments = call.arguments.as_slice();
        match (call.name.as_str(), arguments) {
            ("Fn::MarketplaceImage", _) => Some((span, How::Marketplace)),
            // `[Images, ImageIds]` or `Images.ImageIds`
            ("Fn::GetAtt", [name, ..]) => {
                let name = name.as_str()?;
                self.named(id, name.split_once('.').map_or(name, |(name, _)| name), span)
            }
            ("Fn::If", [_, yes, no]) => self.all(id, &[yes, no]),
            ("Fn::Select", [_, list]) => self.value(id, list),
            ("Fn::Select", [_, list, default]) => self.all(id, &[list, default]),
            ("Fn::Jq" | "Fn::GetJsonValue" | "Fn::Str", [.., last]) => self.value(id, last),
            ("Fn::FindInMap", [map, first, second, ..]) => self.find_in_map(id, map, first, second),
            ("lookup", [map, key, default @ ..]) if self.cx.is_region(id, key) => {
                match (self.entries_of(id, map, 0), default) {
                    (Some((home, span, entries)), []) => self.region_map(home, span, entries, (id, &[])),
                    // Nothing says that the default is not used, unless the map has all regions.
                    (Some((home, span, entries)), [default])
                        if !self.regions.is_empty() || is_filler(default) =>
                    {
                        self.region_map(home, span, entries, (id, &[]))
                    }
                    _ => None,
                }
            }
            (
                "element" | "one" | "try" | "coalesce" | "coalescelist" | "concat" | "tostring" | "tolist"
                | "toset" | "reverse" | "sort" | "flatten" | "compact" | "distinct" | "slice" | "trimspace"
                | "nonsensitive" | "join",
                _,
            ) => self.all(id, &arguments.iter().collect::<Vec<_>>()),
            _ => None,
        }
    }
}

/// Whether what `reference` names is defined in a module that is here.
fn is_followed(reference: &Reference) -> bool {
    matches!(reference.kind, ReferenceKind::Variable | ReferenceKind::Local | ReferenceKind::Module)
}

/// Whether `value` is what functions that choose get besides: an index, an empty string or list.
fn is_filler(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Literal(Literal::String(text)) => text.is_empty(),
        ValueKind::Literal(_) => true,
        ValueKind::List(items) => items.iter().all(is_filler),
        _ => false,
    }
}
