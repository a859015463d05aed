//! Trees to IR: the only modules that know what ROS and Terraform mean by their texts.
//!
//! A template is lowered in full, but its values only when somebody asks for them through a [`Cx`]: a template is
//! as cheap to lower as what is asked of it.

mod cx;
mod follow;
mod placeholder;
mod problem;
mod references;
pub mod ros;
pub(crate) mod secret;
mod spelling;
pub mod terraform;

pub use cx::Cx;

/// Levels of nesting that a lowered value has at most; what lies deeper counts as an unknown expression.
const VALUE_DEPTH: usize = 128;
