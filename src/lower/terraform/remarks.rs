//! What a `.tf.json` says to nestc: `"//": "nestc: allow(rule-name) -- reason"` in an object.

use super::block::JsonReader;
use super::shape::labels_of;
use crate::diagnostic::REMARK;
use crate::ir::{About, NodeRef, Remark, RemarkForm, Template};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::Kind;
use crate::text;

/// An object, or a list of objects.
struct Objects {
    id: NodeId,
    /// The keys on the way down to it.
    keys: Vec<Span>,
    /// How many names a block of the type that the first key is has.
    labels: usize,
}

/// Adds what the strings under `//` in the text of `reader` say to nestc.
pub(super) fn add(reader: &JsonReader<'_>, template: &mut Template) {
    let view = reader.view;
    if !view.text.contains(REMARK) {
        return;
    }
    let Some(root) = view.root() else { return };
    let mut waiting = vec![Objects { id: root, keys: Vec::new(), labels: 0 }];
    while let Some(objects) = waiting.pop() {
        let below = |id, keys, labels| Objects { id, keys, labels };
        let Objects { id, keys, labels } = &objects;
        waiting.extend(view.items(*id).map(|item| below(item, keys.clone(), *labels)));
        for (key, value) in view.entries(*id) {
            let name = view.text(key);
            if name == "//" {
                template
                    .remarks
                    .extend(strings(reader, value).into_iter().map(|it| remark(reader, &objects, it)));
                continue;
            }
            if matches!(view.kind(value), Kind::Mapping | Kind::Sequence) {
                let labels = if keys.is_empty() { labels_of(&name) } else { *labels };
                let keys = keys.iter().copied().chain([view.range(key).in_file(reader.file)]);
                waiting.push(below(value, keys.collect(), labels));
            }
        }
    }
}

/// The string `value`, or the strings of the list that it is, as far as they speak to nestc.
fn strings(reader: &JsonReader<'_>, value: NodeId) -> Vec<NodeId> {
    let view = reader.view;
    let mut strings = vec![value];
    strings.extend(view.items(value));
    strings
        .retain(|&it| view.kind(it) == Kind::DoubleQuoted && view.text(it).trim_start().starts_with(REMARK));
    strings
}

/// What the string `node` in an object of `objects` says.
fn remark(reader: &JsonReader<'_>, objects: &Objects, node: NodeId) -> Remark {
    let quoted = reader.view.range(node).in_file(reader.file);
    let span =
        Span { start: quoted.start + 1, end: quoted.end.saturating_sub(1).max(quoted.start + 1), ..quoted };
    let Objects { id, keys, labels } = objects;
    if !keys.is_empty() && keys.len() <= *labels {
        // Among the names of blocks it would be one of them.
        let form = RemarkForm::Unreadable {
            problem: text!(
                en: "Terraform reads `//` here as the name of a block", zh: "Terraform 会将此处的 `//` 当作块的名称",
            ),
            help: text!(en: "move it into the block", zh: "请将其移到块内"),
        };
        return Remark { span, form };
    }
    let object = reader.view.range(*id).in_file(reader.file);
    let about = match keys.as_slice() {
        [] if reader.view.root() == Some(*id) => About::File,
        [] => About::Spans(vec![object]),
        [_, names @ ..] if keys.len() == labels + 1 && *labels > 0 => {
            About::Spans(names.iter().copied().chain([object]).collect())
        }
        [.., key] => About::Spans(vec![*key, object]),
    };
    Remark { span, form: RemarkForm::Text { node: NodeRef { file: reader.file, id: node }, about } }
}
