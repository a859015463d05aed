//! `TemplateDirective = TemplateIf | TemplateFor`

use super::expression::Next;
use super::kind::{Kind, flags};
use super::messages::Words;
use super::parser::{Frame, Mode, Parsed, Parser, Role};
use super::template_messages;
use crate::syntax::{NodeId, SyntaxError};

impl Parser<'_> {
    /// Reads a directive's marker, whose `%{` starts at `start` and has been passed.
    pub(super) fn directive(&mut self, start: usize, flag: u8) -> Parsed<Next> {
        let newlines = std::mem::replace(&mut self.scanner.newlines, false);
        self.scanner.skip();
        self.scanner.newlines = newlines;
        let word_start = self.scanner.at;
        self.scanner.at += self.scanner.identifier();
        let inner = self.frames.last().map(|frame| frame.role);
        match self.scanner.since(word_start).of(self.scanner.text) {
            "if" => self.open_directive(start, flag, Kind::If),
            "for" => self.open_directive(start, flag, Kind::For),
            "else" if inner == Some(Role::IfBody) => self.marker(start, flag, Kind::ElseMarker),
            "endif" if matches!(inner, Some(Role::IfBody | Role::ElseBody)) => {
                self.marker(start, flag, Kind::EndIfMarker)
            }
            "endfor" if inner == Some(Role::ForBody) => self.marker(start, flag, Kind::EndForMarker),
            _ => {
                let word = self.scanner.since(word_start);
                let error =
                    template_messages::bad_directive(self.scanner.text, word, inner.and_then(ends_of));
                let ends = matches!(word.of(self.scanner.text), "endif" | "endfor")
                    && matches!(inner, Some(Role::IfBody | Role::ElseBody | Role::ForBody));
                self.scanner.at = word_start;
                self.lost_directive(start, error, ends)
            }
        }
    }

    /// `%{ if Expression }` or `%{ for Identifier ("," Identifier)? in Expression }`, after its keyword.
    fn open_directive(&mut self, start: usize, flag: u8, kind: Kind) -> Parsed<Next> {
        let directive = self.leaf(kind, self.scanner.since(start));
        self.append_child(directive);
        let (body, role, marker) = match kind {
            Kind::If => (Role::IfBody, Role::IfMarker, Kind::IfMarker),
            _ => (Role::ForBody, Role::ForMarker, Kind::ForMarker),
        };
        let newlines = self.scanner.newlines;
        self.open(body, directive, start, newlines)?;
        let marker = self.leaf(marker, self.scanner.since(start));
        self.flag(marker, flag);
        self.append_child(marker);
        self.open(role, marker, start, false)?;
        if kind == Kind::For {
            self.for_names(["a `for` directive", " `for` 指令"])?;
        }
        Ok(Next::Operand)
    }

    /// `%{ else }`, `%{ endif }` or `%{ endfor }`, after its keyword.
    fn marker(&mut self, start: usize, flag: u8, kind: Kind) -> Parsed<Next> {
        let newlines = std::mem::replace(&mut self.scanner.newlines, false);
        self.scanner.skip();
        self.scanner.newlines = newlines;
        let Some(len) = self.sequence_end() else {
            let fault = self.fault(["a directive", "指令"], ["`}`", " `}` "]);
            return self.lost_directive(start, *fault.error, kind != Kind::ElseMarker);
        };
        self.scanner.at += len;
        let node = self.leaf(kind, self.scanner.since(start));
        self.flag(node, flag | if len == 2 { flags::STRIP_AFTER } else { 0 });
        self.append_child(node);
        if kind == Kind::ElseMarker {
            if let Some(frame) = self.frames.last_mut() {
                frame.role = Role::ElseBody;
            }
        } else if let Some(Frame { node, .. }) = self.close() {
            self.end(node);
        }
        Ok(Next::Text)
    }

    /// Passes a marker that starts at `start` and cannot be read, up to its closing brace on the same line.
    /// `ends` says whether it seems to end the innermost directive.
    fn lost_directive(&mut self, start: usize, error: SyntaxError, ends: bool) -> Parsed<Next> {
        if self.mode == Mode::Strict {
            return Err(self.fault_at(self.scanner.at, error));
        }
        self.tell(error, start);
        let rest = self.scanner.bytes.get(self.scanner.at..).unwrap_or_default();
        let stop = rest.iter().position(|byte| matches!(byte, b'}' | b'"' | b'\n' | b'\r' | b'$' | b'%'));
        self.scanner.at += stop.unwrap_or(rest.len());
        if self.scanner.byte() == b'}' {
            self.scanner.at += 1;
        }
        let node: NodeId = self.leaf(Kind::Error, self.scanner.since(start));
        self.append_child(node);
        if ends && let Some(Frame { node, .. }) = self.close() {
            self.end(node);
        }
        Ok(Next::Text)
    }
}

/// What can end the part of a directive that is open.
fn ends_of(role: Role) -> Option<Words> {
    match role {
        Role::IfBody => Some(["`else` or `endif`", " `else` 或 `endif`"]),
        Role::ElseBody => Some(["`endif`", " `endif`"]),
        Role::ForBody => Some(["`endfor`", " `endfor`"]),
        _ => None,
    }
}
