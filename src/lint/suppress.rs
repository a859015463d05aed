//! Comments that silence findings: `# nestc: allow(rule-name) -- reason`, and what stands for them in JSON.
//!
//! Such a comment counts for its own line or, if it is alone on it, for the next line; `allow-file` at the head
//! of a file counts for the whole file, with the texts that the file carries. A finding at a value can also
//! be silenced at the line of its key. What is said in an object of JSON, or in `Metadata`, counts for all of it.

mod comment;
mod object;
mod removal;
mod write;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;

use super::rules::{unknown_rule, unused_suppression};
use super::sink::Levels;
use super::{Sink, Whole};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text};
use crate::ir::{self, RemarkForm};
use crate::source::{FileId, Span, TextRange};
use crate::syntax::SourceMap;
use crate::text;
use comment::{Content, Remark, Scope};
pub use write::{Addition, suppressions};

/// Takes the findings that comments silence out of `findings`, returns the rest and how many were taken, and
/// pushes into `sink` what is wrong with the comments themselves.
pub(super) fn apply(
    whole: &Whole<'_>,
    levels: &Levels,
    findings: Vec<Diagnostic>,
    sink: &mut Sink,
) -> (Vec<Diagnostic>, usize) {
    let mut files = remarks(whole, &findings);
    if files.is_empty() {
        return (findings, 0);
    }
    let keys = Keys::new(whole, &files);
    let before = findings.len();
    let rest: Vec<_> =
        findings.into_iter().filter(|finding| !silences(whole.sources, &mut files, &keys, finding)).collect();
    report(whole.sources, levels, &files, sink);
    let suppressed = before - rest.len();
    (rest, suppressed)
}

type Files = HashMap<FileId, Remarks>;

/// The comments of one text.
#[derive(Default)]
struct Remarks {
    all: Vec<Remark>,
    /// Which name of which comment silences a rule on a line, or (`None`) in the whole file.
    covers: HashMap<(Option<usize>, RuleId), (usize, usize)>,
    /// The rules that are silenced on lines.
    on_lines: HashSet<RuleId>,
    /// Which name silences a rule in a span.
    spans: Vec<(TextRange, RuleId, (usize, usize))>,
    /// Whether the text could not be read or looked at whole, so that findings may be missing.
    damaged: bool,
}

impl Remarks {
    fn add(&mut self, remark: Remark) {
        for (at, name) in remark.names().iter().enumerate() {
            let (Some(rule), Some(scope)) = (name.rule, remark.scope()) else { continue };
            let own = (self.all.len(), at);
            match scope {
                Scope::Line(line) => {
                    self.on_lines.insert(rule);
                    self.covers.entry((Some(*line), rule)).or_insert(own);
                }
                Scope::File => {
                    self.covers.entry((None, rule)).or_insert(own);
                }
                Scope::Spans(spans) => self.spans.extend(spans.iter().map(|span| (span.range(), rule, own))),
            }
        }
        self.all.push(remark);
    }

    /// Whether a comment silences `rule` on one of `lines`, around byte `at` or in the whole file; the first is marked.
    fn silence(&mut self, rule: RuleId, mut lines: impl Iterator<Item = usize>, at: u32) -> bool {
        let lines = self.on_lines.contains(&rule).then_some(&mut lines);
        let on_line = lines.into_iter().flatten().find_map(|line| self.covers.get(&(Some(line), rule)));
        let around = || {
            let around =
                self.spans.iter().filter(|(span, it, _)| *it == rule && span.start <= at && at < span.end);
            around.min_by_key(|(span, ..)| span.len()).map(|(.., own)| own)
        };
        let found = on_line.or_else(around).or_else(|| self.covers.get(&(None, rule)));
        let Some(&(remark, name)) = found else { return false };
        if let Some(remark) = self.all.get_mut(remark) {
            remark.mark(name);
        }
        true
    }
}

fn remarks(whole: &Whole<'_>, findings: &[Diagnostic]) -> Files {
    let mut files = Files::new();
    let mut seen = HashSet::new();
    let templates = || whole.checks.iter().flat_map(|check| &check.unit.templates);
    let manifest = whole.manifest.into_iter().flat_map(|it| &it.remarks);
    let config = whole.manifest.and_then(|it| it.config.as_ref()).into_iter().flat_map(|it| &it.remarks);
    let in_templates = templates().flat_map(|template| &template.remarks);
    let in_manifests = manifest.chain(config).map(|&span| ir::Remark::comment(span));
    for remark in in_templates.cloned().chain(in_manifests) {
        let file = remark.span.file;
        // What is merged into several resources is about each of them.
        let is_new = match &remark.form {
            RemarkForm::Entry { within, .. } => seen.insert((remark.span, Some(*within))),
            _ => seen.insert((remark.span, None)),
        };
        if let Some(source) = whole.sources.get(file).filter(|_| is_new)
            && let Some(remark) = Remark::read(source, &remark)
        {
            files.entry(file).or_default().add(remark);
        }
    }
    for problem in templates().flat_map(|template| &template.problems) {
        let unread = matches!(problem.rule, RuleId::SyntaxError | RuleId::BudgetExceeded);
        if let (true, Some(remarks)) = (unread, files.get_mut(&problem.primary.span.file)) {
            remarks.damaged = true;
        }
    }
    // What a manifest says that cannot be read, or of templates that were not looked at, nobody knows.
    let manifest = whole.manifest.filter(|_| !whole.complete);
    let of_manifest = manifest.iter().flat_map(|it| [Some(it.file), it.config.as_ref().map(|it| it.file)]);
    let unread = findings.iter().filter(|it| it.rule == RuleId::InvalidManifest);
    for file in of_manifest.flatten().chain(unread.map(|it| it.primary.span.file)) {
        if let Some(remarks) = files.get_mut(&file) {
            remarks.damaged = true;
        }
    }
    files
}

