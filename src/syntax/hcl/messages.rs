//! The wording of syntax errors.

use super::parser::{Frame, Role};
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};

/// An error without help or fix.
fn error(range: TextRange, message: impl Into<Text>, label: impl Into<Text>) -> SyntaxError {
    RuleId::SyntaxError.finding(range, message).label(label)
}

/// At most this many characters of the text are quoted in a message.
const QUOTED_CHARACTERS: usize = 30;

/// The text of `range` in backticks, cut where it is long.
fn quoted(text: &str, range: TextRange) -> String {
    let found = range.of(text);
    let cut = found.char_indices().nth(QUOTED_CHARACTERS).map(|(at, _)| at);
    match cut {
        Some(at) => format!("`{}…`", found.get(..at).unwrap_or_default()),
        None => format!("`{found}`"),
    }
}

/// What `range` is, for a message that says what was found.
fn found(text: &str, range: TextRange) -> String {
    match range.of(text) {
        "" if range.start as usize >= text.len() => "the end of the file".to_owned(),
        "" => "the end of the line".to_owned(),
        "\u{a0}" => "a no-break space".to_owned(),
        _ => quoted(text, range),
    }
}

/// `expected` could be at `range`, but something else does.
pub(super) fn unexpected(text: &str, range: TextRange, reading: &str, expected: &str) -> SyntaxError {
    let mut told = error(
        range,
        format!("{reading} is followed by {}", found(text, range)),
        format!("expected {expected}"),
    );
    refine(&mut told, text, range);
    told
}

/// Adds what is known of characters that HCL does not use.
fn refine(told: &mut SyntaxError, text: &str, range: TextRange) {
    match range.of(text) {
        "\u{a0}" => {
            told.rule = RuleId::NoBreakSpace;
            told.help = Some("write a plain space".into());
            told.add_edit(range, " ");
        }
        "'" => told.help = Some("strings stand in double quotes: `\"…\"`".into()),
        "`" => told.help = Some("a text of several lines is written as a heredoc, `<<EOT`".into()),
        ";" => told.help = Some("attributes are separated by line ends".into()),
        "“" | "”" => {
            told.help = Some("write straight double quotes, `\"`".into());
            let line =
                text.get(range.end as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let other = line.find(['“', '”']).map(|at| range.end + at as u32);
            let other = other.map(|at| TextRange::new(at, at + '”'.len_utf8() as u32));
            for quote in std::iter::once(range).chain(other) {
                told.add_edit(quote, "\"");
            }
        }
        "&" => told.help = Some("logical and is written `&&`".into()),
        "|" => told.help = Some("logical or is written `||`".into()),
        _ => {}
    }
}

/// No expression starts at `range`.
pub(super) fn no_expression(text: &str, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("an expression is missing before {}", found(text, range)),
        "expected an expression",
    );
    refine(&mut told, text, range);
    told
}

/// `<` starts no heredoc.
pub(super) fn no_heredoc(range: TextRange) -> SyntaxError {
    error(range, "`<<` is not followed by a marker alone", "expected an identifier and a line end")
        .help("write `<<EOT`, the lines, and `EOT` on a line of its own")
}

/// Neither an attribute nor a block starts at `range`.
pub(super) fn no_item(text: &str, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("an attribute or block is expected, but {} is found", found(text, range)),
        "expected a name",
    );
    if range.of(text) == "\"" {
        told.help = Some("names of attributes and types of blocks are written without quotes".into());
    }
    refine(&mut told, text, range);
    told
}

/// The name at `name` is followed by neither `=` nor a block.
pub(super) fn neither(text: &str, name: TextRange, next: TextRange, colon: bool) -> SyntaxError {
    let shown = quoted(text, name);
    let mut told =
        error(next, format!("{shown} is followed by {}", found(text, next)), "expected `=`, `{` or a label");
    if colon {
        told.help = Some("an attribute is set with `=`".into());
        told.add_edit(next, " =");
    } else {
        told.help = Some(format!("write {} to set the attribute", quoted_with(text, name, " = …")).into());
    }
    refine(&mut told, text, next);
    told
}

