//! The mapping manifest, `nestc.yaml`: what to build, from which images, for which regions.
//!
//! Every value keeps its place, so that a finding about the manifest points into it.

mod association;
mod computenest;
pub(crate) mod edit;
mod keys;
mod lock;
mod output;
mod package;
mod path;
mod placeholder;
mod places;
mod read;
mod reader;
mod visibility;

use crate::diagnostic::Severity;
use crate::source::{FileId, Span};

pub(crate) use crate::grammar::Architecture;
pub use computenest::read_config;
pub(crate) use computenest::{
    Artifact, ArtifactName, Config, PlaceholderRelation, Relation, TemplateConfig, is_config,
};
pub(crate) use computenest::{TemplateImages, failures, region_beyond, template_images, uploads};
pub use lock::Lock;
pub(crate) use path::shortened;
pub(crate) use placeholder::PlaceholderEntry;
pub use read::read;

/// The JSON Schema of the manifest, for editors.
pub const SCHEMA: &str = include_str!("../../grammar/nestc.schema.json");

/// A value and where it is in the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its text, quotes included.
    pub span: Span,
}

/// The whole manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its text.
    pub file: FileId,
    /// Files, globs and folders of Terraform modules, relative to the manifest.
    pub templates: Vec<Spanned<String>>,
    /// What globs and searches of folders leave out, as lines of a `.gitignore` beside the manifest would.
    pub exclude: Vec<Spanned<String>>,
    /// Files with schemas of newer resource types, relative to the manifest.
    pub schema: Vec<Spanned<String>>,
    /// The regions to build for; `None` for all that every package in use and every placeholder reaches.
    pub regions: Option<Vec<Spanned<String>>>,
    /// Deployment packages.
    pub packages: Vec<Package>,
    /// Which literal is associated with which package version.
    pub associations: Vec<Association>,
    /// What takes the place of placeholders of other packages than images; `None` without such a section.
    pub placeholders: Option<Vec<PlaceholderEntry>>,
    /// Where outputs go: `dist/{region}/{path}`.
    pub output: Option<Spanned<String>>,
    /// Resource types outside the documented table to render all the same.
    pub also_render: Vec<Spanned<String>>,
    /// Functions between whose literals only the deployment chooses.
    pub also_through: Vec<Spanned<String>>,
    /// The configuration of computenest-cli to take associations from.
    pub computenest: Option<Spanned<String>>,
    /// Services, from which the visibility of packages follows.
    pub services: Vec<Service>,
    /// Levels of rules, `None` for off.
    pub lint: Vec<(Spanned<String>, Option<Severity>)>,
    /// What `nestc.lock` beside the manifest says, where there is one; whoever reads the files puts it here.
    pub lock: Option<Lock>,
    /// What the configuration of computenest-cli says, once [`Manifest::adopt`] took it over.
    pub config: Option<Config>,
    /// Comments in it that speak to nestc.
    pub remarks: Vec<Span>,
    /// Where associations, placeholders and versions are, so that each slot finds its own at once.
    places: places::Places,
}

/// A deployment package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: Spanned<String>,
    /// Its description.
    pub description: Option<Spanned<String>>,
    /// Its tags.
    pub tags: Vec<(Spanned<String>, Spanned<String>)>,
    /// Where the `tags` key is.
    pub tags_span: Option<Span>,
    /// Its versions.
    pub versions: Vec<Version>,
}

/// Whether a version's content is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Only usable in its source region; may change.
    Draft,
    /// Distributed; its content is fixed.
    Published,
}

/// What kind of image a version is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageKind {
    /// By Alibaba Cloud, in all regions.
    Public,
    /// Made by the provider.
    Custom,
    /// Shared by another account.
    Shared,
    /// From the marketplace.
    Marketplace,
    /// From the community.
    Community,
}

/// One version of a deployment package.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its name.
    pub name: Spanned<String>,
    /// Draft or published; draft where not written.
    pub status: Spanned<Status>,
    /// What it is made of.
    pub kind: Option<Spanned<ImageKind>>,
    /// The image it is made of: region and ID.
    pub source: Option<Source>,
    /// Whether the image is encrypted.
    pub encrypted: Option<Spanned<bool>>,
    /// What processors it runs on.
    pub architecture: Option<Spanned<Architecture>>,
    /// Region → image ID, in the order written.
    pub images: Vec<(Spanned<String>, Spanned<String>)>,
    /// Where the `images` key is, or the version's name where there is none.
    pub images_span: Span,
}

/// The image that a version was made from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its region.
    pub region: Spanned<String>,
    /// Its ID.
    pub image: Option<Spanned<String>>,
}

/// A literal of the templates and the package version that it is associated with.
#[derive(Clone, Debug)]
pub struct Association {
    /// The literal as templates have it, decoded.
    pub literal: Spanned<String>,
    /// The package's name.
    pub package: Spanned<String>,
    /// The version's name.
    pub version: Spanned<String>,
    /// Only these resources; empty for all.
    pub resources: Vec<Spanned<String>>,
}

/// A service that uses packages.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: Spanned<String>,
    /// `public`, `private`, or the accounts of a whitelist.
    pub visibility: Visibility,
    /// The packages that it uses.
    pub packages: Vec<Spanned<String>>,
}

/// Who may see a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone.
    Public,
    /// The provider.
    Private,
    /// The accounts listed.
    Whitelist(Vec<String>),
}

impl Status {
    /// The word for it in the manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Published => "published",
        }
    }
}

impl ImageKind {
    /// The word for it in the manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ImageKind::Public => "public",
            ImageKind::Custom => "custom",
            ImageKind::Shared => "shared",
            ImageKind::Marketplace => "marketplace",
            ImageKind::Community => "community",
        }
    }
}

impl Manifest {
    /// The package version that `literal` is associated with at the resource called `resource`: the
    /// association that names the resource, or else the one that names none.
    #[must_use]
    pub fn association(&self, literal: &str, resource: &str) -> Option<&Association> {
        let place = self.places.association(&self.associations, literal, resource)?;
        self.associations.get(place as usize)
    }

    /// The first association of `literal`, whatever resources it names.
    #[must_use]
    pub fn any_association(&self, literal: &str) -> Option<&Association> {
        let place = self.places.any_association(&self.associations, literal)?;
        self.associations.get(place as usize)
    }

    /// The version that `association` names.
    #[must_use]
    pub fn version_of(&self, association: &Association) -> Option<&Version> {
        self.version(&association.package.value, &association.version.value)
    }

    /// Every image with the region that it is given for, those of sources included.
    pub fn placed_images(&self) -> impl Iterator<Item = (&Spanned<String>, &Spanned<String>)> {
        let versions = self.packages.iter().flat_map(|package| &package.versions);
        versions.flat_map(|version| {
            let source = version.source.iter().filter_map(|it| Some((&it.region, it.image.as_ref()?)));
            source.chain(version.images.iter().map(|(region, image)| (region, image)))
        })
    }

    /// The version `version` of the package `package`.
    #[must_use]
    pub fn version(&self, package: &str, version: &str) -> Option<&Version> {
        let (at_package, at_version) = self.places.version(&self.packages, package, version)?;
        self.packages.get(at_package as usize)?.versions.get(at_version as usize)
    }
}

impl Version {
    /// The image for `region`.
    #[must_use]
    pub fn image_in(&self, region: &str) -> Option<&Spanned<String>> {
        self.images.iter().find(|(key, _)| key.value == region).map(|(_, image)| image)
    }
}
