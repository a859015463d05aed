//! Edits of embedded texts as edits of the texts that carry them.

use super::write_string;
use crate::source::{Origin, Quoting, SourceMap, Span, TextRange};

/// `text` in the place of `span`, as an edit of the file on disk: where that is, and what to write there so
/// that each scalar on the way still carries its text. `None` where a scalar cannot.
#[must_use]
pub fn lift(sources: &SourceMap, span: Span, text: String) -> Option<(Span, String)> {
    let (mut span, mut text) = (span, text);
    while let Some(origin) = sources.get(span.file)?.origin.as_ref() {
        let range = span.range();
        if !is_whole(origin, range) {
            return None;
        }
        let outer = origin.pieces.to_outer(range);
        text = escaped(sources, origin, outer, &text)?;
        span = outer.in_file(origin.host);
    }
    Some((span, text))
}

/// Whether no escape sequence or folded line break is only partly in `range`.
fn is_whole(origin: &Origin, range: TextRange) -> bool {
    let splits = |at: u32| {
        let index = origin.pieces.0.partition_point(|piece| piece.inner.end <= at);
        origin.pieces.0.get(index).is_some_and(|piece| !piece.verbatim && piece.inner.start < at)
    };
    !splits(range.start) && !splits(range.end)
}

/// `text` as it is written at `place` in the scalar of `origin`.
fn escaped(sources: &SourceMap, origin: &Origin, place: TextRange, text: &str) -> Option<String> {
    let printable = !text.chars().any(|it| it.is_control() && it != '\n' && it != '\t');
    let one_line = !text.contains(['\n', '\r']);
    match origin.quoting {
        quoting @ (Quoting::YamlDouble | Quoting::Json | Quoting::YamlSingle) => write_string(quoting, text),
        Quoting::YamlPlain { flow } => {
            // `#` and `:` only count beside blanks, so a text without them and without blanks at its ends
            // reads as itself in the middle of a plain scalar.
            let special = text.contains(['#', ':']) || (flow && text.contains(['[', ']', '{', '}', ',']));
            (one_line && printable && !special && text.trim() == text).then(|| text.to_owned())
        }
        Quoting::YamlBlock => {
            let host = sources.text(origin.host);
            let folded = host.get(origin.scalar.start as usize..).is_some_and(|it| it.starts_with('>'));
            if !printable || (folded && !one_line) {
                return None;
            }
            Some(if one_line { text.to_owned() } else { text.replace('\n', &line_break(host, place)) })
        }
        Quoting::HclQuoted | Quoting::HclHeredoc => None,
    }
}

/// A line break with the indentation of the line that `place` begins on.
fn line_break(host: &str, place: TextRange) -> String {
    let before = host.get(..place.start as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches(' ').len();
    format!("\n{}", line.get(..blanks).unwrap_or_default())
}
