//! What the parser says about single characters and words that it cannot read.

use super::Kind;
use super::cursor::range;
use super::parser::Parser;
use super::report::error;
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::{NodeId, budget};

impl Parser<'_> {
    /// A character that begins no node: `@`, a backtick, `%`, `,` or a closing bracket.
    pub(super) fn unreadable(&mut self) -> NodeId {
        let start = self.cur.at;
        let found = char::from(self.cur.byte());
        let node = self.error_leaf(start);
        let shown = range(start, start + 1);
        let problem = match found {
            ']' | '}' => error(
                shown,
                format!("found `{found}` without a bracket that it closes"),
                "nothing is open here",
            )
            .help("remove it, or quote the text if it belongs to a value"),
            ',' => error(
                shown,
                "found `,` where a value should begin",
                "expected a value; a comma separates values inside brackets only",
            ),
            _ => error(
                shown,
                format!("found `{found}` at the start of a value"),
                "no plain text begins with this character",
            )
            .help("write the value in quotes"),
        };
        self.error(problem);
        node
    }

    /// A name behind `&` or `*` that is none.
    pub(super) fn bad_name(&mut self, start: usize, end: usize) {
        let what = if self.cur.byte_at(start) == b'&' { "an anchor" } else { "an alias" };
        let shown = range(start, end);
        let label = "expected a name of letters, digits, `-` and `_`";
        let message = if end == start + 1 {
            format!("found {what} without a name")
        } else {
            format!("found {what} with a character that its name cannot have")
        };
        self.error(error(shown, message, label).help("quote the text if it is a value"));
    }

    pub(super) fn bad_tag(&mut self, start: usize, end: usize) {
        self.error(error(
            range(start, end),
            format!("cannot read the tag `{}`", self.cur.slice(start, end)),
            "expected a tag such as `!Ref`, with a blank behind it",
        ));
    }

    pub(super) fn second_property(&mut self, start: usize) {
        let what = if self.cur.byte_at(start) == b'!' { "tag" } else { "anchor" };
        self.error(error(
            range(start, self.cur.at),
            format!("found a second {what} for one value"),
            format!("a value has one {what} at most"),
        ));
    }

    pub(super) fn undefined_alias(&mut self, start: usize, name: TextRange) {
        let text = name.of(self.cur.text);
        self.push(
            error(
                TextRange::new(start as u32, name.end),
                format!("found the alias `*{text}`, but no anchor `&{text}` before it"),
                "an alias stands for a value that has an anchor further up",
            )
            .help(format!("write `&{text}` before the value it stands for, or quote the text")),
        );
    }

    pub(super) fn alias_in_itself(&mut self, start: usize, name: TextRange) {
        let text = name.of(self.cur.text);
        self.push(error(
            TextRange::new(start as u32, name.end),
            format!("found the alias `*{text}` inside the value that it stands for"),
            "this value would hold itself",
        ));
    }

    pub(super) fn duplicate_anchor(&mut self, name: TextRange, first: NodeId) {
        let first = self.tree.node(first).full_range();
        self.push(
            error(
                TextRange::new(name.start - 1, name.end),
                format!("found the anchor `&{}` a second time", name.of(self.cur.text)),
                "expected another name",
            )
            .also(TextRange::new(first.start, first.start + 1), "the first one is here"),
        );
    }

    /// A `\` in a double-quoted scalar with no escape behind it.
    pub(super) fn bad_escape(&mut self, at: usize) {
        let next = self.cur.slice(at + 1, self.cur.len()).chars().next().unwrap_or(' ');
        self.push(
            error(
                range(at, at + 1 + next.len_utf8()),
                format!("found the unknown escape `\\{next}` in a double-quoted text"),
                "expected `\\n`, `\\t`, `\\\"`, `\\\\`, `\\u4e2d` or the like",
            )
            .help("write `\\\\` for a backslash, or put the text in single quotes"),
        );
    }

    /// `\x`, `\u` or `\U` without its digits.
    pub(super) fn bad_code(&mut self, at: usize, digits: usize) {
        let shown = range(at, at + 2);
        let message = format!("found `{}` without the digits of a character", shown.of(self.cur.text));
        let label = format!("expected {digits} hexadecimal digits of a Unicode character");
        self.push(error(shown, message, label));
    }

    /// `\u` or `\U` with half a surrogate pair, which is no character.
    pub(super) fn lone_surrogate(&mut self, at: usize, digits: usize) {
        let shown = range(at, at + 2 + digits);
        let message = format!("found `{}`, which is half a surrogate pair", shown.of(self.cur.text));
        self.push(
            error(shown, message, "expected the escape of a character")
                .help("write the character itself, or its number in eight digits such as `\\U0001f600`"),
        );
    }

    /// Something behind the header of a block scalar.
    pub(super) fn bad_header(&mut self, start: usize) {
        let found = self.take_line();
        let sign = char::from(self.cur.byte_at(start));
        self.error(
            error(
                found,
                format!("found text behind the `{sign}` of a block text"),
                "expected the end of the line, a comment, or an indicator such as `-` or `2`",
            )
            .help("begin the text on the next line, indented"),
        );
    }

    /// `%` at the start of a line in the middle of a document.
    pub(super) fn stray_directive(&mut self) {
        let found = self.take_line();
        self.error(error(
            found,
            "found a directive inside the document",
            "directives stand before the `---` that begins a document",
        ));
    }

    /// `:` without a key.
    pub(super) fn missing_key(&mut self) {
        let at = self.cur.at;
        self.error(
            error(range(at, at + 1), "found `:` without a key before it", "expected a key before this")
                .help("write a key, or `''` for an empty one"),
        );
    }

    /// `- ` or `? ` where no collection may begin.
    pub(super) fn collection_not_allowed(&mut self, indicator: u8) {
        let at = self.cur.at;
        let (what, sign) = if indicator == b'-' { ("a list item", '-') } else { ("a `?` key", '?') };
        self.error(
            error(
                range(at, at + 1),
                format!("found {what} on the line of another value's beginning"),
                "expected a value here, or the list on lines of its own",
            )
            .help(format!("move `{sign}` to the next line, or quote the text")),
        );
    }

    /// Collections deeper than the budget: nothing more is read.
    pub(super) fn stop_for_depth(&mut self) {
        let at = self.cur.at;
        self.push(
            error(
                range(at, at + 1),
                format!("found more than {} collections inside each other", budget::YAML_DEPTH),
                "the rest of the text is not read",
            )
            .under(RuleId::BudgetExceeded),
        );
        self.cur.at = self.cur.len();
        self.fresh = false;
    }

    /// Notes the characters that YAML does not allow at all.
    pub(super) fn unprintable(&mut self, found: &[TextRange]) {
        for &place in found.iter().take(budget::SYNTAX_ERRORS) {
            let code = place.of(self.cur.text).chars().next().map_or(0, u32::from);
            self.push(
                error(
                    place,
                    format!("found the character U+{code:04X}, which YAML does not allow"),
                    "not allowed",
                )
                .help("remove it, or write it as an escape in double quotes"),
            );
        }
    }

    /// Whether the node stands for text that could not be read.
    pub(super) fn is_error(&self, node: NodeId) -> bool {
        self.tree.node(node).kind == Kind::Error
    }
}
