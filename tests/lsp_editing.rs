//! After any edits the server says what `nestc lint` says of the same text, and no request fails on the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/client.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod client;
mod common;
#[path = "support/editing.rs"]
mod editing;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod random;

use std::fs;
use std::path::Path;

use common::program::{Folder, nestc};
use editing::Editing;
use random::Random;

/// Sequences of edits for each folder, unless `NESTC_SEQUENCES` says how many.
const SEQUENCES: usize = 8;

#[test]
fn edits_lead_to_the_findings_of_a_fresh_lint() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut cases: Vec<_> = fs::read_dir(golden).unwrap().flatten().map(|it| it.path()).collect();
    cases.sort();
    let mut random = Random::new(14);
    let mut count = 0;
    let asked = std::env::var("NESTC_SEQUENCES").ok().and_then(|it| it.parse().ok());
    let sequences: usize = asked.unwrap_or(SEQUENCES);
    for case in cases.iter().filter(|it| it.join("in").is_dir()) {
        let folder = Folder::new(&[]);
        editing::copy(&case.join("in"), &folder.path().join("in"));
        if case.join("nestc.yaml").exists() {
            fs::copy(case.join("nestc.yaml"), folder.path().join("nestc.yaml")).unwrap();
        }
        let files = editing::editable(folder.path());
        if files.is_empty() {
            continue;
        }
        let mut editing = Editing::new(nestc(), folder.path());
        for _ in 0..sequences {
            let file = &files[random.below(files.len())];
            let edits = 1 + random.below(12);
            let other = &files[random.below(files.len())];
            let beside = Some(other.as_str()).filter(|it| it != file && random.below(2) == 0);
            if let Err(problem) = editing.sequence(file, beside, &mut random, edits) {
                panic!("{}: {file}: {problem}", case.display());
            }
            count += 1;
        }
        assert_eq!(editing.end(), Some(0));
    }
    assert!(count > 100, "{count}");
}
