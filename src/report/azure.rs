//! Logging commands of Azure Pipelines:
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.

use std::io::{self, Write};

use super::shown::visible;
use super::{Place, Shown};
use crate::diagnostic::Severity;
use crate::lint::Report;

/// Writes a command for each finding of `report` to `out`. Azure knows no notes: these are plain lines of the log.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    for finding in &report.findings {
        let place = Place::of(shown.sources, finding.primary.span);
        let (line, column, code) = (place.start.line, place.start.column, finding.rule.code());
        let file = visible(place.file);
        let message = shown.message_and_help(finding);
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => {
                writeln!(out, "{file}:{line}:{column}: note[{code}]: {}", message.replace('\n', "; "))?;
                continue;
            }
        };
        write!(out, "##vso[task.logissue type={kind};sourcepath={};linenumber={line};", property(&file))?;
        writeln!(out, "columnnumber={column};code={code};]{}", data(&message))?;
    }
    Ok(())
}

/// `text` as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// `text` as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
