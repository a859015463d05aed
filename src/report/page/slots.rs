//! The table of image slots.

use maud::{Markup, html};

use super::super::shown::{MASK, visible};
use super::draft::{Page, Subject, code_in};
use super::slot::{Becomes, Slot};
use crate::binding::{self, Binding, Found};
use crate::build;
use crate::diagnostic::{Text, counted};
use crate::ir::{HANDED, ImageSlot, Template, TemplateId};
use crate::lower::Cx;
use crate::plan::OutputPattern;
use crate::resolve::{self, Class, Resolution};
use crate::text;
use crate::workspace::Compiled;

/// The slots by their places; a slot of a module that several others call is there once.
pub(super) fn collect(page: &Page<'_>) -> Vec<Slot> {
    let subject = page.subject;
    let pattern = subject.manifest.output.as_ref().map(|output| output.value.as_str());
    let pattern = OutputPattern::new(pattern).ok();
    let mut slots = Vec::new();
    for compiled in subject.compiled {
        let binding = Binding::new(Cx::new(subject.shown.sources, &compiled.unit));
        for (id, template) in compiled.unit.iter() {
            for (_, slot) in template.slots_through(|function| subject.manifest.looks_through(function)) {
                slots.push(one(page, compiled, &binding, (id, template), slot, pattern.as_ref()));
            }
        }
    }
    slots.sort_by(|one, other| one.key.cmp(&other.key));
    slots.dedup_by(|later, first| {
        let is_same = first.is_like(later);
        if is_same {
            first.outputs.append(&mut later.outputs);
            first.outputs.sort_unstable();
            first.outputs.dedup();
        }
        is_same
    });
    slots
}

fn one(
    page: &Page<'_>,
    compiled: &Compiled,
    binding: &Binding<'_>,
    (id, template): (TemplateId, &Template),
    slot: &ImageSlot,
    pattern: Option<&OutputPattern>,
) -> Slot {
    let subject = page.subject;
    let sources = subject.shown.sources;
    let at = sources.on_disk(slot.value.span);
    let resolution = resolve::resolve(Cx::new(sources, &compiled.unit), id, &slot.value);
    let literal = resolution.class == Class::Literal;
    let becomes = becomes(page, slot, (id, template, binding), literal);
    let written = matches!(becomes, Becomes::Image(..)) && !compiled.unit.is_downloaded(id);
    let outputs = pattern.filter(|_| written).and_then(|pattern| {
        let file = subject.workspace.path(slot.value.span.file)?;
        build::output_of(pattern, subject.base, compiled.input.path(), &file, "{region}")
    });
    Slot {
        span: slot.value.span,
        key: (sources.name(at.file).to_owned(), at.start, at.end, slot.logical_path.clone()),
        resource: template
            .resource_of(slot)
            .map(|it| (visible(&it.name).into_owned(), visible(&it.resource_type).into_owned())),
        path: visible(&slot.path).into_owned(),
        value: value(subject, slot, &resolution),
        becomes,
        // A slot through a function says its region beside the value.
        region: binding
            .own_region(id, slot)
            .ok()
            .flatten()
            .filter(|_| slot.through.is_none())
            .map(str::to_owned),
        outputs: outputs.into_iter().collect(),
    }
}

/// The literal in backticks, or else by way of what the value comes; and the functions that choose it.
fn value(subject: Subject<'_>, slot: &ImageSlot, resolution: &Resolution) -> String {
    let shown = subject.shown;
    let mut lines = match slot.value.as_str() {
        Some(_) if shown.hides(slot.value.span) => vec![format!("`{MASK}`")],
        // A backtick would end the code.
        Some(text) => vec![format!("`{}`", shown.value(text).replace('`', "\\u{60}"))],
        None if resolution.via.is_empty() => vec![subject.say(&kind(resolution.class))],
        None => resolution.via.iter().map(|hop| shown.text(&hop.what)).collect(),
    };
    if let Some(through) = &slot.through {
        let function = through.function();
        lines.push(match &through.region {
            Some(region) => {
                let region = visible(region);
                subject.say(&text!(en: "by `{function}` in {region}", zh: "通过 `{function}`，地域 {region}", function, region))
            }
            None => subject.say(&text!(en: "by `{function}`", zh: "通过 `{function}`", function)),
        });
    }
    lines.join("\n")
}

