//! Replies of ECS: `DescribeImages`, `CopyImage`.
//! <https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeimages>

use std::collections::{HashMap, HashSet};

use super::reading::Reading;
use super::{Found, Image, Refusal};
use crate::grammar::Architecture;
use crate::manifest::ImageKind;
use crate::syntax::{Item, Plain};
use crate::text;

/// `DescribeImages`, whole, or what `--pager` and `jq` leave of it.
pub(super) fn read(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let region = if item.is_map() { reading.text(item, "RegionId")? } else { None };
    let outer = item.get("Images").unwrap_or(item);
    let images = if outer.is_map() { reading.list(outer, "Image")? } else { outer.items() };
    if images.is_empty() {
        return reading.refuse(
            outer.range,
            text!(en: "there are no images in it", zh: "其中没有镜像"),
            text!(
                en: "check the region and the filters of `aliyun ecs DescribeImages`, such as `--ImageName` and `--ImageOwnerAlias self`",
                zh: "请检查 `aliyun ecs DescribeImages` 的地域和过滤条件，例如 `--ImageName` 和 `--ImageOwnerAlias self`",
            ),
        );
    }
    let mut found = Found::default();
    let mut owned = Vec::new();
    for item in images {
        let status = reading.text(item, "Status")?.unwrap_or("Available");
        if status != "Available" {
            let name = item.get("ImageId").and_then(Item::text).unwrap_or_default();
            found.notes.push(text!(
                en: "`{name}` is left out: its status is `{status}`",
                zh: "已跳过 `{name}`：其状态为 `{status}`",
                name, status,
            ));
            continue;
        }
        owned.push(described(reading, item, region)?);
    }
    if owned.is_empty() {
        return reading.refuse(
            outer.range,
            text!(en: "no image in it is available", zh: "其中没有可用的镜像"),
            text!(en: "wait until the image is made, and ask again", zh: "请等待镜像创建完成后再查询"),
        );
    }
    // Whoever asks without a filter gets the public images, too.
    let is_own = |it: &Described| it.image.facts.kind != Some(ImageKind::Public);
    let all = owned.len();
    if owned.iter().any(is_own) {
        owned.retain(is_own);
    }
    if owned.len() < all {
        let count = all - owned.len();
        found.notes.push(text!(
            en: "public images are left out: {count}",
            zh: "已跳过公共镜像：{count} 个",
            count,
        ));
    }
    found.images = named(owned);
    Ok(found)
}

struct Described {
    image: Image,
    name: Option<String>,
    family: Option<String>,
}

fn described(reading: Reading<'_>, item: &Item, region: Option<&str>) -> Result<Described, Refusal> {
    let Some(id) = item.stated("ImageId") else { return reading.missing(item, "ImageId") };
    let own = reading.text(item, "RegionId")?;
    let mut image = reading.image(id, own.or(region))?;
    image.facts.kind = match reading.text(item, "ImageOwnerAlias")? {
        Some("system") => Some(ImageKind::Public),
        Some("self") => Some(ImageKind::Custom),
        Some("others") => Some(ImageKind::Shared),
        Some("marketplace") => Some(ImageKind::Marketplace),
        _ => None,
    };
    image.facts.architecture = match reading.text(item, "Architecture")? {
        Some("i386") => Some(Architecture::I386),
        Some("x86_64") => Some(Architecture::X86_64),
        Some("arm64") => Some(Architecture::Arm64),
        _ => None,
    };
    image.facts.encrypted = encrypted(item);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(Described {
        name: owned(reading.text(item, "ImageName")?),
        family: owned(reading.text(item, "ImageFamily")?),
        image,
    })
}

/// Whether a disk of the image is encrypted; `None` where the reply does not say so.
fn encrypted(item: &Item) -> Option<bool> {
    let disks = item.get("DiskDeviceMappings")?.get("DiskDeviceMapping")?.items();
    let flag = |disk: &Item| match &disk.get("Encrypted")?.value {
        Plain::Bool(flag) => Some(*flag),
        Plain::Text(text) => Some(text.eq_ignore_ascii_case("true")),
        _ => None,
    };
    let flags: Vec<bool> = disks.iter().filter_map(flag).collect();
    if flags.is_empty() { None } else { Some(flags.contains(&true)) }
}

/// The images of one family are one version of one package where each region has one of them; otherwise the name
/// of each image is that of its version. Without a family, the name is that of the package.
fn named(images: Vec<Described>) -> Vec<Image> {
    let mut regions: HashMap<&str, HashSet<Option<&str>>> = HashMap::new();
    let mut crowded = HashSet::new();
    for it in &images {
        let Some(family) = it.family.as_deref() else { continue };
        if !regions.entry(family).or_default().insert(it.image.region.as_deref()) {
            crowded.insert(family.to_owned());
        }
    }
    let named = |it: Described| {
        let mut image = it.image;
        match it.family {
            Some(family) => {
                image.version = it.name.filter(|_| crowded.contains(&family));
                image.package = Some(family);
            }
            None => image.package = it.name,
        }
        image
    };
    images.into_iter().map(named).collect()
}

/// `CopyImage`, `CreateImage`: an ID, and nothing that tells the region or the name.
pub(super) fn read_copy(reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let Some(id) = item.stated("ImageId") else { return reading.missing(item, "ImageId") };
    let region = reading.text(item, "RegionId")?;
    let mut image = reading.image(id, region)?;
    image.package = reading.text(item, "ImageName")?.map(str::to_owned);
    Ok(Found { images: vec![image], notes: Vec::new() })
}
