//! Findings and failures on streams.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::args::{Color, FailOn, Format, Reporting, Selecting};
use super::{Language, Status, Stop, Streams, terminal};
use crate::diagnostic::{Lang, Severity, Text, did_you_mean};
use crate::lint::{self, Report, Selection};
use crate::render::put_file;
use crate::report::human::Style;
use crate::report::shown::visible;
use crate::report::{self, Shown};
use crate::syntax::SourceMap;
use crate::text;
use crate::workspace::{Failure, FilePath};

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
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(terminal::width().unwrap_or(100).min(100));
    if handler.render_report(&mut text, &said).is_err() {
        text = format!("  × {said}\n");
    }
    err.write_all(text.trim_start_matches('\n').as_bytes())
}

/// Prints a line about what was done.
pub(super) fn line(streams: &mut Streams<'_>, text: &Text) -> io::Result<()> {
    let text = visible(text.get(streams.language.of_people())).into_owned();
    writeln!(streams.err, "{text}")
}

/// Prints the findings as `reporting` says.
pub(super) fn findings(
    reporting: &Reporting,
    sources: &SourceMap,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let targets = targets(reporting)?;
    let capped = &*report.capped(sources);
    for (format, file) in targets {
        let Some(path) = file else {
            let style = style(reporting.color, streams.out_is_terminal);
            write_findings(
                streams.out,
                format,
                reporting,
                (sources, report, capped),
                (streams.language, style),
            )?;
            streams.out.flush()?;
            continue;
        };
        let mut bytes = Vec::new();
        let style = Style { colour: reporting.color == Color::Always, ..Style::default() };
        write_findings(&mut bytes, format, reporting, (sources, report, capped), (streams.language, style))?;
        put_report(path, &bytes)?;
    }
    Ok(status(reporting.fail_on, report.worst()))
}

/// Writes a file that the command line names.
pub(super) fn put_report(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    put_file(path, bytes).map_err(|error| {
        let (path, reason) = (crate::workspace::display(path), crate::workspace::reason(&error));
        Failure::new(
            text!(en: "cannot write `{path}`: {reason}", zh: "无法写入 `{path}`：{reason}", path, reason),
            text!(en: "name another file", zh: "请指定其他文件"),
        )
    })
}

/// The rules that `selecting` asks for.
pub(super) fn selection(selecting: &Selecting) -> Result<Selection, Failure> {
    Selection::new(&selecting.select, &selecting.ignore).map_err(|name| {
        let help = match lint::nearest_rule(&name.to_ascii_lowercase()) {
            Some(nearest) => did_you_mean(nearest),
            None => text!(en: "`nestc rules` lists all rules", zh: "`nestc rules` 会列出所有规则"),
        };
        Failure::new(text!(en: "there is no rule `{name}`", zh: "没有规则 `{name}`", name), help)
    })
}

/// Each format that was asked for, and the file that it goes to; `None` is the standard output, which one of them gets.
fn targets(reporting: &Reporting) -> Result<Vec<(Format, Option<&Path>)>, Failure> {
    let targets: Vec<_> = reporting
        .format
        .iter()
        .map(|target| (target.format, target.file.as_deref().or(reporting.output_file.as_deref())))
        .collect();
    let places: HashSet<_> =
        targets.iter().map(|(_, file)| file.map(|it| FilePath::new(it).key().to_owned())).collect();
    if places.len() < targets.len() {
        return Err(Failure::new(
            text!(en: "two formats go to one place", zh: "两种格式写到了同一处"),
            text!(
                en: "give all but one a file, such as `--format sarif=nestc.sarif --format human`",
                zh: "除一种格式外，请为其余格式指定文件，例如 `--format sarif=nestc.sarif --format human`",
            ),
        ));
    }
    Ok(targets)
}

/// Every file that reports are written to.
pub(super) fn files(reporting: &Reporting) -> impl Iterator<Item = &Path> {
    let named = reporting.format.iter().filter_map(|target| target.file.as_deref());
    named.chain(reporting.output_file.as_deref())
}

/// Whether the standard output has findings for people, to which differences can be added.
pub(super) fn is_for_people(reporting: &Reporting) -> bool {
    reporting.output_file.is_none()
        && reporting.format.iter().any(|target| target.format == Format::Human && target.file.is_none())
}

fn write_findings(
    out: &mut dyn Write,
    format: Format,
    reporting: &Reporting,
    (sources, report, capped): (&SourceMap, &Report, &Report),
    (language, style): (Language, Style),
) -> io::Result<()> {
    let lang = match format {
        Format::Human => language.of_people(),
        _ => language.of_programs(),
    };
    let shown = &Shown::asked(sources, lang, reporting.show_secrets);
    match format {
        Format::Human => {
            report::human::write(out, shown, capped, style)?;
            // Where nothing was looked at, nothing is said of it.
            let is_empty = report.files == 0 && report.findings.is_empty();
            if !reporting.quiet && !is_empty {
                report::human::write_summary(out, report, lang)?;
            }
            Ok(())
        }
        Format::Short => report::short::write(out, shown, capped),
        Format::Json => report::json::write(out, shown, capped),
        Format::Jsonl => report::jsonl::write(out, shown, capped),
        Format::Sarif => report::sarif::write(out, shown, capped),
        Format::Github => report::github::write(out, shown, capped),
        Format::Gitlab => report::gitlab::write(out, shown, capped),
        Format::Junit => report::junit::write(out, shown, capped),
        Format::Checkstyle => report::checkstyle::write(out, shown, capped),
        Format::Rdjson => report::rdjson::write(out, shown, capped),
        Format::Azure => report::azure::write(out, shown, capped),
    }
}

/// How findings are drawn on the standard output.
fn style(color: Color, to_terminal: bool) -> Style {
    Style {
        colour: colour(color, to_terminal),
        links: to_terminal && color != Color::Never && terminal::shows_links(),
        width: if to_terminal { terminal::width() } else { None },
    }
}

/// Whether the standard output is written in colours.
pub(super) fn colour(color: Color, to_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        Color::Auto => is_set("CLICOLOR_FORCE") || to_terminal,
    }
}

/// The status that the worst finding leads to.
pub(super) fn status(fail_on: FailOn, worst: Option<Severity>) -> Status {
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return Status::Clean,
    };
    if worst.is_some_and(|worst| worst >= least) { Status::Findings } else { Status::Clean }
}
