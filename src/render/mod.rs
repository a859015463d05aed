//! Edits spliced into bytes, and trees of files put in place whole or not at all.

#[allow(dead_code, reason = "trees of outputs will need the rest of it")]
mod folder;
mod replace;
mod splice;
mod tree;

pub use replace::{ReplaceError, Replaced, replace_file};
pub use splice::splice;
pub use tree::{Content, OutputFile, Tree, WriteError, Written, write_tree, write_trees};
