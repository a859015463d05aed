//! The table of virtual edits. A cost is what an edit is tried in the order of, and what decides between two after
//! which the grammar gets equally far: a thousand is the price of an ordinary slip of the hand.

use std::ops::Range;

use super::edited::Pieces;
use super::lines::{self, Line, Look, blanked, colon, filled, look, value, without_comment};
use super::place::Place;
use super::{Edit, What};

/// A suspect is so much dearer than the one before it.
pub(super) const FURTHER: u32 = 150;
/// Lines that one edit moves at most.
pub(super) const BLOCK: usize = 1000;

/// All edits that are worth a trial.
pub(super) fn edits(place: &Place<'_>) -> Vec<Edit> {
    let mut table = Table { place, edits: Vec::new(), further: 0 };
    for line in place.suspects() {
        table.line(line);
        if !table.text(line).starts_with('#') {
            table.further += FURTHER;
        }
    }
    table.further = 0;
    table.end_of_text();
    table.in_brackets();
    table.block();
    table.missing_key();
    table.text_of_block_scalar();
    table.edits
}

pub(super) struct Table<'a, 'p> {
    pub(super) place: &'p Place<'a>,
    edits: Vec<Edit>,
    /// How much dearer the line is than the likeliest one.
    pub(super) further: u32,
}

