//! Findings for people: the text with the value underlined, further places, help and notes.

mod excerpt;

use std::collections::HashSet;
use std::io::{self, Write};

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files;
use codespan_reporting::term::{self, termcolor};

use super::counted;
use super::view::visible;
use crate::diagnostic::{Applicability, Diagnostic, Lang, Severity};
use crate::lint::Report;
use crate::source::FileId;
use crate::syntax::SourceMap;
use excerpt::Excerpt;

/// Writes every finding of `report` to `out`, with its text. Colours only where `colour` says so.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(
    out: &mut dyn Write,
    sources: &SourceMap,
    report: &Report,
    lang: Lang,
    colour: bool,
) -> io::Result<()> {
    let config = term::Config::default();
    let mut excerpt = Excerpt::new(sources);
    let mut explained = HashSet::new();
    for finding in &report.findings {
        let drawn = drawn(&mut excerpt, finding, lang, explained.insert(finding.rule));
        let result = if colour {
            let mut painted = termcolor::Ansi::new(&mut *out);
            term::emit_to_write_style(&mut painted, &config, &excerpt, &drawn)
        } else {
            term::emit_to_io_write(&mut *out, &config, &excerpt, &drawn)
        };
        result.map_err(|error| match error {
            files::Error::Io(error) => error,
            other => io::Error::other(other),
        })?;
    }
    Ok(())
}

/// Writes one line to `out` that counts the findings.
///
/// # Errors
/// Those of writing to `out`.
pub fn write_summary(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{}", summary(report))
}

/// `finding` as codespan draws it; `first` is whether its rule is named for the first time.
fn drawn(
    excerpt: &mut Excerpt<'_>,
    finding: &Diagnostic,
    lang: Lang,
    first: bool,
) -> codespan::Diagnostic<FileId> {
    let severity = match finding.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    let (labels, elsewhere) = excerpt.labels(finding, lang);
    let mut notes = Vec::new();
    notes.extend(elsewhere.into_iter().map(|note| format!("also: {note}")));
    notes.extend(finding.help.iter().map(|help| format!("help: {}", visible(help.get(lang)))));
    notes.extend(finding.notes.iter().map(|note| format!("note: {}", visible(note.get(lang)))));
    if first {
        notes.push(format!("`nestc explain {}` tells more", finding.rule.name()));
    }
    codespan::Diagnostic::new(severity)
        .with_code(finding.rule.code())
        .with_message(visible(finding.message.get(lang)))
        .with_labels(labels)
        .with_notes(notes)
}

/// "2 errors and 1 warning in 3 files; `nestc fix` mends 1".
fn summary(report: &Report) -> String {
    let counts = report.counts;
    let kinds = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let said: Vec<String> =
        kinds.iter().filter(|(count, _)| *count > 0).map(|&(count, noun)| counted(count, noun)).collect();
    let found = match said.split_last() {
        None => "no findings".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    };
    let mut line = format!("{found} in {}", counted(report.files, "file"));
    if report.suppressed > 0 {
        line.push_str(&format!(", {} suppressed", report.suppressed));
    }
    let fixes = |wanted| {
        report
            .findings
            .iter()
            .filter_map(|it| it.fix.as_ref())
            .filter(|fix| fix.applicability == wanted)
            .count()
    };
    let (safe, unsafe_) = (fixes(Applicability::Safe), fixes(Applicability::Unsafe));
    match (safe, unsafe_) {
        (0, 0) => {}
        (0, _) => line.push_str(&format!("; `nestc fix --unsafe` mends {unsafe_}")),
        (_, 0) => line.push_str(&format!("; `nestc fix` mends {safe}")),
        _ => line.push_str(&format!("; `nestc fix` mends {safe}, `nestc fix --unsafe` {unsafe_} more")),
    }
    line
}
