//! Resources compared with the schemas of their types: one walk for the rules NST311, NST401 to NST406.
//!
//! Below something unknown nothing is judged, and a value that only the deployment knows is never judged. What is
//! found is worded by the rules, each in its file.

mod literal;
mod object;
mod parameter;
mod value;

use std::collections::HashSet;

pub(super) use super::rules::unknown_property::limit;
use super::rules::unknown_resource_type;
use super::{Check, Damage};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId};
use crate::grammar::nearest_within;
use crate::ir::{Dialect, Properties, Resource, StrayKind, Template, TemplateId};
use crate::schema::{Schema, Type, TypeKind};
use crate::source::Span;
use crate::syntax::SourceMap;
pub(super) use literal::{Misfit, text_of};
pub(super) use object::Written;

/// Types of one unit that nobody knows for which the nearest is looked up; the search takes a while.
const LOOKED_UP: usize = 200;

/// The findings about all resources of `check`, by rule.
pub(super) fn findings(check: &Check<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut unknown = HashSet::new();
    for (id, template) in check.templates() {
        if template.resources.is_empty() {
            continue;
        }
        let damage = Damage::new(template);
        let strays: HashSet<Span> = template.strays.iter().filter(misspelled).map(|it| it.key_span).collect();
        let mut parameters = HashSet::new();
        for resource in &template.resources {
            let Some((kind, known)) = type_of(check.schema, template, resource) else { continue };
            let Some(known) = known else {
                unknown.insert((kind, resource.resource_type.as_str()));
                let searches = unknown.len() <= LOOKED_UP;
                found.extend(unknown_resource_type::finding(check, resource, kind, searches));
                continue;
            };
            let place = Place { check, id, template, resource, known, damage: &damage, strays: &strays };
            let mut judge = Judge { place, found: &mut found, parameters: &mut parameters };
            judge.resource();
        }
    }
    found
}

fn misspelled(stray: &&crate::ir::Stray) -> bool {
    matches!(stray.kind, StrayKind::Misspelled { .. })
}

/// What kind of type `resource` has, and the type where it is known; `None` where its type is nobody's to judge.
pub(super) fn type_of<'s>(
    schema: &'s Schema,
    template: &Template,
    resource: &Resource,
) -> Option<(TypeKind, Option<&'s Type>)> {
    let name = resource.resource_type.as_str();
    let kind = kind_of(template.dialect, resource);
    if kind != TypeKind::Ros && !is_of_provider(template, resource) {
        return None;
    }
    let known = schema.resource_type(kind, name);
    // `Aliyun::Serverless` makes types of ROS of its own.
    let is_own = name.is_empty()
        || ["Custom::", "Aliyun::Serverless::"].iter().any(|it| name.starts_with(it))
        || name.contains("{{")
        || name.contains("${");
    (known.is_some() || !is_own).then_some((kind, known))
}

/// What kind of type `resource` has.
pub(super) fn kind_of(dialect: Dialect, resource: &Resource) -> TypeKind {
    match dialect {
        Dialect::Ros => TypeKind::Ros,
        Dialect::Terraform if resource.is_data => TypeKind::Data,
        Dialect::Terraform => TypeKind::Resource,
    }
}

/// Whether a resource of Terraform is one of the provider that the schema is of, or seems to be meant as one.
fn is_of_provider(template: &Template, resource: &Resource) -> bool {
    let prefix = resource.resource_type.split('_').next().unwrap_or_default();
    let source = template.provider_sources.iter().find(|(name, _)| name == prefix);
    match source {
        Some((_, source)) => {
            let source = source.to_ascii_lowercase();
            prefix == "alicloud"
                && ["aliyun/alicloud", "hashicorp/alicloud"].iter().any(|it| source.ends_with(it))
        }
        None => {
            let is_provider = template.providers.iter().any(|it| it.name == prefix);
            prefix == "alicloud"
                || (!is_provider && nearest_within(["alicloud"], prefix, 2).is_some() && prefix.len() > 5)
        }
    }
}

/// A resource, its type, and what is around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'c, 'a> {
    pub(super) check: &'c Check<'a>,
    pub(super) id: TemplateId,
    pub(super) template: &'a Template,
    pub(super) resource: &'a Resource,
    pub(super) known: &'c Type,
    damage: &'c Damage,
    strays: &'c HashSet<Span>,
}

impl Place<'_, '_> {
    pub(super) fn is_terraform(&self) -> bool {
        self.template.dialect == Dialect::Terraform
    }

    /// The logical path of what is at the end of `way`.
    pub(super) fn path(&self, way: &Way<'_>) -> String {
        let name = &self.resource.name;
        let mut path = match self.template.dialect {
            Dialect::Ros => format!("Resources.{name}.Properties"),
            Dialect::Terraform => format!("{}.{name}", self.resource.resource_type),
        };
        way.write(&mut path);
        path
    }
}

