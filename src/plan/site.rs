//! Which bytes make a slot hold another image ID, however its value is reached.

use super::{FileEdit, Wanted};
use crate::ir::{ImageSlot, LiteralText, Site};
use crate::source::{Quoting, SourceMap, Span};
use crate::syntax::{lift, write_string};

/// A slot that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrenderable {
    /// The slot's value.
    pub span: Span,
    /// Why not, to follow "the image ID cannot be replaced: ".
    pub reason: &'static str,
    /// What explains it.
    pub related: Option<Span>,
}

const SHARED: &str = "an alias shares it with a place that is no image slot";
const QUOTING: &str = "the image ID holds characters that the literal's quoting cannot carry";
const NESTED_MERGE: &str = "a merge key brings in more than the image ID";

/// A plain scalar that is also right inside brackets.
const ANYWHERE: Quoting = Quoting::YamlPlain { flow: true };

/// The edits that put `image` into `slot`, among all slots that are `wanted`.
///
/// # Errors
/// When no edit changes the wanted slots and nothing else.
pub(super) fn edits(
    sources: &SourceMap,
    slot: &ImageSlot,
    literal: &LiteralText,
    image: &str,
    wanted: &[Wanted<'_>],
) -> Result<Vec<FileEdit>, Unrenderable> {
    let refuse = |reason, related| Unrenderable { span: slot.value.span, reason, related };
    match &slot.site {
        Site::Direct => {
            let edit =
                edit(sources, literal.span, literal.quoting, image).ok_or_else(|| refuse(QUOTING, None))?;
            let mut edits = vec![edit];
            for &reader in &literal.readers {
                if reads_the_same(wanted, reader, image) {
                    continue;
                }
                if !is_scalar_alias(sources, slot, reader) {
                    return Err(refuse(SHARED, Some(reader)));
                }
                edits.extend(self::edit(sources, reader, ANYWHERE, &literal.text));
            }
            Ok(edits)
        }
        Site::Alias { alias } => {
            edit(sources, *alias, ANYWHERE, image).map(|edit| vec![edit]).ok_or_else(|| refuse(QUOTING, None))
        }
        Site::Merge { merge_key, flow, .. } => {
            let key = slot.path.rsplit('.').next().unwrap_or(&slot.path);
            let value = write_string(ANYWHERE, image).ok_or_else(|| refuse(QUOTING, None))?;
            let end = if *flow { ", ".to_owned() } else { line_break_and_indent(sources, *merge_key) };
            let before = Span { end: merge_key.start, ..*merge_key };
            let entry = carry_out(sources, before, format!("{key}: {value}{end}"));
            entry.map(|edit| vec![edit]).ok_or_else(|| refuse(NESTED_MERGE, Some(*merge_key)))
        }
        Site::Shared { alias } => {
            let same = |(_, other, rendered): &Wanted<'_>| {
                let there = other.literal.as_ref().is_some_and(|it| it.span == literal.span);
                there && other.site == Site::Direct && rendered.image == image
            };
            if wanted.iter().any(same) { Ok(Vec::new()) } else { Err(refuse(SHARED, Some(*alias))) }
        }
    }
}

/// Whether what the alias `reader` reads is rendered to `image` too, or rendered by itself.
fn reads_the_same(wanted: &[Wanted<'_>], reader: Span, image: &str) -> bool {
    let covers =
        |span: &Span| span.file == reader.file && span.start <= reader.start && reader.end <= span.end;
    wanted.iter().any(|(_, other, rendered)| match &other.site {
        Site::Alias { alias } => covers(alias),
        Site::Shared { alias } => covers(alias) && rendered.image == image,
        Site::Merge { merged, .. } => covers(merged),
        Site::Direct => false,
    })
}

/// Whether `reader` is an alias of the slot's scalar itself: its anchor stands right before the value.
fn is_scalar_alias(sources: &SourceMap, slot: &ImageSlot, reader: Span) -> bool {
    let name = sources.slice(reader).trim_start_matches('*');
    let text = sources.text(slot.value.span.file);
    let before = text.get(slot.key_span.end as usize..slot.value.span.start as usize).unwrap_or_default();
    before.split_whitespace().any(|word| word.strip_prefix('&') == Some(name))
}

/// The line break of the file, and blanks up to the column at which `at` starts.
fn line_break_and_indent(sources: &SourceMap, at: Span) -> String {
    let text = sources.text(at.file);
    let before = text.get(..at.start as usize).unwrap_or_default();
    let line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let column = before.get(line..).unwrap_or_default().chars().count();
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    format!("{line_break}{}", " ".repeat(column))
}

/// The edit after which the characters at `span`, written as `quoting` says, read as `value`.
fn edit(sources: &SourceMap, span: Span, quoting: Quoting, value: &str) -> Option<FileEdit> {
    carry_out(sources, span, write_string(quoting, value)?)
}

/// The edit of an embedded text as an edit of the file that carries it, escaped at every level.
fn carry_out(sources: &SourceMap, span: Span, text: String) -> Option<FileEdit> {
    lift(sources, span, text).map(|(span, text)| FileEdit { span, text })
}
