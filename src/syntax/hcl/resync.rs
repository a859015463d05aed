//! Reading on behind a fault in a body: at the next attribute or block on the line, or at the next line.

use super::kind::Kind;
use super::lines::Shape;
use super::messages;
use super::parser::{Fault, Mode, Parsed, Parser};
use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxRule};

impl Parser<'_> {
    /// Goes on behind `fault`, which stands outside of expressions.
    pub(super) fn recover_item(&mut self, fault: Fault) {
        let at = fault.at;
        if fault.error.rule == SyntaxRule::Budget {
            let end = self.nested_end(at);
            self.tell(*fault.error, at);
            self.scanner.at = end;
            return;
        }
        self.tell(*fault.error, at);
        self.scanner.at = at;
        if let Some(block) = self.blocks.last_mut() {
            block.one_line = false;
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
        if self.scanner.at_line_end()
            || self.scanner.byte() == b'}'
            || self.shape(at).is_item() && at > self.item
        {
            return;
        }
        self.pass_line(at);
    }

    /// Passes the rest of the line at `at`, with the brackets that it opens. A brace at its end opens the
    /// block that the line seems to head.
    fn pass_line(&mut self, start: usize) {
        let mut at = start;
        let mut open = Vec::new();
        let mut brace = None;
        loop {
            let byte = self.scanner.byte_at(at);
            match byte {
                0 if at >= self.scanner.bytes.len() => break,
                b'\r' if self.scanner.byte_at(at + 1) == b'\n' => {}
                b'\n' if open.is_empty() || brace.is_some() || self.line_starts_item(at + 1) => break,
                b' ' | b'\t' | b'\n' => {}
                b'#' => {}
                b'(' | b'[' | b'{' => {
                    open.push(byte);
                    brace = (byte == b'{' && open.len() == 1).then_some(at);
                }
                b')' | b']' | b'}' => {
                    if open.pop().is_none() && byte == b'}' {
                        break;
                    }
                    brace = None;
                }
                _ => brace = None,
            }
            at = self.pass_raw(at);
        }
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
        let colon = self.scanner.at_colon();
        let next = self.found();
        let fault = self.fault_at(self.scanner.at, messages::neither(self.scanner.text, name, next, colon));
        if !colon || self.mode == Mode::Strict {
            return Err(fault);
        }
        self.tell(*fault.error, fault.at);
        self.attribute(name)
    }

    /// The header of the block `node`, whose last label is `last`, is not followed by a brace. Where the
    /// brace stands on the next line, or the next line is indented as a body is, the block is read on.
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
        if next >= self.scanner.bytes.len() || !self.leads_line(next) {
            return false;
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
