//! `ConfigFile = Body`, `Body = (Attribute | Block | OneLineBlock)*`.

use super::kind::{Kind, flags};
use super::messages;
use super::parser::{Mode, OpenBlock, Parsed, Parser};
use crate::source::TextRange;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// `ConfigFile = Body`. Only a strict reading ends with a fault.
    pub(super) fn file(&mut self) -> Parsed<()> {
        self.blocks.push(OpenBlock {
            body: NodeId::ROOT,
            last: None,
            block: NodeId::ROOT,
            names: 0,
            indentation: 0,
            one_line: false,
            was_one_line: false,
        });
        loop {
            match self.body_item() {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(fault) if self.mode == Mode::Strict => return Err(fault),
                Err(fault) => self.recover_item(fault),
            }
        }
    }

    /// Reads the next attribute, the header of the next block, or the end of a block. False at the end.
    fn body_item(&mut self) -> Parsed<bool> {
        if self.one_line() {
            self.scanner.skip();
        } else {
            self.scanner.skip_lines();
        }
        let start = self.scanner.at;
        self.item = start;
        if self.mode == Mode::Indentation && self.obey_indentation() {
            return Ok(true);
        }
        match self.scanner.byte() {
            b'}' => return self.close_block().map(|()| true),
            0 if self.scanner.at_end() => return self.end_of_file().map(|()| false),
            _ => {}
        }
        let len = self.scanner.identifier();
        if len == 0 {
            return Err(self.no_item());
        }
        self.scanner.at += len;
        let name = self.scanner.since(start);
        self.scanner.skip();
        match self.scanner.byte() {
            b'=' if self.scanner.is_equals(self.scanner.at) => self.attribute(name)?,
            b'"' | b'{' if !self.one_line() && !self.brace_before_equals() => self.block(name)?,
            b'{' if self.brace_before_equals() => return self.brace_for_equals(name).map(|()| true),
            _ if !self.one_line() && self.scanner.identifier() > 0 => self.block(name)?,
            _ => return self.neither_attribute_nor_block(name).map(|()| true),
        }
        Ok(true)
    }

    /// Whether the innermost block must end on the line that it started on.
    #[inline]
    fn one_line(&self) -> bool {
        self.blocks.last().is_some_and(|block| block.one_line)
    }

    /// Hangs `item` into the innermost body.
    #[inline]
    pub(super) fn hang_item(&mut self, item: NodeId) {
        if let Some(block) = self.blocks.last_mut() {
            self.tree.append_child(block.body, block.last, item);
            block.last = Some(item);
        }
    }

    /// `Attribute = Identifier "=" Expression Newline`, from the equals sign on.
    pub(super) fn attribute(&mut self, name: TextRange) -> Parsed<()> {
        let node = self.leaf(Kind::Attribute, name);
        self.hang_item(node);
        self.names.push((name_hash(name.of(self.scanner.text)), name));
        self.scanner.at += 1;
        self.attribute_value(node)
    }

    /// The expression of the attribute `node`, and the line end after it.
    pub(super) fn attribute_value(&mut self, node: NodeId) -> Parsed<()> {
        let value = self.expression()?;
        self.tree.append_child(node, None, value);
        let end = self.tree.node(value).end;
        let attribute = self.tree.node_mut(node);
        attribute.end = end.max(attribute.end);
        self.scanner.skip();
        if self.one_line() {
            return match self.scanner.byte() {
                b'}' => Ok(()),
                _ => Err(self.fault_at(self.scanner.at, messages::one_line_block(self.found()))),
            };
        }
        let forgiven =
            self.scanner.byte() == b'}' && self.blocks.last().is_some_and(|block| block.was_one_line);
        if forgiven || self.scanner.line_end() {
            Ok(())
        } else {
            Err(self.no_line_end(["an attribute", "属性"]))
        }
    }

    /// `Block = Identifier (StringLit | Identifier)* "{" …`, after the type.
    pub(super) fn block(&mut self, block_type: TextRange) -> Parsed<()> {
        let node = self.leaf(Kind::Block, block_type);
        self.hang_item(node);
        let mut last = None;
        loop {
            let start = self.scanner.at;
            let label = match self.scanner.byte() {
                b'{' => break,
                b'"' => match self.label() {
                    Ok(label) => label,
                    Err(fault) => return self.unclosed_label(node, last, fault),
                },
                _ => match self.scanner.identifier() {
                    0 => return self.block_without_brace(node, last),
                    len => {
                        self.scanner.at += len;
                        self.leaf(Kind::Name, self.scanner.since(start))
                    }
                },
            };
            self.tree.append_child(node, last, label);
            self.end(node);
            last = Some(label);
            self.scanner.skip();
        }
        self.open_block(node, last, 1)
    }

    /// Opens the body of the block `node`, whose last label is `last`, at a brace of `brace` bytes (none
    /// where it is missing).
    pub(super) fn open_block(&mut self, node: NodeId, last: Option<NodeId>, brace: usize) -> Parsed<()> {
        let open = self.scanner.at;
        self.scanner.at += brace;
        let body = self.leaf(Kind::Body, self.scanner.since(open));
        self.tree.append_child(node, last, body);
        self.end(node);
        self.enter(open)?;
        self.scanner.skip();
        let one_line = brace > 0 && !self.scanner.at_line_end() && self.scanner.byte() != b'}';
        if one_line || self.scanner.byte() == b'}' {
            self.flag(node, flags::ONE_LINE);
        }
        let indentation = match self.mode {
            Mode::Strict => 0,
            _ => self.indentation(self.tree.node(node).start as usize),
        };
        let names = self.names.len();
        let was_one_line = false;
        self.blocks.push(OpenBlock {
            body,
            last: None,
            block: node,
            names,
            indentation,
            one_line,
            was_one_line,
        });
        Ok(())
    }

    /// `"}" Newline`
    fn close_block(&mut self) -> Parsed<()> {
        if self.blocks.len() <= 1 {
            self.uneven = true;
            return Err(self.fault_at(self.scanner.at, messages::stray_brace(self.found())));
        }
        self.scanner.at += 1;
        self.leave_block();
        self.scanner.skip();
        if self.scanner.line_end() { Ok(()) } else { Err(self.no_line_end(["a block", "块"])) }
    }

    /// Ends the innermost block where the scanner is.
    pub(super) fn leave_block(&mut self) {
        self.report_duplicates();
        if let Some(block) = self.blocks.pop() {
            self.end(block.body);
            self.end(block.block);
            self.depth -= 1;
        }
    }

    /// The end of the text; all blocks must be closed.
    fn end_of_file(&mut self) -> Parsed<()> {
        while self.blocks.len() > 1 {
            self.uneven = true;
            self.unclosed_block()?;
        }
        self.report_duplicates();
        Ok(())
    }

    /// Ends the innermost block, which has no brace to close it; in a strict reading, faults.
    pub(super) fn unclosed_block(&mut self) -> Parsed<()> {
        let Some(block) = self.blocks.last().copied() else { return Ok(()) };
        let body = self.tree.node(block.body).range();
        let brace = TextRange::new(body.start, (body.start + 1).min(body.end));
        let name = TextRange::new(self.tree.node(block.block).start, brace.start);
        let fault = self.fault_at(self.scanner.at, messages::unclosed_block(self.scanner.text, name, brace));
        if self.mode == Mode::Strict {
            return Err(fault);
        }
        self.report(*fault.error);
        self.unclosed(block.block);
        self.leave_block();
        Ok(())
    }

    /// Tells each attribute whose body has one of the same name before it.
    fn report_duplicates(&mut self) {
        let from = self.blocks.last().map_or(0, |block| block.names);
        let mut all = std::mem::take(&mut self.names);
        if let Some(names) = all.get_mut(from..).filter(|names| names.len() > 1) {
            let (text, count) = (self.scanner.text, names.len());
            if count > 8 {
                names.sort_unstable_by(|a, b| {
                    (a.0, a.1.of(text), a.1.start).cmp(&(b.0, b.1.of(text), b.1.start))
                });
            }
            let window = if count > 8 { 1 } else { count };
            for (index, (hash, name)) in names.iter().enumerate() {
                let mut before = names.get(index.saturating_sub(window)..index).unwrap_or_default().iter();
                let first = before.find(|(h, other)| h == hash && other.of(text) == name.of(text));
                if let Some((_, first)) = first {
                    self.report(messages::attribute_redefined(text, *name, *first));
                }
            }
        }
        all.truncate(from);
        self.names = all;
    }
}

/// A number that differs for most different names.
fn name_hash(name: &str) -> u32 {
    let mut hash = name.len() as u32;
    for &byte in name.as_bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}
