//! Our reading of small documents against what PyYAML reads in them.
//!
//! `tests/oracle/recorded.jsonl` holds PyYAML's side; `tests/oracle/pyyaml.py --record` writes it anew. Where the
//! two differ on purpose, `tests/oracle/differences.md` has the document and the reason. Whole templates and
//! random edits are compared by `examples/agreement`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[allow(dead_code, reason = "other programs use the rest")]
#[path = "support/notation.rs"]
mod notation;

use std::collections::BTreeSet;

use serde_json::Value;

const RECORDED: &str = include_str!("oracle/recorded.jsonl");
const DIFFERENCES: &str = include_str!("oracle/differences.md");

/// The documents of `differences.md`: JSON strings in the first column of its tables.
fn listed() -> BTreeSet<String> {
    let rows = DIFFERENCES.lines().filter_map(|line| line.strip_prefix("| `\"")?.split_once("\"` |"));
    rows.map(|(document, _)| serde_json::from_str(&format!("\"{}\"", document.replace("\\|", "|"))).unwrap())
        .collect()
}

#[test]
fn recorded_documents() {
    let mut differing = BTreeSet::new();
    let mut wrong = Vec::new();
    let listed = listed();
    for line in RECORDED.lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let text = recorded["text"].as_str().unwrap();
        let theirs =
            recorded["ok"].as_bool().unwrap().then(|| recorded["value"].as_str().unwrap().to_owned());
        let ours = notation::read(text);
        if ours.as_ref().ok() == theirs.as_ref() {
            continue;
        }
        differing.insert(text.to_owned());
        if !listed.contains(text) {
            let theirs = theirs.ok_or_else(|| recorded["error"].as_str().unwrap_or_default().to_owned());
            wrong.push(format!("{text:?}\n    ours   {ours:?}\n    PyYAML {theirs:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} documents:\n{}", wrong.len(), wrong.join("\n"));
    let agreeing: Vec<_> = listed.difference(&differing).collect();
    assert!(agreeing.is_empty(), "listed as different, but not so, or not recorded: {agreeing:?}");
}
