//! The parts of texts that are drawn: whole lines, or a window of a line that is too long to read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use codespan_reporting::diagnostic::{Label as Drawn, LabelStyle};
use codespan_reporting::files::{Error, Files};

use crate::diagnostic::Diagnostic;
use crate::report::Shown;
use crate::report::shown::Lines;
use crate::source::{ColumnUnit, FileId, Span};
use crate::syntax::{Source, SourceMap};

/// Bytes of a line that is drawn whole.
const LINE: usize = 240;
/// Bytes drawn before and after a label in a longer line.
const AROUND: usize = 60;
/// Bytes of a label that are drawn in a longer line.
const LABEL: usize = 120;
/// Lines of a label that is drawn over several lines; of a longer one only the first is.
const LINES: usize = 12;

/// The texts as they are drawn for one finding.
pub(super) struct Excerpt<'a> {
    shown: &'a Shown<'a>,
    /// Each text as it may be shown, made when it is first drawn.
    texts: HashMap<FileId, Lines>,
    /// The windows of this finding's long lines.
    windows: HashMap<(FileId, usize), Range<usize>>,
}

/// How the places of a finding are shown.
pub(super) struct Labels {
    pub(super) drawn: Vec<Drawn<FileId>>,
    pub(super) whole: Option<String>,
    pub(super) elsewhere: Vec<String>,
}

impl<'a> Excerpt<'a> {
    pub(super) fn new(shown: &'a Shown<'a>) -> Self {
        Excerpt { shown, texts: HashMap::new(), windows: HashMap::new() }
    }

    /// The labels of `finding`, the primary one first, and, of labels that do not fit beside the others in
    /// a long line, what they say. A finding about a whole file has no text of it underlined: `whole` names the
    /// file then. Its first line may be anything.
    pub(super) fn labels(&mut self, finding: &Diagnostic) -> Labels {
        self.windows.clear();
        let mut drawn: Vec<Drawn<FileId>> = Vec::new();
        let mut elsewhere = Vec::new();
        let mut whole = None;
        let primary = (LabelStyle::Primary, &finding.primary);
        let secondary = finding.secondary.iter().map(|label| (LabelStyle::Secondary, label));
        for (style, label) in std::iter::once(primary).chain(secondary) {
            let sources = self.sources();
            let span = sources.on_disk(label.span);
            let Some(source) = sources.get(span.file) else { continue };
            let message = self.shown.text(&label.message);
            if style == LabelStyle::Primary && span.start == 0 && span.end == 0 {
                let name = self.shown.name(span.file);
                whole =
                    Some(if message.is_empty() { name.into_owned() } else { format!("{name}: {message}") });
                continue;
            }
            match self.fitted(source, span) {
                Some(range) => {
                    let shown = self.shown;
                    let lines = self.texts.entry(span.file).or_insert_with(|| shown.lines(span.file));
                    let start = lines.start(range.start);
                    let end = if range.is_empty() { start } else { lines.end(range.end) };
                    drawn.push(Drawn::new(style, span.file, start..end).with_message(message));
                }
                None => {
                    let at = sources.offset_line_column(span.file, span.start, ColumnUnit::Utf16);
                    let name = self.shown.name(span.file);
                    elsewhere.push(format!("{name}:{}:{}: {message}", at.line, at.column));
                }
            }
        }
        Labels { drawn, whole, elsewhere }
    }

    fn sources(&self) -> &'a SourceMap {
        self.shown.sources
    }

    fn lines(&self, id: FileId) -> Result<&Lines, Error> {
        self.texts.get(&id).ok_or(Error::FileMissing)
    }

    /// The byte of the text `id` that is drawn at `byte`.
    fn offset(&self, id: FileId, byte: usize) -> Result<u32, Error> {
        Ok(u32::try_from(self.lines(id)?.source(byte)).unwrap_or(u32::MAX))
    }

    /// The bytes to underline for `span`; `None` where they lie outside the window of their line.
    fn fitted(&mut self, source: &Source, span: Span) -> Option<Range<usize>> {
        let text = &*source.text;
        let head = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let start = (span.start as usize).clamp(head, text.len().max(head));
        let end = (span.end as usize).clamp(start, text.len().max(start));
        // A block scalar ends with its line break, which nobody wants to see underlined.
        let end = start + text.get(start..end).map_or(0, |it| it.trim_end().len());
        let (first, last) = (source.lines().line_of(start as u32), source.lines().line_of(end as u32));
        let long = |line: usize| line_bytes(source, line).len() > LINE;
        if first != last && last - first < LINES && !(first..=last).any(long) {
            return Some(start..end);
        }
        let line = line_bytes(source, first);
        let end = end.min(line.start + text.get(line.clone()).map_or(0, |it| it.trim_end().len())).max(start);
        if line.len() <= LINE {
            return Some(start..end);
        }
        let window = self.windows.entry((span.file, first)).or_insert_with(|| {
            let from = start.saturating_sub(AROUND).max(line.start);
            let to = (end.min(start + LABEL) + AROUND).min(line.end);
            boundary(text, from)..boundary(text, to)
        });
        let fits = window.start <= start && start < window.end.max(window.start + 1);
        fits.then(|| start..end.min(window.end).max(start))
    }
}

/// The bytes of the zero-based line, its line break included and a byte order mark left out.
fn line_bytes(source: &Source, line: usize) -> Range<usize> {
    let start = source.lines().line_start(line).map_or(source.text.len(), |it| it as usize);
    let end = source.lines().line_start(line + 1).map_or(source.text.len(), |it| it as usize);
    let head = if line == 0 && source.text.starts_with('\u{feff}') { 3 } else { 0 };
    (start + head)..end.max(start + head)
}

/// The character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'f> Files<'f> for Excerpt<'_> {
    type FileId = FileId;
    type Name = Cow<'f, str>;
    type Source = &'f str;

    fn name(&'f self, id: FileId) -> Result<Self::Name, Error> {
        Ok(self.shown.name(id))
    }

    fn source(&'f self, id: FileId) -> Result<&'f str, Error> {
        Ok(self.lines(id)?.drawn(self.sources().text(id)))
    }

    fn line_index(&'f self, id: FileId, byte: usize) -> Result<usize, Error> {
        let source = self.sources().get(id).ok_or(Error::FileMissing)?;
        Ok(source.lines().line_of(self.offset(id, byte)?))
    }

    fn column_number(&'f self, id: FileId, _line: usize, byte: usize) -> Result<usize, Error> {
        let place = self.sources().offset_line_column(id, self.offset(id, byte)?, ColumnUnit::Utf16);
        Ok(place.column as usize)
    }

    fn line_range(&'f self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        let source = self.sources().get(id).ok_or(Error::FileMissing)?;
        let range = self.windows.get(&(id, line)).cloned().unwrap_or_else(|| line_bytes(source, line));
        let lines = self.lines(id)?;
        let start = lines.start(range.start);
        Ok(start..lines.end(range.end).max(start))
    }
}
