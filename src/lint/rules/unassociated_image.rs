//! ## What it does
//! Finds a literal in an image slot that does not have the form of an image ID and that no association covers.
//! Without a manifest that could cover it, this is a note.
//!
//! ## Why is this bad
//! Compute Nest accepts any text as the name of an image if an association says which package it belongs to
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>). Without an association the
//! text is sent to ECS, which has no such image.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: wep_image
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
//! None. Add the literal to `associations`, or write one that is already there.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, Severity};
use crate::grammar::{ImageIdShape, image_id_shape, nearest};
use crate::lint::{Check, Look, Rule, Sink, Slot, rule};
use crate::plan;

pub(in crate::lint) static RULE: Rule = rule!(UnassociatedImage, "unassociated_image", Look::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    // Slots that nothing renders are `unsupported-resource-type`'s to report.
    let rendered = |slot: &&Slot<'_>| match check.manifest {
        Some(manifest) => plan::is_rendered(slot.slot, manifest) && slot.is_used(manifest),
        None => slot.slot.shape.support == crate::ir::Support::Supported,
    };
    for slot in check.slots().filter(rendered) {
        let Some(literal) = slot.literal().map(str::trim) else { continue };
        if image_id_shape(literal) == ImageIdShape::Name && !slot.is_associated(check) {
            sink.push(finding(check, slot, literal));
        }
    }
}

fn finding(check: &Check<'_>, slot: &Slot<'_>, literal: &str) -> Diagnostic {
    let message = format!("`{literal}` is no image ID, and no association covers it");
    let mut finding = slot.finding_at_value(&RULE, message);
    if check.manifest.is_none() {
        finding.severity = Severity::Note;
    }
    if is_masked(literal) {
        return finding
            .label("an ID of which a part is masked, as documentation shows it")
            .help("write the whole image ID, or a free name that an association covers");
    }
    let Some(manifest) = check.manifest else {
        return finding
            .label("the name of an image that only an association gives")
            .help(format!("`nestc init` writes a `nestc.yaml` in which to associate `{literal}`"));
    };
    let resource = &slot.resource.name;
    if let Some(other) = manifest.any_association(literal) {
        return finding
            .label("expected an associated literal")
            .also(other.literal.span, format!("this association is for other resources than `{resource}`"))
            .help(format!("add `{resource}` to its `resources`"));
    }
    finding = finding.label("expected an image ID or an associated literal");
    let relations = manifest.config.iter().flat_map(|config| &config.relations).map(|it| &it.literal);
    let literals = manifest.associations.iter().map(|it| &it.literal).chain(relations);
    match nearest(literals.map(|it| it.value.as_str()), literal) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None if manifest.config.is_some() => finding.help(format!("add `{literal}` to `ArtifactRelation`")),
        None => finding.help(format!("add `{literal}: package@version` to `associations`")),
    }
}

/// Whether `literal` is an image ID with asterisks in it: `m-bp1g7004ksh0oeuc****`.
fn is_masked(literal: &str) -> bool {
    literal.starts_with("m-") && literal.contains('*')
}
