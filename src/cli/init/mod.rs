//! `nestc init`: a manifest from the templates that are there, or from computenest-cli's configuration.

mod adopted;

use std::collections::BTreeMap;
use std::path::Path;

use super::args::Init;
use super::{Status, Stop, Streams};
use crate::grammar::{self, ImageIdShape};
use crate::ir::Support;
use crate::project::{CONFIG, Loaded, MANIFEST};
use crate::render::put_file;
use crate::report::shown::visible;
use crate::syntax::yaml::quote_plain_if_needed;
use crate::workspace::{Failure, FilePath, Input, display, reason};

pub(super) fn run(arguments: &Init, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let path = arguments.folder.join(MANIFEST);
    // A link that leads to nothing is there, too: writing through it would make a file elsewhere.
    if !arguments.print && path.symlink_metadata().is_ok() {
        let message = format!("`{}` is already there", display(&path));
        return Err(Failure::new(message, "edit it, or print a new one with --print").into());
    }
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    let text = match arguments.folder.join(CONFIG) {
        config if config.is_file() => from_config(&mut loaded, &config)?,
        _ => {
            let found = loaded.workspace.discover(std::slice::from_ref(&arguments.folder));
            loaded.compile(found);
            manifest(&loaded, &arguments.folder)
        }
    };
    if arguments.print {
        streams.out.write_all(text.as_bytes())?;
        return Ok(Status::Clean);
    }
    put_file(&path, text.as_bytes()).map_err(|error| {
        let message = format!("`{}` cannot be written: {}", display(&path), reason(&error));
        Failure::new(message, "give yourself the right to write there, or name another folder")
    })?;
    let failed = loaded.print_failures(streams)?;
    writeln!(
        streams.err,
        "wrote `{}`; fill in the packages, then run `nestc build`",
        visible(&display(&path))
    )?;
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// The version that a package gets.
const FIRST_VERSION: &str = "v1_0";

/// Where outputs go.
const OUTPUT: &str = "dist/{region}/{path}";

/// The manifest's text for a project of computenest-cli.
fn from_config(loaded: &mut Loaded, path: &Path) -> Result<String, Failure> {
    loaded.read_manifest(Some(path), path)?;
    let inputs = loaded.manifest_inputs();
    loaded.compile(inputs);
    let report = loaded.lint();
    let found = loaded.manifest.as_ref().map(|it| &it.manifest);
    let Some((manifest, config)) = found.and_then(|it| Some((it, it.config.as_ref()?))) else {
        let message = format!("`{}` is no configuration of computenest-cli", display(path));
        return Err(Failure::new(message, "`nestc lint` shows what is wrong with it"));
    };
    Ok(adopted::manifest(loaded, &report, manifest, config))
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
    text.push_str(&format!("\noutput: {OUTPUT}\n"));
    text
}

/// The literals that are in slots and need an image of their own, each with the package to make for it.
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

/// Whether `name` is one that Compute Nest takes for a package.
fn is_package_name(name: &str) -> bool {
    (3..=128).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
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
            "  {name}:\n    versions:\n      {FIRST_VERSION}:\n        status: draft   # draft or published\n        \
             images:         # region → image ID\n{source}"
        ));
    }
    text.push_str("\n# The literal that stands in the templates → the package version that takes its place.\nassociations:\n");
    for (literal, name) in literals {
        text.push_str(&format!("  {}: {name}@{FIRST_VERSION}\n", quote_plain_if_needed(literal, false)));
    }
}

fn relative(input: &Input, folder: &Path) -> String {
    let folder = FilePath::new(folder);
    let path = input.path().key();
    display(path.strip_prefix(folder.key()).unwrap_or(path))
}
