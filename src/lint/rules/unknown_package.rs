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

use crate::binding;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Applicability, Diagnostic, Text, did_you_mean};
use crate::grammar::nearest;
use crate::lint::{Check, Pass, Rule, Sink, Whole, quick_fix, rule};
use crate::manifest::{Config, Manifest, Package, Relation, Spanned, shortened};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownPackage, "unknown_package", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    let packages: HashMap<&str, &Package> =
        manifest.packages.iter().map(|package| (package.name.value.as_str(), package)).collect();
    let names = || manifest.packages.iter().map(|package| package.name.value.as_str());
    for association in &manifest.associations {
        let (name, version) = (&association.package, &association.version);
        let Some(package) = packages.get(name.value.as_str()) else {
            report(whole, name, package_noun(), no_package(&name.value), names(), sink);
            continue;
        };
        if manifest.version_of(association).is_none() {
            let message = text!(
                en: "package `{package}` has no version `{version}`",
                zh: "部署物 `{package}` 没有版本 `{version}`",
                package = name.value, version = version.value,
            );
            let versions = package.versions.iter().map(|version| version.name.value.as_str());
            report(whole, version, text!(en: "version", zh: "版本"), message, versions, sink);
        }
    }
    if let Some(config) = &manifest.config {
        unknown_artifacts(config, sink);
        artifacts_without_package(whole, manifest, config, sink);
    }
    for name in manifest.services.iter().flat_map(|service| &service.packages) {
        if !packages.contains_key(name.value.as_str()) {
            report(whole, name, package_noun(), no_package(&name.value), names(), sink);
        }
    }
}

/// Strings of computenest-cli's configuration that name an artifact which it does not have.
fn unknown_artifacts(config: &Config, sink: &mut Sink) {
    let known: BTreeSet<&str> = config.artifacts.iter().map(|it| it.key.value.as_str()).collect();
    for name in config.references.iter().filter(|it| !known.contains(it.value.as_str())) {
        let message = text!(
            en: "there is no artifact `{name}`",
            zh: "没有部署物 `{name}`",
            name = name.value,
        );
        let label = text!(en: "expected the key of an artifact", zh: "此处应为部署物的键");
        let finding = RULE.finding(name.span, message).label(label);
        sink.push(match nearest(known.iter().copied(), &name.value) {
            Some(meant) => finding.help(did_you_mean(meant)),
            None => finding.help(text!(
                en: "add `{name}` under `Artifact`",
                zh: "请在 `Artifact` 下添加 `{name}`",
                name = name.value,
            )),
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
        let Some(relation) = binding::without_package(slot.slot, manifest, slot.resource) else { continue };
        if seen.insert(relation.literal.span) {
            sink.push(without_package(manifest, config, relation, slot.slot.value.span));
        }
    }
}

fn without_package(manifest: &Manifest, config: &Config, relation: &Relation, slot: Span) -> Diagnostic {
    let literal = shortened(&relation.literal.value);
    let by_hand = text!(
        en: "associate `{literal}` with a package version in `nestc.yaml`",
        zh: "请在 `nestc.yaml` 中将 `{literal}` 关联到部署物版本",
        literal,
    );
    let artifact = config.artifact(relation);
    let package = artifact.and_then(|artifact| manifest.package_of(artifact));
    let (message, help) = match (artifact, package) {
        (_, Some(package)) => {
            let version = relation.wanted_version().unwrap_or("draft");
            let message = text!(
                en: "package `{package}` has no version for `{version}`",
                zh: "部署物 `{package}` 没有与 `{version}` 对应的版本",
                package = package.name.value, version,
            );
            let help = text!(
                en: "nestc takes the package's only version, or else its draft, or the version of that number",
                zh: "nestc 会取该部署物的唯一版本，否则取其草稿或对应编号的版本",
            );
            (message, help)
        }
        (Some(artifact), None) => {
            let key = shortened(&artifact.key.value);
            (
                text!(en: "artifact `{key}` has no package", zh: "部署物 `{key}` 没有对应的 package", key),
                text!(
                    en: "name a package `{key}`, or {by_hand}",
                    zh: "请将一个 package 命名为 `{key}`；或者，{by_hand}",
                    key, by_hand,
                ),
            )
        }
        (None, None) => {
            (text!(en: "`{literal}` has no package", zh: "`{literal}` 没有对应的部署物", literal), by_hand)
        }
    };
    let label = text!(en: "nothing to replace this literal with", zh: "没有可替换该字面量的内容");
    let finding = RULE.finding(relation.literal.span, message).label(label);
    finding.also(slot, text!(en: "it is used here", zh: "在此处使用")).help(help)
}

fn package_noun() -> Text {
    text!(en: "package", zh: "部署物")
}

fn no_package(name: &str) -> Text {
    text!(en: "there is no package `{name}`", zh: "没有部署物 `{name}`", name)
}

fn report<'n>(
    whole: &Whole<'_>,
    name: &Spanned<String>,
    what: Text,
    message: Text,
    names: impl Iterator<Item = &'n str> + Clone,
    sink: &mut Sink,
) {
    let finding = RULE.finding(name.span, message).label(text!(
        en: "expected the name of a {what}",
        zh: "此处应为{what}的名称",
        what,
    ));
    sink.push(match nearest(names.clone(), &name.value) {
        Some(meant) => {
            let edits = quick_fix::manifest_string(whole.sources, name, meant).into_iter().collect();
            finding.help(did_you_mean(meant)).fix(Applicability::Unsafe, edits)
        }
        None if names.clone().next().is_none() => finding.help(text!(
            en: "add the {what} under `packages`",
            zh: "请在 `packages` 下添加该{what}",
            what,
        )),
        None => finding.help(text!(
            en: "add it under `packages`, or use a {what} that is there",
            zh: "请在 `packages` 下添加，或改用已有的{what}",
            what,
        )),
    });
}
