//! Where the strict grammar has stopped, and what is around.

use super::lines::{Line, Look, colon, is_conflict_marker, is_fence, look};
use super::{Edit, What, lines};
use crate::syntax::yaml::Kind;
use crate::syntax::yaml::cursor::Cursor;
use crate::syntax::yaml::parser::Parser;
use crate::syntax::yaml::state::Failure;

/// Lines read after an edit to see how good it is; more, up to the next line as far out as the one that is edited.
const LINES_AHEAD: usize = 30;
/// Bytes read after an edit at most.
const BYTES_AHEAD: usize = 16 << 10;
/// Lines above that may be the cause.
const LINES_ABOVE: usize = 3;
/// Open collections whose entries may be the cause.
const ENTRIES: usize = 6;
/// Columns that are tried.
const COLUMNS: usize = 10;
/// Deeper lines are not moved.
const DEEPEST: usize = 400;

/// The place and its surroundings.
pub(super) struct Place<'a> {
    pub(super) cur: Cursor<'a>,
    pub(super) failure: &'a Failure,
    /// The start of the line of the failure.
    pub(super) line: usize,
    /// The columns in which a line may be meant to stand.
    pub(super) columns: Vec<usize>,
    /// The indentation of the block scalar right above.
    pub(super) scalar_above: Option<usize>,
}

impl<'a> Place<'a> {
    pub(super) fn of(parser: &Parser<'a>, failure: &'a Failure) -> Self {
        let cur = parser.cur;
        let line = lines::start(&cur, failure.at.min(cur.len()));
        let mut place = Place { cur, failure, line, columns: Vec::new(), scalar_above: None };
        place.scalar_above = place.find_scalar_above(parser);
        place.columns = place.find_columns();
        place
    }

    pub(super) fn here(&self) -> Line {
        Line::at(&self.cur, self.line)
    }

    /// The nearest line above `line` that is not blank.
    pub(super) fn above(&self, line: Line) -> Option<Line> {
        std::iter::successors(line.above(&self.cur), |it| it.above(&self.cur))
            .take(LINES_AHEAD)
            .find(|line| !line.is_blank())
    }

    /// The nearest line below `line` that is neither blank nor a comment.
    pub(super) fn below(&self, line: Line) -> Option<Line> {
        std::iter::successors(line.below(&self.cur), |it| it.below(&self.cur))
            .take(LINES_AHEAD)
            .find(|line| !line.is_blank() && !line.text(&self.cur).starts_with('#'))
    }

    /// The nearest lines above and below `line` that stand no deeper.
    pub(super) fn neighbours(&self, line: Line) -> [Option<Line>; 2] {
        let outer = |near: &Line| near.column() <= line.column();
        let above = std::iter::successors(self.above(line), |near| self.above(*near));
        let below = std::iter::successors(self.below(line), |near| self.below(*near));
        [above.take(LINES_AHEAD).find(outer), below.take(LINES_AHEAD).find(outer)]
    }

    /// The innermost column of the open collections.
    pub(super) fn indent(&self) -> usize {
        self.failure.frames.last().map_or(0, |frame| frame.column.max(0) as usize)
    }

    fn find_scalar_above(&self, parser: &Parser<'_>) -> Option<usize> {
        let nodes = parser.tree.node_count();
        let latest = parser.tree.ids().skip(nodes.saturating_sub(4));
        let scalars = latest.map(|id| *parser.tree.node(id)).filter(|node| {
            matches!(node.kind, Kind::Literal | Kind::Folded) && node.end as usize <= self.line
        });
        let scalar = scalars.last()?;
        let gap = self.cur.slice(scalar.end as usize, self.line);
        (gap.trim().is_empty() && scalar.flags > 0).then_some(usize::from(scalar.flags))
    }

    fn find_columns(&self) -> Vec<usize> {
        let here = self.here();
        let mut columns: Vec<usize> =
            self.failure.frames.iter().map(|frame| frame.column.max(0) as usize).collect();
        columns.extend(self.above(here).map(Line::column));
        columns.extend(self.below(here).map(Line::column));
        columns.extend(self.scalar_above);
        let innermost = self.indent();
        columns.extend([innermost + 2, innermost + 4]);
        if self.failure.frames.is_empty() {
            columns.push(0);
        }
        columns.retain(|&column| column <= DEEPEST);
        columns.sort_unstable();
        columns.dedup();
        columns.sort_by_key(|column| column.abs_diff(here.column()));
        columns.truncate(COLUMNS);
        columns
    }

