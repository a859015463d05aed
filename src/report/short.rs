//! One line a finding: `file:line:column: error[NST101]: message`.

use std::io::{self, Write};

use super::Place;
use super::view::visible;
use crate::diagnostic::Lang;
use crate::lint::Report;
use crate::syntax::SourceMap;

/// Writes a line for each finding of `report` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, sources: &SourceMap, report: &Report, lang: Lang) -> io::Result<()> {
    for finding in &report.findings {
        let place = Place::of(sources, finding.primary.span);
        let (line, column) = (place.start.line, place.start.column);
        let (severity, code) = (finding.severity.name(), finding.rule.code());
        let (file, message) = (visible(place.shown), visible(finding.message.get(lang)));
        writeln!(out, "{file}:{line}:{column}: {severity}[{code}]: {message}")?;
    }
    Ok(())
}
