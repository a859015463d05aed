//! ## What it does
//! Finds an association whose literal is in no image slot, or that names a resource whose slots do not have the
//! literal. Runs only if all templates of the manifest are checked. A key of `ArtifactRelation` in the configuration of
//! computenest-cli is an error, since its import aborts on a key that it finds at no `ImageId`.
//!
//! ## Why is this bad
//! The package of the association reaches no template. Most often the literal is misspelled in one of the two
//! places, or the template has changed.
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
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//!   wep_image: web_server@v1_0
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
//! regions: [cn-hangzhou, cn-beijing]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
//!           cn-beijing: m-2ze234567890abcdefgh
//! associations:
//!   web_image: web_server@v1_0
//! ```
//!
//! ## Fix
//! None. Remove the association, or write the literal that the template has.
//!
//! ## Since
//! 0.1.0

use std::collections::{BTreeMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::grammar::{ImageIdShape, image_id_shape, nearest};
use crate::lint::rules::{failing_import, unseen_slot};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Config, Manifest, Relation, Spanned, shortened};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnusedAssociation, "unused_association", Pass::Whole(check));

/// Which resources hold a literal; also slots that are not rendered count: the literal is there.
type Holders = BTreeMap<String, HashSet<String>>;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest.filter(|_| whole.complete) else { return };
    let holders = holders(whole);
    // A configuration without templates deploys nothing that could use them.
    let deploys = |config: &&Config| !config.templates.is_empty();
    let relations = manifest.config.iter().filter(deploys).flat_map(|config| &config.relations);
    let relations: Vec<&Relation> =
        relations.filter(|it| !holders.contains_key(it.literal.value.as_str())).collect();
    let seen = if relations.is_empty() { None } else { failing_import::found(whole) };
    for relation in relations {
        let finding = nowhere(&holders, manifest, &relation.literal);
        sink.push_all(match &seen {
            Some(seen) if !seen.contains(&relation.literal.value) => finding.map(aborting),
            _ => finding,
        });
    }
    for association in manifest.associations.iter().filter(|it| it.literal.span.file == manifest.file) {
        let literal = &association.literal;
        let Some(resources) = holders.get(literal.value.as_str()) else {
            sink.push_all(nowhere(&holders, manifest, literal));
            continue;
        };
        for resource in association.resources.iter().filter(|it| !resources.contains(&it.value)) {
            let held = shortened(&literal.value);
            let message = text!(
                en: "`{resource}` does not use image `{held}`",
                zh: "`{resource}` 没有使用镜像 `{held}`",
                resource = resource.value, held,
            );
            let label = text!(en: "not a resource that uses it", zh: "不是使用它的资源");
            let finding = RULE.finding(resource.span, message).label(label);
            let mut names: Vec<&str> = resources.iter().map(String::as_str).collect();
            names.sort_unstable();
            sink.push(match nearest(names, &resource.value) {
                Some(near) => finding.help(did_you_mean(near)),
                None => finding.help(text!(
                    en: "remove it, or write the resource's name as in the template",
                    zh: "请删除它，或按模板中的名称书写资源",
                )),
            });
        }
    }
}

/// The finding about a key on which the import of computenest-cli aborts.
fn aborting(finding: Diagnostic) -> Diagnostic {
    let mut finding = finding;
    finding.severity = Severity::Error;
    finding.notes.push(text!(
        en: "`computenest-cli import` aborts on it",
        zh: "`computenest-cli import` 会因此中止",
    ));
    finding
}

fn nowhere(holders: &Holders, manifest: &Manifest, literal: &Spanned<String>) -> Option<Diagnostic> {
    let message = text!(
        en: "no template uses image `{literal}`",
        zh: "没有模板使用镜像 `{literal}`",
        literal = literal.value,
    );
    let label = text!(en: "this association is never used", zh: "该关联从未被使用");
    let finding = RULE.finding(literal.span, message).label(label);
    let Some(near) = nearest(holders.keys().map(String::as_str), &literal.value) else {
        return Some(finding.help(text!(
            en: "remove it, or write the literal as in the template",
            zh: "请删除它，或按模板中的写法书写字面量",
        )));
    };
    // A misspelling in the template is `unassociated-image`'s to report.
    let config = manifest.config.as_ref();
    let covered = manifest.any_association(near).is_some() || config.is_some_and(|it| it.covers(near));
    let misspelled = image_id_shape(near) == ImageIdShape::Name && !covered;
    let finding = finding.help(text!(
        en: "the templates use `{near}`; write that, or remove this",
        zh: "模板中使用的是 `{near}`；请改为它，或删除此项",
        near,
    ));
    (!misspelled).then_some(finding)
}

fn holders(whole: &Whole<'_>) -> Holders {
    let mut holders = Holders::new();
    for slot in whole.checks.iter().flat_map(|check| check.slots()) {
        let Some(literal) = slot.slot.value.as_str() else { continue };
        for text in [literal, literal.trim()] {
            holders.entry(text.to_owned()).or_default().insert(slot.resource.name.clone());
        }
    }
    // What is handed to a module that is not here is `unseen-slot`'s to report.
    for literal in whole.checks.iter().flat_map(unseen_slot::literals) {
        holders.entry(literal.to_owned()).or_default();
    }
    holders
}
