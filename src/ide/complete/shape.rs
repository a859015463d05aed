//! Properties and values by their schema.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{About, Item, Kind};
use crate::ide::explain::described;
use crate::schema::{self, Property, Schema, Type, TypeKind, settable};

/// Types by how many public templates use them; made by `grammar/schema/common.py`.
static COMMON: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let lines = include_str!("../../../grammar/schema/common.txt").lines();
    lines.flat_map(|line| line.split(' ').skip(1).zip(1..)).collect()
});

/// All types of a kind: those that are `used` first, then those that are common, those of the services of the used ones
/// before the others.
pub(super) fn types(schema: &Schema, kind: TypeKind, used: &[&str]) -> Vec<Item> {
    let services: Vec<&str> = used.iter().filter_map(|it| service(it)).collect();
    let item = |name: &str| {
        let is_near = service(name).is_some_and(|it| services.contains(&it));
        let rank = match COMMON.get(name) {
            _ if used.contains(&name) => 0,
            Some(&rank) => rank,
            None => u16::MAX - u16::from(is_near),
        };
        Item::new(name, Kind::Type).rank(rank).about(About::Type(kind, name.to_owned()))
    };
    schema.names(kind).map(item).collect()
}

/// The service whose resources the type is one of.
fn service(name: &str) -> Option<&str> {
    match name.contains("::") {
        true => name.rsplit_once("::").map(|(service, _)| service),
        false => name.split('_').nth(1),
    }
}

/// The properties of `of`, or those at the path `below` it, without those that are there.
pub(super) fn properties(of: &Type, below: &[&str], there: &[String]) -> Vec<(Item, Property)> {
    let found = match below {
        [] => of.properties.as_ref(),
        _ => of.property(&below.join(".")).and_then(Property::object),
    };
    let all = found.map(settable).unwrap_or_default();
    let missing = all.into_iter().filter(|(name, _)| !there.iter().any(|it| it == name));
    missing
        .map(|(name, property)| {
            let mut item = Item::new(name, Kind::Key).detail(described(property));
            item.rank = u16::from(!property.required) + u16::from(property.is_deprecated);
            item.is_deprecated = property.is_deprecated;
            let path = below.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
            item.about = Some(About::Property(of.kind, of.name.clone(), path));
            (item, property.clone())
        })
        .collect()
}

/// The values that the property at the path `below` can have.
pub(super) fn values(of: &Type, below: &[&str]) -> Vec<Item> {
    let Some(property) = of.property(&below.join(".")) else { return Vec::new() };
    let mut inner = property;
    while let (true, Some(item)) = (inner.allowed_values.is_empty(), &inner.item) {
        inner = item;
    }
    let mut items: Vec<Item> =
        inner.allowed_values.iter().map(|value| Item::new(value.to_string(), Kind::Value)).collect();
    if items.is_empty() && inner.kind == schema::Kind::Boolean {
        items = ["true", "false"].into_iter().map(|it| Item::new(it, Kind::Value)).collect();
    }
    items
}

/// The attributes that can be taken from a resource of type `name`.
pub(super) fn attributes(schema: &Schema, kind: TypeKind, name: &str) -> Vec<Item> {
    let Some(of) = schema.resource_type(kind, name) else { return Vec::new() };
    let named =
        of.attributes.iter().map(|it| Item::new(it.as_str(), Kind::Attribute).detail(of.name.as_str()));
    let properties = of.properties.iter().flatten().filter(|_| kind != TypeKind::Ros);
    let taken = properties.map(|(name, it)| Item::new(name.as_str(), Kind::Attribute).detail(described(it)));
    let mut items: Vec<Item> = named.chain(taken).collect();
    // What identifies a resource is asked for most.
    items.iter_mut().for_each(|it| it.rank = u16::from(it.label != "id"));
    items
}
