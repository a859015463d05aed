//! Values back to text: what to write so that a scalar reads as a given string.

use std::fmt::Write as _;

use super::cursor::Cursor;
use super::decode::{self};
use super::prescan::Prescan;
use super::resolve::{self, Type};
use super::scalar::read_header;
use super::{Kind, Language, View, flags};
use crate::source::{Pieces, TextRange};
use crate::syntax::{Node, NodeId};

/// A piece of host text to replace: the bytes of `range` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// What is replaced in the host.
    pub range: TextRange,
    /// What stands there afterwards.
    pub text: String,
}

impl View<'_> {
    /// What to write in the host so that the scalar `id`, whose decoded text stands at `pieces`, reads
    /// with its part `inner` (a range of the decoded text) replaced by `with`. Nothing where its style
    /// cannot carry that; then write the whole scalar anew, see [`View::rewrite`].
    #[must_use]
    pub fn splice(self, id: NodeId, pieces: &Pieces, inner: TextRange, with: &str) -> Option<Splice> {
        let id = self.deref(id);
        let node = *self.tree.node(id);
        if cuts_through(pieces, inner) {
            return None;
        }
        let range = outer_range(&node, pieces, inner);
        let text = match (node.kind, self.language) {
            (Kind::DoubleQuoted, Language::Json) => json_escaped(with),
            (Kind::DoubleQuoted, Language::Yaml) => escaped(with),
            (Kind::SingleQuoted, _) => with.replace('\'', "''"),
            (Kind::Plain, Language::Yaml) => with.to_owned(),
            (Kind::Literal | Kind::Folded, _) => self.indented(&node, with),
            _ => return None,
        };
        let splice = Splice { range, text };
        let wanted = {
            let mut wanted = self.text(id).into_owned();
            wanted.replace_range(
                wanted
                    .get(inner.start as usize..inner.end as usize)
                    .map(|_| inner.start as usize..inner.end as usize)?,
                with,
            );
            wanted
        };
        self.reads_as(&node, &splice, &wanted).then_some(splice)
    }

    /// What to write in place of the whole scalar `id` so that it reads as the string `value`: in its
    /// own style where that can carry it, else quoted. An alias is replaced itself.
    #[must_use]
    pub fn rewrite(self, id: NodeId, value: &str) -> Splice {
        let node = self.tree.node(id);
        let range = node.range();
        if self.language == Language::Json {
            return Splice { range, text: format!("\"{}\"", json_escaped(value)) };
        }
        let mut text = match node.kind {
            Kind::SingleQuoted if fits_single(value) => format!("'{}'", value.replace('\'', "''")),
            Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded => {
                format!("\"{}\"", escaped(value))
            }
            _ => quote_plain_if_needed(value, self.in_flow(id)),
        };
        if matches!(node.kind, Kind::Literal | Kind::Folded) && range.of(self.text).ends_with(['\n', '\r']) {
            text.push('\n');
        }
        let before = self.text.get(..range.start as usize).unwrap_or_default();
        if node.kind == Kind::Empty && !before.ends_with([' ', '\n']) && !before.is_empty() {
            text.insert(0, ' ');
        }
        Splice { range, text }
    }

    /// `with` with the lines behind its first indented as those of the block scalar.
    fn indented(self, node: &Node<Kind>, with: &str) -> String {
        let indent = " ".repeat(usize::from(node.flags));
        let mut text = String::with_capacity(with.len());
        for line in with.split_inclusive('\n') {
            if !text.is_empty() && line != "\n" {
                text.push_str(&indent);
            }
            text.push_str(line);
        }
        if with.ends_with('\n') {
            text.push_str(&indent);
        }
        text
    }

    /// Whether the scalar reads as `wanted` with the splice applied, and nothing else of it changes.
    fn reads_as(self, node: &Node<Kind>, splice: &Splice, wanted: &str) -> bool {
        let prescan = Prescan::of(&splice.text);
        if prescan.odd_breaks || !prescan.unprintable.is_empty() {
            return false;
        }
        let whole = node.range().of(self.text);
        let (start, end) = (splice.range.start - node.start, splice.range.end - node.start);
        let (Some(head), Some(tail)) = (whole.get(..start as usize), whole.get(end as usize..)) else {
            return false;
        };
        let host = format!("{head}{}{tail}", splice.text);
        let mut copy = *node;
        copy.start = 0;
        copy.props = 0;
        copy.end = host.len() as u32;
        let shape = match node.kind {
            Kind::Plain => {
                if node.flags & flags::LINES != 0 || !is_plain(&host, node.flags & flags::FLOW != 0) {
                    return false;
                }
                let untagged = self.text.len() >= node.start as usize && node.props == node.start;
                !untagged
                    || resolve::implicit(&host) == Type::Str
                    || resolve::implicit(&host) == Type::Timestamp
            }
            Kind::SingleQuoted | Kind::DoubleQuoted => {
                copy.flags |= flags::LINES | flags::ESCAPES;
                true
            }
            Kind::Literal | Kind::Folded => keeps_indent(&host, node.flags),
            _ => false,
        };
        let mut read = String::with_capacity(wanted.len());
        decode::decode(&host, self.language, &copy, &mut read);
        shape && read == wanted
    }
}