impl<'a> Table<'a, '_> {
    pub(super) fn add(&mut self, cost: u32, what: What, pieces: Pieces) {
        let changes = pieces.iter().any(|(range, text)| self.place.cur.slice(range.start, range.end) != text);
        if changes {
            self.edits.push(Edit { pieces, what, cost: cost + self.further });
        }
    }

    pub(super) fn one(&mut self, cost: u32, what: What, range: Range<usize>, text: impl Into<String>) {
        self.add(cost, what, vec![(range, text.into())]);
    }

    pub(super) fn text(&self, line: Line) -> &'a str {
        line.text(&self.place.cur)
    }

    /// What may be wrong with one line.
    fn line(&mut self, line: Line) {
        if line.is_blank() {
            return;
        }
        if let Some(marker) = self.place.marker(line) {
            return self.blank(100, marker, line.start..line.line_end);
        }
        if self.text(line).starts_with('#') {
            return self.comment(line);
        }
        if !self.white_space(line) {
            self.indentation(line);
        }
        self.stray_sign(line);
        self.colons(line);
        self.quotes(line);
        self.brackets(line);
        self.values(line);
        let text = self.text(line);
        let junk = text.bytes().all(|byte| b"-[]{}*&@%!,`?:|>\"' ".contains(&byte));
        self.blank(if junk { 900 } else { 2000 }, What::Drop, line.start..line.line_end);
    }

    pub(super) fn blank(&mut self, cost: u32, what: What, range: Range<usize>) {
        let blank = blanked(self.place.cur.slice(range.start, range.end));
        self.one(cost, what, range, blank);
    }

    /// A key that became a comment, so that the lines below it belong to nothing.
    fn comment(&mut self, line: Line) {
        let text = self.text(line).trim_start_matches('#');
        if look(text.trim_start()) != Look::Key {
            return;
        }
        let sign = line.at..line.end - text.len();
        let spaces = text.len() - text.trim_start().len();
        self.one(900, What::Uncomment, sign.start..sign.end + spaces, "");
        self.one(910, What::Uncomment, sign.clone(), "");
        self.one(920, What::Uncomment, sign.clone(), " ".repeat(sign.len()));
    }

    /// A character before the text of a line.
    fn stray_sign(&mut self, line: Line) {
        let text = self.text(line);
        let Some(sign) =
            text.chars().next().filter(|sign| sign.is_ascii_punctuation() || *sign == '\u{feff}')
        else {
            return;
        };
        let range = line.at..line.at + sign.len_utf8();
        if matches!(sign, '"' | '\'') || range.end == line.end {
            return;
        }
        let alone = sign == '\u{feff}'
            || line.at == line.start
                && text.get(sign.len_utf8()..).is_some_and(|rest| rest.starts_with("  "));
        let cost = if alone { 800 } else { 1210 };
        self.one(cost + 10, What::Stray, range.clone(), "");
        self.one(cost, What::Stray, range, " ");
    }

    /// Other columns.
    fn indentation(&mut self, line: Line) {
        let look = look(self.text(line));
        // The block scalar right above has the line for its text from this column on.
        let text = self.place.scalar_above.filter(|_| line.start == self.place.line);
        for &column in &self.place.columns {
            if column == line.column() || text.is_some_and(|text| column > text) {
                continue;
            }
            let mut cost =
                1000 + 5 * column.abs_diff(line.column()) as u32 + u32::from(column < line.column());
            if self.place.lacks_value(line, column) {
                cost += 300;
            }
            match text {
                Some(text) if text == column && self.place.is_in_place(line, text) => cost += 800,
                Some(text) if text == column => {}
                _ if look == Look::Other => cost += 550,
                _ if !self.place.suits(line, column) => cost += 250,
                _ => {}
            }
            let what = What::Indent { from: line.column(), to: column };
            self.one(cost, what, line.start..line.at, " ".repeat(column));
        }
    }

    fn colons(&mut self, line: Line) {
        let text = self.text(line);
        if let Some(at) = text.find('：').filter(|&at| colon(text).is_none_or(|colon| at < colon)) {
            let at = line.at + at;
            let behind = at + '：'.len_utf8();
            let blank = if self.place.cur.blank_at(behind) { "" } else { " " };
            self.one(600, What::WideColon, at..behind, format!(":{blank}"));
        }
        if let Some(at) = close_colon(text) {
            let at = line.at + at + 1;
            self.one(1100 - self.near_keys(line), What::Space, at..at, " ");
        }
        if self.place.has_colon(line) {
            return;
        }
        let is_item = |near: Option<Line>| {
            near.is_some_and(|near| near.column() == line.column() && look(self.text(near)) == Look::Item)
        };
        let among_items =
            look(text) != Look::Item && is_item(self.place.above(line)) && is_item(self.place.below(line));
        let dear = if among_items { 1000 } else { 0 };
        let end = line.at + without_comment(text).len();
        let near = self.near_keys(line);
        self.one(1200 + dear - near, What::Colon, end..end, ":");
        let start = line.at + item_signs(text);
        let word = self.place.cur.slice(start, end).find(' ').map(|length| start + length);
        if let Some(word) = word {
            self.one(1150 + dear - near, What::Colon, word..word, ":");
        }
    }

    /// How much likelier it is that the line is a key, by the lines around it.
    fn near_keys(&self, line: Line) -> u32 {
        let here = self.place.here();
        let fails_beside = line.start < here.start && line.column() == here.column();
        match (self.is_among_keys(line), fails_beside) {
            (false, _) => 0,
            (true, false) => 350,
            (true, true) => 600,
        }
    }

    /// Whether a key stands on the line above or below, in the same column.
    fn is_among_keys(&self, line: Line) -> bool {
        let inner = |line: Line| line.column() + item_signs(self.text(line));
        let near =
            self.place.neighbours(line).into_iter().chain([self.place.above(line), self.place.below(line)]);
        let key = |near: &Line| {
            let text = self.text(*near).get(item_signs(self.text(*near))..).unwrap_or_default();
            inner(*near) == inner(line) && look(text) == Look::Key
        };
        near.flatten().any(|near| key(&near))
    }

    /// Keys that may be missing above lines that stand too deep, or above all of the collection.
    fn missing_key(&mut self) {
        let here = self.place.here();
        let column = self.place.indent();
        if here.column() > column {
            self.one(1225, What::MissingKey, here.start..here.start, format!("{}x:\n", " ".repeat(column)));
        }
        let deeper = self.place.failure.frames.iter().find(|frame| frame.column > here.column() as i32);
        if let Some(frame) = deeper {
            let start = lines::start(&self.place.cur, frame.start);
            let key = format!("{}x:\n", " ".repeat(here.column()));
            self.one(1450, What::MissingKey, start..start, key);
            let above = Line::at(&self.place.cur, start).above(&self.place.cur);
            if let Some(comment) = above.filter(|line| self.text(*line).starts_with('#')) {
                self.comment(comment);
            }
        }
    }

    /// A value that cannot be read, in part or as a whole.
    fn values(&mut self, line: Line) {
        let failed = self.place.failure.at;
        if line.at < failed && failed < line.end {
            let alone = self.place.failure.opener.is_none() && self.place.failure.brackets.is_empty();
            self.blank(if alone { 1300 } else { 1500 }, What::Rest, failed..line.line_end);
        }
        let Some(value) = value(self.text(line)) else { return };
        let value = line.at + value.start..line.at + value.end;
        self.blank(1560, What::Rest, value.clone());
        let fill = filled(self.place.cur.slice(value.start, value.end), "x");
        self.one(1550, What::Unreadable(value.clone()), value, fill);
    }

    /// Lines that stand together in the wrong column, or belong to nothing.
    fn block(&mut self) {
        let here = self.place.here();
        for (dear, with_siblings) in [(0, false), (100, true)] {
            let block = self.block_of(here, with_siblings);
            let Some(last) = block.last().filter(|_| block.len() > 1) else { continue };
            self.blank(2500 + dear, What::Drop, here.start..last.line_end);
            for &column in &self.place.columns {
                if column == here.column() || block.len() > BLOCK {
                    continue;
                }
                let cost = 1120 + 5 * column.abs_diff(here.column()) as u32 + dear;
                let in_text = self.place.scalar_above.is_some_and(|text| column >= text);
                let dear = if in_text {
                    800
                } else if self.place.suits(here, column) {
                    0
                } else {
                    250
                };
                let what = What::IndentBlock { from: here.column(), to: column };
                let moved = block.iter().filter(|line| !line.is_blank()).map(|line| {
                    let to = (line.column() + column).saturating_sub(here.column());
                    (line.start..line.at, " ".repeat(to))
                });
                let moved = moved.collect();
                self.add(cost + dear, what, moved);
            }
        }
    }

    /// The line with those that stand deeper, or with those as deep, too.
    fn block_of(&self, here: Line, with_siblings: bool) -> Vec<Line> {
        let cur = &self.place.cur;
        let least = if with_siblings { here.column() } else { here.column() + 1 };
        let mut block = vec![here];
        let below = std::iter::successors(here.below(cur), |line| line.below(cur));
        block.extend(below.take(BLOCK).take_while(|line| line.is_blank() || line.column() >= least));
        while block.last().is_some_and(|line| line.is_blank()) {
            let _ = block.pop();
        }
        block
    }

    /// The text of a block scalar that was pasted without its indentation.
    fn text_of_block_scalar(&mut self) {
        let cur = &self.place.cur;
        let above = |line: &Line| line.above(cur);
        let header = std::iter::successors(above(&self.place.here()), above)
            .take(BLOCK)
            .find(|line| !line.is_blank() && !self.text(*line).starts_with('#'))
            .filter(|line| ends_with_header(without_comment(self.text(*line))));
        let Some(header) = header else { return };
        let indent = header.column() + 2;
        let is_entry = |line: &Line| {
            let text = self.text(*line);
            let key = colon(text).and_then(|colon| text.get(..colon)).unwrap_or(" ");
            line.column() <= header.column()
                && (look(text) == Look::Item || !key.contains(' ') || cur.marker_at(line.start))
        };
        let below = std::iter::successors(header.below(cur), |line| line.below(cur));
        let text: Vec<Line> =
            below.take(BLOCK).take_while(|line| line.is_blank() || !is_entry(line)).collect();
        let least = text.iter().filter(|line| !line.is_blank()).map(|line| line.column()).min();
        let Some(missing) = least.and_then(|least| indent.checked_sub(least)) else { return };
        let filled = text.iter().filter(|line| !line.is_blank());
        let pieces = filled.map(|line| (line.start..line.start, " ".repeat(missing))).collect();
        self.add(1050, What::IndentText, pieces);
    }
}

