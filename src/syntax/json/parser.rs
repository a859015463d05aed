//! The grammar of RFC 8259, on a stack of its own.

use super::string::{StringFault, is_value, string, word_end};
use crate::source::TextRange;
use crate::syntax::messages::json as messages;
use crate::syntax::yaml::{Kind, flags};
use crate::syntax::{NodeId, SyntaxError, Tree, budget};

/// What may come next in an open collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The first member or item, or the end.
    First,
    /// A member or item.
    Next,
    /// `:`
    Colon,
    /// The member's value.
    Value,
    /// `,` or the end.
    Done,
}

/// An open object or array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    pub(super) last: Option<NodeId>,
    pub(super) object: bool,
    pub(super) state: State,
    /// The line that its bracket is on, and that line's indentation.
    pub(super) line: usize,
    pub(super) indent: usize,
    /// The indentation of the first line inside.
    pub(super) inner: Option<usize>,
}

/// A parser of one text.
#[derive(Debug)]
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    bytes: &'t [u8],
    pub(super) at: usize,
    /// Where the line begins that `at` is on.
    pub(super) line: usize,
    /// Where that line's first token begins.
    pub(super) first: usize,
    pub(super) tree: Tree<Kind>,
    pub(super) stack: Vec<Frame>,
    document: NodeId,
    has_root: bool,
    pub(super) repair: Option<Repair>,
    /// Behind the last token.
    pub(super) tail: usize,
}

/// What the repair keeps in mind.
#[derive(Debug, Default)]
pub(super) struct Repair {
    /// The line that the last error is on.
    pub(super) last_error_line: Option<usize>,
    /// The brackets do not add up.
    pub(super) unbalanced: bool,
    /// Indentation says which of them are wrong.
    pub(super) by_indent: bool,
}

