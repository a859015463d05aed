//! One copy for all regions: each slot looks its image up by the region, in a map that the template carries.
//!
//! In ROS the map is a mapping and the lookup `Fn::FindInMap`; in Terraform the map is a local, and the region is that
//! of the default provider.

use std::collections::BTreeMap;

use super::assignments::{self, Assignment};
use super::slot_edits::whole_value;
use super::unrenderable::IMAGE;
use super::{FileEdit, Plan, Replacement, Unrenderable};
use crate::binding::Binding;
use crate::diagnostic::Text;
use crate::ir::{Dialect, Site, SlotId, SymbolKind, Template, TemplateId, Unit};
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::manifest::edit::insertion;
use crate::source::{FileId, Format, Quoting, Span, TextRange};
use crate::syntax::{Item, SourceMap, map_edit, write_string};
use crate::text;

/// What stands for the region in the places of outputs and in the record.
pub(crate) const MAPPED: &str = "mappings";

/// Names of the map in a template: the first that is free.
const NAMES: [&str; 3] = ["NestcImages", "NestcImages2", "NestcImages3"];

/// Region → image, of one package version.
type Images = BTreeMap<String, String>;

/// A slot with its image in each region.
struct Slot<'a> {
    wanted: Assignment<'a>,
    images: Images,
}

/// Plans the one copy of `unit` for all of `regions`.
#[must_use]
pub(crate) fn mapped(sources: &SourceMap, unit: &Unit, manifest: &Manifest, regions: &[String]) -> Plan {
    let mut plan = Plan::default();
    let cx = Cx::new(sources, unit);
    let binding = Binding::new(cx);
    let mut slots: BTreeMap<SlotId, Slot<'_>> = BTreeMap::new();
    for region in regions {
        for wanted in assignments::collect(unit, &binding, manifest, region) {
            let image = wanted.rendered.image.clone();
            let slot = slots.entry(wanted.id).or_insert_with(|| Slot { wanted, images: Images::new() });
            slot.images.insert(region.clone(), image);
        }
    }
    let mut maps: BTreeMap<TemplateId, BTreeMap<String, Images>> = BTreeMap::new();
    for (id, slot) in &slots {
        match edit(sources, slot) {
            Ok((edit, key)) => {
                plan.replacements.push(replacement(sources, *id, slot, &edit));
                plan.edits.push(edit);
                if let Some(key) = key {
                    maps.entry(id.template).or_default().insert(key, slot.images.clone());
                }
            }
            Err(reason) => plan.unrenderable.push(refused(slot, reason)),
        }
    }
    for (id, maps) in maps {
        let Some(template) = unit.template(id) else { continue };
        let first = slots.iter().find(|(slot, _)| slot.template == id).map(|(_, slot)| slot);
        match section(sources, template, first.map(|it| it.wanted.slot.value.span.file), &maps) {
            Some(edits) => plan.edits.extend(edits),
            None => plan.unrenderable.extend(first.map(|slot| {
                refused(
                    slot,
                    text!(
                        en: "the template has no room for a map of images",
                        zh: "模板中没有放置镜像映射的位置",
                    ),
                )
            })),
        }
    }
    plan.edits.sort();
    plan.edits.dedup();
    plan
}

fn replacement(sources: &SourceMap, id: SlotId, slot: &Slot<'_>, edit: &FileEdit) -> Replacement {
    let literal = slot.wanted.slot.literal.as_ref();
    Replacement {
        slot: Some(id),
        span: literal.map_or(edit.span, |literal| sources.on_disk(literal.span)),
        from: literal.map(|literal| literal.text.clone()).unwrap_or_default(),
        to: edit.text.trim().to_owned(),
        region: MAPPED.to_owned(),
    }
}

fn refused(slot: &Slot<'_>, reason: Text) -> Unrenderable {
    Unrenderable {
        span: slot.wanted.slot.value.span,
        what: IMAGE,
        reason,
        related: None,
        help: text!(
            en: "write the image ID out as a string, or build a copy for each region",
            zh: "请将镜像 ID 直接写成字符串，或为每个地域构建一份模板",
        ),
    }
}

