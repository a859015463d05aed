//! Which template of a unit is meant.

/// A template of a [`Unit`](super::Unit), by its place in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TemplateId(pub u32);
