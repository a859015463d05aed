//! Trees to IR: the only modules that know what ROS and Terraform mean by their texts.
//!
//! Lowering is driven by demand: of resources that can hold an image what rules ask for, of everything else
//! only what an image slot leads to. A template is as cheap to lower as it is poor in images.

mod asked;
mod placeholder;
mod problem;
pub mod ros;
mod spelling;
pub mod terraform;

/// Levels of nesting that a lowered value has at most; what lies deeper counts as an unknown expression.
const VALUE_DEPTH: usize = 128;
