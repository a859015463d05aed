//! Trees of files put in place whole or not at all.

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
mod staging;
#[cfg(test)]
mod tests;
mod top;
mod transaction;
mod tree;

pub(crate) use compare::{Comparison, Found};
pub(crate) use digest::Digest;
pub(crate) use error::{Left, TreeError, WriteError};
pub(crate) use lock::{Access, Interrupt, Patience};
pub(crate) use names::is_git;
pub(crate) use output::{Content, Output, OutputFile, Role, Snapshot, Stale};
pub(crate) use replace::{ReplaceError, put_file, replace_file};
pub(crate) use transaction::{Options, Written};
pub(crate) use tree::{Recovered, Tree};
