//! The part of the table that is about white space: tabs and no-break spaces.

use std::ops::Range;

use super::What;
use super::edited::Pieces;
use super::lines::{Line, without_comment};
use super::table::Table;

impl Table<'_, '_> {
    /// Tabs and no-break spaces. True where they are what indents the line.
    pub(super) fn white_space(&mut self, line: Line) -> bool {
        let cur = &self.place.cur;
        let indents = |letter: char| matches!(letter, ' ' | '\t' | '\u{a0}');
        let whole = cur.slice(line.start, line.end);
        let prefix = whole.len() - whole.trim_start_matches(indents).len();
        if prefix > line.column() {
            self.odd_indentation(line, prefix);
            return true;
        }
        let from = self.place.failure.at.clamp(line.at, line.end);
        if let Some(tab) = cur.slice(from, line.line_end).find('\t') {
            let from = from + tab;
            let run = cur.slice(from, line.line_end);
            let length = run.len() - run.trim_start_matches(['\t', ' ']).len();
            self.blank(500, What::Tabs, from..from + length);
        }
        let pieces: Pieces = [":\u{a0}", "-\u{a0}", "?\u{a0}"]
            .iter()
            .filter_map(|sign| {
                let from = line.at + self.text(line).find(sign)? + 1;
                let run = cur.slice(from, line.end);
                let length = run.len() - run.trim_start_matches('\u{a0}').len();
                Some((from..from + length, " ".repeat(length / '\u{a0}'.len_utf8())))
            })
            .take(1)
            .collect();
        self.add(500, What::NoBreakSpaces, pieces);
        false
    }

    /// Lines that begin with tabs or no-break spaces: this one alone, or all of them.
    fn odd_indentation(&mut self, line: Line, prefix: usize) {
        let run = self.odd_lines(line);
        let cur = &self.place.cur;
        let no_break = cur.slice(line.start, line.start + prefix).contains('\u{a0}');
        let what = if no_break { What::NoBreakSpaces } else { What::Tabs };
        let wide = |width: usize| -> Pieces {
            let spaces = |range: &Range<usize>| {
                let text = cur.slice(range.start, range.end);
                let columns = text.chars().map(|letter| if letter == '\t' { width } else { 1 }).sum();
                (range.clone(), " ".repeat(columns))
            };
            run.iter().map(spaces).collect()
        };
        if no_break {
            self.add(505, what.clone(), wide(1));
        }
        for width in [2, 4, 8] {
            self.add(560 + width as u32, what.clone(), wide(width));
        }
        let indents = |letter: char| matches!(letter, ' ' | '\t' | '\u{a0}');
        let text = cur.slice(line.start + prefix, line.end);
        let wish = self.wished_column(line, without_comment(text).ends_with(':'));
        for &column in &self.place.columns {
            let far = column.abs_diff(wish) as u32 * 5;
            let blanks = " ".repeat(column);
            let same = cur.slice(line.start, line.start + prefix);
            let alike = run.iter().take_while(|range| cur.slice(range.start, range.end) == same);
            let pieces: Pieces = alike.map(|range| (range.clone(), blanks.clone())).collect();
            if pieces.len() > 1 {
                self.add(520 + far, what.clone(), pieces);
            }
            self.one(540 + far, what.clone(), line.start..line.start + prefix, blanks);
        }
        if text.trim_matches(indents).is_empty() {
            self.one(500, what, line.start..line.start + prefix, " ".repeat(prefix));
        }
    }

    /// The indentations of the lines from `line` on that hold tabs or no-break spaces.
    fn odd_lines(&self, line: Line) -> Vec<Range<usize>> {
        let cur = &self.place.cur;
        let mut run = Vec::new();
        let mut next = Some(line);
        while let Some(line) = next {
            let whole = cur.slice(line.start, line.line_end);
            let prefix = whole.len() - whole.trim_start_matches([' ', '\t', '\u{a0}']).len();
            if prefix == line.column() && !line.is_blank() {
                break;
            }
            if prefix > line.column() {
                run.push(line.start..line.start + prefix);
            }
            next = line.below(cur);
        }
        run
    }

    /// Where a line would stand by the lines around it.
    fn wished_column(&self, line: Line, is_header: bool) -> usize {
        let indent = self.place.indent();
        let Some(below) = self.place.below(line).map(Line::column) else { return indent };
        let above = self.place.above(line).map_or(0, Line::column);
        if is_header && below > indent {
            (indent + below).div_ceil(2)
        } else {
            below.min(above.max(indent + 2))
        }
    }
}
