//! What is at a place of a file, and what can be done there: for editors, without a word of their protocol.

use crate::diagnostic::Diagnostic;
use crate::ir::Unit;
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::source::FileId;
use crate::syntax::SourceMap;
use crate::workspace::{Failure, Workspace};

/// A file with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'s> {
    /// The files.
    pub(crate) workspace: &'s Workspace,
    /// The unit that the file is part of, where it is a template.
    pub(crate) unit: Option<&'s Unit>,
    /// The manifest of the file.
    pub(crate) manifest: Option<&'s Manifest>,
    /// The text of the file.
    pub(crate) file: FileId,
    /// The findings in the file and in the rest of its unit.
    pub(crate) findings: &'s [Diagnostic],
    /// What could not be read.
    pub(crate) failures: &'s [Failure],
    /// Another number after each change of the findings.
    pub(crate) stamp: u64,
}

impl<'s> View<'s> {
    /// The texts.
    pub(crate) fn sources(&self) -> &'s SourceMap {
        &self.workspace.sources
    }

    /// The unit with its texts.
    pub(crate) fn cx(&self) -> Option<Cx<'s>> {
        Some(Cx::new(&self.workspace.sources, self.unit?))
    }

    /// The findings in the file itself.
    pub(crate) fn own_findings(&self) -> impl Iterator<Item = &'s Diagnostic> {
        let (sources, file) = (self.sources(), self.file);
        self.findings.iter().filter(move |finding| sources.host(finding.primary.span.file) == file)
    }
}
