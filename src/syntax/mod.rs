//! Text to lossless tree, with every syntax error of the text. Nothing here fails or panics, and
//! nothing here knows ROS or Terraform.

pub mod budget;
pub mod hcl;
mod inside;
pub mod json;
mod lift;
mod outline;
mod parse;
mod quoting;
pub mod template;
mod tree;
pub mod yaml;

use crate::diagnostic::Diagnostic;
use crate::source::TextRange;

/// A finding about a text that is in no file yet.
pub type SyntaxError = Diagnostic<TextRange>;

pub use inside::write_inside;
pub use lift::lift;
pub use parse::{Language, Parse, Source, SourceMap};
pub use quoting::write_string;
pub use tree::{Children, Node, NodeId, Tree};
