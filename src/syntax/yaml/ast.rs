//! A tree and its text, read together: entries, items, tags, values.

use std::borrow::Cow;

use super::decode;
use super::resolve::{self, Scalar};
use super::tags::{self, CORE};
use super::{Kind, flags};
use crate::source::{Piece, Pieces, Quoting, TextRange};
use crate::syntax::sink::{Sink, Traced};
use crate::syntax::{Children, Language, Node, NodeId, Tree};

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

/// The entries of a mapping in source order.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    children: Option<Children<'t, Kind>>,
}

impl Iterator for Entries<'_> {
    type Item = (NodeId, NodeId);

    #[inline]
    fn next(&mut self) -> Option<(NodeId, NodeId)> {
        let children = self.children.as_mut()?;
        let key = children.next()?;
        Some((key, children.next()?))
    }
}

/// The items of a sequence in source order.
#[derive(Clone, Debug)]
pub struct Items<'t> {
    children: Option<Children<'t, Kind>>,
}

impl Iterator for Items<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        self.children.as_mut()?.next()
    }
}

impl<'t> View<'t> {
    /// The content of the first document, where there is any.
    #[must_use]
    pub fn root(self) -> Option<NodeId> {
        self.tree.first_child(self.tree.first_child(NodeId::ROOT)?)
    }

    /// What the node is.
    #[inline]
    #[must_use]
    pub fn kind(self, id: NodeId) -> Kind {
        self.tree.node(id).kind
    }

    /// The node's own text, without its tag and anchor.
    #[inline]
    #[must_use]
    pub fn range(self, id: NodeId) -> TextRange {
        self.tree.node(id).range()
    }

