//! The regions of Alibaba Cloud.

use super::table;

/// Whether a region can still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RegionStatus {
    /// In service.
    Active,
    /// Closed.
    Closed,
    /// Taken out of service.
    Decommissioned,
}

/// One row of `grammar/regions.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// The ID, `cn-hangzhou`.
    pub id: &'static str,
    /// The English name, where a source has one.
    pub name: Option<&'static str>,
    /// `public`, `finance-cloud`, `government-cloud`, `joint-venture` or `dedicated`.
    pub kind: &'static str,
    /// Whether it can still be used.
    pub status: RegionStatus,
    /// The three characters after `m-` that image IDs of the region were seen with.
    pub image_tags: &'static [&'static str],
    /// Where the fact comes from.
    pub source: &'static str,
    /// What else is known.
    pub note: Option<&'static str>,
}

/// Every region.
#[must_use]
pub(crate) fn regions() -> &'static [Region] {
    table::REGIONS
}

/// The region with that ID.
#[must_use]
pub(crate) fn region(id: &str) -> Option<&'static Region> {
    regions().iter().find(|it| it.id == id)
}

/// The region in which image IDs with the tag of `image` were always seen; `None` for an ID without a
/// known tag. A hint, not a proof: nobody documents the tags.
#[must_use]
pub(crate) fn region_of_image(image: &str) -> Option<&'static Region> {
    let tag = image.strip_prefix("m-")?.get(..3)?;
    regions().iter().find(|it| it.image_tags.contains(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_lead_to_their_regions() {
        let of = |image| region_of_image(image).map(|it| it.id);
        assert_eq!(of("m-bp1234567890abcdefgh"), Some("cn-hangzhou"));
        assert_eq!(of("m-t4n234567890abcdefgh"), Some("ap-southeast-1"));
        assert_eq!(of("m-zzz234567890abcdefgh"), None);
        assert_eq!(of("m-中"), None);
        assert_eq!(of("centos_7"), None);
        assert_eq!(region("cn-hangzhou").and_then(|it| it.name), Some("China (Hangzhou)"));
        assert!(region("cn-hangzou").is_none());
        assert_eq!(region("ap-southeast-2").map(|it| it.status), Some(RegionStatus::Decommissioned));
    }
}
