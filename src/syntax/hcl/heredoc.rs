//! `heredocTemplate = ("<<" | "<<-") Identifier Newline (text Newline)* Identifier Newline`

use super::expression::Next;
use super::identifier::identifier_len;
use super::kind::{Kind, flags};
use super::lines::ends_with_line;
use super::messages;
use super::parser::{Frame, Mode, Parsed, Parser, Role};
use super::template::{Mark, TextEnd, byte_table};
use crate::source::TextRange;
use crate::syntax::NodeId;

/// The opening mark of a heredoc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Introducer<'t> {
    /// The identifier that ends it.
    pub(super) marker: &'t str,
    /// Whether it is `<<-`.
    pub(super) flush: bool,
    /// The first byte of the first line.
    pub(super) content: usize,
    /// Whether it is written as it must be: without spaces and quotes.
    pub(super) exact: bool,
}

/// Bytes of heredocs that are more than themselves.
const SPECIAL: [bool; 256] = byte_table(b"$%\n\r");

/// Whether `byte` is literal text in a heredoc whatever surrounds it.
#[inline]
fn is_plain(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
    !SPECIAL[byte as usize]
}

/// Reads the opening mark of a heredoc at byte `at`; `None` where none is there. One with spaces or
/// quotes, as shells allow them, is read too.
pub(super) fn introducer(text: &str, at: usize) -> Option<Introducer<'_>> {
    let start = text.get(at..)?.strip_prefix("<<")?;
    let flush = start.starts_with('-');
    let start = start.strip_prefix('-').unwrap_or(start);
    let blanks = [' ', '\t'];
    let quotes = ['"', '\''];
    let rest = start.trim_start_matches(blanks);
    let rest = rest.strip_prefix(quotes).unwrap_or(rest);
    let len = identifier_len(rest.as_bytes());
    let marker = rest.get(..len).filter(|marker| !marker.is_empty())?;
    let behind = rest.get(len..)?;
    let line = behind.strip_prefix(quotes).unwrap_or(behind).trim_start_matches(blanks);
    let content = line.strip_prefix("\r\n").or_else(|| line.strip_prefix('\n'))?;
    let exact = rest.len() == start.len() && line.len() == behind.len();
    Some(Introducer { marker, flush, content: text.len() - content.len(), exact })
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
                        self.report(messages::carriage_return(TextRange::new(at - 1, at)));
                    }
                }
                mark @ (b'$' | b'%') => {
                    if self.sequence_mark(mark) == Mark::Sequence {
                        return Ok(TextEnd::Sequence);
                    }
                }
                _ => {
                    let opening = self.mark_range(start, introducer);
                    let error = messages::unclosed_heredoc(opening, introducer.marker);
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
            messages::marker_without_line_end(introducer.marker, end)
        } else {
            messages::unclosed_heredoc(opening, introducer.marker)
        };
        self.tell(error, start);
        let end = self.heredoc_stop(introducer.content);
        self.scanner.at = end;
        let node: NodeId = self.leaf(Kind::Heredoc, self.scanner.since(start));
        self.flag(node, flags::UNCLOSED | if introducer.flush { flags::FLUSH } else { 0 });
        Next::Value(node, None)
    }
}

/// Whether `line`, without its line break, is the closing `marker`.
#[inline]
pub(super) fn is_marker(line: &[u8], marker: &str) -> bool {
    if line.len() < marker.len() {
        return false;
    }
    // Most lines show by their first byte that they are not.
    let first = line.iter().find(|byte| !matches!(byte, b'\t' | b'\x0b' | b'\x0c' | b'\r' | b' '));
    if first.is_none_or(|byte| byte.is_ascii() && marker.as_bytes().first() != Some(byte)) {
        return false;
    }
    std::str::from_utf8(line).is_ok_and(|line| line.trim() == marker)
}
