//! Fixing in rounds: one fix can make room for the next, and every text that was changed is read again. Suppressions are
//! written in the same way.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::super::{Stop, Streams, args, changed, lint};
use super::health::Health;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text};
use crate::ir::Unit;
use crate::lint::{Report, Selection, suppressions};
use crate::plan::{FileEdit, splice};
use crate::project::Loaded;
use crate::render::is_git;
use crate::report;
use crate::report::shown::visible;
use crate::source::FileId;
use crate::text;
use crate::workspace::{Failure, FilePath, Workspace, display};

/// Rounds of fixing at most. Fixes that touch each other are applied one a round.
const ROUNDS: usize = 24;

/// A file that fixes change.
#[derive(Debug)]
pub(super) struct Fixed {
    pub(super) original: String,
    pub(super) text: String,
    /// How many fixes were applied.
    pub(super) count: usize,
    /// The edits of the last round, as the text is now.
    last: HashSet<Applied>,
}

/// An edit that was applied: its rule, where it is now, and what it wrote.
type Applied = (RuleId, u32, String);

/// What fixing comes to. Nothing is written yet.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The files that change, by their paths.
    pub(super) fixed: Vec<(FilePath, Fixed)>,
    /// What could not be fixed.
    pub(super) failures: Vec<Failure>,
    /// Whether something could not be looked at, which is said already.
    pub(super) failed: bool,
    /// How many findings there still are that were to be suppressed.
    pub(super) left: usize,
}

/// What is changed in which files.
pub(super) struct Task<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) stdin_filename: &'a Path,
    pub(super) manifest: Option<&'a Path>,
    pub(super) reading: &'a args::Reading,
    /// The rules whose findings count. All rules run: whether a text is worse than before, any of them may say.
    pub(super) selection: Selection,
    pub(super) change: Change<'a>,
}

/// What is done about findings.
pub(super) enum Change<'a> {
    /// They are fixed, with `also_unsafe` by fixes that somebody must look at, too.
    Fix { also_unsafe: bool },
    /// They are suppressed for a reason: those in files that changed since a commit, if one is named.
    Suppress { reason: &'a str, changed: Option<&'a str> },
}

/// Changes the text of the standard input, or else what `task` names.
pub(super) fn run(
    task: &Task<'_>,
    stdin: Option<&(FilePath, Vec<u8>)>,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Stop> {
    let mut fixing =
        Fixing { task, stdin, fixed: BTreeMap::new(), refused: HashSet::new(), failures: Vec::new() };
    let (mut before, mut failed, mut left) = (None, false, 0);
    fixing.leave_alone(streams)?;
    for round in 0..=ROUNDS {
        let mut loaded = fixing.load()?;
        let found = fixing.report(&mut loaded)?;
        let health = Health::of(&loaded);
        let refused = fixing.refused.len();
        match &before {
            None => {
                failed = loaded.print_failures(streams)?;
                before = Some(health);
            }
            Some(before) => fixing.refuse_damaged(before, &health),
        }
        let chosen = fixing.choose(&loaded, &found, round);
        left = found.findings.iter().filter(|it| !task.selection.leaves_out(it.rule)).count();
        fixing.refuse_repeated(&loaded, &chosen, round == ROUNDS);
        if chosen.is_empty() && fixing.refused.len() == refused {
            break;
        }
        chosen.into_iter().for_each(|(file, chosen)| fixing.apply(&loaded, file, chosen));
    }
    let fixed = fixing.fixed.into_values().filter(|(_, fixed)| fixed.text != fixed.original);
    Ok(Outcome { fixed: fixed.collect(), failures: fixing.failures, failed, left })
}

struct Fixing<'a> {
    task: &'a Task<'a>,
    stdin: Option<&'a (FilePath, Vec<u8>)>,
    /// By what each file is: a round may meet it under another name.
    fixed: BTreeMap<PathBuf, (FilePath, Fixed)>,
    /// Files that keep their text because a fix of theirs is at fault.
    refused: HashSet<PathBuf>,
    failures: Vec<Failure>,
}

/// The fixes chosen for one file: edits with their rules, none of which touch, by their starts.
#[derive(Default)]
struct Chosen {
    edits: BTreeMap<u32, (RuleId, FileEdit)>,
    count: usize,
}

