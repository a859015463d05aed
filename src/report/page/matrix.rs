//! The table of images and regions.

use maud::{Markup, html};

use super::super::shown::visible;
use super::draft::{Page, status};
use crate::diagnostic::counted;
use crate::manifest::{Package, Status, Version};
use crate::text;

/// Which version of which package has an image in which region.
pub(super) fn table(page: &mut Page<'_>) -> Markup {
    let subject = page.subject;
    let versions = page.versions();
    if versions.is_empty() {
        return page.none();
    }
    let gaps = versions.iter().map(|(_, version)| missing(page, version)).sum();
    let caption = text!(
        en: "{versions}, {regions}, {gaps}",
        zh: "{versions}，{regions}，{gaps}",
        versions = counted(versions.len(), "version", "versions", "个版本"),
        regions = counted(page.regions.len(), "region", "regions", "个地域"),
        gaps = counted(gaps, "image is missing", "images are missing", "个镜像缺失"),
    );
    html! {
        div.scroll.matrix role="group" tabindex="0" aria-labelledby="images" {
            table {
                caption { (subject.say(&caption)) }
                thead {
                    tr {
                        (page.head(&text!(en: "Image", zh: "镜像")))
                        @for region in &page.regions {
                            th scope="col" data-r=(visible(region)) {
                                (visible(region))
                                @if !page.built.contains(region) {
                                    br; span.dim { (subject.say(&text!(en: "not built for", zh: "不构建"))) }
                                }
                            }
                        }
                    }
                }
                tbody {
                    @for (index, (package, version)) in versions.iter().enumerate() {
                        (row(page, index, package, version))
                    }
                }
            }
        }
    }
}

/// Regions that are built for and that a published version has no image in.
fn missing(page: &Page<'_>, version: &Version) -> usize {
    let published = version.status.value == Status::Published;
    page.built.iter().filter(|region| published && version.image_in(region).is_none()).count()
}

fn row(page: &Page<'_>, index: usize, package: &Package, version: &Version) -> Markup {
    let name = format!("{}@{}", package.name.value, version.name.value);
    html! {
        tr.row.p[missing(page, version) > 0] {
            th scope="row" {
                a.c href={ "#v" (index) } { (visible(&name)) }
                p.dim { (what(page, version)) }
            }
            @for (at, region) in page.regions.iter().enumerate() {
                (cell(page, (index, at), version, region))
            }
        }
    }
}

/// Its status, and what it is made of.
fn what(page: &Page<'_>, version: &Version) -> String {
    let kind = version.kind.as_ref().map(|kind| kind.value.name().to_owned());
    let source = version.source.as_ref().map(|source| visible(&source.region.value).into_owned());
    let status = page.subject.say(&status(version.status.value));
    page.subject.listed(std::iter::once(status).chain(kind).chain(source))
}

fn cell(page: &Page<'_>, (index, at): (usize, usize), version: &Version, region: &str) -> Markup {
    let label = visible(region);
    let built = page.built.iter().any(|it| it == region);
    html! {
        @match version.image_in(region) {
            Some(image) => td data-r=(label) {
                a.c href={ "#v" (index) "r" (at) } { (visible(&image.value)) }
            },
            None if built && version.status.value == Status::Published => td.gap data-r=(label) {
                (page.subject.say(&text!(en: "no image", zh: "没有镜像")))
            },
            None => td.dim data-r=(label) { "–" },
        }
    }
}
