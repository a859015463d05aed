//! JUnit XML, as continuous integration servers read it: a suite for each file, a failed case for each finding.

use std::io::{self, Write};

use super::shown::visible;
use super::xml::escaped;
use super::{Place, Shown};
use crate::diagnostic::Diagnostic;
use crate::lint::Report;

/// Writes `report` to `out` as XML.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    let total = report.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    // A report without cases reads as one that never ran, so a clean run has one case that passed.
    let cases = total.max(1);
    writeln!(out, "<testsuites name=\"nestc lint\" tests=\"{cases}\" failures=\"{total}\" errors=\"0\">")?;
    if total == 0 {
        writeln!(out, "  <testsuite name=\"nestc lint\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"nestc\"/>\n  </testsuite>")?;
    }
    let file_of = |finding: &Diagnostic| Place::of(shown.sources, finding.primary.span).file;
    for suite in report.findings.chunk_by(|one, other| file_of(one) == file_of(other)) {
        let file = suite.first().map(file_of).unwrap_or_default();
        let count = suite.len();
        let name = visible(file);
        let name = escaped(&name);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">")?;
        for finding in suite {
            write_case(out, shown, finding)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_case(out: &mut dyn Write, shown: &Shown<'_>, finding: &Diagnostic) -> io::Result<()> {
    let place = Place::of(shown.sources, finding.primary.span);
    let (line, column) = (place.start.line, place.start.column);
    let (file, message) = (visible(place.file), shown.text(&finding.message));
    let (file, rule, message) = (escaped(&file), finding.rule.name(), escaped(&message));
    let severity = finding.severity.name();
    writeln!(
        out,
        "    <testcase name=\"{rule} {line}:{column}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\">"
    )?;
    write!(out, "      <failure type=\"{severity}\" message=\"{message}\">")?;
    write!(out, "{file}:{line}:{column}: {severity}[{}]: {message}", finding.rule.code())?;
    if let Some(help) = shown.help(finding) {
        write!(out, "\nhelp: {}", escaped(&shown.text(help)))?;
    }
    writeln!(out, "</failure>\n    </testcase>")
}
