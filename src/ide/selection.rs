//! What is selected next when a selection grows.

use super::View;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::{NodeId, Parse};

/// The parts of the file around byte `at`, from the smallest to all of it.
pub(crate) fn around(view: &View<'_>, at: u32) -> Vec<Span> {
    let (mut file, mut inner) = view.innermost(at);
    let mut spans: Vec<Span> = Vec::new();
    while let Some(source) = view.sources().get(file) {
        spans.extend(in_text(view, file, inner));
        let Some(origin) = &source.origin else { break };
        inner = origin.pieces.to_outer(TextRange::empty(inner)).start;
        file = origin.host;
    }
    let mut growing: Vec<Span> = Vec::new();
    for span in spans {
        let holds = |last: &Span| span.start <= last.start && last.end <= span.end && span != *last;
        if growing.last().is_none_or(holds) && span.start <= at && at <= span.end {
            growing.push(span);
        }
    }
    growing
}

/// The nodes of one text around byte `at`, as spans of the file on disk.
fn in_text(view: &View<'_>, file: FileId, at: u32) -> Vec<Span> {
    let Some(parse) = view.sources().parse(file) else { return Vec::new() };
    let mut spans = Vec::new();
    let mut next = Some(parse.node_at(at));
    while let Some(id) = next {
        next = parse.parent(id);
        for range in [Some(parse.range(id)), next.and_then(|parent| entry(parse, parent, id))] {
            spans.extend(range.map(|range| view.sources().on_disk(range.in_file(file))));
        }
    }
    spans
}

/// The entry of the mapping `parent` that `id` is part of.
fn entry(parse: &Parse, parent: NodeId, id: NodeId) -> Option<TextRange> {
    let yaml = parse.yaml()?;
    let (key, value) = yaml.entries(parent).find(|(key, value)| *key == id || *value == id)?;
    Some(parse.range(key).cover(parse.range(value)))
}
