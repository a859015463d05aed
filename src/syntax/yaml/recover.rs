//! Lines that fit no production: what their author most likely meant, so that an error costs the line
//! it is on and no more.

use super::Kind;
use super::block::Place;
use super::cursor::range;
use super::lookahead::{LineLook, LineStart, look};
use super::parser::{Form, Frame, Parser};
use super::report::error;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// A line in a column in which no open collection has its entries. `outer` is the innermost
    /// collection to the left of it.
    pub(super) fn misplaced(&mut self, column: i32, outer: Option<usize>) {
        let Some(top) = self.frames.len().checked_sub(1) else { return self.content_behind_root() };
        let here = LineStart { at: self.cur.at, line: self.cur.line, column };
        if self.reopen_for(here) {
            return self.entry();
        }
        if outer == Some(top) {
            return self.too_deep_line(here);
        }
        let index = self.home_of(here, outer);
        let home = self.frames.get(index).copied();
        let first_is_odd = home.is_some_and(|home| {
            let next = self.line_out_to(here.at, home.column);
            self.has_one_entry(home)
                && home.column > here.column
                && next.is_some_and(|next| next.column == here.column)
        });
        if let Some(home) = home.filter(|_| first_is_odd) {
            // The first line of the collection is the odd one.
            self.bad_first_line(home, here);
            if let Some(frame) = self.frames.get_mut(index) {
                frame.column = here.column;
            }
        } else {
            self.bad_indentation(here, index);
        }
        self.close_for_line(index);
        self.entry();
    }

    /// Whether the collection has but one entry so far.
    fn has_one_entry(&self, frame: Frame) -> bool {
        let first = self.tree.first_child(frame.node);
        let last = match frame.form {
            Form::Mapping => first.and_then(|key| self.tree.next_sibling(key)).or(first),
            Form::Sequence | Form::Indentless => first,
        };
        last == frame.last
    }

    /// The first line of a collection stands further to the right than the others.
    fn bad_first_line(&mut self, home: Frame, here: LineStart) {
        if self.spoilt_above() {
            self.spoilt = Some(here.line);
            return;
        }
        let start = self.tree.node(home.node).start as usize;
        let found = range(start, self.cur.text_end(start));
        self.error(
            error(
                found,
                format!("found a line indented by {} columns", home.column),
                format!("the line below that it belongs to is indented by {}", here.column),
            )
            .help(format!("indent it by {} columns", here.column)),
        );
    }

    /// Which collection a line belongs to that stands between the columns of two: the inner one, or
    /// the outer one.
    fn home_of(&mut self, here: LineStart, outer: Option<usize>) -> usize {
        let inner = outer.map_or(0, |index| index + 1);
        let Some(outer) = outer else { return inner };
        let look = look(&self.cur, here.at);
        let (inner_frame, outer_frame) = match (self.frames.get(inner), self.frames.get(outer)) {
            (Some(inner), Some(outer)) => (*inner, *outer),
            _ => return inner,
        };
        match (suits(inner_frame, look), suits(outer_frame, look)) {
            (true, false) => return inner,
            (false, true) => return outer,
            _ => {}
        }
        let (to_inner, to_outer) = (inner_frame.column - here.column, here.column - outer_frame.column);
        if to_inner != to_outer {
            return if to_inner < to_outer { inner } else { outer };
        }
        // Both are as near: the next line tells, whose column is most likely right.
        match self.line_below(here.at) {
            Some(below) if below.column == inner_frame.column => {
                if self.value_follows(here.at) {
                    outer
                } else {
                    inner
                }
            }
            Some(below) if below.column == outer_frame.column => outer,
            _ => inner,
        }
    }

    /// Whether the line of `at` is a key with nothing behind its colon.
    fn value_follows(&self, at: usize) -> bool {
        let end = self.cur.text_end(at);
        end > at && self.cur.byte_at(end - 1) == b':'
    }

    fn bad_indentation(&mut self, here: LineStart, index: usize) {
        if self.spoilt_above() {
            self.spoilt = Some(here.line);
            return;
        }
        let wanted = self.frames.get(index).map_or(0, |frame| frame.column);
        let found = range(here.at, self.cur.text_end(here.at));
        let blanks = range(here.line, here.at);
        self.error(
            error(
                found,
                format!("found a line indented by {} columns", here.column),
                format!("the lines that it belongs to are indented by {wanted}"),
            )
            .help(format!("indent it by {wanted} columns"))
            .edit(blanks, " ".repeat(wanted.max(0) as usize)),
        );
    }

    /// A line deeper than the innermost collection, whose last entry is complete.
    fn too_deep_line(&mut self, here: LineStart) {
        let Some(top) = self.frames.last().copied() else { return };
        let look = look(&self.cur, here.at);
        let index = self.frames.len() - 1;
        if suits(top, look)
            && self.has_one_entry(top)
            && self.has_sibling(here)
            && here.column < top.column + 2
        {
            self.bad_first_line(top, here);
            if let Some(frame) = self.frames.last_mut() {
                frame.column = here.column;
            }
            return self.entry();
        }
        if top.form == Form::Mapping && look == LineLook::Key {
            if self.lost_first_line(here, top) {
                return self.entry();
            }
            if self.nested_under_value(here, top) {
                return;
            }
        }
        if suits(top, look) {
            self.bad_indentation(here, index);
            return self.entry();
        }
        let found = range(here.at, self.cur.text_end(here.at));
        if !self.spoilt_above() {
            self.error(error(
                found,
                "found a line indented more than the line that it follows",
                "this belongs to nothing above",
            ));
        }
        self.skip_deeper(top.column);
    }

    /// Whether the next line that is not deeper stands in the same column.
    fn has_sibling(&mut self, here: LineStart) -> bool {
        self.line_out_to(here.at, here.column).is_some_and(|line| line.column == here.column)
    }

    /// The entry above is the first of a mapping that the key before it lacks: it stood too far to the
    /// left. Makes it that.
    fn lost_first_line(&mut self, here: LineStart, top: Frame) -> bool {
        if self.fuel == 0 {
            return false;
        }
        let children: Vec<NodeId> = self.tree.children(top.node).collect();
        self.burn(children.len() * 8);
        let [.., empty, key, value] = children.as_slice() else { return false };
        let lacks = self.tree.node(*empty).kind == Kind::Empty && children.len().is_multiple_of(2);
        if !lacks {
            return false;
        }
        self.bad_indentation_above(here);
        let start = self.tree.node(*key).props;
        let moved = self.take_children(self.frames.len() - 1, Some(*empty));
        let bare = self.tree.node(*empty).props == self.tree.node(*empty).start;
        let mapping = self.tree.node_mut(*empty);
        mapping.kind = Kind::Mapping;
        (mapping.start, mapping.end) = (start, start);
        if bare || moved.is_empty() {
            mapping.props = start;
        }
        let (node, last) = (*empty, None);
        self.frames.push(Frame { node, last, column: here.column, form: Form::Mapping, pending: false });
        for child in [*key, *value] {
            self.attach(child, None);
        }
        true
    }

    /// Entries below a key that already has a value on its line: the value is what is wrong.
    fn nested_under_value(&mut self, here: LineStart, top: Frame) -> bool {
        let Some(value) = top.last else { return false };
        let node = *self.tree.node(value);
        let one_line = matches!(
            node.kind,
            Kind::Plain | Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Alias | Kind::Error
        );
        if !one_line || !self.has_sibling(here) || here.column < top.column + 2 {
            return false;
        }
        if !self.spoilt_above() {
            self.error(
                error(
                    node.range(),
                    "found a value on the line of a key that has entries below it",
                    "expected the end of the line",
                )
                .also(range(here.at, self.cur.text_end(here.at)), "the entries begin here"),
            );
        }
        let start = self.tree.node_mut(value);
        start.kind = Kind::Mapping;
        start.flags = 0;
        start.start = here.at as u32;
        start.props = start.start;
        start.end = start.start;
        self.frames.push(Frame {
            node: value,
            last: None,
            column: here.column,
            form: Form::Mapping,
            pending: false,
        });
        self.mapping_entry();
        true
    }

    /// Skips the lines that stand to the right of `column`, this one included.
    fn skip_deeper(&mut self, column: i32) {
        loop {
            self.cur.at = self.cur.line_end(self.cur.at);
            self.fresh = true;
            if !self.more() || self.cur.column() <= column || self.may_reopen() {
                return;
            }
            self.fresh = false;
        }
    }

    /// Opens again what a line above closed, if that line was the misplaced one: this line stands in
    /// the column of one of the collections that were open before.
    fn reopen_for(&mut self, here: LineStart) -> bool {
        let Some((mark, frames)) = self.closed.find(here.column) else { return false };
        let (Some(goal), Some(host)) = (frames.last().copied(), self.frames.get(mark.host).copied()) else {
            return false;
        };
        let frames = frames.to_vec();
        let look = look(&self.cur, here.at);
        let inner = self.frames.get(mark.host + 1).copied().filter(|inner| inner.column > here.column);
        // An entry's own first line may be what stands too far to the right.
        let nearer = |inner: Frame| inner.column - here.column < here.column - host.column;
        if inner.is_some_and(|inner| nearer(inner) || self.has_one_entry(inner)) {
            return false;
        }
        let nested = inner.is_some();
        let stays = nested || self.has_sibling(here);
        if !suits(goal, look) || suits(host, look) && !stays {
            return false;
        }
        let alike = (host.form == Form::Mapping) == (goal.form == Form::Mapping);
        let unread = host.last == mark.before || host.last.is_some_and(|value| self.is_error(value));
        if !alike && !unread {
            return false;
        }
        self.close_to(mark.host + 1);
        let moved = self.take_children(mark.host, mark.before);
        self.frames.extend(frames);
        if alike {
            for child in moved {
                self.attach(child, None);
            }
        }
        self.bad_indentation_above(here);
        true
    }

    /// Whether unreadable text fills the line on which a node should begin, and the node may as well
    /// begin below. The place then goes to the end of the line.
    pub(super) fn is_junk_line(&mut self, node: NodeId, key: Option<(usize, i32)>, place: Place) -> bool {
        let start = self.tree.node(node).start as usize;
        let alone = key.is_some_and(|(at, _)| at == start) && self.cur.past_spaces(self.cur.line) == start;
        if !alone || !self.is_error(node) {
            return false;
        }
        let below = self.line_below(self.cur.at);
        let goes_on = below.is_some_and(|below| {
            below.column > place.indent
                || below.column == place.indent
                    && place.indentless
                    && look(&self.cur, below.at) == LineLook::Item
        });
        if goes_on {
            self.cur.at = self.cur.line_end(self.cur.at);
        }
        goes_on
    }

    /// Whether the line at the place may be an entry of a collection that was closed by mistake.
    fn may_reopen(&self) -> bool {
        let look = look(&self.cur, self.cur.at);
        let goal = self.closed.find(self.cur.column()).and_then(|(_, frames)| frames.last());
        goal.is_some_and(|&goal| suits(goal, look))
    }

    fn bad_indentation_above(&mut self, here: LineStart) {
        let above = self.line_above().unwrap_or(here.line);
        let at = self.cur.past_spaces(above);
        if self.spoilt == Some(above) {
            return;
        }
        self.error(
            error(
                range(at, self.cur.text_end(at)),
                format!("found a line indented by {} columns among others", at - above),
                format!("the lines around it are indented by {}", here.column),
            )
            .help(format!("indent it by {} columns", here.column)),
        );
    }

    /// Takes the children behind `before` from the frame `index`. What was closed may hang on them, and is
    /// forgotten.
    fn take_children(&mut self, index: usize, before: Option<NodeId>) -> Vec<NodeId> {
        let Some(frame) = self.frames.get_mut(index) else { return Vec::new() };
        frame.last = before;
        let node = frame.node;
        let mut next = match before {
            Some(before) => self.tree.next_sibling(before),
            None => self.tree.first_child(node),
        };
        self.tree.unhang(node, before);
        self.closed.clear();
        let mut taken = Vec::new();
        while let Some(child) = next {
            next = self.tree.next_sibling(child);
            self.tree.cut(child);
            taken.push(child);
        }
        taken
    }

    /// Text behind a document whose content is one finished scalar or flow collection.
    fn content_behind_root(&mut self) {
        let look = look(&self.cur, self.cur.at);
        let at = self.cur.at;
        let found = range(at, self.cur.text_end(at));
        if matches!(look, LineLook::Key | LineLook::Item) {
            // What stands before it is junk; this is the content.
            if let Some(junk) = self.tree.first_child(self.document) {
                let junk = self.tree.node(junk).full_range();
                if !self.spoilt_above() {
                    self.error(
                        error(junk, "found a value before the first key", "this is part of nothing")
                            .also(found, "the content begins here"),
                    );
                }
            }
            self.node(Place { indent: -1, compact: true, indentless: false });
            return;
        }
        self.error(error(found, "found more text behind the document's only value", "expected its end"));
        self.take_line();
    }

    /// A line in a sequence's column that begins with no `-`.
    pub(super) fn stray_in_sequence(&mut self) {
        let Some(frame) = self.frames.last().copied() else { return };
        let at = self.cur.at;
        let key = look(&self.cur, at) == LineLook::Key;
        let only_empty =
            self.tree.children(frame.node).take(3).all(|item| self.tree.node(item).kind == Kind::Empty);
        if key && only_empty {
            // A lone `-` above the entries of a mapping.
            let start = self.tree.node(frame.node).start;
            self.error(error(
                crate::source::TextRange::new(start, start + 1),
                "found a list item among the keys of a mapping",
                "expected a key",
            ));
            self.tree.unhang(frame.node, None);
            self.closed.clear();
            let node = self.tree.node_mut(frame.node);
            node.kind = Kind::Mapping;
            node.start = at as u32;
            node.props = node.props.min(node.start);
            if node.props == start {
                node.props = node.start;
            }
            node.end = node.start;
            if let Some(frame) = self.frames.last_mut() {
                frame.form = Form::Mapping;
                frame.last = None;
            }
            return self.mapping_entry();
        }
        let found = range(at, self.cur.text_end(at));
        if !self.spoilt_above() {
            self.error(
                error(found, "found a line without `-` among the items of a list", "expected `- `")
                    .help("begin the item with `- `, or indent the line if it belongs to the item above"),
            );
        } else {
            self.spoilt = Some(self.cur.line);
        }
        self.skip_deeper(frame.column);
    }

    /// `- ` in the column of a mapping's keys, whose last entry is complete.
    pub(super) fn stray_item(&mut self) {
        self.settle_pending();
        let Some(frame) = self.frames.last().copied() else { return };
        // A line that is no entry between the items of a list, or a list whose first line stands too far
        // to the right: the list goes on.
        let half_typed = frame.last.is_some_and(|value| self.is_error(value));
        let index = self.frames.len() - 1;
        let latest = self.closed.latest().filter(|(mark, _)| mark.host == index);
        let list = latest.and_then(|(mark, frames)| Some((mark.before, *frames.first()?)));
        if let Some((before, list)) = list.filter(|(before, list)| {
            list.form != Form::Mapping
                && (half_typed || frame.last == *before && frame.last == Some(list.node))
        }) {
            let _dropped = self.take_children(index, before);
            if list.form == Form::Sequence {
                self.bad_indentation(
                    LineStart { at: self.cur.at, line: self.cur.line, column: frame.column },
                    index,
                );
            }
            self.frames.push(Frame { column: frame.column, form: Form::Indentless, ..list });
            return self.entry();
        }
        let at = self.cur.at;
        let found = range(at, self.cur.text_end(at));
        if !self.spoilt_above() {
            self.error(
                error(found, "found a list item among the keys of a mapping", "expected a key")
                    .help("indent the list below its key, or remove the `-`"),
            );
        } else {
            self.spoilt = Some(self.cur.line);
        }
        self.skip_deeper(frame.column);
    }

    /// Properties where a key should be, and nothing behind them.
    pub(super) fn stray_properties(&mut self, start: usize) {
        let found = range(start, self.cur.trim_end(start, self.cur.at));
        self.error(error(found, "found a tag or an anchor without a key", "expected a key behind it"));
    }
}

/// Whether a line of that look can be an entry of the collection.
pub(super) fn suits(frame: Frame, look: LineLook) -> bool {
    match frame.form {
        Form::Mapping => look == LineLook::Key,
        Form::Sequence | Form::Indentless => look == LineLook::Item,
    }
}
