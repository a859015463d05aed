//! The image slots and placeholders of templates as JSON, and the packages of a manifest.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde::Serialize;

use crate::binding::{self, Binding};
use crate::ir::{self, ImageSlot, Reading, Template, Through};
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::resolve::{self, Resolution};
use crate::source::{FileId, Span};
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::Compiled;

use super::packages::{self, Package};
use super::shown::MASK;
use super::{Place, Shown, pretty};

#[derive(Serialize)]
struct Document<'a> {
    files: Vec<File<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    packages: Option<Vec<Package<'a>>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    dialect: &'static str,
    slots: Vec<Slot<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placeholders: Vec<Placeholder<'a>>,
}

#[derive(Serialize)]
struct Slot<'a> {
    resource: &'a str,
    #[serde(rename = "type")]
    resource_type: &'a str,
    path: &'a str,
    support: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<&'a str>,
    /// The function that yields the value, where the manifest looks through it.
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<&'static str>,
    /// The region in which alone the value is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    /// What a build writes for each region.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    regions: BTreeMap<String, String>,
    value: Value,
    span: Range,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Placeholder<'a> {
    family: &'static str,
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<&'a str>,
    span: Range,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Value {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constant: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<Hop>,
}

#[derive(Serialize)]
struct Hop {
    what: String,
    file: String,
    span: Range,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Range {
    start: u32,
    end: u32,
}

/// Writes the slots and placeholders of `compiled` to `out`: files by path, both by place, with what the functions can yield
/// that `manifest` looks through. With `packages`, the packages of the manifest follow.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(
    out: &mut dyn Write,
    shown: &Shown<'_>,
    compiled: &[Compiled],
    manifest: Option<&Manifest>,
    packages: bool,
) -> io::Result<()> {
    let sources = shown.sources;
    let looks_through = |function: &str| manifest.is_some_and(|it| it.looks_through(function));
    let regions = manifest.map(binding::regions).unwrap_or_default();
    let mut files: HashMap<FileId, File<'_>> = HashMap::new();
    for compiled in compiled {
        let root = compiled.dialect();
        let cx = Cx::new(sources, &compiled.unit);
        let binding = Binding::new(cx);
        for (id, template) in compiled.unit.iter() {
            for &file in &template.files {
                let host = sources.host(file);
                if compiled.reports_on(sources, file) {
                    let (path, dialect) = (sources.portable_name(host), root.name());
                    let new = || File { path, dialect, slots: Vec::new(), placeholders: Vec::new() };
                    files.entry(host).or_insert_with(new);
                }
            }
            for (_, slot) in template.slots_through(looks_through) {
                if let Some(file) = files.get_mut(&sources.host(slot.value.span.file)) {
                    let resolution = resolve::resolve(cx, id, &slot.value);
                    let image = |region: &String| {
                        let rendered = binding.image(id, slot, manifest?, region)?;
                        Some((region.clone(), rendered.image))
                    };
                    let regions = regions.iter().filter_map(image).collect();
                    file.slots.push(describe(shown, template, slot, (resolution, regions)));
                }
            }
        }
    }
    for placeholder in compiled.iter().flat_map(|compiled| compiled.unit.placeholders()) {
        if let Some(file) = files.get_mut(&sources.host(placeholder.span.file)) {
            file.placeholders.extend(describe_placeholder(sources, placeholder));
        }
    }
    for file in files.values_mut() {
        file.placeholders.sort_by_key(|it| it.span.start);
        file.placeholders.dedup_by_key(|it| it.span.start);
        file.slots.sort_by_key(|slot| (slot.span.start, slot.span.end));
        file.slots.dedup_by(|later, first| {
            later.span.start == first.span.start
                && later.span.end == first.span.end
                && later.resource == first.resource
                && later.path == first.path
        });
    }
    let packages = manifest.filter(|_| packages).map(|manifest| packages::describe(sources, manifest));
    let mut files: Vec<File<'_>> = files.into_values().collect();
    files.sort_by_key(|file| file.path);
    let document = Document { files, packages };
    pretty::write(out, &document)
}

fn describe<'a>(
    shown: &'a Shown<'a>,
    template: &'a Template,
    slot: &'a ImageSlot,
    (resolution, regions): (Resolution, BTreeMap<String, String>),
) -> Slot<'a> {
    let sources = shown.sources;
    let resource = template.resource_of(slot);
    let is_literal = resolution.class == resolve::Class::Literal;
    let place = Place::of(sources, slot.value.span);
    let through = slot.through.as_ref();
    let calls = through.map_or(&[][..], |through| through.calls.as_slice());
    let calls = calls.iter().map(|(name, span)| resolve::Hop {
        span: *span,
        what: text!(en: "function `{name}`", zh: "函数 `{name}`", name),
    });
    let text = |text: &str| match shown.hides(slot.value.span) {
        true => MASK.to_owned(),
        false => shown.exact_value(text).into_owned(),
    };
    Slot {
        resource: resource.map_or("", |resource| &resource.name),
        resource_type: resource.map_or("", |resource| &resource.resource_type),
        path: &slot.path,
        support: slot.shape.support.name(),
        workspace: workspace(sources, slot.value.span),
        through: through.map(Through::function),
        region: through.and_then(|through| through.region.as_deref()),
        regions,
        value: Value {
            kind: resolution.class.name(),
            text: slot.value.as_str().map(text),
            constant: resolution
                .constant
                .filter(|_| !is_literal)
                .map(|it| shown.exact_value(&it).into_owned()),
            via: calls.chain(resolution.via).map(|hop| describe_hop(shown, hop)).collect(),
        },
        span: range(&place),
        line: place.start.line,
        column: place.start.column,
    }
}

/// A placeholder in a string; what is misspelled is a finding and not a placeholder.
fn describe_placeholder<'a>(
    sources: &'a SourceMap,
    placeholder: &'a ir::Placeholder,
) -> Option<Placeholder<'a>> {
    let Reading::Known(name) = &placeholder.reading else { return None };
    placeholder.holder.as_ref()?;
    let place = Place::of(sources, placeholder.span);
    Some(Placeholder {
        family: name.family.name,
        id: &name.id,
        text: &placeholder.text,
        workspace: workspace(sources, placeholder.span),
        span: range(&place),
        line: place.start.line,
        column: place.start.column,
    })
}

/// The name of the text that carries `span`, where that has one of its own.
fn workspace(sources: &SourceMap, span: Span) -> Option<&str> {
    let name = sources.name(span.file);
    (name != sources.name(sources.host(span.file))).then_some(name)
}

fn describe_hop(shown: &Shown<'_>, hop: resolve::Hop) -> Hop {
    let place = Place::of(shown.sources, hop.span);
    let (line, column) = (place.start.line, place.start.column);
    Hop {
        what: shown.exact(&hop.what).into_owned(),
        file: place.file.to_owned(),
        span: range(&place),
        line,
        column,
    }
}

fn range(place: &Place<'_>) -> Range {
    Range { start: place.span.start, end: place.span.end }
}
