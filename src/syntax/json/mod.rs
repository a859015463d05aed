//! JSON as ROS reads it, on the tree of YAML.
