//! `nestc init`: a manifest from the templates that are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Init;
use super::load::{Loaded, MANIFEST};
use super::{Status, Stop, Streams};
use crate::grammar::{self, ImageIdShape};
use crate::ir::Support;
use crate::project::{Failure, Input, discover, display, reason};
use crate::syntax::yaml::quote_plain_if_needed;

pub(super) fn run(arguments: &Init, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let path = arguments.folder.join(MANIFEST);
    if !arguments.print && path.exists() {
        let message = format!("`{}` is already there", display(&path));
        return Err(Failure::new(message, "edit it, or print a new one with --print").into());
    }
    let mut loaded = Loaded::default();
    loaded.compile(discover(std::slice::from_ref(&arguments.folder)));
    let text = manifest(&loaded, &arguments.folder);
    if arguments.print {
        streams.out.write_all(text.as_bytes())?;
        return Ok(Status::Clean);
    }
    std::fs::write(&path, text).map_err(|error| {
        let message = format!("`{}` cannot be written: {}", display(&path), reason(&error));
        Failure::new(message, "give yourself the right to write there, or name another folder")
    })?;
    let failed = loaded.print_failures(streams.err)?;
    writeln!(streams.err, "wrote `{}`; fill in the packages, then run `nestc build`", display(&path))?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// The manifest's text: every template found, and for each literal that needs one a package to fill in.
fn manifest(loaded: &Loaded, folder: &Path) -> String {
    let mut text = String::from(
        "# What nestc builds. `nestc schema` prints the schema of this file.\nversion: 1\n\ntemplates:\n",
    );
    let templates: Vec<String> = loaded.compiled.iter().map(|it| relative(&it.input, folder)).collect();
    for template in &templates {
        text.push_str(&format!("  - {}\n", quote_plain_if_needed(template, false)));
    }
    if templates.is_empty() {
        text.truncate(text.len() - 1);
        text.push_str(" []   # no template was found; name files, globs, or folders of Terraform\n");
    }
    let literals = literals(loaded);
    text.push_str("\n# The regions to build for. Without this: every region that all packages reach.\n");
    text.push_str("# regions: [cn-hangzhou, cn-beijing]\n");
    if literals.is_empty() {
        text.push_str("\npackages: {}\n\nassociations: {}\n");
    } else {
        packages(&mut text, &literals);
    }
    text.push_str("\noutput: dist/{region}/{path}\n");
    text
}

/// The literals that stand in slots and need an image of their own, each with the package to make for it.
fn literals(loaded: &Loaded) -> BTreeMap<String, String> {
    let mut literals = BTreeMap::new();
    for compiled in &loaded.compiled {
        for (_, _, slot) in compiled.unit.slots() {
            let Some(text) = slot.literal.as_ref().map(|literal| literal.text.clone()) else { continue };
            let deploy_time = text.contains("{{");
            if slot.shape.support == Support::Supported && !text.is_empty() && !deploy_time {
                let name = package_name(&text);
                literals.insert(text, name);
            }
        }
    }
    literals
}

/// A name of 3 to 128 letters, digits and underscores (Compute Nest, "Deployment Package Name").
fn package_name(literal: &str) -> String {
    let stem = literal.strip_suffix(".vhd").unwrap_or(literal);
    let letters = stem.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' });
    let name: String = letters.take(100).collect();
    if name.len() < 3 { format!("image_{name}") } else { name }
}

fn packages(text: &mut String, literals: &BTreeMap<String, String>) {
    text.push_str("\npackages:\n");
    let mut names: Vec<&String> = literals.values().collect();
    names.sort();
    names.dedup();
    for name in names {
        let literal = literals.iter().find(|(_, it)| *it == name).map(|(literal, _)| literal.as_str());
        let source = match literal {
            Some(literal) if grammar::image_id_shape(literal) == ImageIdShape::Account => {
                let region = grammar::region_of_image(literal).map_or("cn-hangzhou", |region| region.id);
                format!("          {region}: {literal}\n")
            }
            _ => "          # cn-hangzhou: m-bp1…\n".to_owned(),
        };
        text.push_str(&format!(
            "  {name}:\n    versions:\n      v1_0:\n        status: draft   # draft or published\n        \
             images:         # region → image ID\n{source}"
        ));
    }
    text.push_str("\n# The literal that stands in the templates → the package version that takes its place.\nassociations:\n");
    for (literal, name) in literals {
        text.push_str(&format!("  {}: {name}@v1_0\n", quote_plain_if_needed(literal, false)));
    }
}

fn relative(input: &Input, folder: &Path) -> String {
    let (Input::Ros { path, .. } | Input::Module { path, .. }) = input;
    let path: PathBuf = path.strip_prefix(folder).unwrap_or(path).to_owned();
    if path.as_os_str().is_empty() { ".".to_owned() } else { display(&path) }
}
