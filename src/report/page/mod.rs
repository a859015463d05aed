//! What a manifest and its templates come to, as one page of HTML that needs nothing else: which package has an
//! image in which region, where each comes from and who may see it, what each slot gets, and all findings.

mod packages;
mod slots;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::shown::visible;
use super::{Place, Shown};
use crate::diagnostic::{Diagnostic, Lang, Text, counted};
use crate::lint::Report;
use crate::manifest::Manifest;
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;
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

impl Subject<'_> {
    /// `text` in the language of the page.
    fn say(&self, text: &Text) -> String {
        text.get(self.shown.lang).to_owned()
    }
}

/// What stands in the place of an empty table.
const NONE: Text = text!(en: "none", zh: "无");

/// Writes the page about `subject` to `out`.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, subject: Subject<'_>) -> io::Result<()> {
    let name = subject.shown.name(subject.manifest.file);
    let language = match subject.shown.lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    };
    let title = subject.say(&text!(en: "Images of ", zh: "镜像："));
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) (name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) code { (name) } }
                p.dim { (summary(subject)) }
                h2 { (subject.say(&text!(en: "Deployment packages", zh: "部署物"))) }
                (packages::table(subject))
                h2 { (subject.say(&text!(en: "Image slots", zh: "镜像属性"))) }
                (slots::table(subject))
                h2 { (subject.say(&text!(en: "Findings", zh: "检查结果"))) }
                (findings(subject))
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    out.write_all(b"\n")
}

fn summary(subject: Subject<'_>) -> String {
    let counts = subject.report.counts;
    let counted = [
        counted(subject.compiled.len(), "template", "templates", "个模板"),
        counted(subject.manifest.packages.len(), "package", "packages", "个部署物"),
        counted(counts.errors, "error", "errors", "个错误"),
        counted(counts.warnings, "warning", "warnings", "个警告"),
        counted(counts.notes, "note", "notes", "个提示"),
    ];
    counted.map(|text| subject.say(&text)).join(&subject.say(&text!(en: ", ", zh: "，")))
}

fn findings(subject: Subject<'_>) -> Markup {
    let findings = &subject.report.findings;
    if findings.is_empty() {
        return html! { p.good { (subject.say(&NONE)) } };
    }
    html! {
        div.scroll {
            table {
                thead {
                    tr {
                        th { (subject.say(&text!(en: "Severity", zh: "级别"))) }
                        th { (subject.say(&text!(en: "Rule", zh: "规则"))) }
                        th { (subject.say(&text!(en: "Place", zh: "位置"))) }
                        th { (subject.say(&text!(en: "Finding", zh: "检查结果"))) }
                    }
                }
                tbody { @for finding in findings { (row(subject.shown, finding)) } }
            }
        }
    }
}

fn row(shown: &Shown<'_>, finding: &Diagnostic) -> Markup {
    let severity = finding.severity.name();
    let shown_severity = finding.severity.text();
    html! {
        tr {
            td { span class=(severity) { (shown_severity.get(shown.lang)) } }
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
