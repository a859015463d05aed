//! Flow style, chapter 7.4 of the specification: sequences and mappings in brackets.

use super::Kind;
use super::cursor::range;
use super::flags;
use super::messages;
use super::parser::Parser;
use super::state::{FlowFrame, FlowState, Props};
use crate::syntax::{NodeId, SyntaxError};

/// One reading of a flow collection.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) stack: Vec<FlowFrame>,
    /// Properties read for the node to come.
    props: Option<Props>,
    /// Where the last token ends, and the line of that.
    pub(super) tail: (usize, usize),
}

/// The grammar cannot go on, which was noted.
pub(super) struct Broken;

impl Parser<'_> {
    /// `c-flow-sequence(n,c) [137]` or `c-flow-mapping(n,c) [140]` that begins at the place.
    pub(super) fn flow_collection(&mut self) -> NodeId {
        let (start, line) = (self.cur.at, self.cur.line);
        let mut flow = Flow { stack: std::mem::take(&mut self.flow_stack), props: None, tail: (start, line) };
        flow.stack.clear();
        let result = self.flow_tokens(&mut flow);
        self.flow_stack = flow.stack;
        if self.cur.line != line {
            self.spans_lines(start, flow.tail.0);
        }
        result.unwrap_or_else(|Broken| self.leaf(Kind::Error, start, start))
    }

    fn flow_tokens(&mut self, flow: &mut Flow) -> Result<NodeId, Broken> {
        loop {
            if !self.next_in_flow() {
                return self.unclosed_flow(flow);
            }
            match self.cur.byte() {
                bracket @ (b'[' | b'{') => {
                    if self.too_deep(flow.stack.len()) {
                        return Ok(self.abandon(flow));
                    }
                    self.open_flow(flow, bracket == b'{')?;
                }
                bracket @ (b']' | b'}') => {
                    if let Some(node) = self.close_bracket(flow, bracket == b'}')? {
                        return Ok(node);
                    }
                }
                b',' => self.comma(flow),
                b':' => self.flow_colon(flow)?,
                b'?' => self.flow_question(flow)?,
                b'!' | b'&' => {
                    self.expect_node(flow)?;
                    flow.props = self.more_properties(flow.props);
                }
                _ => self.flow_scalar(flow)?,
            }
            flow.tail = (self.cur.at, self.cur.line);
        }
    }

    /// Goes to the next token inside brackets. False at the end of the text, and before what ends a document.
    fn next_in_flow(&mut self) -> bool {
        loop {
            let at = self.cur.at;
            if self.cur.at_end() {
                return false;
            }
            match self.cur.byte() {
                b' ' => self.cur.at += 1,
                b'#' => self.comment(),
                b'\t' => self.tab(),
                b'%' if at == self.cur.line => return false,
                b'-' | b'.' if at == self.cur.line && self.cur.marker_at(at) => return false,
                _ => match self.cur.break_at(at) {
                    0 => return true,
                    length => self.cur.begin_line(at + length),
                },
            }
        }
    }

    /// The grammar cannot go on inside the brackets of `flow`.
    fn break_flow<T>(&mut self, flow: &Flow, error: SyntaxError) -> Result<T, Broken> {
        let at = error.primary.span.start as usize;
        self.fail_at(at, error, self.brackets(flow));
        Err(Broken)
    }

    fn brackets(&self, flow: &Flow) -> Vec<(usize, bool)> {
        let open = flow.stack.iter();
        open.map(|frame| (self.tree.node(frame.node).start as usize, frame.mapping)).collect()
    }

    /// The brackets are not closed up to the end of the text or document.
    fn unclosed_flow(&mut self, flow: &mut Flow) -> Result<NodeId, Broken> {
        if self.failure.is_some() {
            return Err(Broken);
        }
        let Some(inner) = flow.stack.last() else { return Err(Broken) };
        let at = self.tree.node(inner.node).start as usize;
        let end = range(flow.tail.0, flow.tail.0);
        self.break_flow(flow, messages::unclosed_bracket(range(at, at + 1), inner.mapping, end))
    }

    /// Closes all that is open. Returns the outermost collection.
    fn abandon(&mut self, flow: &mut Flow) -> NodeId {
        let end = flow.tail.0;
        loop {
            self.end_entry(flow);
            match self.close_flow(flow, end) {
                Some(node) => return node,
                None if flow.stack.is_empty() => return NodeId::ROOT,
                None => {}
            }
        }
    }

    fn open_flow(&mut self, flow: &mut Flow, mapping: bool) -> Result<(), Broken> {
        if !flow.stack.is_empty() {
            self.expect_node(flow)?;
        }
        let at = self.cur.at;
        let kind = if mapping { Kind::Mapping } else { Kind::Sequence };
        let node = self.tree.push(kind, range(at, at));
        if !flow.stack.is_empty() {
            self.flow_node(flow, node);
        }
        flow.stack.push(FlowFrame {
            node,
            last: None,
            state: FlowState::Start,
            held: None,
            pair: None,
            start: at,
            line: self.cur.line,
            explicit: false,
            mapping,
        });
        self.cur.at += 1;
        Ok(())
    }

    /// Takes `node` as what the innermost entry goes on with.
    fn flow_node(&mut self, flow: &mut Flow, node: NodeId) {
        let props = flow.props.take();
        if let Some(props) = props {
            self.apply_properties(node, &props);
        }
        self.flag(node, flags::FLOW);
        let Some(frame) = flow.stack.last_mut() else { return };
        if frame.state == FlowState::Start {
            let full = self.tree.node(node).props as usize;
            frame.start = full;
        }
        if frame.state == FlowState::Colon {
            frame.state = FlowState::Done;
            self.hang_in(frame, node);
        } else {
            frame.state = FlowState::Node;
            frame.held = Some(node);
        }
    }

    /// Hangs a node into the collection, or into its open pair.
    fn hang_in(&mut self, frame: &mut FlowFrame, node: NodeId) {
        match &mut frame.pair {
            Some((pair, last)) => {
                let before = last.replace(node);
                self.tree.append_child(*pair, before, node);
            }
            None => {
                let before = frame.last.replace(node);
                self.tree.append_child(frame.node, before, node);
            }
        }
    }

    fn empty_in(&mut self, frame: &mut FlowFrame, at: usize, props: Option<Props>) {
        let node = self.tree.push(Kind::Empty, range(at, at));
        if let Some(props) = props {
            self.deferred.explicit = true;
            self.apply_properties(node, &props);
        }
        self.flag(node, flags::FLOW);
        self.hang_in(frame, node);
    }

    /// Begins the pair in a sequence whose key begins at `start`.
    fn begin_pair(&mut self, frame: &mut FlowFrame, start: usize) {
        if frame.mapping || frame.pair.is_some() {
            return;
        }
        let pair = self.tree.push(Kind::Mapping, range(start, start));
        self.flag(pair, flags::FLOW);
        self.hang_in(frame, pair);
        frame.pair = Some((pair, None));
    }

    /// Completes the entry that a comma or bracket ends.
    fn end_entry(&mut self, flow: &mut Flow) {
        let at = flow.tail.0;
        let props = flow.props.take();
        let Some(mut frame) = flow.stack.pop() else { return };
        let keyed = frame.mapping || frame.pair.is_some();
        match frame.state {
            FlowState::Start => {
                if props.is_some() {
                    self.empty_in(&mut frame, at, props);
                    if keyed {
                        self.empty_in(&mut frame, at, None);
                    }
                }
            }
            FlowState::Explicit => {
                self.empty_in(&mut frame, at, props);
                self.empty_in(&mut frame, at, None);
            }
            FlowState::Node => {
                if let Some(node) = frame.held.take() {
                    if keyed {
                        self.note_key(node);
                    }
                    self.hang_in(&mut frame, node);
                }
                if keyed {
                    self.empty_in(&mut frame, at, None);
                }
            }
            FlowState::Colon => self.empty_in(&mut frame, at, props),
            FlowState::Done => {}
        }
        if let Some((pair, _)) = frame.pair.take() {
            self.tree.node_mut(pair).end = at as u32;
        }
        frame.state = FlowState::Start;
        frame.explicit = false;
        flow.stack.push(frame);
    }

    fn comma(&mut self, flow: &mut Flow) {
        let at = self.cur.at;
        let nothing =
            flow.props.is_none() && flow.stack.last().is_none_or(|frame| frame.state == FlowState::Start);
        if nothing {
            self.error(messages::stray_comma(range(at, at + 1)));
        } else {
            self.end_entry(flow);
        }
        self.cur.at += 1;
    }

    fn close_bracket(&mut self, flow: &mut Flow, mapping: bool) -> Result<Option<NodeId>, Broken> {
        let at = self.cur.at;
        if let Some(frame) = flow.stack.last().filter(|frame| frame.mapping != mapping) {
            let inner = self.tree.node(frame.node).start as usize;
            let open = range(inner, inner + 1);
            return self.break_flow(flow, messages::wrong_bracket(range(at, at + 1), open, mapping));
        }
        self.end_entry(flow);
        self.cur.at = at + 1;
        Ok(self.close_flow(flow, at + 1))
    }

    /// Closes the innermost collection at `end`. Gives the outermost one.
    fn close_flow(&mut self, flow: &mut Flow, end: usize) -> Option<NodeId> {
        let frame = flow.stack.pop()?;
        self.last_end = end;
        self.tree.node_mut(frame.node).end = end as u32;
        flow.stack.is_empty().then_some(frame.node)
    }

    fn flow_colon(&mut self, flow: &mut Flow) -> Result<(), Broken> {
        let at = self.cur.at;
        let Some(frame) = flow.stack.last().copied() else { return Err(Broken) };
        let begins = match (flow.props, frame.state) {
            (Some(props), _) => props.start,
            (None, FlowState::Start) => at,
            (None, _) => frame.start,
        };
        let good = match frame.state {
            FlowState::Explicit => true,
            FlowState::Node => frame.explicit || frame.line == self.cur.line,
            FlowState::Start => flow.props.is_some() && frame.line == self.cur.line,
            FlowState::Colon | FlowState::Done => false,
        };
        if !good {
            let shown = range(at, at + 1);
            let error = match frame.state {
                FlowState::Start => messages::missing_key(shown),
                FlowState::Node => messages::colon_below_key(shown),
                _ => messages::second_colon_in_entry(shown),
            };
            return self.break_flow(flow, error);
        }
        let props = flow.props.take();
        if !frame.explicit {
            self.check_key_length(begins, at);
        }
        let Some(mut frame) = flow.stack.pop() else { return Err(Broken) };
        self.begin_pair(&mut frame, begins);
        match frame.held.take() {
            Some(key) => {
                self.note_key(key);
                self.hang_in(&mut frame, key);
            }
            None => self.empty_in(&mut frame, at, props),
        }
        frame.state = FlowState::Colon;
        flow.stack.push(frame);
        self.cur.at += 1;
        Ok(())
    }

    fn flow_question(&mut self, flow: &mut Flow) -> Result<(), Broken> {
        let at = self.cur.at;
        let start =
            flow.props.is_none() && flow.stack.last().is_some_and(|frame| frame.state == FlowState::Start);
        if !start {
            return self.break_flow(flow, messages::flow_question(range(at, at + 1)));
        } else if let Some(mut frame) = flow.stack.pop() {
            self.begin_pair(&mut frame, at);
            self.deferred.explicit = true;
            frame.state = FlowState::Explicit;
            frame.explicit = true;
            flow.stack.push(frame);
        }
        self.cur.at += 1;
        Ok(())
    }

    /// Makes sure that a node may begin here.
    fn expect_node(&mut self, flow: &mut Flow) -> Result<(), Broken> {
        let (at, line) = (self.cur.at, self.cur.line);
        let Some(frame) = flow.stack.last_mut() else { return Ok(()) };
        match frame.state {
            FlowState::Start => {
                if flow.props.is_none() {
                    frame.start = at;
                    frame.line = line;
                }
                Ok(())
            }
            FlowState::Explicit | FlowState::Colon => Ok(()),
            FlowState::Node | FlowState::Done => {
                let error = messages::missing_comma(self.letter_at(at));
                self.break_flow(flow, error)
            }
        }
    }

    fn flow_scalar(&mut self, flow: &mut Flow) -> Result<(), Broken> {
        self.expect_node(flow)?;
        let at = self.cur.at;
        let node = match self.cur.byte() {
            quote @ (b'"' | b'\'') => self.flow_quoted(flow, quote)?,
            b'*' => self.alias(),
            b'-' if self.cur.blank_at(at + 1) => {
                return self.break_flow(flow, messages::flow_item(range(at, at + 1)));
            }
            b'@' | b'`' | b'%' | b'|' | b'>' => {
                let found = char::from(self.cur.byte());
                return self.break_flow(flow, messages::bad_start(range(at, at + 1), found));
            }
            _ => self.flow_plain(),
        };
        self.flow_node(flow, node);
        Ok(())
    }

    fn flow_quoted(&mut self, flow: &Flow, quote: u8) -> Result<NodeId, Broken> {
        let start = self.cur.at;
        let found = self.quoted_end(start, quote);
        if found.closed {
            return Ok(self.quoted_leaf(start, quote, found));
        }
        self.unclosed_quote(start, quote, self.brackets(flow));
        Err(Broken)
    }
}
