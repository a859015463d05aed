//! Which image a slot gets in a region.

use crate::ir::{Dialect, ImageSlot, Relation, Resource, Support, Template, TemplateId};
use crate::lower::Cx;
use crate::manifest::{self, Association, Manifest};
use crate::resolve;

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
pub fn is_rendered(slot: &ImageSlot, manifest: &Manifest) -> bool {
    match slot.shape.support {
        Support::Supported => true,
        Support::Launch => manifest.also_render.iter().any(|it| it.value == slot.shape.resource_type),
        Support::Source | Support::Foreign => false,
    }
}

/// The regions to build for: those that the manifest lists, or else all that every associated package
/// version and every placeholder reaches, in the order in which the first of them lists them.
#[must_use]
pub fn regions(manifest: &Manifest) -> Vec<String> {
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
pub fn regions_of_packages(manifest: &Manifest) -> Option<Vec<String>> {
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
pub fn is_built_for(manifest: &Manifest, region: &str) -> bool {
    match &manifest.regions {
        Some(listed) => listed.iter().any(|it| it.value == region),
        None => regions(manifest).iter().any(|it| it == region),
    }
}

/// The region whose image `slot` needs, where that is not the target: the one in which alone a function
/// yields its value, or that of the resource's provider configuration.
///
/// # Errors
/// As [`region_of`].
pub fn own_region(
    cx: Cx<'_>,
    template_id: TemplateId,
    resource: &Resource,
    slot: &ImageSlot,
) -> Result<Option<String>, usize> {
    match slot.through.as_ref().and_then(|through| through.region.as_ref()) {
        Some(region) => Ok(Some(region.clone())),
        None => region_of(cx, template_id, resource),
    }
}

/// The region that a resource is deployed in by its own provider configuration, where that is another
/// than the target: `Ok(None)` for the target region, `Err` where the region is not constant.
///
/// # Errors
/// With the provider's index in its template where its region is not constant.
pub fn region_of(cx: Cx<'_>, template_id: TemplateId, resource: &Resource) -> Result<Option<String>, usize> {
    let Some((provider, _)) = &resource.provider else { return Ok(None) };
    let Some((name, alias)) = provider.split_once('.') else { return Ok(None) };
    let Some(template) = cx.unit.template(template_id) else { return Ok(None) };
    if template.dialect != Dialect::Terraform {
        return Ok(None);
    }
    let mut providers = template.providers.iter().enumerate();
    let found = providers.find(|(_, it)| it.name == name && it.alias.as_deref() == Some(alias));
    let Some((index, provider)) = found else { return handed_down(cx, template, resource, alias) };
    let Some(region) = &provider.region else { return Ok(None) };
    let resolution = resolve::resolve(cx, template_id, region);
    match resolution.constant {
        Some(region) if !resolution.overridable => Ok(Some(region)),
        _ => Err(index),
    }
}

/// A provider that the calls of the module hand down: `providers = { alicloud.other = alicloud.shanghai }`.
fn handed_down(
    cx: Cx<'_>,
    template: &Template,
    resource: &Resource,
    alias: &str,
) -> Result<Option<String>, usize> {
    let Some(Relation::Module { calls }) = template.parent.as_ref().map(|parent| &parent.relation) else {
        return Ok(None);
    };
    let mut found: Option<Option<String>> = None;
    for call in calls {
        let providers =
            call.arguments.iter().find(|entry| entry.key == "providers").map(|entry| &entry.value);
        let given = providers.and_then(|map| {
            map.get(&format!("alicloud.{alias}")).or_else(|| map.get(alias)).or_else(|| map.get("alicloud"))
        });
        let Some(crate::ir::ValueKind::Ref(reference)) = given.map(|value| &value.kind) else { continue };
        let handed =
            Resource { provider: Some((reference.name.clone(), reference.name_span)), ..resource.clone() };
        let region = region_of(cx, call.caller, &handed)?;
        match &found {
            Some(first) if *first != region => return Ok(None),
            _ => found = Some(region),
        }
    }
    Ok(found.flatten())
}

/// The image that `slot` gets for the target region `region`; `None` where it stays as it is. What only a
/// region reads that is not built for stays as it is, too.
pub(super) fn image(
    cx: Cx<'_>,
    template_id: TemplateId,
    resource: &Resource,
    slot: &ImageSlot,
    manifest: &Manifest,
    region: &str,
) -> Option<Rendered> {
    if !is_rendered(slot, manifest) {
        return None;
    }
    let association = association(slot, manifest, resource)?;
    let version = manifest.version_of(association)?;
    let own = own_region(cx, template_id, resource, slot).ok()?;
    if slot.through.is_some() && own.as_ref().is_some_and(|own| !is_built_for(manifest, own)) {
        return None;
    }
    let region = own.as_deref().unwrap_or(region);
    let image = version.image_in(region)?;
    Some(Rendered {
        image: image.value.clone(),
        region: region.to_owned(),
        version: format!("{}@{}", association.package.value, association.version.value),
    })
}

/// The association that covers `slot` of `resource`: by the literal as it is written, or else without
/// surrounding spaces. Nothing covers an empty one, which has no place that could be replaced.
#[must_use]
pub fn association<'m>(
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
pub fn without_package<'m>(
    slot: &ImageSlot,
    manifest: &'m Manifest,
    resource: &Resource,
) -> Option<&'m manifest::Relation> {
    let relation = manifest.config.as_ref()?.relation(slot.value.as_str()?.trim())?;
    let region = slot.through.as_ref().and_then(|through| through.region.as_deref());
    let used = is_rendered(slot, manifest) && region.is_none_or(|region| is_built_for(manifest, region));
    (used && association(slot, manifest, resource).is_none()).then_some(relation)
}
