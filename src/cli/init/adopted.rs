//! The manifest for a project of computenest-cli, whose configuration it goes on taking over.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use super::{FIRST_VERSION, OUTPUT, is_package_name, package_name};
use crate::diagnostic::RuleId;
use crate::ir::ValueKind;
use crate::lint::Report;
use crate::manifest::{Artifact, ArtifactName, Config, Manifest, Relation};
use crate::project::{CONFIG, Loaded};
use crate::source::Span;
use crate::syntax::yaml::quote_plain_if_needed;

/// A package to write, and the literals that it stands for.
struct Wanted<'a> {
    /// The first relation of these literals.
    relation: &'a Relation,
    artifact: Option<&'a Artifact>,
    literals: Vec<&'a str>,
}

/// The manifest's text: a package for each artifact that an image slot of the templates uses.
pub(super) fn manifest(loaded: &Loaded, report: &Report, manifest: &Manifest, config: &Config) -> String {
    let unused = unused(report);
    let mut packages: BTreeMap<String, Wanted<'_>> = BTreeMap::new();
    let mut associations: BTreeMap<&str, String> = BTreeMap::new();
    for relation in config.relations.iter().filter(|it| !unused.contains(&it.literal.span)) {
        let artifact = config.artifact(relation);
        let literal = relation.literal.value.as_str();
        let name = match artifact.filter(|it| is_package_name(&it.key.value)) {
            Some(artifact) => artifact.key.value.clone(),
            None => {
                let name = free_name(&packages, package_name(literal), relation);
                associations.insert(literal, name.clone());
                name
            }
        };
        let new = || Wanted { relation, artifact, literals: Vec::new() };
        packages.entry(name).or_insert_with(new).literals.push(literal);
    }
    let mut text = String::from(
        "# What nestc builds. `nestc schema` prints the schema of this file.\nversion: 1\n\n\
         # Templates, their regions, and what stands behind which literal.\n",
    );
    _ = writeln!(text, "computenest: {CONFIG}");
    let regions: Vec<&str> = manifest.regions.iter().flatten().map(|region| region.value.as_str()).collect();
    if regions.is_empty() {
        text.push_str("\n# The regions to build for. Without this: every region that all packages reach.\n");
        text.push_str("# regions: [cn-hangzhou, cn-beijing]\n");
    }
    text.push_str(if packages.is_empty() { "\npackages: {}\n" } else { "\npackages:\n" });
    for (name, wanted) in &packages {
        package(&mut text, name, wanted, &regions);
    }
    if !associations.is_empty() {
        text.push_str("\n# Literals whose artifact the configuration names by its ID.\nassociations:\n");
        for (literal, name) in &associations {
            _ = writeln!(text, "  {}: {name}@{FIRST_VERSION}", quote_plain_if_needed(literal, false));
        }
    }
    let literals: Vec<&str> = packages.values().flat_map(|it| it.literals.iter().copied()).collect();
    let functions = functions(loaded, manifest, &literals);
    if !functions.is_empty() {
        text.push_str("\n# Functions between whose literals the deployment chooses. Compute Nest documents literals only.\n");
        _ = writeln!(text, "also-through: [{}]", Vec::from_iter(functions).join(", "));
    }
    _ = writeln!(text, "\noutput: {OUTPUT}");
    text
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

/// `name`, or with a number after it where a package of that name belongs to another artifact.
fn free_name(packages: &BTreeMap<String, Wanted<'_>>, name: String, relation: &Relation) -> String {
    let id = |relation: &Relation| match &relation.artifact {
        Some(ArtifactName::Key(text) | ArtifactName::Id(text)) => Some(text.value.clone()),
        None => None,
    };
    let is_free = |name: &String| packages.get(name).is_none_or(|it| id(it.relation) == id(relation));
    let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}_{number}")));
    names.into_iter().find(is_free).unwrap_or(name)
}

/// Whether `relation` names a version that is more than a draft.
fn is_published(relation: &Relation) -> bool {
    let version = relation.version.as_ref().map_or("draft", |version| &version.value);
    version.parse::<u64>().is_ok() && matches!(relation.artifact, Some(ArtifactName::Id(_)))
}

fn package(text: &mut String, name: &str, wanted: &Wanted<'_>, regions: &[&str]) {
    let literals: Vec<String> = wanted.literals.iter().map(|literal| format!("`{literal}`")).collect();
    let status = match is_published(wanted.relation) {
        true => "published",
        false => "draft   # publish it to build for more than the region of its source",
    };
    _ = writeln!(
        text,
        "  {name}:   # {}\n    versions:\n      {FIRST_VERSION}:\n        status: {status}",
        literals.join(", ").replace(['\n', '\r'], " ")
    );
    let source = wanted.artifact.and_then(|artifact| artifact.source.as_ref());
    let known = source.and_then(|source| Some((source.region.value.as_str(), source.image.as_ref()?)));
    if let Some((region, image)) = known {
        let (region, image) =
            (quote_plain_if_needed(region, true), quote_plain_if_needed(&image.value, true));
        _ = writeln!(text, "        source: {{ region: {region}, image: {image} }}");
    }
    text.push_str("        images:   # TODO: the image ID of each region\n");
    if let Some((region, image)) = known {
        let (region, image) =
            (quote_plain_if_needed(region, false), quote_plain_if_needed(&image.value, false));
        _ = writeln!(text, "          {region}: {image}");
    }
    let known = known.map(|(region, _)| region);
    let open: Vec<&str> = regions.iter().copied().filter(|region| Some(*region) != known).collect();
    for region in if regions.is_empty() && known.is_none() { &["cn-hangzhou"][..] } else { &open } {
        _ = writeln!(text, "          # {region}: m-…");
    }
}
