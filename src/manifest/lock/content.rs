//! What a published version holds, and its digest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::Text;
use crate::manifest::{Spanned, Version};
use crate::text;

/// How a digest begins.
pub(super) const DIGEST: &str = "sha256:";

/// What is fixed once a version is published: everything but its name and status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<SourceContent>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) encrypted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) architecture: Option<String>,
    pub(super) images: BTreeMap<String, String>,
}

/// The image that a version was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SourceContent {
    pub(super) region: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
}

impl Version {
    /// The digest of all that is fixed once the version is published: everything but its name and status.
    #[must_use]
    pub fn digest(&self) -> String {
        self.content().digest()
    }

    /// All that is fixed once the version is published.
    pub(crate) fn content(&self) -> Content {
        Content {
            kind: self.kind.as_ref().map(|it| it.value.name().to_owned()),
            source: self.source.as_ref().map(|it| SourceContent {
                region: it.region.value.clone(),
                image: it.image.as_ref().map(|it| it.value.clone()),
            }),
            encrypted: self.encrypted.as_ref().is_some_and(|it: &Spanned<bool>| it.value),
            architecture: self.architecture.as_ref().map(|it| it.value.name().to_owned()),
            images: self
                .images
                .iter()
                .map(|(region, image)| (region.value.clone(), image.value.clone()))
                .collect(),
        }
    }
}

impl Content {
    pub(super) fn digest(&self) -> String {
        let source = self.source.as_ref().map(|it| (&it.region, it.image.as_ref()));
        let images: Vec<_> = self.images.iter().collect();
        let content = serde_json::json!([
            self.kind.as_deref().unwrap_or(""),
            source,
            self.encrypted,
            self.architecture.as_deref().unwrap_or(""),
            images,
        ]);
        let mut digest = DIGEST.to_owned();
        for byte in Sha256::digest(content.to_string().as_bytes()) {
            let _ = write!(digest, "{byte:02x}");
        }
        digest
    }

    /// Each value by the name under which it is told.
    fn values(&self) -> BTreeMap<&str, String> {
        let mut values: BTreeMap<&str, String> =
            self.images.iter().map(|(region, image)| (region.as_str(), image.clone())).collect();
        values.extend(self.kind.clone().map(|it| ("kind", it)));
        values.extend(self.architecture.clone().map(|it| ("architecture", it)));
        values.extend(self.encrypted.then(|| ("encrypted", "true".to_owned())));
        if let Some(source) = &self.source {
            values.insert("source.region", source.region.clone());
            values.extend(source.image.clone().map(|it| ("source.image", it)));
        }
        values
    }

    /// How `new` differs from this.
    pub(super) fn changes(&self, new: &Content) -> Vec<Text> {
        let (old, new) = (self.values(), new.values());
        let mut names: Vec<&str> = old.keys().chain(new.keys()).copied().collect();
        names.sort_unstable();
        names.dedup();
        let change = |name: &str| match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) if old == new => None,
            (Some(old), Some(new)) => Some(
                text!(en: "`{name}` was {old}, is {new}", zh: "`{name}` 原为 {old}，现为 {new}", name, old, new),
            ),
            (Some(old), None) => {
                Some(text!(en: "`{name}` was {old}, is gone", zh: "`{name}` 原为 {old}，现已删除", name, old))
            }
            (None, Some(new)) => Some(
                text!(en: "`{name}` was not there, is {new}", zh: "`{name}` 原不存在，现为 {new}", name, new),
            ),
            (None, None) => None,
        };
        names.into_iter().filter_map(change).collect()
    }
}
