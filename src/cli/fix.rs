//! `nestc fix`

use std::collections::BTreeMap;
use std::path::Path;

use super::args;
use super::load::Loaded;
use super::tree::recover_at;
use super::{Status, Stop, Streams, diff, lint};
use crate::diagnostic::{Applicability, Edit};
use crate::lint::Report;
use crate::plan::FileEdit;
use crate::render::{replace_file, splice};
use crate::report;
use crate::report::counted;
use crate::source::FileId;
use crate::workspace::{Failure, FilePath, Workspace, display};

/// Rounds of fixing at most: one fix can make room for the next.
const ROUNDS: usize = 4;

pub(super) fn run(arguments: &args::Fix, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    if !arguments.diff {
        recover_at(
            arguments.manifest.as_deref(),
            &lint::start_of(&arguments.paths, Path::new("stdin")),
            streams,
        )?;
    }
    let mut fixed: BTreeMap<FilePath, String> = BTreeMap::new();
    let mut originals: BTreeMap<FilePath, String> = BTreeMap::new();
    let mut count = 0;
    let mut failed = false;
    for round in 0..ROUNDS {
        let mut loaded = Loaded::new(&arguments.reading)?;
        for (path, text) in &fixed {
            loaded.workspace.set_text(path, text.clone());
        }
        let named =
            lint::load(&mut loaded, &arguments.paths, arguments.manifest.as_deref(), Path::new("stdin"))?;
        let found = lint::report_on(&mut loaded, named);
        if round == 0 {
            failed = loaded.print_failures(streams)?;
        }
        let chosen = choose(&loaded.workspace, &found, arguments.also_unsafe);
        if chosen.is_empty() {
            break;
        }
        for (file, (edits, fixes)) in chosen {
            let Some(path) = loaded.workspace.path(file) else { continue };
            let text = loaded.workspace.sources.text(file);
            let Some(whole) = splice(text, &edits) else { continue };
            originals.entry(path.clone()).or_insert_with(|| text.to_owned());
            fixed.insert(path, whole);
            count += fixes;
        }
    }
    if arguments.diff {
        for (path, text) in &fixed {
            let name = display(path);
            let old = originals.get(path).map_or("", String::as_str);
            diff::unified(streams.out, old, text, &name, &name)?;
        }
    } else {
        write(&fixed, &originals)?;
        writeln!(
            streams.err,
            "{} in {}",
            counted(count, "fix").replace("fixs", "fixes"),
            counted(fixed.len(), "file")
        )?;
    }
    Ok(if failed { Status::Failed } else { Status::Clean })
}

/// By file the edits of all fixes that do not touch each other, and how many fixes they are.
fn choose(
    workspace: &Workspace,
    found: &Report,
    also_unsafe: bool,
) -> BTreeMap<FileId, (Vec<FileEdit>, usize)> {
    let sources = &workspace.sources;
    let mut chosen: BTreeMap<FileId, (Vec<FileEdit>, usize)> = BTreeMap::new();
    for fix in found.findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.applicability == Applicability::Unsafe && !also_unsafe {
            continue;
        }
        let Some(edits) = report::on_disk(sources, fix) else { continue };
        let Some(first) = edits.first().map(|edit| edit.span.file) else { continue };
        let (taken, fixes) = chosen.entry(first).or_default();
        let clear = |edit: &Edit| {
            edit.span.file == first
                && taken.iter().all(|it| edit.span.end < it.span.start || it.span.end < edit.span.start)
        };
        if edits.iter().all(clear) {
            taken.extend(edits.into_iter().map(|edit| FileEdit { span: edit.span, text: edit.text }));
            taken.sort();
            *fixes += 1;
        }
    }
    chosen.retain(|_, (edits, _)| !edits.is_empty());
    chosen
}

/// Puts each text in the place of its file, whole.
fn write(fixed: &BTreeMap<FilePath, String>, originals: &BTreeMap<FilePath, String>) -> Result<(), Failure> {
    for (path, text) in fixed {
        let old = originals.get(path).map_or("", String::as_str);
        replace_file(path, old.as_bytes(), text.as_bytes()).map_err(|error| {
            Failure::new(error.to_string(), "the file is as it was; give yourself the right to write it")
        })?;
    }
    Ok(())
}
