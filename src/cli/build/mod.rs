//! `nestc build`

mod check;
mod depfile;
mod target;

use std::path::{Path, PathBuf};

use super::args;
use super::signals::Caught;
use super::tree::{failed, stop};
use super::{Status, Stop, Streams, diff, lint, output, watch};
use crate::binding;
use crate::build::{self, Build, Part};
use crate::cli::failures::{missing_manifest, no_images};
use crate::diagnostic::counted;
use crate::diagnostic::{Severity, Text};
use crate::lint::unrenderable_slot;
use crate::manifest::Manifest;
use crate::project::Loaded;
use crate::render::{Options, Written};
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Compiled, Failure, display, reason, without_dots};
use target::{Job, Target};

pub(super) fn command(arguments: &args::Build, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    if !arguments.watch {
        return run(arguments, &mut Vec::new(), streams);
    }
    watch::run(&[], streams, |streams, read| run(arguments, read, streams))
}

/// Builds; `read` is what was read for it.
fn run(arguments: &args::Build, read: &mut Vec<PathBuf>, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let caught = Caught::new();
    let start = Path::new(".");
    let mut target = match arguments.diff {
        true => None,
        false => Target::open(arguments, start, &caught.interrupt, streams)?,
    };
    let nothing_written = unwritten(target.as_ref());
    let unwritten = |failure: Failure| failure.also(&nothing_written);
    let mut loaded =
        Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links).map_err(unwritten)?;
    loaded.schemas.clone_from(&arguments.reading.schema);
    loaded.building = true;
    loaded.quiet = arguments.reporting.quiet;
    let manifest = loaded.read_manifest(arguments.reporting.manifest.as_deref(), start);
    read.extend(loaded.workspace.read_paths());
    manifest.map_err(unwritten)?;
    if loaded.manifest.is_none() && loaded.before.is_empty() {
        return Err(missing_manifest(start).into());
    }
    if loaded.manifest.as_ref().is_some_and(|loaded| loaded.manifest.is_stand_in()) {
        return Err(no_images().into());
    }
    let inputs = loaded.manifest_inputs();
    loaded.compile(inputs);
    read.extend(loaded.workspace.read_paths());
    output::files(&arguments.reporting)
        .chain(arguments.depfile.as_deref())
        .try_for_each(|file| loaded.check_report_file(file))?;
    caught.interrupt.check().map_err(stop)?;
    let mut report = lint::report_on(&mut loaded, false);
    let broken = report.worst() == Some(Severity::Error) || !loaded.failures.is_empty();
    let Some(manifest) = loaded.manifest.as_ref().filter(|_| !broken && !loaded.manifest_is_broken()) else {
        return refuse(&loaded, arguments, &report, target.as_ref(), streams);
    };
    if loaded.compiled.is_empty() {
        return Err(no_templates(&manifest.manifest).into());
    }
    if let Some(literal) = literal_without_package(&loaded.compiled, &manifest.manifest) {
        let message = text!(
            en: "the manifest has no packages, but computenest-cli associates `{literal}`",
            zh: "清单中没有部署物，但 computenest-cli 关联了 `{literal}`", literal,
        );
        let help = text!(
            en: "`nestc init --print` shows packages to fill in", zh: "`nestc init --print` 会显示需要填写的部署物"
        );
        return Err(Failure::new(message, help).into());
    }
    let part = part_of(arguments);
    let (compiled, base) = (&loaded.compiled, &manifest.base);
    let form = arguments.target.into();
    let prepared = build::prepare(&loaded.workspace, compiled, &manifest.manifest, base, &part, form);
    let mut build = prepared.map_err(unwritten)?;
    let mut refused = Vec::new();
    if let Some(target) = target.as_ref().filter(|it| it.is_elsewhere() || arguments.locked) {
        refused.extend(target.unrecorded(&manifest.manifest));
    }
    refused.extend(build.unrenderable.iter().map(|(region, it)| unrenderable_slot::finding(region, it)));
    if let Some(target) = &mut target {
        if target.is_elsewhere() {
            build.move_to_root();
        }
        if !arguments.check && !build.root.is_empty() {
            target.recover_in(&build.root, arguments.force, streams)?;
        }
        refused.extend(target.edited_meanwhile(&loaded.workspace.sources));
    }
    if !refused.is_empty() {
        report.add(refused);
        return refuse(&loaded, arguments, &report, target.as_ref(), streams);
    }
    let Some(target) = target else {
        if !arguments.diff {
            return Err(missing_manifest(start).into());
        }
        let status = output::findings(&arguments.reporting, &loaded.workspace.sources, &report, streams)?;
        let colour = output::colour(arguments.reporting.color, streams.out_is_terminal);
        let look = diff::Look { show_secrets: arguments.reporting.show_secrets, colour };
        diff::against_sources(&build, &loaded.workspace.sources, look, streams.out)?;
        return Ok(status);
    };
    let job = target.job(&build, &loaded, arguments)?;
    caught.interrupt.check().map_err(stop)?;
    if arguments.check {
        return check::run(&job, &mut report, arguments, streams);
    }
    if !arguments.force {
        let precious = job.precious();
        if !precious.is_empty() {
            report.add(precious);
            return refuse(&loaded, arguments, &report, Some(&target), streams);
        }
    }
    let printed = output::findings(&arguments.reporting, &loaded.workspace.sources, &report, streams);
    let status = match printed {
        // A reader that has seen enough is no reason not to build.
        Err(Stop::Stream(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Status::Clean,
        Err(Stop::Stream(error)) => return Err(unsaid(&error).into()),
        printed => printed?,
    };
    // From here on, what cannot be said on the standard error changes nothing.
    let _ = job.name_undigested(streams);
    let written = write(&target, &job, arguments, &caught)?;
    if let Some(path) = &arguments.depfile {
        depfile::write(path, &job, &loaded)?;
    }
    if !arguments.reporting.quiet {
        let _ = tell(&build, &loaded, &job.shown_root(), &written, streams);
    }
    let lang = streams.language.of_people();
    if let Some(left) = &written.left_over {
        let left = display(left);
        let said = text!(
            en: "`{left}` cannot be removed; the next build does", zh: "无法删除 `{left}`；下一次构建会删除它", left = visible(&left),
        );
        let _ = writeln!(streams.err, "{}", said.get(lang));
    }
    if caught.interrupt.signal().is_some() {
        let said = text!(
            en: "the outputs were complete before the signal came", zh: "收到信号之前，输出文件已全部就位"
        );
        let _ = writeln!(streams.err, "{}", said.get(lang));
    }
    Ok(status)
}

/// The part of the manifest that is to be built.
fn part_of(arguments: &args::Build) -> Part {
    Part {
        regions: arguments.region.iter().cloned().collect(),
        templates: arguments.template.iter().map(|it| display(&without_dots(Path::new(it)))).collect(),
        shard: arguments.shard,
    }
}

/// Makes the tree what the build asks for.
fn write(
    target: &Target,
    job: &Job<'_, '_>,
    arguments: &args::Build,
    caught: &Caught,
) -> Result<Written, Stop> {
    let options = Options {
        sync: !arguments.no_sync,
        force: arguments.force,
        root: &job.root,
        interrupt: caught.interrupt.clone(),
    };
    target.tree.write(&job.comparison, &job.outputs, &job.stale, &options).map_err(failed)
}

/// The failure of a build whose findings nobody can read.
fn unsaid(error: &std::io::Error) -> Failure {
    Failure::new(
        text!(en: "the findings cannot be printed: {reason}", zh: "无法输出检查结果：{reason}", reason = reason(error)),
        text!(
            en: "nothing was changed; check the disk, or where the output is sent", zh: "未做任何更改；请检查磁盘或输出的去向"
        ),
    )
}

/// The number of regions that are built for.
fn regions_of(loaded: &Loaded) -> usize {
    loaded.manifest.as_ref().map_or(0, |it| binding::regions(&it.manifest).len())
}

/// Says what was done.
fn tell(
    build: &Build<'_>,
    loaded: &Loaded,
    root: &str,
    written: &Written,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let regions: std::collections::BTreeSet<&str> =
        build.renderings.iter().map(|it| it.region.as_str()).collect();
    let done = text!(
        en: "{templates} for {regions} in `{root}`: {made} written, {same} unchanged",
        zh: "{templates}、{regions}，位于 `{root}`：写入 {made} 个，未变 {same} 个",
        templates = counted(loaded.compiled.len(), "template", "templates", "个模板"),
        regions = match regions.contains(crate::plan::MAPPED) {
            true => counted(regions_of(loaded), "mapped region", "mapped regions", "个映射地域"),
            false => counted(regions.len(), "region", "regions", "个地域"),
        },
        root = visible(root), made = written.written, same = written.unchanged,
    );
    let all = match written.removed {
        0 => done,
        count => text!(en: "{done}, {count} removed", zh: "{done}，删除 {count} 个", done, count),
    };
    Ok(writeln!(streams.err, "{}", all.get(streams.language.of_people()))?)
}

/// What a build says that wrote nothing to `target`.
fn unwritten(target: Option<&Target>) -> Text {
    match target.is_some_and(|it| it.recovery.did) {
        true => text!(en: "nothing else was written", zh: "未写入任何其他内容"),
        false => text!(en: "nothing was written", zh: "未写入任何内容"),
    }
}

/// Prints why nothing was built.
fn refuse(
    loaded: &Loaded,
    arguments: &args::Build,
    report: &crate::lint::Report,
    target: Option<&Target>,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let status = lint::finish(loaded, &arguments.reporting, report, streams)?;
    writeln!(streams.err, "{}", unwritten(target).get(streams.language.of_people()))?;
    Ok(status.and(Status::Findings))
}

/// A literal that computenest-cli's configuration associates and that the build would leave as it is.
fn literal_without_package(compiled: &[Compiled], manifest: &Manifest) -> Option<String> {
    let mut templates = compiled.iter().flat_map(|it| &it.unit.templates);
    templates.find_map(|template| {
        let mut slots = template.slots_through(|function| manifest.looks_through(function));
        let relation = slots
            .find_map(|(_, slot)| binding::without_package(slot, manifest, template.resource_of(slot)?))?;
        Some(relation.literal.value.clone())
    })
}

fn no_templates(manifest: &Manifest) -> Failure {
    if manifest.templates.is_empty() {
        return Failure::new(
            text!(en: "the manifest lists no templates", zh: "清单没有列出模板"),
            text!(en: "list them under `templates:`", zh: "请在 `templates:` 下列出模板"),
        );
    }
    Failure::new(
        text!(en: "none of the manifest's `templates` is a template", zh: "清单的 `templates` 中没有一个是模板"),
        text!(en: "check the paths and globs under `templates:`", zh: "请检查 `templates:` 下的路径和 glob"),
    )
}
