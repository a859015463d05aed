//! `Expression = ExprTerm | Operation | Conditional`: what may follow an operand.
//!
//! The loop of [`Parser::drive`] reads an operand, then what follows it; each bracket, operator and
//! conditional that waits for an operand is a [`Frame`](super::parser::Frame). So an expression costs no
//! stack however deep it nests.

use super::kind::{BinaryOperator, Kind, flags};
use super::messages;
use super::parser::{Mode, Parsed, Parser, Role};
use super::scanner::is_number;
use crate::source::TextRange;
use crate::syntax::NodeId;

/// What is read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// An operand.
    Operand,
    /// What follows the operand; for a traversal that can go on, with its last step.
    Value(NodeId, Option<NodeId>),
    /// What follows the whole expression, in the innermost bracket.
    Element(NodeId),
    /// The next key of the innermost object, or its end.
    Key,
    /// Literal text of the innermost template.
    Text,
    /// Nothing: this is the whole expression.
    Done(NodeId),
}

impl Parser<'_> {
    /// `Expression`. Only in a strict reading is there a fault.
    #[inline]
    pub(super) fn expression(&mut self) -> Parsed<NodeId> {
        self.drive(self.frames.len(), Next::Operand)
    }

    /// Reads on from `next` until the frames from `base` on are closed.
    pub(super) fn drive(&mut self, base: usize, mut next: Next) -> Parsed<NodeId> {
        loop {
            let step = match next {
                Next::Operand => self.operand(),
                Next::Value(value, last) => self.after_operand(base, value, last),
                Next::Element(value) => self.element(value),
                Next::Key => self.object_key(),
                Next::Text => self.template_text(),
                Next::Done(value) => return Ok(value),
            };
            next = match step {
                Ok(next) => next,
                Err(fault) if self.mode == Mode::Strict => return Err(fault),
                Err(fault) => self.recover(base, fault),
            };
        }
    }

    /// The steps, operators and conditionals after the operand `value`.
    fn after_operand(&mut self, base: usize, value: NodeId, last: Option<NodeId>) -> Parsed<Next> {
        let Some(mut value) = self.steps(value, last)? else { return Ok(Next::Operand) };
        loop {
            let Some(frame) = self.frames.get(base..).and_then(|open| open.last()).copied() else {
                return if self.continues(value)? { Ok(Next::Operand) } else { Ok(Next::Done(value)) };
            };
            match frame.role {
                Role::Unary => value = self.wrap(value),
                Role::Binary(open) => match self.operator() {
                    Some((operator, _)) if operator.precedence() > open => break,
                    Some((operator, _)) if operator.precedence() == open => {
                        self.append_child(value);
                        self.take_operator();
                        return Ok(Next::Operand);
                    }
                    _ => value = self.wrap(value),
                },
                _ => break,
            }
        }
        if self.continues(value)? {
            return Ok(Next::Operand);
        }
        while self.frames.len() > base && self.frames.last().is_some_and(|frame| frame.role == Role::Else) {
            value = self.wrap(value);
        }
        if self.frames.len() > base { self.element(value) } else { Ok(Next::Done(value)) }
    }

    /// Hangs `value` into the innermost open node as its last child, and closes that.
    fn wrap(&mut self, value: NodeId) -> NodeId {
        self.append_child(value);
        let end = self.tree.node(value).end;
        match self.close() {
            Some(frame) => {
                self.tree.node_mut(frame.node).end = end;
                frame.node
            }
            None => value,
        }
    }

    /// Opens an operation or a conditional whose first operand is `value`, where the text has one.
    #[inline]
    fn continues(&mut self, value: NodeId) -> Parsed<bool> {
        let start = self.tree.node(value).start;
        if let Some((operator, _)) = self.operator() {
            let range = TextRange::new(start, self.tree.node(value).end);
            let node = self.leaf(Kind::Binary, range);
            let newlines = self.scanner.newlines;
            self.open(Role::Binary(operator.precedence()), node, self.scanner.at, newlines)?;
            self.append_child(value);
            self.take_operator();
            return Ok(true);
        }
        if self.scanner.byte() == b'?' {
            let question = self.scanner.at;
            let node = self.leaf(Kind::Conditional, TextRange::new(start, question as u32));
            let newlines = self.scanner.newlines;
            self.scanner.at += 1;
            if let Err(fault) = self.open(Role::Then, node, question, newlines) {
                self.tree.append_child(node, None, value);
                return Err(fault);
            }
            self.append_child(value);
            return Ok(true);
        }
        Ok(false)
    }

    /// `binaryOperator`: the one at the place, and its length.
    #[inline]
    fn operator(&self) -> Option<(BinaryOperator, usize)> {
        let second = || self.scanner.byte_at(self.scanner.at + 1);
        Some(match self.scanner.byte() {
            b'+' => (BinaryOperator::Add, 1),
            b'-' => (BinaryOperator::Subtract, 1),
            b'*' => (BinaryOperator::Multiply, 1),
            b'/' if second() != b'/' => (BinaryOperator::Divide, 1),
            b'%' => (BinaryOperator::Modulo, 1),
            b'=' if second() == b'=' => (BinaryOperator::Equal, 2),
            b'!' if second() == b'=' => (BinaryOperator::NotEqual, 2),
            b'<' if second() == b'=' => (BinaryOperator::LessOrEqual, 2),
            b'<' => (BinaryOperator::Less, 1),
            b'>' if second() == b'=' => (BinaryOperator::GreaterOrEqual, 2),
            b'>' => (BinaryOperator::Greater, 1),
            b'&' if second() == b'&' => (BinaryOperator::And, 2),
            b'|' if second() == b'|' => (BinaryOperator::Or, 2),
            _ => return None,
        })
    }

    /// Passes the operator at the place and hangs it into the innermost open node.
    fn take_operator(&mut self) {
        if let Some((operator, len)) = self.operator() {
            let start = self.scanner.at;
            self.scanner.at += len;
            let node = self.leaf(Kind::Operator, self.scanner.since(start));
            self.flag(node, operator as u8);
            self.append_child(node);
        }
    }

    /// The steps after `value`: `(Index | GetAttr | Splat)*`. `None` where an index opens, whose expression
    /// comes next.
    #[inline]
    fn steps(&mut self, value: NodeId, last: Option<NodeId>) -> Parsed<Option<NodeId>> {
        self.scanner.skip();
        match self.scanner.byte() {
            b'.' if !self.scanner.starts_with(self.scanner.at, b"...") => self.more_steps(value, last),
            b'[' => self.more_steps(value, last),
            _ => Ok(Some(value)),
        }
    }

    /// As [`Parser::steps`], where there is one.
    fn more_steps(&mut self, mut value: NodeId, mut last: Option<NodeId>) -> Parsed<Option<NodeId>> {
        let mut splat = false;
        loop {
            let start = self.scanner.at;
            let step = match self.scanner.byte() {
                b'.' if !self.scanner.starts_with(start, b"...") => match self.dotted_step(&mut splat) {
                    Ok(step) => step,
                    Err(mut fault) => {
                        fault.value = Some(value);
                        return Err(fault);
                    }
                },
                b'[' => {
                    splat = false;
                    self.scanner.at += 1;
                    self.scanner.skip();
                    if self.scanner.byte() != b'*' {
                        self.open_index(value, last, start)?;
                        return Ok(None);
                    }
                    self.scanner.at += 1;
                    self.scanner.skip();
                    if self.scanner.byte() != b']' {
                        let mut fault = self.fault(["a splat `[*]`", " `[*]` "], ["`]`", " `]` "]);
                        fault.value = Some(value);
                        return Err(fault);
                    }
                    self.scanner.at += 1;
                    self.leaf(Kind::FullSplat, self.scanner.since(start))
                }
                _ => return Ok(Some(value)),
            };
            value = self.add_step(value, last, step);
            last = Some(step);
            self.scanner.skip();
        }
    }

    /// `GetAttr = "." Identifier`, an attribute splat `.*`, or an index as Terraform 0.11 wrote it, `.0`.
    /// `splat` says whether only names and numbers may follow a splat.
    fn dotted_step(&mut self, splat: &mut bool) -> Parsed<NodeId> {
        let dot = self.scanner.at;
        self.scanner.at += 1;
        let mut len = self.scanner.identifier();
        if len == 0 {
            self.scanner.skip();
            len = if self.starts_other_item() { 0 } else { self.scanner.identifier() };
        }
        let start = self.scanner.at;
        if len > 0 {
            self.scanner.at += len;
            return Ok(self.leaf(Kind::GetAttr, self.scanner.since(start)));
        }
        match self.scanner.byte() {
            b'0'..=b'9' => {
                self.scanner.at += self.scanner.number();
                let range = self.scanner.since(start);
                let digits = range.of(self.scanner.text);
                if digits.contains('.') {
                    self.report(messages::chained_legacy_index(self.scanner.text, dot, range));
                } else if !is_number(digits.as_bytes()) {
                    self.report(messages::bad_number(self.scanner.text, range));
                }
                Ok(self.leaf(Kind::LegacyIndex, range))
            }
            b'*' => {
                self.scanner.at += 1;
                let range = self.scanner.since(start);
                if std::mem::replace(splat, true) {
                    self.report(messages::nested_splat(range));
                }
                Ok(self.leaf(Kind::AttrSplat, range))
            }
            _ => {
                let range = TextRange::new(dot as u32, dot as u32 + 1);
                Err(self.fault_at(self.scanner.at, messages::no_attribute_name(range)))
            }
        }
    }

    /// `Index = "[" Expression "]"`: opens it as a step of `value`.
    fn open_index(&mut self, value: NodeId, last: Option<NodeId>, start: usize) -> Parsed<()> {
        let step = self.leaf(Kind::Index, TextRange::new(start as u32, start as u32 + 1));
        let traversal = self.add_step(value, last, step);
        self.open(Role::Index, traversal, start, false)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.last = Some(step);
        }
        Ok(())
    }

    /// Hangs `step` after `last`, the last step of the traversal `value`; without a last step, `value`
    /// becomes a traversal first.
    fn add_step(&mut self, value: NodeId, last: Option<NodeId>, step: NodeId) -> NodeId {
        let node = *self.tree.node(value);
        let (traversal, last) = match (last, node.kind) {
            (Some(_), _) => (value, last),
            (None, Kind::Variable) => {
                let variable = self.tree.node_mut(value);
                variable.kind = Kind::Traversal;
                variable.flags = flags::ROOT_NAME;
                (value, None)
            }
            (None, _) => {
                let traversal = self.leaf(Kind::Traversal, node.range());
                self.tree.append_child(traversal, None, value);
                (traversal, Some(value))
            }
        };
        self.tree.append_child(traversal, last, step);
        self.tree.node_mut(traversal).end = self.tree.node(step).end;
        traversal
    }
}
