//! Reading on after a fault in an expression.
//!
//! The fault's text is passed up to a place where some open bracket can go on: its closing mark, a comma, a
//! line end that separates, or a line that looks like the next attribute or block. Brackets inside that one
//! count as unclosed there. What was read before the fault stays.

use super::expression::Next;
use super::kind::{Kind, flags};
use super::lines::Shape;
use super::parser::{Fault, Frame, Parser, Role};
use super::search::{Resume, Search, Stop};
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// Goes on after `fault`, in the frames from `base` on.
    pub(super) fn recover(&mut self, base: usize, fault: Fault) -> Next {
        if fault.error.rule == RuleId::BudgetExceeded && self.opens_at(fault.at) {
            return self.pass_nested(fault);
        }
        let place = (fault.at, self.frames.len());
        let stop = if self.faulted.replace(place) == Some(place) {
            Stop { at: fault.at, resume: Resume::End }
        } else {
            self.stop_for(base, &fault)
        };
        let inner = self.innermost_bracket(base);
        self.uneven |= stop.at >= self.scanner.bytes.len() && inner.is_some();
        self.tell_fault(base, &fault, stop);
        let Fault { at, value, .. } = fault;
        if stop.at < at {
            self.rewound = Some(self.lines.start(at));
            while self.scanner.comments.last().is_some_and(|comment| comment.start as usize >= stop.at) {
                self.scanner.comments.pop();
            }
        }
        let mut value = value.filter(|&value| (self.tree.node(value).start as usize) < stop.at.max(1));
        if value.is_none() {
            value = Some(self.lost(at, stop.at));
        }
        self.scanner.at = stop.at;
        let keep = match stop.resume {
            Resume::Element(index) | Resume::Item(index) | Resume::Text(index) => index + 1,
            Resume::End => base,
        };
        while self.frames.len() > keep {
            value = self.fold(value);
        }
        match stop.resume {
            Resume::End => {
                let at = self.scanner.at;
                Next::Done(value.unwrap_or_else(|| self.missing(at)))
            }
            Resume::Text(_) => Next::Text,
            Resume::Element(_) => self.resume_element(value),
            Resume::Item(_) => {
                if let Some(value) = value {
                    self.append_child(value);
                }
                self.resume_item()
            }
        }
    }

    /// Tells the fault, as an unclosed bracket where that is what it comes from.
    fn tell_fault(&mut self, base: usize, fault: &Fault, stop: Stop) {
        let at_end = fault.at >= self.scanner.bytes.len();
        let blamed = self.innermost_bracket(base).and_then(|index| self.frames.get(index)).copied();
        let plain = !fault.swallowed && fault.error.rule == RuleId::SyntaxError;
        if let (true, Some(frame)) = (plain && (stop.at < fault.at || at_end), blamed)
            && let Some(closer) = self.closer(frame)
        {
            let error = self.unclosed_error(frame.open as usize, closer, fault.at);
            return self.tell(error, frame.open as usize);
        }
        if fault.outlived {
            let open = blamed.map_or(fault.at, |frame| frame.open as usize);
            return self.tell(*fault.error.clone(), open);
        }
        self.tell(*fault.error.clone(), fault.at);
    }

    /// A node for the text from `at` to `stop`, that nothing could be made of; empty where there is none.
    fn lost(&mut self, at: usize, stop: usize) -> NodeId {
        let text = TextRange::new(at as u32, stop.max(at) as u32).of(self.scanner.text);
        let start = at.min(stop) as u32;
        self.leaf(Kind::Error, TextRange::new(start, start + text.trim_end().len() as u32))
    }

    /// Closes the innermost open node without its closing mark; `value` is its last part. Gives the value for
    /// the node around it.
    fn fold(&mut self, value: Option<NodeId>) -> Option<NodeId> {
        let Some(frame) = self.frames.last().copied() else { return value };
        let end_of = |node: NodeId| self.tree.node(node).end as usize;
        let ends = [Some(frame.node), frame.last, value].map(|node| node.map_or(0, end_of));
        let at = ends.into_iter().max().unwrap_or(0);
        if let Some(value) = value {
            self.hang_folded(frame, value);
        }
        let parts = match frame.role {
            Role::ObjectKey if value.is_some() => 1,
            Role::ObjectValue | Role::Unary | Role::Binary(_) | Role::Else if value.is_none() => 1,
            Role::Parens | Role::Interpolation | Role::IfMarker if value.is_none() => 1,
            Role::Then => 1 + usize::from(value.is_none()),
            _ => 0,
        };
        for _ in 0..parts {
            let missing = self.missing(at);
            self.append_child(missing);
        }
        if matches!(frame.role, Role::ForCollection | Role::ForResult | Role::ForValue | Role::ForMarker) {
            self.tree.node_mut(frame.node).kind = Kind::Error;
        }
        if frame.role.is_bracket() {
            self.uneven |= matches!(frame.role, Role::ObjectKey | Role::ObjectValue);
            self.flag(frame.node, flags::UNCLOSED);
        }
        let node = self.tree.node_mut(frame.node);
        node.end = node.end.max(at as u32);
        self.close();
        let hangs_already =
            frame.role.is_sequence() || matches!(frame.role, Role::IfBody | Role::ElseBody | Role::ForBody);
        if hangs_already { None } else { Some(frame.node) }
    }

    /// Hangs `value` into `frame`, the innermost one; of an index into its step.
    fn hang_folded(&mut self, frame: Frame, value: NodeId) {
        match (frame.role, frame.last) {
            (Role::Index, Some(step)) => {
                self.tree.append_child(step, None, value);
                self.tree.node_mut(step).end = self.tree.node(value).end;
            }
            _ => self.append_child(value),
        }
    }

    /// Goes on after the expression `value` of the innermost open node.
    fn resume_element(&mut self, value: Option<NodeId>) -> Next {
        let at = self.scanner.at;
        let value = value.unwrap_or_else(|| self.missing(at));
        let Some(frame) = self.frames.last().copied() else { return Next::Done(value) };
        match frame.role {
            Role::ObjectKey => {
                self.append_child(value);
                if let Some(frame) = self.frames.last_mut() {
                    frame.role = Role::ObjectValue;
                }
                Next::Element(self.missing(at))
            }
            Role::ForCollection | Role::ForResult | Role::ForValue => {
                self.tree.node_mut(frame.node).kind = Kind::Error;
                if let Some(frame) = self.frames.last_mut() {
                    frame.role = Role::ForCondition;
                }
                Next::Element(value)
            }
            _ => Next::Element(value),
        }
    }

    /// Goes on in front of the next item of the innermost open node, or after the last.
    fn resume_item(&mut self) -> Next {
        let Some(frame) = self.frames.last().copied() else { return Next::Operand };
        if matches!(frame.role, Role::ObjectKey | Role::ObjectValue) {
            return Next::Key;
        }
        self.scanner.skip();
        match self.closer(frame) {
            Some(closer) if self.scanner.byte() == closer => self.close_bracket(1),
            _ => Next::Operand,
        }
    }

    /// The index of the innermost frame from `base` on that has a closing mark.
    fn innermost_bracket(&self, base: usize) -> Option<usize> {
        self.bracket_below(base, self.frames.len())
    }

    /// The index of the innermost frame with a closing mark among those from `base` up to `top`.
    pub(super) fn bracket_below(&self, base: usize, top: usize) -> Option<usize> {
        let open = self.frames.get(base..top)?;
        open.iter().rposition(|frame| frame.role.is_bracket()).map(|index| base + index)
    }

    /// The closing mark of `frame`, which is a bracket; `None` for templates.
    pub(super) fn closer(&self, frame: Frame) -> Option<u8> {
        match frame.role {
            Role::Parens | Role::Call => Some(b')'),
            Role::Tuple | Role::Index => Some(b']'),
            Role::ObjectKey | Role::ObjectValue => Some(b'}'),
            Role::ForCollection | Role::ForResult | Role::ForValue | Role::ForCondition => {
                Some(self.closer_of_for(frame.node))
            }
            role if role.is_sequence() => Some(b'}'),
            _ => None,
        }
    }

    /// Whether the innermost object, by the indentation of the line at the place, has ended before it.
    pub(super) fn object_outlived(&self) -> bool {
        let at = self.scanner.at;
        let Some(frame) = self.frames.last() else { return false };
        if !self.leads_line(at) || self.lines.start(at) <= frame.open as usize {
            return false;
        }
        let opened = self.indentation(frame.open as usize);
        let here = self.indentation(at);
        match self.shape(at) {
            Shape::Brace => here < opened,
            Shape::Other => false,
            _ => here <= opened,
        }
    }

    /// Where to go on after `fault`.
    fn stop_for(&mut self, base: usize, fault: &Fault) -> Stop {
        let inner = self.innermost_bracket(base);
        if let Some(stop) = self.stop_before(base, inner, fault) {
            return stop;
        }
        if let Some(index) = inner
            && let (Some(frame), Some(_)) = (self.frames.get(index), fault.value)
        {
            // Only a separator is missing.
            let fits = match frame.role {
                Role::Tuple | Role::Call => self.starts_operand(fault.at),
                Role::ObjectValue => matches!(self.shape(fault.at), Shape::Attribute | Shape::Key),
                _ => false,
            };
            if fits && index + 1 == self.frames.len() && !fault.swallowed {
                return Stop { at: fault.at, resume: Resume::Item(index) };
            }
        }
        if fault.swallowed
            && let Some(at) = self.swallowed_heredoc(fault.at)
        {
            return Stop { at, resume: Resume::End };
        }
        Search { base, inner, swallowed: fault.swallowed, nested: Vec::new() }
            .run(self, self.raw_start(fault.at))
    }

    /// Where raw tokens start for a fault at `at`: `<<` may have been read as two operators.
    fn raw_start(&self, at: usize) -> usize {
        let split = at > 0 && self.scanner.starts_with(at - 1, b"<<");
        at - usize::from(split)
    }

    /// The place in front of the line that holds the fault, where that line starts something else than the
    /// open brackets hold.
    fn stop_before(&self, base: usize, inner: Option<usize>, fault: &Fault) -> Option<Stop> {
        let line = self.lines.start(fault.at);
        if line <= self.item || self.rewound.is_some_and(|rewound| line <= rewound) {
            return None;
        }
        let first = line + self.scanner.blanks(line);
        if first > fault.at {
            return None;
        }
        let stop = match fault.outlived {
            true => self.stop_behind_object(base, inner?, line),
            false => self.stop_at_line(base, inner?, line),
        };
        let value = fault.value.map(|value| self.tree.node(value).range());
        stop.filter(|stop| {
            let at = stop.at as u32;
            value.is_none_or(|value| value.end <= at || value.start >= at)
                && self.holds_nothing_behind(base, stop.at)
        })
    }

    /// Whether all that is read of the open nodes from `base` on lies before byte `at`.
    fn holds_nothing_behind(&self, base: usize, at: usize) -> bool {
        let frames = self.frames.get(base..).unwrap_or_default();
        frames.iter().all(|frame| {
            let in_heredoc = self.tree.node(frame.template).kind == Kind::Heredoc;
            let last = frame.last.map_or(frame.open, |last| self.tree.node(last).end);
            !in_heredoc && (frame.open as usize) < at && last as usize <= at
        })
    }

    /// The place in front of the line at `line`, which by its indentation lies after the object of index
    /// `object`.
    fn stop_behind_object(&self, base: usize, object: usize, line: usize) -> Option<Stop> {
        let blanks = self.scanner.blanks(line);
        let at = self.before_line(line);
        let is_brace = self.shape(line + blanks) == Shape::Brace;
        let mut top = object;
        while let Some(index) = self.bracket_below(base, top) {
            let frame = self.frames.get(index)?;
            let opened = self.indentation(frame.open as usize);
            let holds = if is_brace { blanks >= opened } else { blanks > opened };
            if holds && matches!(frame.role, Role::ObjectKey | Role::ObjectValue) {
                return Some(Stop { at, resume: Resume::Element(index) });
            }
            top = index;
        }
        Some(Stop { at, resume: Resume::End })
    }

    /// The place in front of the line at `line`, where it looks like an attribute or block of the body, like
    /// an entry of an object around the innermost bracket `inner`, or like the end of the block.
    pub(super) fn stop_at_line(&self, base: usize, inner: usize, line: usize) -> Option<Stop> {
        let blanks = self.scanner.blanks(line);
        let shape = self.shape(line + blanks);
        let indentation = self.indentation(self.item);
        let at = self.before_line(line);
        let ends = match shape {
            Shape::Attribute | Shape::Block => blanks <= indentation,
            Shape::Brace => blanks < indentation,
            _ => false,
        };
        if ends {
            return Some(Stop { at, resume: Resume::End });
        }
        if !matches!(shape, Shape::Attribute | Shape::Key) {
            return None;
        }
        let is_object = |frame: &Frame| matches!(frame.role, Role::ObjectKey | Role::ObjectValue);
        let object = self.frames.get(base..inner)?.iter().rposition(is_object)? + base;
        let inside = self.frames.get(object + 1..)?.iter().find(|frame| frame.role.is_bracket())?;
        let outlives = (inside.open as usize) < line && blanks <= self.indentation(inside.open as usize);
        if self.frames.get(inner).is_some_and(is_object) || !outlives {
            return None;
        }
        Some(Stop { at, resume: Resume::Element(object) })
    }
}
