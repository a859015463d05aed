//! `--depfile`: what the outputs depend on, as Make and Ninja read it.

use std::collections::BTreeSet;
use std::path::Path;

use super::target::Job;
use crate::cli::output::put_report;
use crate::project::Loaded;
use crate::workspace::{Failure, display};

/// Writes to `path` that the record of `job`, which is written with all outputs, depends on every file that was read for
/// it: manifest, configuration, lock, templates and what is copied with modules.
pub(super) fn write(path: &Path, job: &Job<'_, '_>, loaded: &Loaded) -> Result<(), Failure> {
    let sources = &loaded.workspace.sources;
    let templates = loaded.compiled.iter().flat_map(|it| &it.unit.templates).flat_map(|it| &it.files);
    let mut names: BTreeSet<String> =
        templates.map(|&file| sources.name(sources.host(file)).to_owned()).collect();
    names.extend(loaded.manifest_files().map(|file| sources.name(file).to_owned()));
    if let Some(manifest) = &loaded.manifest {
        names.extend(manifest.lock_file.map(|file| sources.name(file).to_owned()));
        names.extend(job.inputs.iter().map(|input| display(&manifest.base.join(input))));
    }
    let mut text = format!("{}:", escaped(&job.target.tree.shown(&job.record)));
    for name in &names {
        text.push_str(" \\\n  ");
        text.push_str(&escaped(name));
    }
    text.push('\n');
    put_report(path, text.as_bytes())
}

/// `path` as Make and Ninja both read it.
fn escaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '$' => text.push_str("$$"),
            ' ' | '#' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            other => text.push(other),
        }
    }
    text
}
