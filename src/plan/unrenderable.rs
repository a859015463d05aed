//! What is said of a slot or placeholder that cannot be rendered.

use crate::diagnostic::Text;
use crate::source::Span;
use crate::text;

/// A slot or placeholder that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrenderable {
    /// The slot's value, or the placeholder.
    pub span: Span,
    /// Which of them it is: "image ID", "placeholder".
    pub what: Text,
    /// Why not, to follow "the image ID cannot be replaced: ".
    pub reason: Text,
    /// What explains it.
    pub related: Option<(Span, Text)>,
    /// What to do about it.
    pub help: Text,
}

/// What a slot is to messages.
pub(super) const IMAGE: Text = text!(en: "image ID", zh: "镜像 ID");
