//! The values of templates: escapes, strip markers and the indentation of flush heredocs.

use std::borrow::Cow;

use super::{Kind, View};
use crate::source::Pieces;
use crate::syntax::NodeId;

/// The value of a literal and where its characters stand in the text.
#[derive(Clone, Debug)]
pub struct Decoded<'t> {
    /// The value, as Terraform sees it.
    pub value: Cow<'t, str>,
    /// From bytes of `value` to bytes of the text.
    pub pieces: Pieces,
}

/// A part of a template, in source order.
#[derive(Clone, Debug)]
pub enum Part<'t> {
    /// Literal text: the [`Kind::TemplateText`] node, or the template itself where it has no children.
    Literal(NodeId, Decoded<'t>),
    /// `${ … }`: the [`Kind::Interpolation`] node.
    Interpolation(NodeId),
    /// `%{ if … }` or `%{ for … }` to its end: the [`Kind::If`] or [`Kind::For`] node, whose own parts
    /// [`View::template_parts`] gives.
    Directive(NodeId),
}

impl<'t> View<'t> {
    /// The value of a template (quoted, heredoc or bare) without interpolations and directives, or of a
    /// [`Kind::Name`] that labels a block; `None` for anything else.
    #[must_use]
    pub fn string_value(&self, id: NodeId) -> Option<Cow<'t, str>> {
        match self.kind(id) {
            Kind::Name => Some(Cow::Borrowed(self.source(id))),
            _ => self.decode(id).map(|decoded| decoded.value),
        }
    }

    /// As [`View::string_value`] for templates, with the place of every character.
    #[must_use]
    pub fn decode(&self, id: NodeId) -> Option<Decoded<'t>> {
        let _ = id;
        None
    }

    /// The parts of the template `id`, or of the [`Kind::If`] or [`Kind::For`] `id` (its markers left out),
    /// with strip markers and flush indentation already applied.
    #[must_use]
    pub fn template_parts(&self, id: NodeId) -> Vec<Part<'t>> {
        let _ = id;
        Vec::new()
    }
}
