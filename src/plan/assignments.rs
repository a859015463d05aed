//! The slots that get an image in a region, and where two of them conflict.

use std::collections::{HashMap, HashSet};

use super::unrenderable::{IMAGE, Unrenderable};
use crate::binding::{Binding, Rendered};
use crate::ir::{ImageSlot, Keys, Lookup, MapEntry, Resource, Site, SlotId, Template, TemplateId, Unit};
use crate::manifest::Manifest;
use crate::source::Span;
use crate::text;

/// A slot that is rendered, with its image.
pub(super) struct Assignment<'a> {
    pub(super) id: SlotId,
    pub(super) template: &'a Template,
    pub(super) resource: &'a Resource,
    pub(super) slot: &'a ImageSlot,
    pub(super) rendered: Rendered,
}

/// The slots of `unit` that get an image where it is built for `target`.
pub(super) fn collect<'a>(
    unit: &'a Unit,
    binding: &Binding<'_>,
    manifest: &Manifest,
    target: &str,
) -> Vec<Assignment<'a>> {
    let mut assignments = Vec::new();
    for (id, template) in unit.iter() {
        for (index, slot) in template.slots_through(|function| manifest.looks_through(function)) {
            let Some(resource) = template.resource_of(slot) else { continue };
            if let Some(rendered) = binding.image(id, slot, manifest, target) {
                let id = SlotId { template: id, slot: index };
                assignments.push(Assignment { id, template, resource, slot, rendered });
            }
        }
    }
    yield_to_the_target(assignments, target)
}

/// What only another region reads gets the image of that region, unless a slot reads it in the target, too.
fn yield_to_the_target<'a>(assignments: Vec<Assignment<'a>>, target: &str) -> Vec<Assignment<'a>> {
    let elsewhere = |it: &Assignment<'_>| {
        let region = it.slot.through.as_ref().and_then(|through| through.region.as_deref());
        region.is_some_and(|region| region != target)
    };
    if !assignments.iter().any(elsewhere) {
        return assignments;
    }
    let here: HashMap<Place, Rendered> = assignments
        .iter()
        .filter(|it| !elsewhere(it))
        .filter_map(|it| Some((place(it)?, it.rendered.clone())))
        .collect();
    let mut assignments = assignments;
    for this in assignments.iter_mut().filter(|it| elsewhere(it)) {
        if let Some(rendered) = place(this).and_then(|place| here.get(&place)) {
            this.rendered = rendered.clone();
        }
    }
    assignments
}

/// The bytes that change for a slot; a merged entry is told from others by its key.
type Place = (Span, Option<Span>);

fn place(assignment: &Assignment<'_>) -> Option<Place> {
    let slot = assignment.slot;
    match slot.site {
        Site::Direct => slot.literal.as_ref().map(|literal| (literal.span, None)),
        Site::Alias { alias } => Some((alias, None)),
        Site::Merge { merge_key, .. } => Some((merge_key, Some(slot.key_span))),
        // Its bytes are those of the slot that it shares them with.
        Site::Shared { .. } => None,
    }
}

/// Says of each of `assignments` why it cannot be rendered for the sake of others, if it cannot.
pub(super) fn refuse(assignments: &[Assignment<'_>]) -> Vec<Option<Unrenderable>> {
    let mut owners: HashMap<Place, &Assignment<'_>> = HashMap::new();
    let mut readers: HashMap<EntryKey<'_>, HashSet<Span>> = HashMap::new();
    for this in assignments {
        if let Some((key, entry)) = entry(this) {
            readers.entry(key).or_default().insert(entry.read_at);
        }
    }
    let mut lookups = HashMap::new();
    let mut refused = Vec::with_capacity(assignments.len());
    for this in assignments {
        let other = place(this).map(|place| *owners.entry(place).or_insert(this));
        refused.push(match other {
            Some(other) if other.rendered.image != this.rendered.image => Some(two_images(other, this)),
            // Each entry is looked at once, for the first slot that reads it.
            _ => entry(this).and_then(|(key, entry)| {
                let lookups = lookups.entry(key.0).or_insert_with(|| Lookups::of(this.template));
                other_reader(this, entry, lookups, &readers.remove(&key)?)
            }),
        });
    }
    refused
}

/// An entry of `Mappings` in a unit: template, mapping, first and second key.
type EntryKey<'a> = (TemplateId, &'a str, &'a str, &'a str);

