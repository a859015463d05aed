//! What an edit must leave alone, tried on every shipped text and on what fuzzing found: an edit of an embedded
//! text changes that text in its host and nothing else, a rendering changes the planned image IDs and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

#[path = "support/corpus.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;
#[path = "support/edited.rs"]
mod edited;
#[path = "support/random.rs"]
mod random;
#[path = "support/rendered.rs"]
mod rendered;

use random::Random;

/// Tries on each text, with other random numbers each time.
const ROUNDS: u64 = 6;

/// How often `check` found something to change in the shipped texts, and those of `NESTC_CORPUS`.
fn tried(endings: &[&str], check: impl Fn(&str, &mut Random) -> usize) -> usize {
    let mut roots = corpus::shipped();
    roots.extend(corpus::from_environment());
    let texts = corpus::texts(&roots, endings);
    let rounds = texts.iter().flat_map(|text| (0..ROUNDS).map(move |seed| (&text.text, seed)));
    rounds.map(|(text, seed)| check(text, &mut Random::new(seed))).sum()
}

#[test]
fn edits_of_embedded_texts() {
    assert!(tried(&[".yml", ".yaml", ".json"], edited::edits) > 1000);
}

#[test]
fn renderings_of_ros_templates() {
    assert!(tried(&[".yml", ".yaml", ".json"], rendered::ros) > 100);
}

#[test]
fn renderings_of_terraform() {
    assert!(tried(&[".tf"], rendered::terraform) > 10);
}
