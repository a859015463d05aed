//! Block style, chapter 8 of the specification: nodes, mappings and sequences laid out by indentation.
//!
//! Nothing here recurses. Open collections stand on a stack; a line is matched with the collection
//! whose entries stand in its column.

use super::Kind;
use super::cursor::{PlainLine, range};
use super::messages;
use super::parser::Parser;
use super::places::Place;
use super::state::{Form, Props, Start};
use crate::syntax::NodeId;

/// A node that is being read: what is known of it before its content.
#[derive(Clone, Copy, Debug, Default)]
struct Begun {
    /// Properties on lines before the content's: those of the node itself.
    outer: Option<Props>,
    /// Properties on the line of the content: those of the key, where the content is one.
    inner: Option<Props>,
    /// Where a key on this line would begin, if one may.
    key: Option<(usize, i32)>,
}

impl Begun {
    /// The properties of the node, if it is no key.
    fn props(self) -> Option<Props> {
        match (self.outer, self.inner) {
            (Some(outer), Some(inner)) => Some(outer.join(inner)),
            (outer, inner) => outer.or(inner),
        }
    }
}

/// What was read in the place of content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    pub(super) node: NodeId,
    /// It stands on one line and is short enough for a key.
    pub(super) one_line: bool,
}

impl Parser<'_> {
    /// The content of a document and all that follows up to the next marker, `l-bare-document [207]`; or
    /// the lines of it from the place on.
    pub(super) fn block_content(&mut self, start: Start) {
        if start == Start::Document {
            self.keep_place(start);
            self.node(Place { indent: -1, compact: !self.explicit, indentless: false });
        }
        loop {
            if !self.fresh {
                self.finish_line();
                if !self.next_content() {
                    break;
                }
            }
            self.fresh = false;
            if self.at_marker() || self.cur.at_end() || self.failure.is_some() {
                break;
            }
            self.line();
        }
        self.close_to(0);
    }

    /// A line whose first content is next: an entry of the open collection in whose column it stands.
    #[inline]
    fn line(&mut self) {
        self.keep_place(Start::Line);
        let column = self.cur.column();
        let Some(index) = self.frames.iter().rposition(|frame| frame.column <= column) else {
            return self.misplaced();
        };
        if self.frames.get(index).is_none_or(|frame| frame.column != column) {
            return self.misplaced();
        }
        self.close_to(index + 1);
        self.keep_entry();
        self.entry();
    }

    /// An entry of the innermost open collection; the place is in its column.
    #[inline]
    pub(super) fn entry(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        match frame.form {
            Form::Mapping => self.mapping_entry(),
            Form::Sequence | Form::Indentless if self.cur.indicator_at(self.cur.at, b'-') => self.item(),
            Form::Sequence => self.fail(messages::stray_in_sequence(self.rest_of_line())),
            Form::Indentless => {
                self.close_to(self.frames.len() - 1);
                self.keep_entry();
                self.mapping_entry();
            }
        }
    }

    /// `c-l-block-seq-entry(n) [184]`
    #[inline]
    fn item(&mut self) {
        let indent = self.indent();
        self.take_indicator();
        self.node(Place::item(indent));
    }

    #[inline]
    pub(super) fn take_indicator(&mut self) {
        self.cur.at += 1;
        self.last_end = self.cur.at;
    }

    /// `ns-l-block-map-entry(n) [188]`
    #[inline]
    pub(super) fn mapping_entry(&mut self) {
        let indent = self.indent();
        let at = self.cur.at;
        match self.cur.byte() {
            b'?' if self.cur.blank_at(at + 1) => self.explicit_key(),
            b':' if self.cur.blank_at(at + 1) => self.explicit_value(),
            b'-' if self.cur.blank_at(at + 1) => self.fail(messages::stray_item(self.rest_of_line())),
            _ => {
                self.settle_pending();
                self.implicit_key(indent);
            }
        }
    }

    /// `c-l-block-map-explicit-key(n) [190]`
    fn explicit_key(&mut self) {
        self.settle_pending();
        self.deferred.explicit = true;
        let indent = self.indent();
        if let Some(frame) = self.frames.last_mut() {
            frame.pending = true;
        }
        self.take_indicator();
        self.node(Place::explicit(indent));
    }

    /// `l-block-map-explicit-value(n) [191]`
    fn explicit_value(&mut self) {
        let indent = self.indent();
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.pending {
            frame.pending = false;
        } else {
            self.error(messages::empty_key(range(self.cur.at, self.cur.at + 1)));
        }
        self.take_indicator();
        self.node(Place::explicit(indent));
    }

    /// `ns-l-block-map-implicit-entry(n) [192]`
    #[inline]
    fn implicit_key(&mut self, indent: i32) {
        let start = self.cur.at;
        let mut props = None;
        if matches!(self.cur.byte(), b'!' | b'&') {
            props = self.properties();
            self.cur.skip_spaces();
            if self.at_line_end() {
                let found = range(start, self.cur.trim_end(start, self.cur.at));
                return self.fail(messages::stray_properties(found));
            }
        }
        // `&a : b`: a key of properties alone.
        if props.is_some() && self.cur.indicator_at(self.cur.at, b':') {
            self.deferred.explicit = true;
            self.attach_empty(self.cur.at, props);
            self.take_indicator();
            return self.node(Place::value(indent));
        }
        let key = self.key_content();
        let colon = self.cur.past_spaces(self.cur.at);
        if !self.cur.indicator_at(colon, b':') || !key.one_line {
            let end = if key.one_line { self.cur.text_end(start) } else { self.cur.at };
            return self.fail(messages::missing_colon(range(start, end)));
        }
        self.attach(key.node, props);
        self.check_key(key.node, start, colon);
        self.cur.at = colon;
        self.take_indicator();
        self.node(Place::value(indent));
    }

    /// The content of an implicit key, `ns-s-block-map-implicit-key [193]`.
    #[inline]
    fn key_content(&mut self) -> Content {
        if self.cur.begins_plain() {
            let start = self.cur.at;
            let line = self.cur.plain_line(start);
            self.cur.at = line.stop;
            let node = self.plain_leaf(start, line.end);
            return Content { node, one_line: true };
        }
        self.marked_content()
    }

    /// A node of any kind in the place `place`, `s-l+block-node(n,c) [196]`. Collections are opened
    /// only; their further entries are lines to come.
    pub(super) fn node(&mut self, mut place: Place) {
        let mut begun = Begun::default();
        let mut after = self.cur.at;
        loop {
            self.cur.skip_spaces();
            if self.cur.byte() == b'\t' {
                self.tab();
            }
            if self.at_line_end() {
                self.check_clash(begun.outer, begun.inner);
                if !self.next_line_of_node(place) {
                    return self.attach_empty(after, begun.props());
                }
                begun = Begun { outer: begun.props(), inner: None, key: None };
                place.compact = true;
            }
            if place.compact {
                begun.key = Some((self.cur.at, self.cur.column()));
            }
            let at = self.cur.at;
            match self.cur.byte() {
                indicator @ (b'-' | b'?') if self.cur.blank_at(at + 1) => {
                    if !self.open_at_indicator(indicator, place, begun.props()) {
                        return;
                    }
                    let indent = self.indent();
                    self.take_indicator();
                    place = if indicator == b'-' { Place::item(indent) } else { Place::explicit(indent) };
                }
                b':' if self.cur.blank_at(at + 1) => match self.keyless_value(begun) {
                    Some(next) => place = next,
                    None => return,
                },
                b'!' | b'&' => {
                    begun.inner = self.more_properties(begun.inner);
                    after = self.cur.at;
                    place.compact = false;
                    continue;
                }
                b'|' | b'>' => {
                    self.check_clash(begun.outer, begun.inner);
                    let node = self.block_scalar(place.indent);
                    return self.attach(node, begun.props());
                }
                _ => match self.content_or_key(place, begun) {
                    Some(next) => place = next,
                    None => return,
                },
            }
            begun = Begun::default();
            after = self.cur.at;
        }
    }

    /// Goes on to the next line, if that is where the node begins.
    pub(super) fn next_line_of_node(&mut self, place: Place) -> bool {
        self.fresh = true;
        if !self.more() {
            return false;
        }
        let column = self.cur.column();
        // PyYAML lets a block scalar begin in the column of the entry that it belongs to.
        let here = column > place.indent
            || column == place.indent
                && (place.indentless && self.cur.indicator_at(self.cur.at, b'-')
                    || matches!(self.cur.byte(), b'|' | b'>'));
        self.fresh = !here;
        here
    }

    /// Opens the collection that begins with the `-` or `?` at the place.
    fn open_at_indicator(&mut self, indicator: u8, place: Place, props: Option<Props>) -> bool {
        let (at, column) = (self.cur.at, self.cur.column());
        if !place.compact {
            self.error(messages::collection_not_allowed(range(at, at + 1), char::from(indicator)));
        }
        if self.too_deep(0) {
            return false;
        }
        let form = match indicator {
            b'?' => Form::Mapping,
            _ if column == place.indent => Form::Indentless,
            _ => Form::Sequence,
        };
        self.open(form, at, column, props);
        self.deferred.explicit |= indicator == b'?';
        if let Some(frame) = self.frames.last_mut() {
            frame.pending = indicator == b'?';
        }
        true
    }

    /// A `:` where a node should be: the value of a key that is empty.
    fn keyless_value(&mut self, begun: Begun) -> Option<Place> {
        let at = self.cur.at;
        let Some((start, column)) = begun.key else {
            self.fail(messages::colon_in_value(range(at, at + 1)));
            return None;
        };
        if begun.inner.is_none() {
            self.error(messages::empty_key(range(at, at + 1)));
        }
        self.open(Form::Mapping, start, column, begun.outer);
        self.deferred.explicit |= begun.inner.is_some();
        self.attach_empty(at, begun.inner);
        self.take_indicator();
        Some(Place::value(column))
    }

    /// A scalar, alias or flow collection; and where it is the first key of a mapping, the place of the
    /// value.
    #[inline]
    fn content_or_key(&mut self, place: Place, begun: Begun) -> Option<Place> {
        let plain = self.cur.begins_plain();
        let start = self.cur.at;
        let content = if plain { None } else { Some(self.marked_content()) };
        if plain {
            let line = self.cur.plain_line(start);
            if self.no_break_spaces && begun.key.is_some() {
                self.no_break_space_after_indicator(start, line.end);
            }
            if self.cur.byte_at(line.stop) != b':' {
                return self.plain_value(place, begun, start, line);
            }
            self.cur.at = line.stop;
        }
        let colon = self.cur.past_spaces(self.cur.at);
        let keyed = self.cur.indicator_at(colon, b':');
        let one_line = content.is_none_or(|content| content.one_line);
        match begun.key {
            Some((key_start, column)) if keyed && one_line => {
                let node = match content {
                    Some(content) => content.node,
                    None => self.plain_leaf(start, self.cur.trim_end(start, colon)),
                };
                if self.too_deep(0) {
                    return None;
                }
                self.open(Form::Mapping, key_start, column, begun.outer);
                self.attach(node, begun.inner);
                self.check_key(node, key_start, colon);
                self.cur.at = colon;
                self.take_indicator();
                Some(Place::value(column))
            }
            _ if content.is_none() => {
                self.fail(messages::colon_in_value(range(colon, colon + 1)));
                None
            }
            _ => {
                self.check_clash(begun.outer, begun.inner);
                if let Some(content) = content {
                    self.attach(content.node, begun.props());
                }
                None
            }
        }
    }

    /// A plain scalar that is no key on its first line.
    #[inline]
    fn plain_value(&mut self, place: Place, begun: Begun, start: usize, line: PlainLine) -> Option<Place> {
        let rest = self.plain_rest(place.indent, line);
        if self.trial && rest.several {
            self.note_continued(start, rest.line);
        }
        if begun.key.is_some() && !rest.several && rest.key_below.is_none() {
            self.wide_colon_in_text(start, rest.end);
        }
        if let Some(below) = rest.key_below {
            let key = range(below, self.cur.text_end(below));
            self.fail(messages::key_in_scalar(key, range(start, self.cur.text_end(start))));
            return None;
        }
        self.cur.at = rest.stop;
        self.cur.line = rest.line;
        let node = if rest.several {
            self.plain_lines_leaf(start, rest.end)
        } else {
            self.plain_leaf(start, rest.end)
        };
        self.check_clash(begun.outer, begun.inner);
        self.attach(node, begun.props());
        None
    }

    /// Content that its first character tells: quoted scalar, alias, flow collection; else an error.
    fn marked_content(&mut self) -> Content {
        let line = self.cur.line;
        let node = match self.cur.byte() {
            quote @ (b'\'' | b'"') => self.quoted(quote),
            b'*' => self.alias(),
            b'[' | b'{' => self.flow_collection(),
            _ => self.unreadable(),
        };
        Content { node, one_line: self.cur.line == line }
    }

    /// Checks that nothing but a comment stands behind a finished node.
    #[inline]
    pub(super) fn finish_line(&mut self) {
        if self.cur.at == self.cur.line {
            return;
        }
        self.cur.skip_spaces();
        if self.cur.byte() == b'\t' {
            self.tab();
        }
        if self.at_line_end() {
            return;
        }
        let at = self.cur.at;
        if self.cur.indicator_at(at, b':') {
            self.fail(messages::colon_in_value(range(at, at + 1)));
        } else {
            self.fail(messages::more_text(self.rest_of_line()));
        }
    }

    /// A line in a column in which no open collection has its entries.
    #[cold]
    fn misplaced(&mut self) {
        self.fail(messages::misplaced(self.rest_of_line(), self.frames.is_empty()));
    }

    /// A character that begins no node, in the place of one: `@`, a backtick, `%`, `,` or a closing bracket.
    fn unreadable(&mut self) -> NodeId {
        let start = self.cur.at;
        let (shown, found) = (range(start, start + 1), char::from(self.cur.byte()));
        let line = self.cur.plain_line(start + 1);
        self.cur.at = line.stop;
        let node = self.leaf(Kind::Error, start, line.end);
        self.error(match found {
            ']' | '}' | ',' => messages::outside_brackets(shown, found),
            _ => messages::bad_start(shown, found),
        });
        node
    }
}
