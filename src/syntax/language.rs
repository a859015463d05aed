//! The languages of texts.

/// The languages in which texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// YAML 1.1 as PyYAML reads it.
    Yaml,
    /// JSON.
    Json,
    /// HCL: a file of it, or a bare template.
    Hcl,
}
