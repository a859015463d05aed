//! One quick pass over a text before it is parsed: what it holds that most texts do not.

use crate::source::TextRange;

/// What a text holds besides ordinary characters.
#[derive(Debug, Default)]
pub(super) struct Prescan {
    /// A carriage return, U+0085, U+2028 or U+2029: line breaks other than the line feed.
    pub(super) odd_breaks: bool,
    /// A no-break space (U+00A0).
    pub(super) no_break_spaces: bool,
    /// A typographic quote (U+2018 to U+201F).
    pub(super) typographic_quotes: bool,
    /// Characters outside `c-printable [1]`, as PyYAML's reader draws the line.
    pub(super) unprintable: Vec<TextRange>,
}

/// Bytes looked at together.
const BLOCK: usize = 64;

impl Prescan {
    /// Looks through `text`, at memory speed where it is ASCII.
    pub(super) fn of(text: &str) -> Prescan {
        let bytes = text.as_bytes();
        let mut prescan = Prescan::default();
        let mut start = 0;
        // A block is judged with the byte behind it, since odd characters have several.
        while let Some(window) = bytes.get(start..start + BLOCK + 1) {
            if !is_plain(window) && may_be_odd(window) {
                prescan.look_closely(bytes, start, start + BLOCK);
            }
            start += BLOCK;
        }
        prescan.look_closely(bytes, start, bytes.len());
        prescan
    }

    fn look_closely(&mut self, bytes: &[u8], start: usize, end: usize) {
        let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
        for index in start..end {
            let width = match at(index) {
                b'\n' | b'\t' => continue,
                b'\r' => {
                    self.odd_breaks = true;
                    continue;
                }
                0..=0x1F | 0x7F => 1,
                0xC2 if at(index + 1) == 0x85 => {
                    self.odd_breaks = true;
                    continue;
                }
                0xC2 if at(index + 1) < 0xA0 => 2,
                0xC2 if at(index + 1) == 0xA0 => {
                    self.no_break_spaces = true;
                    continue;
                }
                0xE2 if at(index + 1) == 0x80 && matches!(at(index + 2), 0x98..=0x9F) => {
                    self.typographic_quotes = true;
                    continue;
                }
                0xE2 if at(index + 1) == 0x80 && matches!(at(index + 2), 0xA8 | 0xA9) => {
                    self.odd_breaks = true;
                    continue;
                }
                0xEF if at(index + 1) == 0xBF && matches!(at(index + 2), 0xBE | 0xBF) => 3,
                _ => continue,
            };
            self.unprintable.push(TextRange::new(index as u32, (index + width) as u32));
        }
    }
}

/// Whether `window` holds nothing but printable ASCII and line feeds. Written without branches, so that it
/// compiles to vector instructions: as signed numbers, letters beyond ASCII lie below the blank, too.
#[inline]
fn is_plain(window: &[u8]) -> bool {
    let odd = |byte: u8| ((byte as i8) < 0x20) & (byte != b'\n') | (byte == 0x7F);
    !window.iter().fold(false, |found, &byte| found | odd(byte))
}

/// Whether an odd character may begin in all but the last byte of `window`. Written without branches,
/// so that it compiles to vector instructions.
#[inline]
fn may_be_odd(window: &[u8]) -> bool {
    let second = window.get(1..).unwrap_or_default();
    let mut found = false;
    for (&a, &b) in window.iter().zip(second) {
        let control = (a < 0x20) & (a != b'\n') & (a != b'\t') | (a == 0x7F);
        let next_line = (a == 0xC2) & (b <= 0xA0);
        let separator = (a == 0xE2) & (b == 0x80);
        let nothing = (a == 0xEF) & (b == 0xBF);
        found |= control | next_line | separator | nothing;
    }
    found
}
