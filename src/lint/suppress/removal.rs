//! What is cut out of a text so that a suppression is gone.

use super::comment::Remark;
use crate::ir::{NodeRef, RemarkForm};
use crate::source::{Span, TextRange};
use crate::syntax::yaml::{Kind, View};
use crate::syntax::{NodeId, Parse, SourceMap};

impl Remark {
    /// What goes with all that is said; `None` where nothing can be cut out alone.
    pub(super) fn removal(&self, sources: &SourceMap) -> Option<Span> {
        match &self.form {
            RemarkForm::Comment => Some(self.comment_removal(sources)),
            RemarkForm::Text { node, .. } => cut(sources, *node, string_removal),
            RemarkForm::Entry { node, within, .. } => {
                cut(sources, *node, |parse, view, id| entry_removal(parse, view, id, within.id))
            }
            RemarkForm::Unreadable { .. } => None,
        }
    }

    /// The text that goes with the comment: its whole line where it is alone, else the spaces before it.
    fn comment_removal(&self, sources: &SourceMap) -> Span {
        let Some(source) = sources.get(self.span.file) else { return self.span };
        let text = &*source.text;
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let gap = before.len() - before.trim_end_matches([' ', '\t']).len();
        let (lead, rest) = before.split_at(before.len() - gap);
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        let ends_line =
            after.get(blanks..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['\r', '\n']));
        let head = lead.is_empty() || lead == "\u{feff}";
        let alone = head || lead.ends_with(['\r', '\n']);
        let (from, to) = match (alone, ends_line) {
            // With the line break before it rather than the one after it, so that the indentation that a
            // host keeps before each line of a text goes too.
            (true, true) if !head => {
                (lead.strip_suffix("\r\n").map_or(lead.len() - 1, str::len), end + blanks)
            }
            // The first line of a carried text is kept, empty, since it may set the host's indentation.
            (true, true) if source.origin.is_some() => (start, end),
            (true, true) => {
                (start - rest.len(), end + blanks + line_break(after.get(blanks..).unwrap_or_default()))
            }
            (false, true) => (start - rest.len(), end),
            (_, false) => (start, end + blanks),
        };
        TextRange::new(from as u32, to as u32).in_file(self.span.file)
    }

    /// The name at place `at` with the comma that goes with it.
    pub(super) fn removal_of(&self, at: usize) -> Span {
        let names = self.names();
        let Some(name) = names.get(at) else { return self.span };
        let behind = names.get(at + 1).map(|next| TextRange::new(name.span.start, next.span.start));
        let before = at.checked_sub(1).and_then(|at| names.get(at));
        let before = before.map(|before| TextRange::new(before.span.end, name.span.end));
        before.or(behind).unwrap_or(name.span.range()).in_file(name.span.file)
    }
}

/// What `range` returns for the node `at`.
fn cut(
    sources: &SourceMap,
    at: NodeRef,
    range: impl Fn(&Parse, View<'_>, NodeId) -> Option<TextRange>,
) -> Option<Span> {
    let parse = sources.parse(at.file)?;
    Some(range(parse, parse.yaml()?, at.id)?.in_file(at.file))
}

/// The string `id` with the comma that goes with it where it is one of a list, else its whole entry.
fn string_removal(parse: &Parse, view: View<'_>, id: NodeId) -> Option<TextRange> {
    let parent = parse.parent(id)?;
    if view.kind(parent) == Kind::Sequence {
        let items: Vec<NodeId> = view.items(parent).collect();
        let at = items.iter().position(|item| *item == id)?;
        let range = |at: usize| items.get(at).map(|item| view.range(*item));
        return match (at.checked_sub(1).and_then(range), range(at + 1)) {
            (Some(before), _) => Some(TextRange::new(before.end, view.range(id).end)),
            (None, Some(after)) => Some(TextRange::new(view.range(id).start, after.start)),
            (None, None) => string_removal(parse, view, parent),
        };
    }
    // An object that holds nothing else stays.
    match view.entries(parent).count() {
        1 => Some(TextRange::new(view.range(parent).start + 1, view.range(parent).end.saturating_sub(1))),
        _ => parse.removal(id),
    }
}

/// The entry whose value is `id`, with the mappings around it that are empty without it, up to `within`, which stays.
fn entry_removal(parse: &Parse, view: View<'_>, id: NodeId, within: NodeId) -> Option<TextRange> {
    let mut id = id;
    loop {
        let mapping = parse.parent(id)?;
        if view.entries(mapping).count() > 1 {
            return parse.removal(id);
        }
        if mapping == within {
            return None;
        }
        id = mapping;
    }
}

/// The length of the line break at the start of `text`.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(['\r', '\n'])) }
}
