//! The Diagnostic Format of reviewdog: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use serde::Serialize;

use super::{Place, Shown, on_disk, pretty};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{self, Report};
use crate::source::{ColumnUnit, LineColumn, Span};

/// Writes `report` to `out` as JSON, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    let source = Source { name: "nestc", url: env!("CARGO_PKG_REPOSITORY") };
    let diagnostics = report.findings.iter().map(|finding| Finding::new(shown, finding)).collect();
    pretty::write(out, &Document { source, diagnostics })
}

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

/// Lines and columns from 1; columns count bytes, as this format wants them.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Location<'a>,
}

impl<'a> Finding<'a> {
    fn new(shown: &'a Shown<'a>, finding: &'a Diagnostic) -> Self {
        let message = shown.message_and_help(finding);
        let related = finding.secondary.iter().map(|label| Related {
            message: shown.text(&label.message),
            location: location(shown, label.span),
        });
        Finding {
            message,
            location: location(shown, finding.primary.span),
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            },
            code: Code { value: finding.rule.code(), url: lint::url(finding.rule, shown.lang) },
            suggestions: suggestions(shown, finding),
            related_locations: related.collect(),
        }
    }
}

/// The fix, where it is in the file of the finding alone: a suggestion names no file.
fn suggestions(shown: &Shown<'_>, finding: &Diagnostic) -> Vec<Suggestion> {
    let file = shown.sources.host(finding.primary.span.file);
    let edits = finding.fix.as_ref().and_then(|fix| on_disk(shown.sources, fix));
    let edits = edits.filter(|edits| shown.shows_all(finding, edits)).unwrap_or_default();
    if edits.iter().any(|edit| edit.span.file != file) {
        return Vec::new();
    }
    edits.into_iter().map(|edit| Suggestion { range: range(shown, edit.span), text: edit.text }).collect()
}

fn location<'a>(shown: &'a Shown<'a>, span: Span) -> Location<'a> {
    Location { path: Place::of(shown.sources, span).file, range: range(shown, span) }
}

fn range(shown: &Shown<'_>, span: Span) -> Range {
    let place = Place::in_unit(shown.sources, span, ColumnUnit::Byte);
    let position = |at: LineColumn| Position { line: at.line, column: at.column };
    Range { start: position(place.start), end: position(place.end) }
}
