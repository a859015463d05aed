//! Looking at lines ahead, for recovery only: what a line seems to be, without reading it.

use super::cursor::Cursor;
use super::parser::Parser;

/// The first content of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineStart {
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) column: i32,
}

/// What a line seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineLook {
    /// `key: …` or `"key": …`
    Key,
    /// `- …`
    Item,
    /// A bracket, a comma or a marker at its start.
    Closer,
    Other,
}

/// What the line seems to be whose first content is at `at`.
pub(super) fn look(cur: &Cursor<'_>, at: usize) -> LineLook {
    match cur.byte_at(at) {
        b'-' if cur.blank_at(at + 1) => LineLook::Item,
        b'?' if cur.blank_at(at + 1) => LineLook::Key,
        b']' | b'}' | b',' => LineLook::Closer,
        b'|' | b'>' | b'@' | b'`' | b'%' | b'[' | b'{' => LineLook::Other,
        quote @ (b'"' | b'\'') => look_quoted(cur, at, quote),
        _ => {
            let line = cur.plain_line(at);
            if cur.byte_at(line.stop) == b':' && line.end > at { LineLook::Key } else { LineLook::Other }
        }
    }
}

/// Whether a quoted text at `at` closes on its line and is a key.
fn look_quoted(cur: &Cursor<'_>, at: usize, quote: u8) -> LineLook {
    let end = cur.line_end(at);
    let mut place = at + 1;
    while place < end {
        let byte = cur.byte_at(place);
        if byte == b'\\' && quote == b'"'
            || byte == quote && cur.byte_at(place + 1) == quote && quote == b'\''
        {
            place += 2;
        } else if byte == quote {
            let colon = cur.past_spaces(place + 1);
            return if cur.indicator_at(colon, b':') { LineLook::Key } else { LineLook::Other };
        } else {
            place += 1;
        }
    }
    LineLook::Other
}

impl Parser<'_> {
    /// The first content on a line behind the one of `from`; nothing at the end of the text, before a
    /// document marker or when recovery has looked at enough.
    pub(super) fn line_below(&mut self, from: usize) -> Option<LineStart> {
        let mut line = self.cur.next_line(from);
        let started = line;
        loop {
            let at = self.cur.past_spaces(line);
            if at >= self.cur.len() || self.cur.marker_at(line) {
                return None;
            }
            if self.cur.break_at(at) == 0 && self.cur.byte_at(at) != b'#' {
                self.burn(at - started);
                return Some(LineStart { at, line, column: (at - line) as i32 });
            }
            line = self.cur.next_line(at);
            if line - started > self.fuel {
                return None;
            }
        }
    }

    /// Counts `bytes` that recovery has looked at.
    pub(super) fn burn(&mut self, bytes: usize) {
        self.fuel = self.fuel.saturating_sub(bytes + 1);
    }

    /// The first line below `from` whose content stands at or left of `limit`. Gives up after some
    /// lines.
    pub(super) fn line_out_to(&mut self, from: usize, limit: i32) -> Option<LineStart> {
        let mut below = self.line_below(from)?;
        for _ in 0..200 {
            if below.column <= limit {
                return Some(below);
            }
            below = self.line_below(below.at)?;
        }
        None
    }

    /// Whether the place is the first content of its line, `- ` and `? ` before it left out.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.cur.slice(self.cur.line, at).bytes().all(|byte| matches!(byte, b' ' | b'-' | b'?'))
    }

    /// Where the first content of the last line above `self.cur.line` stands that is not blank.
    pub(super) fn line_above(&mut self) -> Option<usize> {
        let bytes = self.cur.text.as_bytes();
        let mut end = self.cur.line;
        loop {
            let before = bytes.get(..end.checked_sub(1)?)?;
            let start = memchr::memrchr(b'\n', before).map_or(0, |found| found + 1);
            self.burn(end - start);
            let at = self.cur.past_spaces(start);
            if self.cur.break_at(at) == 0 {
                return Some(start);
            }
            if start == 0 || self.fuel == 0 {
                return None;
            }
            end = start;
        }
    }

    /// Whether the line above has an error, so that what is odd about this line has the same cause.
    pub(super) fn spoilt_above(&mut self) -> bool {
        let above = self.line_above();
        above.is_some() && self.spoilt == above
    }
}
