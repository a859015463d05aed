//! ## What it does
//! Finds an entry of `placeholders`, or of a relation map in the configuration of computenest-cli, whose
//! placeholder is in no template. Runs only if all templates of the manifest are checked.
//!
//! ## Why is this bad
//! The deployment package of the entry reaches no template. Most often the placeholder is misspelled in one of the
//! two places, or the template has changed. Compute Nest identifies an entry by its placeholder
//! (<https://help.aliyun.com/en/compute-nest/software-package-association>).
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
//! regions: [cn-hangzhou]
//! placeholders:
//!   '{{ computenest::file::app }}': https://files.example.com/app.tgz
//!   '{{ computenest::file::old_agent }}': https://files.example.com/agent.tgz
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
//! regions: [cn-hangzhou]
//! placeholders:
//!   '{{ computenest::file::app }}': https://files.example.com/app.tgz
//! ```
//!
//! ## Fix
//! None. Remove the entry, or write the placeholder that the template has.
//!
//! ## Since
//! 0.1.0

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostic::{Diagnostic, Text};
use crate::grammar::nearest;
use crate::ir::{PlaceholderName, Reading};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::manifest::{Manifest, PlaceholderRelation, shortened};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnusedPlaceholder, "unused_placeholder", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest.filter(|_| whole.complete) else { return };
    let found = whole.checks.iter().flat_map(|check| check.unit.placeholders());
    // What is misspelled, or is outside of any string, is used all the same once that is fixed.
    let used: HashSet<&PlaceholderName> = found.filter_map(|it| it.reading.name()).collect();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in &used {
        ids.entry(name.family.name).or_default().insert(&name.id);
    }
    for entry in manifest.placeholder_entries().filter(|entry| !used.contains(&entry.name.value)) {
        sink.push_all(nowhere(&ids, manifest, &entry.name.value, entry.name.span));
    }
    // The relations are those of all templates of a service, of which some may not be looked at.
    let config = manifest.config.iter().filter(|config| !config.has_other_templates);
    for relation in config.flat_map(|config| &config.placeholder_relations) {
        match &relation.reading {
            Some(Reading::Known(name)) if !used.contains(name) => {
                sink.push_all(nowhere(&ids, manifest, name, relation.key.span));
            }
            // A near miss is `misspelled-placeholder`'s to report.
            Some(Reading::Known(_) | Reading::Misspelled(_)) => {}
            Some(Reading::Unknown) | None => sink.push(shapeless(relation)),
        }
    }
}

/// The finding about the entry at `span`; `ids` are the identifiers in use, by family.
fn nowhere(
    ids: &BTreeMap<&str, BTreeSet<&str>>,
    manifest: &Manifest,
    name: &PlaceholderName,
    span: Span,
) -> Option<Diagnostic> {
    let message = text!(en: "no template uses `{name}`", zh: "没有模板使用 `{name}`", name);
    let finding = RULE.finding(span, message).label(never_used());
    let of_family = ids.get(name.family.name).into_iter().flatten().copied();
    let Some(near) = nearest(of_family, &name.id) else {
        return Some(finding.help(text!(
            en: "remove it, or write the placeholder as in the template",
            zh: "请删除它，或按模板中的写法书写占位符",
        )));
    };
    let near = PlaceholderName { family: name.family, id: near.to_owned() };
    // A misspelling in the template is `unknown-placeholder`'s to report.
    let config = manifest.config.as_ref();
    let covered = manifest.placeholder(&near).is_some()
        || config.is_some_and(|config| config.placeholder_relation(&near).is_some());
    let help = text!(
        en: "the templates use `{near}`; write that, or remove this",
        zh: "模板中使用的是 `{near}`；请改为它，或删除此项",
        near,
    );
    covered.then(|| finding.help(help))
}

fn never_used() -> Text {
    text!(en: "this entry is never used", zh: "该条目从未被使用")
}

fn shapeless(relation: &PlaceholderRelation) -> Diagnostic {
    let key = shortened(&relation.key.value);
    let message = text!(
        en: "`{key}` in `{map}` is not a placeholder",
        zh: "`{map}` 中的 `{key}` 不是占位符",
        key, map = relation.map,
    );
    RULE.finding(relation.key.span, message).label(never_used()).help(text!(
        en: "write the placeholder as in the template, such as `'{{ computenest::file::app }}'`",
        zh: "请按模板中的写法书写占位符，例如 `'{{ computenest::file::app }}'`",
    ))
}
