//! What can be done at a place, whether something was found there or not: associate a literal, write what is missing.

use super::action::{Action, Kind, difference};
use super::explain::kind_of;
use super::names::slot_at;
use super::{View, adopting, extract};
use crate::binding;
use crate::diagnostic::Edit;
use crate::ir::{Dialect, Resource};
use crate::manifest::edit::Editor;
use crate::schema::{self, Property, settable};
use crate::source::Span;
use crate::syntax::{Item, Language, map_edit};
use crate::text;

/// Packages that are offered for a literal.
const OFFERED: usize = 5;

/// What can be done at byte `at` of the file.
pub(super) fn at<'v>(view: &View<'v>, at: u32) -> Vec<Action<'v>> {
    let mut actions = associate(view, at);
    actions.extend(adopting::adopt(view, at));
    actions.extend(write_required(view, at));
    actions.extend(extract::extract(view, at));
    actions
}

/// Associates the literal at byte `at` with a version of the manifest.
fn associate<'v>(view: &View<'v>, at: u32) -> Vec<Action<'v>> {
    let Some(manifest) = view.manifest.filter(|it| !it.is_stand_in()) else { return Vec::new() };
    let Some((_, template, slot)) = slot_at(view, at) else { return Vec::new() };
    let Some(literal) = slot.value.as_str().map(str::trim).filter(|it| !it.is_empty()) else {
        return Vec::new();
    };
    let Some(resource) = template.resource_of(slot) else { return Vec::new() };
    if binding::association(slot, manifest, resource).is_some() || !binding::is_rendered(slot, manifest) {
        return Vec::new();
    }
    let versions = manifest.packages.iter().flat_map(|package| {
        package.versions.iter().rev().map(|version| format!("{}@{}", package.name.value, version.name.value))
    });
    let file = manifest.file;
    let before = view.sources().text(file);
    let offered = versions.take(OFFERED).filter_map(|version| {
        let mut editor = Editor::new(before)?;
        editor.set(&["associations", literal], Item::string(&version)).ok()?;
        let edits = difference(before, editor.text(), |start, end| Span { file, start, end });
        let title = text!(
            en: "associate `{literal}` with `{version}`",
            zh: "将 `{literal}` 关联到 `{version}`",
            literal, version,
        );
        Some(Action {
            title,
            kind: Kind::Change,
            edits: edits.into_iter().collect(),
            findings: Vec::new(),
            is_safe: false,
        })
    });
    offered.collect()
}

/// Writes the properties that the resource at byte `at` must have and has not.
fn write_required<'v>(view: &View<'v>, at: u32) -> Option<Action<'v>> {
    let (file, inner) = view.innermost(at);
    let unit = view.unit?;
    let holds = |span: Span| span.file == file && span.start <= inner && inner <= span.end;
    let mut all =
        unit.iter().flat_map(|(_, template)| template.resources.iter().map(move |it| (template, it)));
    let (template, resource) = all.find(|(_, it)| holds(it.name_span) || holds(it.type_span))?;
    let of = view.schema.resource_type(kind_of(template, resource), &resource.resource_type)?;
    let cx = view.cx()?;
    let written = cx.properties(resource);
    let required = settable(of.properties.as_ref()?);
    let missing: Vec<(&str, &Property)> =
        required.into_iter().filter(|(name, it)| it.required && written.find(name).is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let (span, text) = match template.dialect {
        Dialect::Ros => in_ros(view, resource, &missing)?,
        Dialect::Terraform => in_terraform(view, resource, &missing)?,
    };
    let (span, text) = map_edit(view.sources(), span, text)?;
    let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
    let title = text!(en: "write {names}", zh: "写入 {names}", names = names.join(", "));
    let edits = vec![Edit { span, text }];
    Some(Action { title, kind: Kind::Change, edits, findings: Vec::new(), is_safe: false })
}

/// The entries before the first property, as deep as that.
fn in_ros(view: &View<'_>, resource: &Resource, missing: &[(&str, &Property)]) -> Option<(Span, String)> {
    let parse = view.sources().parse(resource.body.file)?;
    let yaml = parse.yaml().filter(|it| it.language == Language::Yaml)?;
    let properties = yaml.entries(resource.body.id).find(|(key, _)| yaml.text(*key) == "Properties");
    let line_break = if parse.text.contains("\r\n") { "\r\n" } else { "\n" };
    let (_, value) = properties?;
    let (first, _) = yaml.entries(value).next().filter(|(first, _)| !yaml.in_flow(*first))?;
    let start = yaml.range(first).start;
    let before = parse.text.get(..start as usize)?;
    let indentation = before.rsplit(['\n', '\r']).next()?.to_owned();
    if !indentation.trim().is_empty() {
        return None;
    }
    let entry = |(name, it): &(&str, &Property)| {
        let value = match it.kind {
            schema::Kind::List | schema::Kind::Tag => "[]",
            schema::Kind::Object | schema::Kind::Map => "{}",
            schema::Kind::String => "''",
            schema::Kind::Number | schema::Kind::Boolean | schema::Kind::Any => "",
        };
        format!("{name}: {value}{line_break}{indentation}")
    };
    let at = Span { file: resource.body.file, start, end: start };
    Some((at, missing.iter().map(entry).collect()))
}

/// The arguments after the brace that opens the block.
fn in_terraform(
    view: &View<'_>,
    resource: &Resource,
    missing: &[(&str, &Property)],
) -> Option<(Span, String)> {
    let parse = view.sources().parse(resource.body.file)?;
    let hcl = parse.hcl()?;
    let body = hcl.body(resource.body.id)?;
    let start = hcl.range(body).start + 1;
    let line_break = if parse.text.contains("\r\n") { "\r\n" } else { "\n" };
    let entry = |(name, it): &(&str, &Property)| match it.kind {
        _ if it.is_block => format!("{line_break}  {name} {{{line_break}  }}"),
        schema::Kind::List => format!("{line_break}  {name} = []"),
        schema::Kind::String => format!("{line_break}  {name} = \"\""),
        schema::Kind::Map | schema::Kind::Object => format!("{line_break}  {name} = {{}}"),
        _ => format!("{line_break}  {name} = null"),
    };
    let at = Span { file: resource.body.file, start, end: start };
    Some((at, missing.iter().map(entry).collect()))
}
