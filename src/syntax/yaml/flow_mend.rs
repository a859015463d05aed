//! What is wrong inside brackets, and how reading goes on.

use super::Kind;
use super::cursor::range;
use super::flow::{Broken, Flow, State};
use super::parser::Parser;
use super::report::error;
use crate::syntax::{NodeId, SyntaxError};

impl Parser<'_> {
    /// A tab inside brackets is no more welcome than elsewhere, but its column means nothing.
    pub(super) fn tab_in_flow(&mut self) {
        let start = self.cur.at;
        while matches!(self.cur.byte(), b'\t' | b' ') {
            self.cur.at += 1;
        }
        self.error(
            error(range(start, self.cur.at), "found a tab between the parts of a YAML text", "this is a tab")
                .help("write spaces")
                .edit(range(start, self.cur.at), " "),
        );
    }

    /// A bracket of the wrong kind: it closes a collection further out, or nothing.
    pub(super) fn mismatch(&mut self, flow: &mut Flow, mapping: bool) -> Result<(), Broken> {
        let at = self.cur.at;
        let found = char::from(self.cur.byte());
        let inner = flow.stack.last().map_or(at, |frame| self.tree.node(frame.node).start as usize);
        let wanted = if mapping { ']' } else { '}' };
        self.flow_error(flow, || {
            error(
                range(at, at + 1),
                format!("found `{found}` where `{wanted}` should be"),
                format!("expected `{wanted}`"),
            )
            .also(range(inner, inner + 1), "this bracket is open")
        })?;
        if flow.stack.iter().any(|frame| frame.mapping == mapping) {
            while flow.stack.last().is_some_and(|frame| frame.mapping != mapping) {
                self.end_entry(flow);
                let end = flow.tail.0;
                let _outermost = self.close_flow(flow, end);
            }
        }
        Ok(())
    }

    pub(super) fn unreadable_in_flow(&mut self, flow: &Flow) -> Result<NodeId, Broken> {
        let start = self.cur.at;
        let found = char::from(self.cur.byte());
        self.flow_error(flow, || {
            error(
                range(start, start + 1),
                format!("found `{found}` at the start of a value"),
                "no plain text begins with this character",
            )
            .help("write the value in quotes")
        })?;
        let line = self.cur.plain_flow_line(start + 1);
        self.cur.at = line.stop;
        Ok(self.leaf(Kind::Error, start, line.end))
    }

    /// The brackets are not closed up to the limit.
    pub(super) fn unclosed_flow(&mut self, flow: &mut Flow) -> Result<NodeId, Broken> {
        if flow.strict {
            return Err(Broken);
        }
        let Some(inner) = flow.stack.last() else { return Err(Broken) };
        let at = self.tree.node(inner.node).start as usize;
        let (sign, wanted) = if inner.mapping { ('{', "}") } else { ('[', "]") };
        (self.cur.at, self.cur.line) = flow.tail;
        let end = flow.tail.0;
        self.error(
            error(
                range(at, at + 1),
                format!("found `{sign}` without a `{wanted}` that closes it"),
                "this bracket is never closed",
            )
            .also(range(end, end), format!("expected `{wanted}` up to here"))
            .edit(range(end, end), wanted),
        );
        Ok(self.abandon(flow))
    }

    /// Closes all that is open. Gives the outermost collection.
    pub(super) fn abandon(&mut self, flow: &mut Flow) -> NodeId {
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
}

pub(super) fn bad_flow_colon(at: usize, state: State) -> SyntaxError {
    let shown = range(at, at + 1);
    match state {
        State::Start => error(shown, "found `:` without a key before it", "expected a key before this"),
        State::Node => error(shown, "found `:` on another line than its key", "expected it behind the key")
            .help("write the key and its `:` on one line"),
        _ => error(shown, "found a second `:` in one entry", "expected `,` or the end of the brackets")
            .help("put text that holds `: ` in quotes"),
    }
}
