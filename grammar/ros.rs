//! Compiles `ros.toml`: sections, fields, functions.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{in_order, one_of, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ros {
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

pub(crate) fn write(out: &mut String, mut table: Ros) -> Result<(), Box<dyn Error>> {
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
