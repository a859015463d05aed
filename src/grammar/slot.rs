//! Where image IDs are.

use super::table;
use crate::ir::{Dialect, SlotShape, Support};

/// Every property path that holds an image ID, sorted by dialect, type and path.
#[must_use]
pub(crate) fn slots() -> &'static [SlotShape] {
    table::SLOTS
}

/// The slots of one resource type, sorted by path; empty for a type without any.
#[must_use]
pub(crate) fn slots_of(dialect: Dialect, resource_type: &str) -> &'static [SlotShape] {
    let types = table::SLOT_TYPES;
    let place =
        types.partition_point(|&(length, name, _)| (length, name) < (resource_type.len(), resource_type));
    let found = types.get(place).filter(|it| it.1 == resource_type).and_then(|it| slots().get(it.2.clone()));
    // No name is one of both dialects.
    found.filter(|rows| rows.iter().all(|it| it.dialect == dialect)).unwrap_or_default()
}

/// The types of `dialect` in which Compute Nest replaces the image ID, in the order of the table.
pub(crate) fn supported_types(dialect: Dialect) -> impl Iterator<Item = &'static str> {
    slots()
        .iter()
        .filter(move |it| it.dialect == dialect && it.support == Support::Supported)
        .map(|it| it.resource_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_of_finds_each_row_and_no_other() {
        for shape in slots() {
            let found = slots_of(shape.dialect, shape.resource_type);
            assert!(found.contains(shape), "{}", shape.resource_type);
            assert!(
                found.iter().all(|it| it.resource_type == shape.resource_type && it.dialect == shape.dialect)
            );
        }
        let total: usize = {
            let mut types: Vec<_> = slots().iter().map(|it| (it.dialect, it.resource_type)).collect();
            types.dedup();
            types.iter().map(|&(dialect, name)| slots_of(dialect, name).len()).sum()
        };
        assert_eq!(total, slots().len());
        assert!(slots_of(Dialect::Ros, "ALIYUN::ECS::Inst").is_empty());
        assert!(slots_of(Dialect::Ros, "").is_empty());
        assert!(slots_of(Dialect::Terraform, "zzz").is_empty());
        assert!(slots_of(Dialect::Terraform, "ALIYUN::ECS::Instance").is_empty());
    }

    #[test]
    fn the_documented_types_are_supported() {
        let ros: Vec<_> = supported_types(Dialect::Ros).collect();
        let documented = [
            "ALIYUN::ECS::Instance",
            "ALIYUN::ECS::InstanceGroup",
            "ALIYUN::EHPC::Cluster",
            "ALIYUN::ESS::ScalingConfiguration",
            "ALIYUN::ESS::ScalingGroup",
        ];
        assert_eq!(ros, documented);
        let terraform: Vec<_> = supported_types(Dialect::Terraform).collect();
        assert_eq!(
            terraform,
            ["alicloud_ess_scaling_configuration", "alicloud_ess_scaling_group", "alicloud_instance"]
        );
    }
}
