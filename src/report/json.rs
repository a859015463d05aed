//! Findings as one JSON document, version 1; the format is stable.

use std::io::{self, Write};

use serde::Serialize;

use super::{Place, on_disk};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Lang};
use crate::lint::{self, Report};
use crate::syntax::SourceMap;

/// Writes `report` to `out` as JSON, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, sources: &SourceMap, report: &Report, lang: Lang) -> io::Result<()> {
    let document = Document {
        version: 1,
        findings: report.findings.iter().map(|finding| Finding::new(sources, finding, lang)).collect(),
        summary: Summary {
            files: report.files,
            errors: report.counts.errors,
            warnings: report.counts.warnings,
            notes: report.counts.notes,
            suppressed: report.suppressed,
        },
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceFields<'a>,
    end_line: u32,
    end_column: u32,
    path: &'a str,
    /// What the finding's own place is, if that is said, then the further places.
    labels: Vec<LabelFields<'a>>,
    notes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixFields<'a>>,
}

#[derive(Serialize)]
struct PlaceFields<'a> {
    file: &'a str,
    span: Bytes,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct LabelFields<'a> {
    #[serde(flatten)]
    place: PlaceFields<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct FixFields<'a> {
    applicability: &'a str,
    edits: Vec<EditFields<'a>>,
}

#[derive(Serialize)]
struct EditFields<'a> {
    file: &'a str,
    span: Bytes,
    text: String,
}

impl<'a> Finding<'a> {
    fn new(sources: &'a SourceMap, finding: &'a Diagnostic, lang: Lang) -> Self {
        let place = Place::of(sources, finding.primary.span);
        let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
        let labels = labels.filter(|label| !label.message.is_empty());
        Finding {
            code: finding.rule.code(),
            rule: finding.rule.name(),
            severity: finding.severity.name(),
            message: finding.message.get(lang),
            place: PlaceFields::new(&place),
            end_line: place.end.line,
            end_column: place.end.column,
            path: &finding.path,
            labels: labels.map(|label| LabelFields::new(sources, label, lang)).collect(),
            notes: finding.notes.iter().map(|note| note.get(lang)).collect(),
            help: finding.help.as_ref().map(|help| help.get(lang)),
            url: lint::by_id(finding.rule).and_then(lint::url),
            fix: finding.fix.as_ref().and_then(|fix| FixFields::new(sources, fix)),
        }
    }
}

impl<'a> PlaceFields<'a> {
    fn new(place: &Place<'a>) -> Self {
        PlaceFields {
            file: place.file,
            span: Bytes { start: place.span.start, end: place.span.end },
            line: place.start.line,
            column: place.start.column,
        }
    }
}

impl<'a> LabelFields<'a> {
    fn new(sources: &'a SourceMap, label: &'a Label, lang: Lang) -> Self {
        let place = PlaceFields::new(&Place::of(sources, label.span));
        LabelFields { place, message: label.message.get(lang) }
    }
}

impl<'a> FixFields<'a> {
    /// `None` where the fix cannot be written in the file on disk.
    fn new(sources: &'a SourceMap, fix: &Fix) -> Option<Self> {
        let edits = on_disk(sources, fix)?;
        let fields = edits.into_iter().map(|edit| EditFields {
            file: sources.portable_name(edit.span.file),
            span: Bytes { start: edit.span.start, end: edit.span.end },
            text: edit.text,
        });
        let applicability = match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        };
        Some(FixFields { applicability, edits: fields.collect() })
    }
}
