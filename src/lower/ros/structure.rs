//! What a reader of the template would trip over, whatever the template means: keys that occur twice,
//! tags that ROS does not know, and a text that is too long.

use std::borrow::Cow;
use std::collections::HashMap;

use super::sieve::Sieve;
use super::tree::Reader;
use super::value::is_local;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::grammar;
use crate::ir::Template;
use crate::source::TextRange;
use crate::syntax::NodeId;
use crate::syntax::budget::ROS_TEMPLATE_BYTES;
use crate::syntax::yaml::Kind;

/// Adds the problems of the tree to `template`.
pub(super) fn check(reader: &Reader<'_>, template: &mut Template) {
    let view = reader.view;
    too_long(reader, template);
    let mut sieve = Sieve::new();
    for (id, node) in view.tree.nodes() {
        if node.kind == Kind::Mapping && sieve.may_repeat(view, id) {
            duplicate_keys(reader, id, template);
        }
        // An alias has the tag of what it stands for.
        if node.props != node.start || node.kind == Kind::Alias {
            unknown_tag(reader, id, template);
        }
    }
}

fn too_long(reader: &Reader<'_>, template: &mut Template) {
    let length = reader.view.text.len();
    if length <= ROS_TEMPLATE_BYTES {
        return;
    }
    let start = TextRange::empty(0).in_file(reader.file);
    let message =
        format!("the template has {length} bytes, more than the {ROS_TEMPLATE_BYTES} that ROS reads");
    template.problems.push(
        RuleId::BudgetExceeded
            .finding(start, message)
            .label("the whole file is too long")
            .help("move parts into nested stacks with `TemplateURL`, or scripts into files"),
    );
}

fn duplicate_keys(reader: &Reader<'_>, mapping: NodeId, template: &mut Template) {
    let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
    for (key, _) in reader.view.entries(mapping).filter(|&(key, _)| is_name(reader, key)) {
        let name = reader.view.text(key);
        if let Some(&first) = seen.get(&name) {
            template.problems.push(duplicate(reader, first, key, &name));
        } else {
            seen.insert(name, key);
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

fn duplicate(reader: &Reader<'_>, first: NodeId, second: NodeId, text: &str) -> Diagnostic {
    RuleId::DuplicateKey
        .finding(reader.span(second), format!("the key `{text}` stands twice in one mapping"))
        .label("ROS takes this one")
        .also(reader.span(first), "and silently drops this one")
        .help(format!("keep one `{text}`, or give the other its own name"))
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
    let mut finding = RuleId::UnknownTag
        .finding(range.in_file(reader.file), format!("ROS knows no tag `{tag}`"))
        .label("not one of the 43 functions of ROS");
    finding.help = help.map(Into::into);
    template.problems.push(finding);
}
