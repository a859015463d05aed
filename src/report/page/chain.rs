//! Where each image comes from and where it goes, as a chain: package, version, region, image, slot, output.

use maud::{Markup, html};

use super::super::shown::visible;
use super::draft::{Page, status};
use super::slot::Slot;
use crate::diagnostic::counted;
use crate::manifest::{Package, Version};
use crate::text;

/// Versions whose chains are open from the start.
const OPEN: usize = 3;

/// A chain for each version.
pub(super) fn all(page: &mut Page<'_>) -> Markup {
    let versions = page.versions();
    if versions.is_empty() {
        return page.none();
    }
    let open = versions.len() <= OPEN;
    html! {
        @for (index, (package, version)) in versions.iter().enumerate() {
            (one(page, index, package, version, open))
        }
    }
}

fn one(page: &mut Page<'_>, index: usize, package: &Package, version: &Version, open: bool) -> Markup {
    let subject = page.subject;
    let name = format!("{}@{}", package.name.value, version.name.value);
    let slots = std::mem::take(&mut page.slots);
    let own: Vec<(usize, &Slot)> =
        slots.iter().enumerate().filter(|(_, slot)| slot.version() == Some(index)).collect();
    let count = counted(own.len(), "slot", "slots", "处镜像属性");
    let images = counted(version.images.len(), "image", "images", "个镜像");
    let markup = html! {
        details.row id={ "v" (index) } open[open] {
            summary { code { (visible(&name)) } " " span.dim { (subject.listed([images, count].map(|it| subject.say(&it)))) } }
            ol.chain {
                (package_link(page, package))
                (version_link(page, version))
                (images_link(page, index, version))
                (slots_link(page, &own))
            }
        }
    };
    page.slots = slots;
    markup
}

fn package_link(page: &mut Page<'_>, package: &Package) -> Markup {
    let subject = page.subject;
    let link = page.texts.named(subject.shown, package.name.span, &visible(&package.name.value));
    html! {
        li { p.what { (subject.say(&text!(en: "Package", zh: "部署物"))) } (link) }
    }
}

fn version_link(page: &mut Page<'_>, version: &Version) -> Markup {
    let subject = page.subject;
    let link = page.texts.named(subject.shown, version.name.span, &visible(&version.name.value));
    html! {
        li {
            p.what { (subject.say(&text!(en: "Version", zh: "版本"))) }
            (link) " " span.dim { (subject.say(&status(version.status.value))) }
            @if let Some(source) = &version.source {
                p.dim {
                    (subject.say(&text!(en: "made from ", zh: "来源：")))
                    @if let Some(image) = &source.image { (page.texts.named(subject.shown, image.span, &visible(&image.value))) " " }
                    (visible(&source.region.value))
                }
            }
        }
    }
}

fn images_link(page: &mut Page<'_>, index: usize, version: &Version) -> Markup {
    let subject = page.subject;
    let regions = page.regions.clone();
    html! {
        li {
            p.what { (subject.say(&text!(en: "Region and image", zh: "地域与镜像"))) }
            ul {
                @for (at, region) in regions.iter().enumerate() {
                    @if let Some(image) = version.image_in(region) {
                        @let link = page.texts.named(subject.shown, image.span, &visible(&image.value));
                        li id={ "v" (index) "r" (at) } data-r=(visible(region)) { (visible(region)) span.to { (link) } }
                    }
                }
            }
            @if version.images.is_empty() { span.bad { (subject.say(&text!(en: "no image", zh: "没有镜像"))) } }
        }
    }
}

fn slots_link(page: &Page<'_>, slots: &[(usize, &Slot)]) -> Markup {
    let subject = page.subject;
    html! {
        li {
            p.what { (subject.say(&text!(en: "Slot and output", zh: "镜像属性与输出文件"))) }
            @if slots.is_empty() { span.dim { (subject.say(&text!(en: "no template uses it", zh: "没有模板使用它"))) } }
            ul {
                @for (at, slot) in slots {
                    li {
                        a.c href={ "#s" (at) } { (slot.name()) }
                        @if let Some(region) = &slot.region {
                            " " span.dim { (subject.say(&text!(en: "always in ", zh: "固定地域 "))) (visible(region)) }
                        }
                        @for output in &slot.outputs { span.to { (path(output)) } }
                    }
                }
            }
        }
    }
}

/// A path in which `{region}` stands for each region that is built for.
fn path(output: &str) -> Markup {
    let shown = visible(output);
    html! {
        code {
            @for (index, part) in shown.split("{region}").enumerate() {
                @if index > 0 { var { "{region}" } }
                (part)
            }
        }
    }
}
