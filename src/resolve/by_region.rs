//! What a value is in each region: maps looked up by the region, conditions on it.

use std::borrow::Cow;

use super::known::{Evaluation, Known};
use crate::ir::{
    Literal, Reference, ReferenceKind, Relation, Step, SymbolKind, TemplateId, Value, ValueKind,
};
use crate::lower::Cx;

/// The region in which a ROS template is deployed.
const ROS_REGION: &str = "ALIYUN::Region";

/// What a value is in each of several regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ByRegion {
    /// The same string in all of them.
    Same(String),
    /// A string for each of these regions; for the others there is none.
    Each(Vec<(String, String)>),
    /// A deployment chooses between strings, by a parameter or variable.
    Chosen,
    /// Nothing that the text alone tells.
    Unknown,
}

/// What `value`, which is in `template`, is in each of `regions`.
pub(crate) fn by_region(cx: Cx<'_>, template: TemplateId, value: &Value, regions: &[String]) -> ByRegion {
    let mut found = Vec::new();
    for region in regions {
        let mut evaluation = Evaluation::new(cx);
        evaluation.region = Some(region);
        let known = evaluation.value(template, value).and_then(Known::into_text);
        let text = known.map(|(text, _)| text.trim().to_owned()).filter(|text| !text.is_empty());
        if evaluation.chooses && text.is_some() {
            return ByRegion::Chosen;
        }
        found.extend(text.map(|text| (region.clone(), text)));
    }
    match found.first() {
        None => ByRegion::Unknown,
        Some((_, first)) if found.len() == regions.len() && found.iter().all(|(_, text)| text == first) => {
            ByRegion::Same(first.clone())
        }
        Some(_) => ByRegion::Each(found),
    }
}

impl<'a> Evaluation<'a> {
    /// The region, where `reference`, which is in `template`, stands for it.
    pub(super) fn region_named(&self, template: TemplateId, reference: &Reference) -> Option<Known<'a>> {
        let region = self.region?;
        let is_region = match reference.kind {
            ReferenceKind::Ros => reference.name == ROS_REGION,
            ReferenceKind::Data => self.is_current_region(template, reference),
            ReferenceKind::Variable => self.is_region_variable(template, &reference.name),
            _ => false,
        };
        is_region.then(|| Known::Text(Cow::Owned(region.to_owned()), None))
    }

    /// Whether `name` is the pseudo parameter of the region; for `${name}`.
    pub(super) fn region_called(&self, name: &str) -> Option<Known<'a>> {
        let region = self.region.filter(|_| name == ROS_REGION)?;
        Some(Known::Text(Cow::Owned(region.to_owned()), None))
    }

    /// `data.alicloud_regions.x.regions[0].id` where it looks for the current one.
    fn is_current_region(&self, template: TemplateId, reference: &Reference) -> bool {
        let is_taken = match reference.steps.as_slice() {
            [Step::Name(ids), Step::Index(0)] => ids == "ids",
            [Step::Name(list), Step::Index(0), Step::Name(id)] => {
                list == "regions" && matches!(id.as_str(), "id" | "region_id")
            }
            _ => false,
        };
        let Some(name) = reference.name.strip_prefix("alicloud_regions.").filter(|_| is_taken) else {
            return false;
        };
        let resources = self.template(template).map(|it| it.resources.as_slice()).unwrap_or_default();
        let found = resources
            .iter()
            .find(|it| it.is_data && it.resource_type == "alicloud_regions" && it.name.ends_with(name));
        let current = found.and_then(|it| self.cx.property(it, "current"));
        current.is_some_and(|it| it.kind == ValueKind::Literal(Literal::Bool(true)))
    }

    /// Whether the variable `name` of a module that nothing here calls is the region of its provider; in one
    /// without such a provider, by its name.
    fn is_region_variable(&self, id: TemplateId, name: &str) -> bool {
        let is_called =
            self.cx.unit.parent(id).is_some_and(|it| matches!(it.relation, Relation::Module { .. }));
        let Some(template) = self.template(id).filter(|_| !is_called) else { return false };
        let mut regions = template.providers.iter().filter_map(|it| it.region.as_ref()).peekable();
        if regions.peek().is_none() {
            return matches!(name, "region" | "region_id" | "alicloud_region" | "aliyun_region");
        }
        let is_named = |value: &Value| match &value.kind {
            ValueKind::Ref(it) => {
                it.kind == ReferenceKind::Variable && it.name == name && it.steps.is_empty()
            }
            _ => false,
        };
        template.providers.iter().any(|it| it.alias.is_none() && it.region.as_ref().is_some_and(is_named))
    }

    /// What `evaluate` finds to select by; a deployment that can set it chooses.
    pub(super) fn selecting<T>(&mut self, evaluate: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.overridable, false);
        let found = evaluate(self);
        self.chooses |= self.overridable;
        self.overridable |= before;
        found
    }

    /// Whether the condition called `name` holds.
    pub(super) fn condition_named(&mut self, template: TemplateId, name: &str) -> Option<bool> {
        let symbol = self.template(template)?.symbols.find(name, &[SymbolKind::Condition])?;
        let value = self.definition_of(symbol)?;
        self.deeper(|this| this.condition(template, value))
    }

    /// Whether `value` is true, as far as the region decides it.
    pub(super) fn condition(&mut self, template: TemplateId, value: &'a Value) -> Option<bool> {
        self.region?;
        match &value.kind {
            ValueKind::Literal(Literal::Bool(flag)) => Some(*flag),
            ValueKind::Literal(Literal::String(text)) => match text.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                name => self.condition_named(template, name),
            },
            ValueKind::Group(inner) => self.condition(template, inner),
            ValueKind::Map(_) => self.condition_named(template, value.get("Condition")?.as_str()?),
            ValueKind::Expression(operands) => self.comparison(template, operands),
            ValueKind::Call(call) => {
                let arguments = call.arguments.as_slice();
                match call.name.as_str() {
                    "Fn::Equals" => match arguments {
                        [one, two] => self.equal(template, one, two),
                        _ => None,
                    },
                    "Fn::Not" => match arguments {
                        [only] => self.condition(template, only).map(|it| !it),
                        _ => None,
                    },
                    "Fn::And" => self.all(template, arguments, true),
                    "Fn::Or" => self.all(template, arguments, false).map(|it| !it),
                    "Condition" => self.condition(template, arguments.first()?),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether all of `values` are `wanted`.
    fn all(&mut self, template: TemplateId, values: &'a [Value], wanted: bool) -> Option<bool> {
        let mut all = Some(true);
        for value in values {
            match self.condition(template, value) {
                Some(found) if found == wanted => {}
                Some(_) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    /// `a == b` and `a != b` of Terraform.
    fn comparison(&mut self, template: TemplateId, operands: &'a [Value]) -> Option<bool> {
        let [one, two] = operands else { return None };
        let between = crate::source::Span { start: one.span.end, end: two.span.start, ..one.span };
        let operator = self.cx.sources.slice(between).trim();
        let is_equal = self.equal(template, one, two)?;
        match operator {
            "==" => Some(is_equal),
            "!=" => Some(!is_equal),
            _ => None,
        }
    }

    fn equal(&mut self, template: TemplateId, one: &'a Value, two: &'a Value) -> Option<bool> {
        self.selecting(|this| {
            let one = this.value(template, one)?.into_fragment()?;
            let two = this.value(template, two)?.into_fragment()?;
            Some(one == two)
        })
    }
}
