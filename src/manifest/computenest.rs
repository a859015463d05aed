//! The configuration of computenest-cli, `.computenest/config.yaml`: which literal of a template stands for
//! which artifact, and in which regions each may be used.
//!
//! Only what nestc needs is read; the rest of the file is computenest-cli's own.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::read::{RULE, parse, remarks};
use super::reader::{Field, Path, Reader};
use super::{Association, Manifest, Package, Spanned, Status, Version};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::NodeId;
use crate::syntax::yaml::View;

/// What the configuration says.
#[derive(Clone, Debug)]
pub struct Config {
    /// Its text.
    pub file: FileId,
    /// `ArtifactRelation`: which literal stands for which artifact.
    pub relations: Vec<Relation>,
    /// `Artifact`: the artifacts that the configuration describes.
    pub artifacts: Vec<Artifact>,
    /// The templates that the service deploys: `SupplierTemplateConfigs` of a managed service,
    /// `TemplateConfigs` of others.
    pub templates: Vec<TemplateConfig>,
    /// Comments in it that speak to nestc.
    pub remarks: Vec<Span>,
    places: OnceLock<ConfigPlaces>,
}

/// Where the relation of each literal and the artifact of each key stand.
#[derive(Clone, Debug, Default)]
struct ConfigPlaces {
    literals: HashMap<String, usize>,
    artifacts: HashMap<String, usize>,
}

/// A literal and the artifact behind it.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The literal as it stands in templates.
    pub literal: Spanned<String>,
    /// The artifact, if one is named.
    pub artifact: Option<ArtifactName>,
    /// The version as it is written: `draft`, `2`.
    pub version: Option<Spanned<String>>,
}

/// How a relation names its artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtifactName {
    /// `${Artifact.Artifact_1.ArtifactId}`: by its key in the configuration.
    Key(Spanned<String>),
    /// `artifact-…`: by the ID that Compute Nest gave it.
    Id(Spanned<String>),
}

/// An artifact that the configuration describes.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Its key.
    pub key: Spanned<String>,
    /// `EcsImage`, `File`, …
    pub kind: Option<Spanned<String>>,
    /// The name that Compute Nest shows.
    pub name: Option<Spanned<String>>,
    /// The regions that it is distributed to; `None` where that is not written.
    pub regions: Option<Spanned<Vec<Spanned<String>>>>,
}

/// A template of the service.
#[derive(Clone, Debug)]
pub struct TemplateConfig {
    /// Its path, relative to the configuration.
    pub url: Spanned<String>,
    /// The regions that customers can deploy it in; empty for all.
    pub allowed_regions: Vec<Spanned<String>>,
}

impl Config {
    /// The relation of `literal`; of several the first.
    #[must_use]
    pub fn relation(&self, literal: &str) -> Option<&Relation> {
        let place = self.places().literals.get(literal)?;
        self.relations.get(*place)
    }

    /// Whether `literal` has a relation.
    #[must_use]
    pub fn covers(&self, literal: &str) -> bool {
        self.relation(literal).is_some()
    }

    /// The artifact that `relation` names, where the configuration describes it.
    #[must_use]
    pub fn artifact(&self, relation: &Relation) -> Option<&Artifact> {
        match relation.artifact.as_ref()? {
            ArtifactName::Key(key) => self.artifacts.get(*self.places().artifacts.get(&key.value)?),
            ArtifactName::Id(_) => None,
        }
    }

    fn places(&self) -> &ConfigPlaces {
        self.places.get_or_init(|| {
            let mut places = ConfigPlaces::default();
            for (place, relation) in self.relations.iter().enumerate() {
                places.literals.entry(relation.literal.value.clone()).or_insert(place);
            }
            for (place, artifact) in self.artifacts.iter().enumerate() {
                places.artifacts.entry(artifact.key.value.clone()).or_insert(place);
            }
            places
        })
    }
}

/// Reads the configuration `file`: what could be read of it, `None` where it is no mapping, and what is
/// wrong with the shape of the parts that nestc reads.
#[must_use]
pub fn read_config(sources: &SourceMap, file: FileId) -> (Option<Config>, Vec<Diagnostic>) {
    let text = sources.text(file);
    let (tree, language) = parse(text, sources.name(file));
    let view = View { tree: &tree, text, language };
    let mut reader = Reader::new(view, file, RULE);
    reader.report_syntax(&tree.errors);
    let mut config = view.root().and_then(|root| read_root(&mut reader, root));
    if let Some(config) = &mut config {
        config.remarks = remarks(&tree, text, file);
    }
    (config, reader.findings)
}

