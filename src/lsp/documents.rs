//! The documents that the client has open, and where places are in them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{Location, Range, Uri};

use super::position::{Encoding, Places};
use super::uri;
use crate::source::{FileId, LineIndex, Span, TextRange};
use crate::workspace::{FilePath, Workspace};

/// A document that is open.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Its address as the client spells it.
    pub(super) uri: Uri,
    /// The file that it is.
    pub(super) path: FilePath,
    /// The version of the text.
    pub(super) version: i32,
}

/// The documents that are open.
#[derive(Debug, Default)]
pub(super) struct Documents {
    by_uri: HashMap<String, Document>,
    by_key: HashMap<PathBuf, String>,
}

impl Documents {
    pub(super) fn insert(&mut self, document: Document) {
        let uri = document.uri.0.clone();
        self.by_key.insert(document.path.key().to_owned(), uri.clone());
        self.by_uri.insert(uri, document);
    }

    pub(super) fn remove(&mut self, uri: &Uri) -> Option<Document> {
        let document = self.by_uri.remove(&uri.0)?;
        let key = document.path.key();
        if self.by_key.get(key) == Some(&uri.0) {
            self.by_key.remove(key);
        }
        Some(document)
    }

    pub(super) fn get(&self, uri: &Uri) -> Option<&Document> {
        self.by_uri.get(&uri.0)
    }

    pub(super) fn get_mut(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.by_uri.get_mut(&uri.0)
    }

    /// The document of the file with that key.
    pub(super) fn of_key(&self, key: &Path) -> Option<&Document> {
        self.by_uri.get(self.by_key.get(key)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.by_uri.values()
    }

    /// The file at the address `uri`; `None` for what is neither open nor a file.
    pub(super) fn path(&self, uri: &Uri) -> Option<FilePath> {
        match self.get(uri) {
            Some(document) => Some(document.path.clone()),
            None => uri::to_path(uri).map(|path| FilePath::new(&path)),
        }
    }
}

/// Texts whose places are to be told to the client.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) documents: &'a Documents,
    pub(super) workspace: &'a Workspace,
    pub(super) encoding: Encoding,
}

impl<'a> World<'a> {
    /// The places of text `file`.
    pub(super) fn places(&self, file: FileId) -> Option<Places<'a>> {
        let source = self.workspace.sources.get(file)?;
        let is_open = self.workspace.path(file).is_some_and(|it| self.documents.of_key(it.key()).is_some());
        Some(Places {
            text: &source.text,
            lines: source.lines(),
            encoding: self.encoding,
            counts_mark: is_open,
        })
    }

    /// The range of `span` in the file on disk; an embedded text is in its host.
    pub(super) fn range(&self, span: Span) -> Range {
        let span = self.workspace.sources.on_disk(span);
        self.places(span.file).map(|places| places.range(span.range())).unwrap_or_default()
    }

    /// The address of the file on disk that text `file` is in.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let path = self.workspace.path(file)?;
        Some(match self.documents.of_key(path.key()) {
            Some(document) => document.uri.clone(),
            None => uri::of_path(path.key()),
        })
    }

    /// The version of the document that text `file` is in, where it is open.
    pub(super) fn version(&self, file: FileId) -> Option<i32> {
        let path = self.workspace.path(file)?;
        self.documents.of_key(path.key()).map(|document| document.version)
    }

    /// Where `span` is.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        Some(Location { uri: self.uri(span.file)?, range: self.range(span) })
    }
}

/// The bytes of `range` in `text`, which the client has open.
pub(super) fn bytes_in(text: &str, range: Range, encoding: Encoding) -> TextRange {
    let lines = LineIndex::new(text);
    Places { text, lines: &lines, encoding, counts_mark: true }.bytes(range)
}
