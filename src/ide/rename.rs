//! Another name for something, at both ends.

use super::names::{closure, named_at, span_of};
use super::{View, rename_version};
use crate::diagnostic::{Edit, Text};
use crate::ir::{Definition, DefinitionId, Dialect, References, SymbolKind};
use crate::source::{Quoting, Span};
use crate::syntax::{Language, map_edit, write_string};
use crate::text;

/// What can be renamed at byte `at`: the characters of its name.
///
/// # Errors
/// Why it cannot be renamed.
pub(crate) fn prepare(view: &View<'_>, at: u32) -> Result<Span, Text> {
    if let Some(span) = rename_version::prepare(view, at) {
        return Ok(span);
    }
    let nothing = || text!(en: "there is no name here that can be changed", zh: "此处没有可以重命名的名称");
    let (references, named) = named_at(view, at).ok_or_else(nothing)?;
    let span = named.first().and_then(|&named| span_of(references, named)).ok_or_else(nothing)?;
    let definitions = closure(references, named);
    if definitions.is_empty() {
        return Err(text!(
            en: "nothing of this name is defined here, so it cannot be changed",
            zh: "此处没有定义该名称，无法重命名",
        ));
    }
    for &id in &definitions {
        check_spelled_out(view, references, id)?;
    }
    Ok(span)
}

/// The edits after which what is at byte `at` is called `name`, in files on disk.
///
/// # Errors
/// Why it cannot be called so.
pub(crate) fn rename(view: &View<'_>, at: u32, name: &str) -> Result<Vec<Edit>, Text> {
    if let Some(renamed) = rename_version::rename(view, at, name) {
        return renamed;
    }
    prepare(view, at)?;
    let Some((references, named)) = named_at(view, at) else { return Ok(Vec::new()) };
    let definitions = with_namesakes(references, closure(references, named));
    for &id in &definitions {
        check_name(view, references, id, name)?;
        check_free(references, id, name, &definitions)?;
    }
    let mut spans: Vec<Span> = Vec::new();
    for &id in &definitions {
        spans.extend(references.definition(id).map(|it| it.name_span));
        spans.extend(references.uses_of(id).map(|it| it.span));
        spans.extend(override_labels(view, references, id));
    }
    spans.sort_unstable();
    spans.dedup();
    let mut edits: Vec<Edit> = Vec::with_capacity(spans.len());
    for span in spans {
        let written = written(view, span, name);
        let (span, text) = map_edit(view.sources(), span, written).ok_or_else(|| {
            text!(
                en: "the name cannot be written in one of the strings that it is used in",
                zh: "其中一处字符串无法写入该名称",
            )
        })?;
        edits.push(Edit { span, text });
    }
    edits.dedup();
    Ok(edits)
}

/// `definitions` with those that define the same names again: which of them a use means is not sure.
fn with_namesakes(references: &References, definitions: Vec<DefinitionId>) -> Vec<DefinitionId> {
    let is_same = |one: &Definition, other: &Definition| {
        (one.template, one.kind, one.owner, &one.name)
            == (other.template, other.kind, other.owner, &other.name)
    };
    let meant: Vec<&Definition> = definitions.iter().filter_map(|&id| references.definition(id)).collect();
    let all = references.definitions();
    all.filter(|(_, it)| meant.iter().any(|one| is_same(one, it))).map(|(id, _)| id).collect()
}

/// Refuses what is renamed where a use of it is not spelled out: an escape in its name.
fn check_spelled_out(view: &View<'_>, references: &References, id: DefinitionId) -> Result<(), Text> {
    let Some(definition) = references.definition(id) else { return Ok(()) };
    let own = definition.name.rsplit('.').next().unwrap_or_default();
    let is_provider = definition.kind == SymbolKind::Provider;
    let mut spans = references.uses_of(id).map(|it| it.span).chain([definition.name_span]);
    match spans.any(|span| view.sources().slice(span) != own) || is_provider {
        true => Err(text!(
            en: "`{own}` is not spelled out everywhere, so it cannot be changed",
            zh: "`{own}` 并非处处都是直接写出的，无法重命名",
            own,
        )),
        false => Ok(()),
    }
}

