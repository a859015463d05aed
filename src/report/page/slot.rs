//! A slot as the page knows it.

use crate::source::Span;

/// A slot as the page shows it.
#[derive(Debug)]
pub(super) struct Slot {
    /// Where its value is.
    pub(super) span: Span,
    /// File, line and column, to sort by, and the path in the template.
    pub(super) key: (String, u32, u32, String),
    /// The resource's name and type.
    pub(super) resource: Option<(String, String)>,
    /// The property.
    pub(super) path: String,
    /// Its value, or where that comes from.
    pub(super) value: String,
    /// What a build puts there.
    pub(super) becomes: Becomes,
    /// The region that it is deployed in whatever the target is.
    pub(super) region: Option<String>,
    /// The files that a build makes of its text, with `{region}`.
    pub(super) outputs: Vec<String>,
}

/// What a build puts in the place of a slot's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// An image of the version with that number, if there is such a version.
    Image(String, Option<usize>),
    NotReplaced,
    LeftToComputeNest,
    ByItsLiterals,
    AtDeployment,
    Stays,
    Cannot,
}

impl Slot {
    /// The number of the version whose images it gets.
    pub(super) fn version(&self) -> Option<usize> {
        match self.becomes {
            Becomes::Image(_, version) => version,
            _ => None,
        }
    }

    /// The resource with the property.
    pub(super) fn name(&self) -> String {
        match &self.resource {
            Some((resource, _)) => format!("{resource}.{}", self.path),
            None => self.path.clone(),
        }
    }

    /// Whether the other is the same slot, by way of another template.
    pub(super) fn is_like(&self, other: &Slot) -> bool {
        (&self.key, &self.value, &self.becomes, &self.region)
            == (&other.key, &other.value, &other.becomes, &other.region)
    }
}
