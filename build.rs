//! Compiles the tables of `grammar/` into Rust. An entry without a source, out of place, or there twice
//! stops the build.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[path = "grammar/schema/pack.rs"]
mod pack;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=grammar");
    let mut out = String::new();
    write_slots(&mut out, read("slots.toml")?)?;
    write_regions(&mut out, read("regions.toml")?)?;
    write_ros(&mut out, read("ros.toml")?)?;
    write_images(&mut out, read("images.toml")?)?;
    write_instances(&mut out, read("instances.toml")?)?;
    write_placeholders(&mut out, read("placeholders.toml")?)?;
    let folder = env::var_os("OUT_DIR").ok_or("cargo did not set OUT_DIR")?;
    fs::write(Path::new(&folder).join("grammar.rs"), out)?;
    pack::write(Path::new(&folder))
}

/// Reads one table of `grammar/`.
fn read<T: DeserializeOwned>(name: &str) -> Result<T, Box<dyn Error>> {
    let path = Path::new("grammar").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Refuses an entry that nothing vouches for.
fn vouched<'a>(what: &str, source: &'a str) -> Result<&'a str, Box<dyn Error>> {
    if source.trim().is_empty() { Err(format!("{what} has no source").into()) } else { Ok(source) }
}

/// Refuses a key that occurs twice, or before one that must come first.
fn in_order<T: Ord + std::fmt::Debug>(what: &str, keys: &[T]) -> Result<(), Box<dyn Error>> {
    for (before, behind) in keys.iter().zip(keys.iter().skip(1)) {
        if before >= behind {
            return Err(format!("{what}: {behind:?} has to stand before {before:?}").into());
        }
    }
    Ok(())
}

/// Refuses a value that is none of `allowed`.
fn one_of<'a>(what: &str, value: &'a str, allowed: &[&str]) -> Result<&'a str, Box<dyn Error>> {
    if allowed.contains(&value) {
        Ok(value)
    } else {
        Err(format!("{what}: {value:?} is none of {allowed:?}").into())
    }
}

/// The variant of `crate::ir::Dialect` with that name.
fn dialect(name: &str) -> Result<&'static str, Box<dyn Error>> {
    match name {
        "ros" => Ok("Dialect::Ros"),
        "terraform" => Ok("Dialect::Terraform"),
        other => Err(format!("{other:?} is no dialect").into()),
    }
}

