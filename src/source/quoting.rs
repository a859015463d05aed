//! How a string is written, which decides how another string is written in its place.

/// The ways in which the languages write strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quoting {
    /// A plain YAML scalar; inside `[]` or `{}` fewer strings can be plain.
    YamlPlain {
        /// Whether it is in a flow collection.
        flow: bool,
    },
    /// `'…'` in YAML.
    YamlSingle,
    /// `"…"` in YAML.
    YamlDouble,
    /// `|` or `>` in YAML.
    YamlBlock,
    /// A JSON string.
    Json,
    /// `"…"` in HCL.
    HclQuoted,
    /// A heredoc in HCL.
    HclHeredoc,
}
