//! What can stand in a manifest, by its own JSON Schema.

use std::sync::LazyLock;

use serde_json::Value;

use super::place::{Place, Step, place};
use super::{About, Item, Kind, rules};
use crate::grammar;
use crate::ide::View;
use crate::manifest::SCHEMA;
use crate::source::TextRange;

static READ: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(SCHEMA).unwrap_or_default());

/// What can stand at byte `at` of the manifest `text`.
pub(super) fn complete(view: &View<'_>, text: &str, at: u32) -> Option<(TextRange, Vec<Item>)> {
    let place = place(text, at)?;
    let keys = place.keys();
    let mut items = match keys.as_slice() {
        ["lint"] => rules::rules(),
        ["regions"] | [.., "images"] | [.., "region"] => regions(),
        ["associations" | "map", ..] if !place.is_key => versions(view),
        _ => Vec::new(),
    };
    if items.is_empty() {
        let schemas = schemas(&place);
        items = match place.is_key {
            true => schemas.iter().flat_map(|schema| properties(schema)).collect(),
            false => schemas.iter().flat_map(|schema| values(schema)).collect(),
        };
    }
    items.retain(|item| !place.siblings.contains(&item.label));
    if place.is_key && !place.has_value {
        for item in items.iter_mut().filter(|item| item.insert.is_none()) {
            item.insert = Some(format!("{}: ", item.label));
        }
    }
    Some((place.word, items))
}

fn regions() -> Vec<Item> {
    grammar::regions().iter().map(|region| Item::new(region.id, Kind::Value)).collect()
}

fn versions(view: &View<'_>) -> Vec<Item> {
    let packages = view.manifest.into_iter().flat_map(|manifest| &manifest.packages);
    let named = packages.flat_map(|package| {
        package.versions.iter().map(|it| format!("{}@{}", package.name.value, it.name.value))
    });
    named.map(|it| Item::new(it, Kind::Value)).collect()
}

/// The schemas that hold at `place`; several where the schema has alternatives.
fn schemas(place: &Place) -> Vec<&'static Value> {
    let mut found = alternatives(&READ);
    for step in &place.path {
        let next = |schema: &&'static Value| match step {
            Step::Key(key) => schema
                .get("properties")
                .and_then(|it| it.get(key))
                .or_else(|| schema.get("additionalProperties").filter(|it| it.is_object())),
            Step::Item(_) => schema.get("items"),
        };
        found = found.iter().filter_map(next).flat_map(alternatives).collect();
    }
    found
}

/// `schema` and what it refers to or chooses between.
fn alternatives(schema: &'static Value) -> Vec<&'static Value> {
    let mut found = vec![schema];
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = name.strip_prefix('#').and_then(|path| READ.pointer(path));
        found.extend(target.into_iter().flat_map(alternatives));
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        let choices = schema.get(word).and_then(Value::as_array);
        found.extend(choices.into_iter().flatten().flat_map(alternatives));
    }
    found
}

fn properties(schema: &Value) -> Vec<Item> {
    let named = schema.get("properties").and_then(Value::as_object);
    let item = |(name, schema): (&String, &Value)| {
        let mut item = Item::new(name.as_str(), Kind::Key);
        item.about = schema.get("description").and_then(Value::as_str).map(|it| About::Text(it.to_owned()));
        item
    };
    named.into_iter().flatten().map(item).collect()
}

fn values(schema: &Value) -> Vec<Item> {
    let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    listed.chain(schema.get("const")).map(|value| Item::new(text(value), Kind::Value)).collect()
}
