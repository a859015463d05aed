//! Maps from regions to images in templates: `Mappings` of ROS, locals and variables of Terraform.
//!
//! They come in three shapes: region → image, region → name → image, name → region → image.

use std::collections::BTreeMap;

use super::reading::{Reading, is_region};
use super::{Facts, Found, Image, Refusal};
use crate::grammar::{self, ImageIdShape, image_id_shape};
use crate::ir::{Dialect, SymbolKind, Template, Unit, Value, ValueKind};
use crate::lower::{Cx, ros, terraform};
use crate::source::{FileId, Span, TextRange};
use crate::syntax::{Item, SourceMap};
use crate::text;

/// A map from regions to images.
#[derive(Clone, Debug)]
pub(crate) struct RegionMap {
    /// The mapping, local or variable that it is in.
    pub(crate) container: String,
    /// What the images are called there.
    pub(crate) name: String,
    /// Region, image, and where that is.
    pub(crate) images: Vec<(String, String, Span)>,
}

/// The maps in the definitions of `template`.
pub(crate) fn region_maps(cx: Cx<'_>, template: &Template) -> Vec<RegionMap> {
    let kinds: &[SymbolKind] = match template.dialect {
        Dialect::Ros => &[SymbolKind::Mapping],
        Dialect::Terraform => &[SymbolKind::Local, SymbolKind::Variable],
    };
    let symbols = template.symbols.iter().filter(|it| kinds.contains(&it.kind));
    let values = symbols.filter_map(|symbol| Some((symbol, cx.value(symbol.value.as_ref()?)?)));
    values.flat_map(|(symbol, value)| maps_of(template.symbols.name(symbol), value)).collect()
}

/// The maps in `value`, which is called `name`.
fn maps_of(container: &str, value: &Value) -> Vec<RegionMap> {
    let name = container;
    let ValueKind::Map(entries) = &value.kind else { return Vec::new() };
    let mut maps: BTreeMap<String, RegionMap> = BTreeMap::new();
    let mut add = |name: String, region: &str, image: &Value| {
        let Some(id) = image.as_str().map(str::trim).filter(|it| is_image(it)) else { return };
        let Some(region) = region_of(region, id) else { return };
        let new = || RegionMap { container: container.to_owned(), name: name.clone(), images: Vec::new() };
        let map = maps.entry(name.clone()).or_insert_with(new);
        map.images.push((region, id.to_owned(), image.span));
    };
    let mut inner_names: Vec<&str> = Vec::new();
    for entry in entries {
        if let ValueKind::Map(inner) = &entry.value.kind {
            inner_names.extend(inner.iter().map(|it| it.key.as_str()));
        }
    }
    inner_names.sort_unstable();
    inner_names.dedup();
    for entry in entries {
        match &entry.value.kind {
            ValueKind::Map(inner) => {
                for it in inner {
                    // Which of both keys is the region, the keys tell.
                    match region_key(&it.key) && !region_key(&entry.key) {
                        true => add(entry.key.clone(), &it.key, &it.value),
                        false if inner_names.len() == 1 => add(name.to_owned(), &entry.key, &it.value),
                        false => add(format!("{name}_{}", it.key), &entry.key, &it.value),
                    }
                }
            }
            _ => add(name.to_owned(), &entry.key, &entry.value),
        }
    }
    maps.into_values().collect()
}

fn is_image(text: &str) -> bool {
    matches!(image_id_shape(text), ImageIdShape::Account | ImageIdShape::Public)
}

fn region_key(key: &str) -> bool {
    grammar::region(key).is_some() || is_region(key)
}

/// The region that the key `key` of the image `id` means: some maps leave `cn-` off.
fn region_of(key: &str, id: &str) -> Option<String> {
    if region_key(key) {
        return Some(key.to_owned());
    }
    let short = format!("cn-{key}");
    let short = grammar::region(&short).map(|region| region.id);
    short.or_else(|| grammar::region_of_image(id).map(|region| region.id)).map(str::to_owned)
}

pub(super) fn read_ros(sources: &SourceMap, reading: Reading<'_>, item: &Item) -> Result<Found, Refusal> {
    let (unit, _) = ros::compile(sources, reading.file);
    let at = item.get("Mappings").map_or(TextRange::empty(0), |it| it.range);
    found(sources, &unit, reading.file, at)
}

pub(super) fn read_terraform(sources: &SourceMap, file: FileId) -> Result<Found, Refusal> {
    let unit = terraform::compile(sources, &terraform::Texts::alone(sources, file));
    let error = sources.parse(file).and_then(|parse| parse.errors().first());
    if let Some(error) = error {
        return Err(Refusal {
            span: error.primary.span.in_file(file),
            message: error.message.clone(),
            help: super::known(),
        });
    }
    found(sources, &unit, file, TextRange::empty(0))
}

fn found(sources: &SourceMap, unit: &Unit, file: FileId, at: TextRange) -> Result<Found, Refusal> {
    let cx = Cx::new(sources, unit);
    let maps: Vec<RegionMap> = unit.iter().flat_map(|(_, template)| region_maps(cx, template)).collect();
    let image = |map: &RegionMap, (region, id, span): &(String, String, Span)| Image {
        package: Some(map.name.clone()),
        version: None,
        region: Some(region.clone()),
        id: id.clone(),
        span: sources.on_disk(*span),
        facts: Facts::default(),
    };
    let images: Vec<Image> =
        maps.iter().flat_map(|map| map.images.iter().map(move |it| image(map, it))).collect();
    if images.is_empty() {
        return Err(Refusal {
            span: at.in_file(file),
            message: text!(en: "this template has no map from regions to image IDs", zh: "该模板没有从地域到镜像 ID 的映射"),
            help: super::known(),
        });
    }
    Ok(Found { images, notes: Vec::new() })
}
