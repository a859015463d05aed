//! The values of templates: escapes, strip markers and the indentation of flush heredocs.
//!
//! Strip markers and flush heredocs work on segments: a line, or the part of one between two sequences. That
//! is how Terraform's scanner cuts literal text, so `~}` eats the rest of its line at most, and `<<-` looks
//! at the first segment of each line.

use std::borrow::Cow;

use super::ast::View;
use super::kind::{Kind, flags};
use crate::source::{Piece, Pieces, TextRange};
use crate::syntax::NodeId;

/// The value of a literal and where its characters are in the text.
#[derive(Clone, Debug)]
pub struct Decoded<'t> {
    /// The value, as Terraform sees it.
    pub value: Cow<'t, str>,
    /// From bytes of `value` to bytes of the text.
    pub pieces: Pieces,
}

/// A part of a template, in source order. The parts inside directives are in the same list.
#[derive(Clone, Debug)]
pub enum Part<'t> {
    /// Literal text: the [`Kind::TemplateText`] node, or the template itself where it has no children.
    Literal(NodeId, Decoded<'t>),
    /// `${ … }`: the [`Kind::Interpolation`] node.
    Interpolation(NodeId),
    /// A marker of a directive: [`Kind::IfMarker`], [`Kind::ElseMarker`], [`Kind::EndIfMarker`],
    /// [`Kind::ForMarker`] or [`Kind::EndForMarker`]; or text that could not be read ([`Kind::Error`]).
    Directive(NodeId),
}

/// A stretch of literal text that strip markers and flush heredocs treat as one.
struct Segment {
    node: NodeId,
    value: String,
    pieces: Vec<Piece>,
}

/// A segment, or something else in a template.
enum Atom {
    Text(Segment),
    Other(NodeId),
}

