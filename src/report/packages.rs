//! The packages of a manifest as JSON, with who may see them.

use serde::Serialize;

use super::Place;
use crate::manifest::{self, Manifest};
use crate::source::Span;
use crate::syntax::SourceMap;

#[derive(Serialize)]
pub(super) struct Package<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    visibility: Visibility<'a>,
    versions: Vec<Version<'a>>,
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Visibility<'a> {
    kind: &'static str,
    /// The accounts of a whitelist.
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<String>>,
    /// The services that it follows from.
    services: Vec<&'a str>,
}

#[derive(Serialize)]
struct Version<'a> {
    name: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_region: Option<&'a str>,
    regions: Vec<&'a str>,
    line: u32,
    column: u32,
}

/// The packages of `manifest`, in its order.
pub(super) fn describe<'a>(sources: &'a SourceMap, manifest: &'a Manifest) -> Vec<Package<'a>> {
    let start = |span: Span| {
        let place = Place::of(sources, span);
        (place.file, place.start.line, place.start.column)
    };
    let version = |version: &'a manifest::Version| {
        let (_, line, column) = start(version.name.span);
        Version {
            name: &version.name.value,
            status: version.status.value.name(),
            source_region: version.source.as_ref().map(|source| source.region.value.as_str()),
            regions: version.images.iter().map(|(region, _)| region.value.as_str()).collect(),
            line,
            column,
        }
    };
    let package = |package: &'a manifest::Package| {
        let name = package.name.value.as_str();
        let (file, line, column) = start(package.name.span);
        let (visibility, services) = manifest.visibility_of(name);
        let (kind, accounts) = match visibility {
            manifest::Visibility::Public => ("public", None),
            manifest::Visibility::Private => ("private", None),
            manifest::Visibility::Whitelist(accounts) => ("whitelist", Some(accounts)),
        };
        let services = services.into_iter().map(|service| service.name.value.as_str()).collect();
        Package {
            name,
            description: package.description.as_ref().map(|it| it.value.as_str()),
            visibility: Visibility { kind, accounts, services },
            versions: package.versions.iter().map(version).collect(),
            file,
            line,
            column,
        }
    };
    manifest.packages.iter().map(package).collect()
}