/// Whether a line's text ends with the header of a block scalar.
fn ends_with_header(text: &str) -> bool {
    let bare = text.trim_end_matches(|letter: char| matches!(letter, '+' | '-') || letter.is_ascii_digit());
    text.len() - bare.len() <= 2
        && bare.strip_suffix(['|', '>']).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '\t']))
}

/// How long the `- ` at the start of a line's text are.
pub(super) fn item_signs(text: &str) -> usize {
    text.len() - text.trim_start_matches("- ").trim_start().len()
}

/// The colon of a key right before its value: `key:value`, `"key":value`.
fn close_colon(text: &str) -> Option<usize> {
    let start = item_signs(text);
    let rest = text.get(start..)?;
    if let Some(quote) = rest.chars().next().filter(|letter| matches!(letter, '"' | '\'')) {
        let end = lines::quoted_end(rest, quote)?;
        return rest.get(end..)?.starts_with(':').then_some(start + end);
    }
    let bytes = rest.as_bytes();
    let single = |&at: &usize| {
        let near = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
        near(Some(at)) == Some(b':')
            && near(at.checked_sub(1)) != Some(b':')
            && !matches!(near(Some(at + 1)), None | Some(b':' | b'/' | b' '))
    };
    Some(start + (1..bytes.len()).find(single)?)
}
