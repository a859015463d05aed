//! Compiles `placeholders.toml`: families of placeholders.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{in_order, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Placeholders {
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

pub(crate) fn write(out: &mut String, table: Placeholders) -> Result<(), Box<dyn Error>> {
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