fn read_root(reader: &mut Reader<'_>, root: NodeId) -> Option<Config> {
    let path = Path::Root("the configuration");
    if !reader.is_mapping(root) {
        reader.wrong_kind(root, &path, "a mapping");
        return None;
    }
    let top = reader.entries(root, &path);
    let mut config = Config {
        file: reader.file,
        relations: Vec::new(),
        artifacts: Vec::new(),
        templates: Vec::new(),
        remarks: Vec::new(),
        places: OnceLock::new(),
    };
    if let Some(node) = value(&top, "Artifact") {
        let path = path.key("Artifact");
        let entries = pairs(reader, node, &path);
        config.artifacts = entries.into_iter().map(|field| read_artifact(reader, field, &path)).collect();
    }
    let Some(service) = value(&top, "Service") else { return Some(config) };
    let path = path.key("Service");
    let service = pairs(reader, service, &path);
    let managed = value(&service, "ServiceType").is_some_and(|node| text_of(reader, node) == "managed");
    let Some(deploy) = value(&service, "DeployMetadata") else { return Some(config) };
    let path = path.key("DeployMetadata");
    let deploy = pairs(reader, deploy, &path);
    let supplier_path = path.key("SupplierDeployMetadata");
    let supplier = match value(&deploy, "SupplierDeployMetadata") {
        Some(node) => pairs(reader, node, &supplier_path),
        None => Vec::new(),
    };
    if let Some(node) = value(&supplier, "ArtifactRelation") {
        let path = supplier_path.key("ArtifactRelation");
        let entries = pairs(reader, node, &path);
        config.relations = entries.into_iter().map(|field| read_relation(reader, field, &path)).collect();
    }
    let templates = match managed {
        true => value(&supplier, "SupplierTemplateConfigs")
            .map(|it| (it, supplier_path, "SupplierTemplateConfigs")),
        false => value(&deploy, "TemplateConfigs").map(|it| (it, path, "TemplateConfigs")),
    };
    if let Some((node, path, name)) = templates {
        config.templates = read_templates(reader, node, &path.key(name));
    }
    Some(config)
}

/// The value of the last entry called `key`.
fn value(fields: &[Field], key: &str) -> Option<NodeId> {
    fields.iter().rev().find(|field| field.key.value == key).map(|field| field.value)
}

