//! One file a rule. The table is in the order of the codes.

use super::Rule;

mod architecture_mismatch;
mod budget_exceeded;
mod circular_reference;
mod conflicting_image_source;
mod constant_default_region;
mod deploy_time_image_id;
mod description_length;
mod draft_outside_source_region;
mod duplicate_definition;
mod duplicate_key;
mod dynamic_image_id;
mod empty_image_id;
mod end_of_life_image;
#[expect(rustdoc::invalid_codeblock_attributes, reason = "a file of the example begins with a dot")]
mod failing_import;
mod image_in_two_regions;
mod image_on_scaling_group;
mod image_region_mismatch;
mod invalid_association;
mod invalid_format_version;
mod invalid_function;
mod invalid_image_id;
mod invalid_manifest;
mod invalid_package_name;
mod invalid_parameter;
mod invalid_version_name;
mod left_out_file;
mod malformed_image_id;
mod misplaced_image_id;
mod misplaced_key;
mod missing_image_id;
mod misspelled_image_property;
mod misspelled_placeholder;
mod module_cycle;
mod multi_region_provider;
mod no_break_space;
mod no_distribution_region;
mod non_string_image_id;
mod parameter_without_association;
mod partial_image_id;
#[expect(rustdoc::invalid_codeblock_attributes, reason = "a file of the example begins with a dot")]
mod region_beyond_support;
mod region_bound_image;
mod shared_image_distribution;
mod syntax_error;
mod too_many_tags;
mod unassociated_image;
mod undefined_condition;
mod undefined_mapping;
mod undefined_reference;
mod unencrypted_disk;
mod unknown_attribute;
mod unknown_group_parameter;
mod unknown_package;
mod unknown_placeholder;
mod unknown_region;
mod unknown_tag;
mod unmapped_placeholder;
mod unmapped_region;
mod unseen_slot;
mod unsupported_resource_type;
mod unused_association;
mod unused_definition;
mod unused_placeholder;

pub(super) mod conflicting_arguments;
pub(super) mod deprecated_property;
pub(super) mod invalid_value;
pub(super) mod missing_property;
pub(crate) mod published_version_changed;
pub(crate) mod stale_baseline_entry;
pub(crate) mod stale_output;
pub(super) mod unknown_property;
pub(super) mod unknown_resource_type;
pub(super) mod unknown_rule;
pub(crate) mod unrenderable_slot;
pub(super) mod unused_suppression;
pub(super) mod wrong_type;

/// Every rule.
pub(crate) static TABLE: &[&Rule] = &[
    &syntax_error::RULE,
    &duplicate_key::RULE,
    &unknown_tag::RULE,
    &no_break_space::RULE,
    &budget_exceeded::RULE,
    &dynamic_image_id::RULE,
    &unsupported_resource_type::RULE,
    &misplaced_image_id::RULE,
    &misspelled_image_property::RULE,
    &non_string_image_id::RULE,
    &empty_image_id::RULE,
    &missing_image_id::RULE,
    &image_on_scaling_group::RULE,
    &region_bound_image::RULE,
    &partial_image_id::RULE,
    &end_of_life_image::RULE,
    &conflicting_image_source::RULE,
    &deploy_time_image_id::RULE,
    &malformed_image_id::RULE,
    &invalid_manifest::RULE,
    &unassociated_image::RULE,
    &unused_association::RULE,
    &unmapped_region::RULE,
    &draft_outside_source_region::RULE,
    &unknown_region::RULE,
    &invalid_package_name::RULE,
    &invalid_version_name::RULE,
    &description_length::RULE,
    &too_many_tags::RULE,
    &no_distribution_region::RULE,
    &published_version_changed::RULE,
    &unencrypted_disk::RULE,
    &image_in_two_regions::RULE,
    &image_region_mismatch::RULE,
    &architecture_mismatch::RULE,
    &unknown_package::RULE,
    &multi_region_provider::RULE,
    &region_beyond_support::RULE,
    &shared_image_distribution::RULE,
    &unknown_placeholder::RULE,
    &unused_placeholder::RULE,
    &misspelled_placeholder::RULE,
    &unmapped_placeholder::RULE,
    &invalid_image_id::RULE,
    &constant_default_region::RULE,
    &unrenderable_slot::RULE,
    &stale_output::RULE,
    &unseen_slot::RULE,
    &failing_import::RULE,
    &left_out_file::RULE,
    &module_cycle::RULE,
    &undefined_reference::RULE,
    &unknown_attribute::RULE,
    &undefined_condition::RULE,
    &undefined_mapping::RULE,
    &unused_definition::RULE,
    &invalid_function::RULE,
    &circular_reference::RULE,
    &invalid_parameter::RULE,
    &misplaced_key::RULE,
    &duplicate_definition::RULE,
    &conflicting_arguments::RULE,
    &invalid_format_version::RULE,
    &unknown_resource_type::RULE,
    &unknown_property::RULE,
    &missing_property::RULE,
    &wrong_type::RULE,
    &invalid_value::RULE,
    &deprecated_property::RULE,
    &parameter_without_association::RULE,
    &unknown_group_parameter::RULE,
    &invalid_association::RULE,
    &unused_suppression::RULE,
    &unknown_rule::RULE,
    &stale_baseline_entry::RULE,
];