/// The first error of a strict reading.
pub(super) struct Broken;

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, repair: Option<Repair>) -> Self {
        Parser {
            text,
            bytes: text.as_bytes(),
            at: 0,
            line: 0,
            first: 0,
            tree: Tree::new(Kind::Stream, text.len() as u32, text.len() / 16 + 8),
            stack: Vec::with_capacity(32),
            document: NodeId::ROOT,
            has_root: false,
            repair,
            tail: 0,
        }
    }

    /// `JSON-text = ws value ws`. Fails at the first error, unless it repairs, and then where the brackets do
    /// not add up.
    pub(super) fn read(mut self) -> Result<Tree<Kind>, Tree<Kind>> {
        let document = self.tree.push(Kind::Document, range(0, self.text.len()));
        self.tree.append_child(NodeId::ROOT, None, document);
        self.document = document;
        match self.tokens() {
            Ok(()) => {
                self.tree.errors.sort_by_key(|error| error.primary.span.start);
                match self.repair {
                    Some(repair) if repair.unbalanced => Err(self.tree),
                    _ => Ok(self.tree),
                }
            }
            Err(Broken) => Err(self.tree),
        }
    }

    fn tokens(&mut self) -> Result<(), Broken> {
        loop {
            self.blanks();
            let Some(&byte) = self.bytes.get(self.at) else { return self.end() };
            if self.repair.is_some() {
                if self.no_break_spaces()? {
                    continue;
                }
                if self.first < self.line || self.tail == 0 {
                    self.first = self.at;
                }
                self.settle_line(byte);
                self.note_indent();
            }
            match byte {
                b'"' => self.string()?,
                b'{' | b'[' => self.open(byte == b'{')?,
                b'}' | b']' => self.close(byte == b'}')?,
                b',' => self.comma()?,
                b':' => self.colon()?,
                _ => self.word()?,
            }
            self.tail = self.at;
        }
    }

    #[inline]
    fn blanks(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                }
                _ => return,
            }
        }
    }

    #[inline]
    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Notes an error and goes on, or gives up the strict reading.
    pub(super) fn error(&mut self, error: impl FnOnce() -> SyntaxError) -> Result<(), Broken> {
        let Some(repair) = &mut self.repair else { return Err(Broken) };
        // A second error on a line has the same cause.
        if repair.last_error_line.replace(self.line) != Some(self.line)
            && self.tree.errors.len() < budget::SYNTAX_ERRORS
        {
            self.tree.errors.push(error());
        }
        Ok(())
    }

    /// Hangs a value where the next one belongs.
    #[inline]
    fn value(&mut self, node: NodeId) -> Result<(), Broken> {
        self.expect_value()?;
        let Some(frame) = self.stack.last_mut() else {
            self.tree.append_child(self.document, None, node);
            self.has_root = true;
            return Ok(());
        };
        let last = frame.last.replace(node);
        self.tree.append_child(frame.node, last, node);
        frame.state = match (frame.object, frame.state) {
            (true, State::First | State::Next) => State::Colon,
            _ => State::Done,
        };
        Ok(())
    }

    /// Makes sure that a value may be here; repairs a missing comma or colon.
    #[inline]
    fn expect_value(&mut self) -> Result<(), Broken> {
        let at = self.at;
        let state = match self.stack.last() {
            None if !self.has_root => return Ok(()),
            None => {
                return self.error(|| messages::more_text(range(at, at + 1)));
            }
            Some(frame) => frame.state,
        };
        let sign = match state {
            State::First | State::Next | State::Value => return Ok(()),
            State::Colon => ":",
            State::Done => ",",
        };
        let tail = self.tail;
        let end = at + self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        self.error(|| messages::missing_sign(range(at, end), sign, range(tail, tail)))?;
        if let Some(frame) = self.stack.last_mut() {
            frame.state = if state == State::Colon { State::Value } else { State::Next };
        }
        Ok(())
    }

    #[inline]
    fn string(&mut self) -> Result<(), Broken> {
        let start = self.at;
        match string(self.text, start) {
            Ok(found) => {
                let node = self.tree.push(Kind::DoubleQuoted, range(start, found.end));
                if found.escapes {
                    self.tree.node_mut(node).flags = flags::ESCAPES;
                }
                self.value(node)?;
                self.at = found.end;
                Ok(())
            }
            Err(fault) => self.bad_string(start, fault),
        }
    }

    fn bad_string(&mut self, start: usize, fault: StringFault) -> Result<(), Broken> {
        if self.repair.is_none() {
            return Err(Broken);
        }
        let (end, closed) = self.repaired_string(start, fault)?;
        let node = self.tree.push(Kind::DoubleQuoted, range(start, end));
        self.tree.node_mut(node).flags =
            if closed { flags::ESCAPES } else { flags::ESCAPES | flags::UNCLOSED };
        self.value(node)?;
        self.at = end;
        Ok(())
    }

    /// A number, `true`, `false`, `null`, or one of Python's names; anything else is an error.
    fn word(&mut self) -> Result<(), Broken> {
        let start = self.at;
        let end = word_end(self.bytes, start);
        let word = self.text.get(start..end).unwrap_or_default();
        let key = self
            .stack
            .last()
            .is_some_and(|frame| frame.object && matches!(frame.state, State::First | State::Next));
        if !key && is_value(word) {
            let node = self.tree.push(Kind::Plain, range(start, end));
            self.value(node)?;
            self.at = end;
            return Ok(());
        }
        self.bad_word(start, key)
    }

    fn open(&mut self, object: bool) -> Result<(), Broken> {
        let at = self.at;
        if self.stack.len() >= budget::YAML_DEPTH {
            return self.too_deep();
        }
        if self
            .stack
            .last()
            .is_some_and(|frame| frame.object && matches!(frame.state, State::First | State::Next))
        {
            self.missing_key_before(at)?;
        }
        let kind = if object { Kind::Mapping } else { Kind::Sequence };
        let node = self.tree.push(kind, range(at, at));
        self.value(node)?;
        let (line, indent, state) = (self.line, self.first.saturating_sub(self.line), State::First);
        self.stack.push(Frame { node, last: None, object, state, line, indent, inner: None });
        self.at += 1;
        Ok(())
    }

    fn too_deep(&mut self) -> Result<(), Broken> {
        let at = self.at;
        self.error(|| messages::too_deep(range(at, at + 1)))?;
        self.close_to(0);
        self.at = self.text.len();
        Ok(())
    }

    fn close(&mut self, object: bool) -> Result<(), Broken> {
        let good = self
            .stack
            .last()
            .is_some_and(|frame| frame.object == object && matches!(frame.state, State::First | State::Done));
        if (!good || self.repair.is_some()) && !self.repaired_close(object)? {
            self.at += 1;
            return Ok(());
        }
        self.at += 1;
        self.tail = self.at;
        self.pop();
        Ok(())
    }

    /// Closes the innermost collection at the end of the last token.
    pub(super) fn pop(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        if frame.object && matches!(frame.state, State::Colon | State::Value) {
            let node = self.tree.push(Kind::Error, range(self.tail, self.tail));
            self.tree.append_child(frame.node, frame.last, node);
        }
        self.tree.node_mut(frame.node).end = self.tail as u32;
    }

    pub(super) fn close_to(&mut self, keep: usize) {
        while self.stack.len() > keep {
            self.pop();
        }
    }

    fn comma(&mut self) -> Result<(), Broken> {
        let at = self.at;
        if self.stack.last().is_none_or(|frame| frame.state != State::Done) {
            self.stray_comma()?;
        }
        if let Some(frame) = self.stack.last_mut() {
            frame.state = State::Next;
        }
        self.at = at + 1;
        Ok(())
    }

    fn colon(&mut self) -> Result<(), Broken> {
        let at = self.at;
        self.at += 1;
        match self.stack.last_mut() {
            Some(frame) if frame.state == State::Colon => {
                frame.state = State::Value;
                Ok(())
            }
            _ => self.error(|| messages::stray_colon(range(at, at + 1))),
        }
    }

    fn end(&mut self) -> Result<(), Broken> {
        let at = self.tail;
        if let Some(frame) = self.stack.last().copied() {
            self.unbalance();
            let start = self.tree.node(frame.node).start as usize;
            if let Some(repair) = &mut self.repair {
                repair.last_error_line = None;
            }
            self.error(|| messages::unclosed_bracket(range(start, start + 1), frame.object, range(at, at)))?;
        } else if !self.has_root {
            self.error(|| messages::no_json_value(range(at, at)))?;
        }
        self.close_to(0);
        Ok(())
    }
}

/// `start..end` as a range of the text.
pub(super) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(start as u32, end.max(start) as u32)
}
