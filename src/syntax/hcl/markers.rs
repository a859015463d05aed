//! The lines of a text, and the marks between which heredocs are.

use std::collections::HashMap;

use super::identifier::identifier_len;

/// The opening mark of a heredoc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Introducer<'t> {
    /// The identifier that ends it.
    pub(super) marker: &'t str,
    /// Whether it is `<<-`.
    pub(super) flush: bool,
    /// The first byte of the first line.
    pub(super) content: usize,
    /// Whether it is written as it must be: without spaces and quotes.
    pub(super) exact: bool,
}

/// Reads the opening mark of a heredoc at byte `at`; `None` where none is there. One with spaces or
/// quotes, as shells allow them, is read too.
pub(super) fn introducer(text: &str, at: usize) -> Option<Introducer<'_>> {
    let start = text.get(at..)?.strip_prefix("<<")?;
    let flush = start.starts_with('-');
    let start = start.strip_prefix('-').unwrap_or(start);
    let blanks = [' ', '\t'];
    let quotes = ['"', '\''];
    let rest = start.trim_start_matches(blanks);
    let rest = rest.strip_prefix(quotes).unwrap_or(rest);
    let len = identifier_len(rest.as_bytes());
    let marker = rest.get(..len).filter(|marker| !marker.is_empty())?;
    let behind = rest.get(len..)?;
    let line = behind.strip_prefix(quotes).unwrap_or(behind).trim_start_matches(blanks);
    let content = line.strip_prefix("\r\n").or_else(|| line.strip_prefix('\n'))?;
    let exact = rest.len() == start.len() && line.len() == behind.len();
    Some(Introducer { marker, flush, content: text.len() - content.len(), exact })
}

/// Whether `line`, without its line break, is the closing `marker`.
#[inline]
pub(super) fn is_marker(line: &[u8], marker: &str) -> bool {
    if line.len() < marker.len() {
        return false;
    }
    // Most lines show by their first byte that they are not.
    let first = line.iter().find(|byte| !matches!(byte, b'\t' | b'\x0b' | b'\x0c' | b'\r' | b' '));
    if first.is_none_or(|byte| byte.is_ascii() && marker.as_bytes().first() != Some(byte)) {
        return false;
    }
    std::str::from_utf8(line).is_ok_and(|line| line.trim() == marker)
}

/// The lines of a text.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The first byte of each line.
    starts: Vec<u32>,
}

impl Lines {
    /// Reads `text` once.
    pub(super) fn new(text: &str) -> Self {
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        Lines { starts: std::iter::once(first).chain(breaks).collect() }
    }

    /// The first byte of the line that holds byte `at`.
    pub(super) fn start(&self, at: usize) -> usize {
        let line = self.starts.partition_point(|&start| start as usize <= at);
        self.starts.get(line.saturating_sub(1)).map_or(0, |&start| start as usize)
    }
}

/// The lines that could close a heredoc, by their text.
pub(super) type Markers<'t> = HashMap<&'t str, Vec<u32>>;

/// The lines of `text` that are one identifier and end with a line break.
pub(super) fn marker_lines(text: &str) -> Markers<'_> {
    let mut markers = Markers::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(content) = line.strip_suffix('\n') {
            let marker = content.trim();
            let len = identifier_len(marker.as_bytes());
            if len > 0 && is_marker(content.as_bytes(), marker.get(..len).unwrap_or_default()) {
                markers.entry(marker).or_default().push(at);
            }
        }
        at += line.len() as u32;
    }
    markers
}

/// Whether `text` ends with a line that is `marker`, without a line break.
pub(super) fn ends_with_line(text: &str, marker: &str) -> bool {
    const MOST_BLANKS: usize = 200;
    let Some(before) = text.strip_suffix(marker) else { return false };
    let blanks =
        before.bytes().rev().take(MOST_BLANKS).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    before.get(..before.len() - blanks).is_some_and(|before| before.ends_with('\n'))
}
