//! Every text that is worked on, whether it came from a file or is carried inside another text, and what was read
//! from it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::{ColumnUnit, FileId, Format, LineColumn, LineIndex, Pieces, Quoting, Span, TextRange};

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

/// One text with its name, and with the `P` that was read from it.
#[derive(Debug)]
pub struct Source<P> {
    /// The path as reports show it, with `/`; for an embedded text the name that its host has for it.
    pub name: String,
    /// The path as machine formats show it, where that is another one.
    portable: Option<String>,
    /// The text, byte for byte.
    pub text: Arc<str>,
    /// How it is to be read.
    pub format: Format,
    /// How often it was edited.
    pub version: u32,
    /// For a text that is carried inside another one.
    pub origin: Option<Origin>,
    lines: OnceLock<LineIndex>,
    parse: OnceLock<P>,
    /// The texts that it carries, by where they begin in it.
    embedded: Mutex<BTreeMap<u32, FileId>>,
}

impl<P> Source<P> {
    fn new(name: String, text: Arc<str>, format: Format, origin: Option<Origin>) -> Self {
        Source {
            name,
            portable: None,
            text,
            format,
            version: 0,
            origin,
            lines: OnceLock::new(),
            parse: OnceLock::new(),
            embedded: Mutex::default(),
        }
    }

    /// Where the text's lines begin; made on the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// What is read from the text; `read` is called once for each version of it.
    pub(crate) fn parse_with(&self, read: impl FnOnce(&Self) -> P) -> &P {
        self.parse.get_or_init(|| read(self))
    }

    fn embedded(&self) -> MutexGuard<'_, BTreeMap<u32, FileId>> {
        self.embedded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Texts by their [`FileId`], each with the `P` that was read from it. They can be added from several threads at once;
/// their ids say nothing about their order. A text keeps its id when it is edited; the texts that it carried go then.
#[derive(Debug)]
pub struct Texts<P> {
    sources: boxcar::Vec<OnceLock<Source<P>>>,
    /// Ids that can be used again.
    free: Mutex<Vec<FileId>>,
}

impl<P> Default for Texts<P> {
    fn default() -> Self {
        Texts { sources: boxcar::Vec::new(), free: Mutex::default() }
    }
}

impl<P> Texts<P> {
    /// A map without texts.
    #[must_use]
    pub fn new() -> Self {
        Texts::default()
    }

    /// Adds the text of a file; `name` is the path that reports show, and tells the format.
    pub fn add(&self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let name = name.into();
        let format = Format::of_name(&name);
        self.push(Source::new(name, text.into(), format, None))
    }

    /// Adds the text of a file that machine formats call `portable`.
    pub fn add_file(&self, name: impl Into<String>, portable: String, text: impl Into<Arc<str>>) -> FileId {
        let name = name.into();
        let format = Format::of_name(&name);
        let portable = Some(portable).filter(|it| *it != name);
        self.push(Source { portable, ..Source::new(name, text.into(), format, None) })
    }

    /// Adds a text that `origin` carries, whose name tells the format.
    pub fn add_embedded(&self, name: impl Into<String>, text: impl Into<Arc<str>>, origin: Origin) -> FileId {
        let name = name.into();
        let format = Format::of_name(&name);
        self.push(Source::new(name, text.into(), format, Some(origin)))
    }

    /// The text that the scalar `scalar` of text `host` carries: the one that was added before, or the one that `read`
    /// returns with the way that the host writes it.
    pub(crate) fn embed(
        &self,
        (host, scalar): (FileId, TextRange),
        (name, format): (&str, Format),
        read: impl FnOnce() -> (String, Pieces, Quoting),
    ) -> FileId {
        let add = || {
            let (text, pieces, quoting) = read();
            let origin = Origin { host, scalar, quoting, pieces };
            self.push(Source::new(name.to_owned(), text.into(), format, Some(origin)))
        };
        match self.get(host) {
            Some(source) => *source.embedded().entry(scalar.start).or_insert_with(add),
            None => add(),
        }
    }

    fn push(&self, source: Source<P>) -> FileId {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some((id, slot)) = free.and_then(|id| Some((id, self.sources.get(id.0 as usize)?))) {
            // An id that is free has an empty slot.
            let _ = slot.set(source);
            return id;
        }
        FileId(self.sources.push(OnceLock::from(source)) as u32)
    }

