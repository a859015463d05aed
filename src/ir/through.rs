//! Functions between a slot and the literals that they choose between.

use std::sync::Arc;

use crate::source::Span;

/// An alias through which a literal is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AliasReader {
    /// `*name`
    pub alias: Span,
    /// Whether the alias stands for the literal alone, and not for something that holds it.
    pub of_literal: bool,
}

/// What chooses between values that are in the template, which therefore can be listed: functions of ROS, and the words
/// for expressions of Terraform.
pub(crate) const CHOOSING: [&str; 6] =
    ["Fn::FindInMap", "Fn::If", "Fn::Select", "conditional", "index", "lookup"];

/// The word for what a call hands to a module that Terraform downloaded: it always counts.
pub(crate) const HANDED: &str = "module";

/// How a value reaches a slot by way of functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// The functions with where they are, the one at the slot first.
    pub calls: Vec<(&'static str, Span)>,
    /// The value of the slot.
    pub slot: Span,
    /// The region in which alone the value is used: its key in a mapping that is looked up by
    /// `Ref: ALIYUN::Region`.
    pub region: Option<String>,
    /// The entry of `Mappings`, or of a map of Terraform, that the value is, where it is one.
    pub entry: Option<MapEntry>,
}

impl Through {
    /// Whether a call hands the value to a module that Terraform downloaded.
    #[must_use]
    pub fn is_handed(&self) -> bool {
        self.calls.first().is_some_and(|(function, _)| *function == HANDED)
    }

    /// The function that yields the value itself.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.calls.last().map_or("", |(function, _)| function)
    }
}

/// An entry of `Mappings`, or of the map that a local or variable of Terraform is, and what reads it for a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapEntry {
    /// The mapping's name; `local.images` for Terraform.
    pub map: String,
    /// The key on its first level.
    pub first: String,
    /// The key on its second level; empty where there is none.
    pub second: String,
    /// Where the slot reads it: one of [`Lookup::places`] of its `Fn::FindInMap`.
    pub read_at: Span,
}

/// What reads a mapping, for a slot or for anything else: a `Fn::FindInMap`, a reference of Terraform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Where it is.
    pub span: Span,
    /// The aliases that bring it elsewhere, too.
    pub readers: Arc<[AliasReader]>,
    /// The mapping; `None` where only the deployment knows.
    pub map: Option<String>,
    /// The keys that it can look up on the first level.
    pub first: Keys,
    /// The keys that it can look up on the second level.
    pub second: Keys,
}

/// The keys that a lookup may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Any key.
    Any,
    /// The region ID of the deployment.
    Region,
    /// One of these.
    Among(Arc<[String]>),
}

impl Keys {
    /// Whether `key` may be taken.
    #[must_use]
    pub fn allow(&self, key: &str) -> bool {
        match self {
            Keys::Any | Keys::Region => true,
            Keys::Among(keys) => keys.iter().any(|it| it == key),
        }
    }
}

impl Lookup {
    /// Where it is, and the aliases that bring it elsewhere.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.span).chain(self.readers.iter().map(|it| it.alias))
    }

    /// Whether it may read `entry`.
    #[must_use]
    pub fn may_read(&self, entry: &MapEntry) -> bool {
        self.map.as_ref().is_none_or(|map| *map == entry.map)
            && self.first.allow(&entry.first)
            && self.second.allow(&entry.second)
    }
}
