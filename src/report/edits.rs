//! Edits of embedded texts as edits of the files that carry them.

use crate::diagnostic::{Edit, Fix};
use crate::source::{Origin, Quoting, SourceMap, TextRange};
use crate::syntax::write_string;

/// The edits of `fix` as edits of files on disk, in the order of their places. `None` where one of them
/// cannot be written in the scalar that carries its text.
#[must_use]
pub fn on_disk(sources: &SourceMap, fix: &Fix) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = fix.edits.iter().map(|edit| lifted(sources, edit)).collect::<Option<_>>()?;
    edits.sort_by(|one, other| {
        let key = |edit: &Edit| (edit.span.start, edit.span.end);
        sources.name(one.span.file).cmp(sources.name(other.span.file)).then_with(|| key(one).cmp(&key(other)))
    });
    Some(edits)
}

/// `edit` in the file on disk.
fn lifted(sources: &SourceMap, edit: &Edit) -> Option<Edit> {
    let mut edit = edit.clone();
    while let Some(origin) = sources.get(edit.span.file)?.origin.as_ref() {
        let range = edit.span.range();
        let outer = origin.pieces.to_outer(range);
        if !is_whole(origin, range) {
            return None;
        }
        let text = escaped(sources, origin, outer, &edit.text)?;
        edit = Edit { span: outer.in_file(origin.host), text };
    }
    Some(edit)
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
