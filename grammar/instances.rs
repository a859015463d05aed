//! Compiles `instances.toml`: families of instance types.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{architecture, in_order, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instances {
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

pub(crate) fn write(out: &mut String, table: Instances) -> Result<(), Box<dyn Error>> {
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
