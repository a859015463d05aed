//! ## What it does
//! Finds an `m-…` image ID that no association covers, in a template that is meant for more than one region.
//!
//! ## Why is this bad
//! A custom image is in the region where it was made, and a shared, marketplace or community image in the regions where
//! it was released ("Image overview" of Elastic Compute Service). In every other region the deployment fails. An
//! association lets Compute Nest put the image of each region in its place
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>).
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: m-bp1234567890abcdefgh
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
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
//!       ImageId: m-bp1234567890abcdefgh
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
//!   m-bp1234567890abcdefgh: web_server@v1_0
//! ```
//!
//! ## Fix
//! None: the association needs an image for each region.
//!
//! ## Since
//! 0.1.0

use std::collections::HashSet;

use crate::diagnostic::Severity;
use crate::grammar::{ImageIdShape, image_id_shape};
use crate::lint::{Check, Look, Rule, Sink, Slot};
use crate::manifest::Manifest;

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST109",
    name: "region-bound-image",
    level: Severity::Warning,
    source: include_str!("region_bound_image.rs"),
    look: Look::Unit(check),
};

fn check(check: &Check<'_>, sink: &mut Sink) {
    let Some(manifest) = check.manifest else { return };
    let regions = regions(manifest);
    if regions < 2 {
        return;
    }
    for slot in check.supported_slots() {
        let Some(literal) = slot.literal() else { continue };
        let covered = manifest.association(literal, &slot.resource.name).is_some();
        if image_id_shape(literal) != ImageIdShape::Account || covered || has_own_region(slot) {
            continue;
        }
        let message = format!("image `{literal}` is in one region, but the template is built for {regions}");
        let finding = slot.finding(&RULE, message).label("no association covers this image ID");
        sink.push(
            finding
                .note(
                    "custom, shared, marketplace and community images belong to the region that they are in",
                )
                .help(format!("associate `{literal}` with a package version in `nestc.yaml`")),
        );
    }
}

/// How many regions the templates are meant for, as far as the manifest says.
fn regions(manifest: &Manifest) -> usize {
    let names: HashSet<&str> = match &manifest.regions {
        Some(regions) => regions.iter().map(|region| region.value.as_str()).collect(),
        None => {
            let versions = manifest.associations.iter().filter_map(|it| manifest.version_of(it));
            versions.flat_map(|version| &version.images).map(|(region, _)| region.value.as_str()).collect()
        }
    };
    names.len()
}

/// Whether the resource stands in one region whatever the target region is: its provider names a region.
fn has_own_region(slot: &Slot<'_>) -> bool {
    let Some((name, _)) = &slot.resource.provider else { return false };
    let (provider, alias) = match name.split_once('.') {
        Some((provider, alias)) => (provider, Some(alias)),
        None => (name.as_str(), None),
    };
    let configured =
        slot.template.providers.iter().find(|it| it.name == provider && it.alias.as_deref() == alias);
    configured.is_some_and(|it| it.region.as_ref().is_some_and(|region| region.as_str().is_some()))
}
