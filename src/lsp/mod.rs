//! `nestc lsp`: the Language Server Protocol over stdin and stdout.
//!
//! One loop owns all state. Nothing here knows YAML or HCL: what is at a place, [`ide`](crate::ide) says.

mod action;
mod client;
mod complete;
mod content;
mod convert;
mod diagnostics;
mod documents;
mod features;
mod jobs;
mod outline;
mod position;
mod progress;
mod requests;
mod search;
mod server;
mod sync;
mod transport;
mod uri;
mod waiting;

pub(crate) use server::run;
