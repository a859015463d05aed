//! Fixing in rounds: one fix can make room for the next, and every text that fixes changed is read again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::super::{Stop, Streams, args, lint, output};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Lang, RuleId, Text};
use crate::lint::{Report, Selection};
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
}

/// Fixes the text of the standard input, or else what `arguments` name.
pub(super) fn run(
    arguments: &args::Fix,
    stdin: Option<&(FilePath, Vec<u8>)>,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Stop> {
    let mut fixing = Fixing {
        arguments,
        selection: output::selection(&arguments.selecting)?,
        stdin,
        fixed: BTreeMap::new(),
        refused: HashSet::new(),
        failures: Vec::new(),
    };
    let (mut before, mut failed) = (None, false);
    fixing.leave_alone(streams)?;
    for round in 0..=ROUNDS {
        let mut loaded = fixing.load()?;
        let found = fixing.report(&mut loaded);
        let health = Health::of(&loaded);
        let refused = fixing.refused.len();
        match &before {
            None => {
                failed = loaded.print_failures(streams)?;
                before = Some(health);
            }
            Some(before) => fixing.refuse_damaged(before, &health),
        }
        let chosen = fixing.choose(&loaded, &found);
        fixing.refuse_repeated(&loaded, &chosen, round == ROUNDS);
        if chosen.is_empty() && fixing.refused.len() == refused {
            break;
        }
        chosen.into_iter().for_each(|(file, chosen)| fixing.apply(&loaded, file, chosen));
    }
    let fixed = fixing.fixed.into_values().filter(|(_, fixed)| fixed.text != fixed.original);
    Ok(Outcome { fixed: fixed.collect(), failures: fixing.failures, failed })
}

struct Fixing<'a> {
    arguments: &'a args::Fix,
    /// The rules whose fixes are applied. All rules run: whether a text is worse than before, any of them may say.
    selection: Selection,
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
        for path in self.arguments.paths.iter().map(|path| FilePath::new(path)) {
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
        let mut loaded = Loaded::new(&self.arguments.reading.exclude, self.arguments.reading.follow_links)?;
        loaded.schemas.clone_from(&self.arguments.reading.schema);
        if let Some((path, bytes)) = self.stdin {
            loaded.workspace.set_text(path, bytes.clone());
        }
        for (path, fixed) in self.fixed.values() {
            loaded.workspace.set_text(path, fixed.text.clone());
        }
        let manifest = self.arguments.manifest.as_deref();
        let of_stdin = self.stdin.map(|(path, _)| [path.to_path_buf()]);
        let paths = of_stdin.as_ref().map_or(self.arguments.paths.as_slice(), |path| path.as_slice());
        lint::load(&mut loaded, paths, manifest, &self.arguments.stdin_filename, false)?;
        Ok(loaded)
    }

    fn report(&self, loaded: &mut Loaded) -> Report {
        lint::report_on(loaded, !self.arguments.paths.is_empty())
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
    fn choose(&self, loaded: &Loaded, found: &Report) -> BTreeMap<FileId, Chosen> {
        let sources = &loaded.workspace.sources;
        let mut chosen: BTreeMap<FileId, Chosen> = BTreeMap::new();
        let mut asked: HashMap<FileId, bool> = HashMap::new();
        for finding in &found.findings {
            let Some(fix) = &finding.fix else { continue };
            let is_unsafe = fix.applicability == Applicability::Unsafe && !self.arguments.also_unsafe;
            if is_unsafe || self.selection.leaves_out(finding.rule) {
                continue;
            }
            let Some(edits) = report::on_disk(sources, fix) else { continue };
            let Some(file) = edits.first().map(|edit| edit.span.file) else { continue };
            let is_asked = *asked.entry(file).or_insert_with(|| {
                loaded
                    .workspace
                    .path(file)
                    .is_some_and(|path| self.is_asked(&path) && !self.is_refused(&path))
            });
            let is_clear = |chosen: Option<&Chosen>, edit: &Edit| {
                edit.span.file == file && chosen.is_none_or(|chosen| chosen.is_clear(edit))
            };
            if is_asked && edits.iter().all(|edit| is_clear(chosen.get(&file), edit)) {
                let chosen = chosen.entry(file).or_default();
                chosen.count += 1;
                chosen.edits.extend(edits.into_iter().map(|edit| {
                    (edit.span.start, (finding.rule, FileEdit { span: edit.span, text: edit.text }))
                }));
            }
        }
        chosen
    }

    /// Whether the file `path` is one that is to be fixed: named, in a named folder, or of the manifest where
    /// nothing is named.
    fn is_asked(&self, path: &FilePath) -> bool {
        match self.stdin {
            Some((stdin, _)) => stdin.key() == path.key(),
            None => {
                let mut named = self.arguments.paths.iter().map(|named| FilePath::new(named));
                let has = |named: FilePath| {
                    let is_here = named.to_path_buf() == Path::new(".");
                    path.key().starts_with(named.key())
                        || path.starts_with(&*named)
                        || is_here && path.is_relative() && !path.starts_with("..")
                };
                self.arguments.paths.is_empty() || named.any(has)
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

impl Chosen {
    /// Whether `edit` touches none of the edits.
    fn is_clear(&self, edit: &Edit) -> bool {
        let before = self.edits.range(..=edit.span.end).next_back();
        before.is_none_or(|(_, (_, other))| other.span.end < edit.span.start)
    }
}

/// What is wrong with the texts themselves, file by file.
#[derive(Debug, Default)]
struct Health(HashMap<PathBuf, Vec<String>>);

impl Health {
    /// The errors of every text that was read as a template or a manifest, whatever the levels of rules.
    fn of(loaded: &Loaded) -> Self {
        let mut health = Health::default();
        let templates = loaded.compiled.iter().flat_map(|compiled| &compiled.unit.templates);
        let files = templates.clone().flat_map(|template| template.files.iter().copied());
        for file in files.chain(loaded.manifest_files()) {
            if let Some(path) = loaded.workspace.path(file) {
                health.0.entry(path.key().to_owned()).or_default();
            }
        }
        let problems = templates.flat_map(|template| &template.problems);
        let mut seen = HashSet::new();
        for problem in problems.chain(&loaded.before) {
            if seen.insert((problem.primary.span, problem.rule)) {
                health.add(loaded, problem);
            }
        }
        health
    }

    fn add(&mut self, loaded: &Loaded, problem: &Diagnostic) {
        if let Some(path) = loaded.workspace.path(problem.primary.span.file) {
            self.0.entry(path.key().to_owned()).or_default().push(problem.message.get(Lang::En).to_owned());
        }
    }

    /// Whether the file `path` has any.
    fn has_errors(&self, path: &FilePath) -> bool {
        self.0.get(path.key()).is_some_and(|errors| !errors.is_empty())
    }

    /// What is wrong with the file `path` in `after` that was not before; nothing where it has fewer errors than
    /// before, of which one hid others.
    fn what_is_worse(&self, after: &Health, path: &FilePath) -> Option<Text> {
        let before = self.0.get(path.key())?;
        let Some(now) = after.0.get(path.key()) else {
            return Some(text!(en: "no template", zh: "非模板内容"));
        };
        let mut known: HashMap<&str, usize> = HashMap::new();
        before.iter().for_each(|message| *known.entry(message).or_default() += 1);
        let mut is_new = |message: &String| match known.get_mut(message.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let new = now.iter().find(|message| is_new(message))?;
        (now.len() >= before.len()).then(|| text!(en: "a new error: {new}", zh: "新的错误：{new}", new))
    }
}