fn entry<'a>(assignment: &Assignment<'a>) -> Option<(EntryKey<'a>, &'a MapEntry)> {
    let entry = assignment.slot.through.as_ref()?.entry.as_ref()?;
    Some(((assignment.id.template, &entry.map, &entry.first, &entry.second), entry))
}

/// The lookups of a template.
struct Lookups<'a> {
    /// Those of one entry of a first level, by the mapping and the key.
    single: HashMap<(&'a str, &'a str), Vec<&'a Lookup>>,
    others: Vec<&'a Lookup>,
}

impl<'a> Lookups<'a> {
    fn of(template: &'a Template) -> Self {
        let mut lookups = Lookups { single: HashMap::new(), others: Vec::new() };
        for lookup in &template.lookups {
            match (&lookup.map, &lookup.first) {
                (Some(map), Keys::Among(keys)) if keys.len() == 1 => {
                    let key = (map.as_str(), keys.first().map_or("", String::as_str));
                    lookups.single.entry(key).or_default().push(lookup);
                }
                _ => lookups.others.push(lookup),
            }
        }
        lookups
    }

    /// Those that may read `entry`.
    fn of_entry<'s>(&'s self, entry: &'s MapEntry) -> impl Iterator<Item = &'a Lookup> + use<'s, 'a> {
        let single = self.single.get(&(entry.map.as_str(), entry.first.as_str()));
        let all = single.into_iter().flatten().chain(&self.others).copied();
        all.filter(|lookup| lookup.may_read(entry))
    }
}

/// A lookup that reads `entry` for something else than the slots that read it at `readers`.
fn other_reader(
    this: &Assignment<'_>,
    entry: &MapEntry,
    lookups: &Lookups<'_>,
    readers: &HashSet<Span>,
) -> Option<Unrenderable> {
    let mut places = lookups.of_entry(entry).flat_map(Lookup::places);
    let place = places.find(|place| !readers.contains(place))?;
    Some(Unrenderable {
        span: this.slot.value.span,
        what: IMAGE,
        reason: text!(
            en: "it is also read for a value that must not change",
            zh: "还有不应改动的值读取它",
        ),
        related: Some((place, text!(en: "read here, too", zh: "此处也读取它"))),
        help: text!(
            en: "add a map or an entry for this property alone",
            zh: "请为该属性单独添加映射或条目",
        ),
    })
}

/// Two slots read one literal, and need different images.
fn two_images(one: &Assignment<'_>, two: &Assignment<'_>) -> Unrenderable {
    let read = |it: &Assignment<'_>| {
        let property = it.slot.path.rsplit('.').next().unwrap_or_default();
        text!(
            en: "`{property}` of `{resource}` needs `{version}`",
            zh: "`{resource}` 的 `{property}` 需要 `{version}`",
            property, resource = it.resource.name, version = it.rendered.version,
        )
    };
    let reason = text!(en: "{one}, but {two}", zh: "{one}，而 {two}", one = read(one), two = read(two));
    let slot = two.slot.through.as_ref().map_or(two.slot.value.span, |through| through.slot);
    Unrenderable {
        span: two.slot.value.span,
        what: IMAGE,
        reason,
        related: Some((
            slot,
            text!(en: "`{resource}` reads it here", zh: "`{resource}` 在此处读取它", resource = two.resource.name),
        )),
        help: text!(
            en: "add an entry for each of them, or associate the literal with one package version",
            zh: "请分别添加条目，或只将该字面量关联到一个部署物版本",
        ),
    }
}
