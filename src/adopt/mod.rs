//! Turns what is at an image slot into a literal: region maps, parameters, variables and locals with their values.
//!
//! What a slot means in each region is evaluated; a map becomes a version of a package of the manifest, and a literal
//! takes the place of the expression. What nothing reads any more is then cut out.

mod packages;
mod unused;

use crate::binding::Binding;
use crate::diagnostic::{Edit, Text};
use crate::grammar::{self, ImageIdShape, RegionStatus, image_id_shape};
use crate::import::region_maps;
use crate::ir::{ImageSlot, ReferenceKind, SymbolKind, Target, TemplateId, Value, ValueKind};
use crate::lint;
use crate::lower::Cx;
use crate::resolve::{self, ByRegion, Class, by_region};
use crate::text;

pub(crate) use packages::Packages;
pub(crate) use unused::{Candidates, removals};

/// What a slot without a literal means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// This image, wherever it is deployed.
    Image {
        /// Its ID, or the name of a public image.
        id: String,
        /// The region that it is of, where that is known.
        region: Option<String>,
    },
    /// An image for each region.
    Map(Vec<(String, String)>),
    /// Nothing that the text alone tells; the reason follows "it ".
    Open(Text),
}

/// The regions that are asked about: all that are in service, and those of the maps of `cx`.
#[must_use]
pub(crate) fn regions(cx: Cx<'_>) -> Vec<String> {
    let active = grammar::regions().iter().filter(|it| it.status == RegionStatus::Active);
    let mut regions: Vec<String> = active.map(|it| it.id.to_owned()).collect();
    for (_, template) in cx.unit.iter() {
        for map in region_maps(cx, template) {
            for (region, ..) in map.images {
                if !regions.contains(&region) {
                    regions.push(region);
                }
            }
        }
    }
    regions
}

/// What `slot` of `template` means; `None` where a literal or nothing at all is there.
#[must_use]
pub(crate) fn meaning(
    cx: Cx<'_>,
    binding: &Binding<'_>,
    template: TemplateId,
    slot: &ImageSlot,
    regions: &[String],
) -> Option<Meaning> {
    let class = resolve::class(cx.unit, template, &slot.value);
    if matches!(class, Class::Literal | Class::Null | Class::NotAString | Class::Error) {
        return None;
    }
    let Ok(own) = binding.own_region(template, slot) else {
        return Some(Meaning::Open(text!(
            en: "is deployed in several regions, or in one that is not known",
            zh: "部署在多个地域或未知的地域",
        )));
    };
    let only = own.map(|own| vec![own.to_owned()]);
    Some(match by_region(cx, template, &slot.value, only.as_deref().unwrap_or(regions)) {
        ByRegion::Same(id) => image(id, own),
        ByRegion::Each(found) => map(found),
        ByRegion::Chosen => Meaning::Open(text!(
            en: "is chosen at deployment, by a parameter or variable",
            zh: "在部署时由参数或变量选择",
        )),
        ByRegion::Unknown => Meaning::Open(why_unknown(&slot.value)),
    })
}

fn image(id: String, own: Option<&str>) -> Meaning {
    match image_id_shape(&id) {
        ImageIdShape::Name => Meaning::Open(not_an_image(&id)),
        ImageIdShape::Account => {
            let region = own.or_else(|| grammar::region_of_image(&id).map(|it| it.id));
            Meaning::Image { region: region.map(str::to_owned), id }
        }
        _ => Meaning::Image { id, region: None },
    }
}

fn map(found: Vec<(String, String)>) -> Meaning {
    if let Some((_, other)) = found.iter().find(|(_, id)| image_id_shape(id) == ImageIdShape::Name) {
        return Meaning::Open(not_an_image(other));
    }
    // What a lookup returns for want of anything better is of no use in another region than its own.
    let is_elsewhere =
        |region: &str, id: &str| grammar::region_of_image(id).is_some_and(|it| it.id != region);
    let count = |id: &str| found.iter().filter(|(_, other)| other == id).count();
    let kept = |(region, id): &&(String, String)| !(is_elsewhere(region, id) && count(id) > 1);
    let kept: Vec<_> = found.iter().filter(kept).cloned().collect();
    Meaning::Map(if kept.is_empty() { found } else { kept })
}

