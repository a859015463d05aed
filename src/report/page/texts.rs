//! The texts that the page speaks of: each place of the page leads to its lines, marked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use maud::{Markup, html};

use super::super::shown::visible;
use super::super::{Place, Shown};
use crate::source::{FileId, Span};

/// Lines that are shown before and after a marked one.
const AROUND: usize = 2;
/// Bytes of a line that is shown whole; of a longer one, what is around its marks.
const LINE: usize = 240;
/// Bytes shown before and after a mark in a longer line.
const WINDOW: usize = 60;

/// The places that the page has led to so far.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Which text of the page a file is, in the order in which they were asked for.
    order: HashMap<FileId, usize>,
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    id: FileId,
    /// Where marks begin, and where the longest from there ends.
    marks: BTreeMap<u32, u32>,
}

impl Texts {
    /// The name of the place at `span`, to which a link leads. What is marked of it is in one line.
    pub(super) fn anchor(&mut self, shown: &Shown<'_>, span: Span) -> String {
        let span = shown.sources.on_disk(span);
        let next = self.files.len();
        let index = *self.order.entry(span.file).or_insert(next);
        if index == next {
            self.files.push(File { id: span.file, marks: BTreeMap::new() });
        }
        let text = span.range().of(shown.sources.text(span.file));
        let first = text.lines().next().unwrap_or_default().trim_end();
        let end = span.start + u32::try_from(first.len()).unwrap_or_default();
        if let Some(file) = self.files.get_mut(index) {
            let longest = file.marks.entry(span.start).or_insert(end);
            *longest = end.max(*longest);
        }
        format!("t{index}-{}", span.start)
    }

    /// File, line and column of `span`, as a link to the text.
    pub(super) fn link(&mut self, shown: &Shown<'_>, span: Span) -> Markup {
        let anchor = self.anchor(shown, span);
        let place = Place::of(shown.sources, span);
        let at = format!("{}:{}:{}", visible(place.shown), place.start.line, place.start.column);
        html! { a.c href={ "#" (anchor) } { (at) } }
    }

    /// `text` as a link to the place `span`.
    pub(super) fn named(&mut self, shown: &Shown<'_>, span: Span, text: &str) -> Markup {
        let anchor = self.anchor(shown, span);
        html! { a.c href={ "#" (anchor) } { (text) } }
    }

    /// Whether no place was asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All texts with their marks.
    pub(super) fn show(&self, shown: &Shown<'_>) -> Markup {
        html! {
            @for (index, file) in self.files.iter().enumerate() {
                section.text aria-labelledby={ "t" (index) } {
                    h3 id={ "t" (index) } { code { (shown.name(file.id)) } }
                    (excerpt(shown, index, file))
                }
            }
        }
    }
}

/// The marked lines of a file, with those around them.
fn excerpt(shown: &Shown<'_>, index: usize, file: &File) -> Markup {
    let text = shown.sources.text(file.id);
    let lines = shown.lines(file.id);
    let drawn = lines.drawn(text);
    // A byte order mark at the start belongs to the encoding.
    let head = if drawn.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let starts: Vec<usize> =
        std::iter::once(head).chain(drawn.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line_of = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
    let mut marks: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    for (&start, &end) in &file.marks {
        let from = lines.start(start as usize).max(head);
        let to = if end > start { lines.end(end as usize).max(from) } else { from };
        marks.entry(line_of(from)).or_default().push(Mark { name: start, range: from..to });
    }
    let near = |line: &usize| line.saturating_sub(AROUND)..=(line + AROUND).min(starts.len() - 1);
    let wanted: BTreeSet<usize> = marks.keys().flat_map(near).collect();
    let width = wanted.last().map_or(1, |last| (last + 1).to_string().len());
    let mut last = None;
    html! {
        div.lines {
            @for line in wanted {
                @let skipped = last.replace(line).is_some_and(|last| last + 1 < line);
                @if skipped { hr; }
                @let range = bounds(drawn, &starts, line);
                p {
                    i { (format!("{:>width$} ", line + 1)) }
                    (pieces(drawn, range, marks.get(&line).map_or(&[], Vec::as_slice), index))
                }
            }
        }
    }
}

/// The bytes of a line without its line break.
fn bounds(drawn: &str, starts: &[usize], line: usize) -> std::ops::Range<usize> {
    let start = starts.get(line).copied().unwrap_or(drawn.len());
    let end = starts.get(line + 1).copied().unwrap_or(drawn.len());
    start..start + drawn.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']).len()
}

/// A mark in what is drawn.
#[derive(Debug)]
struct Mark {
    /// Where it begins in the text, by which links know it.
    name: u32,
    range: std::ops::Range<usize>,
}

/// The line `range` with `marks`, which are in order; marks that overlap are one with several names.
fn pieces(drawn: &str, range: std::ops::Range<usize>, marks: &[Mark], index: usize) -> Markup {
    let mut merged: Vec<(std::ops::Range<usize>, Vec<u32>)> = Vec::new();
    for mark in marks {
        let (start, end) = (mark.range.start.clamp(range.start, range.end), mark.range.end.min(range.end));
        match merged.last_mut() {
            Some((last, names)) if start < last.end || start == last.start => {
                last.end = last.end.max(end);
                names.push(mark.name);
            }
            _ => merged.push((start..end.max(start), vec![mark.name])),
        }
    }
    let is_long = range.len() > LINE;
    let shown = |from: usize, to: usize, before: bool, after: bool| {
        let whole = drawn.get(from..to).unwrap_or_default();
        if !is_long || whole.len() <= 2 * WINDOW {
            return whole.to_owned();
        }
        let head = if before { drawn.get(from..floor(drawn, from + WINDOW)).unwrap_or_default() } else { "" };
        let tail = if after { drawn.get(floor(drawn, to - WINDOW)..to).unwrap_or_default() } else { "" };
        format!("{head} … {tail}")
    };
    let mut done = range.start;
    html! {
        @for (place, names) in &merged {
            @let before = std::mem::replace(&mut done, place.end);
            (shown(before, place.start, before > range.start, true))
            mark id=[names.first().map(|name| format!("t{index}-{name}"))] {
                @for name in names.iter().skip(1) { a id={ "t" (index) "-" (name) } {} }
                (shown(place.start, place.end, true, true))
            }
        }
        (shown(done, range.end, true, false))
    }
}

/// The character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
