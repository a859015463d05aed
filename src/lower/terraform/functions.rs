//! Calls of functions that Terraform does not have, or with the wrong number of arguments.

use super::block::{JsonReader, Text};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text as Words, counted, did_you_mean};
use crate::grammar;
use crate::lower::placeholder::embed_template;
use crate::source::{FileId, TextRange};
use crate::syntax::hcl::{Kind, View};
use crate::syntax::{NodeId, Parse, yaml};
use crate::text;

/// The namespaces of functions: what providers define, and Terraform's own.
/// <https://developer.hashicorp.com/terraform/plugin/framework/functions/concepts>,
/// <https://opentofu.org/docs/language/functions/>
const CORE: &str = "core::";
const PROVIDER: &str = "provider::";

/// The calls in `text`.
pub(super) fn check(text: &Text<'_>, problems: &mut Vec<Diagnostic>) {
    match text {
        Text::Hcl(reader) => in_view(reader.view, reader.file, problems),
        Text::Json(reader) => in_json(reader, problems),
    }
}

/// The calls in the templates of a `.tf.json`.
fn in_json(reader: &JsonReader<'_>, problems: &mut Vec<Diagnostic>) {
    for id in reader.view.tree.ids().filter(|&id| reader.view.kind(id) == yaml::Kind::DoubleQuoted) {
        let text = reader.view.text(id);
        let may_call = (text.contains("${") || text.contains("%{")) && text.contains('(');
        if !may_call {
            continue;
        }
        let file = embed_template(reader.sources, reader.view, reader.file, id);
        if let Some(view) = reader.sources.parse(file).and_then(Parse::hcl) {
            in_view(view, file, problems);
        }
    }
}

fn in_view(view: View<'_>, file: FileId, problems: &mut Vec<Diagnostic>) {
    let calls = view.tree.ids().filter(|&id| view.kind(id) == Kind::Call);
    let found = calls.filter_map(|call| Some((call, finding(view, file, call)?)));
    let found: Vec<(NodeId, Diagnostic)> = found.collect();
    if !found.is_empty() {
        let types = types(view);
        let is_type =
            |range: TextRange| types.iter().any(|it| it.start <= range.start && range.end <= it.end);
        problems.extend(found.into_iter().filter(|&(id, _)| !is_type(view.range(id))).map(|(_, it)| it));
    }
}

/// Where the types of variables are, which are written like calls: `list(string)`.
fn types(view: View<'_>) -> Vec<TextRange> {
    let is_variable = |&id: &NodeId| view.kind(id) == Kind::Block && view.name(id) == "variable";
    let items = view.items(view.root()).filter(is_variable).flat_map(|block| view.items(block));
    let types = items.filter(|&item| view.kind(item) == Kind::Attribute && view.name(item) == "type");
    types.map(|item| view.range(item)).collect()
}

/// What is wrong with the call at `id`.
fn finding(view: View<'_>, file: FileId, id: NodeId) -> Option<Diagnostic> {
    let name = view.call_name(id);
    if name.is_empty() || name.starts_with(PROVIDER) {
        return None;
    }
    let range = view.range(view.tree.first_child(id)?);
    let Some(function) = grammar::terraform_function(name.strip_prefix(CORE).unwrap_or(name)) else {
        return Some(unknown(name, range, file));
    };
    let given = view.arguments(id).count();
    let fits =
        given >= usize::from(function.min) && (function.max == u8::MAX || given <= function.max.into());
    if fits || view.expands(id) {
        return None;
    }
    let takes = wanted(function.min, function.max);
    let message = text!(
        en: "`{name}` takes {takes}, not {given}",
        zh: "`{name}` 需要{takes}，而不是 {given} 个",
        name, takes, given,
    );
    let finding = RuleId::InvalidFunction.finding(range.in_file(file), message);
    Some(finding.label(text!(en: "wrong arguments", zh: "参数有误")))
}

/// How many arguments a function takes.
fn wanted(min: u8, max: u8) -> Words {
    let count = |count: u8| counted(count.into(), "argument", "arguments", "个参数");
    match (min, max) {
        (min, u8::MAX) => {
            let least = count(min);
            text!(en: "at least {least}", zh: "至少 {least}", least)
        }
        (min, max) if min == max => {
            let exact = count(max);
            text!(en: "{exact}", zh: " {exact}", exact)
        }
        (min, max) => {
            let most = count(max);
            text!(en: "{min} to {most}", zh: " {min} 到 {most}", min, most)
        }
    }
}

/// That there is no function `name`, at `range` of `file`.
fn unknown(name: &str, range: TextRange, file: FileId) -> Diagnostic {
    let span = range.in_file(file);
    let message = text!(en: "there is no function `{name}`", zh: "没有函数 `{name}`", name);
    let finding = RuleId::InvalidFunction.finding(span, message);
    let finding = finding.label(text!(en: "Terraform refuses this", zh: "Terraform 会拒绝此处"));
    let (prefix, short) = match name.strip_prefix(CORE) {
        Some(short) => (CORE, short),
        None => ("", name),
    };
    let names = grammar::terraform_functions().iter().map(|it| it.name);
    match grammar::nearest(names, short) {
        Some(near) => {
            let near = format!("{prefix}{near}");
            let edit = Edit { span, text: near.clone() };
            finding.help(did_you_mean(&near)).fix(Applicability::Unsafe, vec![edit])
        }
        None => finding,
    }
}
