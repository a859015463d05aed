//! ## What it does
//! Finds a package with more than 20 tags.
//!
//! ## Why is this bad
//! Compute Nest accepts up to 20 tags per package
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
//!     description: The web server's image
//!     tags: { t1: a, t2: a, t3: a, t4: a, t5: a, t6: a, t7: a, t8: a, t9: a, t10: a, t11: a, t12: a, t13: a, t14: a, t15: a, t16: a, t17: a, t18: a, t19: a, t20: a, t21: a }
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
//!     description: The web server's image
//!     tags: { team: web }
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

pub(in crate::lint) static RULE: Rule = rule!(TooManyTags, "too_many_tags", Pass::Whole(check));

/// How many tags a package can have.
const MOST: usize = 20;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for package in &manifest.packages {
        // The first tag past the limit, where the list is cut.
        let Some((tag, _)) = package.tags.get(MOST) else { continue };
        let message = text!(
            en: "package `{name}` has {count} tags, more than the {most} allowed",
            zh: "部署物 `{name}` 有 {count} 个标签，最多允许 {most} 个",
            name = package.name.value, count = package.tags.len(), most = MOST,
        );
        let finding = RULE.finding(package.tags_span.unwrap_or(tag.span), message);
        let finding = finding.label(text!(en: "expected at most {most}", zh: "最多 {most} 个", most = MOST));
        let label = text!(en: "this is tag {number}", zh: "这是第 {number} 个标签", number = MOST + 1);
        sink.push(finding.also(tag.span, label));
    }
}
