//! The manifest for a project of computenest-cli, whose configuration it goes on taking over.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use super::{Draft, Names, Package, is_package_name};
use crate::diagnostic::{Lang, RuleId, Text};
use crate::grammar::is_image_id;
use crate::ir::ValueKind;
use crate::lint::Report;
use crate::manifest::{Artifact, ArtifactName, Config, Manifest, Relation};
use crate::project::{CONFIG, Loaded};
use crate::source::Span;
use crate::text;

/// A package to write, and the literals that it stands for.
struct Wanted<'a> {
    /// The first relation of these literals.
    relation: &'a Relation,
    artifact: Option<&'a Artifact>,
    literals: Vec<&'a str>,
}

/// The manifest's text: a package for each artifact that an image slot of the templates uses.
pub(super) fn manifest(
    loaded: &Loaded,
    report: &Report,
    manifest: &Manifest,
    config: &Config,
    lang: Lang,
) -> String {
    let (packages, associations) = wanted(report, config);
    let mut draft = Draft::new(lang);
    draft.text.push('\n');
    draft.comment(
        0,
        &text!(
            en: "Where templates, their regions, and the literals with their artifacts are taken from.",
            zh: "模板、地域以及字面量与部署物的关联取自此配置。",
        ),
    );
    _ = writeln!(draft.text, "computenest: {CONFIG}");
    let regions: Vec<&str> = manifest.regions.iter().flatten().map(|region| region.value.as_str()).collect();
    if regions.is_empty() {
        draft.open_regions();
    }
    if packages.is_empty() {
        draft.text.push_str("\npackages: {}\n");
    } else {
        draft.packages();
    }
    for (name, wanted) in &packages {
        package(&mut draft, name, wanted, &regions);
    }
    if !associations.is_empty() {
        draft.associations(&text!(
            en: "Literals whose artifact the configuration names by its ID.",
            zh: "配置中以 ID 指定部署物的字面量。",
        ));
    }
    for (literal, name) in &associations {
        draft.association(literal, name);
    }
    let literals: Vec<&str> = packages.values().flat_map(|it| it.literals.iter().copied()).collect();
    let functions = functions(loaded, manifest, &literals);
    if !functions.is_empty() {
        draft.text.push('\n');
        draft.comment(
            0,
            &text!(
                en: "Functions between whose literals the deployment chooses. Compute Nest documents literals only.",
                zh: "部署时会从这些函数的字面量中选择。计算巢文档只支持字面量。",
            ),
        );
        _ = writeln!(draft.text, "also-through: [{}]", Vec::from_iter(functions).join(", "));
    }
    draft.finish()
}

/// The packages by name, and the literals that have to be associated with one by name.
fn wanted<'a>(
    report: &Report,
    config: &'a Config,
) -> (BTreeMap<String, Wanted<'a>>, BTreeMap<&'a str, String>) {
    let unused = unused(report);
    let relations = || config.relations.iter().filter(|it| !unused.contains(&it.literal.span));
    // A package that is called like its artifact needs no association.
    let by_key = |relation| config.artifact(relation).filter(|it| is_package_name(&it.key.value));
    let mut names = Names::default();
    relations().filter_map(by_key).for_each(|artifact| names.reserve(&artifact.key.value));
    let mut packages: BTreeMap<String, Wanted<'_>> = BTreeMap::new();
    let mut associations: BTreeMap<&str, String> = BTreeMap::new();
    let mut named: BTreeMap<&str, String> = BTreeMap::new();
    // Literals that are names themselves come first.
    let (first, last): (Vec<_>, Vec<_>) = relations().partition(|it| is_package_name(&it.literal.value));
    for relation in first.into_iter().chain(last) {
        let literal = relation.literal.value.as_str();
        let name = match (by_key(relation), &relation.artifact) {
            (Some(artifact), _) => artifact.key.value.clone(),
            (None, Some(ArtifactName::Key(id) | ArtifactName::Id(id))) => {
                named.entry(&id.value).or_insert_with(|| names.make(literal)).clone()
            }
            (None, None) => names.make(literal),
        };
        if by_key(relation).is_none() {
            _ = associations.insert(literal, name.clone());
        }
        let new = || Wanted { relation, artifact: config.artifact(relation), literals: Vec::new() };
        packages.entry(name).or_insert_with(new).literals.push(literal);
    }
    (packages, associations)
}

/// Where the relations of the configuration are whose literal no template holds.
fn unused(report: &Report) -> HashSet<Span> {
    let unused = report.findings.iter().filter(|finding| finding.rule == RuleId::UnusedAssociation);
    unused.map(|finding| finding.primary.span).collect()
}

/// The functions at image slots, where `literals` are not all at slots themselves.
fn functions(loaded: &Loaded, manifest: &Manifest, literals: &[&str]) -> BTreeSet<String> {
    let slots = || loaded.compiled.iter().flat_map(|it| it.unit.slots()).map(|(_, _, slot)| &slot.value);
    let direct: HashSet<&str> = slots().filter_map(|value| value.as_str()).map(str::trim).collect();
    if literals.iter().all(|literal| direct.contains(literal)) {
        return BTreeSet::new();
    }
    let called = slots().filter_map(|value| match &value.kind {
        ValueKind::Call(call) if manifest.looks_through(&call.name) => Some(call.name.clone()),
        _ => None,
    });
    called.collect()
}

/// Whether `relation` names a version that is more than a draft.
fn is_published(relation: &Relation) -> bool {
    let version = relation.version.as_ref().map_or("draft", |version| &version.value);
    version.parse::<u64>().is_ok() && matches!(relation.artifact, Some(ArtifactName::Id(_)))
}

fn package(draft: &mut Draft, name: &str, wanted: &Wanted<'_>, regions: &[&str]) {
    let literals = Text::list(wanted.literals.iter().map(|literal| format!("`{literal}`")));
    let source = wanted.artifact.and_then(|artifact| artifact.source.as_ref());
    let known = source.and_then(|source| Some((source.region.value.as_str(), source.image.as_ref()?)));
    let known = known.map(|(region, image)| (region, image.value.as_str())).filter(|(_, it)| is_image_id(it));
    let open: Vec<&str> =
        regions.iter().copied().filter(|region| known.is_none_or(|(known, _)| known != *region)).collect();
    let none = regions.is_empty() && known.is_none();
    draft.package(&Package {
        name,
        purpose: text!(en: "For {literals}.", zh: "用于 {literals}。", literals),
        is_published: is_published(wanted.relation),
        known,
        open: if none { &["cn-hangzhou"] } else { &open },
    });
}
