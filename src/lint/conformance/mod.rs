//! Resources compared with the schemas of their types: one walk for the rules NST311, NST401 to NST406.
//!
//! Below something unknown nothing is judged, and a value that only the deployment knows is never judged. What is
//! found is worded by the rules, each in its file.

mod literal;
mod object;
mod parameter;
mod place;
mod spelling;
mod value;

use std::collections::HashSet;

pub(super) use super::rules::unknown_property::limit;
use super::rules::unknown_resource_type;
use super::{Check, Damage};
use crate::diagnostic::Diagnostic;
use crate::grammar::nearest_within;
use crate::ir::{Dialect, Properties, Resource, StrayKind, Template};
use crate::schema::{Schema, Type, TypeKind};
use crate::source::Span;
pub(super) use literal::{Misfit, text_of};
pub(super) use place::{Place, Way, Written, of_rule};
pub(super) use spelling::{Meant, meant, respelled, with_respelling};

/// Types of one unit that nobody knows for which the nearest is looked up; the search takes a while.
const LOOKED_UP: usize = 200;

impl Check<'_> {
    /// The findings of comparing resources with the schemas of their types, for all rules that are about these.
    pub(super) fn conformance(&self) -> &[Diagnostic] {
        self.conformance.get_or_init(|| findings(self))
    }
}

/// The findings about all resources of `check`, by rule.
fn findings(check: &Check<'_>) -> Vec<Diagnostic> {
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
            // A name without `_` that begins like the provider has lost it.
            prefix.starts_with("alicloud")
                || (!is_provider && nearest_within(["alicloud"], prefix, 2).is_some() && prefix.len() > 5)
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
