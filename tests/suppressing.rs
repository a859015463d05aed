//! Suppressions: each finding of each case of `tests/rules` silenced where it is, in every language and way in which
//! that can be said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::cases::runs;
use common::markdown;
use common::program::Folder;
use common::project::{self, Files, Linted};
use nestc::diagnostic::{Diagnostic, Edit, Lang, RuleId, Text};
use nestc::ir::Unit;
use nestc::lint::{self, Addition};

const REASON: &str = "it is \"known\" \\ 已知";

/// A misspelled key.
const WRONG: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::InstanceGroup
    Properties:
      Imageid: centos_7_9_x64_20G_alibase_20240403.vhd
      InstanceType: ecs.g7.large
      MaxAmount: 1
";

/// Rules whose findings cannot be suppressed beside what they are about.
const NEVER: [RuleId; 6] = [
    RuleId::SyntaxError,
    RuleId::BudgetExceeded,
    RuleId::InvalidManifest,
    RuleId::UnusedSuppression,
    RuleId::UnknownRule,
    RuleId::StaleBaselineEntry,
];

/// The suppressions of `findings`.
fn written(linted: &Linted, findings: &[&Diagnostic], whole_file: bool) -> Vec<Addition> {
    let units: Vec<&Unit> = linted.units.iter().collect();
    lint::suppressions(&linted.sources, &units, findings, REASON, whole_file)
}

/// `files` with `edits`.
fn edited(files: &Files, linted: &Linted, edits: impl IntoIterator<Item = Edit>) -> Files {
    let mut edits: Vec<Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut files = files.clone();
    for edit in edits {
        let text = files.get_mut(linted.sources.name(edit.span.file)).expect("an edit of a file on disk");
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    files
}

/// How often each rule says each thing.
fn said(findings: &[Diagnostic]) -> BTreeMap<(RuleId, String), usize> {
    let mut said = BTreeMap::new();
    for finding in findings {
        *said.entry((finding.rule, finding.message.get(Lang::En).to_owned())).or_default() += 1;
    }
    said
}

/// What `after` has that `before` has not.
fn new(before: &Linted, after: &Linted) -> Vec<(RuleId, String)> {
    let before = said(&before.report.findings);
    let more = |(key, count): &(&(RuleId, String), &usize)| before.get(*key).is_none_or(|it| it < *count);
    said(&after.report.findings).iter().filter(more).map(|(key, _)| key.clone()).collect()
}

/// The rules of which `after` has fewer findings than `before`.
fn gone(before: &Linted, after: &Linted) -> BTreeSet<RuleId> {
    let now = said(&after.report.findings);
    let fewer = |(key, count): &(&(RuleId, String), &usize)| now.get(*key).is_none_or(|it| it < *count);
    said(&before.report.findings).iter().filter(fewer).map(|(key, _)| key.0).collect()
}

/// One finding of a case.
struct Case<'a> {
    name: &'a str,
    files: &'a Files,
    linted: &'a Linted,
    finding: &'a Diagnostic,
}

