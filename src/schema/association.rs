//! `AssociationProperty` of ROS parameters: what the console's form shows for them.

use serde::Deserialize;

use super::packed::Packed;
use super::table;
use crate::grammar::nearest_within;

/// An association property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Association {
    /// The keys of its `AssociationPropertyMetadata`, without those that all have.
    pub keys: Vec<String>,
    /// Whether the console no longer offers it.
    #[serde(deserialize_with = "super::shape::flag")]
    pub deprecated: bool,
    /// What takes its place.
    pub instead: Option<String>,
}

/// The association property that parameters have in real templates which feed a property.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Expected {
    /// Its name.
    pub association: String,
    /// How many of these parameters have it.
    pub with: u32,
    /// How many there are.
    pub of: u32,
}

static ASSOCIATIONS: Packed<Association> = Packed::new(table::ASSOCIATIONS, |_, _| {});
static EXPECTED: Packed<Expected> = Packed::new(table::EXPECTED, |_, _| {});

/// The association property `name`.
#[must_use]
pub fn association(name: &str) -> Option<&'static Association> {
    ASSOCIATIONS.find(name)
}

/// The names of all association properties.
pub fn associations() -> impl Iterator<Item = &'static str> {
    ASSOCIATIONS.names().iter().map(String::as_str)
}

/// Whether `name` is an association property of another kind, of which nothing more is known.
#[must_use]
pub fn is_other_association(name: &str) -> bool {
    table::OTHER_ASSOCIATIONS.contains(&name)
}

/// The keys of `AssociationPropertyMetadata` that every association property has.
#[must_use]
pub fn common_association_keys() -> &'static [&'static str] {
    table::COMMON_KEYS
}

/// The association property that `name` may be meant for.
#[must_use]
pub fn nearest_association(name: &str) -> Option<&'static str> {
    nearest_within(associations(), name, (name.chars().count() / 4).clamp(1, 6)).map(|(name, _)| name)
}

/// What the parameter that feeds the property `path` of a type usually has: `ImageId`, `Tags[].Value`.
#[must_use]
pub fn expected_association(resource_type: &str, path: &str) -> Option<&'static Expected> {
    EXPECTED.find(&format!("{resource_type}.{path}"))
}

/// Whether any property of a type usually has parameters with an association.
#[must_use]
pub fn has_expected_association(resource_type: &str) -> bool {
    let names = EXPECTED.names();
    let first = names.partition_point(|it| it.as_str() < resource_type);
    names
        .iter()
        .skip(first)
        .take_while(|it| it.starts_with(resource_type))
        .any(|it| it.as_bytes().get(resource_type.len()) == Some(&b'.'))
}
