//! nestc reads Compute Nest templates, finds image IDs that Compute Nest cannot replace, and renders one copy of each
//! template per region.
//!
//! Nothing on the way from a text to its findings and copies touches a file: [`SourceMap`] holds texts by [`FileId`],
//! [`compile`] says what one of them means, [`lint::run`] looks at it, [`plan::plan`] says what changes for a region,
//! and [`splice`] changes it. [`Workspace`] does all of it for files on disk, with the texts of an editor's buffers
//! over them, and [`cli::run`] is the program. A program that has texts and no files needs [`library`] alone, and no feature
//! of the crate: `nestc = { version = "0.1", default-features = false }`.
//!
//! ```
//! use nestc::{SourceMap, compile, lint, manifest, plan, splice};
//!
//! let template = "\
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       ImageId: m-bp1abcdefghijklmnop
//!       InstanceType: ecs.g7.large
//!       MaxAmount: 1
//! ";
//! let sources = SourceMap::new();
//! let unit = compile(&sources, sources.add("web.yaml", template)).0;
//! let (manifest, _) = manifest::read(&sources, sources.add("nestc.yaml", "\
//! version: 1
//! packages:
//!   web:
//!     versions:
//!       v1_0:
//!         status: published
//!         kind: custom
//!         source: { region: cn-hangzhou, image: m-bp1abcdefghijklmnop }
//!         images: { cn-hangzhou: m-bp1abcdefghijklmnop, cn-beijing: m-2zeabcdefghijklmnop }
//! associations: { m-bp1abcdefghijklmnop: web@v1_0 }
//! "));
//!
//! let units = [unit];
//! let report = lint::run(&lint::Input { manifest: manifest.as_ref(), ..lint::Input::of(&sources, &units) });
//! assert_eq!(report.counts.errors, 0, "{:?}", report.findings);
//!
//! let plan = plan::plan(&sources, &units[0], &manifest.unwrap(), "cn-beijing");
//! let copy = splice(template, &plan.edits).unwrap();
//! assert!(copy.contains("ImageId: m-2zeabcdefghijklmnop"));
//! ```
//!
//! The modules are in the order in which data flows; see `ARCHITECTURE.md`. Those that this page does not show are
//! public for the tests and benches of nestc alone, and promise nothing.

#![allow(rustdoc::private_intra_doc_links, reason = "most readers of the comments work on nestc itself")]
#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "much of it is there for the modules that features leave out")
)]

#[cfg(feature = "lsp")]
mod adopt;
#[doc(hidden)]
pub mod binding;
#[cfg(feature = "files")]
mod build;
#[cfg(feature = "cli")]
pub mod cli;
#[doc(hidden)]
pub mod diagnostic;
mod grammar;
#[cfg(feature = "lsp")]
mod ide;
#[cfg(feature = "lsp")]
mod import;
#[doc(hidden)]
pub mod ir;
pub mod library;
pub mod lint;
#[doc(hidden)]
pub mod lower;
#[cfg(feature = "lsp")]
mod lsp;
pub mod manifest;
mod parallel;
pub mod plan;
#[cfg(feature = "files")]
mod project;
#[cfg(feature = "files")]
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod report;
mod resolve;
#[doc(hidden)]
pub mod schema;
#[cfg(feature = "lsp")]
mod session;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod syntax;
#[cfg(feature = "files")]
#[doc(hidden)]
pub mod workspace;

#[doc(inline)]
pub use diagnostic::{Applicability, Diagnostic, Edit, Label, Lang, RuleId, Severity, Text};
#[doc(inline)]
pub use ir::Unit;
#[doc(inline)]
pub use lower::ros::compile;
#[doc(inline)]
pub use plan::splice;
#[doc(inline)]
pub use source::{ColumnUnit, FileId, Span, TextRange};
#[doc(inline)]
pub use syntax::SourceMap;
#[cfg(feature = "files")]
#[doc(inline)]
pub use workspace::{FilePath, Workspace};