/// What a value is that is no literal and comes by way of nothing that has a name.
fn kind(class: Class) -> Text {
    match class {
        Class::Literal => text!(en: "literal", zh: "字面量"),
        Class::Parameter => text!(en: "parameter", zh: "参数"),
        Class::Function => text!(en: "function", zh: "函数"),
        Class::Variable => text!(en: "variable", zh: "变量"),
        Class::Local => text!(en: "local", zh: "局部变量"),
        Class::Data => text!(en: "data source", zh: "数据源"),
        Class::Reference => text!(en: "reference", zh: "引用"),
        Class::Interpolation => text!(en: "string with values in it", zh: "嵌有其他值的字符串"),
        Class::Expression => text!(en: "expression", zh: "表达式"),
        Class::NotAString => text!(en: "not a string", zh: "不是字符串"),
        Class::Null => text!(en: "nothing", zh: "空值"),
        Class::Error => text!(en: "cannot be read", zh: "无法读取"),
    }
}

/// What a build puts in the place of the slot's value.
fn becomes(
    page: &Page<'_>,
    slot: &ImageSlot,
    (id, template, binding): (TemplateId, &Template, &Binding<'_>),
    literal: bool,
) -> Becomes {
    let manifest = page.subject.manifest;
    let resource = template.resource_of(slot);
    // What such a function returns has rows of its own.
    let looks_through = |function| function == HANDED || manifest.looks_through(function);
    let chosen = slot.expands.is_some_and(looks_through);
    let found = matches!(binding.found(id, slot, &page.built), Found::By(..));
    let association = resource.and_then(|resource| binding::association(slot, manifest, resource));
    let relation = resource.and_then(|resource| binding::without_package(slot, manifest, resource));
    match association {
        Some(association) if binding::is_rendered(slot, manifest) => {
            let (package, version) = (&association.package.value, &association.version.value);
            Becomes::Image(format!("{package}@{version}"), page.version_id(package, version))
        }
        Some(_) => Becomes::NotReplaced,
        None if relation.is_some() => Becomes::LeftToComputeNest,
        None if chosen => Becomes::ByItsLiterals,
        None if found => Becomes::AtDeployment,
        None if literal => Becomes::Stays,
        None => Becomes::Cannot,
    }
}

/// All slots, or that there are none.
pub(super) fn table(page: &mut Page<'_>) -> Markup {
    if page.slots.is_empty() {
        return page.none();
    }
    let subject = page.subject;
    let slots = std::mem::take(&mut page.slots);
    let count = counted(slots.len(), "slot", "slots", "处镜像属性");
    let markup = html! {
        div.scroll.cards.slots role="group" tabindex="0" aria-labelledby="slots" {
            table {
                caption { (subject.say(&count)) }
                thead {
                    tr {
                        (page.head(&text!(en: "Place", zh: "位置")))
                        (page.head(&text!(en: "Resource", zh: "资源")))
                        (page.head(&text!(en: "Property", zh: "属性")))
                        (page.head(&text!(en: "Value", zh: "值")))
                        (page.head(&text!(en: "Becomes", zh: "替换为")))
                    }
                }
                tbody { @for (index, slot) in slots.iter().enumerate() { (row(page, index, slot)) } }
            }
        }
    };
    page.slots = slots;
    markup
}

fn row(page: &mut Page<'_>, index: usize, slot: &Slot) -> Markup {
    let link = page.texts.link(page.subject.shown, slot.span);
    html! {
        tr.row.p[slot.becomes == Becomes::Cannot] id={ "s" (index) } {
            td.place { (link) }
            td { @if let Some((name, kind)) = &slot.resource { code { (name) } br; span.dim { (kind) } } }
            td.c { (slot.path) }
            td { @for (at, line) in slot.value.split('\n').enumerate() { @if at > 0 { br; } (code_in(line)) } }
            td { (what_becomes(page.subject, slot)) }
        }
    }
}

fn what_becomes(subject: Subject<'_>, slot: &Slot) -> Markup {
    let (class, said): (&str, Text) = match &slot.becomes {
        Becomes::Image(name, version) => {
            return html! {
                @match version {
                    Some(id) => a.c href={ "#v" (id) } { (visible(name)) },
                    None => code.bad { (visible(name)) },
                }
                @if let Some(region) = &slot.region {
                    p.dim { (subject.say(&text!(en: "always in ", zh: "固定地域 "))) (visible(region)) }
                }
            };
        }
        Becomes::NotReplaced => ("warning", text!(en: "is not replaced here", zh: "此处不替换")),
        Becomes::LeftToComputeNest => ("dim", text!(en: "left to Compute Nest", zh: "由计算巢处理")),
        Becomes::ByItsLiterals => ("dim", text!(en: "its literals are replaced", zh: "替换其中的字面量")),
        Becomes::AtDeployment => ("dim", text!(en: "is found at deployment", zh: "部署时确定")),
        Becomes::Stays => ("dim", text!(en: "stays as it is", zh: "保持不变")),
        Becomes::Cannot => ("bad", text!(en: "cannot be replaced", zh: "无法替换")),
    };
    html! { span class=(class) { (subject.say(&said)) } }
}
