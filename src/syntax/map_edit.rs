//! Edits of embedded texts as edits of the texts that carry them.

use super::yaml::{self, Language, Scalar, View};
use super::{SourceMap, write_string};
use crate::source::{Origin, Quoting, Span, TextRange};

/// `text` in the place of `span`, as an edit of the file on disk: where that is, and what to write there so
/// that each scalar on the way carries the edited text and is else the same. `None` where a scalar cannot.
#[must_use]
pub fn map_edit(sources: &SourceMap, span: Span, text: String) -> Option<(Span, String)> {
    let (mut span, mut text) = (span, text);
    while let Some(origin) = sources.get(span.file)?.origin.as_ref() {
        let carrier = Carrier { inner: sources.text(span.file), host: sources.text(origin.host), origin };
        let (place, written) = carrier.write(span.range(), &text)?;
        if !carrier.surely_carries(place, &written) && !carrier.carries(place, &written, span.range(), &text)
        {
            return None;
        }
        (span, text) = (place.in_file(origin.host), written);
    }
    Some((span, text))
}

/// What ends a line in YAML 1.1.
const LINE_BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// A scalar that carries a text.
struct Carrier<'s> {
    /// The text.
    inner: &'s str,
    /// What the scalar is in.
    host: &'s str,
    origin: &'s Origin,
}

