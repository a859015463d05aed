//! Which bytes make a slot hold another image ID, however its value is reached.

use std::collections::{HashMap, HashSet};

use super::FileEdit;
use super::assignments::Assignment;
use super::unrenderable::{IMAGE, Unrenderable};
use crate::diagnostic::Text;
use crate::ir::{ImageSlot, LiteralText, Site};
use crate::source::{Quoting, Span};
use crate::syntax::{SourceMap, map_edit, write_string};
use crate::text;

const SHARED: Text = text!(
    en: "an alias shares it with a value that is not an image ID",
    zh: "它通过别名与非镜像 ID 的值共用",
);
const QUOTING: Text = text!(
    en: "the image ID contains characters that cannot be written in these quotes",
    zh: "镜像 ID 含有无法写入该引号形式的字符",
);
const NESTED_MERGE: Text = text!(
    en: "a merge key adds more than the image ID",
    zh: "合并键引入的内容不止镜像 ID",
);

const WRITE_OUT: Text = text!(
    en: "write the image ID out in each place",
    zh: "请在每处直接写出镜像 ID",
);

/// A plain scalar that is also right inside brackets.
const ANYWHERE: Quoting = Quoting::YamlPlain { flow: true };

/// The slots that get an image, by the literals that they read.
pub(super) struct Readers<'a> {
    /// Literals at slots, with the images that they become.
    direct: HashSet<(Span, &'a str)>,
    /// The slots that read a literal by an alias or merge key.
    indirect: HashMap<Span, Vec<&'a Assignment<'a>>>,
}

impl<'a> Readers<'a> {
    /// The readers among all slots that are `assignments`.
    pub(super) fn of(assignments: &'a [Assignment<'a>]) -> Self {
        let mut readers = Readers { direct: HashSet::new(), indirect: HashMap::new() };
        for this in assignments {
            let Some(literal) = &this.slot.literal else { continue };
            if this.slot.site == Site::Direct {
                readers.direct.insert((literal.span, &this.rendered.image));
            } else {
                readers.indirect.entry(literal.span).or_default().push(this);
            }
        }
        readers
    }

    /// The places at which what other places take from `literal` is rendered to `image`, too, or by itself.
    fn rendered_to(&self, literal: &LiteralText, image: &str) -> Cover {
        let readers = self.indirect.get(&literal.span).into_iter().flatten();
        Cover::of(readers.filter_map(|other| match other.slot.site {
            Site::Alias { alias } => Some(alias),
            Site::Shared { alias } => (other.rendered.image == image).then_some(alias),
            Site::Merge { merged, .. } => Some(merged),
            Site::Direct => None,
        }))
    }
}

/// Spans, to ask whether one of them holds another.
struct Cover(Vec<Span>);

impl Cover {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_by_key(|it| (it.file, it.start));
        // Each reaches as far as those before it do.
        let mut reach: Option<Span> = None;
        for span in &mut spans {
            if let Some(before) = reach.filter(|it| it.file == span.file) {
                span.end = span.end.max(before.end);
            }
            reach = Some(*span);
        }
        Cover(spans)
    }

    fn holds(&self, span: Span) -> bool {
        let behind = self.0.partition_point(|it| (it.file, it.start) <= (span.file, span.start));
        let before = behind.checked_sub(1).and_then(|place| self.0.get(place));
        before.is_some_and(|it| it.file == span.file && span.end <= it.end)
    }
}

/// The edits that put the image of `this` into its slot, where the slots that get an image are `readers`.
///
/// # Errors
/// When no edit changes the assignments slots and nothing else.
pub(super) fn edits(
    sources: &SourceMap,
    this: &Assignment<'_>,
    literal: &LiteralText,
    readers: &Readers<'_>,
) -> Result<Vec<FileEdit>, Box<Unrenderable>> {
    let (slot, image) = (this.slot, this.rendered.image.as_str());
    let refuse = |reason, related: Option<Span>| {
        let related = related.map(|span| (span, text!(en: "read here, too", zh: "此处也读取它")));
        Box::new(Unrenderable { span: slot.value.span, what: IMAGE, reason, related, help: WRITE_OUT })
    };
    match &slot.site {
        Site::Direct => {
            let edit =
                edit(sources, literal.span, literal.quoting, image).ok_or_else(|| refuse(QUOTING, None))?;
            let mut edits = vec![edit];
            let rendered = readers.rendered_to(literal, image);
            for reader in literal.readers.iter().filter(|it| !rendered.holds(it.alias)) {
                if !reader.of_literal {
                    return Err(refuse(SHARED, Some(reader.alias)));
                }
                edits.extend(self::edit(sources, reader.alias, ANYWHERE, &literal.text));
            }
            Ok(edits)
        }
        Site::Alias { alias } => {
            edit(sources, *alias, ANYWHERE, image).map(|edit| vec![edit]).ok_or_else(|| refuse(QUOTING, None))
        }
        Site::Merge { merge_key, flow, .. } => {
            let key = sources.slice(slot.key_span);
            let value = write_string(ANYWHERE, image).ok_or_else(|| refuse(QUOTING, None))?;
            if *flow && !key.starts_with(['"', '\'']) && key.contains(['[', ']', '{', '}', ',']) {
                return Err(refuse(QUOTING, None));
            }
            let end = if *flow { ", ".to_owned() } else { line_break_and_indent(sources, *merge_key) };
            let before = Span { end: merge_key.start, ..*merge_key };
            let entry = carry_out(sources, before, format!("{key}: {value}{end}"));
            entry.map(|edit| vec![edit]).ok_or_else(|| refuse(NESTED_MERGE, Some(*merge_key)))
        }
        Site::Shared { alias } => {
            let same = readers.direct.contains(&(literal.span, image));
            if same { Ok(Vec::new()) } else { Err(refuse(SHARED, Some(*alias))) }
        }
    }
}

/// The line break of the file, and spaces up to the column at which `at` starts.
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
    map_edit(sources, span, text).map(|(span, text)| FileEdit { span, text })
}

/// What to replace so that another value is at `slot`, and what comes before that: a value on the lines below its key
/// moves up beside it. `None` where other places would change, too.
pub(crate) fn whole_value(sources: &SourceMap, slot: &ImageSlot) -> Option<(Span, &'static str)> {
    if slot.site != Site::Direct {
        return None;
    }
    let mut span = slot.value.span;
    // A block scalar ends with its line break, which belongs to the next line's indentation.
    span.end = span.start + sources.slice(span).trim_end().len() as u32;
    let gap = Span { start: slot.key_span.end, end: span.start, ..span };
    Some(match sources.slice(gap).strip_prefix(':') {
        // A value on the lines below its key moves up beside it.
        Some(rest) if rest.contains(['\n', '\r']) && rest.trim().is_empty() => {
            (Span { start: gap.start + 1, ..span }, " ")
        }
        _ => (span, ""),
    })
}
