//! What nestc says, as the protocol says it.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Range,
    TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::documents::World;
use crate::diagnostic::{self, Applicability, Edit, Fix, Lang, RuleId, Severity, Text};
use crate::lint;
use crate::report::{self, visible};
use crate::workspace::Failure;

/// The name under which editors show findings.
const SOURCE: &str = "nestc";

/// How findings are told to one client.
#[derive(Clone, Copy)]
pub(super) struct Telling {
    pub(super) lang: Lang,
    /// Whether the client shows further places.
    pub(super) shows_related: bool,
    /// Whether edits say which version of a document they are for.
    pub(super) versions_edits: bool,
}

impl Telling {
    fn said(self, text: &Text) -> String {
        visible(text.get(self.lang)).into_owned()
    }

    /// A finding.
    pub(super) fn diagnostic(self, world: World<'_>, finding: &diagnostic::Diagnostic) -> Diagnostic {
        let mut message = self.said(&finding.message);
        if let Some(help) = &finding.help {
            message.push('\n');
            message.push_str(&self.said(help));
        }
        let related = self.shows_related.then(|| self.related(world, finding)).filter(|it| !it.is_empty());
        Diagnostic {
            range: world.range(finding.primary.span),
            severity: Some(severity(finding.severity)),
            code: Some(finding.rule.code().to_owned().into()),
            code_description: Some(CodeDescription { href: Uri(lint::url(finding.rule, self.lang)) }),
            source: Some(SOURCE.to_owned()),
            message: message.into(),
            tags: tags(finding.rule),
            related_information: related,
            data: finding.fix.as_ref().and_then(|fix| self.fix_data(world, finding, fix)),
        }
    }

    /// What keeps a file from being looked at, at its start.
    pub(super) fn failure(self, failure: &Failure) -> Diagnostic {
        let mut message = self.said(&failure.message);
        if let Some(help) = &failure.help {
            message.push('\n');
            message.push_str(&self.said(help));
        }
        Diagnostic {
            range: Range::default(),
            severity: Some(DiagnosticSeverity::Error),
            source: Some(SOURCE.to_owned()),
            message: message.into(),
            ..Diagnostic::default()
        }
    }

    fn related(
        self,
        world: World<'_>,
        finding: &diagnostic::Diagnostic,
    ) -> Vec<DiagnosticRelatedInformation> {
        let labels = finding.secondary.iter().filter(|label| !label.message.is_empty());
        let own = Some(&finding.primary).filter(|label| !label.message.is_empty());
        let all = own.into_iter().chain(labels);
        let told = all.filter_map(|label| {
            let location = world.location(label.span)?;
            Some(DiagnosticRelatedInformation { location, message: self.said(&label.message) })
        });
        let notes = finding.notes.iter().filter_map(|note| {
            let location = world.location(finding.primary.span)?;
            Some(DiagnosticRelatedInformation { location, message: self.said(note) })
        });
        told.chain(notes).collect()
    }

    /// The fix as clients that apply fixes themselves can use it.
    fn fix_data(self, world: World<'_>, finding: &diagnostic::Diagnostic, fix: &Fix) -> Option<Value> {
        let edits = report::on_disk(&world.workspace.sources, fix)?;
        let edit = self.workspace_edit(world, &edits)?;
        let applicability = match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        };
        Some(json!({"rule": finding.rule.name(), "fix": {"applicability": applicability, "edit": edit}}))
    }

    /// Edits of files on disk, which clients that count versions apply to these versions alone. `None` where there is
    /// nothing to do.
    pub(super) fn workspace_edit(self, world: World<'_>, edits: &[Edit]) -> Option<WorkspaceEdit> {
        let mut by_file: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
        for edit in edits {
            let uri = world.uri(edit.span.file)?;
            let text = TextEdit { range: world.range(edit.span), new_text: edit.text.clone() };
            match by_file.iter_mut().find(|(own, ..)| *own == uri) {
                Some((.., edits)) => edits.push(text),
                None => by_file.push((uri, world.version(edit.span.file), vec![text])),
            }
        }
        if by_file.is_empty() {
            return None;
        }
        if !self.versions_edits {
            let changes: HashMap<Uri, Vec<TextEdit>> =
                by_file.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let changes = by_file.into_iter().map(
            |(uri, version, edits)| json!({"textDocument": {"uri": uri, "version": version}, "edits": edits}),
        );
        serde_json::from_value(json!({"documentChanges": changes.collect::<Vec<_>>()})).ok()
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// How editors show what the rule finds: faded, or struck through.
fn tags(rule: RuleId) -> Option<Vec<DiagnosticTag>> {
    let name = rule.name();
    if name.starts_with("unused-") {
        Some(vec![DiagnosticTag::Unnecessary])
    } else if name.starts_with("end-of-life") || name.starts_with("deprecated") {
        Some(vec![DiagnosticTag::Deprecated])
    } else {
        None
    }
}
