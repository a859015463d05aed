//! `heredocTemplate = ("<<" | "<<-") Identifier Newline (text Newline)* Identifier Newline`

use super::expression::Next;
use super::kind::{Kind, flags};
use super::markers::{Introducer, ends_with_line, introducer, is_marker};
use super::parser::{Frame, Mode, Parsed, Parser, Role};
use super::template::{Mark, TextEnd, byte_table};
use super::template_messages;
use crate::source::TextRange;
use crate::syntax::NodeId;

/// Bytes of heredocs that are more than themselves.
const SPECIAL: [bool; 256] = byte_table(b"$%\n\r");

/// Whether `byte` is literal text in a heredoc whatever surrounds it.
#[inline]
fn is_plain(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
    !SPECIAL[byte as usize]
}

impl<'t> Parser<'t> {
    /// Reads a heredoc, whose `<<` is at the place.
    pub(super) fn heredoc(&mut self) -> Parsed<Next> {
        let start = self.scanner.at;
        let Some(introducer) = introducer(self.scanner.text, start) else {
            return Err(self.no_heredoc());
        };
        if !introducer.exact {
            let fault = self.no_heredoc();
            if self.mode == Mode::Strict || self.heredoc_closing(introducer).is_none() {
                return Err(fault);
            }
            self.tell(*fault.error, start);
        }
        let mark = TextRange::new(start as u32, introducer.content as u32);
        if self.mode != Mode::Strict && !self.heredoc_ends(start, introducer) {
            return Ok(self.unclosed_heredoc(start, introducer));
        }
        let node = self.leaf(Kind::Heredoc, mark);
        if introducer.flush {
            self.flag(node, flags::FLUSH);
        }
        self.open(Role::Heredoc, node, start, false)?;
        self.scanner.at = introducer.content;
        match self.heredoc_text(start, true)? {
            TextEnd::Sequence => {
                self.hang_text(introducer.content);
                self.sequence()
            }
            TextEnd::Template => self.end_template(),
        }
    }

    /// Passes literal text of the heredoc that starts at `start`. `line_start` says whether the place is the
    /// start of a line, which may be the closing marker.
    pub(super) fn heredoc_text(&mut self, start: usize, mut line_start: bool) -> Parsed<TextEnd> {
        let Some(introducer) = introducer(self.scanner.text, start) else { return Ok(TextEnd::Template) };
        loop {
            let rest = self.scanner.bytes.get(self.scanner.at..).unwrap_or_default();
            if line_start {
                let len = memchr::memchr(b'\n', rest).unwrap_or(0);
                if is_marker(rest.get(..len).unwrap_or_default(), introducer.marker) {
                    return Ok(TextEnd::Template);
                }
            }
            line_start = false;
            self.scanner.at += rest.iter().position(|&byte| !is_plain(byte)).unwrap_or(rest.len());
            match self.scanner.byte() {
                b'\n' => {
                    self.scanner.at += 1;
                    line_start = true;
                }
                b'\r' => {
                    self.scanner.at += 1;
                    if self.scanner.byte() != b'\n' {
                        let at = self.scanner.at as u32;
                        self.report(template_messages::carriage_return(TextRange::new(at - 1, at)));
                    }
                }
                mark @ (b'$' | b'%') => {
                    if self.sequence_mark(mark) == Mark::Sequence {
                        return Ok(TextEnd::Sequence);
                    }
                }
                _ => {
                    let opening = self.mark_range(start, introducer);
                    let error = template_messages::unclosed_heredoc(opening, introducer.marker);
                    return Err(self.fault_at(self.scanner.at, error));
                }
            }
        }
    }

    /// The opening mark of a heredoc at `start`, without its line break.
    fn mark_range(&self, start: usize, introducer: Introducer<'_>) -> TextRange {
        let line = TextRange::new(start as u32, introducer.content as u32).of(self.scanner.text);
        TextRange::new(start as u32, (start + line.trim_end().len()) as u32)
    }

    /// Passes the closing marker of the heredoc `frame`.
    pub(super) fn end_heredoc_line(&mut self, frame: Frame) {
        let start = self.tree.node(frame.node).start as usize;
        if let Some(introducer) = introducer(self.scanner.text, start) {
            self.scanner.at += self.scanner.blanks(self.scanner.at);
            let rest = self.scanner.text.get(self.scanner.at..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start().len();
            self.scanner.at += blank + introducer.marker.len();
            // White space beyond ASCII belongs to the marker's line too.
            if !self.scanner.byte().is_ascii() {
                self.scanner.at = self.scanner.line_stop(self.scanner.at);
            }
        }
    }

    /// A heredoc without an end, up to where its attribute seems to end.
    fn unclosed_heredoc(&mut self, start: usize, introducer: Introducer<'t>) -> Next {
        let opening = self.mark_range(start, introducer);
        let error = if ends_with_line(self.scanner.text, introducer.marker) {
            let end = self.scanner.bytes.len() as u32;
            template_messages::marker_without_line_end(introducer.marker, end)
        } else {
            template_messages::unclosed_heredoc(opening, introducer.marker)
        };
        self.tell(error, start);
        let end = self.heredoc_stop(introducer.content);
        self.scanner.at = end;
        let node: NodeId = self.leaf(Kind::Heredoc, self.scanner.since(start));
        self.flag(node, flags::UNCLOSED | if introducer.flush { flags::FLUSH } else { 0 });
        Next::Value(node, None)
    }
}
