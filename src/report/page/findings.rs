//! The table of findings.

use maud::{Markup, html};

use super::draft::{Page, code_in};
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::lint;
use crate::text;

/// All findings, or that there are none.
pub(super) fn table(page: &mut Page<'_>) -> Markup {
    let subject = page.subject;
    let findings = &subject.report.findings;
    if findings.is_empty() {
        return page.none();
    }
    let count = counted(findings.len(), "finding", "findings", "个检查结果");
    html! {
        div.scroll.cards.findings role="group" tabindex="0" aria-labelledby="findings" {
            table {
                caption { (subject.say(&count)) }
                thead {
                    tr {
                        (page.head(&text!(en: "Severity", zh: "级别")))
                        (page.head(&text!(en: "Rule", zh: "规则")))
                        (page.head(&text!(en: "Place", zh: "位置")))
                        (page.head(&text!(en: "Finding", zh: "检查结果")))
                    }
                }
                tbody { @for finding in findings { (row(page, finding)) } }
            }
        }
    }
}

fn row(page: &mut Page<'_>, finding: &Diagnostic) -> Markup {
    let shown = page.subject.shown;
    let rule = finding.rule;
    let severity = finding.severity;
    let link = page.texts.link(shown, finding.primary.span);
    html! {
        tr.row.p[severity != Severity::Note] {
            td { span class=(severity.name()) { (severity.text().get(shown.lang)) } }
            td.id { a href=(lint::url(rule, shown.lang)) { (rule.code()) } br; span.dim { (rule.name()) } }
            td.place { (link) }
            td {
                (code_in(&shown.text(&finding.message)))
                @if let Some(help) = shown.help(finding) { p.dim { (code_in(&shown.text(help))) } }
                @for label in &finding.secondary {
                    @let link = page.texts.link(shown, label.span);
                    p.dim { (link) " " (code_in(&shown.text(&label.message))) }
                }
            }
        }
    }
}
