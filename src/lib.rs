//! nestc reads Compute Nest templates, finds image IDs that Compute Nest cannot replace, and renders
//! one copy of each template per region.
//!
//! The modules are in the order in which data flows; see `ARCHITECTURE.md`.

mod adopt;
pub mod binding;
pub mod build;
pub mod cli;
pub mod diagnostic;
pub mod grammar;
mod ide;
mod import;
pub mod ir;
pub mod lint;
pub mod lower;
mod lsp;
pub mod manifest;
mod parallel;
pub mod plan;
mod project;
pub mod render;
pub mod report;
pub mod resolve;
pub mod schema;
mod session;
pub mod source;
pub mod syntax;
pub mod workspace;
