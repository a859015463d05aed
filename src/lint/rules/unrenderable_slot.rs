//! ## What it does
//! Finds an image slot or a placeholder for which no edit of the template puts in what a region needs: two resources read
//! one literal and need different images, something else reads it too, or it is in quotes that cannot hold the value. Only
//! `nestc build` reports it, and then writes nothing.
//!
//! ## Why is this bad
//! A build changes the bytes of slots and placeholders and nothing else. Here any change would give another value a
//! meaning that nobody asked for.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Mappings:
//!   Images:
//!     all: { id: base }
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       InstanceType: ecs.g7.large
//!       ImageId: { 'Fn::FindInMap': [Images, all, id] }
//!   Database:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       InstanceType: ecs.g7.large
//!       ImageId: { 'Fn::FindInMap': [Images, all, id] }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! also-through: [Fn::FindInMap]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images: { cn-hangzhou: m-bp1234567890abcdefgh }
//!   database:
//!     description: The database's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images: { cn-hangzhou: m-bp1876543210abcdefgh }
//! associations:
//!   base:
//!     - { package: web_server, version: v1_0, resources: [Web] }
//!     - { package: database, version: v1_0, resources: [Database] }
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Mappings:
//!   Images:
//!     all: { id: web, db: database }
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       InstanceType: ecs.g7.large
//!       ImageId: { 'Fn::FindInMap': [Images, all, id] }
//!   Database:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       InstanceType: ecs.g7.large
//!       ImageId: { 'Fn::FindInMap': [Images, all, db] }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! also-through: [Fn::FindInMap]
//! packages:
//!   web_server:
//!     description: The web server's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images: { cn-hangzhou: m-bp1234567890abcdefgh }
//!   database:
//!     description: The database's image
//!     versions:
//!       v1_0:
//!         status: published
//!         images: { cn-hangzhou: m-bp1876543210abcdefgh }
//! associations:
//!   web: web_server@v1_0
//!   database: database@v1_0
//! ```
//!
//! ## Fix
//! None. Write the value of each resource out, or associate the literal with one package version.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Diagnostic;
use crate::lint::{Pass, Rule, rule};
use crate::plan::Unrenderable;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnrenderableSlot, "unrenderable_slot", Pass::Engine);

/// The finding that `it` cannot be rendered for `region`.
pub(crate) fn finding(region: &str, it: &Unrenderable) -> Diagnostic {
    let message = text!(
        en: "cannot replace the {what} for `{region}`: {reason}",
        zh: "无法为 `{region}` 替换{what}：{reason}",
        what = it.what, region, reason = it.reason,
    );
    let finding = RULE.finding(it.span, message).label(text!(en: "this value", zh: "该值"));
    let finding = finding.help(&it.help).about(region);
    match &it.related {
        Some((span, message)) => finding.also(*span, message.clone()),
        None => finding,
    }
}
