//! Manifest × provider × region: which image a slot means where.
//!
//! Rules, plan and reports ask here, so that they cannot disagree.

mod found;
mod image;
mod places;
mod provider;

pub(crate) use found::{Found, How};
pub use image::Binding;
pub(crate) use image::{
    Rendered, association, is_built_for, is_rendered, regions, regions_of_packages, without_package,
};
pub(crate) use places::{Hop, Place, Places};
pub(crate) use provider::default_region;
