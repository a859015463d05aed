//! What the targets check.

#[path = "../../tests/support/invariants.rs"]
mod invariants;
#[path = "../../tests/support/texts.rs"]
mod texts;

pub use texts::{hcl, hcl_template, json, yaml};
