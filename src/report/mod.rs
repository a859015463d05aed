//! Findings as text: one file a format. Every format has the same findings at the same places; none knows
//! where its output goes.

mod edits;
mod fingerprint;
mod packages;
mod place;
mod pretty;
pub(crate) mod shown;
mod xml;

pub mod azure;
pub mod checkstyle;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod inspect;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod page;
pub mod rdjson;
pub mod sarif;
pub mod short;

pub use edits::on_disk;
pub(crate) use fingerprint::fingerprints;
pub use place::Place;
pub use shown::Shown;
pub(crate) use shown::visible;

/// `1 file`, `2 files`.
#[must_use]
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
