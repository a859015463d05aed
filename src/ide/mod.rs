//! What is at a place of a file, and what can be done there: for editors, without a word of their protocol.

mod action;
pub(crate) mod actions;
mod adopting;
mod changes;
pub(crate) mod complete;
mod explain;
mod extract;
pub(crate) mod folding;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod linked;
pub(crate) mod links;
pub(crate) mod names;
pub(crate) mod rename;
mod rename_version;
pub(crate) mod render;
mod role;
pub(crate) mod selection;
pub(crate) mod signature;
pub(crate) mod symbols;
pub(crate) mod tokens;

use crate::diagnostic::Diagnostic;
use crate::ir::{NodeRef, Unit};
use crate::lower::Cx;
use crate::manifest::Manifest;
use crate::schema::Schema;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::SourceMap;
use crate::workspace::{Failure, Workspace};
pub(crate) use role::Role;

/// A file with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'s> {
    /// The files.
    pub(crate) workspace: &'s Workspace,
    /// The unit that the file is part of, where it is a template.
    pub(crate) unit: Option<&'s Unit>,
    /// The manifest of the file.
    pub(crate) manifest: Option<&'s Manifest>,
    /// The resource types that are known.
    pub(crate) schema: &'s Schema,
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

impl View<'_> {
    /// The innermost text at byte `at` of the file, and the byte of it that is meant.
    fn innermost(&self, at: u32) -> (FileId, u32) {
        self.sources().innermost(self.file, at)
    }

    /// The texts of the file: its own, and those that it carries and that were compiled.
    fn texts(&self) -> Vec<FileId> {
        let templates = self.unit.into_iter().flat_map(|unit| &unit.templates);
        let carried = templates.flat_map(|template| &template.files).copied();
        let mut texts: Vec<FileId> = carried.filter(|&it| self.sources().host(it) == self.file).collect();
        texts.push(self.file);
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Where `node` is in its text.
    fn range_of(&self, node: NodeRef) -> Option<TextRange> {
        Some(self.sources().parse(node.file)?.range(node.id))
    }

    /// Where `node` is.
    fn span_of(&self, node: NodeRef) -> Option<Span> {
        Some(self.range_of(node)?.in_file(node.file))
    }

    /// Whether `span` is in the file, or in a text that the file carries.
    pub(crate) fn is_here(&self, span: Span) -> bool {
        self.sources().host(span.file) == self.file
    }
}
