//! GitLab's Code Quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Place, Shown, pretty};
use crate::diagnostic::Severity;
use crate::lint::Report;

/// Writes `report` to `out` as a JSON array, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    let mut fingerprints = Fingerprints::new();
    let issues: Vec<Issue<'_>> = report
        .findings
        .iter()
        .map(|finding| {
            let place = Place::of(shown.sources, finding.primary.span);
            Issue {
                description: shown.text(&finding.message),
                check_name: finding.rule.name(),
                fingerprint: fingerprints.of(shown, finding),
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
    pretty::write(out, &issues)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
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
