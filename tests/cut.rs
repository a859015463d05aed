//! Every prefix of a file is read without a fault. The shipped cases always; a folder of real templates where
//! `NESTC_CORPUS` names one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

use std::fs;
use std::path::{Path, PathBuf};

use nestc::lint::{self, Input};
use nestc::workspace::{FilePath, Input as File, Workspace};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|it| ["yaml", "yml", "json", "tf"].iter().any(|known| it == *known))
        {
            found.push(path);
        }
    }
}

/// Compiles and lints the first `end` bytes.
fn read(path: &Path, text: &str, end: usize) {
    let mut workspace = Workspace::new();
    let name = Path::new("cut").join(path.file_name().unwrap());
    let name =
        if path.extension().is_some_and(|it| it == "tf") { Path::new("cut").join("main.tf") } else { name };
    let _file = workspace.set_text(&name, text[..end].to_owned());
    let compiled = match File::named(FilePath::new(&name)) {
        // The folder does not exist, so the text is given to the compiler by hand.
        File::Module { .. } => {
            let texts = nestc::lower::terraform::Texts::alone(&workspace.sources, _file);
            nestc::lower::terraform::compile(&workspace.sources, &texts)
        }
        input => match workspace.compile(&input) {
            Ok(Some(compiled)) => compiled.unit,
            _ => return,
        },
    };
    let units = [compiled];
    let input = Input {
        sources: &workspace.sources,
        units: &units,
        manifest: None,
        schema: nestc::schema::Schema::built_in(),
        complete: false,
        building: false,
        selection: nestc::lint::Selection::default(),
        before: Vec::new(),
    };
    let report = lint::run(&input);
    let mut out = Vec::new();
    nestc::report::json::write(
        &mut out,
        &nestc::report::Shown::new(&workspace.sources, nestc::diagnostic::Lang::En),
        &report,
    )
    .unwrap();
}

fn cut_all(folder: &Path, step: usize) -> usize {
    let mut found = Vec::new();
    files(folder, &mut found);
    found.sort();
    for path in &found {
        let Ok(text) = fs::read_to_string(path) else { continue };
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)).step_by(step) {
            read(path, &text, end);
        }
    }
    found.len()
}

#[test]
fn every_prefix_of_the_shipped_cases() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    assert!(cut_all(&golden, 7) > 20);
}

#[test]
fn every_prefix_of_a_corpus() {
    if let Some(corpus) = std::env::var_os("NESTC_CORPUS") {
        let step = std::env::var("NESTC_CUT_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(1);
        assert!(cut_all(Path::new(&corpus), step) > 0);
    }
}
