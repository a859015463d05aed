//! Every text of one run, whether it came from a file or was carried inside another text.

use std::sync::OnceLock;

use super::{ColumnUnit, FileId, LineColumn, LineIndex, Pieces, Quoting, Span, TextRange};

/// Where an embedded text comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The text that carries it; itself embedded, or a file.
    pub host: FileId,
    /// The scalar of the host that holds it.
    pub scalar: TextRange,
    /// How the host writes it.
    pub quoting: Quoting,
    /// Where its characters are in the host.
    pub pieces: Pieces,
}

/// One text with its name.
#[derive(Debug)]
pub struct Source {
    /// The path as reports show it, with `/`; for an embedded text the name that its host has for it.
    pub name: String,
    /// The path as machine formats show it, where that is another one.
    portable: Option<String>,
    /// The text, byte for byte.
    pub text: String,
    /// For a text that is carried inside another one.
    pub origin: Option<Origin>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// Where the text's lines begin; made on the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// The texts of one run, by [`FileId`]. Texts can be added from several threads at once and are never
/// taken away; their ids say nothing about their order.
#[derive(Debug, Default)]
pub struct SourceMap {
    sources: boxcar::Vec<Source>,
}

impl SourceMap {
    /// A map without texts.
    #[must_use]
    pub fn new() -> Self {
        SourceMap::default()
    }

    /// Adds the text of a file; `name` is the path that reports show.
    pub fn add(&self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), None, text.into(), None)
    }

    /// Adds the text of a file that machine formats call `portable`.
    pub fn add_file(&self, name: impl Into<String>, portable: String, text: impl Into<String>) -> FileId {
        let name = name.into();
        let portable = Some(portable).filter(|it| *it != name);
        self.push(name, portable, text.into(), None)
    }

    /// Adds a text that `origin` carries.
    pub fn add_embedded(&self, name: impl Into<String>, text: impl Into<String>, origin: Origin) -> FileId {
        self.push(name.into(), None, text.into(), Some(origin))
    }

    fn push(&self, name: String, portable: Option<String>, text: String, origin: Option<Origin>) -> FileId {
        FileId(self.sources.push(Source { name, portable, text, origin, lines: OnceLock::new() }) as u32)
    }

    /// The text `id`; `None` where this map never returned that id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The characters of text `id`; empty where this map never returned that id.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.get(id).map_or("", |source| &source.text)
    }

    /// The name of text `id`.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", |source| &source.name)
    }

    /// The name of text `id` in machine formats, whatever the working folder.
    #[must_use]
    pub fn portable_name(&self, id: FileId) -> &str {
        self.get(id).map_or("", |source| source.portable.as_ref().unwrap_or(&source.name))
    }

    /// The characters of `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.range().of(self.text(span.file))
    }

    /// The file on disk that text `id` is, or is carried in.
    #[must_use]
    pub fn host(&self, mut id: FileId) -> FileId {
        while let Some(origin) = self.get(id).and_then(|source| source.origin.as_ref()) {
            id = origin.host;
        }
        id
    }

    /// `span` as a span of the file on disk: the same for a file, mapped for an embedded text.
    #[must_use]
    pub fn on_disk(&self, mut span: Span) -> Span {
        while let Some(origin) = self.get(span.file).and_then(|source| source.origin.as_ref()) {
            span = origin.pieces.to_outer(span.range()).in_file(origin.host);
        }
        span
    }

    /// The line and column of the first byte of `span` in the file on disk.
    #[must_use]
    pub fn line_column(&self, span: Span, unit: ColumnUnit) -> LineColumn {
        let span = self.on_disk(span);
        self.offset_line_column(span.file, span.start, unit)
    }

    /// The line and column of byte `offset` of text `id`.
    #[must_use]
    pub fn offset_line_column(&self, id: FileId, offset: u32, unit: ColumnUnit) -> LineColumn {
        match self.get(id) {
            Some(source) => source.lines().line_column(&source.text, offset, unit),
            None => LineColumn { line: 1, column: 1 },
        }
    }

    /// All texts.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.sources.iter().map(|(index, source)| (FileId(index as u32), source))
    }
}
