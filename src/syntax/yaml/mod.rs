//! YAML as ROS reads it: what PyYAML's safe loader with the short tags of ROS accepts.

mod kind;

pub use kind::Kind;
