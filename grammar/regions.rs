//! Compiles `regions.toml`.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{one_of, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Regions {
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

pub(crate) fn write(out: &mut String, table: Regions) -> Result<(), Box<dyn Error>> {
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
