//! A text as excerpts of it are drawn, and where its characters stand in what is drawn.

use super::visible::{escape, is_hidden};
use crate::source::TextRange;

/// What stands in the place of a secret, however long that is.
pub(crate) const MASK: &str = "***";

/// A text with its secrets masked and its hidden characters made visible. Its lines are those of the text.
#[derive(Debug)]
pub(crate) struct Lines {
    /// What is drawn; empty where that is the text itself.
    drawn: String,
    /// What is drawn in another way, in order: bytes of the text, bytes of what is drawn.
    changes: Vec<(TextRange, TextRange)>,
}

impl Lines {
    /// Draws `text`, in which secrets stand at `secrets`.
    pub(crate) fn new(text: &str, mut secrets: Vec<TextRange>) -> Self {
        secrets.sort_unstable();
        let mut drawing = Drawing { text, drawn: String::new(), changes: Vec::new(), done: 0 };
        let mut at = 0;
        for secret in secrets {
            let start = at.max(secret.start as usize);
            drawing.show(at, start);
            drawing.mask(TextRange::new(start as u32, secret.end.max(start as u32)));
            at = at.max(secret.end as usize);
        }
        drawing.show(at, text.len());
        let Drawing { mut drawn, changes, done, .. } = drawing;
        if !changes.is_empty() {
            drawn.push_str(text.get(done..).unwrap_or_default());
        }
        Lines { drawn, changes }
    }

    /// What is drawn of `text`, which these lines were made from.
    pub(crate) fn drawn<'t>(&'t self, text: &'t str) -> &'t str {
        if self.changes.is_empty() { text } else { &self.drawn }
    }

    /// Where byte `at` of the text is drawn, as the start of a range; of what is drawn in another way the whole.
    pub(crate) fn start(&self, at: usize) -> usize {
        match self.last_change(|(text, _)| text.start as usize <= at) {
            Some((text, drawn)) if at < text.end as usize => drawn.start as usize,
            change => after(at, change),
        }
    }

    /// Where byte `at` of the text is drawn, as the end of a range.
    pub(crate) fn end(&self, at: usize) -> usize {
        match self.last_change(|(text, _)| (text.start as usize) < at) {
            Some((text, drawn)) if at < text.end as usize => drawn.end as usize,
            change => after(at, change),
        }
    }

    /// The byte of the text that is drawn at byte `at`.
    pub(crate) fn source(&self, at: usize) -> usize {
        let index = self.changes.partition_point(|(_, drawn)| drawn.start as usize <= at);
        match index.checked_sub(1).and_then(|index| self.changes.get(index)) {
            Some((text, drawn)) if at < drawn.end as usize => text.start as usize,
            Some((text, drawn)) => at - drawn.end as usize + text.end as usize,
            None => at,
        }
    }

    fn last_change(
        &self,
        is_before: impl Fn(&(TextRange, TextRange)) -> bool,
    ) -> Option<&(TextRange, TextRange)> {
        let index = self.changes.partition_point(is_before);
        index.checked_sub(1).and_then(|index| self.changes.get(index))
    }
}

/// Where byte `at` of a text is drawn, which stands after `change`.
fn after(at: usize, change: Option<&(TextRange, TextRange)>) -> usize {
    change.map_or(at, |(text, drawn)| at - text.end as usize + drawn.end as usize)
}

/// Whether `byte` is drawn as it is, whatever stands around it.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'"' | b'$'..=b'9' | b';'..=b'~' | b'\n' | b'\t')
}

struct Drawing<'t> {
    text: &'t str,
    drawn: String,
    changes: Vec<(TextRange, TextRange)>,
    /// What is drawn of the text so far.
    done: usize,
}

impl Drawing<'_> {
    /// Draws the bytes from `start` to `end` with what is hidden in them made visible.
    fn show(&mut self, start: usize, end: usize) {
        let text = self.text;
        let mut at = start;
        // Nearly all of a text can be passed over byte by byte.
        while let Some(next) =
            text.as_bytes().get(at..end).and_then(|it| it.iter().position(|it| !is_plain(*it)))
        {
            let from = at + next;
            let Some(character) = text.get(from..).and_then(|it| it.chars().next()) else { return };
            let to = from + character.len_utf8();
            let before = text.get(..from).and_then(|it| it.chars().next_back());
            // A byte order mark at the start belongs to the encoding.
            let is_mark = from == 0 && character == '\u{feff}';
            if !is_mark && is_hidden(before, character, text.get(to..).unwrap_or_default()) {
                self.change(from, to, |out| escape(character, out));
            }
            at = to;
        }
    }

    /// Draws the mask for each line of `secret`.
    fn mask(&mut self, secret: TextRange) {
        let mut start = secret.start as usize;
        for line in secret.of(self.text).split_inclusive('\n') {
            let blank = line.len() - line.trim_start().len();
            let end = line.trim_end().len();
            if blank < end {
                self.change(start + blank, start + end, |out| out.push_str(MASK));
            }
            start += line.len();
        }
    }

    fn change(&mut self, from: usize, to: usize, write: impl FnOnce(&mut String)) {
        self.drawn.push_str(self.text.get(self.done..from).unwrap_or_default());
        let start = self.drawn.len();
        write(&mut self.drawn);
        let drawn = TextRange::new(start as u32, self.drawn.len() as u32);
        self.changes.push((TextRange::new(from as u32, to as u32), drawn));
        self.done = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_again() {
        let text = "a: \u{1b}x hunter2 中\n  b: |\n    one\n    two\nc\n";
        let at = |needle: &str| text.find(needle).map(|at| at as u32).unwrap_or_default();
        let secrets =
            [TextRange::new(at("hunter2"), at("hunter2") + 7), TextRange::new(at("    one"), at("c\n"))];
        let lines = Lines::new(text, secrets.to_vec());
        let drawn = lines.drawn(text);
        assert_eq!(drawn, "a: \\u{1b}x *** 中\n  b: |\n    ***\n    ***\nc\n");
        for needle in ["a", "x", "中", "b: |", "c\n"] {
            let (in_text, in_drawn) = (text.rfind(needle).unwrap_or(0), drawn.rfind(needle).unwrap_or(1));
            assert_eq!(lines.start(in_text), in_drawn, "{needle}");
            assert_eq!(lines.end(in_text + needle.len()), in_drawn + needle.len(), "{needle}");
            assert_eq!(lines.source(in_drawn), in_text, "{needle}");
        }
        let inside = at("nter") as usize;
        assert_eq!(drawn.get(lines.start(inside)..lines.end(inside + 2)), Some("***"));
    }
}
