//! The regions that something is deployed in, and the ways that lead there.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::source::Span;

/// Where something is deployed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the region that a copy is made for.
    Target,
    /// In this region, whatever region a copy is made for.
    Region(String),
    /// In a region that only the deployment knows.
    Unknown,
}

/// A place on the way to a region, and what it says.
pub(crate) type Hop = (Span, Text);

/// The places that something is deployed in, each with the way that leads there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<Place, Vec<Hop>>);

impl Places {
    /// `place` alone, which `hops` lead to.
    pub(super) fn one(place: Place, hops: Vec<Hop>) -> Self {
        Places(BTreeMap::from([(place, hops)]))
    }

    /// A place that only the deployment knows, for the reason `what` at `span`.
    pub(super) fn unknown(span: Span, what: Text) -> Self {
        Places::one(Place::Unknown, vec![(span, what)])
    }

    /// Adds those of `other`, which are reached by way of `hop`.
    pub(super) fn add(&mut self, other: &Places, hop: Option<Hop>) {
        for (place, hops) in &other.0 {
            self.0.entry(place.clone()).or_insert_with(|| hop.iter().chain(hops).cloned().collect());
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one place, where there is just one and it is known.
    #[must_use]
    pub fn single(&self) -> Option<&Place> {
        match self.0.first_key_value() {
            Some((Place::Unknown, _)) | None => None,
            Some((place, _)) => (self.0.len() == 1).then_some(place),
        }
    }

    /// The places with the ways that lead there.
    pub fn iter(&self) -> impl Iterator<Item = (&Place, &[Hop])> {
        self.0.iter().map(|(place, hops)| (place, hops.as_slice()))
    }
}
