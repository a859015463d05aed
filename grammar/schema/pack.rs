//! Packs the tables of `grammar/schema/`: the names of a table, and its entries in blocks of a few, each compressed for
//! itself, so that one entry is decoded without the others. `src/schema/packed.rs` reads it.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use serde_json::{Map, Value};

/// Entries in one block: more are smaller, fewer are decoded sooner.
const BLOCK: usize = 16;

/// The best that deflate can do.
const LEVEL: u8 = 10;

/// Packs every table into `folder`, and writes the Rust that includes them.
pub(crate) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = String::new();
    let (mut ros, withdrawn) = (read("ros.json")?, read("ros-2021.json")?);
    add_withdrawn(&mut ros, &withdrawn)?;
    add(&mut out, folder, "ROS", entries(&ros, "types", "ros.json")?)?;
    constant(&mut out, "ROS_DATE", text(&ros, "date")?)?;
    writeln!(out, "pub(super) static ROS_SOURCES: &[(&str, &str, &str)] = &[")?;
    for (key, source) in object(&ros, "sources")? {
        text(source, "licence")?;
        writeln!(out, "    ({key:?}, {:?}, {:?}),", text(source, "name")?, text(source, "date")?)?;
    }
    writeln!(out, "];")?;

    let alicloud = read("alicloud.json")?;
    add(&mut out, folder, "RESOURCES", entries(&alicloud, "resources", "alicloud.json")?)?;
    add(&mut out, folder, "DATA", entries(&alicloud, "data", "alicloud.json")?)?;
    constant(&mut out, "PROVIDER_DATE", text(&alicloud, "date")?)?;
    constant(&mut out, "PROVIDER_VERSION", text(&alicloud, "version")?)?;
    text(&alicloud, "licence")?;

    let association = read("association.json")?;
    add(&mut out, folder, "ASSOCIATIONS", entries(&association, "properties", "association.json")?)?;
    for (constant, key) in [("COMMON_KEYS", "common"), ("OTHER_ASSOCIATIONS", "excluded")] {
        writeln!(out, "pub(super) static {constant}: &[&str] = &{:?};", strings(&association, key)?)?;
    }
    let expected = read("parameter-associations.json")?;
    add(&mut out, folder, "EXPECTED", entries(&expected, "properties", "parameter-associations.json")?)?;
    for table in [&association, &expected, &withdrawn] {
        text(table, "source")?;
    }
    fs::write(folder.join("schema.rs"), out)?;
    Ok(())
}

fn read(name: &str) -> Result<Value, Box<dyn Error>> {
    let path = Path::new("grammar/schema").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn object<'v>(value: &'v Value, key: &str) -> Result<&'v Map<String, Value>, Box<dyn Error>> {
    value.get(key).and_then(Value::as_object).ok_or_else(|| format!("no object `{key}`").into())
}

/// A text that must be there: a version, a date, a source, a licence.
fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, Box<dyn Error>> {
    let text = value.get(key).and_then(Value::as_str).filter(|it| !it.trim().is_empty());
    text.ok_or_else(|| format!("no text `{key}`").into())
}

fn strings<'v>(value: &'v Value, key: &str) -> Result<Vec<&'v str>, Box<dyn Error>> {
    let list = value.get(key).and_then(Value::as_array).ok_or_else(|| format!("no list `{key}`"))?;
    Ok(list.iter().filter_map(Value::as_str).collect())
}

/// Adds to each type of `ros` the property names that documents had and the schema lacks, as `w`.
fn add_withdrawn(ros: &mut Value, withdrawn: &Value) -> Result<(), Box<dyn Error>> {
    let types = ros.get_mut("types").and_then(Value::as_object_mut).ok_or("ros.json: no types")?;
    for (name, documented) in object(withdrawn, "types")? {
        let Some(known) = types.get_mut(name).and_then(Value::as_object_mut) else { continue };
        let lacks = |it: &&Value| {
            let properties = known.get("p").and_then(Value::as_object);
            it.as_str()
                .is_some_and(|name| properties.is_some_and(|properties| !properties.contains_key(name)))
        };
        let gone: Vec<Value> = documented.as_array().into_iter().flatten().filter(lacks).cloned().collect();
        if !gone.is_empty() {
            known.insert("w".to_owned(), Value::Array(gone));
        }
    }
    Ok(())
}

/// The entries of a section of a table, in order.
fn entries(table: &Value, section: &str, file: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let section = object(table, section).map_err(|error| format!("{file}: {error}"))?;
    let mut entries = Vec::new();
    for (name, entry) in section {
        entries.push((name.clone(), serde_json::to_string(entry)?));
    }
    entries.sort();
    Ok(entries)
}

fn constant(out: &mut String, name: &str, value: &str) -> std::fmt::Result {
    writeln!(out, "pub(super) static {name}: &str = {value:?};")
}

/// Writes the packed `entries` to a file, and the constant `name` that includes it.
fn add(
    out: &mut String,
    folder: &Path,
    name: &str,
    entries: Vec<(String, String)>,
) -> Result<(), Box<dyn Error>> {
    let file = format!("{}.packed", name.to_lowercase());
    fs::write(folder.join(&file), packed(&entries)?)?;
    let include = format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))");
    writeln!(out, "pub(super) static {name}: &[u8] = {include};")?;
    Ok(())
}

/// The number of entries of a block and of blocks, where each part ends, and the parts: the names, and each block.
fn packed(entries: &[(String, String)]) -> io::Result<Vec<u8>> {
    let lines = |lines: Vec<&str>| miniz_oxide::deflate::compress_to_vec(lines.join("\n").as_bytes(), LEVEL);
    let mut parts = vec![lines(entries.iter().map(|it| it.0.as_str()).collect())];
    parts.extend(entries.chunks(BLOCK).map(|block| lines(block.iter().map(|it| it.1.as_str()).collect())));
    let number = |it: usize| u32::try_from(it).map(u32::to_le_bytes).map_err(io::Error::other);
    let mut bytes = Vec::new();
    bytes.extend(number(BLOCK)?);
    bytes.extend(number(parts.len())?);
    let mut end = 0;
    for part in &parts {
        end += part.len();
        bytes.extend(number(end)?);
    }
    parts.iter().for_each(|part| bytes.extend(part));
    Ok(bytes)
}
