//! Node properties and aliases, chapters 6.9 and 7.1 of the specification.

use super::Kind;
use super::cursor::range;
use super::messages;
use super::parser::Parser;
use super::state::Props;
use super::tags::{escapes_are_text, full_tag, is_uri};
use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxError};

/// The characters of an anchor's name; PyYAML allows no others.
#[inline]
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

impl Parser<'_> {
    /// All properties at the place.
    pub(super) fn properties(&mut self) -> Option<Props> {
        let mut props = None;
        while matches!(self.cur.byte(), b'!' | b'&') {
            props = self.more_properties(props);
            self.cur.skip_spaces();
        }
        props
    }

    /// The property at the place, and those before it.
    pub(super) fn more_properties(&mut self, before: Option<Props>) -> Option<Props> {
        let start = self.cur.at;
        let next = if self.cur.byte() == b'!' {
            let deferred = self.tag();
            Props { start, tag: true, deferred, anchor: None }
        } else {
            match self.name() {
                Some(name) => Props { start, tag: false, deferred: false, anchor: Some(name) },
                None => return before,
            }
        };
        self.last_end = self.cur.at;
        let Some(before) = before else { return Some(next) };
        if before.clashes(next) {
            self.second_property(start);
        }
        Some(before.join(next))
    }

    /// The tag or anchor from `start` on is the second of its kind.
    fn second_property(&mut self, start: usize) {
        let found = range(start, self.cur.at);
        self.error(messages::second_property(found, found.of(self.cur.text)));
    }

    /// Properties before a node and more on its line: all are its own, since it is no key.
    #[inline]
    pub(super) fn check_clash(&mut self, outer: Option<Props>, inner: Option<Props>) {
        if let (Some(outer), Some(inner)) = (outer, inner)
            && outer.clashes(inner)
        {
            self.second_property(inner.start);
        }
    }

    /// The name behind `&` or `*`, `ns-anchor-name [103]`; the place goes behind it.
    fn name(&mut self) -> Option<TextRange> {
        let start = self.cur.at;
        let mut end = start + 1;
        while is_name(self.cur.byte_at(end)) {
            end += 1;
        }
        let ends = self.cur.blank_at(end)
            || matches!(self.cur.byte_at(end), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if end > start + 1 && ends {
            self.cur.at = end;
            return Some(range(start + 1, end));
        }
        while !self.cur.blank_at(end) && !matches!(self.cur.byte_at(end), b',' | b']' | b'}') {
            end += 1;
        }
        self.cur.at = end;
        self.last_end = end;
        self.error(messages::bad_name(range(start, end), self.cur.slice(start, end)));
        None
    }

    /// `c-ns-tag-property [97]`. Says whether the tag is more than a local one.
    fn tag(&mut self) -> bool {
        let start = self.cur.at;
        let (end, good) = self.tag_end(start);
        let good = good && (self.cur.byte_at(end) == b' ' || self.cur.line_ends_at(end));
        self.cur.at = end;
        if good {
            let document = self.tree.node(self.document);
            let directives = document.props != document.start;
            let suffix = self.cur.slice(start + 1, end).as_bytes();
            let local = !suffix.is_empty() && !suffix.iter().any(|byte| matches!(byte, b'!' | b'<' | b'%'));
            if local && !directives {
                return false;
            }
            self.check_handle(start, end);
            return true;
        }
        let mut end = end;
        while !self.cur.blank_at(end) {
            end += 1;
        }
        self.cur.at = end;
        self.error(messages::bad_tag(range(start, end), self.cur.slice(start, end)));
        true
    }

    /// A handle of its own must be declared before the document.
    fn check_handle(&mut self, start: usize, end: usize) {
        let tag = self.cur.slice(start, end);
        let document = self.tree.node(self.document);
        let directives = TextRange::new(document.props, document.start).of(self.cur.text);
        if full_tag(tag, directives).is_none() {
            self.push(messages::undeclared_handle(range(start, end), tag));
        }
    }

    /// Where the tag at `start` ends, and whether it is well formed so far.
    fn tag_end(&self, start: usize) -> (usize, bool) {
        let next = self.cur.byte_at(start + 1);
        if next == b'<' {
            let (end, good) = self.uri_end(start + 2);
            return if good && self.cur.byte_at(end) == b'>' { (end + 1, true) } else { (end, false) };
        }
        if self.cur.blank_at(start + 1) {
            return (start + 1, true);
        }
        let mut bang = start + 1;
        while !self.cur.line_ends_at(bang) && !matches!(self.cur.byte_at(bang), b' ' | b'!') {
            bang += 1;
        }
        if self.cur.byte_at(bang) != b'!' {
            return self.uri_end(start + 1);
        }
        let handle = self.cur.slice(start + 1, bang);
        if handle.bytes().all(is_name) { self.uri_end(bang + 1) } else { (bang, false) }
    }

    /// Where the URI characters end that begin at `start`; they need one at least.
    fn uri_end(&self, start: usize) -> (usize, bool) {
        let mut end = start;
        while is_uri(self.cur.byte_at(end)) {
            end += 1;
        }
        (end, end > start && escapes_are_text(self.cur.slice(start, end)))
    }

    /// `c-ns-alias-node [104]`
    pub(super) fn alias(&mut self) -> NodeId {
        let start = self.cur.at;
        let Some(name) = self.name() else {
            return self.leaf(Kind::Error, start, self.cur.at);
        };
        let node = self.leaf(Kind::Alias, start, self.cur.at);
        self.deferred.nodes.push(node);
        let target = self.anchors.get(name.of(self.cur.text)).copied();
        match target {
            Some(target) if self.is_open(target) => {
                let alias = range(start, self.cur.at);
                self.push(messages::alias_in_itself(alias, alias.of(self.cur.text)));
            }
            Some(target) => self.tree.link(node, target),
            None => self.push(messages::undefined_alias(range(start, self.cur.at), name.of(self.cur.text))),
        }
        node
    }

    /// Whether the collection is still being read: its end is not known yet.
    fn is_open(&self, node: NodeId) -> bool {
        let node = self.tree.node(node);
        matches!(node.kind, Kind::Mapping | Kind::Sequence) && node.start == node.end
    }

    /// Gives a node its properties.
    pub(super) fn apply_properties(&mut self, node: NodeId, props: &Props) {
        if props.deferred {
            self.deferred.nodes.push(node);
        }
        if self.tree.node(node).kind == Kind::Alias {
            self.push(messages::alias_with_properties(self.tree.node(node).range()));
            return;
        }
        self.tree.node_mut(node).props = props.start as u32;
        let Some(anchor) = props.anchor else { return };
        let name = anchor.of(self.cur.text);
        if let Some(first) = self.anchors.insert(name, node) {
            let first = self.tree.node(first).full_range();
            let (shown, first) =
                (TextRange::new(anchor.start - 1, anchor.end), TextRange::new(first.start, first.start + 1));
            self.push(messages::duplicate_anchor(shown, name, first));
        } else if !self.tree.errors.is_empty() {
            self.settle_aliases_in_itself(node, name);
        }
    }

    /// The aliases of a collection in brackets that stand inside of it were read before it got its anchor.
    fn settle_aliases_in_itself(&mut self, node: NodeId, name: &str) {
        let whole = self.tree.node(node).range();
        let text = self.cur.text;
        let is_inside = |error: &SyntaxError| {
            whole.start <= error.primary.span.start
                && error.primary.span.of(text).strip_prefix('*') == Some(name)
        };
        for index in 0..self.tree.errors.len() {
            let Some(found) = self.tree.errors.get(index).filter(|error| is_inside(error)) else { continue };
            let alias = found.primary.span;
            let settled = messages::alias_in_itself(alias, alias.of(text));
            if let Some(error) = self.tree.errors.get_mut(index) {
                *error = settled;
            }
        }
    }
}
