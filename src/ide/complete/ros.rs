//! What can stand in a ROS template.

use super::place::{Place, Step, place};
use super::{Item, Kind, images, names, shape, template_of};
use crate::grammar;
use crate::ide::View;
use crate::ir::{Dialect, SymbolKind, TemplateId};
use crate::schema::{self, TypeKind};
use crate::source::{FileId, TextRange};

/// Fields of a parameter: <https://www.alibabacloud.com/help/en/ros/user-guide/parameters>.
const PARAMETER: [&str; 17] = [
    "Type",
    "Default",
    "AllowedValues",
    "AllowedPattern",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "NoEcho",
    "Description",
    "ConstraintDescription",
    "Label",
    "AssociationProperty",
    "AssociationPropertyMetadata",
    "Confirm",
    "TextArea",
    "Required",
];

/// Types of parameters: <https://www.alibabacloud.com/help/en/ros/user-guide/parameters>.
const PARAMETER_TYPES: [&str; 6] =
    ["String", "Number", "Boolean", "Json", "CommaDelimitedList", "ALIYUN::OOS::Parameter::Value"];

/// Fields of an output: <https://www.alibabacloud.com/help/en/ros/user-guide/outputs>.
const OUTPUT: [&str; 5] = ["Value", "Description", "Condition", "Label", "NoEcho"];

/// Values of `DeletionPolicy`: <https://www.alibabacloud.com/help/en/ros/user-guide/resources>.
const DELETION_POLICIES: [&str; 2] = ["Delete", "Retain"];

/// What can stand at byte `at` of text `file`.
pub(super) fn complete(view: &View<'_>, file: FileId, at: u32) -> Option<(TextRange, Vec<Item>)> {
    let text = view.sources().text(file);
    let place = place(text, at)?;
    let template = template_of(view, file).map(|(id, _)| id)?;
    let typed = TextRange::new(place.word.start, at.max(place.word.start)).of(text);
    let here = Here { view, file, template, place: &place, typed };
    let mut items = here.items();
    if place.is_key {
        items.iter_mut().for_each(|item| here.finish_key(item));
    } else {
        items.iter_mut().for_each(|item| here.finish_value(item));
    }
    Some((place.word, items))
}

struct Here<'h, 'v> {
    view: &'h View<'v>,
    file: FileId,
    template: TemplateId,
    place: &'h Place,
    /// What is typed of the word so far.
    typed: &'h str,
}

impl Here<'_, '_> {
    fn items(&self) -> Vec<Item> {
        if self.typed.starts_with('!') && self.place.quote.is_none() {
            return tags();
        }
        if let Some((function, index)) = self.place.functions.first() {
            let items = self.arguments(function, *index);
            if !items.is_empty() {
                return items;
            }
        }
        let keys = self.place.keys();
        match (keys.as_slice(), self.place.is_key) {
            ([], true) => self.without(grammar::sections(), Kind::Keyword),
            (["Resources", _], true) => self.without(grammar::resource_fields(), Kind::Key),
            (["Resources", _, "Properties", below @ ..], is_key) => self.property(below, is_key),
            (["Resources", _, "Type"], _) => self.types(),
            (["Resources", own, "DependsOn"], _) => {
                let mut items = self.named(&[SymbolKind::Resource, SymbolKind::DataSource]);
                items.retain(|it| it.label != *own);
                items
            }
            (["Resources" | "Outputs", _, "Condition"], false) => self.named(&[SymbolKind::Condition]),
            (["Resources", _, "DeletionPolicy"], false) => values(&DELETION_POLICIES),
            (["Parameters", _], true) => self.without(&PARAMETER, Kind::Key),
            (["Parameters", _, "Type"], false) => values(&PARAMETER_TYPES),
            (["Parameters", _, "AssociationProperty"], false) => {
                schema::associations().map(|it| Item::new(it, Kind::Value)).collect()
            }
            (["Parameters", _, "NoEcho" | "Confirm" | "TextArea" | "Required"], false) => {
                values(&["true", "false"])
            }
            (["Parameters", _, "AssociationPropertyMetadata"], true) => {
                let keys: Vec<&str> = schema::common_association_keys().to_vec();
                self.without(&keys, Kind::Key)
            }
            (["Outputs", _], true) => self.without(&OUTPUT, Kind::Key),
            (["Metadata", "ALIYUN::ROS::Interface", "ParameterGroups", "Parameters"], _) => {
                self.named(&[SymbolKind::Parameter, SymbolKind::Variable])
            }
            (["Metadata"], true) => values(&["ALIYUN::ROS::Interface"]),
            (["Metadata", "ALIYUN::ROS::Interface"], true) => {
                self.without(&["ParameterGroups", "TemplateTags", "Hidden"], Kind::Key)
            }
            (["Metadata", "ALIYUN::ROS::Interface", "ParameterGroups"], true) => {
                self.without(&["Parameters", "Label"], Kind::Key)
            }
            (["ROSTemplateFormatVersion"], false) => values(&["2015-09-01"]),
            (["Transform"], false) => {
                values(&["Aliyun::Serverless-2018-04-03", "Aliyun::Terraform-v1.5", "Aliyun::OpenTofu-v1.8"])
            }
            (["Conditions" | "Outputs" | "Locals" | "Rules", _, ..], true) => functions(),
            _ => Vec::new(),
        }
    }

