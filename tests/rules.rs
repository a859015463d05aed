//! Every rule over the cases of `tests/rules/<rule>.md` and over the examples of its page.
//!
//! A `##` section of a case file is one case: fenced blocks with a title are its files, the block `findings` is what
//! a lint run over them says. A file with `crlf` or `bom` behind its title gets such line breaks or a byte order mark.
//! `NESTC_UPDATE=1 cargo test --test rules` writes these blocks anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::markdown::{self, Section};
use common::project::{self, Files, Linted};
use nestc::diagnostic::{Applicability, Diagnostic};
use nestc::lint::{self, Rule};
use nestc::report::{Place, on_disk};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of a section; a block without a title has the usual name of its language.
fn files(section: &Section) -> Files {
    let named = section.blocks.iter().filter(|block| block.language != "findings").map(|block| {
        let usual = match block.language.as_str() {
            "yaml" => "template.yaml",
            "json" => "template.json",
            "hcl" => "main.tf",
            other => panic!("a block in `{other}` under `{}`", section.heading),
        };
        let deep = format!("{}{}", "[".repeat(1_001), "]".repeat(1_001));
        let text = block.text.replace("\\u{a0}", "\u{a0}").replace("[[[[…]]]]", &deep);
        let is = |flag: &str| block.flags.iter().any(|it| it == flag);
        let text = if is("crlf") { text.replace('\n', "\r\n") } else { text };
        let text = if is("bom") { format!("\u{feff}{text}") } else { text };
        (block.title.clone().unwrap_or_else(|| usual.to_owned()), text)
    });
    named.collect()
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
        let (severity, code) = (finding.severity.name(), finding.code);
        writeln!(text, "{head}: {severity}[{code}]: {}", finding.message).unwrap();
        let underlined = linted.sources.slice(linted.sources.on_disk(finding.primary.span));
        let underlined: String = underlined.chars().take(60).collect();
        writeln!(text, "  {underlined:?}: {}", finding.primary.message).unwrap();
        for label in &finding.secondary {
            writeln!(text, "  {}: {}", place(label.span), label.message).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(text, "  help: {help}").unwrap();
        }
        for note in &finding.notes {
            writeln!(text, "  note: {note}").unwrap();
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
fn check_fixes(name: &str, files: &Files, linted: Linted) {
    let (mut files, mut linted) = (files.clone(), linted);
    for _ in 0..8 {
        let (next, changed) = mended(&files, &linted);
        if !changed {
            return;
        }
        let after = project::lint(&next);
        let (errors, left) = (linted.report.counts.errors, after.report.counts.errors);
        assert!(left <= errors, "{name}: a fix adds an error\n{next:#?}\n{}", said(&after));
        (files, linted) = (next, after);
    }
    panic!("{name}: fixes follow fixes without an end\n{files:#?}");
}

fn is_of(rule: &'static Rule) -> impl Fn(&Diagnostic) -> bool {
    move |finding| finding.code == rule.code
}

#[test]
fn cases() {
    let mut differences = String::new();
    for rule in lint::rules() {
        let path = folder("tests/rules").join(format!("{}.md", rule.name));
        let document = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("rule `{}` has no case file {}", rule.name, path.display()));
        let mut updated = String::new();
        let mut copied = 0;
        let (mut firing, mut clean) = (0, 0);
        for section in markdown::sections(&document) {
            let name = format!("{}: {}", rule.name, section.heading);
            let files = files(&section);
            let linted = project::lint(&files);
            let of_rule = linted.report.findings.iter().any(is_of(rule));
            if of_rule {
                firing += 1
            } else {
                clean += 1
            }
            let expected = section.blocks.iter().find(|block| block.language == "findings");
            let expected = expected.unwrap_or_else(|| panic!("{name}: there is no block `findings`"));
            let actual = said(&linted);
            if actual != expected.text {
                writeln!(differences, "## {name}\n--- expected\n{}--- actual\n{actual}", expected.text)
                    .unwrap();
            }
            updated.push_str(&document[copied..expected.range.start]);
            updated.push_str(&actual);
            copied = expected.range.end;
            check_fixes(&name, &files, linted);
        }
        updated.push_str(&document[copied..]);
        if common::updating() {
            std::fs::write(&path, updated).unwrap();
        } else {
            assert!(firing > 0, "no case shows a finding of `{}`", rule.name);
            assert!(clean > 0, "no case shows that `{}` is silent", rule.name);
        }
    }
    let updating = common::updating();
    assert!(updating || differences.is_empty(), "NESTC_UPDATE=1 rewrites these\n{differences}");
}

#[test]
fn examples_of_the_pages() {
    for rule in lint::rules() {
        let page = lint::explain(rule.code).unwrap();
        let sections = markdown::sections(&page);
        let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        let expected = ["What it does", "Why is this bad", "Example", "Use instead", "Fix", "Since"];
        assert_eq!(headings, expected, "the page of `{}`", rule.name);
        for (section, fires) in [(&sections[2], true), (&sections[3], false)] {
            assert!(!section.blocks.is_empty(), "`{}`: {} has no block", rule.name, section.heading);
            let linted = project::lint(&files(section));
            let found = linted.report.findings.iter().any(is_of(rule));
            assert_eq!(found, fires, "`{}`: {}\n{}", rule.name, section.heading, said(&linted));
            if !fires {
                assert_eq!(linted.report.counts.errors, 0, "`{}`:\n{}", rule.name, said(&linted));
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
    let in_table: BTreeSet<String> =
        lint::rules().iter().map(|rule| format!("{}.rs", rule.name.replace('-', "_"))).collect();
    assert_eq!(on_disk, in_table);
    let cases: BTreeSet<String> =
        std::fs::read_dir(folder("tests/rules")).unwrap().map(file).map(|it| it.replace('-', "_")).collect();
    let named: BTreeSet<String> =
        lint::rules().iter().map(|rule| format!("{}.md", rule.name.replace('-', "_"))).collect();
    assert_eq!(cases, named);
    let codes: Vec<&str> = lint::rules().iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted(), "the table is in the order of the codes: {codes:?}");
}

#[test]
fn pages_are_found_by_name_and_code() {
    for rule in lint::rules() {
        assert_eq!(lint::explain(rule.name), lint::explain(rule.code));
        assert!(lint::explain(rule.name).is_some_and(|page| page.contains(rule.code)));
    }
    assert_eq!(lint::explain("NST999"), None);
    assert_eq!(lint::nearest_rule("dynamic-imageid"), Some("dynamic-image-id"));
}