    /// Puts `text` in the place of what text `id` was. What was read from it goes, and what it carried.
    pub fn edit(&mut self, id: FileId, text: impl Into<Arc<str>>) {
        let Some(old) = self.take(id) else { return };
        let Source { name, portable, format, version, origin, .. } = old;
        let version = version.wrapping_add(1);
        let new = Source { portable, version, ..Source::new(name, text.into(), format, origin) };
        if let Some(slot) = self.sources.get(id.0 as usize) {
            let _ = slot.set(new);
        }
    }

    /// Takes text `id` away, and what it carried. The id will be used again.
    pub fn remove(&mut self, id: FileId) {
        if self.take(id).is_some() {
            self.free.get_mut().unwrap_or_else(PoisonError::into_inner).push(id);
        }
    }

    /// Empties the slot of text `id` and frees all that it carried.
    fn take(&mut self, id: FileId) -> Option<Source<P>> {
        let mut source = self.sources.get_mut(id.0 as usize)?.take()?;
        let embedded = std::mem::take(source.embedded.get_mut().unwrap_or_else(PoisonError::into_inner));
        embedded.into_values().for_each(|inner| self.remove(inner));
        Some(source)
    }

    /// The text `id`; `None` where this map never returned that id, or the text is gone.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&Source<P>> {
        self.sources.get(id.0 as usize)?.get()
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

    /// The innermost text that stands at byte `at` of text `file`, and the byte of it that is meant. Only texts that
    /// were added before are known.
    #[must_use]
    pub fn innermost(&self, mut file: FileId, mut at: u32) -> (FileId, u32) {
        while let Some(source) = self.get(file) {
            let before = source.embedded().range(..=at).next_back().map(|(_, &inner)| inner);
            let inner = before.and_then(|inner| {
                let origin = self.get(inner)?.origin.as_ref()?;
                (at <= origin.scalar.end).then(|| origin.pieces.to_inner(at)).flatten().map(|at| (inner, at))
            });
            let Some(found) = inner else { break };
            (file, at) = found;
        }
        (file, at)
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
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source<P>)> {
        self.sources.iter().filter_map(|(index, slot)| Some((FileId(index as u32), slot.get()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Embeds what stands between the quotes of a text of quotes.
    fn embed(texts: &Texts<usize>, host: FileId, start: u32, end: u32) -> FileId {
        let range = TextRange::new(start, end);
        texts.embed((host, range), ("inner.tf", Format::Hcl), || {
            let piece = super::super::Piece {
                inner: TextRange::new(0, end - start - 2),
                outer: TextRange::new(start + 1, end - 1),
                verbatim: true,
            };
            let text = piece.outer.of(texts.text(host)).to_owned();
            (text, Pieces(vec![piece]), Quoting::YamlDouble)
        })
    }

    #[test]
    fn embedded_texts_are_added_once_and_go_with_their_host() {
        let mut texts: Texts<usize> = Texts::new();
        let file = texts.add("a.yaml", "\"'b'\" \"c\"");
        let first = embed(&texts, file, 0, 5);
        let inner = embed(&texts, first, 0, 3);
        assert_eq!(first, embed(&texts, file, 0, 5));
        assert_eq!(texts.text(inner), "b");
        assert_eq!(texts.innermost(file, 2), (inner, 0));
        assert_eq!(texts.innermost(file, 5), (file, 5));
        assert_eq!(*texts.get(file).unwrap().parse_with(|it| it.text.len()), 9);
        for round in 1..1000 {
            texts.edit(file, "\"'b'\" \"c\"");
            assert_eq!(texts.get(file).unwrap().version, round);
            assert!(texts.get(inner).is_none() && texts.get(first).is_none());
            let first = embed(&texts, file, 0, 5);
            embed(&texts, first, 0, 3);
            assert_eq!(texts.sources.count(), 3, "ids are used again");
        }
        texts.edit(file, "");
        assert_eq!(*texts.get(file).unwrap().parse_with(|it| it.text.len()), 0);
        texts.remove(file);
        assert_eq!(texts.iter().count(), 0);
    }
}
