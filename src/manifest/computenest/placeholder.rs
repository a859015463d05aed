//! The relation maps of other packages than images: which placeholder belongs to which artifact.

use std::collections::{HashMap, HashSet};

use super::Config;
use super::fields::{pairs, value};
use crate::grammar::{placeholder_families, read_placeholder};
use crate::ir::{PlaceholderName, Reading};
use crate::manifest::Spanned;
use crate::manifest::path::Path;
use crate::manifest::reader::{Field, Reader};
use crate::syntax::NodeId;

/// A placeholder and the map that its relation is in. computenest-cli sends the keys to Compute Nest as
/// they are written and does not compare them with templates; spaces in the braces do not count.
#[derive(Clone, Debug)]
pub struct PlaceholderRelation {
    /// The map's name, `FileArtifactRelation`.
    pub map: &'static str,
    /// The key as it is written.
    pub key: Spanned<String>,
    /// What the key says; `None` where it has not the form of a placeholder.
    pub reading: Option<Reading>,
}

impl PlaceholderRelation {
    /// The entry `field` of the map called `map`.
    pub(super) fn new(map: &'static str, field: Field) -> Self {
        PlaceholderRelation { map, reading: read_placeholder(&field.key.value), key: field.key }
    }

    /// Whether the key is spelled right and is in the map of its family.
    fn is_right(&self) -> bool {
        matches!(&self.reading, Some(Reading::Known(name)) if name.family.relation == Some(self.map))
    }
}

impl Config {
    /// The relation of the placeholder `name`, whatever map it is in and even if it is misspelled; of several
    /// one that is right.
    #[must_use]
    pub fn placeholder_relation(&self, name: &PlaceholderName) -> Option<&PlaceholderRelation> {
        let place = self.places().placeholders.get(name)?;
        self.placeholder_relations.get(*place)
    }
}

/// Where the relation of each placeholder is in `relations`.
pub(super) fn index(relations: &[PlaceholderRelation]) -> HashMap<PlaceholderName, usize> {
    let mut places = HashMap::new();
    for (place, relation) in relations.iter().enumerate() {
        let Some(name) = relation.reading.as_ref().and_then(Reading::name) else { continue };
        if relation.is_right() {
            places.insert(name.clone(), place);
        } else {
            places.entry(name.clone()).or_insert(place);
        }
    }
    places
}

/// Reads the relation maps of all families out of the entries of `SupplierDeployMetadata`.
pub(super) fn read_relations(
    reader: &mut Reader<'_>,
    supplier: &[Field],
    path: &Path<'_>,
) -> Vec<PlaceholderRelation> {
    let mut maps: Vec<&'static str> = placeholder_families().iter().filter_map(|it| it.relation).collect();
    maps.sort_unstable();
    maps.dedup();
    let mut relations = Vec::new();
    for map in maps {
        let Some(node) = value(supplier, map) else { continue };
        let entries = pairs(reader, node, &path.key(map));
        relations.extend(entries.into_iter().map(|it| PlaceholderRelation::new(map, it)));
    }
    relations
}

/// Whether the list of templates `node`, which is not the one that is deployed, names one that is not among
/// `config`'s. What is wrong with its shape is of no concern here.
pub(super) fn names_others(reader: &Reader<'_>, node: NodeId, config: &Config) -> bool {
    let known = config.templates.iter().filter_map(|it| it.url.as_ref());
    let known: HashSet<&str> = known.map(|url| url.value.as_str()).collect();
    let view = reader.view;
    let entries = view.items(node).flat_map(|item| view.entries(item));
    let mut urls = entries.filter(|&(key, _)| view.is_scalar(key) && view.text(key) == "Url");
    urls.any(|(_, url)| view.is_scalar(url) && !known.contains(&*view.text(url)))
}
