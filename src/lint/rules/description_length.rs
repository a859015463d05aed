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

use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(DescriptionLength, "description_length", Pass::Whole(check));

/// How many characters a description can have.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=500;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for description in manifest.packages.iter().filter_map(|package| package.description.as_ref()) {
        let length = description.value.chars().count();
        if LENGTH.contains(&length) {
            continue;
        }
        let message = match length < *LENGTH.start() {
            true => text!(
                en: "the description is too short: {length} characters",
                zh: "描述过短：只有 {length} 个字符",
                length,
            ),
            false => text!(
                en: "the description is too long: {length} characters",
                zh: "描述过长：有 {length} 个字符",
                length,
            ),
        };
        let label = text!(
            en: "expected {least} to {most} characters",
            zh: "长度应为 {least} 到 {most} 个字符",
            least = LENGTH.start(), most = LENGTH.end(),
        );
        sink.push(RULE.finding(description.span, message).label(label));
    }
}
