//! Types and properties of resources, explained by their schema.

use super::View;
use crate::diagnostic::Lang;
use crate::ir::{Dialect, Resource, Template};
use crate::schema::{Bounds, Property, Type, TypeKind, settable};
use crate::source::{FileId, Span, TextRange};
use crate::syntax::{NodeId, Parse, hcl};
use crate::text;

/// An explanation, as Markdown.
#[derive(Clone, Debug)]
pub(crate) struct Hover {
    /// What is explained, in the file.
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// Required properties of a type that are listed.
const LISTED: usize = 12;

/// The type of a resource, or a property of it, at byte `at` of the file.
pub(super) fn explain(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let (file, inner) = view.innermost(at);
    let unit = view.unit?;
    let mut all =
        unit.iter().flat_map(|(_, template)| template.resources.iter().map(move |it| (template, it)));
    let holds = |span: Span| span.file == file && span.start <= inner && inner <= span.end;
    let (template, resource) = all.find(|(_, it)| holds(it.span) || holds(it.type_span))?;
    let of = view.schema.resource_type(kind_of(template, resource), &resource.resource_type)?;
    if holds(resource.type_span) && resource.type_span != resource.name_span {
        let span = view.sources().on_disk(resource.type_span);
        return Some(Hover { span, text: of_type(of, lang) });
    }
    let parse = view.sources().parse(file)?;
    let (range, path) = match parse.hcl() {
        Some(hcl) => in_hcl(parse, hcl, inner, resource)?,
        None => in_yaml(parse, inner, resource)?,
    };
    let property = of.property(&path.join("."))?;
    let text = documentation(of, path.last()?, property, lang);
    Some(Hover { span: on_disk(view, file, range), text })
}

fn on_disk(view: &View<'_>, file: FileId, range: TextRange) -> Span {
    view.sources().on_disk(range.in_file(file))
}

pub(super) const fn kind_of(template: &Template, resource: &Resource) -> TypeKind {
    match template.dialect {
        Dialect::Ros => TypeKind::Ros,
        Dialect::Terraform if resource.is_data => TypeKind::Data,
        Dialect::Terraform => TypeKind::Resource,
    }
}

pub(super) fn of_type(of: &Type, lang: Lang) -> String {
    let mut text = format!("**{}**", code(&of.name));
    let required: Vec<String> = of
        .properties
        .iter()
        .flat_map(settable)
        .filter(|(_, it)| it.required)
        .take(LISTED)
        .map(|(name, it)| format!("- {} ({})", code(name), it.kind.name()))
        .collect();
    if !required.is_empty() {
        let head = text!(en: "Required:", zh: "必填：");
        text.push_str(&format!("\n\n{}\n\n{}", head.get(lang), required.join("\n")));
    }
    text.push_str(&format!("\n\n<{}>", of.doc_url(lang)));
    text
}

/// How a property is explained.
pub(super) fn documentation(of: &Type, name: &str, property: &Property, lang: Lang) -> String {
    let mut text = format!("**{name}** ({})", described(property));
    if property.required {
        text.push_str(if lang == Lang::Zh { " · 必填" } else { " · required" });
    }
    if property.is_deprecated {
        text.push_str(if lang == Lang::Zh { " · 已弃用" } else { " · deprecated" });
    }
    if !property.allowed_values.is_empty() {
        let values: Vec<String> = property.allowed_values.iter().map(|it| format!("`{it}`")).collect();
        text.push_str(&format!("\n\n{}", values.join(", ")));
    }
    if let Some(pattern) = &property.pattern {
        text.push_str(&format!("\n\n`{pattern}`"));
    }
    if property.range != Bounds::default() {
        text.push_str(&format!("\n\n{}", property.range));
    }
    text.push_str(&format!("\n\n[{}]({})", of.name, of.doc_url(lang)));
    text
}

/// The type of a property, `list(string)`.
pub(super) fn described(property: &Property) -> String {
    match &property.item {
        Some(item) => format!("{}({})", property.kind.name(), described(item)),
        None => property.kind.name().to_owned(),
    }
}

/// The key at byte `at` and the keys that lead to it from the properties of `resource`.
fn in_yaml(parse: &Parse, at: u32, resource: &Resource) -> Option<(TextRange, Vec<String>)> {
    let yaml = parse.yaml()?;
    let key = parse.node_at(at);
    let mut path = Vec::new();
    let mut id = key;
    while id != resource.body.id {
        let parent = parse.parent(id)?;
        if let Some((own, _)) = yaml.entries(parent).find(|(key, value)| *key == id || *value == id) {
            path.push(yaml.text(own).into_owned());
        }
        id = parent;
    }
    let is_key = parse.parent(key).is_some_and(|parent| yaml.entries(parent).any(|(own, _)| own == key));
    path.reverse();
    let below = path.split_first().filter(|(first, rest)| *first == "Properties" && !rest.is_empty());
    below.filter(|_| is_key).map(|(_, rest)| (yaml.range(key), rest.to_vec()))
}

/// The name of the argument or block at byte `at`, and the names that lead to it in `resource`.
fn in_hcl(
    parse: &Parse,
    hcl: hcl::View<'_>,
    at: u32,
    resource: &Resource,
) -> Option<(TextRange, Vec<String>)> {
    let chain = std::iter::successors(Some(parse.node_at(at)), |&id| parse.parent(id));
    let named: Vec<NodeId> = chain
        .take_while(|&id| id != resource.body.id)
        .filter(|&id| matches!(hcl.kind(id), hcl::Kind::Attribute | hcl::Kind::Block))
        .collect();
    let range = hcl.name_range(*named.first()?);
    let is_here = range.start <= at && at <= range.end;
    let path = named.iter().rev().map(|&id| hcl.name(id).to_owned()).collect();
    is_here.then_some((range, path))
}

/// `text` as code of Markdown, in one line.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let text = text.replace('|', "\\|");
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}