/// The text of `range` and `more`, in backticks.
fn quoted_with(text: &str, range: TextRange, more: &str) -> String {
    let name = quoted(text, range);
    format!("{}{more}`", name.strip_suffix('`').unwrap_or(&name))
}

/// `reading` is not alone on its line.
pub(super) fn no_line_end(text: &str, range: TextRange, reading: &str, starts_item: bool) -> SyntaxError {
    let mut told = error(
        range,
        format!("{reading} is followed by {} on the same line", found(text, range)),
        "expected a line end",
    );
    if starts_item {
        told.help = Some("each attribute and block starts a line of its own".into());
        told.add_edit(TextRange::empty(range.start), "\n");
    } else if range.of(text) == "," {
        told.help = Some("attributes are separated by line ends, not by commas".into());
        told.add_edit(range, "");
    }
    refine(&mut told, text, range);
    told
}

/// A block on one line holds more than one attribute, or does not end on its line.
pub(super) fn one_line_block(range: TextRange) -> SyntaxError {
    error(range, "a block on one line holds more than one attribute", "expected `}`")
        .help("put each attribute and the closing `}` on a line of its own")
}

/// The header of a block has no brace.
pub(super) fn no_brace(text: &str, header: TextRange, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("the header of block {} is followed by {}", quoted(text, header), found(text, range)),
        "expected `{` or a label",
    )
    .help("a block's `{` stands on the line of its header; an attribute needs a `=`");
    refine(&mut told, text, range);
    told
}

/// The brace of a block is on the line below its header.
pub(super) fn brace_below(text: &str, header: TextRange, gap: TextRange, brace: TextRange) -> SyntaxError {
    error(
        brace,
        format!("the `{{` of block {} stands on a line of its own", quoted(text, header)),
        "belongs on the line of the header",
    )
    .edit(gap, " ")
}

/// `}` closes nothing.
pub(super) fn stray_brace(range: TextRange) -> SyntaxError {
    error(range, "`}` closes no block", "no `{` is open here").help("remove it")
}

/// A block is not closed.
pub(super) fn unclosed_block(text: &str, header: TextRange, brace: TextRange) -> SyntaxError {
    error(brace, format!("block {} is not closed", quoted_header(text, header)), "no `}` closes this")
        .help("close it with `}` on a line of its own")
}

/// The header of a block in backticks, without the spaces after it.
fn quoted_header(text: &str, header: TextRange) -> String {
    let len = header.of(text).trim_end().len() as u32;
    quoted(text, TextRange::new(header.start, header.start + len))
}

/// A bracket is not closed; the text goes on at `next`.
pub(super) fn unclosed_bracket(text: &str, open: TextRange, closer: &str, next: TextRange) -> SyntaxError {
    error(open, format!("{} is not closed", quoted(text, open)), format!("no `{closer}` closes this"))
        .also(next, format!("the text goes on here without `{closer}`"))
        .help(format!("write `{closer}`"))
}

/// A string is not closed on its line.
pub(super) fn unclosed_quote(quote: TextRange, end: u32, closable: bool) -> SyntaxError {
    let told = error(quote, "a string is not closed on its line", "no `\"` closes this").help(
        "close it with `\"`; for a text of several lines write a heredoc, `<<EOT`, or `\\n` in the string",
    );
    if closable { told.edit(TextRange::empty(end), "\"") } else { told }
}

/// A heredoc has no closing marker.
pub(super) fn unclosed_heredoc(opening: TextRange, marker: &str) -> SyntaxError {
    error(opening, "a heredoc is not closed", format!("no line is `{marker}`"))
        .help(format!("write `{marker}` on a line of its own behind the text"))
}

