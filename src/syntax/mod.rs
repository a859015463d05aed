//! Text to lossless tree, with every syntax error of the text. Nothing here fails or panics, and
//! nothing here knows ROS or Terraform.

pub mod budget;
pub mod hcl;
mod item;
pub mod json;
mod map_edit;
mod outline;
mod parse;
mod quoting;
mod removal;
mod splice_string;
pub mod template;
mod tree;
pub mod yaml;

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;

/// A finding about a text that is in no file yet.
pub type SyntaxError = Diagnostic<TextRange>;

pub(crate) use item::{Item, Plain, Unread};
pub use map_edit::map_edit;
pub use parse::{Language, Parse, Source, SourceMap};
pub use quoting::write_string;
pub use splice_string::write_inside;
pub use tree::{Children, Node, NodeId, Tree};
