//! The copies of templates for each region.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::units::{Texts, is_below, is_downloaded};
use crate::binding;
use crate::diagnostic::Text;
use crate::ir::Unit;
use crate::lint::unrenderable_slot;
use crate::manifest::Manifest;
use crate::plan::{self, FileEdit, OutputPattern, splice};
use crate::source::FileId;
use crate::syntax::SourceMap;

/// The copy of one file for one region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// The region.
    pub region: String,
    /// The file that it is a copy of.
    pub source: String,
    /// Where `nestc build` would put it, seen from the manifest's folder.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// Where it differs from its source, in the order of the places.
    pub changes: Vec<Change>,
}

/// Bytes of a source, and what is there in the copy instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The first byte in the source.
    pub source_start: usize,
    /// The first byte after them.
    pub source_end: usize,
    /// The first byte in the copy.
    pub start: usize,
    /// The first byte after them.
    pub end: usize,
}

/// The copies of `units` for each region of `manifest`, and why a build would refuse to write them.
pub(super) fn all(
    sources: &SourceMap,
    units: &[Unit],
    texts: &Texts,
    manifest: &Manifest,
) -> (Vec<Copy>, Vec<Text>) {
    let pattern = match OutputPattern::new(manifest.output.as_ref().map(|output| output.value.as_str())) {
        Ok(pattern) => pattern,
        Err(error) => return (Vec::new(), vec![error.text()]),
    };
    // Two templates may share a module.
    let mut copies: BTreeMap<(usize, String), Copy> = BTreeMap::new();
    let mut refusals = Vec::new();
    for (place, region) in binding::regions(manifest).iter().enumerate() {
        for (unit, name) in units.iter().zip(&texts.names) {
            let plan = plan::plan(sources, unit, manifest, region);
            refusals
                .extend(plan.unrenderable.iter().map(|it| unrenderable_slot::finding(region, it).message));
            for (input, file) in files_of(sources, unit, name, texts) {
                let edits: Vec<FileEdit> =
                    plan.edits.iter().filter(|edit| edit.span.file == file).cloned().collect();
                let Some(text) = splice(sources.text(file), &edits) else { continue };
                match pattern.of_file(region, name, input) {
                    Ok(path) => {
                        let changes = changes(&edits);
                        let copy =
                            Copy { region: region.clone(), source: input.to_owned(), path, text, changes };
                        copies.insert((place, copy.path.clone()), copy);
                    }
                    Err(error) => refusals.push(error.text()),
                }
            }
        }
    }
    (copies.into_values().collect(), refusals)
}

/// The files that are copied with the unit called `name`: one template, or what is in the folders of modules.
fn files_of<'t>(sources: &SourceMap, unit: &Unit, name: &str, texts: &'t Texts) -> Vec<(&'t str, FileId)> {
    if let Some((name, &file)) = texts.files.get_key_value(name) {
        return vec![(name.as_str(), file)];
    }
    let own = unit.iter().filter(|&(id, _)| !unit.is_downloaded(id));
    let files = own.flat_map(|(_, template)| &template.files).map(|&file| sources.name(sources.host(file)));
    let folders: BTreeSet<&str> = files.map(folder_of).collect();
    let is_kept = |name: &str| !is_downloaded(name) && folders.iter().any(|folder| is_below(folder, name));
    texts.files.iter().filter(|(name, _)| is_kept(name)).map(|(name, &file)| (name.as_str(), file)).collect()
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Where `edits`, which are in order, are in the text before and after them.
fn changes(edits: &[FileEdit]) -> Vec<Change> {
    let (mut grown, mut shrunk) = (0, 0);
    let change = |edit: &FileEdit| {
        let (source_start, source_end) = (edit.span.start as usize, edit.span.end as usize);
        let start = source_start + grown - shrunk;
        grown += edit.text.len();
        shrunk += source_end - source_start;
        Change { source_start, source_end, start, end: start + edit.text.len() }
    };
    edits.iter().map(change).collect()
}
