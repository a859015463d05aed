//! Names with both ends: definitions and uses, those of the manifest included.

use super::View;
use crate::binding;
use crate::ir::{DefinitionId, ImageSlot, Named, References, Template, TemplateId};
use crate::manifest::{Association, Manifest, Spanned};
use crate::source::{FileId, Span};

/// A place where a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The name at which the place is.
    pub(crate) origin: Span,
    /// The name of what is meant.
    pub(crate) name: Span,
    /// All of it.
    pub(crate) whole: Span,
}

/// Where what stands at byte `at` is defined; a definition leads to itself.
pub(crate) fn definition(view: &View<'_>, at: u32) -> Vec<Target> {
    let mut found = Vec::new();
    if let Some((references, named)) = named_at(view, at) {
        for named in named {
            let Some(origin) = span_of(references, named) else { continue };
            let Some(definition) = references.meant(named).and_then(|id| references.definition(id)) else {
                continue;
            };
            let whole = view.range_of(definition.body).map_or(definition.name_span, |range| {
                let whole = range.in_file(definition.body.file);
                if whole.file == definition.name_span.file {
                    cover(whole, definition.name_span)
                } else {
                    whole
                }
            });
            found.push(Target { origin, name: definition.name_span, whole });
        }
    }
    found.extend(in_manifest(view, at));
    found.dedup();
    found
}

/// Every place that uses what stands at byte `at`, and with `with_definition` the definition.
pub(crate) fn references(view: &View<'_>, at: u32, with_definition: bool) -> Vec<Span> {
    let mut found = Vec::new();
    if let Some((references, named)) = named_at(view, at) {
        for id in closure(references, named) {
            if with_definition {
                found.extend(references.definition(id).map(|it| it.name_span));
            }
            found.extend(references.uses_of(id).map(|it| it.span));
        }
    }
    found.extend(of_version(view, at, with_definition));
    found.sort_unstable();
    found.dedup();
    found
}

/// The names at byte `at` of the file, in the innermost text that has any there.
pub(super) fn named_at<'v>(view: &View<'v>, at: u32) -> Option<(&'v References, Vec<Named>)> {
    let references = view.cx()?.references();
    let (file, inner) = view.innermost(at);
    let named: Vec<Named> = references.at(file, inner).collect();
    if !named.is_empty() || file == view.file {
        return Some((references, named));
    }
    Some((references, references.at(view.file, at).collect()))
}

/// The characters of `named`.
pub(super) fn span_of(references: &References, named: Named) -> Option<Span> {
    match named {
        Named::Definition(id) => references.definition(id).map(|it| it.name_span),
        Named::Use(index) => references.uses().get(index).map(|it| it.span),
    }
}

/// All definitions that must have one name: a variable that gets the value of a parameter, and that parameter.
pub(super) fn closure(references: &References, named: Vec<Named>) -> Vec<DefinitionId> {
    let mut all: Vec<DefinitionId> = Vec::new();
    let mut waiting: Vec<DefinitionId> = named.into_iter().filter_map(|it| references.meant(it)).collect();
    while let Some(id) = waiting.pop() {
        if all.contains(&id) {
            continue;
        }
        all.push(id);
        let Some(definition) = references.definition(id) else { continue };
        let same_place = references.at(definition.name_span.file, definition.name_span.start);
        waiting.extend(same_place.filter_map(|it| references.meant(it)));
        for it in references.uses_of(id) {
            let other =
                references.at(it.span.file, it.span.start).filter(|it| matches!(it, Named::Definition(_)));
            waiting.extend(other.filter_map(|it| references.meant(it)));
        }
    }
    all.sort_unstable();
    all
}

/// The smallest span that holds both, which are in one text.
pub(super) fn cover(one: Span, other: Span) -> Span {
    one.range().cover(other.range()).in_file(one.file)
}

