//! Every rule over the cases of `tests/rules/<rule>.md` and over the examples of its page.
//!
//! In a `##` section of a case file, fenced blocks with a title are files, and the block `findings` is what a lint run
//! over those before it says. Files after it belong to the next such block; one with `shared` after its title belongs
//! to all of its section. `crlf` or `bom` gives a file such line breaks or a byte order mark.
//! `NESTC_UPDATE=1 cargo test --test rules` writes these blocks anew.
//!
//! A rule needs a case with a finding and one without in each language of templates. Those that it has nothing to find
//! in are rows of a table at the head of the case file, with the reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::cases::runs;
use common::markdown;
use common::project::{self, Files, Linted, files};
use nestc::diagnostic::{Applicability, Diagnostic, Lang, RuleId};
use nestc::lint::{self, Rule, Selection};
use nestc::lower::terraform;
use nestc::report::{Place, on_disk};
use nestc::source::Span;
use nestc::syntax::SourceMap;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the findings say, for people to read in the case files.
fn said(linted: &Linted) -> String {
    let mut text = String::new();
    for finding in &linted.report.findings {
        let place = |span| {
            let place = Place::of(&linted.sources, span);
            format!("{}:{}:{}", place.file, place.start.line, place.start.column)
        };
        let head = place(finding.primary.span);
        let (severity, code) = (finding.severity.name(), finding.rule.code());
        writeln!(text, "{head}: {severity}[{code}]: {}", finding.message.get(Lang::En)).unwrap();
        let underlined = linted.sources.slice(linted.sources.on_disk(finding.primary.span));
        let underlined: String = underlined.chars().take(60).collect();
        writeln!(text, "  {underlined:?}: {}", finding.primary.message.get(Lang::En)).unwrap();
        for label in &finding.secondary {
            writeln!(text, "  {}: {}", place(label.span), label.message.get(Lang::En)).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(text, "  help: {}", help.get(Lang::En)).unwrap();
        }
        for note in &finding.notes {
            writeln!(text, "  note: {}", note.get(Lang::En)).unwrap();
        }
        for edit in finding.fix.iter().filter_map(|fix| on_disk(&linted.sources, fix)).flatten() {
            let before = linted.sources.slice(edit.span);
            let how = finding.fix.as_ref().map(|fix| match fix.applicability {
                Applicability::Safe => "fix",
                Applicability::Unsafe => "unsafe fix",
            });
            writeln!(text, "  {}: {before:?} becomes {:?}", how.unwrap_or_default(), edit.text).unwrap();
        }
    }
    if linted.report.suppressed > 0 {
        writeln!(text, "{} suppressed", linted.report.suppressed).unwrap();
    }
    text
}

