//! `quotedTemplate`, and what templates consist of: literal text, interpolations and directives.

use super::expression::Next;
use super::kind::{Kind, flags};
use super::parser::{Mode, Parsed, Parser, Role};
use super::template_messages;
use crate::source::TextRange;
use crate::syntax::NodeId;

/// What ends a run of literal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextEnd {
    /// `${` or `%{`
    Sequence,
    /// The end of the template; nothing of it has been passed.
    Template,
}

/// Which bytes are among `bytes`.
pub(super) const fn byte_table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
        {
            table[bytes[index] as usize] = true;
        }
        index += 1;
    }
    table
}

/// Bytes of quoted templates that are more than themselves.
const SPECIAL: [bool; 256] = byte_table(b"\"\\$%\n\r");

/// Whether `byte` is literal text in a quoted template whatever surrounds it.
#[inline]
fn is_plain(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has an entry for every byte")]
    !SPECIAL[byte as usize]
}

impl Parser<'_> {
    /// `quotedTemplate = '"' (TemplateLiteral | TemplateInterpolation | TemplateDirective)* '"'`
    pub(super) fn quoted(&mut self) -> Parsed<Next> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let (end, verbatim) = match self.quoted_text(start) {
            Ok(text) => text,
            Err(mut fault) => {
                let closing = self.closing_quote_below();
                if let Some(closing) = closing {
                    self.scanner.at = closing + 1;
                    fault.error.fix = None;
                    self.tell(*fault.error, start);
                    return Ok(Next::Value(self.leaf(Kind::Template, self.scanner.since(start)), None));
                }
                let node = self.leaf(Kind::Template, self.scanner.since(start));
                self.unclosed(node);
                fault.value = Some(node);
                return Err(fault);
            }
        };
        if end == TextEnd::Template {
            self.scanner.at += 1;
            let node = self.leaf(Kind::Template, self.scanner.since(start));
            if verbatim {
                self.flag(node, flags::VERBATIM);
            }
            return Ok(Next::Value(node, None));
        }
        let node = self.leaf(Kind::Template, TextRange::new(start as u32, start as u32 + 1));
        self.open(Role::Quoted, node, start, false)?;
        self.hang_text(start + 1);
        self.sequence()
    }

    /// `StringLit`: a label of a block, a quoted template without interpolations and directives.
    pub(super) fn label(&mut self) -> Parsed<NodeId> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let mut all_verbatim = true;
        loop {
            let (end, verbatim) = self.quoted_text(start)?;
            all_verbatim &= verbatim;
            if end == TextEnd::Template {
                break;
            }
            let at = self.scanner.at;
            let range = TextRange::new(at as u32, at as u32 + 2);
            let fault = self.fault_at(at, template_messages::template_in_label(self.scanner.text, range));
            if self.mode == Mode::Strict {
                return Err(fault);
            }
            self.tell(*fault.error, at);
            self.scanner.at += 2;
        }
        self.scanner.at += 1;
        let node = self.leaf(Kind::Template, self.scanner.since(start));
        if all_verbatim {
            self.flag(node, flags::VERBATIM);
        }
        Ok(node)
    }

    /// Passes literal text of the quoted template that starts at `start`. Tells what ends it and whether it
    /// has no escape.
    #[inline]
    fn quoted_text(&mut self, start: usize) -> Parsed<(TextEnd, bool)> {
        let mut verbatim = true;
        loop {
            let rest = self.scanner.bytes.get(self.scanner.at..).unwrap_or_default();
            self.scanner.at += rest.iter().position(|&byte| !is_plain(byte)).unwrap_or(rest.len());
            match self.scanner.byte() {
                b'"' => return Ok((TextEnd::Template, verbatim)),
                b'\\' => {
                    verbatim = false;
                    self.escape(start)?;
                }
                mark @ (b'$' | b'%') => match self.sequence_mark(mark) {
                    Mark::Sequence => return Ok((TextEnd::Sequence, verbatim)),
                    Mark::Escaped => verbatim = false,
                    Mark::Text => {}
                },
                _ => return Err(self.unclosed_quote(start)),
            }
        }
    }

    /// Passes `$` or `%`, or its escape `$${`, at the place; stays where it starts a sequence.
    pub(super) fn sequence_mark(&mut self, mark: u8) -> Mark {
        let at = self.scanner.at;
        if self.scanner.byte_at(at + 1) == b'{' {
            return Mark::Sequence;
        }
        if self.scanner.byte_at(at + 1) == mark && self.scanner.byte_at(at + 2) == b'{' {
            self.scanner.at += 3;
            return Mark::Escaped;
        }
        self.scanner.at += 1;
        Mark::Text
    }

    /// Passes the escape sequence at the place: `\n \r \t \" \\ \uNNNN \UNNNNNNNN`.
    fn escape(&mut self, quote: usize) -> Parsed<()> {
        let start = self.scanner.at;
        let letter = self.scanner.byte_at(start + 1);
        let digits = match letter {
            b'n' | b'r' | b't' | b'"' | b'\\' => {
                self.scanner.at += 2;
                return Ok(());
            }
            b'u' => 4,
            b'U' => 8,
            b'\n' | b'\r' => {
                self.scanner.at += 1;
                return Err(self.unclosed_quote(quote));
            }
            0 if start + 1 >= self.scanner.bytes.len() => {
                self.scanner.at += 1;
                return Err(self.unclosed_quote(quote));
            }
            _ => 0,
        };
        self.scanner.at = self.scanner.character_end(start + 1);
        let rest = self.scanner.bytes.get(self.scanner.at..).unwrap_or_default();
        let hex = rest.iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
        self.scanner.at += hex;
        let range = self.scanner.since(start);
        let code = range.of(self.scanner.text).get(2..).unwrap_or_default();
        let is_character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).is_some();
        if digits == 0 || hex < digits || !is_character {
            self.report(template_messages::bad_escape(self.scanner.text, range, digits));
        }
        Ok(())
    }

    /// Hangs the literal text from `start` to the place, unless it is empty.
    pub(super) fn hang_text(&mut self, start: usize) {
        if self.scanner.at > start {
            let text = self.leaf(Kind::TemplateText, self.scanner.since(start));
            self.append_child(text);
        }
    }

    /// Reads literal text of the innermost template, up to the next sequence or the end.
    pub(super) fn template_text(&mut self) -> Parsed<Next> {
        let Some(frame) = self.frames.last().copied() else { return Ok(Next::Operand) };
        let start = self.scanner.at;
        let host = self.tree.node(frame.template).start as usize;
        let end = match self.tree.node(frame.template).kind {
            Kind::Template => self.quoted_text(host)?.0,
            Kind::Heredoc => self.heredoc_text(host, false)?,
            _ => self.bare_text(),
        };
        self.hang_text(start);
        match end {
            TextEnd::Sequence => self.sequence(),
            TextEnd::Template => self.end_template(),
        }
    }

    /// Passes literal text of a bare template.
    fn bare_text(&mut self) -> TextEnd {
        loop {
            let rest = self.scanner.bytes.get(self.scanner.at..).unwrap_or_default();
            match memchr::memchr2(b'$', b'%', rest) {
                Some(offset) => {
                    self.scanner.at += offset;
                    if self.sequence_mark(self.scanner.byte()) == Mark::Sequence {
                        return TextEnd::Sequence;
                    }
                }
                None => {
                    self.scanner.at = self.scanner.bytes.len();
                    return TextEnd::Template;
                }
            }
        }
    }

    /// The end of the innermost template, whose directives must all have ended.
    pub(super) fn end_template(&mut self) -> Parsed<Next> {
        while let Some(frame) = self.frames.last().copied() {
            match frame.role {
                Role::IfBody | Role::ElseBody | Role::ForBody => {
                    let (name, end) = match frame.role {
                        Role::ForBody => ("for", "endfor"),
                        _ => ("if", "endif"),
                    };
                    let mark = TextRange::new(frame.open, frame.open + 2);
                    let told = template_messages::unclosed_directive(mark, name, end);
                    let fault = self.fault_at(self.scanner.at, told);
                    if self.mode == Mode::Strict {
                        return Err(fault);
                    }
                    self.report(*fault.error);
                    self.unclosed(frame.node);
                    self.end(frame.node);
                    self.close();
                }
                Role::Quoted => return Ok(self.close_bracket(1)),
                Role::Heredoc => {
                    self.end_heredoc_line(frame);
                    return Ok(self.close_bracket(0));
                }
                _ => {
                    self.close();
                    return Ok(Next::Done(frame.node));
                }
            }
        }
        Ok(Next::Done(NodeId::ROOT))
    }

    /// Opens the interpolation or directive at the place.
    pub(super) fn sequence(&mut self) -> Parsed<Next> {
        let start = self.scanner.at;
        let control = self.scanner.byte() == b'%';
        self.scanner.at += 2;
        let strip = self.scanner.byte() == b'~';
        self.scanner.at += usize::from(strip);
        let flag = if strip { flags::STRIP_BEFORE } else { 0 };
        if control {
            return self.directive(start, flag);
        }
        let node = self.leaf(Kind::Interpolation, self.scanner.since(start));
        self.flag(node, flag);
        self.append_child(node);
        self.open(Role::Interpolation, node, start, false)?;
        Ok(Next::Operand)
    }

    /// `"}"` or `"~}"` after the expression `value` of a sequence.
    pub(super) fn close_sequence(&mut self, value: NodeId) -> Parsed<Next> {
        let Some(len) = self.sequence_end() else {
            return Err(self.no_sequence_end());
        };
        self.append_child(value);
        self.scanner.at += len;
        if let Some(frame) = self.close() {
            self.end(frame.node);
            if len == 2 {
                self.flag(frame.node, flags::STRIP_AFTER);
            }
        }
        Ok(Next::Text)
    }

    /// The length of the mark that ends a sequence, where one is at the place.
    pub(super) fn sequence_end(&self) -> Option<usize> {
        match self.scanner.byte() {
            b'}' if self.ends_other_block() => None,
            b'}' => Some(1),
            b'~' if self.scanner.byte_at(self.scanner.at + 1) == b'}' => Some(2),
            _ => None,
        }
    }
}

/// What `$` or `%` starts in literal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `${` or `%{`
    Sequence,
    /// `$${` or `%%{`
    Escaped,
    /// Itself.
    Text,
}
