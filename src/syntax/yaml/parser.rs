//! What the productions share: the open collections, the tree that grows, comments and line ends.

use std::collections::HashMap;

use super::Kind;
use super::cursor::{Cursor, range};
use super::flags;
use super::messages;
use super::prescan::Prescan;
use super::state::{Deferred, Entry, Failure, FlowFrame, Form, Frame, Props, Track};
use crate::source::TextRange;
use crate::syntax::{NodeId, Tree, budget};

/// Bytes of a text for each node, at least in ordinary templates: growing copies all nodes, while room that is not
/// used costs nothing.
const BYTES_PER_NODE: usize = 12;

/// A parser of one text. The productions are its methods, in a module for each chapter of the grammar.
#[derive(Debug)]
pub(super) struct Parser<'t> {
    pub(super) cur: Cursor<'t>,
    pub(super) tree: Tree<Kind>,
    pub(super) frames: Vec<Frame>,
    /// The document whose content is being read.
    pub(super) document: NodeId,
    /// `---` begins it.
    pub(super) explicit: bool,
    /// The place is the first content of a line, and nothing was taken of it yet.
    pub(super) fresh: bool,
    /// One past the last byte that belongs to a node or an indicator.
    pub(super) last_end: usize,
    pub(super) anchors: HashMap<&'t str, NodeId>,
    /// What only a look at the finished tree can judge.
    pub(super) deferred: Deferred,
    /// The start of the line that the last error is on.
    pub(super) last_error_line: Option<usize>,
    /// Why reading ended before the text did.
    pub(super) failure: Option<Failure>,
    /// Where the latest scalar or collection begins that is in brackets or quotes and spans lines.
    pub(super) opener: Option<usize>,
    /// Any error of grammar ends the reading.
    pub(super) trial: bool,
    /// Where reading may begin anew, if the text needs repair.
    pub(super) track: Option<Track>,
    /// In a trial, the lines from `changed` on that go on with the text above, and those in quotes or brackets that
    /// stand where entries do.
    pub(super) continued: usize,
    pub(super) changed: usize,
    /// No-break spaces are looked for.
    pub(super) no_break_spaces: bool,
    /// The open flow collections; kept for its room.
    pub(super) flow_stack: Vec<FlowFrame>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, prescan: &Prescan) -> Self {
        let tree = Tree::new(Kind::Stream, text.len() as u32, text.len() / BYTES_PER_NODE + 8);
        Self::empty(text, prescan, tree)
    }

    /// A parser that goes on with `tree`.
    pub(super) fn empty(text: &'t str, prescan: &Prescan, tree: Tree<Kind>) -> Self {
        Parser {
            cur: Cursor::new(text, prescan.odd_breaks),
            tree,
            frames: Vec::with_capacity(32),
            document: NodeId::ROOT,
            explicit: false,
            fresh: false,
            last_end: 0,
            anchors: HashMap::new(),
            deferred: Deferred::default(),
            last_error_line: None,
            failure: None,
            opener: None,
            trial: false,
            continued: 0,
            changed: 0,
            track: None,
            no_break_spaces: prescan.no_break_spaces,
            flow_stack: Vec::new(),
        }
    }

    /// Goes to the next content: past blanks, line breaks and comments, `s-l-comments [79]`. False at
    /// the end of the text.
    #[inline]
    pub(super) fn next_content(&mut self) -> bool {
        loop {
            self.cur.skip_spaces();
            if !self.cur.at_gap() {
                return true;
            }
            if self.cur.byte() == b'\n' {
                self.cur.begin_line(self.cur.at + 1);
            } else if !self.odd_gap() {
                return !self.cur.at_end();
            }
        }
    }

    /// What stands between nodes besides spaces and line feeds. False before content and at the end.
    fn odd_gap(&mut self) -> bool {
        let at = self.cur.at;
        match self.cur.byte() {
            b'#' => self.comment(),
            b'\t' => self.tab(),
            b'%' if at == self.cur.line => self.fail(messages::stray_directive(self.rest_of_line())),
            _ => match self.cur.break_at(at) {
                0 if self.no_break_space_at(at) && self.only_spaces_before() => self.no_break_space(at),
                0 => return false,
                length => self.cur.begin_line(at + length),
            },
        }
        true
    }

    fn only_spaces_before(&self) -> bool {
        self.cur.past_spaces(self.cur.line) == self.cur.at
    }

    /// As [`Parser::next_content`], but false before a document marker, too.
    #[inline]
    pub(super) fn more(&mut self) -> bool {
        self.next_content() && !self.at_marker()
    }

    #[inline]
    pub(super) fn at_marker(&self) -> bool {
        self.cur.at == self.cur.line && self.cur.marker_at(self.cur.at)
    }

    /// `c-nb-comment-text [75]`
    pub(super) fn comment(&mut self) {
        let end = self.cur.line_end(self.cur.at);
        self.tree.comments.push(range(self.cur.at, end));
        self.cur.at = end;
    }

    /// Whether nothing but blanks and a comment is left on the line.
    #[inline]
    pub(super) fn at_line_end(&self) -> bool {
        self.cur.byte() == b'#' || self.cur.line_ends_at(self.cur.at)
    }

    /// The indentation of the innermost open collection, `n` of the productions; -1 outside of all.
    #[inline]
    pub(super) fn indent(&self) -> i32 {
        self.frames.last().map_or(-1, |frame| frame.column)
    }

    /// Opens a block collection that begins at `start`, in the column `column`.
    pub(super) fn open(&mut self, form: Form, start: usize, column: i32, props: Option<Props>) {
        let kind = if form == Form::Mapping { Kind::Mapping } else { Kind::Sequence };
        let node = self.tree.push(kind, range(start, start));
        self.attach(node, props);
        let entry = Entry::at(self.cur.line);
        self.frames.push(Frame { node, last: None, column, form, pending: false, entry, start });
    }

    /// Hangs a node where the next one belongs: into the innermost open collection, or as the
    /// content of the document.
    #[inline]
    pub(super) fn attach(&mut self, node: NodeId, props: Option<Props>) {
        if let Some(props) = props {
            self.apply_properties(node, &props);
        }
        match self.frames.last_mut() {
            Some(frame) => {
                let last = frame.last.replace(node);
                self.tree.append_child(frame.node, last, node);
            }
            None => self.tree.append_child(self.document, None, node),
        }
    }

    /// Hangs nothing: null, in the place of a node.
    pub(super) fn attach_empty(&mut self, at: usize, props: Option<Props>) {
        let node = self.tree.push(Kind::Empty, range(at, at));
        self.attach(node, props);
    }

    /// Hangs a leaf of one kind and range.
    #[inline]
    pub(super) fn leaf(&mut self, kind: Kind, start: usize, end: usize) -> NodeId {
        self.last_end = end;
        self.tree.push(kind, range(start, end))
    }

    /// Sets the node's flags.
    #[inline]
    pub(super) fn flag(&mut self, node: NodeId, flags: u8) {
        self.tree.node_mut(node).flags |= flags;
    }

    /// Closes all open collections behind the first `keep`.
    #[inline]
    pub(super) fn close_to(&mut self, keep: usize) {
        while self.frames.len() > keep {
            self.close();
        }
    }

    fn close(&mut self) {
        self.settle_pending();
        if let Some(frame) = self.frames.pop() {
            self.tree.node_mut(frame.node).end = self.last_end as u32;
        }
    }

    /// Gives a key behind `?` its missing value.
    pub(super) fn settle_pending(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.pending {
            frame.pending = false;
            let at = self.last_end;
            self.attach_empty(at, None);
        }
    }

    /// Whether one more collection, inside `depth` others, passes the budget: then nothing more is read.
    pub(super) fn too_deep(&mut self, depth: usize) -> bool {
        let too_deep = self.frames.len() + depth >= budget::YAML_DEPTH;
        if too_deep {
            self.push(messages::too_deep(range(self.cur.at, self.cur.at + 1)));
            self.cur.at = self.cur.len();
            self.fresh = false;
        }
        too_deep
    }

    /// The rest of the line of the place, spaces at its end left out.
    pub(super) fn rest_of_line(&self) -> TextRange {
        range(self.cur.at, self.cur.text_end(self.cur.at))
    }

    /// The character at `at`.
    pub(super) fn letter_at(&self, at: usize) -> TextRange {
        let letter = self.cur.slice(at, self.cur.len()).chars().next();
        range(at, at + letter.map_or(0, char::len_utf8))
    }

    /// Notes a scalar that PyYAML may refuse to construct, such as a lone `=` or `0x_`.
    #[inline]
    fn note_plain(&mut self, node: NodeId, start: usize, end: usize) {
        if !self.cur.number_at(start) {
            return;
        }
        let odd = match self.cur.byte_at(start) {
            b'=' | b'<' => end - start <= 2,
            b'0'..=b'9' | b'+' | b'-' => end - start > 300 || self.cur.byte_at(end - 1) == b'_',
            _ => false,
        };
        if odd {
            self.deferred.nodes.push(node);
        }
    }

    /// Notes a key that may be none: a collection, an alias, one with a tag, `<<`, `=`.
    #[inline]
    pub(super) fn note_key(&mut self, key: NodeId) {
        let node = self.tree.node(key);
        let dressed = node.props != node.start;
        if dressed
            || matches!(node.kind, Kind::Mapping | Kind::Sequence)
            || self.deferred.nodes.last() == Some(&key)
        {
            self.deferred.keys.push(key);
        }
    }

    /// A plain scalar on one line.
    #[inline]
    pub(super) fn plain_leaf(&mut self, start: usize, end: usize) -> NodeId {
        let node = self.leaf(Kind::Plain, start, end);
        self.note_plain(node, start, end);
        node
    }

    /// A plain scalar on several lines.
    pub(super) fn plain_lines_leaf(&mut self, start: usize, end: usize) -> NodeId {
        let node = self.leaf(Kind::Plain, start, end);
        self.flag(node, flags::LINES);
        node
    }
}
