//! Properties and values by their schema.

use super::{Item, Kind};
use crate::diagnostic::Lang;
use crate::schema::{self, Property, Schema, Type, TypeKind, settable};

/// How a property is explained.
pub(crate) fn documentation(of: &Type, name: &str, property: &Property, lang: Lang) -> String {
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
    if property.range != schema::Bounds::default() {
        text.push_str(&format!("\n\n{}", property.range));
    }
    text.push_str(&format!("\n\n[{}]({})", of.name, of.doc_url(lang)));
    text
}

/// The type of a property, `list(string)`.
fn described(property: &Property) -> String {
    match &property.item {
        Some(item) => format!("{}({})", property.kind.name(), described(item)),
        None => property.kind.name().to_owned(),
    }
}

/// The type `name` of the schema.
pub(crate) fn type_of(kind: TypeKind, name: &str) -> Option<&'static Type> {
    Schema::built_in().resource_type(kind, name)
}

/// The names of all types of a kind.
pub(super) fn types(kind: TypeKind) -> Vec<Item> {
    Schema::built_in().names(kind).map(|name| Item::new(name, Kind::Type)).collect()
}

/// The properties of `of`, or those at the path `below` it, without those that are there.
pub(super) fn properties(of: &Type, below: &[&str], there: &[String], lang: Lang) -> Vec<(Item, Property)> {
    let found = match below {
        [] => of.properties.as_ref(),
        _ => of.property(&below.join(".")).and_then(Property::object),
    };
    let all = found.map(settable).unwrap_or_default();
    let missing = all.into_iter().filter(|(name, _)| !there.iter().any(|it| it == name));
    missing
        .map(|(name, property)| {
            let mut item = Item::new(name, Kind::Key).detail(described(property));
            item.rank = u8::from(!property.required) + u8::from(property.is_deprecated);
            item.is_deprecated = property.is_deprecated;
            item.documentation = documentation(of, name, property, lang);
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
pub(super) fn attributes(kind: TypeKind, name: &str) -> Vec<Item> {
    let Some(of) = type_of(kind, name) else { return Vec::new() };
    let named =
        of.attributes.iter().map(|it| Item::new(it.as_str(), Kind::Attribute).detail(of.name.as_str()));
    let properties = of.properties.iter().flatten().filter(|_| kind != TypeKind::Ros);
    let taken = properties.map(|(name, it)| Item::new(name.as_str(), Kind::Attribute).detail(described(it)));
    named.chain(taken).collect()
}
