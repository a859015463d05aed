//! How errors are noted: one cause, one error.

use super::cursor::range;
use super::messages;
use super::parser::Parser;
use super::state::Failure;
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};

/// An entry in quotes or brackets is as bad as so many lines that go on with the text above.
const SWALLOWED: usize = 4;

impl Parser<'_> {
    /// Notes an error of grammar after which the strict grammar can go on. A second one on the same line has
    /// the same cause and is dropped.
    pub(super) fn error(&mut self, error: SyntaxError) {
        if self.trial {
            return self.fail(error);
        }
        if self.last_error_line.replace(self.cur.line) != Some(self.cur.line) {
            self.push(error);
        }
    }

    /// Notes what `message` says of the `length` bytes at `at`: an error of grammar that is its own cause, whatever
    /// else is wrong with the line.
    pub(super) fn independent(
        &mut self,
        message: impl Fn(TextRange, &str) -> SyntaxError,
        at: usize,
        length: usize,
    ) {
        let shown = range(at, at + length);
        let error = message(shown, shown.of(self.cur.text));
        if self.trial { self.fail(error) } else { self.push(error) }
    }

    /// Notes an error of what the text means rather than of grammar.
    pub(super) fn push(&mut self, error: SyntaxError) {
        if self.tree.errors.len() < budget::SYNTAX_ERRORS {
            self.tree.errors.push(error);
        }
    }

    /// The strict grammar cannot go on at the start of the error.
    pub(super) fn fail(&mut self, error: SyntaxError) {
        let at = error.primary.span.start as usize;
        self.fail_at(at, error, Vec::new());
    }

    /// The strict grammar cannot go on at `at`, inside of `brackets`: reading ends.
    #[cold]
    pub(super) fn fail_at(&mut self, at: usize, error: SyntaxError, brackets: Vec<(usize, bool)>) {
        if self.failure.is_none() {
            let reached = self.cur.at.max(at);
            self.failure = Some(Failure {
                at,
                reached,
                error,
                opener: self.opener,
                brackets,
                frames: self.frames.clone(),
            });
        }
        self.cur.begin_line(self.cur.len());
        self.fresh = false;
    }

    /// Something in quotes or brackets spans the lines of `start..end`. A line of it that stands no deeper than the
    /// entries around may be an entry itself.
    #[cold]
    pub(super) fn spans_lines(&mut self, start: usize, end: usize) {
        self.opener = Some(start);
        if self.trial {
            let indent = self.indent().max(0) as usize;
            let lines = self.cur.slice(start, end).split('\n').skip(1);
            let entry = |line: &&str| {
                let text = line.trim_start_matches(' ');
                line.len() - text.len() <= indent && !text.starts_with([']', '}'])
            };
            self.continued += SWALLOWED * lines.filter(entry).count();
        }
    }

    /// In a trial: a plain scalar begins at `start` and goes on in the lines up to the one at `line`.
    #[cold]
    pub(super) fn note_continued(&mut self, start: usize, line: usize) {
        self.continued += self.cur.slice(start.max(self.changed), line).matches('\n').count();
        if (start..line).contains(&self.changed) {
            self.continued += SWALLOWED;
        }
    }

    /// A scalar in quotes that never ends, inside of `brackets`.
    #[cold]
    pub(super) fn unclosed_quote(&mut self, start: usize, quote: u8, brackets: Vec<(usize, bool)>) {
        let found = range(start, self.cur.text_end(start).max(start + 1));
        self.cur.at = self.cur.len();
        self.fail_at(start, messages::unclosed_quote(found, char::from(quote)), brackets);
    }

    /// A tab between tokens: PyYAML reads none there.
    pub(super) fn tab(&mut self) {
        let start = self.cur.at;
        let mut end = start;
        while matches!(self.cur.byte_at(end), b'\t' | b' ') {
            end += 1;
        }
        self.fail(messages::tab_between(range(start, end)));
    }
}
