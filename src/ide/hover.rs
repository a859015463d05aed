//! What is at a place, explained.

pub(crate) use super::explain::Hover;
use super::explain::{code, explain};
use super::names::{named_at, slot_at, span_of};
use super::{View, render};
use crate::binding::{self, Binding};
use crate::diagnostic::{Lang, REMARK};
use crate::grammar;
use crate::ir::{Definition, Literal, Named, ValueKind};
use crate::lint;
use crate::source::{Span, TextRange};
use crate::syntax::yaml;
use crate::text;

/// Lines of a definition that are shown.
const LINES: usize = 14;

/// Explains what is at byte `at`.
pub(crate) fn hover(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    slot(view, at, lang)
        .or_else(|| function(view, at, lang))
        .or_else(|| name(view, at, lang))
        .or_else(|| explain(view, at, lang))
        .or_else(|| rule(view, at, lang))
        .or_else(|| version(view, at, lang))
}

/// The image of a slot in each region.
fn slot(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let (id, template, slot) = slot_at(view, at)?;
    let mut text = format!("**{}**\n\n", code(&slot.logical_path));
    let literal = slot.value.as_str().unwrap_or_default();
    if let Some(family) = grammar::family_of(literal) {
        let what = text!(en: "An image of the family {name}.", zh: "镜像族 {name} 的镜像。", name = code(family.name));
        text.push_str(what.get(lang));
        text.push_str("\n\n");
    }
    let association = view
        .manifest
        .zip(template.resource_of(slot))
        .and_then(|(manifest, resource)| Some((manifest, binding::association(slot, manifest, resource)?)));
    let said = match association {
        Some((manifest, association)) => {
            let name = format!("{}@{}", association.package.value, association.version.value);
            let status = manifest.version_of(association).map_or("", |it| it.status.value.name());
            text!(
                en: "Associated with {name} {status}.",
                zh: "关联到 {name} {status}。",
                name = code(&name),
                status = if status.is_empty() { String::new() } else { format!("({status})") },
            )
        }
        None => match view.manifest {
            Some(_) => {
                text!(en: "Associated with no package of the manifest.", zh: "清单中没有与之关联的部署物。")
            }
            None => text!(en: "There is no manifest that associates it.", zh: "没有清单与之关联。"),
        },
    };
    text.push_str(said.get(lang));
    if let (Some(manifest), Some(cx)) = (view.manifest, view.cx()) {
        let binding = Binding::new(cx);
        let regions = render::regions(view);
        let rows: Vec<String> = regions
            .iter()
            .map(|region| {
                let image = binding.image(id, slot, manifest, region);
                let shown = image.map_or_else(|| "–".to_owned(), |it| code(&it.image));
                format!("| {} | {shown} |", code(region))
            })
            .collect();
        if association.is_some() && !rows.is_empty() {
            let head = text!(en: "| region | image |", zh: "| 地域 | 镜像 |");
            text.push_str(&format!("\n\n{}\n| --- | --- |\n{}", head.get(lang), rows.join("\n")));
        }
    }
    Some(Hover { span: view.sources().on_disk(slot.value.span), text })
}

/// The shape of a function, at its short tag or its key.
fn function(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let (file, inner) = view.innermost(at);
    let parse = view.sources().parse(file)?;
    let yaml = parse.yaml()?;
    let id = parse.node_at(inner);
    let by_tag = yaml.tag(id).filter(|_| yaml.kind(id) != yaml::Kind::Alias).and_then(|(range, tag)| {
        let is_here = range.start <= inner && inner <= range.end;
        grammar::function_by_tag(tag).filter(|_| is_here).map(|it| (range, it))
    });
    let by_name = || {
        let function = grammar::function_by_name(&yaml.text(id))?;
        let is_key = parse.parent(id).is_some_and(|parent| yaml.entries(parent).any(|(key, _)| key == id));
        is_key.then(|| (yaml.range(id), function))
    };
    let (range, function) = by_tag.or_else(by_name)?;
    let returns = text!(en: "Returns", zh: "返回");
    let text = format!(
        "```yaml\n{}: {}\n```\n\n{}: {}\n\n<{}>",
        function.name,
        function.arguments,
        returns.get(lang),
        code(function.returns),
        function.source.trim_matches(['<', '>']),
    );
    Some(Hover { span: view.sources().on_disk(range.in_file(file)), text })
}

/// What a name means: its definition, and its value where that is constant.
fn name(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let (references, named) = named_at(view, at)?;
    let shown = named.into_iter().find_map(|named| {
        let span = span_of(references, named)?;
        let text = match references.meant(named).and_then(|id| references.definition(id)) {
            Some(definition) => defined(view, definition, lang),
            None => built_in(view, named, lang)?,
        };
        Some((span, text))
    });
    let (span, text) = shown?;
    Some(Hover { span: view.sources().on_disk(span), text })
}

