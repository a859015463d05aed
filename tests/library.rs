//! The library says of the texts of every golden case what the program says of its files, byte for byte.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it is wrong itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nestc::Lang;
use nestc::library::Texts;

/// The texts below `folder`, by their paths with `/`.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, text);
            }
        }
    }
    found
}

fn cases() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut cases: Vec<PathBuf> = fs::read_dir(golden).unwrap().map(|it| it.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() >= 10, "golden cases are missing");
    cases
}

#[test]
fn every_golden_case_is_what_the_program_says() {
    let mut differences = Vec::new();
    let (mut reports, mut copied) = (0, 0);
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let files = texts(&case);
        let mut given = Texts::new();
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("in/")) {
            given.add(path, text.as_str());
        }
        if let Some(manifest) = files.get("nestc.yaml") {
            given.set_manifest(manifest.as_str());
        }
        let checked = given.check(Lang::En);
        if files.get("lint.json") != Some(&checked.report) {
            differences.push(format!("{name}/lint.json:\n{}", checked.report));
        }
        reports += 1;
        let built: BTreeMap<&str, &str> =
            checked.copies.iter().map(|it| (it.path.as_str(), it.text.as_str())).collect();
        let is_record = |path: &str| path.contains("/nestc-build");
        let expected: BTreeMap<&str, &str> = files
            .iter()
            .filter(|(path, _)| path.starts_with("out/") && !is_record(path))
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        if checked.is_built == expected.is_empty() {
            differences.push(format!("{name}: is_built is {}: {:?}", checked.is_built, checked.refusals));
        }
        if checked.is_built && built != expected {
            let names = |it: &BTreeMap<&str, &str>| it.keys().copied().collect::<Vec<_>>().join(" ");
            differences.push(format!("{name}: copies {} instead of {}", names(&built), names(&expected)));
        }
        for copy in &checked.copies {
            let source = files.get(&copy.source).unwrap();
            let mut at = 0;
            let mut whole = String::new();
            for change in &copy.changes {
                whole.push_str(source.get(at..change.source_start).unwrap());
                whole.push_str(copy.text.get(change.start..change.end).unwrap());
                at = change.source_end;
            }
            whole.push_str(source.get(at..).unwrap());
            assert_eq!(whole, copy.text, "{name}: the changes are the difference");
            copied += 1;
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    assert!(reports >= 20 && copied >= 30, "{reports} reports, {copied} copies");
}

#[test]
fn names_and_languages() {
    let template = "ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\nExtra: 1\n";
    let of = |name: &str, lang: Lang| {
        let mut texts = Texts::new();
        texts.add(name, template);
        texts.check(lang)
    };
    assert_eq!(of("./a/../web.yaml", Lang::En).report, of("web.yaml", Lang::En).report);
    assert_ne!(of("web.yaml", Lang::Zh).report, of("web.yaml", Lang::En).report);

    let mut texts = Texts::new();
    texts.add("notes.txt", "nothing of a template");
    let checked = texts.check(Lang::En);
    assert!(checked.report.contains("\"skipped\": 1"), "{}", checked.report);
    assert!(!checked.is_built && checked.copies.is_empty());
}

#[test]
fn a_manifest_that_cannot_be_built_says_why() {
    let mut texts = Texts::new();
    texts.add("web.yaml", "ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n");
    texts.set_manifest("version: 1\ntemplates: [web.yaml]\nregions: [cn-hangzhou]\noutput: '../{path}'\n");
    let checked = texts.check(Lang::En);
    assert!(!checked.is_built);
    assert!(checked.refusals.iter().all(|it| !it.is_empty()));
    texts.add("infra/main.tf", "module \"net\" {\n  source = \"./net\"\n}\n");
    assert_eq!(
        texts.check(Lang::En).refusals.last().map(String::as_str),
        Some("`infra/main.tf` calls the module `./net`, which has no Terraform files")
    );
    texts.set_manifest("version: [");
    let checked = texts.check(Lang::En);
    assert!(checked.errors > 0 && !checked.is_built, "{}", checked.report);
}
