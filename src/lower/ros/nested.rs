//! Templates inside a ROS template: nested stacks, and Terraform in `Workspace`.

use super::resource::Stack;
use super::tree::Reader;
use super::{NESTING, add_text, lower_body};
use crate::diagnostic::{RuleId, Text};
use crate::ir::{Dialect, Entry, Parent, Relation, Template, TemplateId, Unit, ValueKind};
use crate::lower::terraform;
use crate::source::{FileId, Format};
use crate::syntax::NodeId;
use crate::syntax::SourceMap;
use crate::syntax::yaml::{Kind, View};
use crate::text;

/// Adds what the template `id`, whose top mapping is `root` and which lies `depth` levels deep, carries.
pub(super) fn add(
    unit: &mut Unit,
    sources: &SourceMap,
    reader: &Reader<'_>,
    root: NodeId,
    stacks: &[Stack],
    (id, depth): (TemplateId, usize),
) {
    add_workspace(unit, sources, reader, root, id);
    for &(key, body) in stacks {
        let Some(properties) = reader.resource_field(body, "Properties") else { continue };
        let Some(inner) = reader.find(properties.value, "TemplateBody") else { continue };
        if depth >= NESTING {
            let problem = RuleId::BudgetExceeded.finding(reader.span(key), too_deep());
            unit.problems.push(problem.label(text!(en: "not looked into", zh: "未检查其内容")));
            continue;
        }
        let arguments =
            match reader.find(properties.value, "Parameters").map(|it| reader.value(it.value).kind) {
                Some(ValueKind::Map(entries)) => entries,
                _ => Vec::new(),
            };
        let relation = stack(reader, key, arguments);
        add_stack(unit, sources, reader, inner.value, Parent { template: id, relation }, depth + 1);
    }
}

fn too_deep() -> Text {
    text!(
        en: "more than {most} templates are nested in each other",
        zh: "嵌套的模板超过 {most} 层",
        most = NESTING,
    )
}

fn stack(reader: &Reader<'_>, key: NodeId, arguments: Vec<Entry>) -> Relation {
    Relation::NestedStack { resource: reader.view.text(key).into_owned(), arguments }
}

/// A template body: a mapping of this text, or a string that is a text of its own.
fn add_stack(
    unit: &mut Unit,
    sources: &SourceMap,
    reader: &Reader<'_>,
    body: NodeId,
    parent: Parent,
    depth: usize,
) {
    let body = reader.view.deref(body);
    match reader.view.kind(body) {
        // What a function makes nobody can look into.
        Kind::Mapping if reader.function_at(body).is_some() => {}
        Kind::Mapping => {
            let mut nested = Template::new(Dialect::Ros);
            nested.files.push(reader.file);
            let id = unit.add(nested, Some(parent));
            lower_body(unit, sources, reader, body, id, depth);
        }
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded
            if !is_function(reader.view, body) =>
        {
            let file = embed(sources, reader, body, ("TemplateBody", Format::JsonOrYaml));
            add_text(unit, sources, file, Some(parent), depth);
        }
        _ => {}
    }
}

fn is_function(view: View<'_>, id: NodeId) -> bool {
    view.meant_tag(id).is_some_and(|(_, tag)| crate::grammar::function_by_tag(&tag).is_some())
}

/// The text of the scalar `id` as a text of its own.
fn embed(sources: &SourceMap, reader: &Reader<'_>, id: NodeId, named: (&str, Format)) -> FileId {
    sources.embed((reader.file, reader.view.range(id)), named, || {
        let (text, pieces) = reader.view.embedded(id);
        (text, pieces, reader.view.quoting(id))
    })
}

fn add_workspace(unit: &mut Unit, sources: &SourceMap, reader: &Reader<'_>, root: NodeId, id: TemplateId) {
    let Some(workspace) = reader.find(root, "Workspace") else { return };
    let mut folders = terraform::Texts::new(sources);
    for (key, value) in reader.view.entries(workspace.value) {
        let path = reader.view.text(key).into_owned();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let text = reader.view.deref(value);
        let is_text =
            reader.view.is_scalar(text) && !matches!(reader.view.kind(text), Kind::Empty | Kind::Error);
        if is_text && (terraform::is_module_file(name) || terraform::is_values_file(name)) {
            let path = path.trim_start_matches("./").to_owned();
            let file = embed(sources, reader, text, (&path, Format::of_name(&path)));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.add(folder, file);
        }
    }
    terraform::add_modules(unit, sources, &folders, Some(id));
}
