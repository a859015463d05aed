//! Reading JSON that has errors. Brackets say what is inside of what; only where they do not add up, the
//! indentation shows which of them was never closed or closes nothing.

use super::parser::{Broken, Frame, Parser, State, range};
use super::string::{StringFault, string, word_end};
use crate::syntax::budget;
use crate::syntax::messages::json as messages;
use crate::syntax::yaml::Kind;

/// A text in double braces without quotes is looked for in this many bytes.
const LONGEST_BRACES: usize = 1_024;

/// Where the `{{ … }}` is whose second brace is at `at`, on one line and without quotes in it.
fn braces_around(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = text.get(..=at)?.strip_suffix("{{")?.len();
    let inside = text.as_bytes().get(at + 1..)?;
    let inside = inside.get(..LONGEST_BRACES).unwrap_or(inside);
    let end = inside.iter().position(|byte| matches!(byte, b'\n' | b'\r' | b'{' | b'}' | b'"' | b'\\'))?;
    inside.get(end..)?.starts_with(b"}}").then_some((start, at + 1 + end + 2))
}

impl Parser<'_> {
    fn begins_line(&self) -> bool {
        self.first == self.at
    }

    fn by_indent(&self) -> bool {
        self.repair.as_ref().is_some_and(|repair| repair.by_indent)
    }

    /// Notes that the brackets do not add up.
    pub(super) fn unbalance(&mut self) {
        if let Some(repair) = &mut self.repair {
            repair.unbalanced = true;
        }
    }

    /// At a key that begins its line: closes collections that the line's indentation shows to be over,
    /// and completes a member above that has no value.
    pub(super) fn settle_line(&mut self, byte: u8) {
        if byte != b'"' || self.stack.is_empty() || !self.begins_line() || !self.is_key(self.at) {
            return;
        }
        let indent = self.at - self.line;
        let by_indent = self.by_indent();
        let over =
            |frame: &Frame| by_indent && frame.line < self.line && (indent <= frame.indent || !frame.object);
        let keep = self.stack.iter().rposition(|frame| !over(frame)).map_or(0, |index| index + 1);
        let keeps_object =
            keep.checked_sub(1).and_then(|index| self.stack.get(index)).is_some_and(|frame| frame.object);
        if keep < self.stack.len() && keeps_object {
            self.unclosed(keep);
            if let Some(frame) = self.stack.last_mut()
                && frame.state == State::Done
            {
                frame.state = State::Next;
            }
        }
        let top = self.stack.last().copied();
        if let Some(frame) =
            top.filter(|frame| frame.object && matches!(frame.state, State::Colon | State::Value))
        {
            self.missing_value(frame);
        }
    }

    /// Keeps the indentation of the first line inside the innermost collection.
    pub(super) fn note_indent(&mut self) {
        let (line, indent) = (self.line, self.first.saturating_sub(self.line));
        if self.first == self.at
            && let Some(frame) = self.stack.last_mut()
            && frame.inner.is_none()
            && frame.line < line
        {
            frame.inner = Some(indent);
        }
    }

    /// A member without a value, above a line that begins with another key. Where that is indented
    /// more, its object lacks the opening bracket only.
    fn missing_value(&mut self, frame: Frame) {
        let tail = self.tail;
        let above = frame.last.map_or(tail, |key| self.tree.node(key).start as usize);
        let before = self.text.as_bytes().get(..above).unwrap_or_default();
        let line = memchr::memrchr(b'\n', before).map_or(0, |found| found + 1);
        let indent = before.get(line..).unwrap_or_default().iter().take_while(|&&byte| byte == b' ').count();
        let opens = self.at - self.line > indent;
        if opens && !self.by_indent() {
            self.unbalance();
        }
        if opens && self.stack.len() < budget::YAML_DEPTH {
            let _ = self.error(|| messages::no_opening_brace(range(tail, tail)));
            let node = self.tree.push(Kind::Mapping, range(self.at, self.at));
            self.tree.append_child(frame.node, frame.last, node);
            if let Some(frame) = self.stack.last_mut() {
                frame.last = Some(node);
                frame.state = State::Done;
            }
            let (object, state) = (true, State::First);
            self.stack.push(Frame { node, last: None, object, state, line, indent, inner: None });
            return;
        }
        let key = frame.last.map_or(range(tail, tail), |key| self.tree.node(key).range());
        let _ = self.error(|| messages::no_value(key));
        let node = self.tree.push(Kind::Error, range(tail, tail));
        self.tree.append_child(frame.node, frame.last, node);
        if let Some(frame) = self.stack.last_mut() {
            frame.last = Some(node);
            frame.state = State::Next;
        }
    }

    /// What a closing bracket closes that begins its line, by its indentation: some collection further
    /// out, or nothing where it is indented more than the line of the innermost opening bracket.
    fn closes_by_indent(&mut self, object: bool) -> Option<bool> {
        let top = self.stack.last().copied().filter(|_| self.by_indent())?;
        if self.goes_on_below(object, top) {
            self.closes_nothing(messages::GOES_ON_BELOW);
            self.no_value(top);
            return Some(false);
        }
        let indent = self.at - self.line;
        if !self.begins_line() || top.line == self.line || indent == top.indent {
            return None;
        }
        let fits = |frame: &Frame| frame.object == object && frame.indent == indent && frame.line < self.line;
        if let Some(index) = self.stack.iter().rposition(fits) {
            self.unclosed(index + 1);
            if let Some(frame) = self.stack.last_mut() {
                frame.state = State::Done;
            }
            return Some(true);
        }
        if top.inner != Some(indent) {
            return None;
        }
        self.closes_nothing(messages::OPENED_ELSEWHERE);
        Some(false)
    }

    fn closes_nothing(&mut self, label: [&'static str; 2]) {
        let at = self.at;
        let _ = self.error(|| messages::closes_nothing(range(at, at + 1), label));
    }

    /// Whether the collection `top` goes on below the line of the bracket here, which follows something
    /// else: with its next entry, or with its own bracket in the column of the line that opened it.
    fn goes_on_below(&self, object: bool, top: Frame) -> bool {
        let alone = self.stack.iter().rev().nth(1).is_none_or(|outer| outer.line != top.line);
        if self.begins_line() || top.line == self.line || top.object == object && !alone {
            return false;
        }
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let line_end = rest.trim_start_matches([' ', '\t', '\r', ',']);
        let Some(below) = line_end.strip_prefix('\n') else { return false };
        let next = below.trim_start_matches([' ', '\t']);
        let indent = below.len() - next.len();
        let own = if top.object { '}' } else { ']' };
        let entry = top.object && next.starts_with('"') && indent > top.indent && top.inner == Some(indent);
        let closes = next.starts_with(own) && indent == top.indent;
        entry || closes
    }

    /// Whether a string and a colon begin at `at`.
    fn is_key(&self, at: usize) -> bool {
        let Ok(found) = string(self.text, at) else { return false };
        let rest = self.text.get(found.end..).unwrap_or_default();
        rest.trim_start_matches([' ', '\t']).starts_with(':')
    }

    /// Closes all collections after the first `keep`, which were never closed.
    fn unclosed(&mut self, keep: usize) {
        let Some(frame) = self.stack.get(keep).copied() else { return };
        let start = self.tree.node(frame.node).start as usize;
        let tail = self.tail;
        let _ = self
            .error(|| messages::unclosed_bracket(range(start, start + 1), frame.object, range(tail, tail)));
        self.close_to(keep);
    }

    /// A closing bracket that does not fit. Says whether the innermost collection may be closed by it
    /// now.
    pub(super) fn repaired_close(&mut self, object: bool) -> Result<bool, Broken> {
        let at = self.at;
        let Some(top) = self.stack.last().copied() else {
            self.unbalance();
            self.error(|| messages::closes_nothing(range(at, at + 1), messages::NOTHING_OPEN))?;
            return Ok(false);
        };
        if let Some(closes) = self.closes_by_indent(object) {
            return Ok(closes);
        }
        if top.object == object && matches!(top.state, State::First | State::Done) {
            return Ok(true);
        }
        if top.object != object {
            return self.wrong_bracket(object, top);
        }
        let tail = self.tail;
        if top.state == State::Next && self.byte_at(tail - 1) != b',' {
            // What is between the comma and this was reported.
            return Ok(true);
        }
        self.error(|| match top.state {
            State::Next => messages::last_comma(range(tail - 1, tail)),
            _ => messages::end_inside_member(range(at, at + 1)),
        })?;
        Ok(true)
    }

    fn wrong_bracket(&mut self, object: bool, top: Frame) -> Result<bool, Broken> {
        self.unbalance();
        let at = self.at;
        let start = self.tree.node(top.node).start as usize;
        self.error(|| messages::wrong_bracket(range(at, at + 1), range(start, start + 1), object))?;
        let indent = if self.begins_line() { Some(at - self.line) } else { None };
        let fits =
            |frame: &Frame| frame.object == object && indent.is_none_or(|indent| indent >= frame.indent);
        match self.stack.iter().rposition(fits) {
            Some(index) => {
                self.close_to(index + 1);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// A comma without a value before it.
    pub(super) fn stray_comma(&mut self) -> Result<(), Broken> {
        let at = self.at;
        let Some(frame) = self.stack.last().copied() else {
            return self.error(|| messages::comma_outside(range(at, at + 1)));
        };
        self.error(|| match frame.state {
            State::First | State::Next => messages::stray_comma(range(at, at + 1)),
            _ => messages::comma_inside_member(range(at, at + 1)),
        })?;
        self.no_value(frame);
        Ok(())
    }

    /// Gives the open member of the innermost collection `frame`, if it has one, nothing as its value.
    fn no_value(&mut self, frame: Frame) {
        if frame.object && matches!(frame.state, State::Colon | State::Value) {
            let node = self.tree.push(Kind::Error, range(self.tail, self.tail));
            self.tree.append_child(frame.node, frame.last, node);
            if let Some(frame) = self.stack.last_mut() {
                frame.last = Some(node);
                frame.state = State::Done;
            }
        }
    }

    /// A bracket where an object's key should be.
    pub(super) fn missing_key_before(&mut self, at: usize) -> Result<(), Broken> {
        let text = self.text;
        let braces = braces_around(text, at);
        self.error(|| match braces {
            Some((start, end)) => messages::bare_braces(range(start, end), range(start, end).of(text)),
            None => messages::bracket_as_key(range(at, at + 1)),
        })?;
        let key = self.tree.push(Kind::Error, range(at, at));
        if let Some(frame) = self.stack.last_mut() {
            let last = frame.last.replace(key);
            self.tree.append_child(frame.node, last, key);
            frame.state = State::Value;
        }
        Ok(())
    }

    /// Where a string ends that has something wrong in it, and whether with a quote.
    pub(super) fn repaired_string(
        &mut self,
        start: usize,
        fault: StringFault,
    ) -> Result<(usize, bool), Broken> {
        let line_end = memchr::memchr(b'\n', self.text.as_bytes().get(start..).unwrap_or_default())
            .map_or(self.text.len(), |found| start + found);
        let (place, width) = match fault {
            StringFault::Control(at) if self.byte_at(at) != b'\n' && self.byte_at(at) != b'\r' => (at, 1),
            StringFault::Escape(at) => (at, 1),
            StringFault::Surrogate(at) => (at, 6),
            _ => return self.unclosed_string(start, line_end),
        };
        let shown = range(place, place + width);
        self.error(|| match fault {
            StringFault::Control(_) => messages::control_character(shown),
            StringFault::Surrogate(_) => messages::lone_surrogate(shown),
            _ => messages::bad_escape(shown),
        })?;
        // The end of the string, whatever is in it.
        let mut at = start + 1;
        while at < line_end {
            match self.byte_at(at) {
                b'"' => return Ok((at + 1, true)),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        Ok((line_end, false))
    }

    fn unclosed_string(&mut self, start: usize, line_end: usize) -> Result<(usize, bool), Broken> {
        let mut end = line_end;
        while end > start + 1
            && matches!(self.byte_at(end - 1), b',' | b' ' | b'\t' | b'\r' | b'}' | b']' | b'{' | b'[')
        {
            end -= 1;
        }
        // `"key: …`: the quote belongs to the key.
        let key = self
            .stack
            .last()
            .is_some_and(|frame| frame.object && matches!(frame.state, State::First | State::Next));
        let text = self.text.get(start + 1..end).unwrap_or_default();
        if key && let Some(colon) = text.find(':') {
            end = start + 1 + colon;
        }
        self.error(|| messages::unclosed_string(range(start, end)))?;
        Ok((end, false))
    }

    /// Text that is not a value. What is left of its line up to the next comma or bracket goes with it.
    pub(super) fn bad_word(&mut self, start: usize, key: bool) -> Result<(), Broken> {
        let bytes = self.text.as_bytes();
        let mut end = word_end(bytes, start);
        if end == start {
            end += self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        }
        let shown = range(start, end);
        let found: String = shown.of(self.text).chars().take(40).collect();
        self.error(|| messages::bad_word(shown, &found, key))?;
        let rest = bytes.get(end..).unwrap_or_default();
        let stop = |byte: &u8| matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'\n');
        let stop = end + rest.iter().position(stop).unwrap_or(rest.len());
        let keyed = key && self.byte_at(stop) == b':';
        let wanted = self.stack.last().is_some_and(|frame| match frame.state {
            State::Value => true,
            State::First | State::Next => !frame.object,
            State::Colon | State::Done => false,
        });
        if keyed || wanted {
            let node = self.tree.push(Kind::Error, range(start, end));
            if let Some(frame) = self.stack.last_mut() {
                let last = frame.last.replace(node);
                self.tree.append_child(frame.node, last, node);
                frame.state = if keyed { State::Colon } else { State::Done };
            }
        }
        self.at = stop.max(end);
        Ok(())
    }
}
