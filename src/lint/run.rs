//! One lint run: every rule over every unit, then suppressions, then one order.

use std::collections::HashSet;

use super::rule::InBuilds;
use super::sink::Levels;
use super::{Check, Pass, Selection, Sink, TABLE, Whole, suppress};
use crate::diagnostic::{Diagnostic, Lang, RuleId, Severity};
use crate::ir::Unit;
use crate::manifest::Manifest;
use crate::parallel;
use crate::schema::Schema;
use crate::source::FileId;
use crate::syntax::SourceMap;

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// Every text of the run.
    pub sources: &'a SourceMap,
    /// What was compiled.
    pub units: &'a [Unit],
    /// What the units are built from, if there is a manifest.
    pub manifest: Option<&'a Manifest>,
    /// What is known of resource types.
    pub schema: &'a Schema,
    /// Whether the units are all that the manifest lists: only then can it be said that something in the
    /// manifest is never used.
    pub complete: bool,
    /// Whether outputs are to be written: no level of the manifest lets pass what must not be in them, and what each
    /// image is right without stops nothing.
    pub building: bool,
    /// Which rules count.
    pub selection: Selection,
    /// Findings made before, such as those of reading the manifest; they get their levels and their place
    /// in the order like all others.
    pub before: Vec<Diagnostic>,
}

impl<'a> Input<'a> {
    /// All rules, for `units` alone.
    #[must_use]
    pub fn of(sources: &'a SourceMap, units: &'a [Unit]) -> Self {
        let selection = Selection::default();
        Input {
            sources,
            units,
            manifest: None,
            schema: Schema::built_in(),
            complete: false,
            building: false,
            selection,
            before: Vec::new(),
        }
    }
}

/// How many findings there are, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// What a run found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings by file, start and code.
    pub findings: Vec<Diagnostic>,
    /// How many there are.
    pub counts: Counts,
    /// How many findings comments in the templates silenced.
    pub suppressed: usize,
    /// How many files on disk the units were read from.
    pub files: usize,
    /// How many files were named or met and not looked at.
    pub skipped: usize,
}

impl Report {
    /// The worst severity found; `None` where nothing was found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl Report {
    /// Leaves the findings that `is_kept` says, and counts again.
    pub(crate) fn retain(&mut self, is_kept: impl FnMut(&Diagnostic) -> bool) {
        self.findings.retain(is_kept);
        self.counts = count(&self.findings);
    }

    /// Adds findings that other than rules made, and counts them.
    pub(crate) fn add(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.findings.extend(findings);
        self.counts = count(&self.findings);
    }
}

/// Runs every rule that is not off. The report depends on nothing but the input: not on the number of
/// threads, nor on the order in which texts were read.
#[must_use]
pub fn run(input: &Input<'_>) -> Report {
    let in_builds = |level| {
        let rules = TABLE.iter().filter(move |rule| input.building && rule.in_builds == level);
        rules.map(|rule| rule.id).collect()
    };
    let (fixed, softened) = (in_builds(InBuilds::Fixed), in_builds(InBuilds::Softened));
    let levels = Levels::new(input.manifest, &input.selection, fixed, softened);
    let looks: Vec<_> = TABLE
        .iter()
        .filter(|rule| !levels.is_off(rule.id))
        .filter_map(|rule| match rule.look {
            Pass::Unit(look) => Some(look),
            Pass::Whole(_) | Pass::Lowering | Pass::Engine => None,
        })
        .collect();
    let looked: Vec<(Check<'_>, Sink)> = parallel::map(input.units, |unit| {
        let check = Check::new(input.sources, unit, input.manifest, input.schema);
        let mut sink = Sink::new(&levels);
        looks.iter().for_each(|look| look(&check, &mut sink));
        sink.push_all(of_lowering(unit));
        (check, sink)
    });
    let (checks, sinks): (Vec<_>, Vec<_>) = looked.into_iter().unzip();

    let whole = Whole {
        sources: input.sources,
        checks: &checks,
        manifest: input.manifest,
        complete: input.complete,
        before: &input.before,
    };
    let mut sink = Sink::new(&levels);
    for finding in &input.before {
        sink.push(finding.clone());
    }
    for rule in TABLE.iter().filter(|rule| !levels.is_off(rule.id)) {
        if let Pass::Whole(look) = rule.look {
            look(&whole, &mut sink);
        }
    }
    let mut found: Vec<_> = sinks.into_iter().chain([sink]).flat_map(Sink::into_findings).collect();
    soften_downloaded(input, &mut found);
    let found = sorted(input.sources, found);

    let mut last = Sink::new(&levels);
    let (mut findings, suppressed) = suppress::apply(&whole, &levels, found, &mut last);
    findings.extend(last.into_findings());
    let findings = sorted(input.sources, findings);
    let counts = count(&findings);
    Report { findings, counts, suppressed, files: count_files(input), skipped: 0 }
}