impl<'t> View<'t> {
    /// The value of a template (quoted, heredoc or bare) without interpolations and directives, or of a
    /// [`Kind::Name`] that labels a block; `None` for anything else.
    #[must_use]
    pub fn string_value(&self, id: NodeId) -> Option<Cow<'t, str>> {
        match self.kind(id) {
            Kind::Name => Some(Cow::Borrowed(self.source(id))),
            Kind::Template if self.is_verbatim(id) => {
                Some(Cow::Borrowed(self.content_range(id).of(self.text)))
            }
            _ => self.decode(id).map(|decoded| decoded.value),
        }
    }

    /// As [`View::string_value`] for templates, with the place of every character.
    #[must_use]
    pub fn decode(&self, id: NodeId) -> Option<Decoded<'t>> {
        let parts = self.is_template(id).then(|| self.template_parts(id))?;
        let mut parts = parts.into_iter();
        match (parts.next(), parts.next()) {
            (None, _) => Some(Decoded { value: Cow::Borrowed(""), pieces: Pieces::default() }),
            (Some(Part::Literal(_, decoded)), None) => Some(decoded),
            _ => None,
        }
    }

    /// The parts of the template `id` (quoted, heredoc or bare), with strip markers and flush indentation
    /// already applied; none for other nodes.
    #[must_use]
    pub fn template_parts(&self, id: NodeId) -> Vec<Part<'t>> {
        if !self.is_template(id) {
            return Vec::new();
        }
        let flat = self.flat_children(id);
        let strips = |&part: &NodeId| self.node(part).flags & (flags::STRIP_BEFORE | flags::STRIP_AFTER) != 0;
        let flush = self.kind(id) == Kind::Heredoc && self.node(id).flags & flags::FLUSH != 0;
        let quoted = self.kind(id) == Kind::Template;
        if flush || flat.iter().filter(|&&part| self.kind(part) != Kind::TemplateText).any(strips) {
            let mut atoms = self.atoms(id, &flat, quoted);
            if flush {
                remove_indentation(&mut atoms);
            }
            return self.join(atoms);
        }
        if flat.is_empty() {
            let range = self.content_range(id);
            let empty = range.is_empty() || self.kind(id) == Kind::BareTemplate;
            return if empty { Vec::new() } else { vec![Part::Literal(id, self.decoded(range, quoted))] };
        }
        let part = |part: NodeId| match self.kind(part) {
            Kind::TemplateText => Part::Literal(part, self.decoded(self.range(part), quoted)),
            Kind::Interpolation => Part::Interpolation(part),
            _ => Part::Directive(part),
        };
        flat.into_iter().map(part).collect()
    }

    /// Whether `id` is a template.
    fn is_template(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Template | Kind::Heredoc | Kind::BareTemplate)
    }

    /// Whether `id` is a quoted template whose text is its value.
    fn is_verbatim(&self, id: NodeId) -> bool {
        self.node(id).flags & flags::VERBATIM != 0 && self.tree.first_child(id).is_none()
    }

    /// The parts of the template `id`, those inside directives in the same row.
    fn flat_children(&self, id: NodeId) -> Vec<NodeId> {
        let mut flat = Vec::new();
        let mut next = vec![self.tree.first_child(id)];
        while let Some(child) = next.pop() {
            let Some(child) = child else { continue };
            next.push(self.tree.next_sibling(child));
            if matches!(self.kind(child), Kind::If | Kind::For) {
                next.push(self.tree.first_child(child));
            } else {
                flat.push(child);
            }
        }
        flat
    }

    /// The value of the literal text at `range`.
    fn decoded(&self, range: TextRange, quoted: bool) -> Decoded<'t> {
        let source = range.of(self.text);
        if !has_escape(source, quoted) {
            let inner = TextRange::new(0, range.len());
            let piece = Piece { inner, outer: range, verbatim: true };
            let pieces = if range.is_empty() { Vec::new() } else { vec![piece] };
            return Decoded { value: Cow::Borrowed(source), pieces: Pieces(pieces) };
        }
        let mut value = String::with_capacity(source.len());
        let mut pieces = Vec::new();
        decode_into(self.text, range, quoted, &mut value, &mut pieces);
        Decoded { value: Cow::Owned(value), pieces: Pieces(pieces) }
    }

    /// The segments of the template `id`, whose flat parts are `flat`, with strip markers applied.
    fn atoms(&self, id: NodeId, flat: &[NodeId], quoted: bool) -> Vec<Atom> {
        let mut atoms: Vec<Atom> = Vec::new();
        if flat.is_empty() {
            self.segments(id, self.content_range(id), quoted, &mut atoms);
        }
        let mut strip_next = false;
        for &part in flat {
            if self.kind(part) == Kind::TemplateText {
                let first = atoms.len();
                self.segments(part, self.range(part), quoted, &mut atoms);
                if let (true, Some(Atom::Text(segment))) = (strip_next, atoms.get_mut(first)) {
                    segment.trim_start();
                }
                strip_next = false;
                continue;
            }
            let node = self.node(part);
            if let (true, Some(Atom::Text(segment))) =
                (node.flags & flags::STRIP_BEFORE != 0, atoms.last_mut())
            {
                segment.trim_end();
            }
            strip_next = node.flags & flags::STRIP_AFTER != 0;
            atoms.push(Atom::Other(part));
        }
        atoms
    }

    /// Joins neighbouring segments into the literal parts of a template.
    fn join(&self, atoms: Vec<Atom>) -> Vec<Part<'t>> {
        let mut parts: Vec<Part<'t>> = Vec::new();
        for atom in atoms {
            match (atom, parts.last_mut()) {
                (Atom::Other(node), _) if self.kind(node) == Kind::Interpolation => {
                    parts.push(Part::Interpolation(node));
                }
                (Atom::Other(node), _) => parts.push(Part::Directive(node)),
                (Atom::Text(segment), Some(Part::Literal(_, decoded))) => append(decoded, &segment),
                (Atom::Text(segment), _) => {
                    let mut decoded = Decoded { value: Cow::Borrowed(""), pieces: Pieces::default() };
                    append(&mut decoded, &segment);
                    parts.push(Part::Literal(segment.node, decoded));
                }
            }
        }
        parts
    }

    /// Cuts the literal text of `node` at `range` into segments.
    fn segments(&self, node: NodeId, range: TextRange, quoted: bool, atoms: &mut Vec<Atom>) {
        let mut at = range.start;
        while at < range.end {
            let len = segment_len(TextRange::new(at, range.end).of(self.text)) as u32;
            let piece = TextRange::new(at, at + len.max(1));
            let mut segment = Segment { node, value: String::new(), pieces: Vec::new() };
            decode_into(self.text, piece, quoted, &mut segment.value, &mut segment.pieces);
            atoms.push(Atom::Text(segment));
            at = piece.end;
        }
    }
}