fn defined(view: &View<'_>, definition: &Definition, lang: Lang) -> String {
    let noun = definition.kind.noun();
    let mut text = format!("{} **{}**", noun.get(lang), code(&definition.name));
    let template = view.unit.and_then(|unit| unit.template(definition.template));
    let resource = template.and_then(|it| it.resources.iter().find(|it| it.body == definition.body));
    if let Some(resource) = resource.filter(|it| !it.resource_type.is_empty()) {
        text.push_str(&format!(" · {}", code(&resource.resource_type)));
    }
    let symbol = template
        .and_then(|it| it.symbols.iter().find(|it| it.body == definition.body && it.kind == definition.kind));
    let value = symbol.and_then(|it| view.cx()?.value(it.value.as_ref()?));
    if let Some(ValueKind::Literal(literal)) = value.map(|it| &it.kind) {
        let value = match literal {
            Literal::String(text) => text.clone(),
            Literal::Number(number) => number.clone(),
            Literal::Bool(value) => value.to_string(),
            Literal::Null => "null".to_owned(),
        };
        text.push_str(&format!(" = {}", code(&value)));
    }
    if let Some(whole) = view.span_of(definition.body) {
        text.push_str(&format!("\n\n{}", snippet(view, whole, definition.name_span)));
    }
    text
}

/// The first lines of a definition, as they are written.
fn snippet(view: &View<'_>, whole: Span, name: Span) -> String {
    let sources = view.sources();
    let text = sources.text(whole.file);
    let from = if name.file == whole.file { whole.start.min(name.start) } else { whole.start };
    let line = text.get(..from as usize).and_then(|it| it.rfind(['\n', '\r'])).map_or(0, |at| at as u32 + 1);
    let shown = TextRange::new(line, whole.end.max(name.end)).of(text).trim_end();
    let indentation = shown.len() - shown.trim_start_matches(' ').len();
    let lines: Vec<&str> = shown.lines().collect();
    let cut = |line: &&str| line.get(indentation..).unwrap_or_else(|| line.trim_start()).to_owned();
    let mut first: Vec<String> = lines.iter().take(LINES).map(cut).collect();
    if lines.len() > LINES {
        first.push("…".to_owned());
    }
    let language = match sources.parse(whole.file).map(|it| it.language) {
        Some(crate::syntax::Language::Hcl) => "terraform",
        Some(crate::syntax::Language::Json) => "json",
        _ => "yaml",
    };
    let body = first.join("\n");
    let fence = if body.contains("```") { "~~~~" } else { "```" };
    format!("{fence}{language}\n{body}\n{fence}")
}

fn built_in(view: &View<'_>, named: Named, lang: Lang) -> Option<String> {
    let Named::Use(index) = named else { return None };
    let it = view.cx()?.references().uses().get(index)?;
    grammar::is_pseudo_parameter(&it.name).then(|| {
        let what = text!(en: "pseudo parameter", zh: "伪参数");
        format!("{} **{}**", what.get(lang), code(&it.name))
    })
}

/// The page of the rule that is named in a comment to nestc, or under `lint` of a manifest.
fn rule(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let (file, inner) = view.innermost(at);
    let parse = view.sources().parse(file)?;
    let text = &*parse.text;
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '-';
    let before = text.get(..inner as usize)?;
    let start = before.trim_end_matches(is_part).len();
    let after = text.get(inner as usize..)?;
    let end = inner as usize + after.len() - after.trim_start_matches(is_part).len();
    let word = text.get(start..end)?;
    let in_remark = parse.comments().iter().any(|comment| {
        comment.start as usize <= start && end <= comment.end as usize && comment.of(text).contains(REMARK)
    });
    let in_lint = view.manifest.is_some_and(|manifest| {
        let holds = |span: Span| span.file == file && span.start <= inner && inner <= span.end;
        manifest.lint.iter().any(|(name, _)| holds(name.span))
    });
    let page = lint::explain(word, lang).filter(|_| in_remark || in_lint)?;
    let range = TextRange::new(start as u32, end as u32);
    Some(Hover { span: view.sources().on_disk(range.in_file(file)), text: page })
}

/// A version of a package, where the manifest names it.
fn version(view: &View<'_>, at: u32, lang: Lang) -> Option<Hover> {
    let manifest = view.manifest?;
    let holds = |span: Span| span.file == view.file && span.start <= at && at <= span.end;
    let used = manifest.associations.iter().find(|it| holds(it.version.span) || holds(it.package.span));
    let (package, version, span) = match used {
        Some(it) => (&it.package.value, manifest.version_of(it)?, it.version.span),
        None => manifest.packages.iter().find_map(|package| {
            let version = package.versions.iter().find(|it| holds(it.name.span))?;
            Some((&package.name.value, version, version.name.span))
        })?,
    };
    let mut text = format!(
        "**{}** ({})",
        code(&format!("{package}@{}", version.name.value)),
        version.status.value.name()
    );
    if !version.images.is_empty() {
        let head = text!(en: "| region | image |", zh: "| 地域 | 镜像 |");
        text.push_str(&format!("\n\n{}\n| --- | --- |", head.get(lang)));
        for (region, image) in &version.images {
            text.push_str(&format!("\n| {} | {} |", code(&region.value), code(&image.value)));
        }
    }
    Some(Hover { span, text })
}
