//! `nestc build`

use std::path::Path;

use super::args;
use super::load::{LOCK, Loaded, missing_manifest, no_images};
use super::{Status, Stop, Streams, diff, lint, output};
use crate::build::{self, recorded_outputs};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::manifest::Manifest;
use crate::plan::{self, Unrenderable};
use crate::render::{Content, OutputFile, Tree, WriteError, write_trees};
use crate::report::counted;
use crate::text;
use crate::workspace::{Compiled, Failure};

pub(super) fn run(arguments: &args::Build, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let mut loaded = Loaded::new(&arguments.reading)?;
    loaded.building = true;
    loaded.quiet = arguments.reporting.quiet;
    let start = Path::new(".");
    loaded.read_manifest(arguments.reporting.manifest.as_deref(), start)?;
    if loaded.manifest.is_none() && loaded.before.is_empty() {
        return Err(missing_manifest(start).into());
    }
    if loaded.manifest.as_ref().is_some_and(|loaded| loaded.manifest.is_stand_in()) {
        return Err(no_images().into());
    }
    let inputs = loaded.manifest_inputs();
    loaded.compile(inputs);
    let mut report = lint::report_on(&mut loaded, false);
    let broken = report.worst() == Some(Severity::Error) || !loaded.failures.is_empty();
    let Some(manifest) = loaded.manifest.as_ref().filter(|_| !broken && !loaded.manifest_is_broken()) else {
        return refuse(&loaded, arguments, &report, streams);
    };
    if loaded.compiled.is_empty() {
        return Err(no_templates(&manifest.manifest).into());
    }
    if let Some(literal) = literal_without_package(&loaded.compiled, &manifest.manifest) {
        let message = format!("the manifest has no packages, but computenest-cli associates `{literal}`");
        let help = "`nestc init --print` shows packages to fill in";
        return Err(Failure::new(message, help).into());
    }
    let build = build::prepare(&loaded.workspace, &loaded.compiled, &manifest.manifest, &manifest.base)?;
    if !build.unrenderable.is_empty() {
        report.findings.extend(build.unrenderable.iter().map(|(region, it)| unrenderable(region, it)));
        report.counts.errors += build.unrenderable.len();
        return refuse(&loaded, arguments, &report, streams);
    }
    let status = output::findings(&arguments.reporting, &loaded.workspace.sources, &report, streams)?;
    let root = manifest.base.join(&build.root);
    let files = build.output_files(&loaded.workspace.sources, &manifest.base);
    if arguments.diff {
        diff::against_sources(&build, &loaded.workspace.sources, streams.out)?;
        return Ok(status);
    }
    let stale = stale(&root, &files);
    let lock = lock_file(&manifest.manifest);
    if arguments.check {
        let mut differences = diff::against_disk(&root, &files, &stale, streams.out)?;
        differences += diff::against_disk(&manifest.base, lock.as_slice(), &[], streams.out)?;
        if differences > 0 {
            writeln!(streams.err, "{} from the build; run `nestc build`", differ(differences))?;
            return Ok(status.and(Status::Findings));
        }
        return Ok(status);
    }
    let outputs = Tree { root: &root, files: &files, stale: &stale };
    let beside = Tree { root: &manifest.base, files: lock.as_slice(), stale: &[] };
    let written = write_trees(&[outputs, beside]).map_err(failure)?.into_iter().next().unwrap_or_default();
    if !arguments.reporting.quiet {
        let regions: std::collections::BTreeSet<&str> =
            build.renderings.iter().map(|it| it.region.as_str()).collect();
        let done = format!(
            "{} for {} in `{}`: {} written, {} unchanged",
            counted(loaded.compiled.len(), "template"),
            counted(regions.len(), "region"),
            crate::workspace::display(&root),
            written.written,
            written.unchanged,
        );
        let removed =
            if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
        writeln!(streams.err, "{done}{removed}")?;
    }
    Ok(status)
}

/// Prints why nothing was built.
fn refuse(
    loaded: &Loaded,
    arguments: &args::Build,
    report: &crate::lint::Report,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let status = lint::finish(loaded, &arguments.reporting, report, streams)?;
    writeln!(streams.err, "nothing was written")?;
    Ok(status.and(Status::Findings))
}

/// A literal that computenest-cli's configuration associates and that the build would leave as it is.
fn literal_without_package(compiled: &[Compiled], manifest: &Manifest) -> Option<String> {
    let mut templates = compiled.iter().flat_map(|it| &it.unit.templates);
    templates.find_map(|template| {
        let mut slots = template.slots_through(|function| manifest.looks_through(function));
        let relation =
            slots.find_map(|(_, slot)| plan::without_package(slot, manifest, template.resource_of(slot)?))?;
        Some(relation.literal.value.clone())
    })
}

fn no_templates(manifest: &Manifest) -> Failure {
    if manifest.templates.is_empty() {
        return Failure::new("the manifest names no templates", "list them under `templates:`");
    }
    Failure::new(
        "none of the manifest's `templates` is a template",
        "check the paths and globs under `templates:`",
    )
}

fn unrenderable(region: &str, it: &Unrenderable) -> Diagnostic {
    let message = text!(
        en: "cannot replace the {what} for `{region}`: {reason}",
        zh: "无法为 `{region}` 替换{what}：{reason}",
        what = it.what, region, reason = it.reason,
    );
    let mut finding = RuleId::InvalidManifest
        .finding(it.span, message)
        .label(text!(en: "this value", zh: "该值"))
        .help(&it.help)
        .about(region);
    if let Some((span, message)) = &it.related {
        finding = finding.also(*span, message.clone());
    }
    finding
}

/// The record of published versions, where there is anything to record.
fn lock_file(manifest: &Manifest) -> Option<OutputFile<'static>> {
    let lock = manifest.lock.clone().unwrap_or_default().with(manifest);
    let content = Content::Bytes(lock.to_text().into_bytes());
    (!lock.is_empty()).then(|| OutputFile { path: LOCK.to_owned(), content })
}

/// Files of an earlier build that this one does not make.
fn stale(root: &Path, files: &[OutputFile<'_>]) -> Vec<String> {
    let made: std::collections::HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut stale = recorded_outputs(root);
    stale.retain(|path| !made.contains(path.as_str()) && root.join(path).is_file());
    stale.sort();
    stale.dedup();
    stale
}

fn differ(count: usize) -> String {
    if count == 1 { "1 file differs".to_owned() } else { format!("{count} files differ") }
}

fn failure(error: WriteError) -> Failure {
    let help = match &error {
        WriteError::Io { error, .. } => match error.kind() {
            std::io::ErrorKind::PermissionDenied => {
                "give yourself the right to write there, or change `output`"
            }
            std::io::ErrorKind::StorageFull => "free some space; nothing was changed",
            _ => "nothing was changed; mend the cause and build again",
        },
        WriteError::Twice(_) => "put `{region}` and `{path}` into `output`",
        WriteError::Outside(_) => "remove the link, or change `output`",
    };
    Failure::new(error.to_string(), help)
}
