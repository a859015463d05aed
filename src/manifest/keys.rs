//! The keys that the manifest's mappings know. The reader reads no others, and the JSON Schema lists the
//! same.

/// The whole manifest.
pub(super) const MANIFEST: &[&str] = &[
    "version",
    "templates",
    "exclude",
    "schema",
    "regions",
    "packages",
    "associations",
    "placeholders",
    "output",
    "also-render",
    "also-through",
    "computenest",
    "services",
    "lint",
];

/// A package.
pub(super) const PACKAGE: &[&str] = &["description", "tags", "versions"];

/// A version of a package.
pub(super) const VERSION: &[&str] = &["status", "kind", "source", "encrypted", "architecture", "images"];

/// The image that a version was made from.
pub(super) const SOURCE: &[&str] = &["region", "image"];

/// An association written out.
pub(super) const ASSOCIATION: &[&str] = &["package", "version", "resources"];

/// A service.
pub(super) const SERVICE: &[&str] = &["name", "visibility", "packages"];

/// The visibility of a service with a whitelist.
pub(super) const VISIBILITY: &[&str] = &["whitelist"];

/// The words for [`super::Status`].
pub(super) const STATUSES: &[(&str, super::Status)] =
    &[("draft", super::Status::Draft), ("published", super::Status::Published)];

/// The words for [`super::ImageKind`].
pub(super) const KINDS: &[(&str, super::ImageKind)] = &[
    ("public", super::ImageKind::Public),
    ("custom", super::ImageKind::Custom),
    ("shared", super::ImageKind::Shared),
    ("marketplace", super::ImageKind::Marketplace),
    ("community", super::ImageKind::Community),
];

/// The words for [`super::Architecture`].
pub(super) const ARCHITECTURES: &[(&str, super::Architecture)] = &[
    ("i386", super::Architecture::I386),
    ("x86_64", super::Architecture::X86_64),
    ("arm64", super::Architecture::Arm64),
];

/// The words for the visibility of a service without a whitelist.
pub(super) const VISIBILITIES: &[(&str, super::Visibility)] =
    &[("public", super::Visibility::Public), ("private", super::Visibility::Private)];

/// The words for levels of rules; `off` is not a level.
pub(super) const LEVELS: &[(&str, Option<crate::diagnostic::Severity>)] = &[
    ("error", Some(crate::diagnostic::Severity::Error)),
    ("warning", Some(crate::diagnostic::Severity::Warning)),
    ("note", Some(crate::diagnostic::Severity::Note)),
    ("off", None),
];

/// What an output path can hold in braces.
pub(super) const PLACEHOLDERS: &[&str] = &["region", "path", "name", "ext"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn schema() -> Value {
        serde_json::from_str(super::super::SCHEMA).unwrap()
    }

    /// The keys of the object schema at `pointer`, which has to refuse all others.
    fn keys<'s>(schema: &'s Value, pointer: &str) -> BTreeSet<&'s str> {
        let object = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
        assert_eq!(object["additionalProperties"], Value::Bool(false), "{pointer}");
        object["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema = schema();
        for (pointer, read) in [
            ("", MANIFEST),
            ("/$defs/package", PACKAGE),
            ("/$defs/version", VERSION),
            ("/$defs/source", SOURCE),
            ("/$defs/associationInFull", ASSOCIATION),
            ("/$defs/service", SERVICE),
            ("/$defs/visibility", VISIBILITY),
        ] {
            assert_eq!(keys(&schema, pointer), read.iter().copied().collect(), "{pointer}");
        }
        let objects =
            schema["$defs"].as_object().unwrap().values().filter(|it| it.get("properties").is_some());
        assert_eq!(objects.count(), 6, "every object of the schema is compared");
    }

    #[test]
    fn the_schema_has_the_words_that_are_read() {
        fn words<'w, T>(table: &'w [(&'static str, T)]) -> Vec<&'w str> {
            table.iter().map(|(word, _)| *word).collect()
        }
        let schema = schema();
        let of = |pointer: &str| -> Vec<String> {
            let words =
                schema.pointer(pointer).and_then(Value::as_array).unwrap_or_else(|| panic!("{pointer}"));
            words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(of("/$defs/version/properties/status/enum"), words(STATUSES));
        assert_eq!(of("/$defs/version/properties/kind/enum"), words(KINDS));
        assert_eq!(of("/$defs/version/properties/architecture/enum"), words(ARCHITECTURES));
        assert_eq!(of("/$defs/service/properties/visibility/anyOf/0/enum"), words(VISIBILITIES));
        assert_eq!(of("/properties/lint/additionalProperties/anyOf/0/enum"), words(LEVELS));
        let output = schema.pointer("/properties/output/description").and_then(Value::as_str).unwrap();
        for name in PLACEHOLDERS {
            assert!(output.contains(&format!("{{{name}}}")), "{name}");
        }
    }

    #[test]
    fn the_schema_has_the_families_of_placeholders() {
        let schema = schema();
        let pattern =
            schema.pointer("/properties/placeholders/propertyNames/pattern").and_then(Value::as_str);
        let names = |free: bool| -> Vec<&str> {
            let families = crate::grammar::placeholder_families().iter();
            families.filter(|it| it.id.is_none() == free).map(|it| it.name).collect()
        };
        let free = format!("(({})::[^", names(true).join("|"));
        let fixed = format!("({})::dockerconfigjson)", names(false).join("|"));
        assert!(pattern.is_some_and(|it| it.contains(&free) && it.contains(&fixed)), "{free} {fixed}");
    }
}