/// Whether an end of `inner` lies inside an escape or a folded line break.
fn cuts_through(pieces: &Pieces, inner: TextRange) -> bool {
    let cut = |at: u32| {
        let index = pieces.0.partition_point(|piece| piece.inner.end <= at);
        pieces.0.get(index).is_some_and(|piece| !piece.verbatim && piece.inner.start < at)
    };
    cut(inner.start) || cut(inner.end)
}

/// The host range of `inner`. Where the decoded text is empty, the place for new text.
fn outer_range(node: &Node<Kind>, pieces: &Pieces, inner: TextRange) -> TextRange {
    if !pieces.0.is_empty() {
        return pieces.to_outer(inner);
    }
    TextRange::empty(match node.kind {
        Kind::SingleQuoted | Kind::DoubleQuoted => node.start + 1,
        _ => node.end,
    })
}

/// Whether a block scalar's first line still shows the indentation of its lines.
fn keeps_indent(host: &str, indent: u8) -> bool {
    let cur = Cursor::new(host, true);
    if indent == flags::INDENT_MAX {
        return false;
    }
    if read_header(&cur, 0).indent.is_some() {
        return true;
    }
    let mut at = cur.next_line(0);
    loop {
        let text = cur.past_spaces(at);
        if text - at > usize::from(indent) {
            return false;
        }
        match cur.break_at(text) {
            0 => return text - at == usize::from(indent) || text >= cur.len(),
            length => at = text + length,
        }
    }
}

/// Whether a plain scalar may be written so, on one line.
fn is_plain(value: &str, in_flow: bool) -> bool {
    let mut letters = value.chars();
    let Some(first) = letters.next() else { return false };
    let second = letters.next();
    let begins = match first {
        '-' => second.is_some_and(|next| next != ' '),
        '?' | ':' => !in_flow && second.is_some_and(|next| next != ' '),
        _ => !",[]{}#&*!|>'\"%@`".contains(first),
    };
    let marker = ["---", "..."].iter().any(|marker| {
        value.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let bad = |letter: char| {
        matches!(letter, '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
            || in_flow && matches!(letter, ',' | '?' | '[' | ']' | '{' | '}')
    };
    begins
        && !marker
        && !value.contains(bad)
        && !value.starts_with([' ', '\u{a0}'])
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && Prescan::of(value).unprintable.is_empty()
}

/// Scalars longer than this are no numbers, dates or the like.
const LONGEST_TYPED: u32 = 128;

/// Whether `text` in place of `place` in the plain scalar `scalar` of `host` reads as itself, and the rest of
/// the scalar as before. Looks at the characters around `place` only.
pub(in crate::syntax) fn fits_plain(
    host: &str,
    scalar: TextRange,
    place: TextRange,
    text: &str,
    in_flow: bool,
) -> bool {
    let before = TextRange::new(scalar.start, place.start).of(host);
    let after = TextRange::new(place.end, scalar.end).of(host);
    let begins_line = before.trim_end_matches([' ', '\t']).ends_with(['\n', '\r']);
    if begins_line && text.starts_with([' ', '\t']) {
        return false;
    }
    let mut probe = String::with_capacity(text.len() + 4);
    if let Some(left) = before.chars().next_back() {
        probe.push('x');
        probe.push(if begins_line { ' ' } else { left });
    }
    probe.push_str(text);
    if let Some(right) = after.chars().next().filter(|it| !matches!(it, '\n' | '\r')) {
        probe.push(right);
        probe.push('x');
    }
    let length = scalar.len() - place.len() + text.len() as u32;
    let stays_string = length > LONGEST_TYPED
        || matches!(resolve::implicit(&format!("{before}{text}{after}")), Type::Str | Type::Timestamp);
    is_plain(&probe, in_flow) && stays_string
}

/// Whether a single-quoted scalar on one line can hold the value.
fn fits_single(value: &str) -> bool {
    let prescan = Prescan::of(value);
    prescan.unprintable.is_empty() && !prescan.odd_breaks && !value.contains(['\n', '\u{feff}'])
}

/// How to write the string `value` as a whole YAML scalar: plain where it reads back as that very
/// string, else quoted. `in_flow` says whether it stands inside brackets.
#[must_use]
pub fn quote_plain_if_needed(value: &str, in_flow: bool) -> String {
    // Time stamps are strings to ROS, but not to every reader of YAML.
    if is_plain(value, in_flow) && resolve::implicit(value) == Type::Str {
        return value.to_owned();
    }
    if fits_single(value) && !value.contains('\'') {
        return format!("'{value}'");
    }
    format!("\"{}\"", escaped(value))
}

/// `value` as it stands between double quotes in YAML.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '\0' => text.push_str("\\0"),
            '\u{85}' => text.push_str("\\N"),
            '\u{2028}' => text.push_str("\\L"),
            '\u{2029}' => text.push_str("\\P"),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => push_code(&mut text, letter),
            _ if letter.is_control() => push_code(&mut text, letter),
            _ => text.push(letter),
        }
    }
    text
}

/// `value` as it stands in a JSON string.
fn json_escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            _ if letter.is_control() => push_code(&mut text, letter),
            _ => text.push(letter),
        }
    }
    text
}

fn push_code(text: &mut String, letter: char) {
    let mut units = [0; 2];
    for unit in letter.encode_utf16(&mut units) {
        // Writing to a string does not fail.
        let _ = write!(text, "\\u{unit:04x}");
    }
}