impl Carrier<'_> {
    /// Where in the host the edit is made that puts `text` in the place of `range`, and what is written there.
    fn write(&self, range: TextRange, text: &str) -> Option<(TextRange, String)> {
        if self.splits_piece(range.start) || self.splits_piece(range.end) {
            return None;
        }
        let place = self.origin.pieces.to_outer(range);
        match self.origin.quoting {
            quoting @ (Quoting::YamlDouble | Quoting::Json | Quoting::YamlSingle) => {
                Some((place, write_string(quoting, text)?))
            }
            Quoting::YamlPlain { .. } => Some((place, text.to_owned())),
            Quoting::YamlBlock => Some(self.write_lines(range, place, text)),
            Quoting::HclQuoted | Quoting::HclHeredoc => None,
        }
    }

    /// Whether `at` is inside an escape sequence or a folded line break.
    fn splits_piece(&self, at: u32) -> bool {
        let pieces = &self.origin.pieces.0;
        let index = pieces.partition_point(|piece| piece.inner.end <= at);
        pieces.get(index).is_some_and(|piece| !piece.verbatim && piece.inner.start < at)
    }

    /// [`Self::write`] in a block scalar, whose lines start with the block's indentation.
    fn write_lines(&self, range: TextRange, place: TextRange, text: &str) -> (TextRange, String) {
        let start = |at: u32| self.origin.pieces.to_outer(TextRange::empty(at)).start;
        let before = self.inner.get(..range.start as usize).unwrap_or_default();
        let line = start(before.rfind('\n').map_or(0, |at| at as u32 + 1));
        let host = self.host.get(..line as usize).unwrap_or_default();
        let indentation = host.len() - host.trim_end_matches(' ').len();
        let removed = range.of(self.inner);
        // The indentation of a line goes with the line break before it.
        let whole_lines = removed.ends_with('\n') && (range.end as usize) < self.inner.len();
        let place = if whole_lines { TextRange::new(place.start, start(range.end)) } else { place };
        // The whole text is searched for a line break only where one is to be written.
        if !text.contains('\n') {
            return (place, text.to_owned());
        }
        let line_break = if host.ends_with("\r\n") || self.host.contains("\r\n") { "\r\n" } else { "\n" };
        (place, text.replace('\n', &format!("{line_break}{}", " ".repeat(indentation))))
    }

    /// Whether `written` at `place` of the host needs no second look: JSON, where escaping is all; or, in one
    /// line, ordinary characters without spaces at their ends, which folding and indicators do not depend on: in
    /// the place of others, or of nothing between letters, digits or quotes.
    fn surely_carries(&self, place: TextRange, written: &str) -> bool {
        let is_solid = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric() || it == '"');
        let before = self.host.get(..place.start as usize).and_then(|it| it.chars().next_back());
        let after = self.host.get(place.end as usize..).and_then(|it| it.chars().next());
        match self.origin.quoting {
            Quoting::Json => true,
            Quoting::YamlPlain { .. } => false,
            _ => {
                let inside = self.origin.scalar.start < place.start && place.end < self.origin.scalar.end;
                let old = place.of(self.host);
                let ends = |it: &str| !it.is_empty() && it.trim() == it;
                let ordinary = written.chars().all(|it| matches!(it, ' '..='~'));
                let begins_line = before.is_some_and(|it| LINE_BREAKS.contains(&it));
                inside
                    && !begins_line
                    && !old.contains(LINE_BREAKS)
                    && ends(written)
                    && ordinary
                    && (ends(old) || is_solid(before) && is_solid(after))
            }
        }
    }

    /// Whether the scalar, read alone, is the edited text when `written` is at `place`.
    fn carries(&self, place: TextRange, written: &str, range: TextRange, text: &str) -> bool {
        let cut =
            |text: &'_ str, start: u32, end: u32| text.get(start as usize..end as usize).map(str::to_owned);
        let scalar = self.origin.scalar;
        let old = scalar.of(self.host);
        let edited = |whole: &str, (start, end): (u32, u32), place: TextRange, part: &str| {
            Some(cut(whole, start, place.start)? + part + &cut(whole, place.end, end)?)
        };
        let Some(new) = edited(self.host, (scalar.start, scalar.end), place, written) else { return false };
        let Some(expected) = edited(self.inner, (0, self.inner.len() as u32), range, text) else {
            return false;
        };
        // Alone it follows a key and a space, where nothing starts a line, ends a document or an anchor.
        let before = self.host.get(..scalar.start as usize).unwrap_or_default();
        let starts_line =
            before.trim_end_matches(' ').chars().next_back().is_none_or(|it| LINE_BREAKS.contains(&it));
        let behind_blank = before.ends_with(' ') && !starts_line;
        // Blank lines at the start of a block do not show how deep it is indented.
        let above = self.inner.get(..range.start as usize).unwrap_or_default();
        let in_blank_start = self.origin.quoting == Quoting::YamlBlock
            && self.inner.starts_with(LINE_BREAKS)
            && above.trim_matches(LINE_BREAKS).is_empty();
        let ends_document = |line: &str| line.starts_with("---") || line.starts_with("...");
        (behind_blank || place.start > scalar.start)
            && !in_blank_start
            && !new.lines().any(ends_document)
            && self.reads_alone_as(&new, old, &expected)
    }

    /// Whether the scalar `new`, written for `old` with all that is around it, is the string `expected`.
    fn reads_alone_as(&self, new: &str, old: &str, expected: &str) -> bool {
        let rest = self.host.get(self.origin.scalar.end as usize..).unwrap_or_default();
        let is_block = self.origin.quoting == Quoting::YamlBlock;
        let ends_line = old.ends_with(LINE_BREAKS);
        let indentation = " ".repeat(self.parent_indentation(old));
        // A second entry shows that the scalar ends where it should.
        let alone = if self.origin.quoting == (Quoting::YamlPlain { flow: true }) {
            // Inside brackets a lone `-` is a word where no space follows.
            let gap = if rest.starts_with([',', ']', '}']) { "" } else { " " };
            format!("{{a: {new}{gap}, b: }}")
        } else if is_block && !ends_line && !rest.contains(LINE_BREAKS) {
            format!("{indentation}b:\n{indentation}a: {new}")
        } else {
            let line_break = if ends_line { "" } else { "\n" };
            let blank_lines = if is_block { blank_lines(rest) } else { "" };
            format!("{indentation}a: {new}{line_break}{blank_lines}{indentation}b:\n")
        };
        let tree = yaml::parse(&alone);
        let view = View { tree: &tree, text: &alone, language: Language::Yaml };
        let Some(root) = view.root().filter(|_| tree.errors.is_empty()) else { return false };
        let is_expected = |id| matches!(view.scalar(id), Scalar::Str(text) if text == expected);
        let values: Vec<_> = view.entries(root).map(|(_, value)| value).collect();
        values.len() == 2 && values.into_iter().any(is_expected)
    }

    /// The indentation of the mapping around a block scalar that states its own as a number; else 0.
    fn parent_indentation(&self, scalar: &str) -> usize {
        let header = scalar.lines().next().unwrap_or_default();
        let is_block = self.origin.quoting == Quoting::YamlBlock;
        let given = header.chars().take(3).find_map(|it| it.to_digit(10)).filter(|_| is_block);
        let Some(given) = given else { return 0 };
        let first = self.origin.pieces.to_outer(TextRange::empty(0)).start;
        let before = self.host.get(..first as usize).unwrap_or_default();
        let own = before.len() - before.trim_end_matches(' ').len();
        own.saturating_sub(given as usize)
    }
}

/// The lines at the start of `text` that hold spaces at most.
fn blank_lines(text: &str) -> &str {
    let end = text.find(|it| it != ' ' && !LINE_BREAKS.contains(&it)).unwrap_or(text.len());
    let blank = text.get(..end).unwrap_or_default();
    let whole =
        blank.rfind(LINE_BREAKS).and_then(|at| Some(at + blank.get(at..)?.chars().next()?.len_utf8()));
    blank.get(..whole.unwrap_or(0)).unwrap_or_default()
}