/// The way from the properties of a resource to a value.
pub(super) enum Way<'w> {
    Start,
    Key(&'w Way<'w>, &'w str),
    Item(&'w Way<'w>, usize),
}

impl Way<'_> {
    fn write(&self, path: &mut String) {
        match self {
            Way::Start => {}
            Way::Key(before, key) => {
                before.write(path);
                path.push('.');
                path.push_str(key);
            }
            Way::Item(before, index) => {
                before.write(path);
                path.push_str(&format!("[{index}]"));
            }
        }
    }

    /// The name of the property at the end, or of the one whose item it is.
    pub(super) fn property(&self) -> &str {
        match self {
            Way::Start => "",
            Way::Key(_, key) => key,
            Way::Item(before, _) => before.property(),
        }
    }
}

/// What judges one resource.
struct Judge<'c, 'a> {
    place: Place<'c, 'a>,
    found: &'c mut Vec<Diagnostic>,
    /// Parameters of the template about which something was found.
    parameters: &'c mut HashSet<String>,
}

impl Judge<'_, '_> {
    fn resource(&mut self) {
        let Place { check, resource, known, .. } = self.place;
        let Some(properties) = &known.properties else { return };
        let cx = check.cx();
        let written = match cx.properties(resource) {
            Properties::Missing => Vec::new(),
            Properties::Other(value) if value.is_null() => Vec::new(),
            Properties::Other(_) => return,
            Properties::Written(written) => written
                .iter()
                .map(|it| Written { key: &it.key, key_span: it.key_span, value: cx.value(&it.value) })
                .collect(),
        };
        self.object(properties, &written, resource.name_span, resource.span, &Way::Start);
    }

    fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }
}

/// The findings of rule `id` among those of the walk.
pub(super) fn of_rule(check: &Check<'_>, id: RuleId, sink: &mut super::Sink) {
    for finding in check.conformance().iter().filter(|it| it.rule == id) {
        sink.push(finding.clone());
    }
}

/// A name or value that may be meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant<'n> {
    pub(super) name: &'n str,
    /// Whether hardly anything else can be meant.
    pub(super) is_near: bool,
    /// Whether it is one letter away and nothing else is.
    pub(super) is_sure: bool,
}

/// The one of `names` that `written` may be meant for.
pub(super) fn meant<'n>(
    names: impl Iterator<Item = &'n str> + Clone,
    written: &str,
    limit: usize,
) -> Option<Meant<'n>> {
    let (name, distance) = nearest_within(names.clone(), written, limit)?;
    // Of names that differ in letter case only, the one written like it.
    let alike = |it: &&str| it.chars().zip(written.chars()).filter(|(one, other)| one == other).count();
    let same = names.clone().filter(|it| it.eq_ignore_ascii_case(name));
    let name = same.max_by_key(alike).unwrap_or(name);
    let length = written.chars().count();
    let near = if length > 6 { 2 } else { 1 };
    let is_near = distance <= near && !is_variant(name, written);
    let others = names.filter(|it| *it != name);
    let is_sure = is_near && distance <= 1 && nearest_within(others, written, distance.max(1)).is_none();
    Some(Meant { name, is_near, is_sure })
}

/// Whether one is the other with a number or a plural at its end: likely something newer of the same family.
fn is_variant(name: &str, written: &str) -> bool {
    let digits = |text: &str| text.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    let (stem, other) = (name.get(..digits(name)), written.get(..digits(written)));
    let is_numbered = stem == other && name != written;
    let plural =
        |one: &str, many: &str| many.strip_suffix('s') == Some(one) || many.strip_suffix("es") == Some(one);
    is_numbered || plural(name, written) || plural(written, name)
}

/// The edit that writes `new` where `span` has `old`; `None` where it does not show it as it is.
pub(super) fn respelled(sources: &SourceMap, span: Span, old: &str, new: &str) -> Option<Edit> {
    let text = sources.slice(span);
    let at = text.rfind(old)?;
    let start = span.start + at as u32;
    let plain = new.chars().all(|it| it.is_ascii_alphanumeric() || "_-.:/".contains(it));
    plain.then(|| Edit { span: Span { start, end: start + old.len() as u32, ..span }, text: new.to_owned() })
}

/// `finding` with the edit that writes `meant` where `span` has `old`.
pub(super) fn with_respelling(
    sources: &SourceMap,
    finding: Diagnostic,
    (span, old): (Span, &str),
    meant: Meant<'_>,
) -> Diagnostic {
    let safety = if meant.is_sure { Applicability::Safe } else { Applicability::Unsafe };
    finding.fix(safety, respelled(sources, span, old, meant.name).into_iter().collect())
}
