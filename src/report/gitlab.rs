//! GitLab's Code Quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde::Serialize;

use super::Place;
use super::fingerprint::Fingerprints;
use crate::diagnostic::{Lang, Severity};
use crate::lint::Report;
use crate::syntax::SourceMap;

/// Writes `report` to `out` as a JSON array, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, sources: &SourceMap, report: &Report, lang: Lang) -> io::Result<()> {
    let mut fingerprints = Fingerprints::new();
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .map(|finding| {
            let place = Place::of(sources, finding.primary.span);
            Issue {
                description: finding.message.get(lang),
                check_name: finding.rule.name(),
                fingerprint: fingerprints.of(sources, finding),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                location: Location {
                    path: place.file,
                    lines: Lines { begin: place.start.line, end: place.end.line },
                },
            }
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}