    /// What can be argument `index` of `function`.
    fn arguments(&self, function: &str, index: usize) -> Vec<Item> {
        match (function, index) {
            ("Ref", _) => self.referable(),
            ("Fn::Sub", 0) => self.in_pattern(),
            ("Fn::GetAtt", 0) => match self.typed.split_once('.') {
                Some((resource, _)) => self.attributes(resource, Some(resource)),
                None => self.named(&[SymbolKind::Resource, SymbolKind::DataSource]),
            },
            ("Fn::GetAtt", 1) => match self.place.items.first() {
                Some(resource) => self.attributes(resource, None),
                None => Vec::new(),
            },
            ("Fn::FindInMap", 0) => self.named(&[SymbolKind::Mapping]),
            ("Fn::FindInMap", 1 | 2) => self.mapping_keys(index),
            ("Fn::If", 0) | ("Condition" | "!Condition" | "Fn::And" | "Fn::Or" | "Fn::Not", _) => {
                self.named(&[SymbolKind::Condition])
            }
            _ => Vec::new(),
        }
    }

    fn named(&self, kinds: &[SymbolKind]) -> Vec<Item> {
        let mut items = names(self.view, self.template, kinds);
        items.retain(|it| !self.place.items.contains(&it.label));
        items
    }

    /// Every resource type, those of the template first.
    fn types(&self) -> Vec<Item> {
        let template = self.view.unit.and_then(|unit| unit.template(self.template));
        let used = template.iter().flat_map(|it| &it.resources).map(|it| &*it.resource_type);
        shape::types(self.view.schema, TypeKind::Ros, &used.collect::<Vec<_>>())
    }

    /// What `Ref` can name.
    fn referable(&self) -> Vec<Item> {
        let kinds = [SymbolKind::Parameter, SymbolKind::Local, SymbolKind::Resource, SymbolKind::DataSource];
        let mut items = names(self.view, self.template, &kinds);
        let own = |name: &&str| Item::new(*name, Kind::Variable).rank(1);
        items.extend(grammar::pseudo_parameters().iter().map(own));
        items
    }

    /// What `${` of a pattern can name.
    fn in_pattern(&self) -> Vec<Item> {
        match self.typed.split_once('.') {
            Some((resource, _)) => self.attributes(resource, Some(resource)),
            None => self.referable(),
        }
    }

    fn attributes(&self, resource: &str, before: Option<&str>) -> Vec<Item> {
        let template = self.view.unit.and_then(|unit| unit.template(self.template));
        let found = template.and_then(|it| it.resources.iter().find(|it| it.name == resource));
        let Some(found) = found else { return Vec::new() };
        let mut items = shape::attributes(self.view.schema, TypeKind::Ros, &found.resource_type);
        if let Some(before) = before {
            items.iter_mut().for_each(|it| it.label = format!("{before}.{}", it.label));
        }
        items
    }

