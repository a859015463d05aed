//! Compiles `terraform.toml`: the functions of Terraform and OpenTofu.

use std::error::Error;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::checks::{in_order, vouched};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terraform {
    function: Vec<Function>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Function {
    name: String,
    min: u8,
    max: Option<u8>,
    source: String,
}

pub(crate) fn write(out: &mut String, table: Terraform) -> Result<(), Box<dyn Error>> {
    let names: Vec<_> = table.function.iter().map(|it| &it.name).collect();
    in_order("terraform.toml", &names)?;
    writeln!(out, "pub(super) static TERRAFORM_FUNCTIONS: &[TerraformFunction] = &[")?;
    for it in &table.function {
        vouched(&format!("terraform.toml: {}", it.name), &it.source)?;
        let max = it.max.unwrap_or(u8::MAX);
        writeln!(out, "    TerraformFunction {{ name: {:?}, min: {}, max: {max} }},", it.name, it.min)?;
    }
    writeln!(out, "];")?;
    Ok(())
}
