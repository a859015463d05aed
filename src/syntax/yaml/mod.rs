//! YAML as ROS reads it: what PyYAML's safe loader with the short tags of ROS accepts.
//!
//! The parser makes one pass over the text and copies nothing: scalars stay ranges until somebody asks
//! a [`View`] for their value. The modules follow the chapters of the YAML specification, and numbers in
//! square brackets are those of its productions (version 1.2.2); where PyYAML differs, PyYAML counts.

mod ast;
mod block;
mod construct;
mod cursor;
pub(in crate::syntax) mod decode;
mod document;
mod encode;
pub(in crate::syntax) mod flags;
mod flow;
mod header;
mod kind;
mod merge;
mod parser;
mod places;
pub(in crate::syntax) mod prescan;
mod props;
mod repair;
pub(in crate::syntax) mod report;
mod resolve;
mod scalar;
mod state;
mod tags;
mod track;
mod typography;

pub use ast::View;
pub(in crate::syntax) use encode::fits_plain;
pub use encode::quote_plain_if_needed;
pub use kind::Kind;
pub(crate) use merge::MergedEntry;
pub use resolve::Scalar;

pub use super::Language;

use super::messages::yaml as messages;
use super::{Tree, budget};
use prescan::Prescan;

/// Reads `text` as YAML. Never fails: what cannot be read becomes an error in the tree.
#[must_use]
pub fn parse(text: &str) -> Tree<Kind> {
    if text.len() > budget::TEXT_BYTES {
        return too_long(text);
    }
    let prescan = Prescan::of(text);
    let (mut tree, deferred) = repair::read(text, &prescan);
    let unprintable = prescan.unprintable.iter().map(|&place| messages::unprintable(place, text));
    tree.errors.extend(unprintable.take(budget::SYNTAX_ERRORS));
    if prescan.typographic_quotes {
        typography::check_quotes(&mut tree, text);
    }
    let (errors, settled) = construct::check(&tree, text, deferred);
    tree.errors.retain(|error| !settled.contains(&error.primary.span));
    tree.errors.extend(errors);
    tree.errors.sort_by_key(|error| (error.primary.span.start, error.primary.span.end));
    tree.errors.truncate(budget::SYNTAX_ERRORS);
    tree
}

/// A tree of nothing, for a text whose offsets would not fit.
pub(in crate::syntax) fn too_long(text: &str) -> Tree<Kind> {
    let mut tree = Tree::new(Kind::Stream, u32::try_from(text.len()).unwrap_or(u32::MAX), 1);
    tree.errors.push(super::messages::too_long());
    tree
}