/// The entries of a mapping, or of a list of mappings one behind the other: both are in use.
fn pairs(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Field> {
    if !reader.is_list(node) {
        return reader.entries(node, path);
    }
    let mut all = Vec::new();
    for (index, item) in reader.items(node, path).into_iter().enumerate() {
        all.extend(reader.entries(item, &path.item(index)));
    }
    all
}

/// The text of a scalar, whatever its type; empty for others.
fn text_of(reader: &Reader<'_>, node: NodeId) -> String {
    if reader.view.is_scalar(node) { reader.view.text(node).into_owned() } else { String::new() }
}

/// A scalar of any type as its text, where there is one.
fn scalar(reader: &Reader<'_>, fields: &[Field], key: &str) -> Option<Spanned<String>> {
    let node = value(fields, key)?;
    let text = text_of(reader, node);
    (!text.is_empty()).then(|| Spanned { value: text, span: reader.span(node) })
}

fn read_artifact(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Artifact {
    let path = path.key(&field.key.value);
    let fields = pairs(reader, field.value, &path);
    let written = value(&fields, "SupportRegionIds").filter(|&node| !reader.is_null(node));
    let regions = written.map(|node| {
        let list = reader.strings(node, &path.key("SupportRegionIds"));
        Spanned { value: list, span: reader.first_line(node) }
    });
    Artifact {
        kind: scalar(reader, &fields, "ArtifactType"),
        name: scalar(reader, &fields, "ArtifactName"),
        regions,
        key: field.key,
    }
}

fn read_relation(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Relation {
    let path = path.key(&field.key.value);
    let fields = pairs(reader, field.value, &path);
    let artifact = scalar(reader, &fields, "ArtifactId").map(|id| match artifact_key(&id.value) {
        Some(key) => ArtifactName::Key(Spanned { value: key.to_owned(), span: id.span }),
        None => ArtifactName::Id(id),
    });
    Relation { literal: field.key.clone(), artifact, version: scalar(reader, &fields, "ArtifactVersion") }
}

/// `Artifact_1` of `${Artifact.Artifact_1.ArtifactId}`.
fn artifact_key(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("${")?.strip_suffix('}')?;
    inner.strip_prefix("Artifact.")?.strip_suffix(".ArtifactId")
}

fn read_templates(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<TemplateConfig> {
    let mut templates = Vec::new();
    for (index, item) in reader.items(node, path).into_iter().enumerate() {
        let path = path.item(index);
        let fields = reader.entries(item, &path);
        let regions = value(&fields, "AllowedRegions");
        let allowed_regions = match regions {
            Some(node) => reader.strings(node, &path.key("AllowedRegions")),
            None => Vec::new(),
        };
        if let Some(url) = scalar(reader, &fields, "Url") {
            templates.push(TemplateConfig { url, allowed_regions });
        }
    }
    templates
}

impl Manifest {
    /// A manifest that says nothing, for a project that has only the configuration `file` of
    /// computenest-cli.
    #[must_use]
    pub fn empty(file: FileId) -> Manifest {
        Manifest {
            file,
            templates: Vec::new(),
            regions: None,
            packages: Vec::new(),
            associations: Vec::new(),
            output: None,
            also_render: Vec::new(),
            also_through: Vec::new(),
            computenest: None,
            services: Vec::new(),
            lint: Vec::new(),
            lock: None,
            config: None,
            remarks: Vec::new(),
            places: super::Places::default(),
        }
    }

    /// Takes over what the manifest does not say itself from the configuration of computenest-cli, which
    /// stands in `folder` (relative to the manifest): templates, regions, and for each literal the package
    /// that is called like the artifact or its key, where the manifest has such a package.
    pub fn adopt(&mut self, config: Config, folder: &str) {
        if self.templates.is_empty() {
            let url = |template: &TemplateConfig| Spanned {
                value: join(folder, &template.url.value),
                span: template.url.span,
            };
            self.templates = config.templates.iter().map(url).collect();
        }
        if self.regions.is_none() {
            let mut regions: Vec<Spanned<String>> = Vec::new();
            let mut seen = std::collections::HashSet::new();
            for region in config.templates.iter().flat_map(|it| &it.allowed_regions) {
                if seen.insert(region.value.as_str()) {
                    regions.push(region.clone());
                }
            }
            self.regions = Some(regions).filter(|regions| !regions.is_empty());
        }
        let packages: HashMap<&str, &Package> =
            self.packages.iter().rev().map(|package| (package.name.value.as_str(), package)).collect();
        let new = config.relations.iter().filter(|it| self.any_association(&it.literal.value).is_none());
        let adopted: Vec<Association> =
            new.filter_map(|relation| association_like(&packages, &config, relation)).collect();
        self.associations.extend(adopted);
        self.config = Some(config);
        self.places = super::Places::default();
    }
}

/// What the manifest's own packages make of a relation.
fn association_like(
    packages: &HashMap<&str, &Package>,
    config: &Config,
    relation: &Relation,
) -> Option<Association> {
    let artifact = config.artifact(relation)?;
    let mut names = std::iter::once(&artifact.key).chain(&artifact.name);
    let package = names.find_map(|name| packages.get(name.value.as_str()))?;
    // `${Artifact.X.ArtifactVersion}` is whatever version there is.
    let wanted = relation.version.as_ref().map(|it| it.value.as_str()).filter(|it| !it.starts_with("${"));
    let version = match package.versions.as_slice() {
        [only] => only,
        several => several.iter().find(|version| is_version(version, wanted))?,
    };
    let span = relation.literal.span;
    let here = |value: &str| Spanned { value: value.to_owned(), span };
    Some(Association {
        literal: relation.literal.clone(),
        package: here(&package.name.value),
        version: here(&version.name.value),
        resources: Vec::new(),
    })
}

/// Whether `version` is what computenest-cli calls `wanted`: `draft`, or a number.
fn is_version(version: &Version, wanted: Option<&str>) -> bool {
    match wanted {
        None | Some("draft") => version.status.value == Status::Draft,
        Some(number) => {
            let name = version.name.value.as_str();
            name == number || name.strip_prefix('v') == Some(number)
        }
    }
}

/// `path` below `folder`, with `/`.
fn join(folder: &str, path: &str) -> String {
    let path = path.trim_start_matches("./");
    match folder.trim_end_matches('/') {
        "" | "." => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}
