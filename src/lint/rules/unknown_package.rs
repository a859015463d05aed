//! ## What it does
//! Finds an association with a package or version that the manifest does not have, and a service that uses a
//! package that the manifest does not have. In the configuration of computenest-cli it finds `${Artifact.X.…}` if
//! there is no artifact with the key `X`, and an artifact used in an image slot for which the manifest has no
//! package.
//!
//! ## Why is this bad
//! There is nothing to replace the literal with.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_sever@v1_0
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_image
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Applicability, Diagnostic};
use crate::grammar::nearest;
use crate::lint::{Check, Look, Rule, Sink, Whole, rule, write};
use crate::manifest::{Config, Manifest, Package, Relation, Spanned, shortened};
use crate::plan;
use crate::source::Span;

pub(in crate::lint) static RULE: Rule = rule!(UnknownPackage, "unknown_package", Look::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let packages: HashMap<&str, &Package> =
        manifest.packages.iter().map(|package| (package.name.value.as_str(), package)).collect();
    let names = || manifest.packages.iter().map(|package| package.name.value.as_str());
    for association in &manifest.associations {
        let (name, version) = (&association.package, &association.version);
        let Some(package) = packages.get(name.value.as_str()) else {
            report(whole, name, "package", &format!("there is no package `{}`", name.value), names(), sink);
            continue;
        };
        if manifest.version_of(association).is_none() {
            let message = format!("package `{}` has no version `{}`", name.value, version.value);
            let versions = package.versions.iter().map(|version| version.name.value.as_str());
            report(whole, version, "version", &message, versions, sink);
        }
    }
    if let Some(config) = &manifest.config {
        unknown_artifacts(config, sink);
        artifacts_without_package(whole, manifest, config, sink);
    }
    for name in manifest.services.iter().flat_map(|service| &service.packages) {
        if !packages.contains_key(name.value.as_str()) {
            report(whole, name, "package", &format!("there is no package `{}`", name.value), names(), sink);
        }
    }
}

/// Strings of computenest-cli's configuration that name an artifact which it does not have.
fn unknown_artifacts(config: &Config, sink: &mut Sink) {
    let known: BTreeSet<&str> = config.artifacts.iter().map(|it| it.key.value.as_str()).collect();
    for name in config.references.iter().filter(|it| !known.contains(it.value.as_str())) {
        let message = format!("there is no artifact `{}`", name.value);
        let finding = RULE.finding(name.span, message).label("expected the key of an artifact");
        sink.push(match nearest(known.iter().copied(), &name.value) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")),
            None => finding.help(format!("add `{}` under `Artifact`", name.value)),
        });
    }
}

/// Artifacts used in image slots for which a manifest with packages has no package.
fn artifacts_without_package(whole: &Whole<'_>, manifest: &Manifest, config: &Config, sink: &mut Sink) {
    if manifest.packages.is_empty() {
        return;
    }
    let slots = whole.checks.iter().flat_map(Check::slots);
    let mut seen = HashSet::new();
    for slot in slots {
        let Some(relation) = plan::without_package(slot.slot, manifest, slot.resource) else { continue };
        if seen.insert(relation.literal.span) {
            sink.push(without_package(manifest, config, relation, slot.slot.value.span));
        }
    }
}

fn without_package(manifest: &Manifest, config: &Config, relation: &Relation, slot: Span) -> Diagnostic {
    let literal = shortened(&relation.literal.value);
    let by_hand = format!("associate `{literal}` with a package version in `nestc.yaml`");
    let artifact = config.artifact(relation);
    let package = artifact.and_then(|artifact| manifest.package_of(artifact));
    let (message, help) = match (artifact, package) {
        (_, Some(package)) => {
            let version = relation.wanted_version().unwrap_or("draft");
            let message = format!("package `{}` has no version for `{version}`", package.name.value);
            (
                message,
                "the only version of a package counts, or else a draft, or the version of that number"
                    .to_owned(),
            )
        }
        (Some(artifact), None) => {
            let key = shortened(&artifact.key.value);
            (
                format!("no package stands for artifact `{key}`"),
                format!("call a package `{key}`, or {by_hand}"),
            )
        }
        (None, None) => (format!("no package stands for `{literal}`"), by_hand),
    };
    let finding =
        RULE.finding(relation.literal.span, message).label("nothing can take the place of this literal");
    finding.also(slot, "it stands here").help(help)
}

fn report<'n>(
    whole: &Whole<'_>,
    name: &Spanned<String>,
    what: &str,
    message: &str,
    names: impl Iterator<Item = &'n str> + Clone,
    sink: &mut Sink,
) {
    let finding = RULE.finding(name.span, message).label(format!("expected the name of a {what}"));
    sink.push(match nearest(names.clone(), &name.value) {
        Some(meant) => {
            let edits = write::manifest_string(whole.sources, name, meant).into_iter().collect();
            finding.help(format!("did you mean `{meant}`?")).fix(Applicability::Unsafe, edits)
        }
        None if names.clone().next().is_none() => finding.help(format!("add the {what} under `packages`")),
        None => finding.help(format!("add it under `packages`, or name a {what} that is there")),
    });
}
