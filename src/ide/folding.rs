//! What can be folded away.

use super::View;
use crate::source::{Span, TextRange};
use crate::syntax::{Parse, hcl, yaml};

/// A part of the file that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fold {
    /// From the line that stays to the last that is folded.
    pub(crate) span: Span,
    /// Whether it is a run of comments.
    pub(crate) is_comment: bool,
}

/// All parts of the file that can be folded, those of the texts that it carries included.
pub(crate) fn folds(view: &View<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    for file in view.texts() {
        let Some(parse) = view.sources().parse(file) else { continue };
        let ranges = of_nodes(parse).into_iter().map(|range| (range, false));
        let comments = of_comments(parse).into_iter().map(|range| (range, true));
        for (range, is_comment) in ranges.chain(comments) {
            let text = range.of(&parse.text);
            let range = TextRange::new(range.start, range.start + text.trim_end().len() as u32);
            let span = view.sources().on_disk(range.in_file(file));
            folds.push(Fold { span, is_comment });
        }
    }
    folds.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    folds
}

fn of_nodes(parse: &Parse) -> Vec<TextRange> {
    let spans_lines = |range: &TextRange| range.of(&parse.text).trim_end().contains(['\n', '\r']);
    let mut ranges: Vec<TextRange> = Vec::new();
    if let Some(view) = parse.yaml() {
        for id in view.tree.ids() {
            match view.kind(id) {
                yaml::Kind::Mapping => {
                    ranges.extend(view.entries(id).map(|(key, value)| {
                        let value = if view.kind(value) == yaml::Kind::Alias { key } else { value };
                        view.range(key).cover(view.range(value))
                    }));
                }
                yaml::Kind::Sequence => ranges.extend(view.items(id).map(|item| view.range(item))),
                _ => {}
            }
        }
    }
    if let Some(view) = parse.hcl() {
        use hcl::Kind::{Block, Call, ForObject, ForTuple, Heredoc, Object, Tuple};
        let nodes = view.tree.ids().filter(|&id| {
            matches!(view.kind(id), Block | Call | ForObject | ForTuple | Heredoc | Object | Tuple)
        });
        ranges.extend(nodes.map(|id| view.range(id)));
    }
    ranges.retain(spans_lines);
    ranges
}

/// Runs of at least two lines of comments.
fn of_comments(parse: &Parse) -> Vec<TextRange> {
    let mut runs: Vec<(TextRange, usize)> = Vec::new();
    for &comment in parse.comments() {
        let start = parse.text.get(..comment.start as usize).unwrap_or_default();
        let is_alone = start.rsplit(['\n', '\r']).next().unwrap_or_default().trim().is_empty();
        if !is_alone {
            continue;
        }
        let follows = |last: TextRange| {
            let between = TextRange::new(last.end, comment.start).of(&parse.text);
            between.trim().is_empty() && between.matches('\n').count() == 1
        };
        match runs.last_mut().filter(|(last, _)| follows(*last)) {
            Some((last, count)) => (last.end, *count) = (comment.end, *count + 1),
            None => runs.push((comment, 1)),
        }
    }
    let is_run = |(range, count): &(TextRange, usize)| *count > 1 || range.of(&parse.text).contains('\n');
    runs.into_iter().filter(is_run).map(|(range, _)| range).collect()
}
