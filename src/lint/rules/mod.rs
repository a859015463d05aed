//! One file a rule. The table is in the order of the codes.

use super::Rule;

mod budget_exceeded;
mod conflicting_image_source;
mod deploy_time_image_id;
mod duplicate_key;
mod dynamic_image_id;
mod empty_image_id;
mod end_of_life_image;
mod image_on_scaling_group;
mod malformed_image_id;
mod misplaced_image_id;
mod missing_image_id;
mod misspelled_image_property;
mod no_break_space;
mod non_string_image_id;
mod partial_image_id;
mod region_bound_image;
mod syntax_error;
mod unknown_tag;
mod unsupported_resource_type;

pub(super) mod unknown_rule;
pub(super) mod unused_suppression;

/// Every rule.
pub static TABLE: &[&Rule] = &[
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
    &unused_suppression::RULE,
    &unknown_rule::RULE,
];
