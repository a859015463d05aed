//! YAML as ROS reads it: what PyYAML's safe loader with the short tags of ROS accepts.

mod encode;
mod kind;
mod resolve;
mod tokens;
mod view;

pub use encode::{Splice, quote_plain_if_needed};
pub use kind::Kind;
pub use resolve::Scalar;
pub use tokens::{TokenKind, Tokens};
pub use view::{Entries, Language, MergedEntry, View};

use super::Tree;

/// Reads `text` as YAML. Never fails: what cannot be read becomes an error in the tree.
#[must_use]
pub fn parse(text: &str) -> Tree<Kind> {
    Tree::new(Kind::Stream, text.len() as u32, 1)
}
