//! What to cut out of a text so that a definition is gone, and nothing else of it.

use super::hcl;
use super::yaml::{Kind, View};
use super::{Language, NodeId, Parse};
use crate::source::TextRange;

impl Parse {
    /// What to cut out so that what is at `id` is gone with its name: an entry of a mapping, an attribute or block of
    /// HCL. What is empty without it goes, too. `None` for the text as a whole.
    pub(crate) fn removal(&self, id: NodeId) -> Option<TextRange> {
        match (self.yaml(), self.hcl()) {
            (Some(view), _) => self.entry_removal(view, id),
            (_, Some(view)) => self.hcl_removal(view, id),
            _ => None,
        }
    }

    fn entry_removal(&self, view: View<'_>, id: NodeId) -> Option<TextRange> {
        let mapping = self.parent(id).filter(|&it| view.kind(it) == Kind::Mapping)?;
        let entries: Vec<(NodeId, NodeId)> = view.entries(mapping).collect();
        let at = entries.iter().position(|(_, value)| *value == id)?;
        if entries.len() == 1 {
            return self.entry_removal(view, mapping);
        }
        let start = |index: usize| entries.get(index).map(|(key, _)| view.tree.node(*key).props);
        let own = start(at)?;
        let is_flow = view.language == Language::Json || view.in_flow(entries.get(at)?.0);
        if !is_flow {
            let column = own - self.line_start(own);
            return Some(self.whole_lines(own, view.tree.node(id).end.max(own + 1), column));
        }
        match (start(at + 1), at.checked_sub(1).and_then(|before| entries.get(before))) {
            (Some(next), _) => Some(TextRange::new(own, next)),
            (None, Some((_, before))) => {
                Some(TextRange::new(view.tree.node(*before).end, view.tree.node(id).end))
            }
            (None, None) => None,
        }
    }

    fn hcl_removal(&self, view: hcl::View<'_>, id: NodeId) -> Option<TextRange> {
        let outer = self.parent(id)?;
        if view.kind(id) == hcl::Kind::Body && view.kind(outer) == hcl::Kind::Block {
            return self.hcl_removal(view, outer);
        }
        let body = Some(outer).filter(|&it| view.kind(it) == hcl::Kind::Body)?;
        let block = self.parent(body).filter(|&it| view.kind(it) == hcl::Kind::Block);
        if let Some(block) = block.filter(|_| view.items(body).count() == 1) {
            return self.hcl_removal(view, block);
        }
        let range = view.range(id);
        let before = self.slice(self.line_start(range.start), range.start);
        let after = self.slice(range.end, self.line_end(range.end));
        let is_comment = after.trim_start().starts_with(['#', '/']);
        if !before.trim().is_empty() || !(after.trim().is_empty() || is_comment) {
            return None;
        }
        let column = range.start - self.line_start(range.start);
        Some(self.whole_lines(range.start, range.end, column))
    }

    /// The lines of `start..end`, those of the comment right above with them, and one of two empty lines around.
    fn whole_lines(&self, start: u32, end: u32, column: u32) -> TextRange {
        let mut first = self.line_start(start);
        let mut above = first;
        while above > 0 {
            let line = self.line_start(above - 1);
            let text = self.slice(line, above);
            let body = text.trim();
            let indent = text.len() - text.trim_start().len();
            if !body.starts_with(['#', '/']) || body.starts_with("/*") || indent as u32 != column {
                break;
            }
            above = line;
        }
        let after = |at: u32| self.line_end(at) + u32::from((self.line_end(at) as usize) < self.text.len());
        let mut last = if self.slice(start, end).ends_with('\n') { end } else { after(end) };
        let alone = self.slice(last, after(last)).trim().is_empty();
        // A comment at the top speaks of the whole text.
        if above > 0 {
            first = above;
        }
        let above_is_empty = first == 0 || self.slice(self.line_start(first - 1), first).trim().is_empty();
        if above_is_empty && alone && (last as usize) < self.text.len() {
            last = after(last);
        }
        TextRange::new(first, last)
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn line_start(&self, at: u32) -> u32 {
        self.slice(0, at).rfind('\n').map_or(0, |found| found as u32 + 1)
    }

    /// Where the line that holds byte `at` ends, before its line break.
    fn line_end(&self, at: u32) -> u32 {
        let rest = self.text.get(at as usize..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len() as u32, |found| at + found as u32)
    }
}
