//! What `grammar/STATEMENTS.md` names exists: rules, files, cases.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::markdown;
use nestc::lint;

fn read(path: &str) -> String {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// The codes of rules in `text`.
fn codes(text: &str) -> Vec<&str> {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric());
    words.filter(|word| word.starts_with("NST")).collect()
}

/// Fails where `proof`, "`path`: case" or "`folder`", is not there.
fn check_proof(proof: &str) {
    let (path, case) = proof.strip_prefix('`').and_then(|rest| rest.split_once('`')).unwrap_or_else(|| {
        panic!("`{proof}` does not begin with a path");
    });
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let Some(case) = case.strip_prefix(": ") else {
        assert!(case.is_empty() && full.join("lint.txt").is_file(), "{proof}: no golden case");
        return;
    };
    let text = read(path);
    let found = match path.rsplit_once('.') {
        Some((_, "md")) => markdown::sections(&text).iter().any(|section| section.heading == case),
        Some((_, "rs")) => {
            text.contains(&format!("#[test]\nfn {case}()"))
                || text.contains(&format!("#[test]\n    fn {case}()"))
        }
        _ => false,
    };
    assert!(found, "{path} has no case `{case}`");
}

#[test]
fn rules_and_cases_of_the_statements_exist() {
    let document = read("grammar/STATEMENTS.md");
    let rows = markdown::rows(&document);
    let documents: BTreeSet<&str> =
        rows.iter().filter(|row| row.len() == 2).map(|row| row[0].as_str()).collect();
    let mut held = 0;
    for row in rows.iter().filter(|row| row[0] != "statement" && row[0] != "short" && row.len() > 2) {
        assert!(row.iter().all(|cell| !cell.is_empty()), "an empty cell: {row:?}");
        let source = row[1].split(',').next().unwrap();
        assert!(documents.contains(source), "no document `{source}`: {row:?}");
        let rules: Vec<_> = codes(&row[2]).into_iter().map(|code| (code, lint::find(code))).collect();
        for (code, rule) in &rules {
            assert!(rule.is_some(), "there is no rule {code}: {row:?}");
        }
        let mut names = rules.iter().filter_map(|(_, rule)| rule.map(|rule| rule.id.name()));
        if let [_, _, _, proof] = row.as_slice()
            && !rules.is_empty()
        {
            let is_proof = names.any(|name| proof.starts_with(&format!("`tests/rules/{name}.md`")));
            assert!(is_proof, "the proof is not a case of the rule: {row:?}");
        }
        if let [_, _, _, proof] = row.as_slice() {
            check_proof(proof);
            held += 1;
        }
    }
    assert!(held > 30, "only {held} statements are held");
}