/// The variant of `crate::grammar::Architecture` with that name.
fn architecture(what: &str, name: &str) -> Result<&'static str, Box<dyn Error>> {
    match name {
        "i386" => Ok("Architecture::I386"),
        "x86_64" => Ok("Architecture::X86_64"),
        "arm64" => Ok("Architecture::Arm64"),
        other => Err(format!("{what}: {other:?} is no architecture").into()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slots {
    slot: Vec<Slot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    dialect: String,
    #[serde(rename = "type")]
    resource_type: String,
    path: String,
    support: String,
    source: String,
    #[expect(dead_code, reason = "a remark for who reads the table")]
    note: Option<String>,
}

fn write_slots(out: &mut String, table: Slots) -> Result<(), Box<dyn Error>> {
    let keys: Vec<_> = table.slot.iter().map(|it| (&it.dialect, &it.resource_type, &it.path)).collect();
    in_order("slots.toml", &keys)?;
    writeln!(out, "pub(super) static SLOTS: &[SlotShape] = &[")?;
    for it in &table.slot {
        let what = format!("slots.toml: {} {}", it.resource_type, it.path);
        let support = match it.support.as_str() {
            "supported" => "Support::Supported",
            "launch" => "Support::Launch",
            "source" => "Support::Source",
            "foreign" => "Support::Foreign",
            other => return Err(format!("{what}: {other:?} is no support level").into()),
        };
        writeln!(
            out,
            "    SlotShape {{ dialect: {}, resource_type: {:?}, path: {:?}, support: {support}, source: {:?} }},",
            dialect(&it.dialect)?,
            it.resource_type,
            it.path,
            vouched(&what, &it.source)?,
        )?;
    }
    writeln!(out, "];")?;
    write_slot_types(out, &table.slot)?;
    Ok(())
}

/// The rows of each type, by the lengths of their names first: these differ, and are quick to compare.
fn write_slot_types(out: &mut String, slots: &[Slot]) -> Result<(), Box<dyn Error>> {
    let mut types = Vec::new();
    let mut start = 0;
    for rows in slots.chunk_by(|a, b| (&a.dialect, &a.resource_type) == (&b.dialect, &b.resource_type)) {
        let Some(first) = rows.first() else { continue };
        types.push((first.resource_type.len(), &first.resource_type, start..start + rows.len()));
        start += rows.len();
    }
    types.sort_by_key(|it| (it.0, it.1));
    writeln!(out, "pub(super) static SLOT_TYPES: &[(usize, &str, std::ops::Range<usize>)] = &[")?;
    for (length, name, rows) in types {
        writeln!(out, "    ({length}, {name:?}, {rows:?}),")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Regions {
    region: Vec<Region>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    id: String,
    name: Option<String>,
    kind: String,
    status: String,
    #[serde(default)]
    image_tags: Vec<String>,
    source: String,
    note: Option<String>,
}

fn write_regions(out: &mut String, table: Regions) -> Result<(), Box<dyn Error>> {
    let mut ids = BTreeSet::new();
    let mut tags = BTreeSet::new();
    writeln!(out, "pub(super) static REGIONS: &[Region] = &[")?;
    for it in &table.region {
        let what = format!("regions.toml: {}", it.id);
        if !ids.insert(&it.id) {
            return Err(format!("{what} stands twice").into());
        }
        for tag in &it.image_tags {
            if tag.len() != 3 || !tags.insert(tag) {
                return Err(
                    format!("{what}: the tag {tag:?} is not three characters of this region alone").into()
                );
            }
        }
        let kinds = ["public", "joint-venture", "finance-cloud", "government-cloud", "dedicated"];
        let status = match one_of(&what, &it.status, &["active", "closed", "decommissioned"])? {
            "active" => "RegionStatus::Active",
            "closed" => "RegionStatus::Closed",
            _ => "RegionStatus::Decommissioned",
        };
        writeln!(
            out,
            "    Region {{ id: {:?}, name: {:?}, kind: {:?}, status: {status}, image_tags: &{:?}, source: {:?}, note: {:?} }},",
            it.id,
            it.name,
            one_of(&what, &it.kind, &kinds)?,
            it.image_tags,
            vouched(&what, &it.source)?,
            it.note,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ros {
    section: Vec<Name>,
    resource_field: Vec<Name>,
    parameter_field: Vec<Name>,
    parameter_type: Vec<Name>,
    output_field: Vec<Name>,
    local_field: Vec<Name>,
    rule_field: Vec<Name>,
    pseudo_parameter: Vec<Name>,
    function: Vec<Function>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Function {
    name: String,
    tag: String,
    arguments: String,
    items: Option<Items>,
    #[serde(default)]
    kinds: Vec<String>,
    alone: Option<String>,
    returns: String,
    in_conditions: bool,
    in_values: Option<bool>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    min: u8,
    max: Option<u8>,
}

fn write_ros(out: &mut String, mut table: Ros) -> Result<(), Box<dyn Error>> {
    for (constant, names) in [
        ("SECTIONS", &table.section),
        ("RESOURCE_FIELDS", &table.resource_field),
        ("PARAMETER_FIELDS", &table.parameter_field),
        ("PARAMETER_TYPES", &table.parameter_type),
        ("OUTPUT_FIELDS", &table.output_field),
        ("LOCAL_FIELDS", &table.local_field),
        ("RULE_FIELDS", &table.rule_field),
        ("PSEUDO_PARAMETERS", &table.pseudo_parameter),
    ] {
        writeln!(out, "pub(super) static {constant}: &[&str] = &[")?;
        for it in names {
            vouched(&format!("ros.toml: {}", it.name), &it.source)?;
            writeln!(out, "    {:?},", it.name)?;
        }
        writeln!(out, "];")?;
    }
    table.function.sort_by(|a, b| a.name.cmp(&b.name));
    let names: Vec<_> = table.function.iter().map(|it| &it.name).collect();
    in_order("ros.toml", &names)?;
    let returns = ["any", "boolean", "list", "map", "number", "string"];
    writeln!(out, "pub(super) static FUNCTIONS: &[Function] = &[")?;
    for it in &table.function {
        let what = format!("ros.toml: {}", it.name);
        let short = it.name.strip_prefix("Fn::").unwrap_or(&it.name);
        if it.tag.strip_prefix('!') != Some(short) {
            return Err(format!("{what}: the tag {:?} does not fit the name", it.tag).into());
        }
        let items = it.items.as_ref().map(|items| (items.min, items.max.unwrap_or(u8::MAX)));
        let kinds: Vec<_> =
            it.kinds.iter().map(|kind| argument_kind(&what, kind)).collect::<Result<_, _>>()?;
        if it.items.is_some() == kinds.is_empty() {
            return Err(format!("{what}: `kinds` belong to `items`").into());
        }
        let alone = it.alone.as_deref().map(|kind| argument_kind(&what, kind)).transpose()?;
        writeln!(
            out,
            "    Function {{ name: {:?}, tag: {:?}, arguments: {:?}, items: {items:?}, kinds: &[{}], alone: {}, returns: {:?}, in_conditions: {}, in_values: {}, source: {:?} }},",
            it.name,
            it.tag,
            it.arguments,
            kinds.join(", "),
            alone.map_or("None".to_owned(), |kind| format!("Some({kind})")),
            one_of(&what, &it.returns, &returns)?,
            it.in_conditions,
            it.in_values.unwrap_or(true),
            vouched(&what, &it.source)?,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

/// The variant of `crate::grammar::ArgumentKind` with that name.
fn argument_kind(what: &str, name: &str) -> Result<&'static str, Box<dyn Error>> {
    match name {
        "any" => Ok("ArgumentKind::Any"),
        "scalar" => Ok("ArgumentKind::Scalar"),
        "list" => Ok("ArgumentKind::List"),
        "map" => Ok("ArgumentKind::Map"),
        "collection" => Ok("ArgumentKind::Collection"),
        "condition" => Ok("ArgumentKind::Condition"),
        other => Err(format!("{what}: {other:?} is not a kind of argument").into()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Images {
    checked: String,
    family: Vec<Family>,
    architecture: Vec<ArchitectureWord>,
    end_of_life: Vec<EndOfLife>,
    encryption: Vec<Encryption>,
    finder: Vec<Finder>,
    completion: Completion,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    name: String,
    system: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchitectureWord {
    word: String,
    architecture: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndOfLife {
    system: String,
    starts: Vec<String>,
    date: String,
    what: String,
    replacement: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Encryption {
    dialect: String,
    #[serde(rename = "type")]
    resource_type: String,
    system_disk: Option<String>,
    data_disks: Option<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Completion {
    types: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finder {
    dialect: String,
    #[serde(rename = "type")]
    resource_type: String,
    region: Option<String>,
    source: String,
}

/// Refuses what is not a date of the form `2024-06-30`; such dates compare as text.
fn date<'a>(what: &str, text: &'a str) -> Result<&'a str, Box<dyn Error>> {
    let fits = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if fits { Ok(text) } else { Err(format!("{what}: {text:?} is no date").into()) }
}

fn write_images(out: &mut String, table: Images) -> Result<(), Box<dyn Error>> {
    writeln!(out, "pub(super) static CHECKED: &str = {:?};", date("images.toml", &table.checked)?)?;
    let families: Vec<_> = table.family.iter().map(|it| &it.name).collect();
    in_order("images.toml: family", &families)?;
    writeln!(out, "pub(super) static FAMILIES: &[Family] = &[")?;
    for it in &table.family {
        let source = vouched(&format!("images.toml: {}", it.name), &it.source)?;
        writeln!(out, "    Family {{ name: {:?}, system: {:?}, source: {source:?} }},", it.name, it.system)?;
    }
    writeln!(out, "];\npub(super) static ARCHITECTURES: &[(&str, Architecture)] = &[")?;
    for it in &table.architecture {
        let what = format!("images.toml: {}", it.word);
        vouched(&what, &it.source)?;
        let variant = architecture(&what, &it.architecture)?;
        writeln!(out, "    ({:?}, {variant}),", it.word)?;
    }
    writeln!(out, "];\npub(super) static ENDS_OF_LIFE: &[EndOfLife] = &[")?;
    for it in &table.end_of_life {
        let what = format!("images.toml: {}", it.system);
        writeln!(
            out,
            "    EndOfLife {{ system: {:?}, starts: &{:?}, date: {:?}, what: {:?}, replacement: {:?}, source: {:?} }},",
            it.system,
            it.starts,
            date(&what, &it.date)?,
            it.what,
            it.replacement,
            vouched(&what, &it.source)?,
        )?;
    }
    writeln!(out, "];")?;
    write_encryption(out, &table.encryption)?;
    vouched("images.toml: completion", &table.completion.source)?;
    writeln!(out, "pub(super) static COMPLETING: &[&str] = &{:?};", table.completion.types)?;
    write_finders(out, &table.finder)
}

fn write_finders(out: &mut String, rows: &[Finder]) -> Result<(), Box<dyn Error>> {
    let keys: Vec<_> = rows.iter().map(|it| (&it.dialect, &it.resource_type)).collect();
    in_order("images.toml: finder", &keys)?;
    writeln!(out, "pub(super) static FINDERS: &[ImageFinder] = &[")?;
    for it in rows {
        let source = vouched(&format!("images.toml: finder {}", it.resource_type), &it.source)?;
        writeln!(
            out,
            "    ImageFinder {{ dialect: {}, resource_type: {:?}, region: {:?}, source: {source:?} }},",
            dialect(&it.dialect)?,
            it.resource_type,
            it.region,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn write_encryption(out: &mut String, rows: &[Encryption]) -> Result<(), Box<dyn Error>> {
    let keys: Vec<_> = rows.iter().map(|it| (&it.dialect, &it.resource_type)).collect();
    in_order("images.toml: encryption", &keys)?;
    writeln!(out, "pub(super) static ENCRYPTIONS: &[Encryption] = &[")?;
    for it in rows {
        writeln!(
            out,
            "    Encryption {{ dialect: {}, resource_type: {:?}, system_disk: {:?}, data_disks: {:?}, source: {:?} }},",
            dialect(&it.dialect)?,
            it.resource_type,
            it.system_disk,
            it.data_disks,
            vouched(&format!("images.toml: encryption of {}", it.resource_type), &it.source)?,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instances {
    family: Vec<InstanceFamily>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstanceFamily {
    name: String,
    architecture: String,
    below_4_gib: Option<Vec<String>>,
    source: String,
}

fn write_instances(out: &mut String, table: Instances) -> Result<(), Box<dyn Error>> {
    let names: Vec<_> = table.family.iter().map(|it| &it.name).collect();
    in_order("instances.toml", &names)?;
    writeln!(out, "pub(super) static INSTANCE_FAMILIES: &[InstanceFamily] = &[")?;
    for it in &table.family {
        let what = format!("instances.toml: {}", it.name);
        for small in it.below_4_gib.iter().flatten() {
            if !small.starts_with(&format!("ecs.{}", it.name)) {
                return Err(format!("{what}: {small:?} is of another family").into());
            }
        }
        writeln!(
            out,
            "    InstanceFamily {{ name: {:?}, architecture: {}, below_4_gib: {}, source: {:?} }},",
            it.name,
            architecture(&what, &it.architecture)?,
            it.below_4_gib.as_ref().map_or("None".to_owned(), |small| format!("Some(&{small:?})")),
            vouched(&what, &it.source)?,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholders {
    family: Vec<PlaceholderFamily>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceholderFamily {
    name: String,
    id: Option<String>,
    relation: Option<String>,
    what: String,
    source: String,
}

fn write_placeholders(out: &mut String, table: Placeholders) -> Result<(), Box<dyn Error>> {
    let names: Vec<_> = table.family.iter().map(|it| &it.name).collect();
    in_order("placeholders.toml", &names)?;
    writeln!(out, "pub(super) static PLACEHOLDER_FAMILIES: &[PlaceholderFamily] = &[")?;
    for it in &table.family {
        let source = vouched(&format!("placeholders.toml: {}", it.name), &it.source)?;
        writeln!(
            out,
            "    PlaceholderFamily {{ name: {:?}, id: {:?}, relation: {:?}, what: {:?}, source: {source:?} }},",
            it.name, it.id, it.relation, it.what,
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}
