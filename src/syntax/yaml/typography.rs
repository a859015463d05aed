//! Characters that input methods and word processors write for those of YAML, where the grammar takes them for text.

use super::messages;
use super::parser::Parser;
use super::props::is_name;
use super::{Kind, flags};
use crate::syntax::Tree;

const QUOTES: [char; 4] = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
const WIDE_COLON: char = '\u{ff1a}';

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
            self.fail(messages::wide_colon(super::cursor::range(at, at + WIDE_COLON.len_utf8())));
        }
    }
}