/// The edit that puts the lookup at the slot, and the key that it looks up; a slot that has one image in all regions
/// gets that.
fn edit(sources: &SourceMap, slot: &Slot<'_>) -> Result<(FileEdit, Option<String>), Text> {
    let (wanted, ir) = (&slot.wanted, slot.wanted.slot);
    if ir.site != Site::Direct || ir.through.is_some() {
        return Err(text!(
            en: "an alias or a function reads it",
            zh: "别名或函数读取了它",
        ));
    }
    let Some(literal) = &ir.literal else {
        return Err(text!(en: "it is not a string literal", zh: "它不是字符串字面量"));
    };
    let key = key_of(&wanted.rendered.version);
    let mut images = slot.images.values();
    let first = images.next().cloned().unwrap_or_default();
    let is_one = images.all(|image| *image == first) && slot.images.len() > 1;
    let in_template = sources.get(literal.span.file).map(|it| it.format);
    let (span, text) = match (wanted.template.dialect, in_template) {
        (Dialect::Terraform, Some(Format::Hcl)) => {
            let text = if is_one { quoted(&first) } else { terraform(&key) };
            (ir.value.span, text)
        }
        (Dialect::Terraform, _) => {
            let text = if is_one { first.clone() } else { format!("${{{}}}", terraform(&key)) };
            let written = write_string(Quoting::Json, &text).unwrap_or_default();
            // A string without `${` is read as it stands in its file; one with it is a text of its own.
            match literal.quoting {
                Quoting::Json => (literal.span, written),
                _ => (ir.value.span, text),
            }
        }
        (Dialect::Ros, _) => {
            let Some((span, pulled)) = whole_value(sources, ir) else {
                return Err(text!(en: "an alias or a function reads it", zh: "别名或函数读取了它"));
            };
            let before = Span { start: ir.key_span.end, end: span.start, ..span };
            if !sources
                .slice(before)
                .trim_start_matches(['"', '\''])
                .trim_start_matches(':')
                .trim()
                .is_empty()
            {
                return Err(text!(en: "it has a tag or an anchor", zh: "它带有标签或锚点"));
            }
            let name = map_name(wanted.template);
            let text = match is_one {
                true => quoted(&first),
                false => {
                    format!("{{\"Fn::FindInMap\": [\"{name}\", {{\"Ref\": \"ALIYUN::Region\"}}, \"{key}\"]}}")
                }
            };
            (span, format!("{pulled}{text}"))
        }
    };
    let edit = map_edit(sources, span, text).map(|(span, text)| FileEdit { span, text });
    let edit = edit.ok_or_else(
        || text!(en: "a lookup cannot be written in these quotes", zh: "该引号形式中无法写入查询"),
    )?;
    Ok((edit, (!is_one).then_some(key)))
}

/// A package version as a key: `web@v1_0` is `web_v1_0`.
fn key_of(version: &str) -> String {
    version.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", write_string(Quoting::Json, text).unwrap_or_default())
}

fn terraform(key: &str) -> String {
    format!("local.nestc_images[\"{key}\"][data.alicloud_regions.nestc.regions[0].id]")
}

/// The name of the map in `template`.
fn map_name(template: &Template) -> &'static str {
    let is_free = |name: &&&str| template.symbols.find(name, &[SymbolKind::Mapping]).is_none();
    NAMES.iter().find(is_free).copied().unwrap_or("NestcImages4")
}

