//! Where the entries of a manifest are in its lists.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Association, Package, PlaceholderEntry};
use crate::ir::PlaceholderName;

/// Indexes over a manifest's lists, made when they are first asked for. A list must not change afterwards.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    associations: OnceLock<HashMap<String, Behind>>,
    placeholders: OnceLock<HashMap<PlaceholderName, u32>>,
    versions: OnceLock<Versions>,
}

/// Of each package and each of its versions the places of both; of each package also that of the first so called.
type Versions = HashMap<String, (u32, HashMap<String, (u32, u32)>)>;

/// The associations of one literal.
#[derive(Clone, Debug, Default)]
struct Behind {
    first: u32,
    by_resource: HashMap<String, u32>,
    for_all: Option<u32>,
}

impl Places {
    /// The place of the first association of `literal` that names `resource`, or else of the first that
    /// names none.
    pub(super) fn association(
        &self,
        associations: &[Association],
        literal: &str,
        resource: &str,
    ) -> Option<u32> {
        let all = self.associations.get_or_init(|| index(associations));
        let behind = all.get(literal)?;
        behind.by_resource.get(resource).copied().or(behind.for_all)
    }

    /// The place of the first association of `literal`, whatever resources it names.
    pub(super) fn any_association(&self, associations: &[Association], literal: &str) -> Option<u32> {
        let all = self.associations.get_or_init(|| index(associations));
        all.get(literal).map(|behind| behind.first)
    }

    /// The place of the entry of the placeholder `name`.
    pub(super) fn placeholder(&self, entries: &[PlaceholderEntry], name: &PlaceholderName) -> Option<u32> {
        let all = self
            .placeholders
            .get_or_init(|| entries.iter().map(|entry| entry.name.value.clone()).zip(0..).collect());
        all.get(name).copied()
    }

    /// The places of a package and of its version in it; of several with one name the first.
    pub(super) fn version(&self, packages: &[Package], package: &str, version: &str) -> Option<(u32, u32)> {
        self.packages(packages).get(package)?.1.get(version).copied()
    }

    /// The place of a package; of several with one name the first.
    pub(super) fn package(&self, packages: &[Package], package: &str) -> Option<u32> {
        self.packages(packages).get(package).map(|(first, _)| *first)
    }

    fn packages(&self, packages: &[Package]) -> &Versions {
        self.versions.get_or_init(|| {
            let mut places = Versions::new();
            for (at_package, package) in (0..).zip(packages) {
                let (_, versions) =
                    places.entry(package.name.value.clone()).or_insert_with(|| (at_package, HashMap::new()));
                for (at_version, version) in (0..).zip(&package.versions) {
                    versions.entry(version.name.value.clone()).or_insert((at_package, at_version));
                }
            }
            places
        })
    }
}

fn index(associations: &[Association]) -> HashMap<String, Behind> {
    let mut all: HashMap<String, Behind> = HashMap::new();
    for (place, association) in (0..).zip(associations) {
        let new = || Behind { first: place, ..Behind::default() };
        let behind = all.entry(association.literal.value.clone()).or_insert_with(new);
        if association.resources.is_empty() {
            behind.for_all.get_or_insert(place);
        }
        for resource in &association.resources {
            behind.by_resource.entry(resource.value.clone()).or_insert(place);
        }
    }
    all
}
