//! Image slots: the places from which an ECS instance gets its image.

use std::sync::Arc;

use super::{AliasReader, TemplateId, Through, Value};
use crate::diagnostic::Text;
use crate::source::{Quoting, Span};

/// How Compute Nest treats a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// In the documented table: Compute Nest replaces the image ID.
    Supported,
    /// Launches ECS instances, but is not in the table.
    Launch,
    /// Names an image to copy, share or export.
    Source,
    /// An image of another product.
    Foreign,
}

impl Support {
    /// The level's name in machine-readable output and in `grammar/slots.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Support::Supported => "supported",
            Support::Launch => "launch",
            Support::Source => "source",
            Support::Foreign => "foreign",
        }
    }
}

/// One row of `grammar/slots.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotShape {
    /// The dialect that the type is of.
    pub dialect: super::Dialect,
    /// The resource type.
    pub resource_type: &'static str,
    /// The property path, `NodePools[].ScalingGroup.ImageId`.
    pub path: &'static str,
    /// How Compute Nest treats it.
    pub support: Support,
    /// Where the fact comes from.
    pub source: &'static str,
}

/// How a slot's value is reached in the text, which decides how it can be replaced.
#[derive(Clone, Debug, PartialEq)]
pub enum Site {
    /// The value is at the slot and nowhere else.
    Direct,
    /// A YAML alias is at the slot; the value is at its anchor.
    Alias {
        /// `*name`
        alias: Span,
    },
    /// A YAML merge key brings the entry in, whose key is the slot's `key_span`.
    Merge {
        /// The `<<` key of the mapping that the entry is merged into.
        merge_key: Span,
        /// What is merged: `*base`.
        merged: Span,
        /// Whether that mapping is a flow mapping.
        flow: bool,
    },
    /// The slot is in a mapping that several places share by alias.
    Shared {
        /// The outermost alias on the way; for a merge key, what it merges.
        alias: Span,
    },
}

/// A place from which an ECS instance gets its image.
#[derive(Clone, Debug)]
pub struct ImageSlot {
    /// The resource, as an index into [`super::Template::resources`].
    pub resource: usize,
    /// The row of the table that makes this a slot.
    pub shape: &'static SlotShape,
    /// The path in this resource: `ImageId`, `NodePools[0].ScalingGroup.ImageId`.
    pub path: String,
    /// The whole logical path: `Resources.Web.Properties.ImageId`, `alicloud_instance.web.image_id`.
    pub logical_path: String,
    /// The property's key.
    pub key_span: Span,
    /// Its value.
    pub value: Value,
    /// How the value is reached.
    pub site: Site,
    /// Where the text of a string literal is, and how it is written; `None` for other values.
    pub literal: Option<LiteralText>,
    /// The function that the value is, where all that it can yield is among the template's `choices`.
    pub expands: Option<&'static str>,
    /// The functions through which the value reaches its slot; `None` for what is at the slot itself.
    pub through: Option<Through>,
}

/// The text of a string literal, without quotes and surrounding spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralText {
    /// The characters that are replaced when the slot is rendered.
    pub span: Span,
    /// The literal that they stand for, without surrounding spaces.
    pub text: String,
    /// How the literal is written.
    pub quoting: Quoting,
    /// The aliases through which other places read these characters.
    pub readers: Arc<[AliasReader]>,
}

/// An image key that is not where a slot is.
#[derive(Clone, Debug)]
pub struct Stray {
    /// What is wrong with it.
    pub kind: StrayKind,
    /// The key as written.
    pub key: String,
    /// Where the key is.
    pub key_span: Span,
    /// The key and its value.
    pub entry_span: Span,
    /// The value.
    pub value: Value,
    /// The resource that it is in, if it is in one.
    pub resource: Option<usize>,
    /// The logical path.
    pub logical_path: String,
}

/// Why a stray is not a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StrayKind {
    /// Beside `Properties`, at the top level, in another section, outside a resource block; the text
    /// says where it is: "beside `Properties`".
    Misplaced {
        /// Where it is, to follow "`ImageId` stands ".
        place: Text,
    },
    /// A near miss of the property's name, which is `meant`.
    Misspelled {
        /// The property's name.
        meant: &'static str,
    },
}

/// A slot of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId {
    /// The template.
    pub template: TemplateId,
    /// The slot's place among its slots and choices.
    pub slot: usize,
}
