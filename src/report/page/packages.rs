//! The table of package versions and regions.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::shown::visible;
use crate::binding;
use crate::manifest::{Manifest, Package, Status, Version, Visibility};

/// The packages of `manifest` with the images that they have in each region.
pub(super) fn table(manifest: &Manifest) -> Markup {
    if manifest.packages.is_empty() {
        return html! { p.dim { "none" } };
    }
    let built = binding::regions(manifest);
    let regions = columns(manifest, &built);
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { "Package" }
                        th { "Visible to" }
                        th { "Version" }
                        th { "Made from" }
                        @for region in &regions { th { (visible(region)) } }
                    }
                }
                @for package in &manifest.packages { (rows(manifest, package, &regions, &built)) }
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

fn rows(manifest: &Manifest, package: &Package, regions: &[String], built: &[String]) -> Markup {
    let count = package.versions.len().max(1);
    html! {
        tbody {
            @if package.versions.is_empty() {
                tr { (head(manifest, package, count)) td.bad colspan=(2 + regions.len()) { "no version" } }
            }
            @for (index, version) in package.versions.iter().enumerate() {
                tr {
                    @if index == 0 { (head(manifest, package, count)) }
                    td.id { code { (visible(&version.name.value)) } br; span.dim { (version.status.value.name()) } }
                    td.id { (source(version)) }
                    @for region in regions { td.id { (image(version, region, built.contains(region))) } }
                }
            }
        }
    }
}

/// The cells that all versions of a package share.
fn head(manifest: &Manifest, package: &Package, rows: usize) -> Markup {
    let (visibility, services) = manifest.visibility_of(&package.name.value);
    let services: Vec<_> = services.iter().map(|service| visible(&service.name.value)).collect();
    html! {
        td rowspan=(rows) {
            code { (visible(&package.name.value)) }
            @if let Some(description) = &package.description { p.dim { (visible(&description.value)) } }
        }
        td rowspan=(rows) {
            (seen_by(&visibility))
            @if services.is_empty() { p.dim { "no service uses it" } }
            @else { p.dim { "by " (services.join(", ")) } }
        }
    }
}

fn seen_by(visibility: &Visibility) -> String {
    match visibility {
        Visibility::Public => "everyone".to_owned(),
        Visibility::Private => "its owner only".to_owned(),
        Visibility::Whitelist(accounts) => format!("accounts {}", visible(&accounts.join(", "))),
    }
}

/// The image that a version was made from, and what kind it is of.
fn source(version: &Version) -> Markup {
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
            None => span.dim { (kind.unwrap_or("not said")) },
        }
    }
}

/// The image of `version` in `region`.
fn image(version: &Version, region: &str, built: bool) -> Markup {
    let image = version.images.iter().find(|(it, _)| it.value == region).map(|(_, image)| &image.value);
    let draft = version.status.value == Status::Draft;
    html! {
        @match image {
            Some(image) => code { (visible(image)) },
            None if built && !draft => span.bad { "no image" },
            None => span.dim { "–" },
        }
    }
}
