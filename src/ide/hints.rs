//! What the text means, beside it: images of a region, constants behind references, how often something is used.

use super::{View, render};
use crate::binding::{Binding, is_rendered};
use crate::diagnostic::Text;
use crate::ir::{Literal, SymbolKind, ValueKind};
use crate::source::Span;
use crate::text;

/// A note after a part of the file.
#[derive(Clone, Debug)]
pub(crate) struct Hint {
    /// What it is about, in the file.
    pub(crate) span: Span,
    pub(crate) label: String,
    pub(crate) tooltip: Text,
}

/// Characters of a constant that are shown.
const SHOWN: usize = 48;

/// The hints in the file: the images of `region` and the constants behind references.
pub(crate) fn hints(view: &View<'_>, region: Option<&str>) -> Vec<Hint> {
    let mut hints = images(view, region);
    hints.extend(constants(view));
    hints.sort_by_key(|it| it.span);
    hints
}

fn images(view: &View<'_>, region: Option<&str>) -> Vec<Hint> {
    let (Some(manifest), Some(cx)) = (view.manifest, view.cx()) else { return Vec::new() };
    let Some(region) = render::shown_region(view, region) else { return Vec::new() };
    let binding = Binding::new(cx);
    let mut hints = Vec::new();
    for (id, template) in cx.unit.iter() {
        for (_, slot) in template.slots_through(|function| manifest.looks_through(function)) {
            let Some(literal) = &slot.literal else { continue };
            if !view.is_here(literal.span) || !is_rendered(slot, manifest) {
                continue;
            }
            let Some(rendered) = binding.image(id, slot, manifest, &region) else { continue };
            hints.push(Hint {
                span: view.sources().on_disk(slot.value.span),
                label: match rendered.region == region {
                    true => format!("→ {}", rendered.image),
                    false => format!("→ {} ({})", rendered.image, rendered.region),
                },
                tooltip: text!(
                    en: "`{version}` in `{own}`",
                    zh: "`{version}` 在 `{own}` 的镜像",
                    version = rendered.version, own = rendered.region,
                ),
            });
        }
    }
    hints.dedup_by(|one, other| one.span == other.span && one.label == other.label);
    hints
}

fn constants(view: &View<'_>) -> Vec<Hint> {
    let Some(cx) = view.cx() else { return Vec::new() };
    let references = cx.references();
    let mut hints = Vec::new();
    for (id, definition) in references.definitions() {
        if definition.kind != SymbolKind::Local {
            continue;
        }
        let Some(template) = cx.unit.template(definition.template) else { continue };
        let symbol =
            template.symbols.iter().find(|it| it.body == definition.body && it.kind == definition.kind);
        let value = symbol.and_then(|symbol| cx.value(symbol.value.as_ref()?));
        let constant = match value.map(|value| &value.kind) {
            Some(ValueKind::Literal(Literal::String(text))) => format!("{text:?}"),
            Some(ValueKind::Literal(Literal::Number(number))) => number.clone(),
            Some(ValueKind::Literal(Literal::Bool(value))) => value.to_string(),
            _ => continue,
        };
        let shown: String = constant.chars().take(SHOWN).collect();
        let more = if shown.len() < constant.len() { "…" } else { "" };
        for it in references.uses_of(id).filter(|it| view.is_here(it.span)) {
            hints.push(Hint {
                span: view.sources().on_disk(it.span),
                label: format!("= {shown}{more}"),
                tooltip: text!(en: "the constant `{name}`", zh: "常量 `{name}`", name = definition.name),
            });
        }
    }
    hints
}

/// A note above a line.
#[derive(Clone, Debug)]
pub(crate) struct Lens {
    pub(crate) span: Span,
    pub(crate) title: Text,
}

/// How often each name is used, and for how many regions the file is rendered.
pub(crate) fn lenses(view: &View<'_>) -> Vec<Lens> {
    let Some(cx) = view.cx() else { return Vec::new() };
    let mut lenses = Vec::new();
    let regions = render::regions(view);
    let has_slots = cx.unit.slots().any(|(_, _, slot)| view.is_here(slot.key_span));
    if has_slots && !regions.is_empty() {
        let count = regions.len();
        let start = Span { file: view.file, start: 0, end: 0 };
        let title = text!(en: "renders for {count} regions", zh: "渲染到 {count} 个地域", count);
        lenses.push(Lens { span: start, title });
    }
    let references = cx.references();
    for (id, definition) in references.definitions().filter(|(_, it)| view.is_here(it.name_span)) {
        if matches!(definition.kind, SymbolKind::MappingKey | SymbolKind::Output | SymbolKind::Rule) {
            continue;
        }
        let count = references.uses_of(id).count();
        let title = match count {
            0 => text!(en: "not used", zh: "未使用"),
            1 => text!(en: "used once", zh: "使用 1 次"),
            _ => text!(en: "used {count} times", zh: "使用 {count} 次", count),
        };
        lenses.push(Lens { span: view.sources().on_disk(definition.name_span), title });
    }
    lenses
}
