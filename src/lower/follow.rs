//! What references of a unit lead to, whatever a deployment says: the values that define them, and whether they are the
//! region of the deployment.

use super::Cx;
use crate::ir::{
    CallId, Entry, Literal, Part, Reference, ReferenceKind, Relation, Resource, Step, SymbolKind, Template,
    TemplateId, Value, ValueKind,
};

/// References followed on one way at most.
const MAX_DEPTH: usize = 48;

/// The pseudo parameter that is the region of the deployment (ROS, "Pseudo parameters").
const REGION: &str = "ALIYUN::Region";

impl<'a> Cx<'a> {
    /// The values that the local, variable or output `reference` of Terraform has, each with its template: several where
    /// the calls of a module give each their own. `None` where only a deployment knows.
    #[must_use]
    pub(crate) fn definitions(
        self,
        id: TemplateId,
        reference: &Reference,
    ) -> Option<Vec<(TemplateId, &'a Value)>> {
        let template = self.unit.template(id)?;
        let name = reference.name.as_str();
        let defined =
            |of: &'a Template, name: &str, kind| self.value(of.symbols.find(name, &[kind])?.value.as_ref()?);
        match reference.kind {
            ReferenceKind::Local => Some(vec![(id, defined(template, name, SymbolKind::Local)?)]),
            ReferenceKind::Variable => {
                let calls = self.unit.calls_of(id);
                let given = calls.iter().map(|&call| {
                    let entry = self.unit.call(call)?.argument(name)?;
                    Some((call.caller, &entry.value))
                });
                given.collect::<Option<Vec<_>>>().filter(|it| !it.is_empty())
            }
            ReferenceKind::Module => {
                let Some(Step::Name(output)) = reference.steps.first() else { return None };
                let place = template.calls.iter().position(|it| it.name == name)?;
                let child = self.unit.called(CallId { caller: id, call: place as u32 })?;
                Some(vec![(child, defined(self.unit.template(child)?, output, SymbolKind::Output)?)])
            }
            _ => None,
        }
    }

    /// What the parent stack gives the parameter `name` of the nested stack `id`.
    #[must_use]
    pub(crate) fn given(self, id: TemplateId, name: &str) -> Option<(TemplateId, &'a Entry)> {
        let parent = self.unit.parent(id)?;
        match &parent.relation {
            Relation::NestedStack { arguments, .. } => {
                Some((parent.template, arguments.iter().rev().find(|it| it.key == name)?))
            }
            Relation::Workspace | Relation::Module { .. } => None,
        }
    }

    /// Whether `value` of the template `id` is the region of the deployment.
    #[must_use]
    pub(crate) fn is_region(self, id: TemplateId, value: &Value) -> bool {
        self.is_region_within(id, value, 0)
    }

    fn is_region_within(self, id: TemplateId, value: &Value, depth: usize) -> bool {
        let Some(template) = self.unit.template(id).filter(|_| depth < MAX_DEPTH) else { return false };
        let follow = |id, value: &Value| self.is_region_within(id, value, depth + 1);
        let reference = match &value.kind {
            ValueKind::Group(inner) => return follow(id, inner),
            ValueKind::Interpolation(parts) => match parts.as_slice() {
                [Part::Value(only)] => return follow(id, only),
                _ => return false,
            },
            ValueKind::Ref(reference) => reference,
            _ => return false,
        };
        match reference.kind {
            ReferenceKind::Ros if reference.name == REGION => true,
            ReferenceKind::Ros => {
                self.given(id, &reference.name).is_some_and(|(parent, entry)| follow(parent, &entry.value))
            }
            ReferenceKind::Data => self.is_current_region(template, reference),
            ReferenceKind::Variable if reference.steps.is_empty() => match self.definitions(id, reference) {
                Some(homes) => homes.into_iter().all(|(home, value)| follow(home, value)),
                None => self.unit.calls_of(id).is_empty() && names_region(template, &reference.name),
            },
            ReferenceKind::Local if reference.steps.is_empty() => {
                let homes = self.definitions(id, reference).unwrap_or_default();
                !homes.is_empty() && homes.into_iter().all(|(home, value)| follow(home, value))
            }
            ReferenceKind::Module if reference.steps.len() == 1 => {
                let homes = self.definitions(id, reference).unwrap_or_default();
                !homes.is_empty() && homes.into_iter().all(|(home, value)| follow(home, value))
            }
            _ => false,
        }
    }

    /// `data.alicloud_regions.here.regions[0].id`, whose `current` is true.
    fn is_current_region(self, template: &'a Template, reference: &Reference) -> bool {
        let Some(name) = reference.name.strip_prefix("alicloud_regions.") else { return false };
        let is_meant =
            |it: &&Resource| it.is_data && it.resource_type == "alicloud_regions" && it.name == name;
        let found = template.resources.iter().find(is_meant);
        let current = found.and_then(|it| self.property(it, "current"));
        current.is_some_and(|it| it.kind == ValueKind::Literal(Literal::Bool(true)))
    }
}

/// Whether the variable `name` of a root module is the region that it is deployed to: that of its default provider,
/// or one that is called so where the provider does not say.
fn names_region(template: &Template, name: &str) -> bool {
    let region = template.providers.iter().find(|it| it.alias.is_none()).and_then(|it| it.region.as_ref());
    match region.map(|it| &it.kind) {
        Some(ValueKind::Ref(region)) => region.kind == ReferenceKind::Variable && region.name == name,
        Some(_) => false,
        None => matches!(
            name.to_ascii_lowercase().replace(['_', '-'], "").as_str(),
            "region" | "regionid" | "alicloudregion" | "aliyunregion" | "alibabacloudregion"
        ),
    }
}
