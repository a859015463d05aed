//! ## What it does
//! Finds a region ID in the manifest that is not in nestc's table of regions, and suggests the nearest one.
//!
//! ## Why is this bad
//! No customer deploys in a misspelled region, and the region that was meant is left without an image. New regions
//! open from time to time, so this is not an error. The table is `grammar/regions.toml`.
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
//! regions: [cn-hangzou]
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
//! Unsafe: writes the nearest region, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, did_you_mean};
use crate::grammar::{nearest, region, regions};
use crate::lint::{Pass, Rule, Sink, Whole, quick_fix, rule};
use crate::manifest::{Manifest, Spanned};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownRegion, "unknown_region", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    // One misspelling is one finding, wherever it is: fixed in one place alone, the others would not match it.
    let mut unknown: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    for written in written_regions(manifest).filter(|it| region(&it.value).is_none()) {
        unknown.entry(&written.value).or_default().push(written);
    }
    for (name, places) in unknown {
        let Some((first, others)) = places.split_first() else { continue };
        let mut finding =
            RULE.finding(first.span, text!(en: "unknown region `{name}`", zh: "未知地域 `{name}`", name));
        finding = finding.label(text!(en: "not a region ID that nestc knows", zh: "nestc 不认识该地域 ID"));
        for other in others {
            finding = finding.also(other.span, text!(en: "here, too", zh: "此处也有"));
        }
        sink.push(match nearest(regions().iter().map(|it| it.id), name) {
            Some(meant) => {
                let edit =
                    |written: &&Spanned<String>| quick_fix::manifest_string(whole.sources, written, meant);
                let edits: Option<Vec<_>> = places.iter().map(edit).collect();
                let finding = finding.help(did_you_mean(meant));
                finding.fix(Applicability::Unsafe, edits.unwrap_or_default())
            }
            None => finding.help(text!(
                en: "check the ID; nestc may not know a new region yet",
                zh: "请检查该 ID；nestc 可能还未收录新开放的地域",
            )),
        });
    }
}

/// Every region ID of the manifest.
fn written_regions(manifest: &Manifest) -> impl Iterator<Item = &Spanned<String>> {
    let versions = manifest.packages.iter().flat_map(|package| &package.versions);
    let of_versions = versions.flat_map(|version| {
        let source = version.source.iter().map(|source| &source.region);
        source.chain(version.images.iter().map(|(region, _)| region))
    });
    let of_placeholders = manifest.placeholder_entries().filter_map(|entry| entry.regions()).flatten();
    manifest.regions.iter().flatten().chain(of_versions).chain(of_placeholders)
}
