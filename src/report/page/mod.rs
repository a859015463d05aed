//! What a manifest and its templates come to, as one page of HTML that needs nothing else: which package has an
//! image in which region, where each comes from and who may see it, what each slot gets, and all findings.

mod packages;
mod slots;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::shown::visible;
use super::{Place, Shown, counted};
use crate::diagnostic::Diagnostic;
use crate::lint::Report;
use crate::manifest::Manifest;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::workspace::Compiled;

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// What the page is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Every text of the run.
    pub shown: &'a Shown<'a>,
    /// The templates.
    pub compiled: &'a [Compiled],
    /// What they are built from.
    pub manifest: &'a Manifest,
    /// What was found.
    pub report: &'a Report,
}

/// Writes the page about `subject` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, subject: Subject<'_>) -> io::Result<()> {
    let name = subject.shown.name(subject.manifest.file);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Images of " (name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Images of " code { (name) } }
                p.dim { (summary(subject)) }
                h2 { "Deployment packages" }
                (packages::table(subject.manifest))
                h2 { "Image slots" }
                (slots::table(subject))
                h2 { "Findings" }
                (findings(subject))
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    out.write_all(b"\n")
}

fn summary(subject: Subject<'_>) -> String {
    let counts = subject.report.counts;
    [
        (subject.compiled.len(), "template"),
        (subject.manifest.packages.len(), "package"),
        (counts.errors, "error"),
        (counts.warnings, "warning"),
        (counts.notes, "note"),
    ]
    .map(|(count, noun)| counted(count, noun))
    .join(", ")
}

fn findings(subject: Subject<'_>) -> Markup {
    let findings = &subject.report.findings;
    if findings.is_empty() {
        return html! { p.good { "none" } };
    }
    html! {
        div.scroll {
            table {
                thead { tr { th { "Severity" } th { "Rule" } th { "Place" } th { "Finding" } } }
                tbody { @for finding in findings { (row(subject.shown, finding)) } }
            }
        }
    }
}

fn row(shown: &Shown<'_>, finding: &Diagnostic) -> Markup {
    let severity = finding.severity.name();
    html! {
        tr {
            td { span class=(severity) { (severity) } }
            td.id { (finding.rule.code()) br; span.dim { (finding.rule.name()) } }
            td.place { (place(shown.sources, finding.primary.span)) }
            td {
                (code_in(&shown.text(&finding.message)))
                @if let Some(help) = shown.help(finding) { p.dim { (code_in(&shown.text(help))) } }
            }
        }
    }
}

/// File, line and column of `span`.
fn place(sources: &SourceMap, span: Span) -> Markup {
    let place = Place::of(sources, span);
    html! { code { (visible(place.shown)) ":" (place.start.line) ":" (place.start.column) } }
}

/// `text` with what is between backticks as code.
fn code_in(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
