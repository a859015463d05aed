//! Findings and failures on streams.

use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::args::{Color, FailOn, Format, Reporting};
use super::{Status, Stop, Streams};
use crate::diagnostic::{Lang, Severity};
use crate::lint::Report;
use crate::render::put_file;
use crate::report::shown::visible;
use crate::report::{self, Shown};
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::Failure;

/// A failure in one language.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
struct Said {
    message: String,
    #[help]
    help: Option<String>,
}

/// Prints a failure of the program itself, with its way out.
pub(super) fn failure(err: &mut dyn Write, failure: &Failure, lang: Lang) -> io::Result<()> {
    let said = Said {
        message: visible(failure.message.get(lang)).into_owned(),
        help: failure.help.as_ref().map(|help| visible(help.get(lang)).into_owned()),
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
    let mut bytes = Vec::new();
    let to_terminal = reporting.output_file.is_none() && streams.out_is_terminal;
    let mut out: &mut dyn Write = match &reporting.output_file {
        Some(_) => &mut bytes,
        None => &mut *streams.out,
    };
    let lang = match reporting.format {
        Format::Human => streams.language.of_people(),
        _ => streams.language.of_programs(),
    };
    let shown = &Shown::asked(sources, lang, reporting.show_secrets);
    let shown_report = &*report.capped(sources);
    match reporting.format {
        Format::Human => {
            report::human::write(&mut out, shown, shown_report, colour(reporting.color, to_terminal))?;
            if !reporting.quiet {
                report::human::write_summary(&mut out, report, lang)?;
            }
        }
        Format::Short => report::short::write(&mut out, shown, shown_report)?,
        Format::Json => report::json::write(&mut out, shown, shown_report)?,
        Format::Sarif => report::sarif::write(&mut out, shown, shown_report)?,
        Format::Github => report::github::write(&mut out, shown, shown_report)?,
        Format::Gitlab => report::gitlab::write(&mut out, shown, shown_report)?,
        Format::Junit => report::junit::write(&mut out, shown, shown_report)?,
    }
    out.flush()?;
    if let Some(path) = &reporting.output_file {
        put_file(path, &bytes).map_err(|error| {
            let (path, reason) = (crate::workspace::display(path), crate::workspace::reason(&error));
            Failure::new(
                text!(en: "cannot write `{path}`: {reason}", zh: "无法写入 `{path}`：{reason}", path, reason),
                text!(en: "name another --output-file", zh: "请指定其他 --output-file"),
            )
        })?;
    }
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