/// What the images of `meaning` are called in the map of `template` that has them, where that says anything.
#[must_use]
pub(crate) fn map_name(cx: Cx<'_>, template: TemplateId, meaning: &Meaning) -> Option<String> {
    let Meaning::Map(images) = meaning else { return None };
    let maps = region_maps(cx, cx.unit.template(template)?);
    let has = |map: &crate::import::RegionMap, (region, id): &(String, String)| {
        map.images.iter().any(|(key, image, _)| key == region && image == id)
    };
    let map = maps
        .into_iter()
        .find(|map| map.images.len() == images.len() && images.iter().all(|image| has(map, image)))?;
    // What nestc wrote itself is called after a package version.
    let own = map.name.strip_prefix("NestcImages_").map(str::to_owned);
    let is_own = own.is_some() || map.container == "nestc_images";
    let name = own.unwrap_or(map.name);
    if !is_own {
        return Some(name).filter(|name| says(name));
    }
    let stem = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '_').strip_suffix("_v");
    Some(stem.map_or(name.clone(), str::to_owned))
}

/// What to call a package for `slot` of `resource`: as the definition that it reads, unless that says nothing.
#[must_use]
pub(crate) fn base_name(cx: Cx<'_>, slot: &ImageSlot, resource: &str) -> String {
    let references = cx.references();
    let outer = cx.sources.on_disk(slot.value.span);
    let used = references.uses().iter().filter(|it| {
        let inner = cx.sources.on_disk(it.span);
        inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
    });
    let first = used.min_by_key(|it| it.span).and_then(|it| match it.target {
        Target::Definition(id) => references.definition(id),
        _ => None,
    });
    let kinds = [SymbolKind::Mapping, SymbolKind::Local, SymbolKind::Variable, SymbolKind::Parameter];
    let named = first.filter(|it| it.owner.is_none() && kinds.contains(&it.kind));
    let plain = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let found = named.map(|it| plain(&it.name)).filter(|name| says(name));
    found.unwrap_or_else(|| format!("{}_image", plain(resource)))
}

/// Whether a name says more than that there are images.
fn says(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let letters = letters.to_ascii_lowercase();
    let vague = ["region", "mapping", "default", "config"];
    let plain = [
        "image",
        "images",
        "imageid",
        "imageids",
        "imagemap",
        "ecsimage",
        "ecsimages",
        "ecsimageid",
        "map",
        "id",
        "instance",
        "instances",
    ];
    !letters.is_empty()
        && !vague.iter().any(|word| letters.contains(word))
        && !plain.contains(&letters.as_str())
}

fn not_an_image(text: &str) -> Text {
    text!(en: "is `{text}`, which is not an image ID", zh: "的值 `{text}` 不是镜像 ID", text)
}

fn why_unknown(value: &Value) -> Text {
    match &value.kind {
        ValueKind::Ref(reference) if reference.kind == ReferenceKind::Data => {
            text!(en: "is looked up at deployment", zh: "在部署时查询")
        }
        ValueKind::Ref(reference) if reference.kind == ReferenceKind::Resource => {
            text!(en: "is made by a resource at deployment", zh: "由资源在部署时生成")
        }
        _ => text!(en: "is known at deployment only", zh: "只有部署时才知道"),
    }
}

/// The edit after which the string `literal` is at `slot`; `None` where other places would change, too.
#[must_use]
pub(crate) fn edit(cx: Cx<'_>, slot: &ImageSlot, literal: &str) -> Option<Edit> {
    lint::literal_at(cx.sources, slot, literal)
}
