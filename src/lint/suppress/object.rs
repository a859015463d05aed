//! Suppressions written into objects of JSON.

use super::comment::parse as parse_remark;
use crate::diagnostic::{REMARK, RuleId};
use crate::source::{Quoting, TextRange};
use crate::syntax::yaml::{Kind, View};
use crate::syntax::{NodeId, Parse, SyntaxError, write_string};

/// The edit that says under `//` of the object that begins at byte `at` that `rules` are silenced; `is_root` for all of the
/// text. `None` where what is there leaves no room.
pub(super) fn text_edit(
    parse: &Parse,
    at: u32,
    is_root: bool,
    rules: &[&str],
    reason: &str,
) -> Option<(TextRange, String)> {
    let (view, object) = object_at(parse, at)?;
    let allow = if is_root { "allow-file" } else { "allow" };
    let said = quoted(&format!("{REMARK} {allow}({}){}", rules.join(", "), because(reason)))?;
    let Some((_, value)) = view.entries(object).find(|(key, _)| view.text(*key) == "//") else {
        return Some(first_entry(parse, view, object, &format!("\"//\": {said}")));
    };
    let strings: Vec<NodeId> = match view.kind(value) {
        Kind::DoubleQuoted => vec![value],
        Kind::Sequence => view.items(value).collect(),
        _ => Vec::new(),
    };
    for string in strings {
        let range = view.range(string);
        let written = range.of(view.text);
        let text = written.trim_start_matches('"').trim_start();
        if let Some(rest) = text.strip_prefix(REMARK)
            && parse_remark(rest).is_ok()
        {
            let close = range.start + written.find(')')? as u32;
            return Some((TextRange::empty(close), format!(", {}", rules.join(", "))));
        }
    }
    let range = view.range(value);
    if view.kind(value) != Kind::Sequence {
        return Some((range, format!("[{}, {said}]", range.of(view.text))));
    }
    Some(match view.items(value).last() {
        Some(last) => (TextRange::empty(view.range(last).end), format!(", {said}")),
        None => (range, format!("[{said}]")),
    })
}

/// The edit that says in `Metadata` of the mapping that begins at byte `at` that `rules` are silenced.
pub(super) fn metadata_edit(
    parse: &Parse,
    at: u32,
    rules: &[&str],
    reason: &str,
) -> Option<(TextRange, String)> {
    let (view, mut object) = object_at(parse, at)?;
    // `Metadata` silences nothing without a reason.
    let reason = quoted(if reason.is_empty() { "accepted" } else { reason })?;
    // An entry that is there and silences nothing must be corrected by hand.
    let is_there = |object| view.entries(object).any(|(key, _)| rules.contains(&&*view.text(key)));
    let allowed: Vec<String> = rules.iter().map(|rule| format!("\"{rule}\": {reason}")).collect();
    let mut missing = vec!["Metadata", "nestc", "allow"];
    missing.reverse();
    while let Some(&name) = missing.last() {
        let Some((_, value)) = view.entries(object).find(|(key, _)| view.text(*key) == name) else { break };
        if view.kind(value) != Kind::Mapping {
            return None;
        }
        object = value;
        missing.pop();
    }
    if missing.is_empty() && is_there(object) {
        return None;
    }
    let mut entry = allowed.join(", ");
    for name in missing {
        entry = format!("\"{name}\": {{{entry}}}");
    }
    Some(last_entry(parse, view, object, &entry))
}

/// The object that begins at byte `at` of a text in JSON that is not damaged.
fn object_at(parse: &Parse, at: u32) -> Option<(View<'_>, NodeId)> {
    let is_damage = |error: &SyntaxError| matches!(error.rule, RuleId::SyntaxError | RuleId::BudgetExceeded);
    let view = parse.yaml().filter(|_| !parse.errors().iter().any(is_damage))?;
    let mut id = parse.node_at(at);
    while view.kind(id) != Kind::Mapping || view.range(id).start != at {
        id = parse.parent(id)?;
    }
    Some((view, id))
}

fn quoted(text: &str) -> Option<String> {
    Some(format!("\"{}\"", write_string(Quoting::Json, text)?))
}

/// The white space of JSON before `at`.
fn gap(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or_default();
    before.get(before.trim_end_matches([' ', '\t', '\n', '\r']).len()..).unwrap_or_default()
}

/// Writes `entry` as the first of `object`.
fn first_entry(parse: &Parse, view: View<'_>, object: NodeId, entry: &str) -> (TextRange, String) {
    match view.entries(object).next() {
        Some((first, _)) => {
            let start = view.range(first).start;
            let gap = Some(gap(&parse.text, start)).filter(|gap| !gap.is_empty()).unwrap_or(" ");
            (TextRange::empty(start), format!("{entry},{gap}"))
        }
        None => (TextRange::empty(view.range(object).start + 1), entry.to_owned()),
    }
}

/// Writes `entry` as the last of `object`.
fn last_entry(parse: &Parse, view: View<'_>, object: NodeId, entry: &str) -> (TextRange, String) {
    let entries: Vec<(NodeId, NodeId)> = view.entries(object).collect();
    match entries.last() {
        Some((key, value)) => {
            let own = gap(&parse.text, view.range(*key).start);
            // The only entry may be on the line of the brace.
            let gap = if own.is_empty() { " " } else { own };
            (TextRange::empty(view.range(*value).end), format!(",{gap}{entry}"))
        }
        None => (TextRange::empty(view.range(object).start + 1), entry.to_owned()),
    }
}

/// How a suppression ends that is there for `reason`; one without a reason ends before.
pub(super) fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" -- {reason}") }
}
