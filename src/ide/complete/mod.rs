//! What can stand at a place, in text that is half typed.

mod hcl;
mod hcl_json;
mod manifest;
mod place;
mod ros;
mod rules;
mod shape;
mod terraform;

use super::View;
use super::explain::{documentation, of_type};
pub(super) use place::place;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Lang, Text};
use crate::grammar;
use crate::ide::Role;
use crate::ir::{Dialect, SymbolKind, Template, TemplateId};
use crate::lint;
use crate::manifest::Association;
use crate::schema::TypeKind;
use crate::source::{Format, Span, TextRange};

/// Something that can stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Item {
    /// What is shown, and what is typed to find it.
    pub(crate) label: String,
    pub(crate) kind: Kind,
    /// A word about it.
    pub(crate) detail: String,
    /// What it is called, where that is all there is to say.
    pub(crate) noun: Option<Text>,
    /// What is put there, where that is not the label.
    pub(crate) insert: Option<String>,
    /// What there is to say about it.
    pub(crate) about: Option<About>,
    /// What comes first.
    pub(crate) rank: u16,
    pub(crate) is_deprecated: bool,
}

/// What an item is explained by, when somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum About {
    /// A type of resources.
    Type(TypeKind, String),
    /// A property at a path of a type.
    Property(TypeKind, String, String),
    /// A rule.
    Rule(String),
    /// What is said already.
    Text(String),
}

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Value,
    Key,
    Function,
    Parameter,
    Resource,
    Variable,
    Module,
    Type,
    Attribute,
    Keyword,
}

/// What can stand in the place of a part of the file.
#[derive(Clone, Debug)]
pub(crate) struct Completion {
    /// What is replaced, in the file.
    pub(crate) replace: Span,
    pub(crate) items: Vec<Item>,
}

/// What can stand at byte `at` of the file.
pub(crate) fn complete(view: &View<'_>, at: u32) -> Option<Completion> {
    let (file, inner) = view.innermost(at);
    let source = view.sources().get(file)?;
    let text = &*source.text;
    if !text.is_char_boundary(inner as usize) {
        return None;
    }
    let (range, mut items) = match source.format {
        _ if rules::is_remark(view, file, inner) => rules::complete(text, inner),
        Format::Hcl | Format::HclTemplate => hcl::complete(view, file, inner)?,
        Format::HclJson => hcl_json::complete(view, file, inner)?,
        Format::JsonOrYaml => {
            let path = view.workspace.path(view.file)?;
            match Role::of(&path) {
                Role::Manifest => manifest::complete(view, text, inner)?,
                Role::Template => ros::complete(view, file, inner)?,
            }
        }
    };
    let typed = TextRange::new(range.start, inner.max(range.start)).of(text);
    items.sort_by_cached_key(|item| (fit(&item.label, typed), item.rank, item.label.clone()));
    items.dedup_by(|one, other| one.label == other.label);
    // An embedded text may hold the place where a host has nothing yet.
    let replace = view.sources().on_disk(range.in_file(file));
    Some(Completion { replace, items })
}

/// Explains an item, as Markdown.
pub(crate) fn explain(view: &View<'_>, about: &About, lang: Lang) -> Option<String> {
    match about {
        About::Type(kind, name) => Some(of_type(view.schema.resource_type(*kind, name)?, lang)),
        About::Property(kind, name, path) => {
            let of = view.schema.resource_type(*kind, name)?;
            let own = path.rsplit('.').next().unwrap_or(path);
            Some(documentation(of, own, of.property(path)?, lang))
        }
        About::Rule(name) => lint::explain(name, lang),
        About::Text(text) => Some(text.clone()),
    }
}

/// How badly `label` fits what is typed: 0 where it begins with it.
fn fit(label: &str, typed: &str) -> u8 {
    if label.starts_with(typed) {
        return 0;
    }
    let (label, typed) = (label.to_lowercase(), typed.to_lowercase());
    if label.starts_with(&typed) {
        return 1;
    }
    let is_inside = |place: usize| label.get(..place).is_some_and(|it| it.ends_with(['_', '-', ':', '.']));
    if label.match_indices(&typed).any(|(place, _)| is_inside(place)) {
        return 2;
    }
    let mut rest = label.chars();
    let is_scattered = typed.chars().all(|it| rest.any(|other| other == it));
    match () {
        () if label.contains(&typed) => 3,
        () if is_scattered => 4,
        () => 5,
    }
}

impl Item {
    fn new(label: impl Into<String>, kind: Kind) -> Self {
        Item { label: label.into(), kind, ..Item::default() }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn insert(mut self, insert: impl Into<String>) -> Self {
        self.insert = Some(insert.into());
        self
    }

    fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }

    fn rank(mut self, rank: u16) -> Self {
        self.rank = rank;
        self
    }
}

/// The template that text `file` is part of.
fn template_of<'v>(view: &View<'v>, file: crate::source::FileId) -> Option<(TemplateId, &'v Template)> {
    view.unit?.iter().find(|(_, template)| template.files.contains(&file))
}

/// The names of `kinds` in the template `id`, and of the parameters that Terraform in it declares.
fn names(view: &View<'_>, id: TemplateId, kinds: &[SymbolKind]) -> Vec<Item> {
    let Some(template) = view.unit.and_then(|unit| unit.template(id)) else { return Vec::new() };
    let named = template.symbols.iter().filter(|symbol| kinds.contains(&symbol.kind));
    let mut items: Vec<Item> = named
        .map(|symbol| {
            let name = template.symbols.name(symbol);
            let resource = template.resources.iter().find(|it| it.body == symbol.body);
            let mut item = Item::new(name, kind_of(symbol.kind));
            match resource {
                Some(resource) => item.detail.clone_from(&resource.resource_type),
                None => item.noun = Some(symbol.kind.noun()),
            }
            item
        })
        .collect();
    items.retain(|item| !item.label.is_empty() && !item.label.contains(place::DUMMY));
    items
}

/// The literals that the manifest associates, where an image ID is at `path` of resources of type `name`.
fn images(view: &View<'_>, dialect: Dialect, name: &str, path: &[&str]) -> Vec<Item> {
    let path = path.join(".");
    let mut shapes = grammar::slots_of(dialect, name).iter();
    if !shapes.any(|shape| shape.path.replace("[]", "") == path) {
        return Vec::new();
    }
    let associations = view.manifest.into_iter().flat_map(|manifest| &manifest.associations);
    let item = |it: &Association| {
        let version = format!("{}@{}", it.package.value, it.version.value);
        Item::new(it.literal.value.as_str(), Kind::Value).detail(version)
    };
    associations.map(item).collect()
}

const fn kind_of(kind: SymbolKind) -> Kind {
    match kind {
        SymbolKind::Parameter | SymbolKind::Variable => Kind::Parameter,
        SymbolKind::Resource | SymbolKind::DataSource => Kind::Resource,
        SymbolKind::Module => Kind::Module,
        _ => Kind::Variable,
    }
}

/// The word around byte `at` whose characters are `is_part`: where it begins and ends.
fn word(text: &str, at: u32, is_part: impl Fn(char) -> bool + Copy) -> TextRange {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.trim_end_matches(is_part).len() as u32;
    let after = text.get(at as usize..).unwrap_or_default();
    let end = at + (after.len() - after.trim_start_matches(is_part).len()) as u32;
    TextRange::new(start, end)
}