    /// The lines that may be the cause, the likeliest first.
    pub(super) fn suspects(&self) -> Vec<Line> {
        let mut found = vec![self.here()];
        for _ in 0..LINES_ABOVE {
            let above = found.last().and_then(|line| self.above(*line));
            found.extend(above);
        }
        let brackets = self.failure.brackets.iter().map(|&(at, _)| at);
        let openers = brackets.clone().rev().take(2).chain(brackets.take(1)).chain(self.failure.opener);
        let frames = self.failure.frames.iter().rev().take(ENTRIES).map(|frame| frame.entry.line);
        for at in openers.chain(frames) {
            let line = Line::at(&self.cur, lines::start(&self.cur, at));
            if line.start <= self.line && !found.contains(&line) {
                found.push(line);
            }
        }
        found
    }

    /// Where the window ends in which `edits` are tried.
    pub(super) fn window_end(&self, edits: &[Edit]) -> usize {
        let ends = edits.iter().filter_map(|edit| Some(edit.pieces.last()?.0.end));
        let from = ends.max().unwrap_or(0).max(self.failure.at);
        let here = self.here();
        let mut line = Line::at(&self.cur, lines::start(&self.cur, from));
        let most = from.saturating_add(BYTES_AHEAD);
        for count in 0_usize.. {
            let out = !line.is_blank() && line.column() <= here.column() && line.start > here.start;
            if line.next >= most || count >= LINES_AHEAD && out {
                break;
            }
            match line.below(&self.cur) {
                Some(below) => line = below,
                None => return self.cur.len(),
            }
        }
        line.next.min(self.cur.len())
    }

    /// Whether the line holds nothing but a marker of another program.
    pub(super) fn marker(&self, line: Line) -> Option<What> {
        let text = line.text(&self.cur);
        if is_conflict_marker(text) {
            Some(What::ConflictMarker)
        } else if is_fence(text) {
            Some(What::Fence)
        } else {
            None
        }
    }

    /// Whether the line is a key whose value should stand below it, but would not in the column `column`.
    pub(super) fn lacks_value(&self, line: Line, column: usize) -> bool {
        let text = lines::without_comment(line.text(&self.cur));
        text.ends_with(':')
            && self.below(line).is_some_and(|below| {
                let item = look(below.text(&self.cur)) == Look::Item;
                below.column() < column || below.column() == column && !item
            })
    }

    /// Whether the line can stand in the column `column`, as far as its look tells.
    pub(super) fn suits(&self, line: Line, column: usize) -> bool {
        let look = look(line.text(&self.cur));
        let frame = self.failure.frames.iter().rev().find(|frame| frame.column == column as i32);
        frame.is_none_or(|frame| frame.form.takes(look == Look::Item, look == Look::Key))
    }

    /// Whether the line is an entry of an open collection right where it stands, and no text of the block scalar
    /// above that goes on in the column `text`.
    pub(super) fn is_in_place(&self, line: Line, text: usize) -> bool {
        if self.below(line).is_none_or(|below| below.column() < text) {
            return true;
        }
        let column = line.column();
        let open = self.failure.frames.iter().any(|frame| frame.column == column as i32);
        // The key of a text stands two columns before it, as a rule.
        open && (column + 2 >= text || look(line.text(&self.cur)) != Look::Other)
    }

    /// Whether the text of the line holds a key with its colon.
    pub(super) fn has_colon(&self, line: Line) -> bool {
        let text = line.text(&self.cur);
        let text = text.trim_start_matches("- ").trim_start();
        colon(text).is_some()
    }

    /// Takes out all from the line at `from` to the one of the failure.
    pub(super) fn last_resort(&self, from: usize) -> Edit {
        let start = lines::start(&self.cur, from).max(from).min(self.line);
        let end = self.here().next.max(self.failure.at).max(start);
        let blank = lines::blanked(self.cur.slice(start, end));
        Edit { pieces: vec![(start..end, blank)], what: What::Drop, cost: 0 }
    }
}
