//! The table of package versions and regions.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::shown::visible;
use super::{NONE, Subject};
use crate::binding;
use crate::diagnostic::Text;
use crate::manifest::{Manifest, Package, Status, Version, Visibility};
use crate::text;

/// The packages of the manifest with the images that they have in each region.
pub(super) fn table(subject: Subject<'_>) -> Markup {
    let manifest = subject.manifest;
    if manifest.packages.is_empty() {
        return html! { p.dim { (subject.say(&NONE)) } };
    }
    let built = binding::regions(manifest);
    let regions = columns(manifest, &built);
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { (subject.say(&text!(en: "Package", zh: "部署物"))) }
                        th { (subject.say(&text!(en: "Visible to", zh: "可见范围"))) }
                        th { (subject.say(&text!(en: "Version", zh: "版本"))) }
                        th { (subject.say(&text!(en: "Made from", zh: "来源镜像"))) }
                        @for region in &regions { th { (visible(region)) } }
                    }
                }
                @for package in &manifest.packages { (rows(subject, package, &regions, &built)) }
            }
        }
    }
}

/// The regions that are built for, then those that have images all the same.
fn columns(manifest: &Manifest, built: &[String]) -> Vec<String> {
    let versions = manifest.packages.iter().flat_map(|package| &package.versions);
    let with_images: BTreeSet<&str> =
        versions.flat_map(|version| &version.images).map(|(region, _)| region.value.as_str()).collect();
    let others = with_images.into_iter().filter(|region| !built.iter().any(|it| it == region));
    built.iter().cloned().chain(others.map(str::to_owned)).collect()
}

fn rows(subject: Subject<'_>, package: &Package, regions: &[String], built: &[String]) -> Markup {
    let count = package.versions.len().max(1);
    html! {
        tbody {
            @if package.versions.is_empty() {
                tr { (head(subject, package, count)) td.bad colspan=(2 + regions.len()) { (subject.say(&text!(en: "no version", zh: "没有版本"))) } }
            }
            @for (index, version) in package.versions.iter().enumerate() {
                tr {
                    @if index == 0 { (head(subject, package, count)) }
                    td.id { code { (visible(&version.name.value)) } br; span.dim { (subject.say(&status(version.status.value))) } }
                    td.id { (source(subject, version)) }
                    @for region in regions { td.id { (image(subject, version, region, built.contains(region))) } }
                }
            }
        }
    }
}

/// The cells that all versions of a package share.
fn head(subject: Subject<'_>, package: &Package, rows: usize) -> Markup {
    let (visibility, services) = subject.manifest.visibility_of(&package.name.value);
    let services: Vec<_> = services.iter().map(|service| visible(&service.name.value)).collect();
    html! {
        td rowspan=(rows) {
            code { (visible(&package.name.value)) }
            @if let Some(description) = &package.description { p.dim { (visible(&description.value)) } }
        }
        td rowspan=(rows) {
            (subject.say(&seen_by(&visibility)))
            @if services.is_empty() { p.dim { (subject.say(&text!(en: "no service uses it", zh: "没有服务使用它"))) } }
            @else { p.dim { (subject.say(&text!(en: "by {services}", zh: "使用者：{services}", services = services.join(", ")))) } }
        }
    }
}

fn seen_by(visibility: &Visibility) -> Text {
    match visibility {
        Visibility::Public => text!(en: "everyone", zh: "所有人"),
        Visibility::Private => text!(en: "its owner only", zh: "仅所有者"),
        Visibility::Whitelist(accounts) => {
            text!(en: "accounts {accounts}", zh: "账号 {accounts}", accounts = visible(&accounts.join(", ")))
        }
    }
}

fn status(status: Status) -> Text {
    match status {
        Status::Draft => text!(en: "draft", zh: "草稿版本"),
        Status::Published => text!(en: "published", zh: "已发布"),
    }
}

/// The image that a version was made from, and what kind it is of.
fn source(subject: Subject<'_>, version: &Version) -> Markup {
    let kind = version.kind.as_ref().map(|kind| kind.value.name());
    html! {
        @match &version.source {
            Some(source) => {
                @if let Some(image) = &source.image { code { (visible(&image.value)) } br; }
                span.dim {
                    (visible(&source.region.value))
                    @if let Some(kind) = kind { ", " (kind) }
                }
            }
            None => span.dim { @match kind { Some(kind) => (kind), None => (subject.say(&text!(en: "not given", zh: "未说明"))) } },
        }
    }
}

/// The image of `version` in `region`.
fn image(subject: Subject<'_>, version: &Version, region: &str, built: bool) -> Markup {
    let image = version.images.iter().find(|(it, _)| it.value == region).map(|(_, image)| &image.value);
    let draft = version.status.value == Status::Draft;
    html! {
        @match image {
            Some(image) => code { (visible(image)) },
            None if built && !draft => span.bad { (subject.say(&text!(en: "no image", zh: "没有镜像"))) },
            None => span.dim { "–" },
        }
    }
}
