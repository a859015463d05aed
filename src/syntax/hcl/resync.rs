//! Reading on after a fault in a body: at the next attribute or block on the line, or at the next line.

use super::kind::Kind;
use super::lines::Shape;
use super::messages;
use super::parser::{Fault, Mode, Parsed, Parser};
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// Goes on after `fault`, which is outside of expressions.
    pub(super) fn recover_item(&mut self, fault: Fault) {
        let at = fault.at;
        if fault.error.rule == RuleId::BudgetExceeded {
            let end = self.nested_end(at);
            self.tell(*fault.error, at);
            self.scanner.at = end;
            return;
        }
        self.tell(*fault.error, at);
        self.scanner.at = match fault.swallowed {
            true => self.swallowed_heredoc(at).unwrap_or(at),
            false => at,
        };
        if let Some(block) = self.blocks.last_mut() {
            block.was_one_line |= std::mem::take(&mut block.one_line);
        }
        if self.scanner.byte() == b'}' && self.blocks.len() <= 1 {
            self.scanner.at += 1;
            let node = self.leaf(Kind::Error, self.scanner.since(at));
            self.hang_item(node);
            return;
        }
        if self.scanner.byte() == b',' && self.shape(at + 1 + self.scanner.blanks(at + 1)).is_item() {
            self.scanner.at += 1;
            let node = self.leaf(Kind::Error, self.scanner.since(at));
            self.hang_item(node);
            return;
        }
        let closes = self.scanner.byte() == b'}' && (self.leads_line(at) || self.closes_line(at));
        if closes || self.scanner.at_line_end() || at > self.item && self.shape(at).is_item() {
            return;
        }
        self.pass_line(at);
    }

    /// Passes the rest of the line at `start`, and the lines of a bracket that opens at its end. A brace at its
    /// end opens the block that the line seems to head.
    fn pass_line(&mut self, start: usize) {
        let mut at = start;
        let mut open: Vec<u8> = Vec::new();
        let mut last = (0, start);
        let mut crosses = false;
        while at < self.scanner.bytes.len() {
            let byte = self.scanner.byte_at(at);
            match byte {
                b'\n' => {
                    crosses = if crosses { !open.is_empty() } else { matches!(last.0, b'(' | b'[') };
                    if !crosses || self.line_starts_item(at + 1) {
                        break;
                    }
                }
                b'(' | b'[' | b'{' => open.push(byte),
                b')' | b']' | b'}' => {
                    let stray = open.pop().is_none();
                    if stray && byte == b'}' && self.closes_line(at) {
                        break;
                    }
                }
                _ => {}
            }
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'#') && !self.scanner.starts_with(at, b"//") {
                last = (byte, at);
            }
            at = self.pass_raw(at);
        }
        let brace = (last.0 == b'{' && !crosses).then_some(last.1);
        let end = brace.unwrap_or(at.min(self.scanner.bytes.len()));
        let text = TextRange::new(start as u32, end as u32).of(self.scanner.text);
        let range = TextRange::new(start as u32, (start + text.trim_end().len()) as u32);
        self.scanner.at = end;
        if brace.is_some() {
            let node = self.leaf(Kind::Block, range);
            self.hang_item(node);
            // Beyond the budget the block stays without a body.
            if let Err(fault) = self.open_block(node, None, 1) {
                self.recover_item(fault);
            }
        } else if !range.is_empty() {
            let node = self.leaf(Kind::Error, range);
            self.hang_item(node);
        }
    }

    /// Whether nothing follows the brace at `at` on its line but what may follow the end of a block on
    /// one line.
    fn closes_line(&self, at: usize) -> bool {
        let behind = at + 1 + self.scanner.blanks(at + 1);
        matches!(self.scanner.byte_at(behind), b'\n' | b'\r' | b'#' | b'/' | b'}' | b',' | 0)
    }

    /// Whether the line at `line` starts an attribute or block, or ends a block, no deeper than the item that
    /// is read.
    fn line_starts_item(&self, line: usize) -> bool {
        let blanks = self.scanner.blanks(line);
        match self.shape(line + blanks) {
            Shape::Attribute | Shape::Block => blanks <= self.indentation(self.item),
            Shape::Brace => blanks < self.indentation(self.item),
            _ => false,
        }
    }

    /// A name that is followed by neither `=` nor a block. A colon is read as the equals sign that it stands
    /// for.
    pub(super) fn neither_attribute_nor_block(&mut self, name: TextRange) -> Parsed<()> {
        if self.mode != Mode::Strict && self.scanner.at_line_end() && self.brace_below() {
            return self.block(name);
        }
        let colon = self.scanner.at_colon();
        let next = self.found();
        let fault = self.fault_at(self.scanner.at, messages::neither(self.scanner.text, name, next, colon));
        if !colon || self.mode == Mode::Strict {
            return Err(fault);
        }
        self.tell(*fault.error, fault.at);
        self.attribute(name)
    }

    /// Whether the next line that is not empty starts with a brace.
    fn brace_below(&mut self) -> bool {
        let at = self.scanner.at;
        let comments = self.scanner.comments.len();
        self.scanner.skip_lines();
        let found = self.scanner.byte() == b'{';
        self.scanner.at = at;
        self.scanner.comments.truncate(comments);
        found
    }

    /// Whether a brace is at the place by mistake, in front of an equals sign.
    pub(super) fn brace_before_equals(&self) -> bool {
        let behind = self.scanner.at + 1;
        self.scanner.byte() == b'{' && self.scanner.is_equals(behind + self.scanner.blanks(behind))
    }

    /// An attribute with a brace in front of its equals sign.
    pub(super) fn brace_for_equals(&mut self, name: TextRange) -> Parsed<()> {
        let fault = self.fault(["the name of an attribute", "属性名"], ["`=`", " `=` "]);
        if self.mode == Mode::Strict {
            return Err(fault);
        }
        self.tell(*fault.error, fault.at);
        self.scanner.at += 1;
        self.scanner.skip();
        self.attribute(name)
    }

    /// A string that starts a label of the block `node`, whose last label so far is `last`, is not closed. Where
    /// it took the brace at the end of the line, the block is read on there.
    pub(super) fn unclosed_label(&mut self, node: NodeId, last: Option<NodeId>, fault: Fault) -> Parsed<()> {
        let end = self.tree.node(node).end as usize;
        let line = TextRange::new(end as u32, fault.at as u32).of(self.scanner.text);
        let header = line.trim_end().strip_suffix('{');
        let (true, Some(header)) = (fault.swallowed && self.mode != Mode::Strict, header) else {
            return Err(fault);
        };
        self.scanner.at = end + header.len();
        self.tell(*fault.error, fault.at);
        self.open_block(node, last, 1)
    }

    /// The header of the block `node`, whose last label is `last`, is not followed by a brace. Where the
    /// brace is on the next line, or the next line is indented as a body is, the block is read on.
    pub(super) fn block_without_brace(&mut self, node: NodeId, last: Option<NodeId>) -> Parsed<()> {
        let header = self.tree.node(node).range();
        let text = self.scanner.text;
        let at = self.scanner.at;
        let fault = self.fault_at(at, messages::no_brace(text, header, self.found()));
        if self.mode == Mode::Strict || !self.scanner.at_line_end() {
            return Err(fault);
        }
        let comments = self.scanner.comments.len();
        self.scanner.skip_lines();
        let next = self.scanner.at;
        if self.scanner.byte() == b'{' {
            let gap = TextRange::new(header.end, next as u32);
            let gap = if gap.of(text).trim().is_empty() { gap } else { TextRange::empty(next as u32) };
            let brace = TextRange::new(next as u32, next as u32 + 1);
            self.tell(messages::brace_below(text, header, gap, brace), at);
            return self.open_block(node, last, 1);
        }
        let is_body = self.shape(next) != Shape::Brace
            && !self.scanner.at_end()
            && self.indentation(next) > self.indentation(header.start as usize);
        self.scanner.at = at;
        self.scanner.comments.truncate(comments);
        if is_body {
            self.tell(*fault.error, at);
            return self.open_block(node, last, 0);
        }
        Err(fault)
    }

    /// Ends the blocks that by the indentation of the line at the place have ended before it, and passes a
    /// brace that by the next line's ends nothing. True where it did anything.
    pub(super) fn obey_indentation(&mut self) -> bool {
        let at = self.scanner.at;
        let Some(block) = self.blocks.last().copied() else { return false };
        if self.blocks.len() <= 1 || !self.leads_line(at) || block.one_line {
            return false;
        }
        let here = self.indentation(at);
        match self.shape(at) {
            Shape::Attribute | Shape::Block if here <= block.indentation => self.end_outlived(),
            Shape::Brace if here < block.indentation && self.opened_at(here) => self.end_outlived(),
            Shape::Brace if self.brace_is_stray(at, here, block.indentation) => self.pass_stray(at),
            _ => false,
        }
    }

    /// Whether an open block's header has the indentation `here`.
    fn opened_at(&self, here: usize) -> bool {
        self.blocks.iter().skip(1).any(|block| block.indentation == here)
    }

    /// Ends the innermost block in front of the line at the place.
    fn end_outlived(&mut self) -> bool {
        let at = self.scanner.at;
        let line = self.lines.start(at);
        self.scanner.at = self.before_line(line);
        let told = self.unclosed_block().is_ok();
        self.scanner.at = at;
        told
    }

    /// Whether the brace at `at` ends nothing: the text goes on as deep as the block's own items, or with a
    /// brace that fits the block's header better.
    fn brace_is_stray(&mut self, at: usize, here: usize, header: usize) -> bool {
        let comments = self.scanner.comments.len();
        self.scanner.at = at + 1;
        self.scanner.skip_lines();
        let next = self.scanner.at;
        self.scanner.at = at;
        self.scanner.comments.truncate(comments);
        if next >= self.scanner.bytes.len() {
            return false;
        }
        if !self.leads_line(next) {
            return here != header && self.shape(next).is_item();
        }
        let blanks = self.indentation(next);
        blanks > header || here != header && blanks == header && self.shape(next) == Shape::Brace
    }

    /// Passes the brace at `at`, which ends nothing.
    fn pass_stray(&mut self, at: usize) -> bool {
        self.uneven = true;
        self.tell(messages::stray_brace(TextRange::new(at as u32, at as u32 + 1)), at);
        self.scanner.at += 1;
        let node = self.leaf(Kind::Error, self.scanner.since(at));
        self.hang_item(node);
        true
    }
}
