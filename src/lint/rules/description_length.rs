//! ## What it does
//! Finds a package whose description is shorter than 10 or longer than 500 characters.
//!
//! ## Why is this bad
//! Compute Nest accepts only descriptions of 10 to 500 characters
//! (<https://www.alibabacloud.com/help/en/compute-nest/ecs-image-deployment-package>, "Create and publish the
//! deployment package").
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
//!     description: Nginx
//!     versions:
//!       v1_0:
//!         status: published
//!         images:
//!           cn-hangzhou: m-bp1234567890abcdefgh
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
//! regions: [cn-hangzhou]
//! packages:
//!   web_server:
//!     description: Nginx on Alibaba Cloud Linux 3
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
//! None.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Look, Rule, Sink, Whole, rule};

pub(in crate::lint) static RULE: Rule = rule!(DescriptionLength, "description_length", Look::Whole(check));

/// How many characters a description can have.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=500;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for description in manifest.packages.iter().filter_map(|package| package.description.as_ref()) {
        let length = description.value.chars().count();
        if LENGTH.contains(&length) {
            continue;
        }
        let which = if length < *LENGTH.start() { "short" } else { "long" };
        let message = format!("the description is too {which}: it has {length} characters");
        let label = format!("expected {} to {} characters", LENGTH.start(), LENGTH.end());
        sink.push(RULE.finding(description.span, message).label(label));
    }
}
