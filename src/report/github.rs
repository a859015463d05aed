//! Annotations of GitHub Actions:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.

use std::io::{self, Write};

use super::shown::visible;
use super::{Place, Shown};
use crate::diagnostic::Severity;
use crate::lint::Report;

/// Writes a workflow command for each finding of `report` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    for finding in &report.findings {
        let place = Place::of(shown.sources, finding.primary.span);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let message = shown.message_and_help(finding);
        write!(out, "::{command} file={},line={}", property(&visible(place.file)), place.start.line)?;
        write!(out, ",endLine={}", place.end.line)?;
        if place.start.line == place.end.line {
            write!(out, ",col={},endColumn={}", place.start.column, place.end.column)?;
        }
        let title = property(&format!("{} {}", finding.rule.code(), finding.rule.name()));
        writeln!(out, ",title={title}::{}", data(&message))?;
    }
    Ok(())
}

/// `text` as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
