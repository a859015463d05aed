//! Checkstyle's XML, which Jenkins and many reviewers read: <https://checkstyle.org/>.

use std::io::{self, Write};

use super::shown::visible;
use super::xml::escaped;
use super::{Place, Shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Report;

/// Writes `report` to `out` as XML.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    let file_of = |finding: &Diagnostic| Place::of(shown.sources, finding.primary.span).file;
    for findings in report.findings.chunk_by(|one, other| file_of(one) == file_of(other)) {
        let file = visible(findings.first().map(file_of).unwrap_or_default());
        writeln!(out, "  <file name=\"{}\">", escaped(&file))?;
        for finding in findings {
            let place = Place::of(shown.sources, finding.primary.span);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let message = shown.message_and_help(finding);
            let (line, column) = (place.start.line, place.start.column);
            write!(out, "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" ")?;
            let source = finding.rule.name();
            writeln!(out, "message=\"{}\" source=\"nestc.{source}\"/>", escaped(&message))?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
