//! ## What it does
//! Finds errors in the form of `nestc.yaml`, `nestc.lock` or the configuration of computenest-cli: text that is not
//! valid YAML or JSON, unknown or duplicate keys, values of the wrong type, or an unknown version.
//!
//! ## Why is this bad
//! nestc would build something other than what was meant, or nothing at all. Where a string is expected, a number
//! must be quoted, because YAML reads `1.0` and `1.00` as the same number.
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
//! Safe for missing quotes and a missing `version: 1`. Unsafe for a key that resembles another, which may not be
//! the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::lint::{Pass, Rule, rule};

pub(in crate::lint) static RULE: Rule = rule!(InvalidManifest, "invalid_manifest", Pass::Engine);

// Reading the manifest makes these findings; they come to the run from outside.
