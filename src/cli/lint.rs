//! `nestc lint`

use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{Lint, Reporting};
use super::progress::{CHECKING, Progress};
use super::{Status, Stop, Streams, baseline, changed, output, shard, statistics, watch};
use crate::cli::failures::{missing_manifest, near_miss};
use crate::lint::Report;
use crate::project::Loaded;
use crate::report::shown::visible;
use crate::source::FileId;
use crate::text;
use crate::workspace::{Failure, Input, display, reason};

pub(super) fn command(arguments: &Lint, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    if !arguments.watch {
        return run(arguments, &mut Vec::new(), streams);
    }
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        let message = text!(en: "the standard input cannot be watched", zh: "无法监视标准输入");
        return Err(
            Failure::new(message, text!(en: "name a file or a folder", zh: "请指定文件或文件夹")).into()
        );
    }
    let here = [PathBuf::from(".")];
    let roots = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    watch::run(roots, streams, |streams, read| run(arguments, read, streams))
}

/// Reports what is found; `read` is what was read for it.
fn run(arguments: &Lint, read: &mut Vec<PathBuf>, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let progress = Progress::begin(&CHECKING, streams.language.of_people());
    let mut loaded = Loaded::new(&arguments.reading.exclude, arguments.reading.follow_links)?;
    loaded.schemas.clone_from(&arguments.reading.schema);
    loaded.selection = output::selection(&arguments.selecting)?;
    loaded.quiet = arguments.reporting.quiet;
    let manifest = arguments.reporting.manifest.as_deref();
    let named = load(&mut loaded, &arguments.paths, manifest, &arguments.stdin_filename, true);
    read.extend(loaded.workspace.read_paths());
    let named = named?;
    let mut report = report_on(&mut loaded, named);
    progress.end();
    if let Some(part) = arguments.shard {
        shard::narrow(&mut report, &loaded, part);
    }
    if let Some(reference) = &arguments.changed {
        changed::narrow(&mut report, &loaded, reference)?;
    }
    if let Some(path) = &arguments.baseline {
        loaded.check_report_file(path)?;
        if arguments.write_baseline {
            let count = baseline::write(path, &report, &loaded)?;
            let line = text!(
                en: "findings written to `{path}`: {count}",
                zh: "已写入 `{path}` 的检查结果数：{count}",
                count = count,
                path = display(path),
            );
            writeln!(streams.err, "{}", visible(line.get(streams.language.of_people())))?;
            return Ok(if loaded.print_failures(streams)? { Status::Failed } else { Status::Clean });
        }
        let whole = !named && arguments.changed.is_none() && arguments.shard.is_none();
        baseline::apply(path, &mut report, &loaded, whole)?;
    }
    if arguments.statistics {
        let status = statistics::print(&arguments.reporting, &report, streams)?;
        return Ok(if loaded.print_failures(streams)? { status.and(Status::Failed) } else { status });
    }
    finish(&loaded, &arguments.reporting, &report, streams)
}

/// Compiles what `paths` name, or else the manifest's templates, or else with `or_here` what is in the working folder; `-`
/// is the standard input under the name `stdin_name`. Whether paths were named.
pub(super) fn load(
    loaded: &mut Loaded,
    paths: &[PathBuf],
    manifest: Option<&Path>,
    stdin_name: &Path,
    or_here: bool,
) -> Result<bool, Failure> {
    let start = start_of(paths, stdin_name);
    loaded.read_manifest(manifest, &start)?;
    let discovery = match paths {
        [] if loaded.manifest.is_some() || !loaded.before.is_empty() => loaded.manifest_inputs(),
        [] if or_here && near_miss(&start).is_none() => loaded.workspace.discover(&[PathBuf::from(".")]),
        [] => return Err(missing_manifest(&start)),
        paths => {
            let is_stdin = |path: &PathBuf| path == Path::new("-");
            if paths.iter().any(is_stdin) {
                loaded.workspace.set_text(stdin_name, stdin_bytes()?);
            }
            let name = |path: &PathBuf| if is_stdin(path) { stdin_name.to_owned() } else { path.clone() };
            loaded.workspace.discover(&paths.iter().map(name).collect::<Vec<_>>())
        }
    };
    loaded.compile(discovery);
    Ok(!paths.is_empty())
}

/// Where the search for the manifest begins: at the first path.
pub(super) fn start_of(paths: &[PathBuf], stdin_name: &Path) -> PathBuf {
    let first = match paths.first() {
        Some(path) if path == Path::new("-") => stdin_name,
        Some(path) if path.is_dir() => return path.clone(),
        Some(path) => path,
        None => return PathBuf::from("."),
    };
    match first.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// All of the standard input.
pub(super) fn stdin_bytes() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
        Failure::new(
            text!(en: "the standard input cannot be read: {reason}", zh: "无法读取标准输入：{reason}", reason = reason(&error)),
            text!(en: "pipe a template into it", zh: "请通过管道传入模板"),
        )
    })?;
    Ok(bytes)
}

/// The findings, without those in files that nobody asked about.
pub(super) fn report_on(loaded: &mut Loaded, named: bool) -> Report {
    let mut report = loaded.lint();
    let only_some =
        loaded.compiled.iter().any(|it| matches!(&it.input, Input::Module { only, .. } if !only.is_empty()));
    if named && only_some {
        let sources = &loaded.workspace.sources;
        let manifests: Vec<FileId> = loaded.manifest_files().collect();
        report.retain(|finding| {
            let file = finding.primary.span.file;
            manifests.contains(&file) || loaded.compiled.iter().any(|it| it.reports_on(sources, file))
        });
    }
    report
}

/// Prints findings and failures.
pub(super) fn finish(
    loaded: &Loaded,
    reporting: &Reporting,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    output::files(reporting).try_for_each(|file| loaded.check_report_file(file))?;
    let status = output::findings(reporting, &loaded.workspace.sources, report, streams)?;
    let failed = loaded.print_failures(streams)?;
    Ok(if failed { status.and(Status::Failed) } else { status })
}
