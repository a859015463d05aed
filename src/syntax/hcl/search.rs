//! The search for a place where an expression can go on after a fault.

use super::kind::Kind;
use super::lines::Shape;
use super::parser::{Frame, Parser, Role};

/// Where and how reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resume {
    /// Behind a whole expression, in the frame of this index.
    Element(usize),
    /// In front of the next item of the frame of this index.
    Item(usize),
    /// In literal text of the template of this index.
    Text(usize),
    /// Behind the outermost expression.
    End,
}

/// A place to go on at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) resume: Resume,
}

/// The search for a place to go on at.
pub(super) struct Search {
    pub(super) base: usize,
    /// The innermost open bracket that is not given up yet.
    pub(super) inner: Option<usize>,
    pub(super) swallowed: bool,
    /// Brackets that the passed text opened.
    pub(super) nested: Vec<u8>,
}

impl Search {
    /// Searches from byte `at` on.
    pub(super) fn run(mut self, parser: &mut Parser<'_>, mut at: usize) -> Stop {
        loop {
            let byte = parser.scanner.byte_at(at);
            let stop = match byte {
                0 if at >= parser.scanner.bytes.len() => return Stop { at, resume: Resume::End },
                b'\r' if parser.scanner.byte_at(at + 1) == b'\n' => self.line_end(parser, at, at + 2),
                b'\n' => self.line_end(parser, at, at + 1),
                b'(' | b'[' | b'{' => {
                    self.nested.push(byte);
                    None
                }
                b')' | b']' | b'}' => self.closer(parser, at, byte),
                b',' if self.nested.is_empty() => self.comma(parser, at),
                b'"' if self.nested.is_empty() => self.quote(parser, at),
                _ => None,
            };
            if let Some(stop) = stop {
                return stop;
            }
            at = parser.pass_raw(at);
        }
    }

    /// What `"` means: the end of the template around the innermost sequence, or the start of a string.
    fn quote(&self, parser: &Parser<'_>, at: usize) -> Option<Stop> {
        let index = self.inner?;
        let frame = parser.frames.get(index)?;
        let quoted = parser.tree.node(frame.template).kind == Kind::Template;
        (frame.role.is_sequence() && quoted && index > self.base)
            .then(|| Stop { at, resume: Resume::Text(index - 1) })
    }

    /// A comma ends an item of the innermost list around.
    fn comma(&self, parser: &Parser<'_>, at: usize) -> Option<Stop> {
        let index = self.reach(parser, |frame| {
            matches!(frame.role, Role::Tuple | Role::Call | Role::ObjectKey | Role::ObjectValue)
        })?;
        Some(Stop { at, resume: Resume::Element(index) })
    }

    /// The innermost bracket that `fits`, without leaving a template's literal text.
    fn reach(&self, parser: &Parser<'_>, fits: impl Fn(&Frame) -> bool) -> Option<usize> {
        let mut index = self.inner?;
        loop {
            let frame = parser.frames.get(index)?;
            if fits(frame) {
                return Some(index);
            }
            if frame.role.is_sequence() || frame.role.is_template() {
                return None;
            }
            index = parser.bracket_below(self.base, index)?;
        }
    }

    /// A closing bracket: of the passed text, of an open bracket, or of the block.
    fn closer(&mut self, parser: &Parser<'_>, at: usize, byte: u8) -> Option<Stop> {
        let opener = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        if let Some(index) = self.nested.iter().rposition(|&open| open == opener) {
            self.nested.truncate(index);
            return None;
        }
        let leads = byte == b'}' && parser.leads_line(at);
        let behind = at + 1 + parser.scanner.blanks(at + 1);
        if byte == b'}' && !leads && (parser.starts_operand(behind) || parser.scanner.is_equals(behind)) {
            return None;
        }
        let indentation = if leads { parser.indentation(at) } else { 0 };
        let found = self.reach(parser, |frame| {
            parser.closer(*frame) == Some(byte)
                && (!leads || parser.indentation(frame.open as usize) <= indentation)
        });
        match found {
            Some(index) => Some(Stop { at, resume: Resume::Element(index) }),
            None if byte == b'}' => Some(Stop { at, resume: Resume::End }),
            None => None,
        }
    }

    /// A line end: it may end the innermost open construct, or the next line may look like something else.
    fn line_end(&mut self, parser: &Parser<'_>, at: usize, next: usize) -> Option<Stop> {
        while self.nested.is_empty() {
            let Some(index) = self.inner else { return Some(Stop { at, resume: Resume::End }) };
            let frame = parser.frames.get(index)?;
            let here = parser.lines.start(frame.open as usize) == parser.lines.start(at);
            let quoted = parser.tree.node(frame.template).kind == Kind::Template;
            match frame.role {
                Role::ObjectKey | Role::ObjectValue => {
                    return Some(Stop { at, resume: Resume::Element(index) });
                }
                role if role.is_template() => self.give_up_template(parser, index),
                role if role.is_sequence() && here && quoted => self.give_up_template(parser, index),
                role if role.is_sequence() && here && index > self.base => {
                    return Some(Stop { at, resume: Resume::Text(index - 1) });
                }
                Role::Tuple | Role::Call if self.swallowed && !here => {
                    return Some(Stop { at, resume: Resume::Item(index) });
                }
                _ if self.swallowed && here => self.inner = parser.bracket_below(self.base, index),
                _ => break,
            }
        }
        let first = next + parser.scanner.blanks(next);
        if parser.shape(first) == Shape::Other {
            return None;
        }
        match self.inner {
            Some(inner) => parser.stop_at_line(self.base, inner, next),
            None => parser.stop_at_line(self.base, self.base, next),
        }
    }

    /// Gives up the template that the frame of index `index` is in: it ends with its line.
    fn give_up_template(&mut self, parser: &Parser<'_>, index: usize) {
        let template = parser.frames.get(index).map(|frame| frame.template);
        let own = |frame: &Frame| Some(frame.node) == template;
        let open = parser.frames.get(..=index).unwrap_or_default();
        let host = open.iter().rposition(own).unwrap_or(self.base).max(self.base);
        self.inner = parser.bracket_below(self.base, host);
        self.swallowed = true;
    }
}
