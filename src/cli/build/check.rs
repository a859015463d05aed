//! `nestc build --check`

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::target::{Job, fault_of};
use crate::cli::args;
use crate::cli::diff::{self, NOWHERE};
use crate::cli::tree::failed;
use crate::cli::{Status, Stop, Streams, output};
use crate::diagnostic::{Diagnostic, counted};
use crate::lint::Report;
use crate::lint::stale_output::Fault;
use crate::lower::terraform::is_module_file;
use crate::render::{Content, Found, Output, Role};
use crate::report::shown::visible;
use crate::text;
use crate::workspace::{Failure, reason};

/// Files that are reported one by one. Of more their number is told.
const SHOWN: usize = 100;

/// Lines of differences that are printed.
const LINES: usize = 400;

/// Reports all that a build would change.
pub(super) fn run(
    job: &Job<'_, '_>,
    report: &mut Report,
    arguments: &args::Build,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let faults = faults(job)?;
    let count = faults.len();
    let mut findings: Vec<Diagnostic> =
        faults.iter().take(SHOWN).map(|(fault, path)| job.finding(*fault, path)).collect();
    if let Some(last) = findings.last_mut()
        && count > SHOWN
    {
        last.notes.push(text!(
            en: "{count} more files are not shown", zh: "还有 {count} 个文件未显示", count = count - SHOWN
        ));
    }
    report.add(findings);
    let status = output::findings(&arguments.reporting, job.sources, report, streams)?;
    if count == 0 {
        if !arguments.reporting.quiet {
            let said = text!(
                en: "`{root}` is up to date: {files} as the build makes them",
                zh: "`{root}` 已是最新：{files}与构建结果一致",
                root = visible(&job.shown_root()),
                files = counted(job.outputs.len(), "file", "files", "个文件"),
            );
            writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
        }
        return Ok(status);
    }
    if !arguments.reporting.quiet {
        let people = output::is_for_people(&arguments.reporting);
        let colour = people && output::colour(arguments.reporting.color, streams.out_is_terminal);
        let look = diff::Look { show_secrets: arguments.reporting.show_secrets, colour };
        print_differences(job, look, if people { streams.out } else { streams.err })?;
        let said = text!(
            en: "{files} from the build; run `nestc build`",
            zh: "{files}与构建结果不一致；请运行 `nestc build`",
            files = counted(count, "file differs", "files differ", "个文件"),
        );
        writeln!(streams.err, "{}", said.get(streams.language.of_people()))?;
    }
    Ok(status.and(Status::Findings))
}

/// All that a build would change, by path.
fn faults(job: &Job<'_, '_>) -> Result<Vec<(Fault, String)>, Stop> {
    let tree = &job.target.tree;
    let mut faults = job.faults.clone();
    for it in tree.unfinished(&job.root).map_err(failed)? {
        faults.push((if it.of_build { Fault::Unfinished } else { Fault::ForeignStaging }, it.path));
    }
    let broken: HashSet<&str> = job.faults.iter().map(|(_, path)| path.as_str()).collect();
    for (output, found) in job.outputs.iter().zip(job.comparison.outputs()) {
        let is_same = found == Found::Outdated && job.same_record.as_ref() == Some(&output.path);
        if let Some(fault) = fault_of(found).filter(|_| !is_same && !broken.contains(output.path.as_str())) {
            faults.push((fault, output.path.clone()));
        }
    }
    for (stale, found) in job.stale.iter().zip(job.comparison.stale()) {
        let fault = match found {
            Found::Missing => continue,
            Found::Edited | Found::Link | Found::NotAFile => Fault::NotMadeEdited,
            Found::Undigested | Found::Foreign => Fault::NotMadeUndigested,
            Found::Same | Found::LineEnds | Found::Rights | Found::Outdated => Fault::NotMade,
        };
        faults.push((fault, stale.path.clone()));
    }
    let known: HashSet<&str> = job
        .outputs
        .iter()
        .map(|it| it.path.as_str())
        .chain(job.stale.iter().map(|it| it.path.as_str()))
        .collect();
    // Of what another part made, this one knows nothing.
    for path in if job.is_part { Vec::new() } else { strays(job, &known) } {
        faults.push((Fault::Stray, path));
    }
    faults.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(faults)
}

