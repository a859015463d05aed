//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::shown::visible;
use super::{Place, Shown, on_disk, pretty};
use crate::diagnostic::{Diagnostic, Edit, Lang, RuleId, Severity};
use crate::lint::{self, Report, Rule};
use crate::syntax::SourceMap;

/// Writes `report` to `out` as a SARIF log of one run, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    let rules = Rules::of(report);
    let mut fingerprints = Fingerprints::new();
    let results = report.findings.iter().map(|finding| {
        let fingerprint = fingerprints.of(shown, finding);
        result(shown, &rules, finding, &fingerprint)
    });
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [json!({
            "tool": {"driver": {
                "name": "nestc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.descriptors(shown.lang),
            }},
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {"ROOT": {"description": {"text": "the root of the repository"}}},
            "results": results.collect::<Vec<Value>>(),
        })],
    };
    pretty::write(out, &log)
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Value; 1],
}

/// The rules that the report speaks of, in the order of their codes.
struct Rules(Vec<RuleId>);

impl Rules {
    fn of(report: &Report) -> Self {
        let rules: BTreeSet<RuleId> = report.findings.iter().map(|finding| finding.rule).collect();
        Rules(rules.into_iter().collect())
    }

    fn descriptors(&self, lang: Lang) -> Vec<Value> {
        self.0.iter().filter_map(|&id| lint::by_id(id)).map(|rule| descriptor(rule, lang)).collect()
    }
}

fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let page = lint::explain(rule.id.code(), lang).unwrap_or_default();
    let first = page.split("## What it does\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    json!({
        "id": rule.id.code(),
        "name": rule.id.name(),
        "shortDescription": {"text": rule.id.name().replace('-', " ")},
        "fullDescription": {"text": first.unwrap_or_default().replace('\n', " ")},
        "help": {"text": page, "markdown": page},
        "helpUri": lint::url(rule.id, lang),
        "defaultConfiguration": {"level": rule.id.level().name()},
    })
}

fn result(shown: &Shown<'_>, rules: &Rules, finding: &Diagnostic, fingerprint: &str) -> Value {
    let place = Place::of(shown.sources, finding.primary.span);
    let mut location = physical(&place);
    if let (false, Some(fields)) = (finding.path.is_empty(), location.as_object_mut()) {
        fields.insert("logicalLocations".to_owned(), json!([{"fullyQualifiedName": visible(&finding.path)}]));
    }
    let mut text = shown.text(&finding.message);
    if let Some(help) = shown.help(finding) {
        text.push_str("\nhelp: ");
        text.push_str(&shown.text(help));
    }
    for note in &finding.notes {
        text.push_str("\nnote: ");
        text.push_str(&shown.text(note));
    }
    let related = finding.secondary.iter().enumerate().map(|(id, label)| {
        let mut related = physical(&Place::of(shown.sources, label.span));
        if let Some(fields) = related.as_object_mut() {
            fields.insert("id".to_owned(), json!(id + 1));
            fields.insert("message".to_owned(), json!({"text": shown.text(&label.message)}));
        }
        related
    });
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut value = json!({
        "ruleId": finding.rule.code(),
        "ruleIndex": rules.0.binary_search(&finding.rule).ok(),
        "level": level,
        "message": {"text": text},
        "locations": [location],
        "relatedLocations": related.collect::<Vec<Value>>(),
        "partialFingerprints": {"nestc/v1": fingerprint},
    });
    let fix = finding
        .fix
        .as_ref()
        .and_then(|fix| on_disk(shown.sources, fix).filter(|edits| shown.shows_all(finding, edits)));
    if let (Some(edits), Some(fields)) = (fix, value.as_object_mut()) {
        let description = shown.text(shown.help(finding).unwrap_or(&finding.message));
        let changes = changes(shown.sources, &edits);
        let fix = json!([{"description": {"text": description}, "artifactChanges": changes}]);
        fields.insert("fixes".to_owned(), fix);
    }
    value
}

fn changes(sources: &SourceMap, edits: &[Edit]) -> Vec<Value> {
    let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in edits {
        let place = Place::of(sources, edit.span);
        let replacement = json!({"deletedRegion": region(&place), "insertedContent": {"text": edit.text}});
        files.entry(place.file).or_default().push(replacement);
    }
    let change =
        |(file, replacements)| json!({"artifactLocation": artifact(file), "replacements": replacements});
    files.into_iter().map(change).collect()
}

fn physical(place: &Place<'_>) -> Value {
    json!({"physicalLocation": {"artifactLocation": artifact(place.file), "region": region(place)}})
}

fn region(place: &Place<'_>) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn artifact(file: &str) -> Value {
    match file.starts_with('/') {
        // It lies outside the repository.
        true => json!({"uri": format!("file://{}", uri(file))}),
        false => json!({"uri": uri(file), "uriBaseId": "ROOT"}),
    }
}

/// The path `file` as a URI reference: everything but what a path may contain is percent-encoded.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte.into())
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
