//! ## What it does
//! Finds a Terraform root module whose default provider has a constant region, although the manifest builds a copy for
//! other regions too.
//!
//! ## Why is this bad
//! A provider's `region` decides where its resources are created
//! (<https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#region>). If it is constant, each copy deploys
//! to that region. nestc writes the image of that region into every copy, and the copies for other regions do not
//! deploy to their regions.
//!
//! ## Example
//! ```hcl main.tf
//! provider "alicloud" {
//!   region = "cn-hangzhou"
//! }
//!
//! resource "alicloud_instance" "web" {
//!   image_id = "web_image"
//! }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [.]
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
//! ```hcl main.tf
//! variable "region" {
//!   type = string
//! }
//!
//! provider "alicloud" {
//!   region = var.region
//! }
//!
//! resource "alicloud_instance" "web" {
//!   image_id = "web_image"
//! }
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [.]
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
//! None. Take the region from a variable or from the environment, or build for this region only.
//!
//! ## Since
//! 0.1.0

use crate::binding;
use crate::lint::image_usage::{listed, mapped};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(ConstantDefaultRegion, "constant_default_region", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    let Some(manifest) = check.manifest else { return };
    if mapped(check).next().is_none() {
        return;
    }
    let Some((region, span)) = binding::default_region(check.cx()) else { return };
    let targets = binding::regions(manifest);
    let others: Vec<&str> = targets.iter().map(String::as_str).filter(|it| *it != region).collect();
    if others.is_empty() {
        return;
    }
    let (region, others) = (&region, listed(others));
    let message = text!(
        en: "the copies for {others} deploy to `{region}`",
        zh: "{others} 的副本会部署到 `{region}`",
        others, region
    );
    let label = text!(en: "this is the region of every copy", zh: "这是所有副本的地域");
    sink.push(RULE.finding(span, message).label(label).about(region).help(text!(
        en: "take the region from a variable, or build for this region only: `regions: [{region}]`",
        zh: "请从变量获取地域，或只为该地域构建：`regions: [{region}]`",
        region
    )));
}
