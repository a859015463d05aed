//! Template texts as ROS reads them: JSON first, then YAML.

use super::yaml::{Kind, Language};
use super::{SyntaxError, Tree, json, yaml};
use crate::diagnostic::RuleId;

/// Reads `text` as ROS does: as JSON, and where that fails as YAML. Where both fail, the tree and the
/// errors are those of the language that the author evidently wrote.
///
/// Ordinary YAML costs one parse: its first character already says that it is no JSON.
#[must_use]
pub fn read(text: &str) -> (Tree<Kind>, Language) {
    if !may_be_json(text) {
        return (yaml::parse(text), Language::Yaml);
    }
    let as_json = json::parse(text);
    // With plain spaces in their places it is JSON; YAML would take no-break spaces for text.
    let is_json = |error: &SyntaxError| error.rule == RuleId::NoBreakSpace && meant_as_json(text);
    if as_json.errors.iter().all(is_json) {
        return (as_json, Language::Json);
    }
    let as_yaml = yaml::parse(text);
    if as_yaml.errors.is_empty() || !meant_as_json(text) {
        return (as_yaml, Language::Yaml);
    }
    (as_json, Language::Json)
}

/// Whether the first character can begin a JSON text.
fn may_be_json(text: &str) -> bool {
    matches!(
        first_byte(text),
        Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'N' | b'I')
    )
}

/// Whether the text begins as JSON objects and arrays do.
fn meant_as_json(text: &str) -> bool {
    matches!(first_byte(text), Some(b'{' | b'['))
}

fn first_byte(text: &str) -> Option<u8> {
    text.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