/// The edits that put `maps` into `template`, whose first slot is in `file`.
fn section(
    sources: &SourceMap,
    template: &Template,
    file: Option<FileId>,
    maps: &BTreeMap<String, Images>,
) -> Option<Vec<FileEdit>> {
    let item = |images: &Images| {
        Item::map(images.iter().map(|(region, image)| (region.clone(), Item::string(image))))
    };
    match template.dialect {
        Dialect::Ros => {
            let section = template.sections.first()?.body;
            let parse = sources.parse(section.file)?;
            let root = parse.parent(section.id)?;
            // Region first, then package, as `Fn::FindInMap` takes them.
            let mut regions: BTreeMap<&str, Vec<(String, Item)>> = BTreeMap::new();
            for (key, images) in maps {
                for (region, image) in images {
                    regions.entry(region).or_default().push((key.clone(), Item::string(image)));
                }
            }
            let map = Item::map(regions.into_iter().map(|(region, entries)| (region, Item::map(entries))));
            let splices = insertion(parse.yaml()?, root, &["Mappings", map_name(template)], &map)?;
            lifted(sources, section.file, splices)
        }
        Dialect::Terraform => {
            let defined =
                [("nestc_images", SymbolKind::Local), ("alicloud_regions.nestc", SymbolKind::DataSource)];
            if defined.iter().any(|(name, kind)| template.symbols.find(name, &[*kind]).is_some()) {
                return None;
            }
            // A string of a `.tf.json` file is a text of its own.
            let mut file = file?;
            while sources.get(file).is_some_and(|it| it.format == Format::HclTemplate) {
                file = sources.get(file)?.origin.as_ref()?.host;
            }
            let parse = sources.parse(file)?;
            let Some(view) = parse.yaml() else {
                let text = sources.text(file);
                let end = text.trim_end_matches(['\n', '\r', ' ']).len() as u32;
                let span = TextRange::empty(end).in_file(file);
                let (span, text) = map_edit(sources, span, format!("\n\n{}", hcl(maps)))?;
                return Some(vec![FileEdit { span, text }]);
            };
            let root = view.root()?;
            let map = Item::map(maps.iter().map(|(key, images)| (key.clone(), item(images))));
            let data = Item::map([("current", Item::bool(true)), ("lifecycle", json_check(maps))]);
            let mut splices = insertion(view, root, &["locals", "nestc_images"], &map)?;
            splices.extend(insertion(view, root, &["data", "alicloud_regions", "nestc"], &data)?);
            lifted(sources, file, splices)
        }
    }
}

fn lifted(sources: &SourceMap, file: FileId, splices: Vec<(TextRange, String)>) -> Option<Vec<FileEdit>> {
    let mut edits: Vec<FileEdit> = Vec::new();
    for (range, text) in splices {
        let (span, text) = map_edit(sources, range.in_file(file), text)?;
        // What goes to one place goes there in one piece.
        match edits.iter_mut().find(|it| it.span == span && span.start == span.end) {
            Some(edit) => edit.text.push_str(&text),
            None => edits.push(FileEdit { span, text }),
        }
    }
    Some(edits)
}

const MESSAGE: &str = "There is no image for this region; the map `nestc_images` has those that there are.";

/// The blocks of Terraform that carry `maps`, without a line break at the end.
fn hcl(maps: &BTreeMap<String, Images>) -> String {
    let mut text =
        String::from("# Package version → region → image, written by nestc.\nlocals {\n  nestc_images = {\n");
    for (key, images) in maps {
        text.push_str(&format!("    {key} = {{\n"));
        let width = images.keys().map(String::len).max().unwrap_or_default();
        for (region, image) in images {
            text.push_str(&format!("      {region:width$} = {}\n", quoted(image)));
        }
        text.push_str("    }\n");
    }
    let keys: Vec<String> = maps.keys().map(|key| quoted(key)).collect();
    text.push_str(&format!(
        "  }}\n}}\n\ndata \"alicloud_regions\" \"nestc\" {{\n  current = true\n\n  lifecycle {{\n    postcondition {{\n      \
         condition     = {}\n      error_message = {}\n    }}\n  }}\n}}",
        condition(&keys.join(", ")),
        quoted(MESSAGE),
    ));
    text
}

fn condition(keys: &str) -> String {
    format!("alltrue([for key in [{keys}] : contains(keys(local.nestc_images[key]), self.regions[0].id)])")
}

fn json_check(maps: &BTreeMap<String, Images>) -> Item {
    let keys: Vec<String> = maps.keys().map(|key| quoted(key)).collect();
    let condition = format!("${{{}}}", condition(&keys.join(", ")));
    let check = [("condition", Item::string(condition)), ("error_message", Item::string(MESSAGE))];
    Item::map([("postcondition", Item::map(check))])
}
