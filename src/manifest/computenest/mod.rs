//! The configuration of computenest-cli, `.computenest/config.yaml`: which literal of a template belongs to
//! which artifact, and in which regions each may be used.
//!
//! Only what nestc needs is read; the rest of the file is computenest-cli's own.

mod fields;
mod import;
mod json;
mod placeholder;
mod read;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::{Association, Manifest, Package, Service, Source, Spanned, Status, Version, Visibility};
use crate::ir::PlaceholderName;
use crate::source::{FileId, Span, join_names};
use crate::syntax::SourceMap;

pub(crate) use import::{TemplateImages, failures, region_beyond, template_images, uploads};
pub(crate) use placeholder::PlaceholderRelation;
pub(crate) use read::is_config;
pub use read::read_config;

/// The functions through which computenest-cli 1.9 looks for image IDs (`processor/ros_function`).
const LOOKED_THROUGH: &[&str] = &["Fn::FindInMap", "Fn::If"];

/// The kind of artifact that holds an ECS image.
const ECS_IMAGE: &str = "EcsImage";

/// What the configuration says.
#[derive(Clone, Debug)]
pub struct Config {
    /// Its text.
    pub file: FileId,
    /// `ArtifactRelation`: which literal belongs to which artifact.
    pub relations: Vec<Relation>,
    /// The relations of placeholders: `FileArtifactRelation` and its like.
    pub placeholder_relations: Vec<PlaceholderRelation>,
    /// `Artifact`: the artifacts that the configuration describes.
    pub artifacts: Vec<Artifact>,
    /// The templates that the service deploys: `SupplierTemplateConfigs` of a managed service,
    /// `TemplateConfigs` of others.
    pub templates: Vec<TemplateConfig>,
    /// Whether the list of these two that is not `templates` names others, for trials or the like.
    pub has_other_templates: bool,
    /// Whether `DeployType` is written; without it, computenest-cli looks for a folder of Terraform.
    pub has_deploy_type: bool,
    /// Whether computenest-cli makes all templates from a folder of Terraform; whoever reads the files puts it here.
    pub makes_templates: bool,
    /// The service's name and who may see it, where `ShareType` says so.
    pub share: Option<(Spanned<String>, Visibility)>,
    /// Where reading it found something wrong.
    pub wrong: Vec<Span>,
    /// Comments in it that speak to nestc.
    pub remarks: Vec<Span>,
    /// The keys of artifacts that are named anywhere, as `Web` is by `${Artifact.Web.ArtifactId}`.
    pub references: Vec<Spanned<String>>,
    places: OnceLock<ConfigPlaces>,
}

/// Where the relation of each literal and the artifact of each key are.
#[derive(Clone, Debug, Default)]
struct ConfigPlaces {
    literals: HashMap<String, usize>,
    placeholders: HashMap<PlaceholderName, usize>,
    artifacts: HashMap<String, usize>,
}

/// A literal and its artifact.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The literal as templates have it.
    pub literal: Spanned<String>,
    /// The artifact, if one is named.
    pub artifact: Option<ArtifactName>,
    /// The version as it is written: `draft`, `2`, `${Artifact.Artifact_1.ArtifactVersion}`.
    pub version: Option<Spanned<String>>,
}

/// How a relation names its artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtifactName {
    /// `${Artifact.Artifact_1.ArtifactId}`: by its key in the configuration.
    Key(Spanned<String>),
    /// `artifact-…`: by its ID in Compute Nest.
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
    /// The image that it is made from, where its region is written: `ArtifactProperty`.
    pub source: Option<Source>,
}

/// A template of the service.
#[derive(Clone, Debug)]
pub struct TemplateConfig {
    /// Where it is in the configuration.
    pub span: Span,
    /// Its path relative to the configuration, or its address; `None` where computenest-cli makes the template.
    pub url: Option<Spanned<String>>,
    /// The name of its file or folder where that is not the configuration's folder with the path after it;
    /// whoever reads the files puts it here.
    pub name: Option<String>,
    /// The regions that customers can deploy it in; empty for all.
    pub allowed_regions: Vec<Spanned<String>>,
}

impl Relation {
    /// The version that is asked for; `${Artifact.X.ArtifactVersion}` is whatever version there is.
    #[must_use]
    pub fn wanted_version(&self) -> Option<&str> {
        self.version.as_ref().map(|it| it.value.as_str()).filter(|it| !it.starts_with("${"))
    }
}

