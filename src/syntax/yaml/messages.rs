//! What the strict grammar says about a text that it cannot read. Nothing else in the YAML front end holds words.

use super::cursor::range;
use super::flow::State;
use super::parser::Parser;
use super::report::error;
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxError, budget};

const END_OF_LINE: &str = "expected the end of the line";

/// A character that no plain scalar begins with, and that begins nothing else here.
pub(super) fn bad_start(at: usize, byte: u8) -> SyntaxError {
    let found = char::from(byte);
    error(
        range(at, at + 1),
        format!("found `{found}` at the start of a value"),
        "unquoted text cannot begin with this character",
    )
    .help("put the value in quotes")
}

pub(super) fn tab_between(place: TextRange) -> SyntaxError {
    error(place, "found a tab outside of quotes", "YAML allows only spaces here")
        .help("use spaces instead of tabs")
}

pub(super) fn unclosed_bracket(at: usize, mapping: bool, end: usize) -> SyntaxError {
    let (sign, wanted) = if mapping { ('{', '}') } else { ('[', ']') };
    error(
        range(at, at + 1),
        format!("found `{sign}` without a matching `{wanted}`"),
        "this bracket is never closed",
    )
    .also(range(end, end), format!("expected `{wanted}` before this"))
}

pub(super) fn wrong_bracket(at: usize, open: usize, mapping: bool) -> SyntaxError {
    let (found, wanted) = if mapping { ('}', ']') } else { (']', '}') };
    error(
        range(at, at + 1),
        format!("found `{found}`, but `{wanted}` must come first"),
        format!("expected `{wanted}`"),
    )
    .also(range(open, open + 1), "this bracket is still open")
}

pub(super) fn stray_comma(at: usize) -> SyntaxError {
    let shown = range(at, at + 1);
    error(shown, "found `,` without a value before it", "expected a value before this").edit(shown, "")
}

pub(super) fn missing_comma(shown: TextRange) -> SyntaxError {
    error(shown, "found a value without `,` before it", "expected `,` before this")
}

pub(super) fn flow_colon(at: usize, state: State) -> SyntaxError {
    let shown = range(at, at + 1);
    match state {
        State::Start => error(shown, "found `:` without a key before it", "expected a key before this"),
        State::Node => {
            error(shown, "found `:` on a different line from its key", "expected it after the key")
                .help("write the key and its `:` on one line")
        }
        _ => error(shown, "found a second `:` in one entry", "expected `,` or a closing bracket")
            .help("put text that contains `: ` in quotes"),
    }
}

pub(super) fn flow_question(at: usize) -> SyntaxError {
    error(range(at, at + 1), "found `?` inside brackets", "expected `,` or a closing bracket")
        .help("put text that contains `?` in quotes")
}

pub(super) fn flow_item(at: usize) -> SyntaxError {
    error(range(at, at + 1), "found a list item `-` inside brackets", "expected a value")
        .help("separate the values with commas")
}