impl Case<'_> {
    /// Writes a suppression of the finding: it is gone, nothing else is, and nothing is new. Whether one can be written.
    fn is_silenced(&self, whole_file: bool) -> bool {
        let Case { name, files, linted, finding } = *self;
        let additions = written(linted, &[finding], whole_file);
        if additions.is_empty() {
            return false;
        }
        let files = edited(files, linted, additions.into_iter().map(|it| it.edit));
        let after = project::lint(&files);
        let told = finding.message.get(Lang::En).to_owned();
        assert_eq!(new(linted, &after), [], "{name}: `{told}` silenced: {files:#?}");
        assert_eq!(gone(linted, &after), BTreeSet::from([finding.rule]), "{name}: `{told}`: {files:#?}");
        assert!(after.report.suppressed > linted.report.suppressed, "{name}: `{told}`: {files:#?}");
        true
    }

    /// Writes a suppression of a rule that finds nothing there: it is reported, and its fix takes out what was written.
    fn is_unused(&self, whole_file: bool) {
        let Case { name, files, linted, finding } = *self;
        // What a manifest says that cannot be read nobody knows.
        if linted.report.findings.iter().any(|it| it.rule == RuleId::InvalidManifest) {
            return;
        }
        let other = Diagnostic::new(RuleId::StaleOutput, finding.primary.span, Text::default());
        let additions = written(linted, &[&other], whole_file);
        let with = edited(files, linted, additions.into_iter().map(|it| it.edit));
        let after = project::lint(&with);
        let told = finding.message.get(Lang::En).to_owned();
        let found: Vec<_> = new(linted, &after);
        assert_eq!(found.len(), 1, "{name}: beside `{told}`: {found:#?} {with:#?}");
        assert_eq!(found[0].0, RuleId::UnusedSuppression, "{name}: beside `{told}`: {found:#?} {with:#?}");
        let is_new = |it: &&Diagnostic| it.message.get(Lang::En) == found[0].1;
        let unused = after.report.findings.iter().find(is_new).expect("it was found");
        let fix = unused.fix.as_ref().unwrap_or_else(|| panic!("{name}: no fix in {with:#?}"));
        let edits = nestc::report::on_disk(&after.sources, fix).expect("the fix can be written");
        let back = edited(&with, &after, edits);
        let again = project::lint(&back);
        assert_eq!(said(&again.report.findings), said(&linted.report.findings), "{name}: {back:#?}");
        if !files.values().any(|text| text.contains("\"//\"") || text.contains("nestc:")) {
            // A comment that was the first line of a carried text leaves an empty one.
            let lines = |files: &Files| -> Vec<String> {
                let lines = files.values().flat_map(|text| text.split_inclusive('\n'));
                lines.filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
            };
            assert_eq!(lines(&back), lines(files), "{name}: beside `{told}`");
        }
    }
}

#[test]
fn every_finding_of_every_case_is_silenced_alone() {
    let mut counts: BTreeMap<RuleId, usize> = BTreeMap::new();
    let mut never = BTreeSet::new();
    for rule in lint::rules() {
        let mut told = BTreeSet::new();
        let path = format!("{}/tests/rules/{}.md", env!("CARGO_MANIFEST_DIR"), rule.id.name());
        let document = std::fs::read_to_string(Path::new(&path)).unwrap();
        for section in markdown::sections(&document) {
            for (files, _) in runs(&section) {
                let linted = project::lint(&files);
                let name = format!("{}: {}", rule.id.name(), section.heading);
                // What damage hides is not unused, and may be found once a text is longer.
                if linted.report.findings.iter().any(|it| NEVER[..2].contains(&it.rule)) {
                    continue;
                }
                for finding in &linted.report.findings {
                    let case = Case { name: &name, files: &files, linted: &linted, finding };
                    // A manifest in JSON has no place for a comment.
                    let in_json = linted.sources.text(linted.sources.host(finding.primary.span.file));
                    let in_json =
                        files.get("nestc.yaml").is_some_and(|it| it == in_json && it.starts_with('{'))
                            || linted.sources.name(finding.primary.span.file).ends_with(".tfvars.json");
                    if finding.rule != rule.id || NEVER.contains(&finding.rule) || in_json {
                        continue;
                    }
                    if case.is_silenced(false) {
                        case.is_unused(false);
                        *counts.entry(finding.rule).or_default() += 1;
                    } else {
                        never.insert((finding.rule, name.clone(), finding.message.get(Lang::En).to_owned()));
                    }
                    // One is as good as another for the whole file.
                    if told.insert((section.heading.clone(), finding.primary.span.file))
                        && case.is_silenced(true)
                    {
                        case.is_unused(true);
                    }
                }
            }
        }
    }
    let rules = lint::rules().iter().map(|rule| rule.id).filter(|rule| !NEVER.contains(rule));
    let untold: Vec<_> = rules.filter(|rule| !counts.contains_key(rule)).collect();
    assert_eq!(untold, [RuleId::UnrenderableSlot, RuleId::StaleOutput, RuleId::LeftOutFile], "{counts:?}");
    assert!(never.is_empty(), "no suppression of these can be written: {never:#?}");
}

