//! Findings for people: the text with the value underlined, further places, help and notes.

mod excerpt;

use std::collections::HashSet;
use std::io::{self, Write};

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::files;
use codespan_reporting::term::{self, termcolor};

use super::{Place, Shown, wrap};
use crate::diagnostic::{Applicability, Diagnostic, Lang, Severity, Text, counted};
use crate::lint::{self, Report};
use crate::source::FileId;
use crate::text;
use excerpt::Excerpt;

/// How findings are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// In colours.
    pub colour: bool,
    /// With the code of each rule as a link to its page.
    pub links: bool,
    /// With texts wrapped to so many columns.
    pub width: Option<usize>,
}

/// Writes every finding of `report` to `out`, with its text.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report, style: Style) -> io::Result<()> {
    let config = term::Config::default();
    let mut excerpt = Excerpt::new(shown);
    let mut explained = HashSet::new();
    for finding in &report.findings {
        let drawn = drawn(shown, &mut excerpt, finding, (explained.insert(finding.rule), style.width));
        let mut buffer = Vec::new();
        let result = if style.colour {
            let mut painted = termcolor::Ansi::new(&mut buffer);
            term::emit_to_write_style(&mut painted, &config, &excerpt, &drawn)
        } else {
            term::emit_to_io_write(&mut buffer, &config, &excerpt, &drawn)
        };
        result.map_err(|error| match error {
            files::Error::Io(error) => error,
            other => io::Error::other(other),
        })?;
        let code = finding.rule.code();
        let url = Some(lint::url(finding.rule, shown.lang)).filter(|_| style.links);
        // The code stands in the first line, before anything that comes from a text.
        let at = url.as_ref().and_then(|_| memchr::memmem::find(&buffer, code.as_bytes()));
        match (url, at.and_then(|at| buffer.split_at_checked(at))) {
            (Some(url), Some((before, rest))) => {
                out.write_all(before)?;
                write!(out, "\x1b]8;;{url}\x1b\\{code}\x1b]8;;\x1b\\")?;
                out.write_all(rest.get(code.len()..).unwrap_or_default())?;
            }
            _ => out.write_all(&buffer)?,
        }
    }
    Ok(())
}

/// `text` in lines of `width` columns, of which `first` are taken in the first one and `rest` in each of the others.
fn wrapped(text: &str, width: Option<usize>, first: usize, rest: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let indent = " ".repeat(first.saturating_sub(rest));
    let options = wrap::to(width.saturating_sub(rest)).initial_indent(&indent);
    let lines = textwrap::wrap(text, options).join("\n");
    lines.trim_start().to_owned()
}

/// How many columns are left of the notes below `finding`: its numbers of lines with a space, `= ` and one more.
fn gutter(shown: &Shown<'_>, finding: &Diagnostic) -> usize {
    let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
    let lines = labels.map(|label| Place::of(shown.sources, label.span).end.line);
    lines.max().unwrap_or(1).to_string().len() + 4
}

/// Writes one line to `out` that counts the findings.
///
/// # Errors
/// Those of writing to `out`.
pub fn write_summary(out: &mut dyn Write, report: &Report, lang: Lang) -> io::Result<()> {
    writeln!(out, "{}", summary(report).get(lang))
}

/// `finding` as codespan draws it; `first` is whether its rule is named for the first time, `width` how many columns its
/// texts may take.
fn drawn(
    shown: &Shown<'_>,
    excerpt: &mut Excerpt<'_>,
    finding: &Diagnostic,
    (first, width): (bool, Option<usize>),
) -> codespan::Diagnostic<FileId> {
    let severity = match finding.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Note => codespan::Severity::Note,
    };
    let labels = excerpt.labels(finding);
    let mut notes = Vec::new();
    let lang = shown.lang;
    let [file, also, help, note] = match lang {
        Lang::En => ["file: ", "also: ", "help: ", "note: "],
        Lang::Zh => ["文件：", "另见：", "建议：", "说明："],
    };
    notes.extend(labels.whole.into_iter().map(|it| format!("{file}{it}")));
    notes.extend(labels.elsewhere.into_iter().map(|place| format!("{also}{place}")));
    notes.extend(shown.help(finding).into_iter().map(|it| format!("{help}{}", shown.text(it))));
    notes.extend(finding.notes.iter().map(|it| format!("{note}{}", shown.text(it))));
    if first {
        let rule = finding.rule.name();
        let more = text!(en: "see `nestc explain {rule}`", zh: "详见 `nestc explain {rule}`", rule);
        notes.push(more.get(lang).to_owned());
    }
    let gutter = gutter(shown, finding);
    let notes = notes.iter().map(|note| wrapped(note, width, gutter, gutter)).collect();
    // The first line begins with the severity and the code.
    let head = finding.severity.name().len() + finding.rule.code().len() + 4;
    let message = wrapped(&shown.text(&finding.message), width, head, 0);
    codespan::Diagnostic::new(severity)
        .with_code(finding.rule.code())
        .with_message(message)
        .with_labels(labels.drawn)
        .with_notes(notes)
}

/// "2 errors and 1 warning in 3 files; `nestc fix` fixes 1".
fn summary(report: &Report) -> Text {
    let counts = report.counts;
    let kinds = [
        counted(counts.errors, "error", "errors", "个错误"),
        counted(counts.warnings, "warning", "warnings", "个警告"),
        counted(counts.notes, "note", "notes", "个提示"),
    ];
    let kinds = kinds.into_iter().zip([counts.errors, counts.warnings, counts.notes]);
    let found: Vec<Text> = kinds.filter(|(_, count)| *count > 0).map(|(text, _)| text).collect();
    let found = match found.is_empty() {
        true => text!(en: "no findings", zh: "未发现问题"),
        false => Text::list(found),
    };
    let mut line = match report.files {
        // Findings in the manifest alone, without a template that was looked at.
        0 => found,
        files => {
            let files = counted(files, "file", "files", "个文件");
            text!(en: "{found} in {files}", zh: "{files}：{found}", found, files)
        }
    };
    if report.suppressed > 0 {
        line = text!(en: "{line}, {count} suppressed", zh: "{line}，已屏蔽 {count} 个", line, count = report.suppressed);
    }
    let fixes = |wanted| {
        let fixes = report.findings.iter().filter_map(|it| it.fix.as_ref());
        fixes.filter(|fix| fix.applicability == wanted).count()
    };
    match (fixes(Applicability::Safe), fixes(Applicability::Unsafe)) {
        (0, 0) => line,
        (0, count) => text!(
            en: "{line}; `nestc fix --unsafe` fixes {count}",
            zh: "{line}；`nestc fix --unsafe` 可修复 {count} 个",
            line, count,
        ),
        (count, 0) => text!(
            en: "{line}; `nestc fix` fixes {count}",
            zh: "{line}；`nestc fix` 可修复 {count} 个",
            line, count,
        ),
        (safe, more) => text!(
            en: "{line}; `nestc fix` fixes {safe}, `nestc fix --unsafe` {more} more",
            zh: "{line}；`nestc fix` 可修复 {safe} 个，`nestc fix --unsafe` 还可修复 {more} 个",
            line, safe, more,
        ),
    }
}