/// The closing marker of a heredoc is the last line, and has no line break.
pub(super) fn marker_without_line_end(marker: &str, end: u32) -> SyntaxError {
    let range = TextRange::new(end - marker.len() as u32, end);
    error(range, "the line that closes a heredoc has no line break", "expected a line break")
        .help("end the file with a line break")
        .edit(TextRange::empty(end), "\n")
}

/// A carriage return without a line feed in a heredoc.
pub(super) fn carriage_return(range: TextRange) -> SyntaxError {
    error(range, "a heredoc holds a carriage return without a line feed", "expected a line break")
        .help("save the file with `\\n` or `\\r\\n` line ends")
}

/// An attribute is set twice.
pub(super) fn attribute_redefined(text: &str, name: TextRange, first: TextRange) -> SyntaxError {
    error(name, format!("attribute {} is set twice", quoted(text, name)), "set again here")
        .also(first, "set here before")
        .help("remove one of the two")
}

/// Nesting passes the budget.
pub(super) fn too_deep(range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("nesting is deeper than {} levels", budget::HCL_DEPTH),
        "this level is not read",
    );
    told.rule = RuleId::BudgetExceeded;
    told
}

/// The text is longer than the budget.
pub(super) fn too_long() -> SyntaxError {
    let message = format!("the text is longer than {} bytes", budget::TEXT_BYTES);
    let mut told = error(TextRange::empty(0), message, "nothing of it is read");
    told.rule = RuleId::BudgetExceeded;
    told
}

/// A number that has no value.
pub(super) fn bad_number(text: &str, range: TextRange) -> SyntaxError {
    error(
        range,
        format!("{} is not a number", quoted(text, range)),
        "expected digits, at most one dot and one exponent",
    )
}

/// `a.0.1`
pub(super) fn chained_legacy_index(text: &str, dot: usize, range: TextRange) -> SyntaxError {
    let told =
        error(range, format!("two indexes are chained as {}", quoted(text, range)), "reads as one number");
    match range.of(text).split_once('.') {
        Some((first, second)) => {
            let brackets = format!("[{first}][{second}]");
            told.help(format!("write `{brackets}`")).edit(TextRange::new(dot as u32, range.end), brackets)
        }
        None => told,
    }
}

/// `a.*.b.*`
pub(super) fn nested_splat(range: TextRange) -> SyntaxError {
    error(range, "a splat `.*` follows another splat `.*`", "not allowed here").help("write `[*]`")
}

/// A dot without a name.
pub(super) fn no_attribute_name(dot: TextRange) -> SyntaxError {
    error(dot, "a dot is not followed by a name", "expected a name, a number or `*` behind it")
}

/// A conditional without its second result.
pub(super) fn no_else(text: &str, range: TextRange, question: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("a conditional is followed by {}", found(text, range)),
        "expected `:` and the value for a false condition",
    )
    .also(question, "the conditional's `?`");
    refine(&mut told, text, range);
    told
}

/// Items of `reading` are not separated.
pub(super) fn no_separator(
    text: &str,
    range: TextRange,
    reading: &str,
    closer: char,
    fits: bool,
) -> SyntaxError {
    let mut told = error(
        range,
        format!("an item of {reading} is followed by {}", found(text, range)),
        format!("expected `,` or `{closer}`"),
    );
    if fits {
        told.help = Some("separate them with a comma".into());
    }
    refine(&mut told, text, range);
    told
}

/// A key in a `for` that makes a tuple.
pub(super) fn key_in_tuple(range: TextRange) -> SyntaxError {
    error(range, "a `for` in `[ ]` gives a key", "only values stand here")
        .help("write it in `{ }` to make an object")
}

/// No key in a `for` that makes an object.
pub(super) fn no_key_in_object(range: TextRange) -> SyntaxError {
    error(range, "a `for` in `{ }` gives no key", "expected `key => value`")
        .help("write it in `[ ]` to make a list")
}

