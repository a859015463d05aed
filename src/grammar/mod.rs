//! What the compiler knows of its languages and of Alibaba Cloud: the tables of `grammar/`, compiled in.
//!
//! Every entry of a table names its source there. Nothing here reads a file or a clock.

mod image;
mod instance;
mod nearest;
mod placeholder;
mod region;
mod ros;
mod slot;
mod terraform;

pub(crate) use image::{
    ACCOUNT_LETTERS, Architecture, Encryption, ImageFinder, ImageIdShape, architecture_of, encryption_of,
    end_of_life_of, family_of, has_length_of_account_image, image_finder, image_id_shape, is_completed,
    is_image_id,
};
pub(crate) use instance::{InstanceFamily, instance_family};
pub(crate) use nearest::nearest;
pub(crate) use nearest::nearest_within;
pub(crate) use placeholder::{
    find_placeholders, placeholder_families, placeholder_openings, read_placeholder,
};
pub(crate) use region::{RegionStatus, region, region_of_image, regions};
pub(crate) use ros::{
    ArgumentKind, Function, function_by_name, function_by_tag, functions, is_pseudo_parameter, local_fields,
    meant_function, output_fields, parameter_fields, parameter_types, pseudo_parameters, resource_fields,
    rule_fields, sections,
};
pub(crate) use slot::{slots, slots_of, supported_types};
pub(crate) use terraform::{terraform_function, terraform_functions};

/// The tables as the build script writes them.
mod table {
    use super::image::{Architecture, Encryption, EndOfLife, Family, ImageFinder};
    use super::instance::InstanceFamily;
    use super::region::{Region, RegionStatus};
    use super::ros::{ArgumentKind, Function};
    use super::terraform::TerraformFunction;
    use crate::ir::{Dialect, PlaceholderFamily, SlotShape, Support};

    include!(concat!(env!("OUT_DIR"), "/grammar.rs"));
}
