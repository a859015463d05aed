//! What repair says of the lines that it edits.

use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::syntax::yaml::report::error;

pub(super) fn bad_indentation(line: TextRange, from: usize, to: usize) -> SyntaxError {
    let message = format!("found a line indented by {}", spaces(from));
    error(line, message, format!("expected {}", spaces(to)))
}

pub(super) fn bad_block_indentation(line: TextRange, from: usize, to: usize) -> SyntaxError {
    let message = format!("found lines indented by {}", spaces(from));
    error(line, message, format!("expected {} before this line and those below it", spaces(to)))
}

fn spaces(count: usize) -> String {
    if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") }
}

pub(super) fn text_not_indented(line: TextRange) -> SyntaxError {
    error(line, "found a block of text that is not indented", "expected more spaces before this")
}

pub(super) fn tab_indentation(place: TextRange) -> SyntaxError {
    error(place, "found a tab used for indentation", "YAML is indented with spaces")
        .help("use spaces instead of tabs")
}

pub(super) fn missing_space(colon: TextRange) -> SyntaxError {
    error(colon, "found no space after the `:` of a key", "expected a space after this")
}

pub(super) fn missing_colon(key: TextRange) -> SyntaxError {
    error(key, "found a key without `:`", "expected `:` after this key")
}

pub(super) fn unclosed_quote(place: TextRange, quote: char) -> SyntaxError {
    let message = format!("found a quoted text without a closing `{quote}`");
    error(place, message, format!("expected `{quote}` at its end"))
}

/// A character that somebody typed before a line.
pub(super) fn stray_sign(place: TextRange, text: &str) -> SyntaxError {
    let sign: String =
        place.of(text).chars().map(|sign| if sign == '\u{feff}' { ' ' } else { sign }).collect();
    error(
        place,
        format!("found a stray `{sign}` at the start of a line"),
        "this is part of neither a key nor a value",
    )
}

/// Lines whose key is gone.
pub(super) fn lines_without_key(line: TextRange) -> SyntaxError {
    error(line, "found lines without the key that they belong to", "expected a key above this")
        .help("write the key above, or indent the lines as those around them")
}

/// Lines whose key is a comment.
pub(super) fn commented_key(lines: TextRange, comment: TextRange) -> SyntaxError {
    error(lines, "found lines without the key that they belong to", "expected a key above this")
        .also(comment, "this key is a comment")
        .help("remove the `#`, or make the lines below it comments, too")
}

pub(super) fn conflict_marker(line: TextRange) -> SyntaxError {
    error(line, "found an unresolved Git conflict marker", "this line is not part of the template")
        .help("keep the lines of one side, and remove the markers")
}

pub(super) fn code_fence(line: TextRange) -> SyntaxError {
    error(line, "found a Markdown code fence", "this line is not part of the template")
        .help("remove this line")
}

pub(super) fn unreadable_line(line: TextRange) -> SyntaxError {
    error(
        line,
        "found a line that cannot be read",
        "this is neither a key, a list item nor the rest of a value",
    )
}
