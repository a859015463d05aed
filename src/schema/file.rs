//! Schemas from files, to put newer types in the place of those that are compiled in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shape::Type;
use super::{Schema, TypeKind};
use crate::diagnostic::Text;
use crate::text;

/// Levels of objects in each other, at most.
const DEPTH: usize = 32;

impl Schema {
    /// The types that are compiled in, with those of the files `texts` in their place: each a table as in
    /// `grammar/schema/`, the answer of `terraform providers schema -json`, or one or a list of answers of the ROS
    /// action `GetResourceType`.
    ///
    /// # Errors
    /// What is wrong with the first text that is none of these, and its place among them.
    pub fn with<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> Result<Schema, (usize, Text)> {
        let mut newer = BTreeMap::new();
        for (place, text) in texts.into_iter().enumerate() {
            let value: Value = serde_json::from_slice(text).map_err(|error| {
                (place, text!(en: "it is not JSON: {error}", zh: "不是 JSON：{error}", error))
            })?;
            let found = types(&value);
            if found.is_empty() {
                let message = text!(
                    en: "it has no resource types in a known form",
                    zh: "其中没有已知格式的资源类型",
                );
                return Err((place, message));
            }
            newer.extend(found);
        }
        Ok(Schema { newer })
    }
}

/// All types in `value`, which is in one of the forms.
fn types(value: &Value) -> BTreeMap<(TypeKind, String), Type> {
    let mut found = BTreeMap::new();
    let date = value.get("date").and_then(Value::as_str).unwrap_or("`--schema`");
    let mut add = |kind: TypeKind, name: &str, entry: Value| {
        if let Ok(known) = serde_json::from_value::<Type>(entry) {
            let known = Type { name: name.to_owned(), kind, date: date.to_owned(), ..known };
            found.insert((kind, name.to_owned()), known);
        }
    };
    for (section, kind) in
        [("types", TypeKind::Ros), ("resources", TypeKind::Resource), ("data", TypeKind::Data)]
    {
        object(value, section).for_each(|(name, entry)| add(kind, name, entry.clone()));
    }
    for (_, provider) in object(value, "provider_schemas").filter(|(name, _)| name.ends_with("/alicloud")) {
        let sections = [("resource_schemas", TypeKind::Resource), ("data_source_schemas", TypeKind::Data)];
        for (section, kind) in sections {
            for (name, entry) in object(provider, section) {
                add(kind, name, json!({"p": entry.get("block").map(|it| of_block(it, 0))}));
            }
        }
    }
    for answer in value.as_array().into_iter().flatten().chain([value]) {
        if let Some(name) = answer.get("ResourceType").and_then(Value::as_str) {
            let properties: Map<String, Value> =
                object(answer, "Properties").map(|(name, it)| (name.clone(), of_ros(it, 0))).collect();
            let mut attributes: Vec<&String> = object(answer, "Attributes").map(|(name, _)| name).collect();
            attributes.sort();
            add(TypeKind::Ros, name, json!({"p": properties, "a": attributes}));
        }
    }
    found
}

fn object<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    value.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn is_set(value: &Value, flag: &str) -> bool {
    value.get(flag).and_then(Value::as_bool).unwrap_or_default()
}

/// `entry` with 1 for each flag that is set.
fn flagged(mut entry: Value, flags: &[(&str, bool)]) -> Value {
    if let Some(entry) = entry.as_object_mut() {
        entry.extend(flags.iter().filter(|it| it.1).map(|(name, _)| ((*name).to_owned(), json!(1))));
    }
    entry
}

/// The arguments and nested blocks of a block of Terraform, as a table has them.
fn of_block(block: &Value, depth: usize) -> Value {
    let mut found = Map::new();
    for (name, it) in object(block, "attributes") {
        let is_required = is_set(it, "required");
        let flags = [
            ("r", is_required),
            ("c", !is_required && !is_set(it, "optional")),
            ("d", is_set(it, "deprecated")),
            ("s", is_set(it, "sensitive")),
        ];
        found.insert(name.clone(), flagged(of_terraform(it.get("type"), depth), &flags));
    }
    for (name, it) in object(block, "block_types").filter(|_| depth < DEPTH) {
        let bound = |key| it.get(key).and_then(Value::as_u64).filter(|it| *it > 0);
        let (least, most) = (bound("min_items"), bound("max_items"));
        let inner = it.get("block").map(|inner| of_block(inner, depth + 1));
        let entry = json!({"t": "list", "b": 1, "l": [least, most], "i": {"t": "object", "p": inner}});
        found.insert(name.clone(), flagged(entry, &[("r", least.is_some())]));
    }
    Value::Object(found)
}

/// A type of Terraform, as a table has it.
fn of_terraform(of: Option<&Value>, depth: usize) -> Value {
    let parts = of.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match (of.and_then(Value::as_str), parts) {
        (Some("bool"), _) => json!({"t": "boolean"}),
        (Some(name), _) => json!({"t": name}),
        (None, [Value::String(kind), Value::Object(fields)]) if kind == "object" && depth < DEPTH => {
            let fields = fields.iter().map(|(name, it)| (name.clone(), of_terraform(Some(it), depth + 1)));
            json!({"t": "object", "p": fields.collect::<Map<_, _>>()})
        }
        (None, [Value::String(kind), inner]) if depth < DEPTH => {
            let kind = if kind == "map" { "map" } else { "list" };
            json!({"t": kind, "i": of_terraform(Some(inner), depth + 1)})
        }
        _ => json!({"t": "any"}),
    }
}

