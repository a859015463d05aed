//! Findings as text: one file a format. Every format has the same findings at the same places; none knows
//! where its output goes.

mod edits;
mod fingerprint;
#[cfg(feature = "lsp")]
mod packages;
mod place;
mod pretty;
pub(crate) mod shown;
#[cfg(feature = "cli")]
pub(crate) mod wrap;
#[cfg(feature = "cli")]
mod xml;

#[cfg(feature = "cli")]
pub mod azure;
#[cfg(feature = "cli")]
pub mod checkstyle;
#[cfg(feature = "cli")]
pub mod github;
#[cfg(feature = "cli")]
pub mod gitlab;
#[cfg(feature = "cli")]
pub mod human;
#[cfg(feature = "cli")]
pub mod inspect;
pub mod json;
#[cfg(feature = "cli")]
pub mod jsonl;
#[cfg(feature = "cli")]
pub mod junit;
#[cfg(feature = "lsp")]
pub mod page;
#[cfg(feature = "cli")]
pub mod rdjson;
#[cfg(feature = "cli")]
pub mod sarif;
#[cfg(feature = "cli")]
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
