//! Edits spliced into bytes, and trees of files put in place whole or not at all.

mod apply;
mod compare;
mod digest;
mod error;
mod folder;
mod journal;
mod lock;
mod names;
mod output;
mod replace;
mod splice;
mod staging;
#[cfg(test)]
mod tests;
mod top;
mod transaction;
mod tree;

pub use compare::{Comparison, Found};
pub use digest::Digest;
pub use error::{Left, SIGTERM, TreeError, WriteError};
pub use lock::{Access, Interrupt, Patience};
pub(crate) use names::is_git;
pub use output::{Content, Output, OutputFile, Role, Snapshot, Stale};
pub use replace::{ReplaceError, Replaced, put_file, replace_file};
pub use splice::splice;
pub use staging::is_staging;
pub use tree::{Options, Recovered, Tree, Unfinished, Written};
