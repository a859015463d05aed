//! What a virtual edit tells of the text: the error and its fix.

use super::{Edit, Repair, What};
use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::syntax::messages::{repair as words, yaml as messages};
use crate::syntax::yaml::cursor::range;
use crate::syntax::yaml::state::Failure;

/// Lines that one fix changes at most; an editor is better at more.
const FIXED: usize = 1000;

impl Repair<'_> {
    /// The error that `edit` repairs, by its places in the original; nothing where the line has one, or lines
    /// above were taken out for the same reason.
    pub(super) fn describe(&mut self, edit: &Edit, failure: &Failure) -> Option<SyntaxError> {
        let (first, last) = (edit.pieces.first()?, edit.pieces.last()?);
        let whole = first.0.start..last.0.end;
        let goes_on = edit.what == What::Drop && self.follows_dropped(&whole);
        if edit.what == What::Drop {
            self.dropped_to = self.edited.original(whole.end);
        }
        let mut error = self.message(edit, failure);
        let changed = self.edited.touches(&self.line_of(whole.start));
        self.restore_error(&mut error);
        if goes_on || self.errors.iter().any(|other| self.line(other) == self.line(&error)) {
            return None;
        }
        if is_plain(&edit.what) && !changed && edit.pieces.len() <= FIXED {
            for (range, text) in &edit.pieces {
                let range = self.place(TextRange::new(range.start as u32, range.end as u32));
                error.add_edit(range, text.clone());
            }
        }
        Some(error)
    }

    /// Whether only blank lines stand between the lines taken out last and `whole`.
    fn follows_dropped(&self, whole: &std::ops::Range<usize>) -> bool {
        let start = self.edited.original(whole.start);
        self.original.get(self.dropped_to..start).is_some_and(|gap| gap.trim().is_empty())
    }

    fn line_of(&self, at: usize) -> std::ops::Range<usize> {
        let text = &self.edited.text;
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
        let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |found| at + found);
        start..end
    }

    /// The error, by its places in the edited text.
    fn message(&self, edit: &Edit, failure: &Failure) -> SyntaxError {
        let text = &self.edited.text;
        let first = edit.pieces.first().map_or(0..0, |(range, _)| range.clone());
        let line = self.line_of(first.start);
        let content = text.get(line.clone()).unwrap_or_default();
        let at = line.start + content.len() - content.trim_start().len();
        let shown = range(at, at + content.trim().len());
        match &edit.what {
            What::Indent { from, to } => words::bad_indentation(shown, *from, *to),
            What::IndentBlock { from, to } => words::bad_block_indentation(shown, *from, *to),
            What::IndentText => words::text_not_indented(shown),
            What::Tabs if first.start == line.start => words::tab_indentation(range(first.start, first.end)),
            What::Tabs => messages::tab_between(range(first.start, first.end)),
            What::NoBreakSpaces => messages::no_break_space(self.no_break_run(&first)),
            What::WideColon => messages::wide_colon(range(first.start, first.end)),
            What::Space => words::missing_space(range(first.start - 1, first.start)),
            What::Colon => messages::missing_colon(range(at, first.start)),
            What::Quote(quote) => self.unclosed_quote(*quote, &line, first.start),
            What::Close => {
                let open = failure.brackets.iter().rev().find(|(open, _)| *open < first.start);
                let (open, mapping) = open.copied().unwrap_or((at, false));
                messages::unclosed_bracket(range(open, open + 1), mapping, range(first.start, first.start))
            }
            What::Stray => words::stray_sign(range(first.start, first.end), text),
            What::MissingKey => words::lines_without_key(shown),
            What::Uncomment => words::commented_key(range(failure.at, self.line_of(failure.at).end), shown),
            What::ConflictMarker => words::conflict_marker(shown),
            What::Fence => words::code_fence(shown),
            What::InBrackets => failure.error.clone(),
            What::Rest | What::Unreadable(_) | What::Drop => self.own_words(failure, &line, shown),
        }
    }

    /// What the grammar said, if that is about the line that the edit changes.
    fn own_words(&self, failure: &Failure, line: &std::ops::Range<usize>, shown: TextRange) -> SyntaxError {
        let at = failure.error.primary.span.start as usize;
        if line.contains(&at) || at == line.end {
            failure.error.clone()
        } else {
            words::unreadable_line(shown)
        }
    }

    fn no_break_run(&self, first: &std::ops::Range<usize>) -> TextRange {
        let text = self.edited.text.get(first.clone()).unwrap_or_default();
        let from = text.find('\u{a0}').unwrap_or(0);
        let rest = text.get(from..).unwrap_or_default();
        let length = rest.len() - rest.trim_start_matches('\u{a0}').len();
        range(first.start + from, first.start + from + length)
    }

    /// The quoted text that ends at `end`.
    fn unclosed_quote(&self, quote: char, line: &std::ops::Range<usize>, end: usize) -> SyntaxError {
        let before = self.edited.text.get(line.start..end).unwrap_or_default();
        let open = before.rfind(quote).map_or(line.start, |at| line.start + at);
        messages::unclosed_quote(range(open, end), quote)
    }
}

/// Whether an edit is what an author would do.
fn is_plain(what: &What) -> bool {
    !matches!(
        what,
        What::Rest
            | What::Unreadable(_)
            | What::Drop
            | What::ConflictMarker
            | What::Fence
            | What::MissingKey
            | What::Uncomment
    )
}
