//! One line a finding: `file:line:column: error[NST101]: message`.

use std::io::{self, Write};

use super::shown::visible;
use super::{Place, Shown};
use crate::lint::Report;

/// Writes a line for each finding of `report` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    for finding in &report.findings {
        let place = Place::of(shown.sources, finding.primary.span);
        let (line, column) = (place.start.line, place.start.column);
        let (severity, code) = (finding.severity.name(), finding.rule.code());
        let (file, message) = (visible(place.shown), shown.text(&finding.message));
        writeln!(out, "{file}:{line}:{column}: {severity}[{code}]: {message}")?;
    }
    Ok(())
}