    /// The entries of the mapping `id` (or of the mapping that the alias `id` stands for): key, value.
    /// Nothing for other nodes. Merge keys stand here as they are written.
    #[inline]
    #[must_use]
    pub fn entries(self, id: NodeId) -> Entries<'t> {
        Entries { children: self.children_of(id, Kind::Mapping) }
    }

    /// The items of the sequence `id` (or of the one that the alias `id` stands for). Nothing for
    /// other nodes.
    #[inline]
    #[must_use]
    pub fn items(self, id: NodeId) -> Items<'t> {
        Items { children: self.children_of(id, Kind::Sequence) }
    }

    #[inline]
    fn children_of(self, id: NodeId, kind: Kind) -> Option<Children<'t, Kind>> {
        let id = self.deref(id);
        (self.kind(id) == kind).then(|| self.tree.children(id))
    }

    /// The node that `id` stands for: the anchored node for an alias, else `id` itself. An alias
    /// without an anchor gives itself.
    #[inline]
    #[must_use]
    pub fn deref(self, id: NodeId) -> NodeId {
        if self.kind(id) == Kind::Alias { self.tree.first_child(id).unwrap_or(id) } else { id }
    }

    /// The tag as it is written, such as `!Ref` or `!!str`, and where. That of an alias is the tag of
    /// what it stands for.
    #[inline]
    #[must_use]
    pub fn tag(self, id: NodeId) -> Option<(TextRange, &'t str)> {
        let range = self.property(id, b'!')?;
        Some((range, range.of(self.text)))
    }

    /// The tag in full, handles resolved: `!Ref` stays, `!!str` gives `tag:yaml.org,2002:str`. Nothing
    /// where there is no tag, or one whose handle is not declared.
    #[must_use]
    pub fn full_tag(self, id: NodeId) -> Option<Cow<'t, str>> {
        let (_, tag) = self.tag(id)?;
        tags::full_tag(tag, self.directives())
    }

    /// The tag and where it is: as it is written, or in full where a local tag is written verbatim or by a handle
    /// that a directive declares, so that `!<!Ref>` is `!Ref`.
    #[must_use]
    pub fn meant_tag(self, id: NodeId) -> Option<(TextRange, Cow<'t, str>)> {
        let (range, tag) = self.tag(id)?;
        let directives = self.directives();
        let plain = directives.is_empty() && !tag.starts_with("!<");
        let full = if plain { None } else { tags::full_tag(tag, directives) };
        Some((range, full.filter(|full| full.starts_with('!')).unwrap_or(Cow::Borrowed(tag))))
    }

    /// The lines before the first document in which its directives stand.
    fn directives(self) -> &'t str {
        let document = self.tree.first_child(NodeId::ROOT).map(|id| self.tree.node(id));
        let range = document
            .filter(|node| node.flags & flags::DIRECTIVES != 0)
            .map_or(TextRange::empty(0), |node| TextRange::new(node.props, node.start));
        range.of(self.text)
    }

    /// The anchor's name without `&`, and where it stands with it.
    #[must_use]
    pub fn anchor(self, id: NodeId) -> Option<(TextRange, &'t str)> {
        let range = self.property(id, b'&')?;
        Some((range, range.of(self.text).get(1..).unwrap_or_default()))
    }

    /// The property of the node that begins with `sign`: the last of several.
    #[inline]
    fn property(self, id: NodeId, sign: u8) -> Option<TextRange> {
        let node = self.tree.node(self.deref(id));
        if node.props == node.start { None } else { self.property_of(node, sign) }
    }

    fn property_of(self, node: &Node<Kind>, sign: u8) -> Option<TextRange> {
        let props = TextRange::new(node.props, node.start).of(self.text);
        let mut found = None;
        let mut comment = false;
        let mut at = 0;
        for word in props.split_inclusive([' ', '\n', '\r', '\t', '\u{85}', '\u{2028}', '\u{2029}']) {
            let text = word.trim_end();
            comment |= text.starts_with('#');
            if !comment && text.bytes().next() == Some(sign) {
                let start = node.props + at as u32;
                found = Some(TextRange::new(start, start + text.len() as u32));
            }
            comment &= word.ends_with([' ', '\t']) || text.len() == word.len();
            at += word.len();
        }
        found
    }

    /// Whether `id`, or what it is an alias of, is a scalar. Nothing at all counts: it is null.
    #[inline]
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
        let node = self.tree.node(id);
        !matches!(node.kind, Kind::Literal | Kind::Folded) && node.flags & flags::FLOW != 0
    }

    /// How the scalar `id` is written. Nodes that are no scalars count as plain.
    #[must_use]
    pub fn quoting(self, id: NodeId) -> Quoting {
        match (self.kind(id), self.language) {
            (_, Language::Json) => Quoting::Json,
            (Kind::SingleQuoted, _) => Quoting::YamlSingle,
            (Kind::DoubleQuoted, _) => Quoting::YamlDouble,
            (Kind::Literal | Kind::Folded, _) => Quoting::YamlBlock,
            _ => Quoting::YamlPlain { flow: self.in_flow(id) },
        }
    }

    /// The decoded text of the scalar `id`, whatever its type. Empty for other nodes. An alias gives
    /// the text of what it stands for.
    #[inline]
    #[must_use]
    pub fn text(self, id: NodeId) -> Cow<'t, str> {
        let node = self.tree.node(self.deref(id));
        match decode::verbatim_range(node) {
            Some(range) => Cow::Borrowed(range.of(self.text)),
            None => self.decoded(node),
        }
    }

    /// Where the decoded text of the scalar `id` stands as it is; nothing where it stands nowhere.
    #[inline]
    pub(crate) fn verbatim(self, id: NodeId) -> Option<TextRange> {
        decode::verbatim_range(self.tree.node(id))
    }

    fn decoded(self, node: &Node<Kind>) -> Cow<'t, str> {
        let mut text = String::new();
        decode::decode(self.text, self.language, node, &mut text);
        Cow::Owned(text)
    }

    /// The value of the scalar `id`: by its tag, else by its text. Null for other nodes.
    #[must_use]
    pub fn scalar(self, id: NodeId) -> Scalar<'t> {
        let id = self.deref(id);
        if !self.is_scalar(id) {
            return Scalar::Null;
        }
        let text = self.text(id);
        if self.language == Language::Json {
            return crate::syntax::json::scalar(self.kind(id), text);
        }
        let plain = matches!(self.kind(id), Kind::Plain | Kind::Empty);
        let tag = self.full_tag(id);
        let kind = match tag.as_deref() {
            None if plain => resolve::implicit(&text),
            Some("!") => resolve::implicit(&text),
            None => resolve::Type::Str,
            Some(tag) => tag.strip_prefix(CORE).and_then(resolve::core_type).unwrap_or(resolve::Type::Str),
        };
        resolve::construct(kind, text.clone()).unwrap_or(Scalar::Str(text))
    }

    /// The decoded text of the scalar `id` and where each part of it stands in the text of the tree. An empty
    /// text has one empty part.
    #[must_use]
    pub fn embedded(self, id: NodeId) -> (String, Pieces) {
        let node = self.tree.node(self.deref(id));
        let mut traced = Traced::default();
        match decode::verbatim_range(node) {
            Some(range) => Sink::verbatim(&mut traced, range.start as usize, range.of(self.text)),
            None => decode::decode(self.text, self.language, node, &mut traced),
        }
        if traced.text.is_empty() {
            // Nothing has a place, too: behind the opening quote.
            let quoted = matches!(node.kind, Kind::SingleQuoted | Kind::DoubleQuoted);
            let at = if quoted { node.start + 1 } else { node.end };
            let empty = Piece { inner: TextRange::empty(0), outer: TextRange::empty(at), verbatim: true };
            traced.pieces = Pieces(vec![empty]);
        }
        (traced.text, traced.pieces)
    }
}
