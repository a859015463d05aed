//! Compiles `slots.toml`: which properties hold images.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{dialect, in_order, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slots {
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

pub(crate) fn write(out: &mut String, table: Slots) -> Result<(), Box<dyn Error>> {
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
