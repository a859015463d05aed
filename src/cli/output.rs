//! Findings and failures on streams.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::args::{Color, FailOn, Format, Reporting};
use super::{Status, Stop, Streams};
use crate::diagnostic::{Lang, Severity};
use crate::lint::Report;
use crate::report;
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::Failure;

/// A failure in one language.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
struct Shown {
    message: String,
    #[help]
    help: Option<String>,
}

/// Prints a failure of the program itself, with its way out.
pub(super) fn failure(err: &mut dyn Write, failure: &Failure, lang: Lang) -> io::Result<()> {
    let said = Shown {
        message: failure.message.get(lang).to_owned(),
        help: failure.help.as_ref().map(|help| help.get(lang).to_owned()),
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    if handler.render_report(&mut text, &said).is_err() {
        text = format!("  × {said}\n");
    }
    err.write_all(text.trim_start_matches('\n').as_bytes())
}

/// Prints the findings as `reporting` says.
pub(super) fn findings(
    reporting: &Reporting,
    sources: &SourceMap,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let mut out: Box<dyn Write + '_> = match &reporting.output_file {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(|error| {
            let (path, reason) = (crate::workspace::display(path), crate::workspace::reason(&error));
            Failure::new(
                text!(en: "cannot write `{path}`: {reason}", zh: "无法写入 `{path}`：{reason}", path, reason),
                text!(en: "name another --output-file", zh: "请指定其他 --output-file"),
            )
        })?)),
        None => Box::new(&mut *streams.out),
    };
    let lang = match reporting.format {
        Format::Human => streams.language.of_people(),
        _ => streams.language.of_programs(),
    };
    let to_terminal = reporting.output_file.is_none() && streams.out_is_terminal;
    match reporting.format {
        Format::Human => {
            report::human::write(&mut out, sources, report, lang, colour(reporting.color, to_terminal))?;
            if !reporting.quiet {
                report::human::write_summary(&mut out, report, lang)?;
            }
        }
        Format::Short => report::short::write(&mut out, sources, report, lang)?,
        Format::Json => report::json::write(&mut out, sources, report, lang)?,
        Format::Sarif => report::sarif::write(&mut out, sources, report, lang)?,
        Format::Github => report::github::write(&mut out, sources, report, lang)?,
        Format::Gitlab => report::gitlab::write(&mut out, sources, report, lang)?,
        Format::Junit => report::junit::write(&mut out, sources, report, lang)?,
    }
    out.flush()?;
    drop(out);
    Ok(status(reporting.fail_on, report.worst()))
}

fn colour(color: Color, to_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => to_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

fn status(fail_on: FailOn, worst: Option<Severity>) -> Status {
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return Status::Clean,
    };
    if worst.is_some_and(|worst| worst >= least) { Status::Findings } else { Status::Clean }
}
