//! Values that are lowered when somebody asks for them.

use std::sync::OnceLock;

use super::Value;
use crate::source::{FileId, Span};
use crate::syntax::NodeId;

/// A node of the tree of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeRef {
    /// The text.
    pub file: FileId,
    /// The node.
    pub id: NodeId,
}

/// Where a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The value itself, or the attribute or block of Terraform that holds it.
    Node(NodeRef),
    /// What has that name in the mapping, block or object at the node; there may be nothing.
    Field(NodeRef, &'static str),
    /// Blocks of one type, which are a list.
    Blocks(Vec<NodeRef>),
}

/// A value that is at a known place and is lowered once, when somebody asks for it.
#[derive(Clone, Debug)]
pub struct Lazy {
    place: Place,
    value: OnceLock<Option<Box<Value>>>,
}

impl Lazy {
    pub(crate) const fn new(place: Place) -> Self {
        Lazy { place, value: OnceLock::new() }
    }

    /// Where the value is.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }

    /// The value; `lower` reads it on the first call.
    pub(crate) fn get(&self, lower: impl FnOnce(&Place) -> Option<Value>) -> Option<&Value> {
        self.value.get_or_init(|| lower(&self.place).map(Box::new)).as_deref()
    }
}

/// A property of a resource, an argument or the blocks of one type.
#[derive(Clone, Debug)]
pub struct Property {
    /// The name, decoded.
    pub key: String,
    /// Where the name is.
    pub key_span: Span,
    /// The value.
    pub value: Lazy,
}

/// What a resource says of its properties.
#[derive(Clone, Debug)]
pub enum Properties {
    /// Nothing at all.
    Missing,
    /// The properties, in the order of the text.
    Written(Vec<Property>),
    /// Something else: a function that yields them, null, or what cannot be read.
    Other(Box<Value>),
}

impl Properties {
    /// The properties that are written out.
    #[must_use]
    pub fn written(&self) -> &[Property] {
        match self {
            Properties::Written(written) => written,
            Properties::Missing | Properties::Other(_) => &[],
        }
    }

    /// The property called `name`; the last one where it occurs twice.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Property> {
        self.written().iter().rev().find(|it| it.key == name)
    }
}
