//! Which image a slot gets in a region.

use super::found::{Found, Search};
use super::places::{Place, Places};
use super::provider::Providers;
use crate::ir::{ImageSlot, Resource, Support, TemplateId, Through};
use crate::lower::Cx;
use crate::manifest::{self, Association, Manifest};

/// The image that a slot gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The image ID.
    pub image: String,
    /// The region that it is of: the target region, or the slot's own.
    pub region: String,
    /// The package version that it is an image of, as an association writes it.
    pub version: String,
}

/// Whether nestc renders slots like `slot`: those that Compute Nest replaces, and what `also-render` adds.
#[must_use]
pub(crate) fn is_rendered(slot: &ImageSlot, manifest: &Manifest) -> bool {
    match slot.shape.support {
        Support::Supported => true,
        Support::Launch => manifest.also_render.iter().any(|it| it.value == slot.shape.resource_type),
        Support::Source | Support::Foreign => false,
    }
}

/// The regions to build for: those that the manifest lists, or else all that every associated package
/// version and every placeholder reaches, in the order in which the first of them lists them.
#[must_use]
pub(crate) fn regions(manifest: &Manifest) -> Vec<String> {
    if let Some(regions) = &manifest.regions {
        let mut unique: Vec<String> = Vec::with_capacity(regions.len());
        for region in regions {
            if !unique.contains(&region.value) {
                unique.push(region.value.clone());
            }
        }
        return unique;
    }
    let mut regions = regions_of_packages(manifest);
    for entry in manifest.placeholder_entries() {
        let Some(reached) = entry.regions() else { continue };
        match &mut regions {
            Some(regions) => regions.retain(|region| entry.value_in(region).is_some()),
            None => regions = Some(reached.map(|region| region.value.clone()).collect()),
        }
    }
    regions.unwrap_or_default()
}

/// The regions that every associated package version reaches; `None` where there is no such version.
#[must_use]
pub(crate) fn regions_of_packages(manifest: &Manifest) -> Option<Vec<String>> {
    let mut versions = manifest.associations.iter().filter_map(|it| manifest.version_of(it));
    let reached = versions.next()?.images.iter().map(|(region, _)| region.value.clone());
    let mut regions: Vec<String> = reached.collect();
    for version in versions {
        regions.retain(|region| version.image_in(region).is_some());
    }
    Some(regions)
}

/// Whether `region` is one of those to build for.
#[must_use]
pub(crate) fn is_built_for(manifest: &Manifest, region: &str) -> bool {
    match &manifest.regions {
        Some(listed) => listed.iter().any(|it| it.value == region),
        None => regions(manifest).iter().any(|it| it == region),
    }
}

/// What the image slots of a unit mean: the one place that knows where each is deployed.
#[derive(Debug)]
pub struct Binding<'a> {
    cx: Cx<'a>,
    providers: Providers,
}

impl<'a> Binding<'a> {
    /// The binding of `unit`.
    #[must_use]
    pub fn new(cx: Cx<'a>) -> Self {
        Binding { cx, providers: Providers::of(cx) }
    }

    /// The region whose image `slot` of `template` needs, where that is not the target: the one in which alone a
    /// function returns its value, or that of the resource's provider configuration.
    ///
    /// # Errors
    /// With the places that it is deployed in, where these are several or one of them is not known.
    pub fn own_region<'s>(
        &'s self,
        template: TemplateId,
        slot: &'s ImageSlot,
    ) -> Result<Option<&'s str>, &'s Places> {
        let places = self.providers.places(template, slot.resource);
        if let Some(unclear) = places.filter(|it| it.single().is_none()) {
            return Err(unclear);
        }
        if let Some(Place::Region(region)) = places.and_then(Places::single) {
            return Ok(Some(region));
        }
        Ok(slot_region(slot))
    }

    /// Where the resource of `slot` of `template` is deployed; `None` for the target region.
    #[must_use]
    pub fn places(&self, template: TemplateId, slot: &ImageSlot) -> Option<&Places> {
        self.providers.places(template, slot.resource)
    }

    /// Whether a deployment finds the right image for `slot` of `template` by itself, in each of `regions`.
    #[must_use]
    pub fn found(&self, template: TemplateId, slot: &ImageSlot, regions: &[String]) -> Found {
        Search::new(self.cx, &self.providers, regions, (template, slot.resource)).found(template, &slot.value)
    }

    /// The image that `slot` of `template` gets in the copy for `region`; `None` where it stays as it is. What only a
    /// region reads that is not built for stays as it is, too.
    #[must_use]
    pub fn image(
        &self,
        template: TemplateId,
        slot: &ImageSlot,
        manifest: &Manifest,
        region: &str,
    ) -> Option<Rendered> {
        // What Terraform downloaded is not the author's text; what is handed to it is.
        let is_own =
            !self.cx.unit.is_downloaded(template) || slot.through.as_ref().is_some_and(Through::is_handed);
        if !is_own || !is_rendered(slot, manifest) {
            return None;
        }
        let resource = self.cx.unit.template(template)?.resource_of(slot)?;
        let association = association(slot, manifest, resource)?;
        let version = manifest.version_of(association)?;
        if slot_region(slot).is_some_and(|own| !is_built_for(manifest, own)) {
            return None;
        }
        let region = self.own_region(template, slot).ok()?.unwrap_or(region);
        let image = version.image_in(region)?;
        Some(Rendered {
            image: image.value.clone(),
            region: region.to_owned(),
            version: format!("{}@{}", association.package.value, association.version.value),
        })
    }
}

/// The region in which alone a function returns the value of `slot`.
fn slot_region(slot: &ImageSlot) -> Option<&str> {
    slot.through.as_ref()?.region.as_deref()
}

/// The association that covers `slot` of `resource`: by the literal as it is written, or else without
/// surrounding spaces. Nothing covers an empty one, which has no place that could be replaced.
#[must_use]
pub(crate) fn association<'m>(
    slot: &ImageSlot,
    manifest: &'m Manifest,
    resource: &Resource,
) -> Option<&'m Association> {
    let literal = slot.value.as_str().filter(|literal| !literal.trim().is_empty())?;
    let find = |literal| manifest.association(literal, &resource.name);
    find(literal).or_else(|| find(literal.trim()))
}

/// What computenest-cli's configuration associates with `slot`, where that has no package in the manifest: the
/// slot would keep its literal.
#[must_use]
pub(crate) fn without_package<'m>(
    slot: &ImageSlot,
    manifest: &'m Manifest,
    resource: &Resource,
) -> Option<&'m manifest::Relation> {
    let relation = manifest.config.as_ref()?.relation(slot.value.as_str()?.trim())?;
    let used =
        is_rendered(slot, manifest) && slot_region(slot).is_none_or(|region| is_built_for(manifest, region));
    (used && association(slot, manifest, resource).is_none()).then_some(relation)
}
