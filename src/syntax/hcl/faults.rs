//! The faults that the parser meets, each with what it knows of its place.

use super::markers::introducer;
use super::messages::Words;
use super::parser::{Fault, Parser};
use super::{messages, template_messages};
use crate::source::TextRange;
use crate::syntax::SyntaxError;

impl Parser<'_> {
    /// No attribute and no block starts at the place.
    pub(super) fn no_item(&self) -> Fault {
        if self.scanner.starts_with(self.scanner.at, b"/*") {
            return self.unclosed_comment();
        }
        self.fault_at(self.scanner.at, messages::no_item(self.scanner.text, self.found()))
    }

    /// No expression starts at the place.
    pub(super) fn no_expression(&self) -> Fault {
        if self.scanner.starts_with(self.scanner.at, b"/*") {
            return self.unclosed_comment();
        }
        self.fault_at(self.scanner.at, messages::no_expression(self.scanner.text, self.found()))
    }

    /// A comment at the place has no end.
    fn unclosed_comment(&self) -> Fault {
        let at = self.scanner.at as u32;
        self.fault_at(self.scanner.at, messages::unclosed_comment(TextRange::new(at, at + 2)))
    }

    /// `<<` at the place is not a heredoc.
    pub(super) fn no_heredoc(&self) -> Fault {
        let at = self.scanner.at as u32;
        let mut error = template_messages::no_heredoc(TextRange::new(at, at + 2));
        if let Some(introducer) = introducer(self.scanner.text, self.scanner.at) {
            let dash = if introducer.flush { "-" } else { "" };
            let mark = TextRange::new(at, introducer.content as u32).of(self.scanner.text).trim_end();
            error.primary.span.end = at + mark.len() as u32;
            error.add_edit(
                TextRange::new(at, introducer.content as u32 - 1),
                format!("<<{dash}{}", introducer.marker),
            );
        }
        self.fault_at(self.scanner.at, error)
    }

    /// `reading` is not followed by a line end.
    pub(super) fn no_line_end(&self, reading: Words) -> Fault {
        if self.scanner.starts_with(self.scanner.at, b"/*") {
            return self.unclosed_comment();
        }
        let starts_item = self.shape(self.scanner.at).is_item();
        let error = messages::no_line_end(self.scanner.text, self.found(), reading, starts_item);
        self.fault_at(self.scanner.at, error)
    }

    /// The string that starts at `start` is not closed before the place.
    pub(super) fn unclosed_quote(&self, start: usize) -> Fault {
        let quote = TextRange::new(start as u32, start as u32 + 1);
        let line = TextRange::new(start as u32 + 1, self.scanner.at as u32).of(self.scanner.text);
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./: ".contains(byte);
        let closable = line.len() < 200 && line.as_bytes().iter().all(plain);
        let end = start + 1 + line.trim_end().len();
        let error = template_messages::unclosed_quote(quote, end as u32, closable);
        Fault { swallowed: true, ..self.fault_at(self.scanner.at, error) }
    }

    /// An item in brackets is followed neither by a comma nor by `closer`.
    pub(super) fn no_separator(&self, reading: Words, closer: u8) -> Fault {
        let fits = self.starts_operand(self.scanner.at);
        let text = self.scanner.text;
        let error = messages::no_separator(text, self.found(), reading, char::from(closer), fits);
        self.fault_at(self.scanner.at, error)
    }

    /// A conditional has no `:`.
    pub(super) fn no_else(&self) -> Fault {
        let open = self.frames.last().map_or(0, |frame| frame.open);
        let question = TextRange::new(open, open + 1);
        let error = messages::no_else(self.scanner.text, self.found(), question);
        self.fault_at(self.scanner.at, error)
    }

    /// An expression in a template is not followed by `}`.
    pub(super) fn no_sequence_end(&self) -> Fault {
        let open = self.frames.last().map_or(0, |frame| frame.open);
        let text = self.scanner.text;
        let mark = TextRange::new(open, open + 2);
        let error = match self.scanner.byte() {
            b'"' => template_messages::unclosed_sequence(text, mark),
            _ => template_messages::no_sequence_end(text, self.found(), mark),
        };
        self.fault_at(self.scanner.at, error)
    }

    /// The innermost object ends by its indentation, without a brace.
    pub(super) fn unclosed_object(&self) -> Fault {
        let open = self.frames.last().map_or(0, |frame| frame.open);
        let error = self.unclosed_error(open as usize, b'}', self.scanner.at);
        Fault { outlived: true, ..self.fault_at(self.scanner.at, error) }
    }

    /// The error that the bracket at `open` has no `closer` where the text goes on at `next`.
    pub(super) fn unclosed_error(&self, open: usize, closer: u8, next: usize) -> SyntaxError {
        let text = self.scanner.text;
        let mark = TextRange::new(open as u32, open as u32 + 1);
        let next = TextRange::new(next as u32, self.scanner.character_end(next) as u32);
        let closer = match closer {
            b')' => ")",
            b']' => "]",
            _ => "}",
        };
        match self.scanner.byte_at(open) {
            b'$' | b'%' => {
                template_messages::unclosed_sequence(text, TextRange::new(open as u32, open as u32 + 2))
            }
            _ => messages::unclosed_bracket(text, mark, closer, next),
        }
    }
}
