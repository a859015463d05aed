//! ## What it does
//! Finds a Terraform resource with an associated image whose provider alias sets a region that is not constant.
//!
//! ## Why is this bad
//! An image belongs to one region. If a provider alias has a constant region, nestc writes the image of that
//! region. If the region is known only during deployment, no image can be right. The default of a variable is not
//! constant, because a deployment can set another value. The provider without an alias is always taken to be in the
//! target region.
//!
//! ## Example
//! ```hcl main.tf
//! variable "region" {
//!   type = string
//! }
//!
//! provider "alicloud" {
//!   alias  = "other"
//!   region = var.region
//! }
//!
//! resource "alicloud_instance" "web" {
//!   provider = alicloud.other
//!   image_id = "web_image"
//! }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [.]
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
//! ## Use instead
//! ```hcl main.tf
//! provider "alicloud" {
//!   alias  = "other"
//!   region = "cn-hangzhou"
//! }
//!
//! resource "alicloud_instance" "web" {
//!   provider = alicloud.other
//!   image_id = "web_image"
//! }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [.]
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
//! None.
//!
//! ## Since
//! 0.1.0

use crate::lint::mapped::{Mapped, mapped};
use crate::lint::{Check, Look, Rule, Sink, rule};
use crate::plan;
use crate::resolve;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MultiRegionProvider, "multi_region_provider", Look::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    for Mapped { slot, .. } in mapped(check) {
        if plan::region_of(check.cx(), slot.id.template, slot.resource).is_ok() {
            continue;
        }
        let Some((name, name_span)) = &slot.resource.provider else { continue };
        let message = text!(
            en: "the region of `{resource}` is known only at deployment",
            zh: "`{resource}` 所在的地域要到部署时才能确定",
            resource = slot.resource.name,
        );
        let finding = slot.finding_at_value(&RULE, message);
        let mut finding = finding.label(text!(
            en: "this literal needs the image of one region",
            zh: "该字面量需要某一地域的镜像",
        ));
        finding = finding.also(
            *name_span,
            text!(en: "provider `{name}` sets the region", zh: "地域由 provider `{name}` 决定", name),
        );
        let alias = name.split_once('.').map(|(_, alias)| alias);
        let provider = slot.template.providers.iter().find(|it| it.alias.as_deref() == alias);
        if let Some(region) = provider.and_then(|it| it.region.as_ref()) {
            let label = match resolve::resolve(check.cx(), slot.id.template, region).constant {
                Some(default) => text!(
                    en: "`{default}` by default, but a deployment can change it",
                    zh: "默认为 `{default}`，但部署时可以更改",
                    default,
                ),
                None => text!(en: "expected a constant region", zh: "此处应为固定的地域"),
            };
            finding = finding.also(region.span, label);
        }
        sink.push(finding.help(text!(
            en: "write the region as a string, such as `\"cn-hangzhou\"`, or remove the alias",
            zh: "请将地域写成字符串，例如 `\"cn-hangzhou\"`，或去掉别名",
        )));
    }
}
