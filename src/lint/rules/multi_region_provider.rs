//! ## What it does
//! Finds a Terraform resource with an associated image that is deployed in a region that is not constant, or in more
//! than one region: by its provider's alias, by a provider that a module sets itself, or by those that the calls of its
//! module pass on.
//!
//! ## Why is this bad
//! An image belongs to one region. If a provider has a constant region, nestc writes the image of that region. If the
//! region is known only during deployment, or if one literal is deployed in several regions, no image can be right. The
//! default of a variable is not constant, because a deployment can set another value. The root module's default provider
//! is taken to be in the target region, unless its region is constant.
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

use std::collections::{HashMap, HashSet};

use crate::binding::{Hop, Place, Places};
use crate::diagnostic::{Diagnostic, Lang};
use crate::lint::image_usage::{Mapped, mapped};
use crate::lint::{Pass, Rule, Sink, Slot, Whole, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MultiRegionProvider, "multi_region_provider", Pass::Whole(check));

/// Places that are shown at most.
const SHOWN_PLACES: usize = 8;

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    // The literals of modules that several templates call, by where they are.
    let mut literals: HashMap<Span, (usize, Option<&str>, Option<&Places>)> = HashMap::new();
    let mapped =
        whole.checks.iter().enumerate().flat_map(|(at, check)| mapped(check).map(move |it| (at, it)));
    for (unit, Mapped { check, slot, .. }) in mapped {
        let own = match slot.own_region(check) {
            Ok(own) => own,
            Err(places) => {
                sink.push(finding(slot, places.iter()));
                continue;
            }
        };
        let Some(literal) = &slot.slot.literal else { continue };
        let places = slot.places(check);
        let &mut (other, first, others) = literals.entry(literal.span).or_insert((unit, own, places));
        if other != unit && first != own {
            let both = others.into_iter().chain(places).flat_map(Places::iter);
            sink.push(finding(slot, both.chain(is_target(others, places))));
        }
    }
}

/// The target region, where one of the two is there.
fn is_target<'p>(one: Option<&Places>, other: Option<&Places>) -> Option<(&'p Place, &'p [Hop])> {
    (one.is_none() || other.is_none()).then_some((&Place::Target, &[]))
}

/// The finding about `slot`, which is deployed in `places`.
fn finding<'p>(slot: &Slot<'_>, places: impl Iterator<Item = (&'p Place, &'p [Hop])>) -> Diagnostic {
    let places: Vec<_> = places.collect();
    let known = places.iter().all(|(place, _)| **place != Place::Unknown);
    let name = &slot.resource.name;
    let message = match known {
        true => text!(
            en: "`{name}` is deployed in more than one region",
            zh: "`{name}` 会部署到多个地域",
            name
        ),
        false => text!(
            en: "the region of `{name}` is known only at deployment",
            zh: "`{name}` 所在的地域要到部署时才能确定",
            name
        ),
    };
    let finding = slot.finding_at_value(&RULE, message);
    let mut finding = finding.label(text!(
        en: "this literal needs the image of one region",
        zh: "该字面量需要某一地域的镜像"
    ));
    let mut shown = HashSet::new();
    for (place, hops) in places {
        for (span, what) in
            hops.iter().filter(|it| shown.insert((it.0, it.1.get(Lang::En).to_owned()))).take(SHOWN_PLACES)
        {
            finding = finding.also(*span, what.clone());
        }
        if *place == Place::Target {
            finding = finding.note(text!(
                en: "one of the places is in the region that the copy is made for",
                zh: "其中一处位于副本的目标地域"
            ));
        }
    }
    finding.help(match known {
        true => text!(
            en: "give each region a module or resource of its own, with a literal of its own",
            zh: "请为每个地域使用单独的模块或资源，并使用各自的字面量"
        ),
        false => text!(
            en: "write the region as a string, such as `\"cn-hangzhou\"`, or remove the alias",
            zh: "请将地域写成字符串，例如 `\"cn-hangzhou\"`，或去掉别名"
        ),
    })
}
