//! Deployment packages of Compute Nest: `GetArtifact`, `ListArtifactVersions`, projects of computenest-cli.
//!
//! `ArtifactProperty` and `SupportRegionIds` are JSON in strings in replies, and values in projects that were
//! written by hand. `ImageDelivery` says which image is where.

use super::reading::Reading;
use super::{Facts, Found, Image, Refusal};
use crate::syntax::{Item, Plain};
use crate::text;

/// `GetArtifact`
pub(super) fn read_one(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let mut found = Found::default();
    if !read_version(reading, item, None, &mut found)? {
        return no_image(reading, item);
    }
    Ok(found)
}

/// `ListArtifactVersions`
pub(super) fn read_versions(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let mut found = Found::default();
    for version in reading.list(item, "Artifacts")? {
        read_version(reading, version, None, &mut found)?;
    }
    if found.images.is_empty() {
        return no_image(reading, item);
    }
    Ok(found)
}

/// `config.yaml` of computenest-cli.
pub(super) fn read_config(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let artifacts = item.get("Artifact").map(Item::entries).unwrap_or_default();
    for (key, _, artifact) in artifacts {
        read_version(reading, artifact, Some(key), &mut found)?;
    }
    if found.images.is_empty() {
        return no_image(reading, item);
    }
    Ok(found)
}

fn no_image<T>(reading: Reading<'_>, item: &Item) -> Result<T, Refusal> {
    let at = item.get("Artifacts").or_else(|| item.get("Artifact")).or_else(|| item.get("ArtifactType"));
    reading.refuse(
        at.unwrap_or(item).range,
        text!(en: "no version in it has an ECS image", zh: "其中没有包含 ECS 镜像的版本"),
        text!(
            en: "import a deployment package of type `EcsImage` whose image is already made",
            zh: "请导入镜像已创建完成的 `EcsImage` 类型部署物",
        ),
    )
}

/// Adds the images of one version; whether there are any.
fn read_version(
    reading: Reading<'_>,
    item: &Item,
    key: Option<&str>,
    found: &mut Found,
) -> Result<bool, Refusal> {
    let kind = reading.text(item, "ArtifactType")?.unwrap_or("EcsImage");
    if kind != "EcsImage" {
        return Ok(false);
    }
    let own = source(reading, item)?;
    let mut images: Vec<Image> = own.iter().cloned().collect();
    let delivery = reading.json(item, "ImageDelivery")?;
    for (region, _, image) in delivery.iter().flat_map(Item::entries) {
        if image.text().is_some_and(|it| it.trim().is_empty()) {
            continue;
        }
        let image = reading.image(image, Some(region))?;
        if !images.iter().any(|it| it.region == image.region && it.id == image.id) {
            images.push(image);
        }
    }
    if images.is_empty() {
        return Ok(false);
    }
    let regions = supported(reading, item)?;
    let missing: Vec<String> = regions
        .into_iter()
        .filter(|region| !images.iter().any(|it| it.region.as_ref() == Some(region)))
        .collect();
    let name = reading.text(item, "Name")?.or(reading.text(item, "ArtifactName")?);
    if let Some(list) = missing.first().map(|_| missing.join(", ")) {
        found.notes.push(text!(
            en: "the image IDs of {list} are not in it; import the reply of `aliyun computenestsupplier ListArtifactVersions`, too",
            zh: "其中没有 {list} 的镜像 ID；请再导入 `aliyun computenestsupplier ListArtifactVersions` 的返回结果",
            list,
        ));
    }
    let is_released = reading.text(item, "Status")? == Some("Available")
        && reading.text(item, "ArtifactVersion")?.is_none_or(|version| version != "draft");
    let facts = Facts {
        source: own.and_then(|it| Some((it.region?, it.id))),
        description: reading.text(item, "Description")?.map(str::to_owned),
        distributed: Some(is_released && missing.is_empty()),
        ..Facts::default()
    };
    let version = reading.text(item, "VersionName")?.map(str::to_owned);
    let package = name.or(key).map(str::to_owned);
    let complete = |mut image: Image| {
        image.package.clone_from(&package);
        image.version.clone_from(&version);
        image.facts = facts.clone();
        image
    };
    found.images.extend(images.into_iter().map(complete));
    Ok(true)
}

/// The image that a version is made of.
fn source(reading: Reading<'_>, item: &Item) -> Result<Option<Image>, Refusal> {
    let property = reading.json(item, "ArtifactProperty")?;
    Ok(match &property {
        Some(property) => {
            let region = reading.text(property, "RegionId")?.map(str::to_owned);
            let image = property.stated("ImageId").filter(|it| it.text().is_some_and(|it| !it.is_empty()));
            // A placeholder of computenest-cli stands for an image that is not made yet.
            let image = image.filter(|it| !it.text().is_some_and(|it| it.starts_with("${")));
            image.map(|image| reading.image(image, region.as_deref())).transpose()?
        }
        None => None,
    })
}

fn supported(reading: Reading<'_>, item: &Item) -> Result<Vec<String>, Refusal> {
    let list = reading.json(item, "SupportRegionIds")?;
    let list = list.iter().filter(|it| matches!(it.value, Plain::List(_)));
    Ok(list.flat_map(Item::items).filter_map(|it| it.text().map(str::to_owned)).collect())
}
