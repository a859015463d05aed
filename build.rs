//! Compiles the tables of `grammar/` into Rust. An entry without a source, out of place, or there twice
//! stops the build.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde::de::DeserializeOwned;

#[path = "grammar/checks.rs"]
mod checks;
#[path = "grammar/images.rs"]
mod images;
#[path = "grammar/instances.rs"]
mod instances;
#[path = "grammar/schema/pack.rs"]
mod pack;
#[path = "grammar/placeholders.rs"]
mod placeholders;
#[path = "grammar/regions.rs"]
mod regions;
#[path = "grammar/ros.rs"]
mod ros;
#[path = "grammar/slots.rs"]
mod slots;
#[path = "grammar/terraform.rs"]
mod terraform;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=grammar");
    let mut out = String::new();
    slots::write(&mut out, read("slots.toml")?)?;
    regions::write(&mut out, read("regions.toml")?)?;
    ros::write(&mut out, read("ros.toml")?)?;
    images::write(&mut out, read("images.toml")?)?;
    instances::write(&mut out, read("instances.toml")?)?;
    placeholders::write(&mut out, read("placeholders.toml")?)?;
    terraform::write(&mut out, read("terraform.toml")?)?;
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
