//! What is known of resource types: properties, what may be in them, attributes. The tables of `grammar/schema/`,
//! compiled in and decoded type by type when somebody asks; newer types can be put in their place.

mod association;
mod file;
mod packed;
mod shape;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::grammar::nearest_within;
use packed::Packed;

pub use association::{
    Association, Expected, association, associations, common_association_keys, expected_association,
    has_expected_association, is_other_association, nearest_association,
};
pub use shape::{Bounds, Kind, Pattern, Properties, Property, Scalar, Type, settable};

/// The tables as the build script writes them.
mod table {
    include!(concat!(env!("OUT_DIR"), "/schema.rs"));
}

/// What a type is a type of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TypeKind {
    /// A resource of ROS.
    #[default]
    Ros,
    /// A resource of Terraform.
    Resource,
    /// A data source of Terraform.
    Data,
}

/// All types that are known.
#[derive(Debug)]
pub struct Schema {
    /// Those in the place of built-in ones.
    newer: BTreeMap<(TypeKind, String), Type>,
}

static ROS: Packed<Type> = Packed::new(table::ROS, |name, found| {
    let source = table::ROS_SOURCES.iter().find(|(key, ..)| *key == found.source);
    let date = source.map_or(table::ROS_DATE, |(_, _, date)| date);
    finish(TypeKind::Ros, name, date, found);
});
static RESOURCES: Packed<Type> = Packed::new(table::RESOURCES, |name, found| {
    finish(TypeKind::Resource, name, table::PROVIDER_DATE, found)
});
static DATA: Packed<Type> =
    Packed::new(table::DATA, |name, found| finish(TypeKind::Data, name, table::PROVIDER_DATE, found));

static BUILT_IN: LazyLock<Schema> = LazyLock::new(|| Schema { newer: BTreeMap::new() });

fn finish(kind: TypeKind, name: &str, date: &str, found: &mut Type) {
    name.clone_into(&mut found.name);
    found.kind = kind;
    date.clone_into(&mut found.date);
}

const fn table_of(kind: TypeKind) -> &'static Packed<Type> {
    match kind {
        TypeKind::Ros => &ROS,
        TypeKind::Resource => &RESOURCES,
        TypeKind::Data => &DATA,
    }
}

impl Schema {
    /// The types that are compiled in.
    #[must_use]
    pub fn built_in() -> &'static Schema {
        &BUILT_IN
    }

    /// The type `name`.
    #[must_use]
    pub fn resource_type(&self, kind: TypeKind, name: &str) -> Option<&Type> {
        if !self.newer.is_empty()
            && let Some(found) = self.newer.get(&(kind, name.to_owned()))
        {
            return Some(found);
        }
        table_of(kind).find(name)
    }

    /// Whether a type that is compiled in is called `name`.
    pub(crate) fn is_type(&self, name: &str) -> bool {
        let kinds = [TypeKind::Ros, TypeKind::Resource, TypeKind::Data];
        kinds.iter().any(|&kind| table_of(kind).names().binary_search_by(|it| it.as_str().cmp(name)).is_ok())
    }

    /// The names of all types of a kind.
    pub fn names(&self, kind: TypeKind) -> impl Iterator<Item = &str> {
        let newer = self.newer.keys().filter(move |(of, _)| *of == kind).map(|(_, name)| name.as_str());
        table_of(kind).names().iter().map(String::as_str).chain(newer)
    }

    /// The name of the type that `name` may be meant for, and the number of typing mistakes between them.
    #[must_use]
    pub fn nearest_type(&self, kind: TypeKind, name: &str) -> Option<(&str, usize)> {
        let own = name.rsplit_once("::").map_or(name, |(_, own)| own);
        nearest_within(self.names(kind), name, (own.chars().count() / 3).clamp(1, 6))
    }

    /// The month of the types of a kind that are compiled in: `2026-09`.
    #[must_use]
    pub fn date(kind: TypeKind) -> &'static str {
        match kind {
            TypeKind::Ros => table::ROS_DATE,
            TypeKind::Resource | TypeKind::Data => table::PROVIDER_DATE,
        }
    }

    /// The version of the provider of Terraform whose types are compiled in.
    #[must_use]
    pub fn provider_version() -> &'static str {
        table::PROVIDER_VERSION
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may fail")]
mod tests {
    use super::*;

    fn built_in(kind: TypeKind, name: &str) -> Option<&'static Type> {
        Schema::built_in().resource_type(kind, name)
    }

    #[test]
    fn every_type_can_be_decoded() {
        for kind in [TypeKind::Ros, TypeKind::Resource, TypeKind::Data] {
            let names: Vec<&str> = Schema::built_in().names(kind).collect();
            assert!(names.len() > 700 && names.is_sorted(), "{kind:?}");
            for name in names {
                let found = built_in(kind, name).unwrap();
                assert_eq!(found.name, name);
                assert!(!found.date.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn patterns_may_look_ahead() {
        let matches = |pattern: &str, text| Pattern::from(pattern.to_owned()).matches(text);
        let name = r"^(?!http:\/\/|https:\/\/).{1,8}$";
        assert!(matches(name, "web") && !matches(name, "http://a") && !matches(name, "123456789"));
        let password = r"^(?=.*[a-z])(?=.*\d)(?!root$)[a-z0-9)(]{3,9}$";
        assert!(matches(password, "abc1") && !matches(password, "abcd") && !matches(password, "root"));
        assert!(matches("b+", "abc") && !matches("^b+", "abc"));
        assert!(matches("a(?<!b)", "nobody can say"));
    }

    #[test]
    fn associations_are_found() {
        assert!(associations().count() > 290 && associations().all(|name| association(name).is_some()));
        let zone = association("ZoneId").unwrap();
        assert!(!zone.deprecated);
        assert!(association("ALIYUN::ECS::Instance::ImageId").is_some_and(|it| it.deprecated));
        assert_eq!(nearest_association("ZoneIds"), Some("ZoneId"));
        let expected = expected_association("ALIYUN::ECS::InstanceGroup", "InstanceType").unwrap();
        assert_eq!(expected.association, "ALIYUN::ECS::Instance::InstanceType");
    }

    #[test]
    fn a_type_is_what_its_source_says() {
        let group = built_in(TypeKind::Ros, "ALIYUN::ECS::InstanceGroup").unwrap();
        let (first, property) = group.settable()[0];
        assert!(property.required && ["InstanceType", "MaxAmount"].contains(&first));
        let size = group.property("DiskMappings.Size").unwrap();
        assert_eq!((size.kind, size.required), (Kind::String, true));
        assert!(group.attributes.iter().any(|it| it == "PrivateIps"));
        assert!(group.property("Nothing").is_none());
        let instance = built_in(TypeKind::Resource, "alicloud_instance").unwrap();
        assert_eq!(instance.property("image_id").map(|it| it.kind), Some(Kind::String));
        assert!(instance.property("data_disks").is_some_and(|it| it.is_block));
        assert!(built_in(TypeKind::Data, "alicloud_images").is_some());
        assert!(built_in(TypeKind::Ros, "alicloud_images").is_none());
        assert_eq!(
            Schema::built_in().nearest_type(TypeKind::Ros, "ALIYUN::ECS::instanceGroup"),
            Some(("ALIYUN::ECS::InstanceGroup", 0))
        );
    }
}
