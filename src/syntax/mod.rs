//! Text to lossless tree, with every syntax error of the text. Nothing here fails or panics, and
//! nothing here knows ROS or Terraform.

pub mod budget;
mod escape;
pub mod hcl;
mod item;
pub mod json;
mod language;
mod map_edit;
mod messages;
mod outline;
mod parse;
mod quoting;
mod removal;
mod sink;
mod splice_string;
pub mod template;
mod tree;
pub mod yaml;

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;

/// A finding about a text that is in no file yet.
pub type SyntaxError = Diagnostic<TextRange>;

pub(crate) use item::{Item, Plain, Unread};
pub use language::Language;
pub use map_edit::map_edit;
pub use parse::SourceMap;
pub(crate) use parse::{Parse, Source};
pub use quoting::write_string;
pub(crate) use splice_string::write_inside;
pub(crate) use tree::Children;
pub use tree::{Node, NodeId, Tree};
