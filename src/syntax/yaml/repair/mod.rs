//! Repair of a text that the strict grammar cannot read, after Burke and Fisher, by lines: where the grammar
//! stops, a small table of virtual edits of the lines around is tried, each by the grammar itself. The one after
//! which it gets furthest is kept, and is the error and its fix. Reading goes on with the edited text; what was
//! read is taken back to the text as it is written in the end.

mod closing;
mod describe;
mod edited;
mod lines;
mod place;
mod restore;
mod table;
mod trial;
mod white_space;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Kind;
use super::cursor::Cursor;
use super::parser::Parser;
use super::prescan::Prescan;
use super::state::{Deferred, Failure, Start, State};
use super::track::Saved;
use crate::source::TextRange;
use crate::syntax::messages::repair as messages;
use crate::syntax::{SyntaxError, Tree, budget};
use edited::{Edited, Pieces};

/// Bytes that repair may read again, besides so many for each byte of the text.
const FUEL: usize = 4 << 20;
const FUEL_FOR_A_BYTE: usize = 16;

/// Edits of one line.
const TRIES: usize = 4;

/// A virtual edit.
#[derive(Clone, Debug)]
struct Edit {
    pieces: Pieces,
    what: What,
    cost: u32,
}

/// What an edit does, for the error that tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// A line is indented by so many columns instead of so many.
    Indent {
        from: usize,
        to: usize,
    },
    /// So are the lines of a block.
    IndentBlock {
        from: usize,
        to: usize,
    },
    /// The text of a block scalar is indented.
    IndentText,
    /// Tabs or no-break spaces in the indentation become spaces.
    Tabs,
    NoBreakSpaces,
    /// A full-width colon becomes `: `.
    WideColon,
    /// A space is put after the `:` of a key.
    Space,
    /// `:` is put after a key.
    Colon,
    /// A closing quote is put in.
    Quote(char),
    /// Closing brackets are put in.
    Close,
    /// Something between brackets is put in or taken out.
    InBrackets,
    /// A character before a line's text is taken out.
    Stray,
    /// A key is put above lines.
    MissingKey,
    /// A comment becomes the key that it was.
    Uncomment,
    /// A conflict marker or a code fence is taken out.
    ConflictMarker,
    Fence,
    /// The rest of a line is taken out.
    Rest,
    /// A value is read as something unreadable.
    Unreadable(Range<usize>),
    /// Lines are taken out.
    Drop,
}

/// Reads `text`, with repair where it needs any.
pub(super) fn read(text: &str, prescan: &Prescan) -> (Tree<Kind>, Deferred) {
    let mut parser = Parser::new(text, prescan);
    parser.stream(Start::Stream);
    if parser.failure.is_none() {
        return (parser.tree, parser.deferred);
    }
    Repair::new(text, prescan).run()
}

struct Repair<'t> {
    original: &'t str,
    prescan: &'t Prescan,
    edited: Edited,
    /// What was repaired, by its place in the original.
    errors: Vec<SyntaxError>,
    /// Where nodes begin that stand for something unreadable, in the original.
    unreadable: HashSet<u32>,
    /// Bytes that may still be read again.
    fuel: usize,
    /// How often a line was edited, by its start in the original.
    tries: HashMap<usize, usize>,
    /// The line, in the original, behind the one that was taken out last.
    dropped_to: usize,
}

impl<'t> Repair<'t> {
    fn new(original: &'t str, prescan: &'t Prescan) -> Self {
        Repair {
            original,
            prescan,
            edited: Edited::new(original),
            errors: Vec::new(),
            unreadable: HashSet::new(),
            fuel: original.len().saturating_mul(FUEL_FOR_A_BYTE).saturating_add(FUEL),
            tries: HashMap::new(),
            dropped_to: usize::MAX,
        }
    }

    fn run(mut self) -> (Tree<Kind>, Deferred) {
        let mut saved = Saved::first(self.original, self.prescan);
        loop {
            let text = std::mem::take(&mut self.edited.text);
            let (from, start) = saved.place();
            let mut parser = Parser::resume(&text, self.prescan, saved);
            parser.stream(start);
            let Some(failure) = parser.failure.take() else {
                let (tree, deferred) = (parser.tree, parser.deferred);
                self.edited.text = text;
                return self.restored(tree, deferred);
            };
            self.spend(failure.reached.saturating_sub(from) + 1024);
            let (edit, state) = self.choose(&parser, &failure);
            parser.go_back(&state);
            saved = parser.save(state);
            self.edited.text = text;
            self.spend(self.edited.text.len().saturating_sub(saved.place().0) / 16);
            self.tell(&edit, &failure);
            self.mark(&edit);
            self.edited.apply(&edit.pieces);
        }
    }

