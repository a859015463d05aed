//! The table of image slots.

use maud::{Markup, html};

use super::super::shown::{MASK, visible};
use super::{NONE, Subject, code_in, place};
use crate::binding::{self, Binding, Found};
use crate::ir::{HANDED, ImageSlot, Template, TemplateId};
use crate::lower::Cx;
use crate::resolve::{self, Class, Resolution};
use crate::text;
use crate::workspace::Compiled;

/// The slots of the templates with what is put into them.
pub(super) fn table(subject: Subject<'_>) -> Markup {
    let rows = rows(subject);
    if rows.is_empty() {
        return html! { p.dim { (subject.say(&NONE)) } };
    }
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { (subject.say(&text!(en: "Place", zh: "位置"))) }
                        th { (subject.say(&text!(en: "Resource", zh: "资源"))) }
                        th { (subject.say(&text!(en: "Property", zh: "属性"))) }
                        th { (subject.say(&text!(en: "Value", zh: "值"))) }
                        th { (subject.say(&text!(en: "Becomes", zh: "替换为"))) }
                    }
                }
                tbody { @for row in rows { (row) } }
            }
        }
    }
}

/// The rows by their places; a slot of a module that several others call is there once.
fn rows(subject: Subject<'_>) -> Vec<Markup> {
    let mut rows = Vec::new();
    for compiled in subject.compiled {
        let binding = Binding::new(Cx::new(subject.shown.sources, &compiled.unit));
        for (id, template) in compiled.unit.iter() {
            for (_, slot) in template.slots_through(|function| subject.manifest.looks_through(function)) {
                let at = subject.shown.sources.on_disk(slot.value.span);
                let key = (subject.shown.sources.name(at.file), at.start, at.end, slot.logical_path.clone());
                rows.push((key, row(subject, compiled, &binding, (id, template), slot)));
            }
        }
    }
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    rows.dedup_by(|(later, _), (first, _)| later == first);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(
    subject: Subject<'_>,
    compiled: &Compiled,
    binding: &Binding<'_>,
    (id, template): (TemplateId, &Template),
    slot: &ImageSlot,
) -> Markup {
    let resolution = resolve::resolve(Cx::new(subject.shown.sources, &compiled.unit), id, &slot.value);
    let resource = template.resource_of(slot);
    html! {
        tr {
            td.place { (place(subject.shown.sources, slot.value.span)) }
            td {
                @if let Some(resource) = resource {
                    code { (visible(&resource.name)) }
                    br;
                    span.dim { (visible(&resource.resource_type)) }
                }
            }
            td.id { code { (visible(&slot.path)) } }
            td { (value(subject, slot, &resolution)) }
            td { (becomes(subject, slot, (id, template, binding), resolution.class == Class::Literal)) }
        }
    }
}

/// The literal, or else by way of what the value comes; and the functions that choose it.
fn value(subject: Subject<'_>, slot: &ImageSlot, resolution: &Resolution) -> Markup {
    let shown = subject.shown;
    html! {
        @match slot.value.as_str() {
            Some(_) if shown.hides(slot.value.span) => code { (MASK) },
            Some(text) => code { (shown.value(text)) },
            None if resolution.via.is_empty() => (resolution.class.name()),
            None => @for (index, hop) in resolution.via.iter().enumerate() {
                @if index > 0 { br; }
                (code_in(&shown.text(&hop.what)))
            },
        }
        @if let Some(through) = &slot.through {
            p.dim {
                (subject.say(&text!(en: "by ", zh: "通过 "))) code { (through.function()) }
                @if let Some(region) = &through.region { (subject.say(&text!(en: " in ", zh: "，地域 "))) (visible(region)) }
            }
        }
    }
}

/// What a build puts in the place of the slot's value.
fn becomes(
    subject: Subject<'_>,
    slot: &ImageSlot,
    (id, template, binding): (TemplateId, &Template, &Binding<'_>),
    literal: bool,
) -> Markup {
    let resource = template.resource_of(slot);
    // What such a function returns has rows of its own.
    let looks_through = |function| function == HANDED || subject.manifest.looks_through(function);
    let chosen = slot.expands.is_some_and(looks_through);
    // A slot through a function says its region beside the value.
    let own = binding.own_region(id, slot).ok().flatten().filter(|_| slot.through.is_none());
    let regions = binding::regions(subject.manifest);
    let found = matches!(binding.found(id, slot, &regions), Found::By(..));
    let association = resource.and_then(|resource| binding::association(slot, subject.manifest, resource));
    let relation = resource.and_then(|resource| binding::without_package(slot, subject.manifest, resource));
    html! {
        @match association {
            Some(association) if binding::is_rendered(slot, subject.manifest) => {
                code { (visible(&association.package.value)) "@" (visible(&association.version.value)) }
                @if let Some(region) = own { p.dim { (subject.say(&text!(en: "always in ", zh: "固定地域 "))) (visible(region)) } }
            }
            Some(_) => span.warning { (subject.say(&text!(en: "is not replaced here", zh: "此处不替换"))) },
            None if relation.is_some() => span.dim { (subject.say(&text!(en: "left to Compute Nest", zh: "由计算巢处理"))) },
            None if chosen => span.dim { (subject.say(&text!(en: "its literals are replaced", zh: "替换其中的字面量"))) },
            None if found => span.dim { (subject.say(&text!(en: "is found at deployment", zh: "部署时确定"))) },
            None if literal => span.dim { (subject.say(&text!(en: "stays as it is", zh: "保持不变"))) },
            None => span.bad { (subject.say(&text!(en: "cannot be replaced", zh: "无法替换"))) },
        }
    }
}