fn check_name(view: &View<'_>, references: &References, id: DefinitionId, name: &str) -> Result<(), Text> {
    let Some(definition) = references.definition(id) else { return Ok(()) };
    let template = view.unit.and_then(|unit| unit.template(definition.template));
    let dialect = template.map_or(Dialect::Ros, |template| template.dialect);
    let is_letter = |it: char| match dialect {
        Dialect::Ros => it.is_ascii_alphanumeric() || matches!(it, '_' | '-'),
        Dialect::Terraform => it.is_alphanumeric() || matches!(it, '_' | '-'),
    };
    let begins = name.starts_with(|it: char| it.is_alphabetic() || it == '_');
    let is_key = definition.kind == SymbolKind::MappingKey;
    let fits = match is_key {
        true => !name.trim().is_empty() && !name.contains(char::is_control),
        false => begins && name.chars().all(is_letter),
    };
    if fits {
        return Ok(());
    }
    Err(text!(
        en: "`{name}` cannot be a name: it must begin with a letter and have letters, digits, `_` and `-` only",
        zh: "`{name}` 不能作为名称：必须以字母开头，且只能包含字母、数字、`_` 和 `-`",
        name,
    ))
}

/// Refuses a name that something else of the same scope has.
fn check_free(
    references: &References,
    id: DefinitionId,
    name: &str,
    renamed: &[DefinitionId],
) -> Result<(), Text> {
    let Some(definition) = references.definition(id) else { return Ok(()) };
    let new = match definition.name.rsplit_once('.') {
        Some((before, _)) => format!("{before}.{name}"),
        None => name.to_owned(),
    };
    // `Ref` finds parameters, locals and resources by one name.
    let shared = [SymbolKind::Parameter, SymbolKind::Resource, SymbolKind::Local, SymbolKind::DataSource];
    let clashes = |kind: SymbolKind| {
        kind == definition.kind || shared.contains(&kind) && shared.contains(&definition.kind)
    };
    let mut others = references.definitions().filter(|(other, _)| !renamed.contains(other));
    let taken = others.find(|(_, it)| {
        it.template == definition.template
            && it.owner == definition.owner
            && clashes(it.kind)
            && it.name == new
    });
    match taken {
        Some((_, taken)) => {
            let what = taken.kind.noun();
            Err(text!(en: "there is a {what} `{name}` already", zh: "已有{what} `{name}`", what, name))
        }
        None => Ok(()),
    }
}

/// The labels of blocks in override files that change what `id` defines.
fn override_labels(view: &View<'_>, references: &References, id: DefinitionId) -> Vec<Span> {
    let Some(definition) = references.definition(id) else { return Vec::new() };
    let template = view.unit.and_then(|unit| unit.template(definition.template));
    let own = template.into_iter().flat_map(|template| &template.resources);
    let overrides = own.filter(|it| it.body == definition.body).flat_map(|it| &it.overrides);
    let labels = overrides.filter_map(|&node| {
        let hcl = view.sources().parse(node.file)?.hcl()?;
        let label = hcl.labels(node.id).last()?;
        let range = hcl.range(label);
        let bare = crate::source::TextRange::new(range.start + 1, range.end.saturating_sub(1));
        let quoted = range.of(hcl.text).starts_with('"') && bare.start <= bare.end;
        Some(if quoted { bare } else { range }.in_file(node.file))
    });
    labels.collect()
}

/// `name` as it is written at `span`, whose text has it with or without quotes.
fn written(view: &View<'_>, span: Span, name: &str) -> String {
    let sources = view.sources();
    let text = sources.text(span.file);
    let before = text.get(..span.start as usize).and_then(|it| it.chars().next_back());
    let after = text.get(span.end as usize..).and_then(|it| it.chars().next());
    let is_yaml = sources.parse(span.file).is_some_and(|parse| parse.language == Language::Yaml);
    // A plain word of YAML can be something else than a string: `on`, `1`.
    let ends = |it: Option<char>| it.is_none_or(|it| it.is_whitespace() || ",:[]{}".contains(it));
    match is_yaml && ends(before) && ends(after) {
        true => write_string(Quoting::YamlPlain { flow: true }, name).unwrap_or_else(|| format!("'{name}'")),
        false => name.to_owned(),
    }
}