    fn spend(&mut self, bytes: usize) {
        self.fuel = self.fuel.saturating_sub(bytes);
    }

    /// The edit after which the grammar gets furthest, the cheapest of several, and where reading goes on.
    fn choose(&mut self, parser: &Parser<'_>, failure: &Failure) -> (Edit, State) {
        let text = parser.cur.text;
        let state = |line: usize| {
            let state = parser.state_before(line, &failure.frames);
            state.unwrap_or_else(|| State::first(Cursor::new(text, false).at))
        };
        if self.fuel == 0 {
            let state = state(lines::start(&parser.cur, failure.at));
            return (self.give_up(text, state.at), state);
        }
        let place = place::Place::of(parser, failure);
        let mut edits = table::edits(&place);
        edits.retain(|edit| self.tries(edit) < TRIES);
        edits.sort_by_key(|edit| edit.cost);
        let end = place.window_end(&edits);
        let most = trial::lines_in(text, failure.at, end);
        let mut best: Option<((usize, u32), usize)> = None;
        for (index, edit) in edits.iter().enumerate() {
            let Some((first, _)) = edit.pieces.first() else { continue };
            if best.is_some_and(|((left, cost), _)| left == 0 && cost <= edit.cost) || self.fuel == 0 {
                break;
            }
            let state = state(lines::start(&parser.cur, first.start));
            let tried = trial::Trial { text, prescan: self.prescan, state: &state, end, failure };
            let (left, penalty, bytes) = tried.run(edit);
            self.spend(bytes);
            let score = (left, edit.cost + penalty);
            if left < most && best.is_none_or(|(other, _)| score < other) {
                best = Some((score, index));
            }
        }
        let chosen = best.and_then(|(_, index)| edits.get(index).cloned());
        let edit = chosen.unwrap_or_else(|| place.last_resort(place.line));
        let first = edit.pieces.first().map_or(place.line, |(range, _)| range.start);
        let state = state(lines::start(&parser.cur, first));
        (edit, state)
    }

    /// Takes out all from `line` on.
    fn give_up(&self, text: &str, line: usize) -> Edit {
        let rest = lines::blanked(text.get(line..).unwrap_or_default());
        Edit { pieces: vec![(line..text.len(), rest)], what: What::Drop, cost: 0 }
    }

    /// Notes what the edit tells of the text.
    fn tell(&mut self, edit: &Edit, failure: &Failure) {
        if self.fuel == 0 {
            let at = self.edited.original(failure.at) as u32;
            self.errors.truncate(budget::SYNTAX_ERRORS - 1);
            self.errors.push(messages::too_many_errors(TextRange::empty(at)));
            return;
        }
        let error = self.describe(edit, failure);
        if let Some(error) = error.filter(|_| self.errors.len() < budget::SYNTAX_ERRORS) {
            self.errors.push(error);
        }
    }

    fn line_of_edit(&self, edit: &Edit) -> Option<usize> {
        let (first, _) = edit.pieces.first()?;
        let at = self.at(first.start);
        Some(self.original.get(..at)?.rfind('\n').map_or(0, |found| found + 1))
    }

    /// How often the line that the edit changes was changed before.
    fn tries(&self, edit: &Edit) -> usize {
        let tries = self.line_of_edit(edit).and_then(|line| self.tries.get(&line));
        tries.copied().unwrap_or(0)
    }

    /// Remembers what nodes of the edited text stand for something unreadable.
    fn mark(&mut self, edit: &Edit) {
        if let Some(line) = self.line_of_edit(edit) {
            *self.tries.entry(line).or_default() += 1;
        }
        let at = match &edit.what {
            What::Unreadable(value) => self.edited.original(value.start),
            What::Colon => edit.pieces.first().map_or(0, |(range, _)| self.edited.original(range.end)),
            _ => return,
        };
        let _ = self.unreadable.insert(at as u32);
    }
}
