//! Edits spliced into bytes, and trees of files put in place whole or not at all.

mod splice;
mod tree;

pub use splice::splice;
pub use tree::{Content, OutputFile, Tree, WriteError, Written, write_tree, write_trees};