impl Artifact {
    /// Whether it holds an ECS image, as far as that is written.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.kind.as_ref().is_none_or(|kind| kind.value == ECS_IMAGE)
    }
}

impl TemplateConfig {
    /// Whether the text or folder called `name` is the template's, or in its folder.
    #[must_use]
    pub fn holds(&self, sources: &SourceMap, config: &Config, name: &str) -> bool {
        let Some(url) = self.url.as_ref().filter(|_| !self.is_remote()) else { return false };
        let folder = sources.name(config.file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = self.name.clone().unwrap_or_else(|| join_names(folder, &url.value));
        join_names("", name)
            .strip_prefix(&own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || own.is_empty())
    }

    /// Whether the template is not a file here, but at an address.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        self.url.as_ref().is_some_and(|url| url.value.contains("://"))
    }
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
            let placeholders = placeholder::index(&self.placeholder_relations);
            let mut places = ConfigPlaces { placeholders, ..ConfigPlaces::default() };
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

impl Manifest {
    /// A manifest that says nothing, for a project that has only the configuration `file` of
    /// computenest-cli.
    #[must_use]
    pub fn empty(file: FileId) -> Manifest {
        Manifest {
            file,
            templates: Vec::new(),
            exclude: Vec::new(),
            schema: Vec::new(),
            regions: None,
            packages: Vec::new(),
            associations: Vec::new(),
            placeholders: None,
            output: None,
            also_render: Vec::new(),
            also_through: Vec::new(),
            computenest: None,
            services: Vec::new(),
            lint: Vec::new(),
            lock: None,
            config: None,
            remarks: Vec::new(),
            places: super::places::Places::default(),
        }
    }

    /// Whether there is no manifest, and the configuration of computenest-cli is used instead.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        self.config.as_ref().is_some_and(|config| config.file == self.file)
    }

    /// Whether the literals that `function` chooses between count as image slots: where the manifest says so, and
    /// without a manifest where computenest-cli looks through it.
    #[must_use]
    pub fn looks_through(&self, function: &str) -> bool {
        self.also_through.iter().any(|it| it.value == function)
            || (self.is_stand_in() && LOOKED_THROUGH.contains(&function))
    }

    /// Takes over what the manifest does not say itself from the configuration of computenest-cli, which
    /// is in `folder` (relative to the manifest): templates, regions, and for each literal the package
    /// that is called like the artifact or its key, where the manifest has such a package.
    pub fn adopt(&mut self, config: Config, folder: &str) {
        if self.templates.is_empty() {
            let mut seen = HashSet::new();
            let urls = config.templates.iter().filter(|it| !it.is_remote()).filter_map(|it| it.url.as_ref());
            let paths = urls.map(|url| Spanned { value: join_names(folder, &url.value), span: url.span });
            self.templates = paths.filter(|path| seen.insert(path.value.clone())).collect();
        }
        if self.regions.is_none() {
            let mut seen = HashSet::new();
            let all = config.templates.iter().flat_map(|it| &it.allowed_regions);
            let regions: Vec<_> = all.filter(|it| seen.insert(it.value.as_str())).cloned().collect();
            self.regions = Some(regions).filter(|regions| !regions.is_empty());
        }
        let new = config.relations.iter().filter(|it| self.any_association(&it.literal.value).is_none());
        let adopted: Vec<Association> =
            new.filter_map(|relation| self.association_like(&config, relation)).collect();
        if let (true, Some((name, visibility))) = (self.services.is_empty(), &config.share) {
            let mut packages: Vec<Spanned<String>> = adopted.iter().map(|it| it.package.clone()).collect();
            packages.sort_by(|one, other| one.value.cmp(&other.value));
            packages.dedup_by(|one, other| one.value == other.value);
            self.services.push(Service { name: name.clone(), visibility: visibility.clone(), packages });
        }
        self.associations.extend(adopted);
        self.config = Some(config);
        self.places = super::places::Places::default();
    }

    /// The package that is called like the artifact's key or name.
    #[must_use]
    pub fn package_of(&self, artifact: &Artifact) -> Option<&Package> {
        let mut names = std::iter::once(&artifact.key).chain(&artifact.name);
        let place = names.find_map(|name| self.places.package(&self.packages, &name.value))?;
        self.packages.get(place as usize)
    }

    /// What the manifest's own packages make of a relation.
    fn association_like(&self, config: &Config, relation: &Relation) -> Option<Association> {
        let package = self.package_of(config.artifact(relation)?)?;
        let wanted = relation.wanted_version();
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
