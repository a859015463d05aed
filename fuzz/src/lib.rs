//! What the targets check.

#[path = "../../tests/support/invariants.rs"]
mod invariants;
#[path = "../../tests/support/texts.rs"]
mod texts;

/// Reads `text` as YAML.
pub fn yaml(text: &str) {
    let _ = texts::yaml(text);
}

/// Reads `text` as JSON.
pub fn json(text: &str) {
    let _ = texts::json(text);
}

/// Reads `text` as HCL.
pub fn hcl(text: &str) {
    let _ = texts::hcl(text);
}

/// Reads `text` as a bare HCL template.
pub fn hcl_template(text: &str) {
    let _ = texts::hcl_template(text);
}
