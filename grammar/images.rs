//! Compiles `images.toml`: what is known of images.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{architecture, dialect, in_order, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Images {
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

pub(crate) fn write(out: &mut String, table: Images) -> Result<(), Box<dyn Error>> {
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