/// `files` with the fixes of every finding carried out, and whether anything changed. Of fixes that overlap
/// the first counts.
fn mended(files: &Files, linted: &Linted) -> (Files, bool) {
    let mut files = files.clone();
    let fixes = linted.report.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let mut edits = Vec::new();
    for fix in fixes.filter_map(|fix| on_disk(&linted.sources, fix)) {
        let overlaps = |edit: &nestc::diagnostic::Edit| {
            edits.iter().any(|other: &nestc::diagnostic::Edit| {
                other.span.file == edit.span.file
                    && other.span.start < edit.span.end.max(edit.span.start + 1)
                    && edit.span.start < other.span.end.max(other.span.start + 1)
            })
        };
        if !fix.iter().any(overlaps) {
            edits.extend(fix);
        }
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in &edits {
        let text = files.get_mut(linted.sources.name(edit.span.file)).expect("an edit of a file on disk");
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    (files, !edits.is_empty())
}

/// Carries out fixes until none is left: no round may add an error, and the rounds must end.
fn check_fixes(name: &str, files: &Files, linted: Linted, selection: &Selection) {
    let (mut files, mut linted) = (files.clone(), linted);
    for _ in 0..8 {
        let (next, changed) = mended(&files, &linted);
        if !changed {
            return;
        }
        let after = project::lint_with(&next, selection);
        let (errors, left) = (linted.report.counts.errors, after.report.counts.errors);
        assert!(left <= errors, "{name}: a fix adds an error\n{next:#?}\n{}", said(&after));
        (files, linted) = (next, after);
    }
    panic!("{name}: fixes follow fixes without an end\n{files:#?}");
}

/// What the cases of `rule` are linted with. Cases of rules that need no schemas leave out what types require, to show
/// what they are about.
fn selection(rule: &Rule) -> Selection {
    let by_schema = Selection::new(&["NST302,NST311,NST4,NST501,NST503".to_owned()], &[]).unwrap();
    let ignored = if by_schema.leaves_out(rule.id) { "NST302,NST311,NST4,NST501,NST503" } else { "" };
    Selection::new(&[], &[ignored.to_owned()]).unwrap()
}

fn is_of(rule: &'static Rule) -> impl Fn(&Diagnostic) -> bool {
    move |finding| finding.rule == rule.id
}

#[test]
fn cases() {
    let (mut differences, mut missing) = (String::new(), String::new());
    for rule in lint::rules() {
        let path = folder("tests/rules").join(format!("{}.md", rule.id.name()));
        let document = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("rule `{}` has no case file {}", rule.id.name(), path.display()));
        let selection = selection(rule);
        let mut updated = String::new();
        let mut copied = 0;
        let mut shown = Shown::default();
        let sections = markdown::sections(&document);
        for (section, (files, expected)) in
            sections.iter().flat_map(|it| runs(it).into_iter().map(move |run| (it, run)))
        {
            let name = format!("{}: {}", rule.id.name(), section.heading);
            let linted = project::lint_with(&files, &selection);
            shown.add(rule, &linted);
            let actual = said(&linted);
            if actual != expected.text {
                writeln!(differences, "## {name}\n--- expected\n{}--- actual\n{actual}", expected.text)
                    .unwrap();
            }
            updated.push_str(&document[copied..expected.range.start]);
            updated.push_str(&actual);
            copied = expected.range.end;
            check_fixes(&name, &files, linted, &selection);
        }
        updated.push_str(&document[copied..]);
        if common::updating() {
            std::fs::write(&path, updated).unwrap();
        }
        shown.check(rule, &document, &mut missing);
    }
    let updating = common::updating();
    assert!(updating || differences.is_empty(), "NESTC_UPDATE=1 rewrites these\n{differences}");
    assert!(missing.is_empty(), "{missing}");
}

/// What a template is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Language {
    RosYaml,
    RosJson,
    Terraform,
    TerraformJson,
    Workspace,
}

impl Language {
    const ALL: [(Language, &str); 5] = [
        (Language::RosYaml, "ROS YAML"),
        (Language::RosJson, "ROS JSON"),
        (Language::Terraform, "Terraform"),
        (Language::TerraformJson, "Terraform JSON"),
        (Language::Workspace, "Workspace"),
    ];

    /// What the file on disk is written in that `span` stands in; `None` for the manifest and its like.
    fn of(sources: &SourceMap, span: Span) -> Option<Language> {
        let name = sources.name(sources.host(span.file));
        if name.ends_with("nestc.yaml")
            || name.ends_with("nestc.lock")
            || name.ends_with(".computenest/config.yaml")
        {
            return None;
        }
        let embedded = sources.host(span.file) != span.file;
        Some(match name {
            _ if name.ends_with(".tf.json") => Language::TerraformJson,
            _ if name.ends_with(".tf") || name.ends_with(".tfvars") => Language::Terraform,
            _ if embedded && terraform::is_module_file(sources.name(span.file)) => Language::Workspace,
            _ if name.ends_with(".json") => Language::RosJson,
            _ => Language::RosYaml,
        })
    }
}

/// The languages in which cases show a finding of a rule, and those in which they show none.
#[derive(Default)]
struct Shown {
    finding: BTreeSet<Language>,
    silence: BTreeSet<Language>,
}

impl Shown {
    /// Takes in a run. A finding in the manifest is one in the language of the templates, where that is one.
    fn add(&mut self, rule: &'static Rule, linted: &Linted) {
        let sources = &linted.sources;
        let templates = || linted.units.iter().flat_map(|unit| &unit.templates);
        let slots = templates().flat_map(|template| &template.slots).map(|slot| slot.key_span);
        let calls = templates().flat_map(|template| &template.calls).map(|call| call.span);
        let placeholders = linted.units.iter().flat_map(|unit| unit.placeholders());
        let symbols = templates().flat_map(|template| template.symbols.iter()).map(|symbol| symbol.name_span);
        let spans = slots.chain(calls).chain(symbols).chain(placeholders.map(|it| it.span));
        let languages: BTreeSet<Language> = spans.filter_map(|span| Language::of(sources, span)).collect();
        let mut findings = linted.report.findings.iter().filter(|it| is_of(rule)(it)).peekable();
        if findings.peek().is_none() {
            self.silence.extend(languages);
            return;
        }
        for finding in findings {
            match Language::of(sources, finding.primary.span) {
                Some(language) => _ = self.finding.insert(language),
                None if languages.len() == 1 => self.finding.extend(&languages),
                None => {}
            }
        }
    }

