//! Where a finding is, as reports say it.

use crate::source::{ColumnUnit, LineColumn, Span};
use crate::syntax::SourceMap;

/// A span of a file on disk with its lines and columns. Columns count UTF-16 code units, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file's path as people read it.
    pub shown: &'a str,
    /// The file's path as machine formats write it.
    pub file: &'a str,
    /// The bytes in the file on disk.
    pub span: Span,
    /// Where the span begins.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

impl<'a> Place<'a> {
    /// The place of `span`, which may lie in an embedded text.
    #[must_use]
    pub fn of(sources: &'a SourceMap, span: Span) -> Self {
        Place::in_unit(sources, span, ColumnUnit::Utf16)
    }

    /// The place of `span`, whose columns count `unit`s.
    #[must_use]
    pub(super) fn in_unit(sources: &'a SourceMap, span: Span, unit: ColumnUnit) -> Self {
        let span = sources.on_disk(span);
        let at = |offset| sources.offset_line_column(span.file, offset, unit);
        Place {
            shown: sources.name(span.file),
            file: sources.portable_name(span.file),
            span,
            start: at(span.start),
            end: at(span.end),
        }
    }
}
