//! What rules look at.

use std::sync::OnceLock;

use crate::binding::{self, Binding, Found, Places};
use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::ir::{HANDED, ImageSlot, Resource, Site, SlotId, Support, Template, TemplateId, Unit, Value};
use crate::lower::Cx;
use crate::manifest::{Association, Manifest, Relation};
use crate::resolve::{self, Resolution};
use crate::schema::Schema;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;

/// One unit, as the rules see it.
#[derive(Debug)]
pub(crate) struct Check<'a> {
    /// The texts, to read what is at a span.
    pub sources: &'a SourceMap,
    /// What was compiled together.
    pub unit: &'a Unit,
    /// What the unit is built from, if there is a manifest.
    pub manifest: Option<&'a Manifest>,
    /// What is known of resource types.
    pub(super) schema: &'a Schema,
    pub(super) conformance: OnceLock<Vec<Diagnostic>>,
    /// Where the slots are deployed.
    pub(super) binding: Binding<'a>,
    slots: Vec<Slot<'a>>,
}

/// An image slot with all that is known of it.
#[derive(Debug)]
pub(crate) struct Slot<'a> {
    /// The slot's place in its unit.
    pub id: SlotId,
    /// The template that it is in.
    pub template: &'a Template,
    /// The resource that it belongs to.
    pub resource: &'a Resource,
    /// The slot.
    pub slot: &'a ImageSlot,
    /// What is there.
    pub resolution: Resolution,
    /// Whether a deployment finds the right image by itself.
    pub found: Found,
}

impl<'a> Check<'a> {
    /// Resolves every slot of `unit` from which instances are launched, once for all rules; what the functions
    /// that the manifest looks through can return comes after the slots of its template. A slot that a
    /// syntax error is in is left out: what it holds is a guess, and the error is one finding already.
    #[must_use]
    pub(crate) fn new(
        sources: &'a SourceMap,
        unit: &'a Unit,
        manifest: Option<&'a Manifest>,
        schema: &'a Schema,
    ) -> Self {
        let cx = Cx::new(sources, unit);
        let binding = Binding::new(cx);
        let regions = manifest.map(binding::regions).unwrap_or_default();
        let mut slots = Vec::new();
        for (id, template) in unit.iter() {
            if template.slots.is_empty() {
                continue;
            }
            let damage = Damage::new(template);
            let looks_through = |function: &str| manifest.is_some_and(|it| it.looks_through(function));
            for (index, slot) in template.slots_through(looks_through) {
                let launches = matches!(slot.shape.support, Support::Supported | Support::Launch);
                let Some(resource) = template.resource_of(slot).filter(|_| launches) else { continue };
                if damage.is_in(Span { end: slot.value.span.end.max(slot.key_span.end), ..slot.key_span })
                    || damage.is_in(slot.value.span)
                {
                    continue;
                }
                let resolution = resolve::resolve(cx, id, &slot.value);
                let found = binding.found(id, slot, &regions);
                let id = SlotId { template: id, slot: index };
                slots.push(Slot { id, template, resource, slot, resolution, found });
            }
        }
        let conformance = OnceLock::new();
        Check { sources, unit, manifest, schema, conformance, binding, slots }
    }

    /// The unit with its texts, to ask for values.
    #[must_use]
    pub(crate) const fn cx(&self) -> Cx<'a> {
        Cx::new(self.sources, self.unit)
    }

    /// The property `name` of `resource`, where it is written out.
    #[must_use]
    pub(crate) fn property(&self, resource: &'a Resource, name: &str) -> Option<&'a Value> {
        self.cx().property(resource, name)
    }

    /// The slots from which Compute Nest or ECS launches instances, in source order. Slots that name an
    /// image to copy or share, or another product's image, do not concern any rule.
    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot<'a>> {
        self.slots.iter()
    }

    /// The slots that Compute Nest replaces, in source order.
    pub(crate) fn supported_slots(&self) -> impl Iterator<Item = &Slot<'a>> {
        self.slots.iter().filter(|slot| slot.slot.shape.support == Support::Supported)
    }

    /// Each template of the unit, the root first.
    pub(crate) fn templates(&self) -> impl Iterator<Item = (TemplateId, &'a Template)> {
        self.unit.iter()
    }
}

/// Where the text of a template could not be read.
pub(super) struct Damage(Vec<Span>);

impl Damage {
    pub(super) fn new(template: &Template) -> Self {
        let unread = |problem: &&Diagnostic| {
            matches!(problem.rule, RuleId::SyntaxError | RuleId::NoBreakSpace | RuleId::BudgetExceeded)
        };
        let mut spans: Vec<Span> =
            template.problems.iter().filter(unread).map(|it| it.primary.span).collect();
        spans.sort_unstable();
        Damage(spans)
    }

