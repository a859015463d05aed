//! Characters that input methods and word processors write for those of YAML, where the grammar takes them for text.

use super::cursor::range;
use super::messages;
use super::parser::Parser;
use super::props::is_name;
use super::{Kind, flags};
use crate::syntax::Tree;

const QUOTES: [char; 4] = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
const WIDE_COLON: char = '\u{ff1a}';
const NO_BREAK_SPACE: char = '\u{a0}';

/// Notes the texts of ASCII characters in typographic quotes: nobody can tell the value that was meant. Around other
/// texts, such quotes may be meant as they are.
pub(super) fn check_quotes(tree: &mut Tree<Kind>, text: &str) {
    for id in tree.ids() {
        let node = *tree.node(id);
        let one_line = node.kind == Kind::Plain && node.flags & flags::LINES == 0;
        let inner = node.range().of(text).strip_prefix(QUOTES).and_then(|rest| rest.strip_suffix(QUOTES));
        if one_line && inner.is_some_and(|inner| !inner.is_empty() && inner.is_ascii()) {
            tree.errors.push(messages::typographic_quotes(node.range()));
            tree.node_mut(id).kind = Kind::Error;
        }
    }
}

impl Parser<'_> {
    /// A text on a line of its own that is a key and its value but for a full-width colon between them.
    pub(super) fn wide_colon_in_text(&mut self, start: usize, end: usize) {
        let text = self.cur.slice(start, end);
        if memchr::memchr(0xEF, text.as_bytes()).is_none() {
            return;
        }
        let Some((key, value)) = text.split_once(WIDE_COLON) else { return };
        if !key.is_empty() && key.bytes().all(is_name) && value.is_ascii() {
            let at = start + key.len();
            self.fail(messages::wide_colon(range(at, at + WIDE_COLON.len_utf8())));
        }
    }

    /// A no-break space where a space is meant.
    #[cold]
    pub(super) fn no_break_space(&mut self, at: usize) {
        let rest = self.cur.slice(at, self.cur.len());
        let length = rest.len() - rest.trim_start_matches(NO_BREAK_SPACE).len();
        self.fail(messages::no_break_space(range(at, at + length)));
    }

    /// Whether a no-break space is at `at`.
    pub(super) fn no_break_space_at(&self, at: usize) -> bool {
        self.cur.slice(at, self.cur.len()).starts_with(NO_BREAK_SPACE)
    }

    /// A plain scalar in which a no-break space makes `-`, `?` or `:` part of the text.
    pub(super) fn no_break_space_after_indicator(&mut self, start: usize, end: usize) {
        let text = self.cur.slice(start, end);
        let is_item = text.starts_with(['-', '?']) && self.no_break_space_at(start + 1);
        let colon = text.find(":\u{a0}").filter(|&colon| {
            text.get(..colon).is_some_and(|name| !name.is_empty() && name.bytes().all(is_name))
        });
        if let Some(at) = if is_item { Some(0) } else { colon } {
            self.no_break_space(start + at + 1);
        }
    }
}
