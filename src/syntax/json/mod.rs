//! JSON as ROS reads it, on the tree of YAML.
//!
//! RFC 8259 with `NaN`, `Infinity` and `-Infinity`, as Python's `json` module reads it, except that a
//! lone surrogate escape is an error here. Text with an error is read a second time and repaired by its
//! brackets, and where those do not add up a third time, by its indentation.

mod blank;
mod decode;
mod parser;
mod repair;
mod string;

pub(in crate::syntax) use decode::{decode, scalar};

use super::yaml::{Kind, too_long};
use super::{Tree, budget};
use parser::{Parser, Repair};

/// Reads `text` as JSON. Never fails: what cannot be read becomes an error in the tree.
#[must_use]
pub fn parse(text: &str) -> Tree<Kind> {
    if text.len() > budget::TEXT_BYTES {
        return too_long(text);
    }
    let strict = Parser::new(text, None).read();
    let by_brackets = strict.or_else(|_| Parser::new(text, Some(Repair::default())).read());
    let by_indent = Repair { by_indent: true, ..Repair::default() };
    match by_brackets.or_else(|_| Parser::new(text, Some(by_indent)).read()) {
        Ok(tree) | Err(tree) => tree,
    }
}