/// The entries whose keys are on another line than their values may, in files with remarks.
struct Keys(HashMap<FileId, Vec<(u32, u32)>>);

impl Keys {
    fn new(whole: &Whole<'_>, files: &Files) -> Self {
        let mut keys: HashMap<FileId, Vec<(u32, u32)>> = HashMap::new();
        for template in whole.checks.iter().flat_map(|check| &check.unit.templates) {
            let slots = template.slots.iter().chain(&template.choices);
            let slots = slots.map(|slot| (slot.key_span, slot.value.span));
            let strays = template.strays.iter().map(|stray| (stray.key_span, stray.value.span));
            for (key, value) in slots.chain(strays) {
                if key.file == value.file && files.contains_key(&key.file) {
                    keys.entry(key.file).or_default().push((key.start, value.end));
                }
            }
        }
        for entries in keys.values_mut() {
            entries.sort_unstable();
        }
        Keys(keys)
    }

    /// Where the key of the entry begins that holds `span`.
    fn of(&self, span: Span) -> Option<u32> {
        let entries = self.0.get(&span.file)?;
        let behind = entries.partition_point(|&(start, _)| start <= span.start);
        let &(start, end) = entries.get(behind.checked_sub(1)?)?;
        (span.start <= end).then_some(start)
    }
}

/// Whether a comment silences `finding`; the innermost one that does is marked.
fn silences(sources: &SourceMap, files: &mut Files, keys: &Keys, finding: &Diagnostic) -> bool {
    let mut span = finding.primary.span;
    loop {
        let Some(source) = sources.get(span.file) else { return false };
        if let Some(remarks) = files.get_mut(&span.file) {
            let line = |offset| source.lines().line_of(offset);
            let entry = || sources.parse(span.file).and_then(|parse| parse.entry_around(span.range()));
            let lines = [Some(span.start), keys.of(span)].into_iter().flatten();
            let lines = lines.chain(iter::once_with(entry).flatten()).map(line);
            if remarks.silence(finding.rule, lines, span.start) {
                return true;
            }
        }
        let Some(origin) = &source.origin else { return false };
        span = origin.pieces.to_outer(span.range()).in_file(origin.host);
    }
}

/// Reports comments that silence nothing, name no rule or cannot be read.
fn report(sources: &SourceMap, levels: &Levels, files: &Files, sink: &mut Sink) {
    // A module that two roots call is read twice; a comment is unused where no reading used it.
    let mut copies: BTreeMap<Span, Vec<&Remark>> = BTreeMap::new();
    for remarks in files.values().filter(|remarks| !remarks.damaged) {
        for remark in &remarks.all {
            copies.entry(sources.on_disk(remark.span)).or_default().push(remark);
        }
    }
    for remarks in copies.values() {
        let Some(&remark) = remarks.iter().min_by_key(|remark| remark.span) else { continue };
        match &remark.content {
            Content::Unreadable { problem, help } => {
                let finding = unused_suppression::RULE.finding(remark.span, problem);
                sink.push(finding.label(silences_nothing()).help(help));
            }
            Content::Allow { names, .. } => {
                let used = |at: usize| remarks.iter().any(|copy| copy.is_used(at));
                let unused: Vec<usize> = (0..names.len()).filter(|&at| !used(at)).collect();
                report_unknown(remark, sink);
                report_unused(sources, levels, remark, &unused, sink);
            }
        }
    }
}

fn silences_nothing() -> Text {
    text!(en: "suppresses nothing", zh: "未屏蔽任何结果")
}

fn report_unknown(remark: &Remark, sink: &mut Sink) {
    for name in remark.names().iter().filter(|name| name.rule.is_none()) {
        sink.push(unknown_rule::finding(name.span, &name.text, |nearest| nearest.to_owned()));
    }
}

fn report_unused(sources: &SourceMap, levels: &Levels, remark: &Remark, unused: &[usize], sink: &mut Sink) {
    let names = remark.names();
    // Of a rule that is off nobody knows whether it would have found something.
    let reported: Vec<usize> = unused
        .iter()
        .copied()
        .filter(|&at| names.get(at).and_then(|name| name.rule).is_some_and(|rule| !levels.is_off(rule)))
        .collect();
    if reported.is_empty() {
        return;
    }
    if reported.len() == names.len() {
        let listed = Text::list(names.iter().map(|name| format!("`{}`", name.text)));
        let message = text!(
            en: "nothing to suppress: there is no finding of {listed} here",
            zh: "无需屏蔽：此处没有 {listed} 的检查结果",
            listed,
        );
        let edit = remark.removal(sources).map(|span| Edit { span, text: String::new() });
        let finding = unused_suppression::RULE.finding(remark.span, message).label(silences_nothing());
        let help = match &remark.form {
            RemarkForm::Entry { .. } => text!(en: "remove the entry", zh: "请删除该条目"),
            _ => text!(en: "remove the comment", zh: "请删除该注释"),
        };
        sink.push(finding.help(help).fix(Applicability::Safe, edit.into_iter().collect()));
        return;
    }
    for at in reported {
        let Some(name) = names.get(at) else { continue };
        let message = text!(
            en: "nothing to suppress: there is no finding of `{name}` here",
            zh: "无需屏蔽：此处没有 `{name}` 的检查结果",
            name = name.text,
        );
        let edit = Edit { span: remark.removal_of(at), text: String::new() };
        let finding = unused_suppression::RULE.finding(name.span, message).label(silences_nothing());
        let help = text!(en: "remove the name", zh: "请删除该名称");
        sink.push(finding.help(help).fix(Applicability::Safe, vec![edit]));
    }
}