impl Parser<'_> {
    /// A character that begins no node: `@`, a backtick, `%`, `,` or a closing bracket.
    pub(super) fn unreadable(&mut self) -> NodeId {
        let start = self.cur.at;
        let found = self.cur.byte();
        let node = self.error_leaf(start);
        let shown = range(start, start + 1);
        self.error(match found {
            b']' | b'}' => {
                let sign = char::from(found);
                error(
                    shown,
                    format!("found `{sign}` without a matching opening bracket"),
                    "no bracket is open here",
                )
                .help("remove it, or put the value in quotes")
            }
            b',' => {
                error(shown, "found `,` at the start of a value", "commas separate values inside brackets")
                    .help("remove it, or put the value in quotes")
            }
            _ => bad_start(start, found),
        });
        node
    }

    /// A line in a column in which no open collection has its entries.
    #[cold]
    pub(super) fn misplaced(&mut self) {
        let found = self.rest_of_line();
        let message = if self.frames.is_empty() {
            "found more text after the only value of the document"
        } else {
            "found a line whose indentation matches no line above"
        };
        self.fail(error(found, message, "this line does not belong to anything above"));
    }

    /// A line in a list's column that does not begin with `-`.
    #[cold]
    pub(super) fn stray_in_sequence(&mut self) {
        let found = self.rest_of_line();
        self.fail(
            error(found, "found a line without `-` among the items of a list", "expected `- `")
                .help("begin the item with `- `, or indent the line if it belongs to the item above"),
        );
    }

    /// `- ` in the column of a mapping's keys.
    #[cold]
    pub(super) fn stray_item(&mut self) {
        let found = self.rest_of_line();
        self.fail(
            error(found, "found a list item among the keys of a mapping", "expected a key")
                .help("indent the list below its key, or remove the `-`"),
        );
    }

    /// A key without `: ` after it.
    #[cold]
    pub(super) fn missing_colon(&mut self, start: usize, one_line: bool) {
        let end = if one_line { self.cur.text_end(start) } else { self.cur.at };
        self.fail(error(range(start, end), "found a key without `:`", "expected `:` after this key"));
    }

    /// A plain scalar, from `start` on, with a key on the line below.
    #[cold]
    pub(super) fn key_in_scalar(&mut self, start: usize, below: usize) {
        let found = range(below, self.cur.text_end(below));
        let error =
            error(found, "found a key inside of a value", "expected a line that belongs to the value")
                .also(range(start, self.cur.text_end(start)), "the value begins here");
        self.fail(error);
    }

    /// A quoted scalar that never ends.
    #[cold]
    pub(super) fn unclosed(&mut self, start: usize, quote: u8, brackets: Vec<(usize, bool)>) {
        let sign = char::from(quote);
        let found = range(start, self.cur.text_end(start).max(start + 1));
        let error = error(
            found,
            format!("found a quoted text without a closing `{sign}`"),
            format!("expected `{sign}` at its end"),
        );
        self.cur.at = self.cur.len();
        self.fail_at(start, error, brackets);
    }

    /// `: ` after a value.
    #[cold]
    pub(super) fn colon_in_value(&mut self, at: usize) {
        self.fail(
            error(range(at, at + 1), "found a second `: ` on one line", "a value cannot also be a key")
                .help("put the value in quotes, or the key on a line of its own"),
        );
    }

    /// Text where the line should end.
    #[cold]
    pub(super) fn more_text(&mut self, found: TextRange) {
        self.fail(error(found, "found more text after a complete value", END_OF_LINE));
    }

    /// A name after `&` or `*` that is not one.
    pub(super) fn bad_name(&mut self, start: usize, end: usize) {
        let what = if self.cur.byte_at(start) == b'&' { "an anchor" } else { "an alias" };
        let message = if end == start + 1 {
            format!("found {what} without a name")
        } else {
            format!("found {what} whose name contains an invalid character")
        };
        self.error(
            error(range(start, end), message, "expected a name of letters, digits, `-` and `_`")
                .help("put the text in quotes if it is a value"),
        );
    }

    pub(super) fn bad_tag(&mut self, start: usize, end: usize) {
        self.error(error(
            range(start, end),
            format!("cannot read the tag `{}`", self.cur.slice(start, end)),
            "expected a tag such as `!Ref`, followed by a space",
        ));
    }

    /// A handle such as `!r!` without its `%TAG`.
    pub(super) fn undeclared_handle(&mut self, start: usize, end: usize) {
        self.push(error(
            range(start, end),
            format!("found the tag `{}`, whose handle is not declared", self.cur.slice(start, end)),
            "expected a tag such as `!Ref`",
        ));
    }

    pub(super) fn second_property(&mut self, start: usize) {
        let what = if self.cur.byte_at(start) == b'!' { "tag" } else { "anchor" };
        self.error(error(
            range(start, self.cur.at),
            format!("found a second {what} for one value"),
            format!("a value has at most one {what}"),
        ));
    }

    /// Properties where a key should be, and nothing after them.
    #[cold]
    pub(super) fn stray_properties(&mut self, start: usize) {
        let found = range(start, self.cur.trim_end(start, self.cur.at));
        self.fail(error(found, "found a tag or an anchor without a key", "expected a key after it"));
    }

    pub(super) fn alias_with_properties(&mut self, alias: NodeId) {
        let range = self.tree.node(alias).range();
        self.push(
            error(range, "found a tag or an anchor before an alias", "an alias cannot have its own")
                .help("remove the tag or anchor before the alias"),
        );
    }

    pub(super) fn undefined_alias(&mut self, start: usize, name: TextRange) {
        let text = name.of(self.cur.text);
        self.push(
            error(
                TextRange::new(start as u32, name.end),
                format!("found the alias `*{text}`, but no anchor `&{text}` before it"),
                "an alias repeats a value that has an anchor further up",
            )
            .help(format!("write `&{text}` before the value that is meant, or put the text in quotes")),
        );
    }

    pub(super) fn alias_in_itself(&self, alias: TextRange) -> SyntaxError {
        error(
            alias,
            format!("found the alias `{}` inside the value that it repeats", alias.of(self.cur.text)),
            "this value would contain itself",
        )
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

    /// A `\` in a double-quoted scalar that begins no escape.
    pub(super) fn bad_escape(&mut self, at: usize) {
        let next = self.cur.slice(at + 1, self.cur.len()).chars().next().unwrap_or(' ');
        self.independent(
            error(
                range(at, at + 1 + next.len_utf8()),
                format!("found the unknown escape `\\{next}` in double quotes"),
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
        self.independent(error(shown, message, label));
    }

    /// `\u` or `\U` with half a surrogate pair.
    pub(super) fn lone_surrogate(&mut self, at: usize, digits: usize) {
        let shown = range(at, at + 2 + digits);
        let message = format!("found `{}`, which is half of a surrogate pair", shown.of(self.cur.text));
        self.independent(
            error(shown, message, "expected the escape of a character")
                .help("write the character itself, or its number in eight digits such as `\\U0001f600`"),
        );
    }

    /// Something after the header of a block scalar.
    #[cold]
    pub(super) fn bad_header(&mut self, start: usize) {
        let sign = char::from(self.cur.byte_at(start));
        self.fail(
            error(
                self.rest_of_line(),
                format!("found text after the `{sign}` of a block of text"),
                "expected the end of the line, a comment, or an indicator such as `-` or `2`",
            )
            .help("begin the text on the next line, indented"),
        );
    }

    /// `%` at the start of a line inside of a document.
    #[cold]
    pub(super) fn stray_directive(&mut self) {
        let found = self.rest_of_line();
        self.fail(error(
            found,
            "found a directive inside the document",
            "directives must come before the `---` that begins a document",
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
                format!("found {what} on the line of its key"),
                "expected a value here, or the list on lines of its own",
            )
            .help(format!("move `{sign}` to the next line, or put the text in quotes")),
        );
    }

    /// A key that is longer than an implicit key may be.
    pub(super) fn long_key(&mut self, start: usize, colon: usize) {
        self.error(
            error(
                range(start, colon),
                "found a key of more than 1,024 characters",
                "a key without `?` before it has at most 1,024 characters",
            )
            .help("write `? ` before the key, and `: ` with the value on a line of its own"),
        );
    }

    /// A no-break space where a space is meant.
    #[cold]
    pub(super) fn no_break_space(&mut self, at: usize) {
        let mut end = at;
        while self.no_break_space_at(end) {
            end += NO_BREAK_SPACE.len();
        }
        self.fail(no_break_space(range(at, end)));
    }

    /// Whether a no-break space is at `at`.
    pub(super) fn no_break_space_at(&self, at: usize) -> bool {
        self.cur.bytes_from(at).starts_with(NO_BREAK_SPACE.as_bytes())
    }

    /// A plain scalar in which a no-break space makes `-`, `?` or `:` part of the text.
    pub(super) fn no_break_space_after_indicator(&mut self, start: usize, end: usize) {
        let text = self.cur.slice(start, end);
        let first = ["-", "?"]
            .iter()
            .find(|sign| text.strip_prefix(**sign).is_some_and(|rest| rest.starts_with(NO_BREAK_SPACE)));
        let colon = || {
            let colon = text.find(":\u{a0}")?;
            let name = text.get(..colon)?;
            (!name.is_empty() && name.bytes().all(super::props::is_name)).then_some(colon)
        };
        if let Some(at) = first.map(|_| 0).or_else(colon) {
            self.no_break_space(start + at + 1);
        }
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
}

const NO_BREAK_SPACE: &str = "\u{a0}";

/// The run of no-break spaces in `place`.
pub(super) fn no_break_space(place: TextRange) -> SyntaxError {
    error(
        place,
        "found a no-break space (U+00A0) where a space is expected",
        "YAML reads this as part of the text",
    )
    .under(RuleId::NoBreakSpace)
    .help("use ordinary spaces")
}

/// A character that YAML does not allow at all.
pub(super) fn unprintable(place: TextRange, text: &str) -> SyntaxError {
    let code = place.of(text).chars().next().map_or(0, u32::from);
    error(place, format!("found the character U+{code:04X}, which YAML does not allow"), "not allowed")
        .help("remove it, or write it as an escape in double quotes")
}

/// More damage than is worth repair.
pub(super) fn too_many_errors(at: usize) -> SyntaxError {
    error(range(at, at), "found too many errors to go on", "the rest of the text is not read")
        .under(RuleId::BudgetExceeded)
}

/// A colon as Chinese input methods write it.
pub(super) fn wide_colon(place: TextRange) -> SyntaxError {
    error(place, "found a full-width colon `：` (U+FF1A)", "expected `: `")
}

/// Quotes as word processors write them.
pub(super) fn typographic_quotes(place: TextRange) -> SyntaxError {
    let width = '\u{201c}'.len_utf8() as u32;
    let (first, last) = (place.start + width, place.end - width);
    error(place, "found typographic quotes, which YAML reads as part of the text", "expected `\"`")
        .edit(TextRange::new(place.start, first), "\"")
        .edit(TextRange::new(last, place.end), "\"")
}