    /// Writes down which cases are missing in the case file `document`.
    fn check(&self, rule: &Rule, document: &str, missing: &mut String) {
        let head = document.split("\n## ").next().unwrap_or_default();
        let rows = markdown::rows(head);
        for row in rows.iter().skip(1) {
            let known = Language::ALL.iter().any(|(_, name)| *name == row[0]);
            assert!(known && row.len() == 2 && !row[1].is_empty(), "`{}`: a row {row:?}", rule.id.name());
        }
        for (language, name) in Language::ALL {
            let needed = rows.iter().all(|row| row[0] != name);
            let (finds, silent) = (self.finding.contains(&language), self.silence.contains(&language));
            for (is_wrong, what) in [
                (needed && !finds, "no finding is shown"),
                (needed && !silent, "no silence is shown"),
                (!needed && finds, "there is a finding where there is nothing to find"),
            ] {
                if is_wrong {
                    writeln!(missing, "`{}` ({}) in {name}: {what}", rule.id.name(), rule.id.code()).unwrap();
                }
            }
        }
    }
}

#[test]
fn examples_of_the_pages() {
    for rule in lint::rules() {
        let page = lint::explain(rule.id.code(), Lang::En).unwrap();
        let sections = markdown::sections(&page);
        let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        let expected = ["What it does", "Why is this bad", "Example", "Use instead", "Fix", "Since"];
        assert_eq!(headings, expected, "the page of `{}`", rule.id.name());
        for (section, fires) in [(&sections[2], true), (&sections[3], false)] {
            assert!(!section.blocks.is_empty(), "`{}`: {} has no block", rule.id.name(), section.heading);
            let linted = project::lint_with(&files(&section.blocks), &selection(rule));
            let found = linted.report.findings.iter().any(is_of(rule));
            // What is on disk beside the templates, and what a build would change, is not part of a lint run;
            // `tests/build.rs`, `tests/cli.rs` and `tests/files.rs` show those rules.
            let fires = fires
                && !matches!(
                    rule.id,
                    RuleId::UnrenderableSlot
                        | RuleId::StaleOutput
                        | RuleId::StaleBaselineEntry
                        | RuleId::LeftOutFile
                );
            assert_eq!(found, fires, "`{}`: {}\n{}", rule.id.name(), section.heading, said(&linted));
            if !fires {
                assert_eq!(linted.report.counts.errors, 0, "`{}`:\n{}", rule.id.name(), said(&linted));
            }
        }
    }
}

#[test]
fn every_rule_file_is_in_the_table() {
    let file = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder("src/lint/rules"))
        .unwrap()
        .map(file)
        .filter(|name| name != "mod.rs")
        .collect();
    let in_table: BTreeSet<String> = lint::rules()
        .iter()
        .flat_map(|rule| [".rs", ".zh.md"].map(|end| format!("{}{end}", rule.id.name().replace('-', "_"))))
        .collect();
    assert_eq!(on_disk, in_table);
    let cases: BTreeSet<String> =
        std::fs::read_dir(folder("tests/rules")).unwrap().map(file).map(|it| it.replace('-', "_")).collect();
    let named: BTreeSet<String> =
        lint::rules().iter().map(|rule| format!("{}.md", rule.id.name().replace('-', "_"))).collect();
    assert_eq!(cases, named);
    let table: Vec<RuleId> = lint::rules().iter().map(|rule| rule.id).collect();
    assert_eq!(table, RuleId::ALL, "every rule of `RuleId` has its file, in the same order");
    let codes: Vec<&str> = RuleId::ALL.iter().map(|id| id.code()).collect();
    assert!(codes.is_sorted(), "the rules are in the order of the codes: {codes:?}");
}
