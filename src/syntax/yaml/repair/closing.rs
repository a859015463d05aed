//! The part of the table that is about what is not closed: quotes and brackets.

use super::What;
use super::lines::{Line, colon, filled, without_comment};
use super::table::{BLOCK, FURTHER, Table, item_signs};

impl Table<'_, '_> {
    /// A closing quote at the end, before closing brackets, or after a key.
    pub(super) fn quotes(&mut self, line: Line) {
        let text = self.text(line);
        let opener = self.place.failure.opener.into_iter().chain([self.place.failure.at]);
        let opener = opener.into_iter().filter(|at| (line.at..line.end).contains(at));
        let quoted = |at: &usize| matches!(self.place.cur.byte_at(*at), b'"' | b'\'');
        let odd = ['"', '\''].into_iter().find_map(|quote| {
            let odd = text.matches(quote).count() % 2 == 1;
            odd.then(|| text.find(quote).map(|at| line.at + at)).flatten()
        });
        let mut starts: Vec<usize> = opener.filter(quoted).collect();
        let further = self.further;
        if !starts.is_empty() {
            self.further = 0;
        }
        starts.extend(odd);
        starts.dedup();
        for start in starts {
            let quote = char::from(self.place.cur.byte_at(start));
            let rest = self.place.cur.slice(start + 1, line.end);
            let inner = rest.trim_end_matches([',', ']', '}', ' ']);
            self.one(1300, What::Quote(quote), line.end..line.end, quote);
            if inner.is_empty() {
                self.one(1280, What::Stray, start..start + 1, " ");
            } else if !inner.contains(quote) && colon(inner).is_none() {
                self.one(1280, What::Quote(quote), line.end..line.end, format!("{quote}:"));
            }
            let before = start + 1 + inner.len();
            self.one(1310, What::Quote(quote), before..before, quote);
            let comment = start + 1 + without_comment(rest).len();
            self.one(1320, What::Quote(quote), comment..comment, quote);
            if let Some(end) = self.last_of_quoted(line) {
                self.one(1290, What::Quote(quote), end..end, quote);
            }
            if let Some(colon) = rest.find(':') {
                let at = start + 1 + colon;
                self.one(1330, What::Quote(quote), at..at, quote);
            }
            let closers = self.closers(line.end);
            if !closers.is_empty() {
                let both = format!("{quote}{closers}");
                self.one(1340, What::Quote(quote), line.end..line.end, both);
            }
        }
        self.further = further;
    }

    /// Where a quoted text ends that begins in `line`, by the lines below: before the first that stands no deeper.
    fn last_of_quoted(&self, line: Line) -> Option<usize> {
        let inner = line.column() + item_signs(self.text(line));
        let mut last = line;
        for _ in 0..BLOCK {
            match self.place.below(last).filter(|below| below.column() > inner) {
                Some(below) => last = below,
                None => break,
            }
        }
        (last != line).then_some(last.end)
    }

    /// What closes all that is open at the end of the text: it may be cut off.
    pub(super) fn end_of_text(&mut self) {
        let (cur, failure) = (&self.place.cur, self.place.failure);
        let end = cur.text.trim_end().len();
        if failure.reached < cur.len() || failure.brackets.is_empty() {
            return;
        }
        let closers = self.closers(cur.len());
        match cur.byte_at(failure.at) {
            quote @ (b'"' | b'\'') => {
                let quote = char::from(quote);
                self.one(990, What::Quote(quote), end..end, format!("{quote}{closers}"));
            }
            _ => self.one(990, What::Close, end..end, closers),
        }
    }

    /// What closes the brackets that are open at `end`.
    fn closers(&self, end: usize) -> String {
        let open = self.place.failure.brackets.iter().filter(|&&(at, _)| at < end);
        open.rev().map(|&(_, mapping)| if mapping { '}' } else { ']' }).collect()
    }

    pub(super) fn brackets(&mut self, line: Line) {
        let text = without_comment(self.text(line));
        let end = line.at + text.len();
        let closers = self.closers(end);
        let opens = self.place.failure.brackets.iter().any(|(at, _)| (line.at..end).contains(at));
        let further = self.further;
        self.further = if opens { 0 } else { further + FURTHER };
        for count in 1..=closers.len().min(4) {
            let some = closers.get(..count).unwrap_or_default();
            let cost = 1300 + 10 * (closers.len() - count) as u32;
            self.one(cost, What::Close, end..end, some);
            let bare = line.at + text.trim_end_matches([',', ' ']).len();
            self.one(cost + 5, What::Close, bare..end, some);
        }
        self.further = further;
    }

    /// What may be wrong right where the grammar stopped inside of brackets.
    pub(super) fn in_brackets(&mut self) {
        let place = self.place;
        let Some(&(open, mapping)) = place.failure.brackets.last() else { return };
        let at = place.failure.at;
        let letter = place.cur.slice(at, place.cur.len()).chars().next().unwrap_or(' ');
        let before = place.cur.slice(open + 1, at);
        let end = open + 1 + before.trim_end().len();
        self.one(1250, What::InBrackets, end..end, ",");
        if mapping {
            self.one(1260, What::InBrackets, end..end, ":");
        }
        let sign = at..at + letter.len_utf8();
        if matches!(letter, ']' | '}') {
            let wanted = if mapping { "}" } else { "]" };
            self.one(1340, What::InBrackets, at..at, wanted);
            self.one(1350, What::InBrackets, sign.clone(), wanted);
        }
        if letter.is_ascii_punctuation() {
            self.one(1400, What::InBrackets, sign, "");
        }
        let rest = place.cur.slice(at, place.here().end.max(at));
        let token = rest.find([',', ']', '}']).unwrap_or(rest.len());
        let token = at..at + rest.get(..token).unwrap_or_default().trim_end().len();
        if !token.is_empty() {
            let fill = filled(place.cur.slice(token.start, token.end), "x");
            self.one(1450, What::Unreadable(token.clone()), token, fill);
        }
    }
}