/// Grouping in a `for` that makes a tuple.
pub(super) fn group_in_tuple(range: TextRange) -> SyntaxError {
    error(range, "a `for` in `[ ]` groups its values with `...`", "only objects can be grouped")
}

/// An escape that means nothing.
pub(super) fn bad_escape(text: &str, range: TextRange, digits: usize) -> SyntaxError {
    let label = match digits {
        0 => "expected `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uNNNN` or `\\UNNNNNNNN`",
        4 => "expected four hexadecimal digits that name a character",
        _ => "expected eight hexadecimal digits that name a character",
    };
    let told = error(range, format!("{} is not an escape", quoted(text, range)), label);
    if digits == 0 { told.help("write `\\\\` for a backslash") } else { told }
}

/// A sequence in a label.
pub(super) fn template_in_label(text: &str, range: TextRange) -> SyntaxError {
    let mark = range.of(text).get(..1).unwrap_or("$");
    error(range, format!("the label of a block holds {}", quoted(text, range)), "labels are plain text")
        .help(format!("write `{mark}{mark}{{` for these characters themselves"))
}

/// What follows the expression of a sequence.
pub(super) fn no_sequence_end(text: &str, range: TextRange, open: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        format!("an expression in a template is followed by {}", found(text, range)),
        "expected `}`",
    )
    .also(open, "opened here");
    if range.of(text) == ":" {
        let mark = open.of(text).get(..1).unwrap_or("$");
        told.help = Some(format!("write `{mark}{mark}{{` where it is text for another program").into());
        told.add_edit(TextRange::empty(open.start), mark);
    }
    refine(&mut told, text, range);
    told
}

/// A sequence without `}`.
pub(super) fn unclosed_sequence(text: &str, open: TextRange) -> SyntaxError {
    error(open, format!("{} is not closed", quoted(text, open)), "no `}` closes this").help("write `}`")
}

/// A directive that is not one, or that nothing opened.
pub(super) fn bad_directive(text: &str, word: TextRange, inner: Option<Role>) -> SyntaxError {
    let open = match inner {
        Some(Role::IfBody) => "`else` or `endif`",
        Some(Role::ElseBody) => "`endif`",
        Some(Role::ForBody) => "`endfor`",
        _ => "",
    };
    match word.of(text) {
        "else" | "endif" | "endfor" if open.is_empty() => {
            error(word, format!("{} ends no directive", quoted(text, word)), "nothing is open here")
        }
        "else" | "endif" | "endfor" => error(
            word,
            format!("{} does not fit the open directive", quoted(text, word)),
            format!("expected {open}"),
        ),
        "" => error(word, "a directive has no keyword", "expected `if`, `for`, `else`, `endif` or `endfor`")
            .help("write `%%{` for these characters themselves"),
        _ => error(
            word,
            format!("{} is not a directive", quoted(text, word)),
            "expected `if`, `for`, `else`, `endif` or `endfor`",
        ),
    }
}

/// A directive without its end.
pub(super) fn unclosed_directive(frame: Frame) -> SyntaxError {
    let (name, end) = if frame.role == Role::ForBody { ("for", "endfor") } else { ("if", "endif") };
    let mark = TextRange::new(frame.open, frame.open + 2);
    error(mark, format!("directive `{name}` is not closed"), format!("no `%{{ {end} }}` closes this"))
        .help(format!("write `%{{ {end} }}`"))
}

/// Text after the expression that was asked for.
pub(super) fn behind_expression(text: &str, range: TextRange) -> SyntaxError {
    let mut told =
        error(range, format!("an expression is followed by {}", found(text, range)), "expected nothing more");
    refine(&mut told, text, range);
    told
}

/// A comment without its end.
pub(super) fn unclosed_comment(range: TextRange) -> SyntaxError {
    error(range, "a comment is not closed", "no `*/` closes this").help("write `*/`")
}
