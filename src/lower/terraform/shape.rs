//! Blocks and arguments that Terraform does not know at the top of a file, in variables and in outputs.

use super::block::{Block, Body, Text};
use super::variable_type;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, did_you_mean};
use crate::grammar;
use crate::lower::spelling;
use crate::source::Span;
use crate::text;

/// The blocks at the top of a file, and how many labels each has.
/// <https://developer.hashicorp.com/terraform/language/syntax/configuration>
const BLOCKS: [(&str, usize); 14] = [
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("action", 2),
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("removed", 0),
    ("import", 0),
];

/// <https://developer.hashicorp.com/terraform/language/block/variable>
const VARIABLE: [&str; 9] = [
    "type",
    "default",
    "description",
    "sensitive",
    "nullable",
    "ephemeral",
    "validation",
    "deprecated",
    "const",
];

/// <https://developer.hashicorp.com/terraform/language/block/output>
const OUTPUT: [&str; 8] =
    ["value", "description", "sensitive", "ephemeral", "depends_on", "precondition", "deprecated", "type"];

/// The type of block that `kind` is, or is most likely misspelled for, and how many labels it has.
fn meant(kind: &str) -> Option<(&'static str, usize)> {
    let near = || grammar::nearest(BLOCKS.iter().map(|(kind, _)| *kind), kind);
    let named = |name: &str| BLOCKS.iter().copied().find(|(kind, _)| *kind == name);
    named(kind).or_else(|| named(near()?))
}

/// The type of block that `kind` is meant to be.
pub(super) fn meant_kind(kind: &str) -> &str {
    meant(kind).map_or(kind, |(kind, _)| kind)
}

/// How many labels a block of type `kind` has.
pub(super) fn labels_of(kind: &str) -> usize {
    meant(kind).map_or(0, |(_, labels)| labels)
}

/// What is wrong with `block`; a misspelled block becomes the one that is meant.
pub(super) fn check(block: &mut Block<'_>, problems: &mut Vec<Diagnostic>) {
    let known = BLOCKS.iter().find(|(kind, _)| *kind == block.kind);
    let Some(&(kind, labels)) = known else {
        problems.push(unknown_block(block));
        return;
    };
    if block.labels.len() != labels {
        problems.push(wrong_labels(block, kind, labels));
        return;
    }
    let name = block.labels.first().map(|label| label.text.clone()).unwrap_or_default();
    match kind {
        "variable" => {
            let noun = text!(en: "a variable", zh: "变量");
            let path = format!("var.{name}");
            arguments(block, &VARIABLE, RuleId::InvalidParameter, &noun, &path, problems);
            variable_type::check(block, &path, problems);
        }
        "output" => {
            let noun = text!(en: "an output", zh: "输出");
            arguments(block, &OUTPUT, RuleId::MisplacedKey, &noun, &format!("output.{name}"), problems);
        }
        _ => {}
    }
}

fn unknown_block(block: &mut Block<'_>) -> Diagnostic {
    let kind = block.kind.clone();
    let span = Span { end: block.header.start + kind.len() as u32, ..block.header };
    let key = match &block.body {
        Body::Json(reader, _) => reader.key(&kind),
        Body::Hcl(..) => None,
    };
    let (is_json, span) = (matches!(block.body, Body::Json(..)), key.unwrap_or(span));
    let message = text!(en: "there is no block `{kind}`", zh: "没有 `{kind}` 块", kind);
    let finding = RuleId::MisplacedKey.finding(span, message).at(kind.as_ref());
    let finding = finding.label(text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处"));
    let Some((meant, _)) = meant(&kind) else { return finding };
    block.kind = meant.into();
    let edit = Edit { span, text: if is_json { format!("\"{meant}\"") } else { meant.to_owned() } };
    finding.help(did_you_mean(meant)).fix(Applicability::Unsafe, vec![edit])
}

fn wrong_labels(block: &Block<'_>, kind: &str, labels: usize) -> Diagnostic {
    let wanted = match labels {
        0 => text!(en: "no label", zh: "不带标签"),
        1 => text!(en: "a name", zh: "一个名称"),
        _ => text!(en: "a type and a name", zh: "类型和名称"),
    };
    let message = text!(en: "a `{kind}` block has {wanted}", zh: "`{kind}` 块应为：{wanted}", kind, wanted);
    let label = text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处");
    RuleId::MisplacedKey.finding(block.header, message).label(label)
}

fn arguments(
    block: &Block<'_>,
    known: &[&'static str],
    rule: RuleId,
    noun: &crate::diagnostic::Text,
    path: &str,
    problems: &mut Vec<Diagnostic>,
) {
    for property in block.body.properties() {
        let name = &property.key;
        if known.contains(&name.as_str()) {
            continue;
        }
        let message =
            text!(en: "{noun} has no argument `{name}`", zh: "{noun}没有参数项 `{name}`", noun, name);
        let finding = rule.finding(property.key_span, message).at(path);
        let finding = finding.label(text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处"));
        problems.push(match grammar::nearest(known.iter().copied(), name) {
            Some(near) => {
                let is_json = matches!(block.body, Body::Json(..));
                let text = if is_json { format!("\"{near}\"") } else { near.to_owned() };
                let edit = Edit { span: property.key_span, text };
                finding.help(did_you_mean(near)).fix(Applicability::Unsafe, vec![edit])
            }
            None => finding,
        });
    }
}

/// The arguments at the top of a file, where there can be none. `misplaced-image-id` reports an image ID.
pub(super) fn top_level(text: &Text<'_>, problems: &mut Vec<Diagnostic>) {
    let Text::Hcl(reader) = text else { return };
    for id in reader.attributes(reader.view.root()) {
        let name = reader.view.name(id);
        if name == "image_id" || spelling::is_misspelling(name, "image_id") {
            continue;
        }
        let span = reader.view.name_range(id).in_file(reader.file);
        let message =
            text!(en: "argument `{name}` is outside any block", zh: "参数项 `{name}` 不在任何块中", name);
        let label = text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处");
        problems.push(RuleId::MisplacedKey.finding(span, message).label(label).at(name));
    }
}
