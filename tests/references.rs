//! Names with both ends: every folder of `tests/references/` is one unit, whose definitions and uses are listed in its
//! `expected.txt`. `NESTC_UPDATE=1 cargo test --test references` rewrites what is expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nestc::diagnostic::Lang;
use nestc::ir::{Named, References, Target, Unit};
use nestc::lower::{Cx, ros, terraform};
use nestc::source::{ColumnUnit, FileId, Span};
use nestc::syntax::SourceMap;

/// The files of a case by their folders.
#[derive(Default)]
struct Case {
    sources: SourceMap,
    folders: BTreeMap<String, Vec<FileId>>,
}

impl terraform::Folders for Case {
    fn module(&self, folder: &str) -> Option<Arc<terraform::Module>> {
        Some(Arc::new(terraform::Module::lower(&self.sources, self.folders.get(folder)?)))
    }
}

impl Case {
    fn read(case: &Path) -> Case {
        let mut read = Case::default();
        let mut waiting = vec![PathBuf::new()];
        while let Some(folder) = waiting.pop() {
            let mut paths: Vec<PathBuf> =
                fs::read_dir(case.join(&folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            for path in paths {
                let name = folder.join(path.file_name().unwrap());
                if path.is_dir() {
                    waiting.push(name);
                } else if !name.ends_with("expected.txt") {
                    let file = read.sources.add(name.to_str().unwrap(), fs::read_to_string(path).unwrap());
                    read.folders.entry(folder.to_str().unwrap().to_owned()).or_default().push(file);
                }
            }
        }
        read
    }

    fn compile(&self) -> Unit {
        let files = &self.folders[""];
        let template = files.iter().find(|&&file| self.sources.name(file).starts_with("template."));
        match template {
            Some(&file) => ros::compile(&self.sources, file).0,
            None => terraform::compile(&self.sources, self),
        }
    }

    fn place(&self, span: Span) -> String {
        let at = self.sources.line_column(span, ColumnUnit::Char);
        format!("{}:{}:{}", self.sources.name(self.sources.host(span.file)), at.line, at.column)
    }

    fn list(&self, references: &References) -> String {
        let mut text = String::new();
        for (id, it) in references.definitions() {
            let place = self.place(it.name_span);
            let count = references.uses_of(id).count();
            writeln!(text, "{place}  {} {}, used {count}", it.kind.noun().get(Lang::En), it.name).unwrap();
            assert_eq!(self.sources.slice(it.name_span), last(&it.name, self.sources.slice(it.name_span)));
        }
        text.push('\n');
        let defined = |id| references.definition(id).expect("the index has its own definitions");
        for it in references.uses() {
            let attribute = it.attribute.as_ref().map(|(name, _)| format!(" . {name}")).unwrap_or_default();
            let target = match it.target {
                Target::Definition(id) => {
                    let it = defined(id);
                    format!("{} {} at {}", it.kind.noun().get(Lang::En), it.name, self.place(it.name_span))
                }
                other => format!("{other:?}"),
            };
            let within = it.within.map(|id| format!("  (in {})", defined(id).name)).unwrap_or_default();
            writeln!(
                text,
                "{}  {} {}{attribute} -> {target}{within}",
                self.place(it.span),
                it.kind.name(),
                it.name
            )
            .unwrap();
        }
        text
    }

    /// Every name is found at its place, and its uses lead back to it.
    fn is_found_both_ways(&self, references: &References) {
        for (index, it) in references.uses().iter().enumerate() {
            let named: Vec<Named> = references.at(it.span.file, it.span.start).collect();
            assert!(named.contains(&Named::Use(index)), "{}", self.place(it.span));
            if let Target::Definition(id) = it.target {
                assert!(references.uses_of(id).any(|other| std::ptr::eq(other, it)));
                assert_eq!(references.meant(Named::Use(index)), Some(id));
            }
            let written = self.sources.slice(it.span);
            assert_eq!(written, last(&it.name, written), "{}", self.place(it.span));
            if let Some((name, span)) = &it.attribute {
                let written = self.sources.slice(*span).trim_matches('"');
                assert_eq!(written, name, "{}", self.place(*span));
            }
        }
        for (id, it) in references.definitions() {
            let mut named = references.at(it.name_span.file, it.name_span.end);
            assert!(named.any(|it| it == Named::Definition(id)), "{}", self.place(it.name_span));
        }
    }
}

/// The part of `name` that is written as `written`: all of it, its last part, or whatever its escapes stand for.
fn last<'a>(name: &'a str, written: &'a str) -> &'a str {
    if written.contains('\\') {
        return written;
    }
    if name == written { name } else { name.rsplit('.').next().unwrap() }
}

#[test]
fn names_have_both_ends() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 9, "cases are missing");
    for path in cases {
        let case = Case::read(&path);
        let unit = case.compile();
        let references = Cx::new(&case.sources, &unit).references();
        let name = path.file_name().unwrap().to_str().unwrap();
        common::check_snapshot(
            &Path::new("tests/references").join(name).join("expected.txt"),
            &case.list(references),
        );
        case.is_found_both_ways(references);
    }
}