impl Segment {
    /// Removes white space at the start.
    fn trim_start(&mut self) {
        let blank = self.value.len() - self.value.trim_start().len();
        self.remove_start(blank);
    }

    /// Removes the first `len` bytes.
    fn remove_start(&mut self, len: usize) {
        self.value.drain(..len);
        let len = len as u32;
        self.pieces.retain_mut(|piece| {
            let cut = len.saturating_sub(piece.inner.start).min(piece.inner.len());
            let gone = cut == piece.inner.len();
            if piece.verbatim {
                piece.outer.start += cut;
            }
            piece.inner =
                TextRange::new(piece.inner.start.saturating_sub(len), piece.inner.end.saturating_sub(len));
            !gone
        });
    }

    /// Removes white space at the end.
    fn trim_end(&mut self) {
        self.value.truncate(self.value.trim_end().len());
        let len = self.value.len() as u32;
        self.pieces.retain_mut(|piece| {
            if piece.inner.start >= len {
                return false;
            }
            let cut = piece.inner.end.saturating_sub(len);
            piece.inner.end -= cut;
            if piece.verbatim {
                piece.outer.end -= cut;
            }
            true
        });
    }
}

/// Removes from the first segment of each line the white space that all lines have at their start. Blank
/// lines do not count; a line that starts with a sequence has none.
fn remove_indentation(atoms: &mut [Atom]) {
    let mut least = usize::MAX;
    let mut adjusted = Vec::new();
    let mut line_start = true;
    for (index, atom) in atoms.iter().enumerate() {
        let Atom::Text(segment) = atom else {
            least = if line_start { 0 } else { least };
            line_start = false;
            continue;
        };
        if line_start {
            let text = segment.value.trim_start();
            if !text.is_empty() || !segment.value.ends_with('\n') {
                let blanks = segment.value.get(..segment.value.len() - text.len()).unwrap_or_default();
                least = least.min(blanks.chars().count());
                adjusted.push(index);
            }
        }
        line_start = segment.value.ends_with('\n');
    }
    for index in adjusted {
        if let Some(Atom::Text(segment)) = atoms.get_mut(index) {
            let len = segment.value.char_indices().nth(least).map_or(segment.value.len(), |(at, _)| at);
            segment.remove_start(len);
        }
    }
}

/// Appends `segment` to `decoded`.
fn append(decoded: &mut Decoded<'_>, segment: &Segment) {
    let shift = decoded.value.len() as u32;
    decoded.value.to_mut().push_str(&segment.value);
    for piece in &segment.pieces {
        let inner = TextRange::new(piece.inner.start + shift, piece.inner.end + shift);
        push_piece(&mut decoded.pieces.0, Piece { inner, ..*piece });
    }
}

/// Appends `piece`, to the piece before it where both are one verbatim run.
fn push_piece(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.last_mut() {
        Some(last) if last.verbatim && piece.verbatim && last.outer.end == piece.outer.start => {
            last.inner.end = piece.inner.end;
            last.outer.end = piece.outer.end;
        }
        _ => pieces.push(piece),
    }
}

/// The length of the first segment of `text`: up to its first line break, included, or up to a `$` or `%`
/// that starts no sequence; such a mark is a segment, with the byte after it where a line break follows
/// that.
fn segment_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    if let mark @ (b'$' | b'%') = byte(0) {
        if byte(1) == mark && byte(2) == b'{' {
            return if byte(3) == b'~' { 4 } else { 3 };
        }
        let paired = byte(1).is_ascii() && byte(1) != b'\n' && byte(2) == b'\n';
        return if paired { 2 } else { 1 };
    }
    match memchr::memchr3(b'$', b'%', b'\n', bytes) {
        Some(at) if byte(at) == b'\n' => at + 1,
        Some(at) => at,
        None => bytes.len(),
    }
}