/// A property as the ROS action `GetResourceType` describes it, as a table has it.
fn of_ros(it: &Value, depth: usize) -> Value {
    let kind = it.get("Type").and_then(Value::as_str).unwrap_or("any");
    let kind = if kind == "integer" { "number" } else { kind };
    let mut entry = flagged(json!({"t": kind}), &[("r", is_set(it, "Required"))]);
    // What is in a list has the name `*`.
    let inner: Map<String, Value> = object(it, "Schema")
        .filter(|_| depth < DEPTH)
        .map(|(name, it)| (name.clone(), of_ros(it, depth + 1)))
        .collect();
    let Some(fields) = entry.as_object_mut() else { return entry };
    for constraint in it.get("Constraints").and_then(Value::as_array).into_iter().flatten() {
        let bounds = |key| {
            let of = constraint.get(key)?;
            Some(json!([of.get("Min"), of.get("Max")]))
        };
        let values = [
            ("e", constraint.get("AllowedValues").cloned()),
            ("x", constraint.get("AllowedPattern").cloned()),
            ("n", bounds("Range")),
            ("l", bounds("Length")),
        ];
        fields.extend(values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    }
    match inner.get("*") {
        Some(item) => _ = fields.insert("i".to_owned(), item.clone()),
        None if !inner.is_empty() => {
            fields.insert("t".to_owned(), json!("object"));
            fields.insert("p".to_owned(), Value::Object(inner));
        }
        None => {}
    }
    entry
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may fail")]
mod tests {
    use super::super::Kind;
    use super::*;

    fn with(value: &Value) -> Schema {
        Schema::with([value.to_string().as_bytes()]).unwrap()
    }

    #[test]
    fn tables_take_the_place_of_types() {
        let schema = with(&json!({"date": "2027-01", "types": {
            "ALIYUN::New::Thing": {"p": {"Name": {"t": "string", "r": 1}}, "a": ["Id"]},
            "ALIYUN::ECS::VPC": {"p": {"Other": {"t": "string"}}},
        }}));
        let thing = schema.resource_type(TypeKind::Ros, "ALIYUN::New::Thing").unwrap();
        assert_eq!((thing.date.as_str(), thing.attributes.as_slice()), ("2027-01", &["Id".to_owned()][..]));
        let net = schema.resource_type(TypeKind::Ros, "ALIYUN::ECS::VPC").unwrap();
        assert!(net.property("Other").is_some() && net.property("CidrBlock").is_none());
        assert!(schema.resource_type(TypeKind::Ros, "ALIYUN::ECS::VSwitch").is_some());
        assert!(schema.names(TypeKind::Ros).any(|name| name == "ALIYUN::New::Thing"));
    }

    #[test]
    fn answers_of_terraform_are_read() {
        let schema = with(&json!({"provider_schemas": {"registry.terraform.io/aliyun/alicloud": {
            "resource_schemas": {"alicloud_new": {"block": {
                "attributes": {
                    "id": {"type": "string", "computed": true},
                    "flags": {"type": ["set", "bool"], "required": true},
                    "old": {"type": ["list", ["object", {"a": "number"}]], "optional": true, "deprecated": true},
                },
                "block_types": {"disk": {"nesting_mode": "list", "min_items": 1, "block": {
                    "attributes": {"size": {"type": "number", "required": true}},
                }}},
            }}},
        }}}));
        let new = schema.resource_type(TypeKind::Resource, "alicloud_new").unwrap();
        let flags = new.property("flags").unwrap();
        assert!(flags.required && flags.item.as_ref().is_some_and(|it| it.kind == Kind::Boolean));
        assert!(new.property("id").unwrap().is_computed && new.property("old").unwrap().is_deprecated);
        assert_eq!(new.property("old.a").unwrap().kind, Kind::Number);
        let disk = new.property("disk").unwrap();
        assert!(disk.is_block && disk.required && new.property("disk.size").unwrap().required);
    }

    #[test]
    fn answers_of_ros_are_read() {
        let schema = with(&json!([{
            "ResourceType": "ALIYUN::New::Thing",
            "Attributes": {"Id": {}},
            "Properties": {
                "Size": {"Type": "integer", "Required": true, "Constraints": [{"Range": {"Min": 1, "Max": 5}}]},
                "Disks": {"Type": "list", "Schema": {"*": {"Type": "map", "Schema": {
                    "Kind": {"Type": "string", "Constraints": [{"AllowedValues": ["a", "b"]}]},
                }}}},
            },
        }]));
        let thing = schema.resource_type(TypeKind::Ros, "ALIYUN::New::Thing").unwrap();
        let size = thing.property("Size").unwrap();
        assert!(size.required && size.kind == Kind::Number && !size.range.allow(6.0));
        assert_eq!(thing.property("Disks.Kind").unwrap().allowed_values.len(), 2);
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(Schema::with([&b"{}"[..]]).unwrap_err().0, 0);
        assert_eq!(Schema::with([&b"{\"types\": {\"A\": {}}}"[..], &b"no"[..]]).unwrap_err().0, 1);
    }
}
