//! Quotes that are never closed, and white space that is none: tabs and no-break spaces.

use super::Kind;
use super::cursor::range;
use super::flags;
use super::lookahead::{LineLook, look};
use super::parser::Parser;
use super::recover::suits;
use super::report::error;
use super::scalar::QuotedEnd;
use crate::diagnostic::{Lang, RuleId};
use crate::syntax::NodeId;

const NO_BREAK_SPACE: char = '\u{a0}';

impl Parser<'_> {
    /// A quoted scalar outside brackets without an end, or with an end on another line that does not
    /// look like one. It ends before the first line that looks like an entry of what is around it.
    pub(super) fn unclosed_quote(&mut self, start: usize, quote: u8, found: QuotedEnd) -> NodeId {
        let (last, line, broken) = self.quoted_lines(start, found);
        if found.closed && !broken {
            return self.quoted_leaf(start, quote, found);
        }
        let mut end = self.cur.text_end(last.max(start + 1));
        let mut line = line;
        let kind = if quote == b'"' { Kind::DoubleQuoted } else { Kind::SingleQuoted };
        if self.begins_line(start) {
            // `"key: value`: the quote belongs to the key.
            let first = self.cur.plain_line(start + 1);
            if self.cur.byte_at(first.stop) == b':' {
                end = first.end;
                line = self.cur.line;
            }
        }
        self.unclosed(start, end, quote);
        let node = self.leaf(kind, start, end);
        let lines = if line == self.cur.line { 0 } else { flags::LINES };
        self.flag(node, flags::ESCAPES | flags::UNCLOSED | lines);
        self.cur.at = end;
        self.cur.line = line;
        node
    }

    /// The lines of a quoted scalar that may lack its end: a place on the last one, where that begins,
    /// and whether a line that looks like an entry of the collections around it stands before
    /// `found`.
    fn quoted_lines(&mut self, start: usize, found: QuotedEnd) -> (usize, usize, bool) {
        let indent = self.indent();
        let limit = if self.begins_line(start) { self.cur.column_of(start) } else { indent };
        let mut last = (start, self.cur.line);
        while let Some(below) = self.line_below(last.0) {
            if below.at >= found.end {
                break;
            }
            let entry =
                below.column <= limit && matches!(look(&self.cur, below.at), LineLook::Key | LineLook::Item);
            if entry || !found.closed && below.column <= indent {
                return (last.0, last.1, true);
            }
            last = (below.at, below.line);
        }
        (last.0, last.1, false)
    }

    /// Whether a quoted scalar on several lines holds a line that looks like an entry of the
    /// collections around it, while the line behind it can be none: so its end is another's start.
    pub(super) fn swallows(&mut self, start: usize, found: QuotedEnd) -> bool {
        let (.., broken) = self.quoted_lines(start, found);
        if !broken {
            return false;
        }
        let Some(below) = self.line_below(found.end) else { return false };
        let look = look(&self.cur, below.at);
        !self.frames.iter().any(|frame| frame.column == below.column && suits(*frame, look))
    }

    /// Notes a quote that is never closed; the text in it ends at `end`.
    pub(super) fn unclosed(&mut self, start: usize, end: usize, quote: u8) {
        let sign = char::from(quote);
        self.error(
            error(
                range(start, end),
                format!("found a text in quotes without its closing `{sign}`"),
                format!("expected `{sign}` at its end"),
            )
            .edit(range(end, end), sign.to_string()),
        );
    }

    /// A tab in the indentation of the line; its content begins at `end`.
    pub(super) fn tab_indentation(&mut self, end: usize) {
        let line = self.cur.line;
        let awaited = self.fresh;
        let prefix = self.cur.slice(line, end);
        let spaces = prefix.bytes().filter(|&byte| byte == b' ').count() as i32;
        let wide = prefix
            .bytes()
            .fold(0, |column, byte| if byte == b'\t' { (column / 8 + 1) * 8 } else { column + 1 });
        let indent = self.indent();
        let below = if awaited { self.column_by_lines_below(end, indent) } else { None };
        let known = |column: i32| self.frames.iter().any(|frame| frame.column == column);
        let column = if let Some(column) = below {
            column
        } else if spaces > 0 && (known(spaces) || awaited && spaces > indent) {
            spaces
        } else if known(wide) {
            wide
        } else if awaited {
            wide.max(indent + 1)
        } else {
            indent.max(0)
        };
        self.cur.shift = column - (end - line) as i32;
        let blanks = range(line, end);
        let fill = " ".repeat(column.max(0) as usize);
        if self.spoilt_above()
            && self.tree.errors.last().is_some_and(|last| last.message.get(Lang::En).starts_with(TABS))
        {
            self.spoilt = Some(line);
            if let Some(last) = self.tree.errors.last_mut() {
                last.add_edit(blanks, fill);
            }
            return;
        }
        self.error(
            error(blanks, format!("{TABS} to indent a line"), "YAML is indented with spaces")
                .help("write spaces")
                .edit(blanks, fill),
        );
    }

    /// The column of a first line inside `indent`, whose content begins at `at`, by what stands below it: that of
    /// its siblings; or, where all below seems to be its value, one between.
    fn column_by_lines_below(&mut self, at: usize, indent: i32) -> Option<i32> {
        let first = self.line_below(at)?.column;
        let mut least = first;
        let mut from = at;
        for _ in 0..LINES_BELOW {
            let Some(below) = self.line_below(from).filter(|below| below.column > indent) else { break };
            least = least.min(below.column);
            from = below.at;
        }
        let lacks_value = self.cur.slice(at, self.cur.text_end(at)).ends_with(':');
        let column = if lacks_value && first == least { (indent + least + 1) / 2 } else { least };
        (least > indent).then_some(column.max(indent + 1))
    }

    /// Whether a no-break space is at `at`.
    pub(super) fn no_break_space_at(&self, at: usize) -> bool {
        self.cur.byte_at(at) == 0xC2 && self.cur.byte_at(at + 1) == 0xA0
    }

    /// Notes the run of no-break spaces at `at`.
    pub(super) fn no_break_space(&mut self, at: usize) {
        let mut end = at;
        while self.no_break_space_at(end) {
            end += NO_BREAK_SPACE.len_utf8();
        }
        let count = (end - at) / NO_BREAK_SPACE.len_utf8();
        self.error(
            error(
                range(at, end),
                "found a no-break space (U+00A0) where white space is meant",
                "YAML reads this as part of the text",
            )
            .under(RuleId::NoBreakSpace)
            .help("write ordinary spaces")
            .edit(range(at, end), " ".repeat(count)),
        );
    }

    /// Goes past no-break spaces that were noted.
    pub(super) fn skip_no_break_spaces(&mut self) {
        while self.no_break_space_at(self.cur.at) {
            self.cur.at += NO_BREAK_SPACE.len_utf8();
        }
    }

    /// No-break spaces in the indentation of a line count as spaces.
    pub(super) fn no_break_indentation(&mut self) {
        self.no_break_space(self.cur.at);
        loop {
            if self.no_break_space_at(self.cur.at) {
                self.cur.at += NO_BREAK_SPACE.len_utf8();
                self.cur.shift -= 1;
            } else if self.cur.byte() == b' ' {
                self.cur.at += 1;
            } else {
                return;
            }
        }
    }
}

/// Lines that are looked at to guess a column.
const LINES_BELOW: usize = 200;

const TABS: &str = "found a tab";
