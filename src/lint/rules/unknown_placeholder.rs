//! ## What it does
//! Finds a placeholder that has no entry, neither in `placeholders` of the manifest nor in the relation map of its
//! kind in the configuration of computenest-cli. Reports nothing if there is neither of the two.
//!
//! ## Why is this bad
//! Compute Nest replaces a placeholder with the content of the associated deployment package
//! (<https://help.aliyun.com/en/compute-nest/software-package-association>). Without an association, the braces
//! themselves reach the script, the chart or the registry. nestc leaves such a placeholder unchanged, too.
//!
//! ## Example
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Install:
//!     Type: ALIYUN::ECS::RunCommand
//!     Properties:
//!       CommandContent: wget '{{ computenest::file::ap }}' -O app.tgz
//! ```
//! ```yaml nestc.yaml
//! version: 1
//! templates: [web.yaml]
//! regions: [cn-hangzhou]
//! placeholders:
//!   '{{ computenest::file::app }}': https://files.example.com/app.tgz
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
//! Unsafe: writes the nearest placeholder that has an entry. An entry without a value says that Compute Nest
//! replaces the placeholder.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit, Text, did_you_mean};
use crate::grammar::{nearest, placeholder_families};
use crate::ir::{Placeholder, PlaceholderName, Reading};
use crate::lint::{Check, Pass, Rule, Sink, rule};
use crate::manifest::{Manifest, PlaceholderRelation};
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownPlaceholder, "unknown_placeholder", Pass::Unit(check));

fn check(check: &Check<'_>, sink: &mut Sink) {
    let Some(manifest) = check.manifest else { return };
    if manifest.placeholders.is_none() && manifest.config.is_none() {
        return;
    }
    // Outside of a string it is the syntax error that counts.
    for placeholder in check.unit.placeholders().filter(|it| it.holder.is_some()) {
        match &placeholder.reading {
            Reading::Known(name) => sink.push_all(look_up(check, manifest, placeholder, name)),
            Reading::Misspelled(_) => {}
            Reading::Unknown => sink.push(nameless(placeholder)),
        }
    }
}

fn look_up(
    check: &Check<'_>,
    manifest: &Manifest,
    placeholder: &Placeholder,
    name: &PlaceholderName,
) -> Option<Diagnostic> {
    let map = name.family.relation?;
    if manifest.placeholder(name).is_some() {
        return None;
    }
    let config = manifest.config.as_ref();
    if let Some(relation) = config.and_then(|config| config.placeholder_relation(name)) {
        // An entry that is itself misspelled is `misspelled-placeholder`'s to report.
        let misspelled = matches!(relation.reading, Some(Reading::Misspelled(_)));
        return (relation.map != map && !misspelled).then(|| misplaced(placeholder, name, map, relation));
    }
    let message = text!(
        en: "no deployment package is associated with `{name}`",
        zh: "`{name}` 没有关联部署物",
        name,
    );
    let label = text!(en: "this is not replaced", zh: "此处不会被替换");
    let finding = RULE.finding(placeholder.span, message).label(label);
    let known = known(manifest).take(MOST).filter(|other| other.family == name.family);
    let meant = nearest(known.map(|other| other.id.as_str()), &name.id);
    Some(match meant {
        Some(meant) => {
            let edit = id_edit(check, placeholder, name, meant);
            let right = PlaceholderName { family: name.family, id: meant.to_owned() };
            finding.help(did_you_mean(&right)).fix(Applicability::Unsafe, edit.into_iter().collect())
        }
        None if config.is_some() => {
            finding.help(text!(en: "add it to `{map}`", zh: "请将其加入 `{map}`", map))
        }
        None => finding.help(text!(
            en: "add it to `placeholders`; leave its value empty if Compute Nest replaces it",
            zh: "请将其加入 `placeholders`；如果由计算巢替换，则值留空",
        )),
    })
}

/// Entries after this many are not looked at for a near one.
const MOST: usize = 512;

/// Every placeholder that has an entry.
fn known(manifest: &Manifest) -> impl Iterator<Item = &PlaceholderName> {
    let relations = manifest.config.iter().flat_map(|config| &config.placeholder_relations);
    let of_config = relations.filter_map(|it| it.reading.as_ref()?.name());
    manifest.placeholder_entries().map(|entry| &entry.name.value).chain(of_config)
}

fn misplaced(
    placeholder: &Placeholder,
    name: &PlaceholderName,
    map: &str,
    relation: &PlaceholderRelation,
) -> Diagnostic {
    let message = text!(
        en: "`{name}` is listed in `{wrong}`, but belongs in `{map}`",
        zh: "`{name}` 写在了 `{wrong}` 中，应写在 `{map}` 中",
        name, wrong = relation.map, map,
    );
    let label = text!(en: "expected in `{map}`", zh: "应在 `{map}` 中", map);
    RULE.finding(relation.key.span, message)
        .label(label)
        .also(placeholder.span, text!(en: "used here", zh: "在此处使用"))
        .help(text!(en: "move the entry to `{map}`", zh: "请将该条目移到 `{map}`", map))
}

/// The identifier written anew; the rest of the placeholder stays as it is.
fn id_edit(
    check: &Check<'_>,
    placeholder: &Placeholder,
    name: &PlaceholderName,
    meant: &str,
) -> Option<Edit> {
    let span = placeholder.span;
    let start = span.start + check.sources.slice(span).rfind(&name.id)? as u32;
    let span = crate::source::Span { start, end: start + name.id.len() as u32, ..span };
    Some(Edit { span, text: meant.to_owned() })
}

fn nameless(placeholder: &Placeholder) -> Diagnostic {
    let message = text!(
        en: "`{text}` does not name a deployment package",
        zh: "`{text}` 没有指明部署物",
        text = placeholder.text,
    );
    let forms: Vec<String> = placeholder_families()
        .iter()
        .map(|family| format!("`computenest::{}::{}`", family.name, family.id.unwrap_or("<name>")))
        .collect();
    RULE.finding(placeholder.span, message)
        .label(text!(en: "not a documented form of placeholder", zh: "不是文档中的占位符格式"))
        .help(text!(
            en: "write one of {forms}; a name has no spaces",
            zh: "可用格式：{forms}；名称中不能有空格",
            forms = Text::list(forms),
        ))
}
