//! Findings as one JSON document, version 1; the format is stable.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Place, Shown, on_disk, pretty};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label};
use crate::lint::{self, Report};

/// Writes `report` to `out` as JSON, with a final line break.
///
/// # Errors
/// Those of writing to `out`.
pub fn write(out: &mut dyn Write, shown: &Shown<'_>, report: &Report) -> io::Result<()> {
    let document = Document {
        version: 1,
        findings: findings(shown, report).collect(),
        summary: Summary {
            files: report.files,
            skipped: report.skipped,
            errors: report.counts.errors,
            warnings: report.counts.warnings,
            notes: report.counts.notes,
            suppressed: report.suppressed,
        },
    };
    pretty::write(out, &document)
}

/// The findings of `report` as the document has them.
pub(super) fn findings<'a>(
    shown: &'a Shown<'a>,
    report: &'a Report,
) -> impl Iterator<Item = impl Serialize + 'a> {
    let mut fingerprints = Fingerprints::new();
    report.findings.iter().map(move |finding| Finding::new(shown, finding, fingerprints.of(shown, finding)))
}

#[derive(Serialize)]
struct Document<F> {
    version: u32,
    findings: Vec<F>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    skipped: usize,
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
    message: Cow<'a, str>,
    #[serde(flatten)]
    place: PlaceFields<'a>,
    end_line: u32,
    end_column: u32,
    path: &'a str,
    fingerprint: String,
    /// What the finding's own place is, if that is said, then the further places.
    labels: Vec<LabelFields<'a>>,
    notes: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Cow<'a, str>>,
    url: String,
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
    message: Cow<'a, str>,
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
    fn new(shown: &'a Shown<'a>, finding: &'a Diagnostic, fingerprint: String) -> Self {
        let place = Place::of(shown.sources, finding.primary.span);
        let labels = std::iter::once(&finding.primary).chain(&finding.secondary);
        let labels = labels.filter(|label| !label.message.is_empty());
        Finding {
            code: finding.rule.code(),
            rule: finding.rule.name(),
            severity: finding.severity.name(),
            message: shown.exact(&finding.message),
            place: PlaceFields::new(&place),
            end_line: place.end.line,
            end_column: place.end.column,
            path: &finding.path,
            fingerprint,
            labels: labels.map(|label| LabelFields::new(shown, label)).collect(),
            notes: finding.notes.iter().map(|note| shown.exact(note)).collect(),
            help: shown.help(finding).map(|help| shown.exact(help)),
            url: lint::url(finding.rule, shown.lang),
            fix: finding.fix.as_ref().and_then(|fix| FixFields::new(shown, finding, fix)),
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
    fn new(shown: &'a Shown<'a>, label: &'a Label) -> Self {
        let place = PlaceFields::new(&Place::of(shown.sources, label.span));
        LabelFields { place, message: shown.exact(&label.message) }
    }
}

impl<'a> FixFields<'a> {
    /// `None` where the fix cannot be written in the file on disk, or would show a secret.
    fn new(shown: &'a Shown<'a>, finding: &Diagnostic, fix: &Fix) -> Option<Self> {
        let edits = on_disk(shown.sources, fix).filter(|edits| shown.shows_all(finding, edits))?;
        let fields = edits.into_iter().map(|edit| EditFields {
            file: shown.sources.portable_name(edit.span.file),
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