    /// Whether a text that could not be read begins in `span` or right after it.
    pub(super) fn is_in(&self, span: Span) -> bool {
        let first = self.0.partition_point(|it| (it.file, it.start) < (span.file, span.start));
        self.0.get(first).is_some_and(|it| it.file == span.file && it.start <= span.end)
    }
}

impl Slot<'_> {
    /// A finding of `rule` about the slot's value: where an alias is written for the value, at the alias.
    #[must_use]
    pub(crate) fn finding(&self, rule: impl Into<RuleId>, message: impl Into<Text>) -> Diagnostic {
        let (rule, value) = (rule.into(), self.slot.value.span);
        let finding = match self.slot.site {
            Site::Alias { alias } if alias != value => rule
                .finding(alias, message)
                .also(value, text!(en: "the alias refers to this", zh: "别名引用此处的值")),
            _ => rule.finding(value, message),
        };
        self.located(finding)
    }

    /// A finding of `rule` about the slot's value, where it is.
    #[must_use]
    pub(crate) fn finding_at_value(&self, rule: impl Into<RuleId>, message: impl Into<Text>) -> Diagnostic {
        self.located(rule.into().finding(self.slot.value.span, message))
    }

    /// The finding with the slot's path, and with the slot that the value reaches through functions.
    fn located(&self, finding: Diagnostic) -> Diagnostic {
        let finding = finding.at(&self.slot.logical_path);
        let Some(through) = &self.slot.through else { return finding };
        let names = Text::list(through.calls.iter().map(|(name, _)| format!("`{name}`")));
        let (property, resource) = (self.property(), &self.resource.name);
        finding.also(
            through.slot,
            text!(
                en: "`{property}` of `{resource}` takes it through {names}",
                zh: "`{resource}` 的 `{property}` 通过 {names} 取得它",
                property, resource, names,
            ),
        )
    }

    /// Whether all that the function at the slot can yield is among the slots.
    #[must_use]
    pub(crate) fn is_looked_through(&self, check: &Check<'_>) -> bool {
        self.slot.expands.is_some_and(|function| {
            function == HANDED || check.manifest.is_some_and(|it| it.looks_through(function))
        })
    }

    /// The region whose image the slot needs, where that is not the target.
    ///
    /// # Errors
    /// As [`Binding::own_region`].
    pub(crate) fn own_region<'c>(&self, check: &'c Check<'_>) -> Result<Option<&'c str>, &'c Places>
    where
        Self: 'c,
    {
        check.binding.own_region(self.id.template, self.slot)
    }

    /// Where its resource is deployed; `None` for the target region.
    #[must_use]
    pub(crate) fn places<'c>(&self, check: &'c Check<'_>) -> Option<&'c Places> {
        check.binding.places(self.id.template, self.slot)
    }

    /// Whether any region that `manifest` is built for uses what is here.
    #[must_use]
    pub(crate) fn is_used(&self, manifest: &Manifest) -> bool {
        let region = self.slot.through.as_ref().and_then(|through| through.region.as_deref());
        region.is_none_or(|region| binding::is_built_for(manifest, region))
    }

    /// The property's name as it is in the table: `ImageId`, `image_id`.
    #[must_use]
    pub(crate) fn property(&self) -> &'static str {
        self.slot.shape.path.rsplit('.').next().unwrap_or_default()
    }

    /// The association that covers the literal at the slot, as it is written or without surrounding spaces.
    #[must_use]
    pub(crate) fn association<'m>(&self, check: &Check<'m>) -> Option<&'m Association> {
        self.literal()?;
        binding::association(self.slot, check.manifest?, self.resource)
    }

    /// The relation of computenest-cli's configuration that covers the literal at the slot.
    #[must_use]
    pub(crate) fn relation<'m>(&self, check: &Check<'m>) -> Option<&'m Relation> {
        check.manifest?.config.as_ref()?.relation(self.literal()?.trim())
    }

    /// Whether an association covers the literal at the slot, the manifest's or computenest-cli's.
    #[must_use]
    pub(crate) fn is_associated(&self, check: &Check<'_>) -> bool {
        self.association(check).is_some() || self.relation(check).is_some()
    }

    /// The string at the slot, where it is a literal with anything but spaces in it.
    #[must_use]
    pub(crate) fn literal(&self) -> Option<&str> {
        self.slot.value.as_str().filter(|text| !text.trim().is_empty())
    }
}

/// The whole run, as the rules see it that compare units with the manifest.
#[derive(Debug)]
pub(crate) struct Whole<'a> {
    /// The texts.
    pub sources: &'a SourceMap,
    /// Every unit with its slots.
    pub checks: &'a [Check<'a>],
    /// What the units are built from, if there is a manifest.
    pub manifest: Option<&'a Manifest>,
    /// Whether the units are all that the manifest lists.
    pub complete: bool,
    /// What was found before any rule ran.
    pub before: &'a [Diagnostic],
}