#[test]
fn all_findings_of_every_case_are_silenced_at_once() {
    let mut count = 0;
    for rule in lint::rules() {
        let path = format!("{}/tests/rules/{}.md", env!("CARGO_MANIFEST_DIR"), rule.id.name());
        let document = std::fs::read_to_string(Path::new(&path)).unwrap();
        for section in markdown::sections(&document) {
            for (files, _) in runs(&section) {
                let linted = project::lint(&files);
                let findings: Vec<&Diagnostic> = linted.report.findings.iter().collect();
                let is_damaged = |it: &&Diagnostic| NEVER.contains(&it.rule);
                let has_values = files.keys().any(|it| it.ends_with(".tfvars.json"));
                if has_values
                    || findings.iter().any(is_damaged)
                    || files.get("nestc.yaml").is_some_and(|it| it.starts_with('{'))
                {
                    continue;
                }
                count += findings.len();
                let additions = written(&linted, &findings, false);
                let with = edited(&files, &linted, additions.into_iter().map(|it| it.edit));
                let mut after = project::lint(&with);
                // What is left where edits met is silenced for the whole file.
                let left: Vec<&Diagnostic> = after.report.findings.iter().collect();
                let additions = written(&after, &left, true);
                let with = edited(&with, &after, additions.into_iter().map(|it| it.edit));
                after = project::lint(&with);
                let name = format!("{}: {}", rule.id.name(), section.heading);
                assert_eq!(said(&after.report.findings), BTreeMap::new(), "{name}: {with:#?}");
                let left: Vec<&Diagnostic> = after.report.findings.iter().collect();
                assert!(written(&after, &left, false).is_empty(), "{name}");
            }
        }
    }
    assert!(count > 500, "{count} findings");
}

#[test]
fn suppressions_of_all_findings_are_written_once() {
    let json = r#"{"ROSTemplateFormatVersion": "2015-09-01", "Resources": {
  "Web": {"Type": "ALIYUN::ECS::InstanceGroup", "Properties": {"ImageId": ""}}}}"#;
    let folder = Folder::new(&[("web.yaml", WRONG), ("web.json", json)]);
    let add = ["lint", ".", "--add-suppressions", "--reason", "known"];
    folder.run(&["lint", ".", "--add-suppressions"]).says(2, &["--reason"]);
    folder.run(&["lint", ".", "--add-suppressions", "--reason", " "]).says(2, &["not one line"]);
    folder.run(&["lint", ".", "--add-suppressions", "--reason", "a\nb"]).says(2, &["not one line"]);
    folder.run(&["lint", ".", "--reason", "x"]).says(2, &["--add-suppressions"]);
    folder.run(&[&add[..], &["--diff"]].concat()).says(1, &["+      # nestc: allow("]);
    assert_eq!(folder.read("web.yaml"), WRONG);
    folder
        .run(&[&add[..], &["--select", "empty-image-id"]].concat())
        .says(0, &["1 finding suppressed in 1 file"]);
    assert_eq!(folder.read("web.yaml"), WRONG);
    folder.run(&add).says(0, &["suppressed in 2 files"]);
    let written = (folder.read("web.yaml"), folder.read("web.json"));
    assert!(
        written.1.contains(r#""Metadata": {"nestc": {"allow": {"empty-image-id": "known""#),
        "{}",
        written.1
    );
    folder.run(&["lint", ".", "--fail-on", "note"]).says(0, &["no findings in 2 files"]);
    folder.run(&add).says(0, &["0 findings suppressed in 0 files"]);
    assert_eq!((folder.read("web.yaml"), folder.read("web.json")), written);
}
