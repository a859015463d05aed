//! Where reading may begin anew: the beginnings of the latest lines, and of the entries around them.

use super::Kind;
use super::parser::Parser;
use super::prescan::Prescan;
use super::state::{Before, Deferred, Entry, Frame, LINES, Start, State, Track};
use crate::source::TextRange;
use crate::syntax::{NodeId, Tree};

impl Parser<'_> {
    /// Keeps the place, if places are kept at all.
    #[inline]
    pub(super) fn keep_place(&mut self, start: Start) {
        if self.track.is_some() {
            self.keep_state(start);
        }
    }

    fn keep_state(&mut self, start: Start) {
        let at = if start == Start::Line { self.cur.line } else { self.cur.at };
        let Some(track) = &mut self.track else { return };
        let oldest = if track.states.len() == LINES { track.states.pop_front() } else { None };
        let mut frames = oldest.map(|state| state.frames).unwrap_or_default();
        frames.clear();
        frames.extend_from_slice(&self.frames);
        track.states.push_back(State {
            start,
            at,
            frames,
            document: self.document,
            explicit: self.explicit,
            nodes: self.tree.node_count(),
            last_end: self.last_end,
        });
    }

    /// Keeps where the entry at the place begins.
    #[inline]
    pub(super) fn keep_entry(&mut self) {
        if self.track.is_some()
            && let Some(frame) = self.frames.last_mut()
        {
            let (nodes, last, last_end) = (self.tree.node_count(), frame.last, self.last_end);
            let before = Some(Before { nodes, last, last_end, pending: frame.pending });
            frame.entry = Entry { line: self.cur.line, before };
        }
    }

    /// The latest kept place before the line `line`, inside of the collections `open`: what is above may go on
    /// with the line.
    pub(super) fn state_before(&self, line: usize, open: &[Frame]) -> Option<State> {
        let states = self.track.iter().flat_map(|track| track.states.iter().rev());
        if let Some(kept) = states.into_iter().find(|state| state.at < line) {
            return Some(kept.clone());
        }
        // The entries around the latest lines begin further up.
        let mut entries = open.iter().enumerate().rev().filter(|(_, frame)| frame.entry.line < line);
        let (index, frame, before) =
            entries.find_map(|(index, frame)| Some((index, *frame, frame.entry.before?)))?;
        let mut frames = open.get(..=index)?.to_vec();
        if let Some(frame) = frames.last_mut() {
            (frame.last, frame.pending) = (before.last, before.pending);
        }
        Some(State {
            start: Start::Line,
            at: frame.entry.line,
            frames,
            document: self.document,
            explicit: self.explicit,
            nodes: before.nodes,
            last_end: before.last_end,
        })
    }

    /// Forgets all that was read from the place of `state` on.
    pub(super) fn go_back(&mut self, state: &State) {
        self.tree.truncate(state.nodes);
        self.deferred.truncate(state.nodes);
        self.tree.comments.truncate(self.tree.comments.partition_point(|it| (it.start as usize) < state.at));
        self.tree.errors.retain(|error| (error.primary.span.start as usize) < state.at);
        self.anchors.retain(|_, node| node.index() < state.nodes);
        for frame in &state.frames {
            self.tree.unhang(frame.node, frame.last);
        }
        match state.start {
            Start::Stream => self.tree.unhang(NodeId::ROOT, None),
            Start::Document => self.tree.unhang(state.document, None),
            Start::Line => {}
        }
        if state.start != Start::Stream {
            self.tree.cut(state.document);
        }
        self.frames.clone_from(&state.frames);
        (self.document, self.explicit, self.last_end) = (state.document, state.explicit, state.last_end);
        (self.failure, self.opener, self.last_error_line) = (None, None, None);
        self.cur.begin_line(state.at);
        if let Some(track) = &mut self.track {
            track.states.retain(|kept| kept.at < state.at);
        }
    }
}

/// What a parser hands to the one that goes on with an edited text.
#[derive(Debug)]
pub(super) struct Saved {
    state: State,
    tree: Tree<Kind>,
    deferred: Deferred,
    track: Option<Track>,
    /// Where the anchors' names stand.
    anchors: Vec<(TextRange, NodeId)>,
}

impl Saved {
    /// The beginning of `text`.
    pub(super) fn first(text: &str, prescan: &Prescan) -> Self {
        let parser = Parser::new(text, prescan);
        let state = State::first(parser.cur.at);
        let track = Some(Track::new(state.clone()));
        Saved { state, tree: parser.tree, deferred: parser.deferred, track, anchors: Vec::new() }
    }

    /// Where reading goes on, and what is read there.
    pub(super) fn place(&self) -> (usize, Start) {
        (self.state.at, self.state.start)
    }
}

impl<'t> Parser<'t> {
    /// A parser that goes on with `text` where another one has stopped.
    pub(super) fn resume(text: &'t str, prescan: &Prescan, saved: Saved) -> Self {
        let mut parser = Parser::empty(text, prescan, saved.tree);
        parser.deferred = saved.deferred;
        parser.track = saved.track;
        parser.anchors = saved.anchors.iter().map(|&(name, node)| (name.of(text), node)).collect();
        parser.go_back(&saved.state);
        parser
    }

    /// What another parser needs to go on from `state`, to which this one has gone back.
    pub(super) fn save(self, state: State) -> Saved {
        let place = |name: &str| {
            let start = name.as_ptr().addr() - self.cur.text.as_ptr().addr();
            TextRange::new(start as u32, (start + name.len()) as u32)
        };
        let anchors = self.anchors.iter().map(|(&name, &node)| (place(name), node)).collect();
        Saved { state, tree: self.tree, deferred: self.deferred, track: self.track, anchors }
    }

    /// A parser that only tries how far it gets with `text`, which begins at the place of `state`.
    pub(super) fn trial(text: &'t str, prescan: &Prescan, state: &State) -> Self {
        let mut tree = Tree::new(Kind::Stream, text.len() as u32, text.len() / 8 + state.frames.len() + 8);
        let frames = state.frames.iter().map(|frame| {
            let node = tree.push(Kind::Empty, TextRange::empty(0));
            Frame { node, last: None, ..*frame }
        });
        let frames = frames.collect();
        let mut parser = Parser::empty(text, prescan, tree);
        if state.at > 0 {
            // A byte order mark is one at the very beginning only.
            parser.cur.begin_line(0);
        }
        parser.frames = frames;
        parser.trial = true;
        parser.explicit = state.explicit;
        parser
    }
}
