//! The stream, chapter 9 of the specification: documents, directives and markers.

use super::Kind;
use super::cursor::range;
use super::flags;
use super::parser::Parser;
use super::props::is_name;
use super::state::Start;
use super::tags::{escapes_are_text, is_uri};
use crate::syntax::messages::document as messages;
use crate::syntax::{NodeId, budget};

impl<'t> Parser<'t> {
    /// `l-yaml-stream [211]` from `start` on; ROS reads one document.
    pub(super) fn stream(&mut self, start: Start) {
        let mut last = None;
        if start != Start::Stream {
            last = Some(self.document);
            self.document_content(start);
        }
        loop {
            let directives = self.directives();
            let start = self.cur.at;
            let more = self.next_content();
            if self.failure.is_some() || !more && directives.is_none() {
                return;
            }
            let explicit = more && self.at_marker() && self.cur.byte() == b'-';
            if more && self.at_marker() && !explicit {
                self.end_marker(last.is_none());
                continue;
            }
            if let Some(line) = directives.filter(|_| !explicit) {
                let lines = range(line, self.cur.text_end(line));
                self.push(messages::directives_without_document(lines));
            }
            if !more {
                return;
            }
            if let Some(first) = last {
                self.second_document(first);
            }
            let document = self.tree.push(Kind::Document, range(self.cur.at, self.cur.at));
            self.tree.append_child(NodeId::ROOT, last, document);
            if let Some(line) = directives {
                self.tree.node_mut(document).props = line as u32;
                self.flag(document, flags::DIRECTIVES);
            }
            last = Some(document);
            self.document(document, explicit);
            if self.cur.at == start {
                self.cur.at = self.cur.line_end(start);
            }
        }
    }

    /// `l-any-document [210]`
    fn document(&mut self, document: NodeId, explicit: bool) {
        self.document = document;
        self.anchors.clear();
        self.explicit = explicit;
        if explicit {
            self.cur.at += 3;
            self.last_end = self.cur.at;
        }
        self.document_content(Start::Document);
    }

    /// The content of the document, or what is left of it from `start` on.
    fn document_content(&mut self, start: Start) {
        self.fresh = false;
        self.block_content(start);
        self.fresh = false;
        let document = self.document;
        self.tree.node_mut(document).end = self.last_end as u32;
        if !self.explicit && self.tree.first_child(document).is_none() {
            self.tree.node_mut(document).end = self.tree.node(document).start;
        }
    }

    /// `l-directive [82]`, all that stand before a document: where the first begins.
    fn directives(&mut self) -> Option<usize> {
        let mut first = None;
        let mut seen = Vec::new();
        loop {
            self.blank_lines();
            if self.cur.byte() != b'%' || self.cur.at != self.cur.line {
                return first;
            }
            first = first.or(Some(self.cur.at));
            self.directive(&mut seen);
        }
    }

    /// Blank lines and comments, but no directive.
    fn blank_lines(&mut self) {
        while !(self.cur.byte() == b'%' && self.cur.at == self.cur.line) {
            let at = self.cur.at;
            match self.cur.byte() {
                b' ' => self.cur.at += 1,
                b'#' => self.comment(),
                b'\t' => self.tab(),
                _ => match self.cur.break_at(at) {
                    0 => return,
                    length => self.cur.begin_line(at + length),
                },
            }
        }
    }

    /// `l-directive [82]`; `seen` are the names and handles of those before it.
    fn directive(&mut self, seen: &mut Vec<(&'t str, &'t str)>) {
        let start = self.cur.at;
        let end = self.cur.line_end(start);
        self.cur.at = end;
        let line = range(start, end);
        let whole = self.cur.slice(start, end);
        let text = whole.split(" #").next().unwrap_or(whole);
        let mut words = text.split(' ').filter(|word| !word.is_empty());
        let name = words.next().unwrap_or_default();
        let (first, second) = (words.next(), words.next());
        let (good, handle) = match name {
            "%YAML" => (second.is_none() && first.is_some_and(is_version), ""),
            "%TAG" => (
                words.next().is_none()
                    && first.zip(second).is_some_and(|(a, b)| is_handle(a) && is_prefix(b)),
                first.unwrap_or_default(),
            ),
            _ => (name.len() > 1 && name.bytes().skip(1).all(is_name), name),
        };
        if seen.len() == budget::DIRECTIVES {
            self.push(messages::too_many_directives(line));
        } else if !good {
            self.push(messages::bad_directive(line, text));
        } else if matches!(name, "%YAML" | "%TAG") && seen.contains(&(name, handle)) {
            self.push(messages::repeated_directive(line, name));
        }
        if seen.len() <= budget::DIRECTIVES {
            seen.push((name, handle));
        }
    }

    /// `...`; `early` says that no document stands before it.
    fn end_marker(&mut self, early: bool) {
        let at = self.cur.at;
        self.cur.at += 3;
        self.last_end = self.cur.at;
        if early {
            self.push(messages::early_end(range(at, at + 3)));
        }
        self.cur.skip_spaces();
        if self.cur.byte() == b'\t' {
            self.tab();
        }
        if !self.at_line_end() {
            self.push(messages::text_after_end(self.rest_of_line()));
            self.cur.at = self.cur.line_end(self.cur.at);
        }
    }

    fn second_document(&mut self, first: NodeId) {
        let at = self.cur.at;
        let first = self.tree.node(first).start as usize;
        let shown = if self.at_marker() { range(at, at + 3) } else { self.letter_at(at) };
        let first = range(first, self.cur.text_end(first));
        self.push(messages::second_document(shown, first));
    }
}

/// `1.` and digits: PyYAML reads any YAML 1.
fn is_version(word: &str) -> bool {
    word.split_once('.').is_some_and(|(major, minor)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(major) && digits(minor) && major.trim_start_matches('0') == "1"
    })
}

/// `ns-tag-prefix [93]`
fn is_prefix(word: &str) -> bool {
    word.bytes().all(is_uri) && escapes_are_text(word)
}

/// `!`, `!!` or `!name!`
fn is_handle(word: &str) -> bool {
    let name = word
        .strip_prefix('!')
        .and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_suffix('!') });
    name.is_some_and(|name| name.bytes().all(is_name))
}