impl Fixing<'_> {
    /// Refuses the named files that are not for fixing: git's own, and what builds make.
    fn leave_alone(&mut self, streams: &mut Streams<'_>) -> Result<(), Stop> {
        let workspace = Workspace::new();
        for path in self.task.paths.iter().map(|path| FilePath::new(path)) {
            let shown = display(&path);
            if path.key().iter().any(|part| is_git(&part.to_string_lossy())) {
                self.failures.push(Failure::new(
                    text!(en: "`{shown}` is one of git's own files", zh: "`{shown}` 是 git 自身的文件", shown),
                    text!(en: "it was left alone; git keeps it", zh: "未改动该文件；它由 git 管理"),
                ));
                self.refused.insert(path.key().to_owned());
            } else if path.is_file() && workspace.is_output(&path) {
                let said = text!(
                    en: "`{shown}` is an output of `nestc build` and was left alone; fix its template, and build again",
                    zh: "`{shown}` 是 `nestc build` 的输出文件，未改动；请修复其模板后重新构建", shown,
                );
                writeln!(streams.err, "{}", visible(said.get(streams.language.of_people())))?;
                self.refused.insert(path.key().to_owned());
            }
        }
        Ok(())
    }

    /// Whether the file `path` keeps its text.
    fn is_refused(&self, path: &FilePath) -> bool {
        self.refused.iter().any(|refused| path.key().starts_with(refused))
    }

    /// Compiles everything anew, with the texts as they are fixed so far.
    fn load(&self) -> Result<Loaded, Failure> {
        let mut loaded = Loaded::new(&self.task.reading.exclude, self.task.reading.follow_links)?;
        loaded.schemas.clone_from(&self.task.reading.schema);
        if let Some((path, bytes)) = self.stdin {
            loaded.workspace.set_text(path, bytes.clone());
        }
        for (path, fixed) in self.fixed.values() {
            loaded.workspace.set_text(path, fixed.text.clone());
        }
        let manifest = self.task.manifest;
        let of_stdin = self.stdin.map(|(path, _)| [path.to_path_buf()]);
        let paths = of_stdin.as_ref().map_or(self.task.paths, |path| path.as_slice());
        let or_here = matches!(self.task.change, Change::Suppress { .. });
        lint::load(&mut loaded, paths, manifest, self.task.stdin_filename, or_here)?;
        Ok(loaded)
    }

    fn report(&self, loaded: &mut Loaded) -> Result<Report, Failure> {
        let mut report = lint::report_on(loaded, !self.task.paths.is_empty());
        if let Change::Suppress { changed: Some(reference), .. } = self.task.change {
            changed::narrow(&mut report, loaded, reference)?;
        }
        Ok(report)
    }

    /// Takes back what was done to files that are worse than `before`: their text has an error that is new, or is no
    /// template any more.
    fn refuse_damaged(&mut self, before: &Health, after: &Health) {
        let damaged: Vec<_> = self
            .fixed
            .values()
            .filter_map(|(path, _)| {
                let what = before.what_is_worse(after, path)?;
                let message = text!(
                    en: "the fixes of `{path}` would leave {what}", zh: "修复 `{path}` 后会留下{what}",
                    path = display(path), what,
                );
                Some((path.clone(), message, before.has_errors(path)))
            })
            .collect();
        for (path, message, had_errors) in damaged {
            // Behind one error of a damaged text there can be another.
            let help = had_errors.then(|| {
                text!(
                    en: "the file was left alone; correct its errors by hand", zh: "未改动该文件；请手工更正其中的错误"
                )
            });
            self.refuse(path, message, help);
        }
    }

    /// Takes back what was done to files that the same fix is offered for again, or that never come to an end.
    fn refuse_repeated(&mut self, loaded: &Loaded, chosen: &BTreeMap<FileId, Chosen>, is_last: bool) {
        for (&file, chosen) in chosen {
            let Some(path) = loaded.workspace.path(file) else { continue };
            let last = self.fixed.get(path.key()).map(|(_, fixed)| &fixed.last);
            // What only takes text away comes to an end.
            let is_again = |(&start, (rule, edit)): (&u32, &(RuleId, FileEdit))| {
                let is_removal = edit.text.is_empty();
                let applied = (*rule, start, edit.text.clone());
                !is_removal && last.is_some_and(|last| last.contains(&applied))
            };
            let again = chosen.edits.iter().find(|it| is_again(*it)).map(|(_, (rule, _))| rule.name());
            let shown = display(&path);
            let message = match again {
                Some(rule) => text!(
                    en: "the fix of `{rule}` for `{shown}` does not fix it", zh: "`{rule}` 对 `{shown}` 的修复没有生效", rule, shown,
                ),
                None if is_last => {
                    text!(en: "the fixes of `{shown}` undo each other", zh: "对 `{shown}` 的修复相互抵消", shown)
                }
                None => continue,
            };
            self.refuse(path, message, None);
        }
    }

    /// Lets the file `path` keep its text. Without `help`, nestc is at fault.
    fn refuse(&mut self, path: FilePath, message: Text, help: Option<Text>) {
        if let Some((_, fixed)) = self.fixed.get_mut(path.key()) {
            fixed.text.clone_from(&fixed.original);
            fixed.count = 0;
            fixed.last.clear();
        }
        if self.refused.insert(path.key().to_owned()) {
            let fault = || {
                text!(
                    en: "this is a fault of nestc, and nothing of the file was changed; please report it at {at}/issues",
                    zh: "这是 nestc 的缺陷，未改动该文件；请在 {at}/issues 报告", at = env!("CARGO_PKG_REPOSITORY"),
                )
            };
            self.failures.push(Failure::new(message, help.unwrap_or_else(fault)));
        }
    }

    /// By file the edits of all fixes that do not touch each other.
    fn choose(&self, loaded: &Loaded, found: &Report, round: usize) -> BTreeMap<FileId, Chosen> {
        let sources = &loaded.workspace.sources;
        let counts = |finding: &&Diagnostic| !self.task.selection.leaves_out(finding.rule);
        let mut chosen = Choosing { fixing: self, loaded, asked: HashMap::new(), chosen: BTreeMap::new() };
        match self.task.change {
            Change::Fix { also_unsafe } => {
                for finding in found.findings.iter().filter(counts) {
                    let fix = finding.fix.as_ref();
                    let fix = fix.filter(|it| also_unsafe || it.applicability == Applicability::Safe);
                    if let Some(edits) = fix.and_then(|fix| report::on_disk(sources, fix)) {
                        chosen.add(finding.rule, edits, 1);
                    }
                }
            }
            Change::Suppress { reason, .. } => {
                let findings: Vec<&Diagnostic> = found.findings.iter().filter(counts).collect();
                let units: Vec<&Unit> = loaded.compiled.iter().map(|it| &it.unit).collect();
                // What is still found where its suppression was written is suppressed in all of its file.
                for it in suppressions(sources, &units, &findings, reason, round > 0) {
                    chosen.add(it.rule, vec![it.edit], it.findings);
                }
            }
        }
        chosen.chosen
    }

    /// Whether the file `path` is one that is to be fixed: named, in a named folder, or of the manifest where
    /// nothing is named.
    fn is_asked(&self, path: &FilePath) -> bool {
        match self.stdin {
            Some((stdin, _)) => stdin.key() == path.key(),
            None => {
                let mut named = self.task.paths.iter().map(|named| FilePath::new(named));
                let has = |named: FilePath| {
                    let is_here = named.to_path_buf() == Path::new(".");
                    path.key().starts_with(named.key())
                        || path.starts_with(&*named)
                        || is_here && path.is_relative() && !path.starts_with("..")
                };
                self.task.paths.is_empty() || named.any(has)
            }
        }
    }

    /// Carries out `chosen` in the text of `file`, unless that keeps its text.
    fn apply(&mut self, loaded: &Loaded, file: FileId, chosen: Chosen) {
        let Some(path) = loaded.workspace.path(file).filter(|path| !self.is_refused(path)) else {
            return;
        };
        let text = loaded.workspace.sources.text(file);
        let edits: Vec<FileEdit> = chosen.edits.values().map(|(_, edit)| edit.clone()).collect();
        let Some(whole) = splice(text, &edits) else { return };
        let key = path.key().to_owned();
        let new = || Fixed { original: text.to_owned(), text: String::new(), count: 0, last: HashSet::new() };
        let (_, fixed) = self.fixed.entry(key).or_insert_with(|| (path, new()));
        fixed.text = whole;
        fixed.count += chosen.count;
        let mut grown = 0_i64;
        let place = |(rule, edit): (RuleId, FileEdit)| {
            let start = i64::from(edit.span.start) + grown;
            grown += edit.text.len() as i64 - i64::from(edit.span.range().len());
            (rule, u32::try_from(start).unwrap_or_default(), edit.text)
        };
        fixed.last = chosen.edits.into_values().map(place).collect();
    }
}