    fn mapping_keys(&self, level: usize) -> Vec<Item> {
        let Some(cx) = self.view.cx() else { return Vec::new() };
        let references = cx.references();
        let mapping = self.place.items.first().map(String::as_str);
        let is_own = |owner: crate::ir::DefinitionId| {
            references.definition(owner).is_some_and(|it| Some(it.name.as_str()) == mapping)
        };
        let keys = references.definitions().filter(|(_, it)| match (level, it.owner) {
            (1, Some(owner)) => {
                is_own(owner) && references.definition(owner).is_some_and(|it| it.owner.is_none())
            }
            (_, Some(owner)) => references.definition(owner).and_then(|it| it.owner).is_some_and(is_own),
            _ => false,
        });
        keys.map(|(_, it)| Item::new(it.name.as_str(), Kind::Value)).collect()
    }

    /// A property of a resource, or its value.
    fn property(&self, below: &[&str], is_key: bool) -> Vec<Item> {
        let Some(Step::Key(name)) = self.place.path.get(1) else { return Vec::new() };
        let template = self.view.unit.and_then(|unit| unit.template(self.template));
        let found = template.and_then(|it| it.resources.iter().find(|it| it.name == *name));
        let Some(of) = found.and_then(|it| self.view.schema.resource_type(TypeKind::Ros, &it.resource_type))
        else {
            return if is_key { functions() } else { Vec::new() };
        };
        if !is_key {
            let mut items = images(self.view, Dialect::Ros, &of.name, below);
            items.extend(shape::values(of, below));
            return items;
        }
        let mut items: Vec<Item> = shape::properties(of, below, &self.place.siblings)
            .into_iter()
            .map(|(item, property)| {
                let nested = match property.kind {
                    schema::Kind::Object | schema::Kind::Map => "\n  ",
                    schema::Kind::List | schema::Kind::Tag => "\n  - ",
                    _ => " ",
                };
                let label = item.label.clone();
                if self.place.is_json || self.place.has_value {
                    item
                } else {
                    item.insert(format!("{label}:{nested}"))
                }
            })
            .collect();
        // In a list of words, a key may be a word.
        items.extend(shape::values(of, below));
        if items.is_empty() || self.place.siblings.is_empty() {
            items.extend(functions().into_iter().map(|it| it.rank(3)));
        }
        items
    }

    /// `names` without the keys that are there.
    fn without(&self, names: &[&str], kind: Kind) -> Vec<Item> {
        let missing = names.iter().filter(|name| !self.place.siblings.iter().any(|it| it == *name));
        missing.map(|name| Item::new(*name, kind)).collect()
    }

    /// Puts what goes with a key around it.
    fn finish_key(&self, item: &mut Item) {
        let is_word = matches!(
            item.kind,
            Kind::Value | Kind::Parameter | Kind::Resource | Kind::Variable | Kind::Attribute
        );
        if self.place.has_value || is_word {
            return;
        }
        if self.place.is_json {
            let colon = if self.place.quote.is_some() { "" } else { ": " };
            let quote = if self.place.quote.is_some() { "" } else { "\"" };
            item.insert = Some(format!("{quote}{}{quote}{colon}", item.label));
        } else if item.insert.is_none() {
            item.insert = Some(format!("{}: ", item.label));
        }
    }

    /// Puts quotes around a value where the language needs them.
    fn finish_value(&self, item: &mut Item) {
        let text = self.view.sources().text(self.file);
        let follows_dollar = text.get(..self.place.word.start as usize).is_some_and(|it| it.ends_with("${"));
        if self.place.is_json && self.place.quote.is_none() && !follows_dollar {
            let is_bare = item.label == "true" || item.label == "false" || item.label.parse::<f64>().is_ok();
            if !is_bare {
                item.insert = Some(format!("\"{}\"", item.label));
            }
        }
    }
}

fn values(values: &[&str]) -> Vec<Item> {
    values.iter().map(|value| Item::new(*value, Kind::Value)).collect()
}

/// Short tags of functions.
fn tags() -> Vec<Item> {
    let tags = grammar::functions().iter().map(|it| Item::new(it.tag, Kind::Function).detail(it.arguments));
    tags.chain([Item::new("!Condition", Kind::Function)]).collect()
}

/// Functions by their long names.
fn functions() -> Vec<Item> {
    grammar::functions().iter().map(|it| Item::new(it.name, Kind::Function).detail(it.arguments)).collect()
}
