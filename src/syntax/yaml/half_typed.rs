//! Keys that lack their colon or the blank behind it, and values that hold a colon too many.

use super::Kind;
use super::block::Place;
use super::cursor::range;
use super::flags;
use super::lookahead::{LineLook, look};
use super::parser::Parser;
use super::props::Props;
use super::report::error;
use crate::source::TextRange;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// A key without `: ` behind it. Its mapping is the innermost open collection. Gives the place of
    /// its value, if there seems to be one.
    pub(super) fn half_typed(&mut self, key: NodeId, props: Option<Props>) -> Option<Place> {
        let indent = self.indent();
        let node = *self.tree.node(key);
        if node.kind == Kind::Error || node.kind == Kind::Alias && self.spoilt == Some(self.cur.line) {
            // The line is junk and was reported.
            self.cur.at = self.cur.line_end(self.cur.at);
            return None;
        }
        if let Some(colon) = self.colon_without_blank(key) {
            self.tree.node_mut(key).end = colon as u32;
            self.missing_blank(colon);
            self.attach(key, props);
            self.cur.at = colon;
            self.take_indicator();
            self.skip_no_break_spaces();
            // Where the value is missing, its place is here.
            self.last_end = self.cur.at;
            return Some(Place::value(indent));
        }
        let block = self.header_in(key);
        self.attach(key, props);
        self.missing_colon(key);
        if block.is_some() {
            self.cur.at = block?;
            return Some(Place::value(indent));
        }
        let rest = self.cur.past_spaces(self.cur.at);
        let more_on_line = !self.cur.line_ends_at(rest) && self.cur.byte_at(rest) != b'#';
        if more_on_line {
            self.cur.at = self.cur.line_end(rest);
        } else if self.line_below(self.cur.at).is_some_and(|below| below.column > indent) {
            return Some(Place::value(indent));
        }
        let end = self.tree.node(key).end as usize;
        let missing = self.leaf(Kind::Error, end, end);
        self.attach(missing, None);
        None
    }

    /// The colon in `key:value` or `"key":value`.
    fn colon_without_blank(&self, key: NodeId) -> Option<usize> {
        let node = self.tree.node(key);
        if node.kind != Kind::Plain {
            return (self.cur.byte() == b':').then_some(self.cur.at);
        }
        let text = node.range().of(self.cur.text);
        if node.flags & flags::LINES != 0 {
            return None;
        }
        let bytes = text.as_bytes();
        let single = |&place: &usize| {
            let near = |place: Option<usize>| place.and_then(|place| bytes.get(place)).copied();
            near(Some(place)) == Some(b':')
                && near(place.checked_sub(1)) != Some(b':')
                && !matches!(near(Some(place + 1)), Some(b':' | b'/'))
        };
        let place = (1..bytes.len()).find(single)?;
        Some(node.start as usize + place)
    }

    fn missing_blank(&mut self, colon: usize) {
        let behind = colon + 1;
        if self.cur.slice(behind, self.cur.len()).starts_with('\u{a0}') {
            self.no_break_space(behind);
            return;
        }
        self.error(
            error(
                range(colon, behind),
                "found no blank behind the `:` of a key",
                "expected a blank behind this",
            )
            .edit(range(behind, behind), " "),
        );
    }

    fn missing_colon(&mut self, key: NodeId) {
        let found = self.tree.node(key).range();
        self.error(
            error(found, "found a key without `:`", "expected `:` behind this key")
                .edit(TextRange::empty(found.end), ":"),
        );
    }

    /// The header of a block scalar at the end of a key that lacks its colon: `UserData |`.
    fn header_in(&mut self, key: NodeId) -> Option<usize> {
        let node = *self.tree.node(key);
        let text = node.range().of(self.cur.text);
        let (name, header) = text.rsplit_once(' ')?;
        let signs = header.strip_prefix(['|', '>'])?;
        if node.kind != Kind::Plain || signs.len() > 2 || name.contains(' ') {
            return None;
        }
        self.tree.node_mut(key).end = node.start + name.trim_end().len() as u32;
        Some(node.end as usize - header.len())
    }

    /// `: ` behind a value.
    pub(super) fn colon_in_value(&mut self, at: usize) {
        self.colon_error(at);
        self.take_line();
    }

    fn colon_error(&mut self, at: usize) {
        self.error(
            error(range(at, at + 1), "found a second `: ` in one line", "a value cannot be a key at once")
                .help("put the value in quotes, or the key on a line of its own"),
        );
    }

    /// A plain scalar in which `: ` stands, up to the end of its line and of the lines that go on with
    /// it.
    pub(super) fn plain_with_colon(&mut self, start: usize, colon: usize, props: Option<Props>) {
        self.colon_error(colon);
        let mut end = self.cur.text_end(start);
        let mut at = self.cur.line_end(start);
        let indent = self.indent();
        let mut several = false;
        while let Some(below) = self.line_below(at) {
            if below.column <= indent || look(&self.cur, below.at) != LineLook::Other {
                break;
            }
            several = true;
            end = self.cur.text_end(below.at);
            at = self.cur.line_end(below.at);
            self.cur.line = below.line;
        }
        self.cur.at = at;
        let node = if several { self.plain_lines_leaf(start, end) } else { self.plain_leaf(start, end) };
        self.attach(node, props);
    }
}