/// Whether `source` has anything that stands for something else.
fn has_escape(source: &str, quoted: bool) -> bool {
    let bytes = source.as_bytes();
    let doubled = |at: usize| bytes.get(at..at + 3).is_some_and(|mark| matches!(mark, b"$${" | b"%%{"));
    quoted && memchr::memchr(b'\\', bytes).is_some() || memchr::memchr2_iter(b'$', b'%', bytes).any(doubled)
}

/// Appends the value of the literal text at `range` to `value`, and its places to `pieces`.
fn decode_into(text: &str, range: TextRange, quoted: bool, value: &mut String, pieces: &mut Vec<Piece>) {
    let source = range.of(text);
    let bytes = source.as_bytes();
    let mut plain = 0;
    let mut at = 0;
    while let Some(offset) = memchr::memchr3(b'\\', b'$', b'%', bytes.get(at..).unwrap_or_default()) {
        at += offset;
        let Some((len, replacement)) = escape(source.get(at..).unwrap_or_default(), quoted) else {
            at += 1;
            continue;
        };
        push_text(source, range.start, plain..at, value, pieces);
        let inner_start = value.len() as u32;
        value.push_str(replacement.encode());
        let outer = TextRange::new(range.start + at as u32, range.start + (at + len) as u32);
        let inner = TextRange::new(inner_start, value.len() as u32);
        push_piece(pieces, Piece { inner, outer, verbatim: false });
        at += len;
        plain = at;
    }
    push_text(source, range.start, plain..source.len(), value, pieces);
}

/// Appends the verbatim text `source[run]`.
fn push_text(
    source: &str,
    start: u32,
    run: std::ops::Range<usize>,
    value: &mut String,
    pieces: &mut Vec<Piece>,
) {
    let text = source.get(run.clone()).unwrap_or_default();
    if text.is_empty() {
        return;
    }
    let inner = TextRange::new(value.len() as u32, (value.len() + text.len()) as u32);
    let outer = TextRange::new(start + run.start as u32, start + run.end as u32);
    value.push_str(text);
    push_piece(pieces, Piece { inner, outer, verbatim: true });
}

/// What an escape stands for.
enum Replacement {
    Mark(&'static str),
    Character([u8; 4], usize),
}

impl Replacement {
    /// The text.
    fn encode(&self) -> &str {
        match self {
            Replacement::Mark(mark) => mark,
            Replacement::Character(bytes, len) => {
                bytes.get(..*len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
            }
        }
    }
}

/// The escape that `text` starts with: its length and what it stands for.
fn escape(text: &str, quoted: bool) -> Option<(usize, Replacement)> {
    let bytes = text.as_bytes();
    let mark = match bytes {
        [b'$', b'$', b'{', ..] => return Some((3, Replacement::Mark("${"))),
        [b'%', b'%', b'{', ..] => return Some((3, Replacement::Mark("%{"))),
        [b'\\', ..] if !quoted => return None,
        [b'\\', b'n', ..] => "\n",
        [b'\\', b'r', ..] => "\r",
        [b'\\', b't', ..] => "\t",
        [b'\\', b'"', ..] => "\"",
        [b'\\', b'\\', ..] => "\\",
        [b'\\', letter @ (b'u' | b'U'), ..] => {
            let len = if *letter == b'u' { 6 } else { 10 };
            let code = u32::from_str_radix(text.get(2..len)?, 16).ok()?;
            let mut buffer = [0; 4];
            let width = char::from_u32(code)?.encode_utf8(&mut buffer).len();
            return Some((len, Replacement::Character(buffer, width)));
        }
        // An escape that means nothing, which is an error, stands for what follows its backslash.
        [b'\\', _, ..] => return Some((1, Replacement::Mark(""))),
        _ => return None,
    };
    Some((2, Replacement::Mark(mark)))
}
