//! What a parser of YAML keeps of where it is: open collections, properties, places passed.

use std::collections::VecDeque;

use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxError};

/// How an open block collection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `l+block-mapping [187]`
    Mapping,
    /// `l+block-sequence [183]`
    Sequence,
    /// A sequence whose `-` stand in the column of the mapping around it, `seq-space [201]`.
    Indentless,
}

impl Form {
    /// Whether a list item or a key can be an entry.
    pub(super) fn takes(self, item: bool, key: bool) -> bool {
        if self == Form::Mapping { key } else { item }
    }
}

/// An open block collection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    /// The child hung last.
    pub(super) last: Option<NodeId>,
    /// The column in which its entries stand.
    pub(super) column: i32,
    pub(super) form: Form,
    /// A mapping that has read `?` and waits for `:`.
    pub(super) pending: bool,
    /// Where its latest entry begins that has a line of its own; kept for repair only.
    pub(super) entry: Entry,
    /// Where it begins.
    pub(super) start: usize,
}

/// What only a look at the finished tree can judge, noted on the way so that nothing else is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Deferred {
    /// Aliases, nodes with a tag other than a local one, and scalars that may be no number.
    pub(super) nodes: Vec<NodeId>,
    /// Collections, aliases and nodes with properties that are keys, and `<<` and `=`.
    pub(super) keys: Vec<NodeId>,
    /// Some keys stand behind `?` or are empty, and were not noted.
    pub(super) explicit: bool,
}

impl Deferred {
    /// Forgets the nodes from the number `count` on, which were noted last.
    pub(super) fn truncate(&mut self, count: usize) {
        for noted in [&mut self.nodes, &mut self.keys] {
            while noted.last().is_some_and(|node| node.index() >= count) {
                noted.truncate(noted.len() - 1);
            }
        }
    }
}

/// How far the entry of a flow collection is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FlowState {
    /// Nothing yet.
    Start,
    /// `?`
    Explicit,
    /// A node that may be a key.
    Node,
    /// `:`
    Colon,
    /// The value.
    Done,
}

/// An open flow collection.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowFrame {
    pub(super) node: NodeId,
    pub(super) last: Option<NodeId>,
    pub(super) state: FlowState,
    /// The node of the entry that is not hung yet.
    pub(super) held: Option<NodeId>,
    /// The mapping of one pair in a sequence, `ns-flow-pair(n,c) [150]`, and its last child.
    pub(super) pair: Option<(NodeId, Option<NodeId>)>,
    /// Where the entry begins, and the line of that.
    pub(super) start: usize,
    pub(super) line: usize,
    pub(super) explicit: bool,
    pub(super) mapping: bool,
}

/// `c-ns-properties(n,c) [96]`: a tag, an anchor or both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Props {
    pub(super) start: usize,
    pub(super) tag: bool,
    /// The tag is more than a local one such as `!Ref`.
    pub(super) deferred: bool,
    /// The anchor's name, without `&`.
    pub(super) anchor: Option<TextRange>,
}

impl Props {
    /// Both together; these stand first. Of two anchors the second counts.
    pub(super) fn join(self, behind: Props) -> Props {
        Props {
            start: self.start,
            tag: self.tag || behind.tag,
            deferred: self.deferred || behind.deferred,
            anchor: behind.anchor.or(self.anchor),
        }
    }

    /// Whether both name an anchor, or both a tag.
    pub(super) fn clashes(self, other: Props) -> bool {
        self.tag && other.tag || self.anchor.is_some() && other.anchor.is_some()
    }
}

/// Where and why the strict grammar cannot go on.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The place that it reached.
    pub(super) at: usize,
    /// How far it looked.
    pub(super) reached: usize,
    /// What it says.
    pub(super) error: SyntaxError,
    /// Where the latest scalar or collection begins that is in brackets or quotes and spans lines.
    pub(super) opener: Option<usize>,
    /// The open brackets: where each stands and whether it is `{`.
    pub(super) brackets: Vec<(usize, bool)>,
    /// The open block collections.
    pub(super) frames: Vec<Frame>,
}

/// Lines whose beginnings are kept whole.
pub(super) const LINES: usize = 8;

/// What is read from a place on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// All documents.
    Stream,
    /// The content of a document.
    Document,
    /// A line of the block content of a document.
    Line,
}

/// The beginning of an entry of an open collection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The start of its line.
    pub(super) line: usize,
    /// What was there before it; nothing for an entry that began its collection.
    pub(super) before: Option<Before>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    pub(super) nodes: usize,
    pub(super) last: Option<NodeId>,
    pub(super) last_end: usize,
    pub(super) pending: bool,
}

impl Entry {
    /// The first entry of a collection, in the line `line`.
    pub(super) fn at(line: usize) -> Self {
        Entry { line, before: None }
    }
}

/// All that a parser knows at a place.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) start: Start,
    /// The start of the line, or of the content of the document.
    pub(super) at: usize,
    pub(super) frames: Vec<Frame>,
    /// The document that is being read, and whether `---` begins it.
    pub(super) document: NodeId,
    pub(super) explicit: bool,
    pub(super) nodes: usize,
    pub(super) last_end: usize,
}

impl State {
    /// The beginning of a text of which `at` is the first place.
    pub(super) fn first(at: usize) -> Self {
        State {
            start: Start::Stream,
            at,
            frames: Vec::new(),
            document: NodeId::ROOT,
            explicit: false,
            nodes: 1,
            last_end: 0,
        }
    }
}

/// The places passed.
#[derive(Debug)]
pub(super) struct Track {
    /// The beginnings of the latest lines and documents, in order.
    pub(super) states: VecDeque<State>,
}

impl Track {
    pub(super) fn new(first: State) -> Self {
        Track { states: VecDeque::from([first]) }
    }
}
