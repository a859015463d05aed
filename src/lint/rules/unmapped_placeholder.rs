//! ## What it does
//! Finds an entry of `placeholders` that is in use but has no value for a region that the templates are built for.
//!
//! ## Why is this bad
//! The value of a placeholder differs from region to region: the address of a file or registry is in the customer's
//! own region (<https://help.aliyun.com/en/compute-nest/software-package-association>). Without a value for a
//! region nothing can be written there, so nothing is built.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Install:
//!     Type: ALIYUN::ECS::RunCommand
//!     Properties:
//!       CommandContent: wget '{{ computenest::file::app }}' -O app.tgz
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! placeholders:
//!   '{{ computenest::file::app }}':
//!     cn-hangzhou: https://files-hangzhou.example.com/app.tgz
//! ```
//!
//! ## Use instead
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Install:
//!     Type: ALIYUN::ECS::RunCommand
//!     Properties:
//!       CommandContent: wget '{{ computenest::file::app }}' -O app.tgz
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou, cn-beijing]
//! placeholders:
//!   '{{ computenest::file::app }}':
//!     cn-hangzhou: https://files-hangzhou.example.com/app.tgz
//!     cn-beijing: https://files-beijing.example.com/app.tgz
//! ```
//!
//! ## Fix
//! None. Add the region to the entry, or remove it from `regions`.
//!
//! ## Since
//! 0.1.0

use crate::binding;
use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::ir::{PlaceholderName, Reading};
use crate::lint::image_usage::listed;
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Manifest, PlaceholderEntry};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(UnmappedPlaceholder, "unmapped_placeholder", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest.filter(|it| it.placeholders.is_some()) else { return };
    let mut used: HashMap<&PlaceholderName, Span> = HashMap::new();
    for placeholder in whole.checks.iter().flat_map(|check| check.unit.placeholders()) {
        if let (Reading::Known(name), Some(_)) = (&placeholder.reading, &placeholder.holder) {
            used.entry(name).or_insert(placeholder.span);
        }
    }
    let regions = binding::regions(manifest);
    let mut last = None;
    for entry in manifest.placeholder_entries().filter(|entry| entry.regions().is_some()) {
        let Some(&place) = used.get(&entry.name.value) else { continue };
        last = Some(entry);
        let names = regions.iter().map(String::as_str);
        let missing: Vec<&str> = names.filter(|region| entry.value_in(region).is_none()).collect();
        if !missing.is_empty() {
            sink.push(finding(manifest, entry, &missing, place));
        }
    }
    // Packages alone without a region in common are `unmapped-region`'s to report.
    let packages_agree = binding::regions_of_packages(manifest).is_none_or(|regions| !regions.is_empty());
    if let Some(last) = last.filter(|_| manifest.regions.is_none() && regions.is_empty() && packages_agree) {
        let message = text!(
            en: "no region has an image of every package and a value of every placeholder",
            zh: "没有任何地域同时具备所有部署物的镜像和所有占位符的值",
        );
        let finding = RULE.finding(last.name.span, message).label(text!(
            en: "no region in common",
            zh: "没有共同的地域",
        ));
        let help = text!(
            en: "list the regions to build for under `regions`, and add a value for each of them",
            zh: "请在 `regions` 下列出要构建的地域，并为每个地域提供值",
        );
        sink.push(finding.help(help));
    }
}

fn finding(manifest: &Manifest, entry: &PlaceholderEntry, missing: &[&str], place: Span) -> Diagnostic {
    let regions = listed(missing.iter().copied());
    let name = &entry.name.value;
    let message =
        text!(en: "`{name}` has no value for {regions}", zh: "`{name}` 缺少 {regions} 的值", name, regions);
    let label = text!(en: "expected a value for {regions}", zh: "应有 {regions} 的值", regions);
    let mut finding = RULE.finding(entry.name.span, message).label(label);
    let asked = manifest.regions.iter().flatten().find(|region| missing.contains(&region.value.as_str()));
    if let Some(region) = asked {
        finding = finding.also(
            region.span,
            text!(en: "the templates are built for this region", zh: "模板要为该地域构建"),
        );
    }
    finding.also(place, text!(en: "the placeholder is used here", zh: "占位符在此处使用")).help(text!(
        en: "add a value for {regions}, or do not build for it",
        zh: "请添加 {regions} 的值，或不为其构建",
        regions,
    ))
}