/// Files among the outputs that no build made: in the output root, or where that is the manifest's folder, in the
/// folders that hold outputs alone.
fn strays(job: &Job<'_, '_>, known: &HashSet<&str>) -> Vec<String> {
    let outputs = job.outputs.iter().filter(|it| matches!(it.role, Role::Output(_)));
    let below =
        |path: &str| path.strip_prefix(job.root.as_str()).unwrap_or(path).trim_start_matches('/').to_owned();
    let first = outputs.filter_map(|it| below(&it.path).split_once('/').map(|(first, _)| first.to_owned()));
    let folders: BTreeSet<String> = first.collect();
    let inputs: HashSet<&str> = job.inputs.iter().map(String::as_str).collect();
    let mut waiting: Vec<String> = match job.root.as_str() {
        // With `--output` all of the folder is for outputs.
        "" if job.target.is_elsewhere() => vec![String::new()],
        "" => folders.into_iter().collect(),
        root if inputs.iter().any(|it| it.starts_with(&format!("{root}/"))) => {
            folders.into_iter().map(|it| format!("{root}/{it}")).collect()
        }
        root => vec![root.to_owned()],
    };
    waiting
        .retain(|folder| folder.is_empty() || !inputs.iter().any(|it| it.starts_with(&format!("{folder}/"))));
    let mut strays = Vec::new();
    while let Some(folder) = waiting.pop() {
        for (path, is_folder) in job.target.tree.list(&folder) {
            let name = path.rsplit('/').next().unwrap_or_default();
            if is_folder {
                waiting.push(path);
            } else if !known.contains(path.as_str())
                && !inputs.contains(path.as_str())
                && !name.starts_with(".git")
            {
                strays.push(path);
            }
        }
    }
    strays
}

/// The modules beside `output`, which declare what its variables are.
fn declaring<'o>(job: &'o Job<'_, '_>, output: &Output<'_>) -> Vec<(String, Cow<'o, [u8]>)> {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let is_beside = |it: &&Output<'_>| is_module_file(&it.path) && folder(&it.path) == folder(&output.path);
    let beside = job.outputs.iter().filter(|_| is_module_file(&output.path)).filter(is_beside);
    beside.filter_map(|it| Some((job.target.tree.shown(&it.path), it.bytes().ok()?))).collect()
}

/// Prints how the outputs of earlier builds differ from what a build makes. Nothing of any other file is shown.
fn print_differences(job: &Job<'_, '_>, look: diff::Look, out: &mut dyn std::io::Write) -> Result<(), Stop> {
    let mut left = LINES;
    for (output, found) in job.outputs.iter().zip(job.comparison.outputs()) {
        // What a build did not make may be anybody's: that it is there is a finding, and all that is said.
        let shows = matches!(found, Found::Missing | Found::Outdated);
        // A file that is merely copied may hold anything: that it differs is a finding, and all that is said.
        let is_text = matches!(output.content, Content::Edited { .. });
        let is_open = is_text && !diff::may_hold_secrets(&output.path);
        if !shows || !is_open || !matches!(output.role, Role::Output(_)) {
            continue;
        }
        if left == 0 {
            writeln!(out, "further differences are not shown")?;
            break;
        }
        let text = difference(job, look, output, found)?;
        for line in text.split_inclusive('\n').take(left) {
            out.write_all(line.as_bytes())?;
        }
        left = left.saturating_sub(text.lines().count());
    }
    Ok(())
}

fn difference(
    job: &Job<'_, '_>,
    look: diff::Look,
    output: &Output<'_>,
    found: Found,
) -> Result<String, Stop> {
    let name = job.target.tree.shown(&output.path);
    let there = match found {
        Found::Missing => None,
        _ => job.target.tree.read(&output.path).map_err(failed)?,
    };
    let wanted = output.bytes().map_err(|error| {
        Failure::new(
            text!(
                en: "`{name}` cannot be made: {reason}", zh: "无法生成 `{name}`：{reason}", name, reason = reason(&error),
            ),
            text!(en: "nothing was changed; build again", zh: "未做任何更改；请重新构建"),
        )
    })?;
    let there = there.map_or((NOWHERE.to_owned(), Vec::new()), |bytes| (name.clone(), bytes));
    let (old_name, old) = (there.0, there.1.into());
    let difference = diff::Difference { old_name, old, new_name: name, new: wanted };
    let mut text = Vec::new();
    diff::print(&mut text, &[difference], &declaring(job, output), look)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
