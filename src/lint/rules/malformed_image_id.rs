//! ## What it does
//! Finds an image ID with spaces or line breaks around it, and a public image ID whose family is not in lower case, where
//! letter case matters.
//!
//! ## Why is this bad
//! Image IDs are compared character by character. `" centos_7"` and `centos_7` are different strings, so neither an
//! association nor ECS finds the image, and the difference is hard to see. A heredoc or a YAML block scalar ends
//! with a line break. The IDs of public images begin in lower case: "Naming convention for image IDs" of
//! `ALIYUN::ECS::InstanceGroup` (<https://github.com/AlibabaCloudDocs/ros>). The beginnings of IDs that ROS completes,
//! such as `CentOS_7`, may be written in any case (<https://www.alibabacloud.com/help/doc-detail/66902.htm>).
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: "web_server_image "
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: web_server_image
//! ```
//!
//! ## Fix
//! Safe: removes the whitespace and writes the family in lower case.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Applicability;
use crate::grammar::{ImageIdShape, family_of, image_id_shape, is_completed};
use crate::lint::{Check, Pass, Rule, Sink, quick_fix, rule};
use crate::manifest::Manifest;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MalformedImageId, "malformed_image_id", Pass::Unit(check)).once_a_value();

fn check(check: &Check<'_>, sink: &mut Sink) {
    for slot in check.slots() {
        let Some(literal) = slot.literal() else { continue };
        // An association may cover the text as it is written. One that covers it without its spaces leaves the
        // spaces around the image ID that takes its place.
        let covers = |manifest: &Manifest| {
            manifest.association(literal, &slot.resource.name).is_some()
                || manifest.config.as_ref().is_some_and(|config| config.covers(literal))
        };
        if check.manifest.is_some_and(covers) {
            continue;
        }
        let trimmed = literal.trim();
        let right = match is_completed(&slot.resource.resource_type, trimmed) {
            true => trimmed.to_owned(),
            false => in_lower_case(trimmed),
        };
        let (property, resource) = (slot.property(), &slot.resource.name);
        let message = match (trimmed.len() != literal.len(), right != trimmed) {
            (true, _) if literal.ends_with(['\n', '\r']) => {
                text!(
                    en: "`{property}` of `{resource}` ends with a line break",
                    zh: "`{resource}` 的 `{property}` 以换行结尾",
                    property, resource,
                )
            }
            (true, _) => text!(
                en: "`{property}` of `{resource}` has spaces around it",
                zh: "`{resource}` 的 `{property}` 首尾有空白",
                property, resource,
            ),
            (false, true) => text!(
                en: "`{property}` of `{resource}` is a public image ID in the wrong case",
                zh: "`{resource}` 的 `{property}` 是公共镜像 ID，但大小写有误",
                property, resource,
            ),
            (false, false) => continue,
        };
        let spelled = quick_fix::string(check.sources, slot.slot.value.span.file, &right);
        let edit = quick_fix::value(check.sources, slot.slot, &right);
        let finding =
            slot.finding(&RULE, message).label(text!(en: "expected `{right}`", zh: "应为 `{right}`", right));
        let help = text!(en: "write `{spelled}`", zh: "请写 `{spelled}`", spelled);
        sink.push(finding.help(help).fix(Applicability::Safe, edit.into_iter().collect()));
    }
}

/// `image` with its family in lower case, where it is a public image's.
fn in_lower_case(image: &str) -> String {
    let public = matches!(image_id_shape(image), ImageIdShape::Public | ImageIdShape::PartialPublic);
    let family = family_of(image).filter(|_| public);
    match family.and_then(|family| image.split_at_checked(family.name.len())) {
        Some((start, rest)) => format!("{}{rest}", start.to_ascii_lowercase()),
        None => image.to_owned(),
    }
}
