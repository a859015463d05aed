//! ## What it does
//! Finds what is wrong with the shape of `nestc.yaml`, `nestc.lock` or the configuration of computenest-cli: text
//! that is no YAML or JSON, unknown or doubled keys, values of the wrong kind, an unknown version.
//!
//! ## Why is this bad
//! nestc would build something other than what was meant, or nothing. Where a string is expected, a number has to
//! stand in quotes, because YAML reads `1.0` and `1.00` as the same number.
//!
//! ## Example
//! ```yaml nestc.yaml
//! version: 1
//! regoins: [cn-hangzhou]
//! ```
//!
//! ## Use instead
//! ```yaml nestc.yaml
//! version: 1
//! regions: [cn-hangzhou]
//! ```
//!
//! ## Fix
//! Safe where quotes are missing or `version: 1` is; unsafe where a key is near another, which may not be the one
//! that was meant.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::Severity;
use crate::lint::{Look, Rule};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST200",
    name: "invalid-manifest",
    level: Severity::Error,
    source: include_str!("invalid_manifest.rs"),
    look: Look::Engine,
};

// Reading the manifest makes these findings; they come to the run from outside.