/// The slot whose literal is at byte `at` of the file.
pub(crate) fn slot_at<'v>(view: &View<'v>, at: u32) -> Option<(TemplateId, &'v Template, &'v ImageSlot)> {
    let unit = view.unit?;
    let (file, inner) = view.innermost(at);
    let is_at = |span: Span, file: FileId, at: u32| span.file == file && span.start <= at && at <= span.end;
    let holds = |slot: &ImageSlot| {
        let span = slot.value.span;
        is_at(span, file, inner) || is_at(span, view.file, at)
    };
    unit.iter().find_map(|(id, template)| {
        let mut slots = template.slots.iter().chain(&template.choices);
        slots.find(|slot| slot.value.as_str().is_some() && holds(slot)).map(|slot| (id, template, slot))
    })
}

/// The association of the slot at byte `at`, or the version that the association at that byte of the manifest names.
fn in_manifest(view: &View<'_>, at: u32) -> Vec<Target> {
    let Some(manifest) = view.manifest else { return Vec::new() };
    if let Some((_, template, slot)) = slot_at(view, at) {
        let association = template.resource_of(slot).and_then(|it| binding::association(slot, manifest, it));
        let target = association.map(|it| Target {
            origin: slot.value.span,
            name: it.literal.span,
            whole: cover_parts(it),
        });
        return target.into_iter().collect();
    }
    let Some((association, part)) = association_at(manifest, view.file, at) else { return Vec::new() };
    let Some(version) = manifest.version_of(association) else { return Vec::new() };
    let package = manifest.packages.iter().find(|it| it.name.value == association.package.value);
    let name = match (part.span == association.package.span && !same_place(association), package) {
        (true, Some(package)) => package.name.span,
        _ => version.name.span,
    };
    vec![Target { origin: part.span, name, whole: name }]
}

/// Whether package and version are written as one, `web@v1`.
fn same_place(association: &Association) -> bool {
    association.package.span == association.version.span
}

fn cover_parts(association: &Association) -> Span {
    let literal = association.literal.span;
    if association.version.span.file == literal.file {
        cover(literal, association.version.span)
    } else {
        literal
    }
}

/// The association at byte `at` of the manifest `file`, and which part of it is there.
fn association_at(manifest: &Manifest, file: FileId, at: u32) -> Option<(&Association, &Spanned<String>)> {
    let holds =
        |part: &Spanned<String>| part.span.file == file && part.span.start <= at && at <= part.span.end;
    manifest.associations.iter().find_map(|association| {
        let parts = [&association.version, &association.package, &association.literal];
        parts.into_iter().find(|part| holds(part)).map(|part| (association, part))
    })
}

/// What uses the version or package whose name is at byte `at` of the manifest; for a literal of a template its
/// association and the slots of the unit that have it.
fn of_version(view: &View<'_>, at: u32, with_definition: bool) -> Vec<Span> {
    let Some(manifest) = view.manifest else { return Vec::new() };
    let mut found = Vec::new();
    if let (Some(unit), Some((_, _, slot))) = (view.unit, slot_at(view, at)) {
        let literal = slot.value.as_str();
        let same = unit.slots().filter(|(_, _, it)| it.value.as_str() == literal);
        found.extend(same.map(|(_, _, it)| it.value.span));
        if with_definition {
            let own = manifest.associations.iter().filter(|it| Some(&*it.literal.value) == literal);
            found.extend(own.map(|it| it.literal.span));
        }
        return found;
    }
    let holds = |span: Span| span.file == view.file && span.start <= at && at <= span.end;
    for package in &manifest.packages {
        let users = || manifest.associations.iter().filter(|it| it.package.value == package.name.value);
        if holds(package.name.span) {
            found.extend(users().map(|it| it.package.span));
            found.extend(with_definition.then_some(package.name.span));
        }
        for version in package.versions.iter().filter(|it| holds(it.name.span)) {
            let users = users().filter(|it| it.version.value == version.name.value);
            found.extend(users.map(|it| it.version.span));
            found.extend(with_definition.then_some(version.name.span));
        }
    }
    found
}