/// Choosing edits that do not touch each other.
struct Choosing<'a> {
    fixing: &'a Fixing<'a>,
    loaded: &'a Loaded,
    /// Whether each file is to be changed.
    asked: HashMap<FileId, bool>,
    chosen: BTreeMap<FileId, Chosen>,
}

impl Choosing<'_> {
    /// Adds the edits of `rule`, which are about so many findings, if all are in one file that is to be changed and touch
    /// none that is chosen already.
    fn add(&mut self, rule: RuleId, edits: Vec<Edit>, findings: usize) {
        let Some(file) = edits.first().map(|edit| edit.span.file) else { return };
        let (fixing, workspace) = (self.fixing, &self.loaded.workspace);
        let is_asked = *self.asked.entry(file).or_insert_with(|| {
            workspace.path(file).is_some_and(|path| fixing.is_asked(&path) && !fixing.is_refused(&path))
        });
        let chosen = self.chosen.get(&file);
        let is_clear =
            |edit: &Edit| edit.span.file == file && chosen.is_none_or(|chosen| chosen.is_clear(edit));
        if is_asked && edits.iter().all(is_clear) {
            let chosen = self.chosen.entry(file).or_default();
            chosen.count += findings;
            let edit = |edit: Edit| (edit.span.start, (rule, FileEdit { span: edit.span, text: edit.text }));
            chosen.edits.extend(edits.into_iter().map(edit));
        }
    }
}

impl Chosen {
    /// Whether `edit` touches none of the edits.
    fn is_clear(&self, edit: &Edit) -> bool {
        let before = self.edits.range(..=edit.span.end).next_back();
        before.is_none_or(|(_, (_, other))| other.span.end < edit.span.start)
    }
}
