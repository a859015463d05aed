//! Where in a resource something is, and the findings of one rule about all resources.

use std::collections::HashSet;

use crate::diagnostic::RuleId;
use crate::ir::{Dialect, Resource, Template, TemplateId, Value};
use crate::lint::check::Damage;
use crate::lint::{Check, Sink};
use crate::schema::Type;
use crate::source::Span;

/// A resource, its type, and what is around it.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Place<'c, 'a> {
    pub(in crate::lint) check: &'c Check<'a>,
    pub(in crate::lint) id: TemplateId,
    pub(in crate::lint) template: &'a Template,
    pub(in crate::lint) resource: &'a Resource,
    pub(in crate::lint) known: &'c Type,
    pub(super) damage: &'c Damage,
    pub(super) strays: &'c HashSet<Span>,
}

impl Place<'_, '_> {
    pub(in crate::lint) fn is_terraform(&self) -> bool {
        self.template.dialect == Dialect::Terraform
    }

    /// The logical path of what is at the end of `way`.
    pub(in crate::lint) fn path(&self, way: &Way<'_>) -> String {
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
pub(in crate::lint) enum Way<'w> {
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
    pub(in crate::lint) fn property(&self) -> &str {
        match self {
            Way::Start => "",
            Way::Key(_, key) => key,
            Way::Item(before, _) => before.property(),
        }
    }
}

/// The findings of rule `id` among those of the walk.
pub(in crate::lint) fn of_rule(check: &Check<'_>, id: RuleId, sink: &mut Sink) {
    for finding in check.conformance().iter().filter(|it| it.rule == id) {
        sink.push(finding.clone());
    }
}

/// A property as it is written.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Written<'v> {
    pub(in crate::lint) key: &'v str,
    pub(in crate::lint) key_span: Span,
    pub(in crate::lint) value: Option<&'v Value>,
}
