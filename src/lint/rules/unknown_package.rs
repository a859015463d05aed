//! ## What it does
//! Finds an association with a package or a version that the manifest does not have, and a service that uses a
//! package that it does not have.
//!
//! ## Why is this bad
//! Nothing can take the place of the literal.
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

use std::collections::HashMap;

use crate::diagnostic::{Applicability, Severity};
use crate::grammar::nearest;
use crate::lint::{Look, Rule, Sink, Whole, write};
use crate::manifest::{Package, Spanned};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST216",
    name: "unknown-package",
    level: Severity::Error,
    source: include_str!("unknown_package.rs"),
    look: Look::Whole(check),
};

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
    for name in manifest.services.iter().flat_map(|service| &service.packages) {
        if !packages.contains_key(name.value.as_str()) {
            report(whole, name, "package", &format!("there is no package `{}`", name.value), names(), sink);
        }
    }
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