/// What parsing and lowering found, without what a rule of its own gathers.
fn of_lowering(unit: &Unit) -> impl Iterator<Item = Diagnostic> {
    let is_told =
        |it: &&Diagnostic| super::by_id(it.rule).is_some_and(|rule| matches!(rule.look, Pass::Lowering));
    let of_templates = unit.templates.iter().flat_map(|template| &template.problems);
    of_templates.chain(&unit.problems).filter(is_told).cloned()
}

/// The findings by file, start and code, those said twice only once: of a module that two roots call, or of a
/// value that several slots share.
fn sorted(sources: &SourceMap, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |finding: &Diagnostic| {
        let place = sources.on_disk(finding.primary.span);
        (sources.portable_name(place.file), place.start, finding.rule, place.end)
    };
    let mut keyed: Vec<_> = findings.into_iter().map(|finding| (key(&finding), finding)).collect();
    keyed.sort_by(|(left, one), (right, other)| {
        let tie = |it: &Diagnostic| it.message.get(Lang::En).to_owned();
        left.cmp(right).then_with(|| one.subject.cmp(&other.subject)).then_with(|| tie(one).cmp(&tie(other)))
    });
    keyed.dedup_by(|(left, one), (right, other)| {
        let once = super::by_id(one.rule).is_some_and(|rule| rule.once_a_value);
        left == right && (once || one.message == other.message)
    });
    keyed.into_iter().map(|(_, finding)| finding).collect()
}

/// In modules that Terraform downloaded only images matter, and nobody can change anything there.
fn soften_downloaded(input: &Input<'_>, findings: &mut Vec<Diagnostic>) {
    let of_unit = |unit: &'_ Unit| -> Vec<FileId> {
        let downloaded = unit.iter().filter(|&(id, _)| unit.is_downloaded(id));
        downloaded.flat_map(|(_, template)| template.files.clone()).collect()
    };
    let downloaded: HashSet<FileId> = input.units.iter().flat_map(of_unit).collect();
    if downloaded.is_empty() {
        return;
    }
    let is_downloaded = |it: &Diagnostic| downloaded.contains(&input.sources.host(it.primary.span.file));
    findings.retain(|it| {
        !is_downloaded(it) || it.rule.code().starts_with("NST1") || it.rule == RuleId::UnseenSlot
    });
    for finding in findings.iter_mut().filter(|it| is_downloaded(it)) {
        finding.severity = finding.severity.min(Severity::Warning);
        finding.fix = None;
    }
}

fn count(findings: &[Diagnostic]) -> Counts {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    Counts { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note) }
}

fn count_files(input: &Input<'_>) -> usize {
    let files = input.units.iter().flat_map(|unit| &unit.templates).flat_map(|template| &template.files);
    let hosts: HashSet<FileId> = files.map(|&file| input.sources.host(file)).collect();
    hosts.len()
}
