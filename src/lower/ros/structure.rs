//! What a reader of the template would trip over, whatever the template means: keys that stand twice,
//! tags that ROS does not know, and a text that is too long.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tree::Reader;
use super::value::is_local;
use crate::grammar;
use crate::ir::{Problem, ProblemKind, Template};
use crate::syntax::NodeId;
use crate::syntax::budget::ROS_TEMPLATE_BYTES;
use crate::syntax::yaml::Kind;

/// Mappings with more entries than this are checked with a hash table.
const FEW_ENTRIES: usize = 12;

/// Adds the problems of the tree to `template`.
pub(super) fn check(reader: &Reader<'_>, template: &mut Template) {
    let mut seen = Vec::with_capacity(FEW_ENTRIES);
    let text = reader.view.text;
    if text.len() > ROS_TEMPLATE_BYTES {
        let span = crate::source::TextRange::empty(0).in_file(reader.file);
        template.problems.push(Problem {
            kind: ProblemKind::Budget,
            span,
            message: format!(
                "the template has {} bytes, more than the {ROS_TEMPLATE_BYTES} that ROS reads",
                text.len()
            )
            .into(),
            label: "the whole file is too long".into(),
            related: None,
            help: Some("move parts into nested stacks with `TemplateURL`, or scripts into files".into()),
            fix: Vec::new(),
        });
    }
    let tagged = memchr::memchr(b'!', text.as_bytes()).is_some();
    for id in reader.view.tree.ids() {
        if reader.view.kind(id) == Kind::Mapping {
            duplicate_keys(reader, id, &mut seen, template);
        }
        if tagged {
            unknown_tag(reader, id, template);
        }
    }
}

fn duplicate_keys<'t>(
    reader: &Reader<'t>,
    mapping: NodeId,
    seen: &mut Vec<(NodeId, Cow<'t, str>)>,
    template: &mut Template,
) {
    seen.clear();
    for (key, _) in reader.view.entries(mapping) {
        if !is_name(reader, key) {
            continue;
        }
        if seen.len() == FEW_ENTRIES {
            return many_duplicate_keys(reader, mapping, template);
        }
        let text = reader.view.text(key);
        seen.push((key, text));
    }
    for (index, (later, text)) in seen.iter().enumerate().skip(1) {
        if let Some((first, _)) = seen.iter().take(index).find(|(_, first)| first == text) {
            template.problems.push(duplicate(reader, *first, *later, text));
        }
    }
}

fn many_duplicate_keys(reader: &Reader<'_>, mapping: NodeId, template: &mut Template) {
    let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
    let keys = reader.view.entries(mapping).map(|(key, _)| key);
    for key in keys.filter(|&key| is_name(reader, key)) {
        let text = reader.view.text(key);
        if let Some(&first) = seen.get(&text) {
            template.problems.push(duplicate(reader, first, key, &text));
        } else {
            seen.insert(text, key);
        }
    }
}

/// Whether `key` is a scalar that names something; several merge keys are fine.
fn is_name(reader: &Reader<'_>, key: NodeId) -> bool {
    match reader.view.kind(key) {
        Kind::Plain => reader.view.range(key).of(reader.view.text) != "<<",
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded => true,
        _ => false,
    }
}

fn duplicate(reader: &Reader<'_>, first: NodeId, second: NodeId, text: &str) -> Problem {
    Problem {
        kind: ProblemKind::DuplicateKey,
        span: reader.span(second),
        message: format!("the key `{text}` stands twice in one mapping").into(),
        label: "ROS takes this one".into(),
        related: Some((reader.span(first), "and silently drops this one".into())),
        help: Some(format!("keep one `{text}`, or give the other its own name").into()),
        fix: Vec::new(),
    }
}

fn unknown_tag(reader: &Reader<'_>, id: NodeId, template: &mut Template) {
    let Some((range, tag)) = reader.view.tag(id) else { return };
    if !is_local(tag) || grammar::function_by_tag(tag).is_some() {
        return;
    }
    let tags = grammar::functions().iter().map(|function| function.tag);
    let nearest = grammar::nearest(tags, tag);
    let condition = (tag == "!Condition").then(|| "name the condition by a bare string instead".to_owned());
    let help = condition.or_else(|| nearest.map(|nearest| format!("did you mean `{nearest}`?")));
    template.problems.push(Problem {
        kind: ProblemKind::UnknownTag,
        span: range.in_file(reader.file),
        message: format!("ROS knows no tag `{tag}`").into(),
        label: "not one of the 43 functions of ROS".into(),
        related: None,
        help: help.map(Cow::Owned),
        fix: Vec::new(),
    });
}
