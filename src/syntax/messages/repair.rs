//! What is said of the lines of a YAML text that repair edits.

use super::error;
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::text;

pub(in crate::syntax) fn bad_indentation(line: TextRange, from: usize, to: usize) -> SyntaxError {
    error(
        line,
        text!(en: "found a line indented by {from}", zh: "该行缩进了 {from}", from = spaces(from)),
        text!(en: "expected {to}", zh: "应缩进 {to}", to = spaces(to)),
    )
}

pub(in crate::syntax) fn bad_block_indentation(line: TextRange, from: usize, to: usize) -> SyntaxError {
    error(
        line,
        text!(en: "found lines indented by {from}", zh: "这几行缩进了 {from}", from = spaces(from)),
        text!(en: "expected {to} before this line and those below it", zh: "该行及其下各行应缩进 {to}", to = spaces(to)),
    )
}

fn spaces(count: usize) -> Text {
    crate::diagnostic::counted(count, "space", "spaces", "个空格")
}

pub(in crate::syntax) fn text_not_indented(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a block of text that is not indented", zh: "文本块没有缩进"),
        text!(en: "expected more spaces before this", zh: "在此之前应有更多空格"),
    )
}

pub(in crate::syntax) fn tab_indentation(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found a tab used for indentation", zh: "使用了制表符缩进"),
        text!(en: "YAML is indented with spaces", zh: "YAML 使用空格缩进"),
    )
    .help(text!(en: "use spaces instead of tabs", zh: "请用空格代替制表符"))
}

pub(in crate::syntax) fn missing_space(colon: TextRange) -> SyntaxError {
    error(
        colon,
        text!(en: "found no space after the `:` of a key", zh: "键的 `:` 之后没有空格"),
        text!(en: "expected a space after this", zh: "其后应有空格"),
    )
}

/// A character that somebody typed before a line, or instead of a value.
pub(in crate::syntax) fn stray_sign(place: TextRange, text: &str) -> SyntaxError {
    let sign: String =
        place.of(text).chars().map(|sign| if sign == '\u{feff}' { ' ' } else { sign }).collect();
    error(
        place,
        text!(en: "found a stray `{sign}`", zh: "有多余的 `{sign}`", sign),
        text!(en: "this is part of neither a key nor a value", zh: "它既不属于键，也不属于值"),
    )
}

/// Lines whose key is gone.
pub(in crate::syntax) fn lines_without_key(line: TextRange) -> SyntaxError {
    without_key(line).help(text!(
        en: "write the key above, or indent the lines as those around them",
        zh: "请在上方写上键，或使这几行的缩进与前后一致",
    ))
}

/// Lines whose key is a comment.
pub(in crate::syntax) fn commented_key(lines: TextRange, comment: TextRange) -> SyntaxError {
    without_key(lines).also(comment, text!(en: "this key is a comment", zh: "该键被注释掉了")).help(text!(
        en: "remove the `#`, or make the lines below it comments, too",
        zh: "请删除 `#`，或将其下各行也改为注释",
    ))
}

fn without_key(lines: TextRange) -> SyntaxError {
    error(
        lines,
        text!(en: "found lines without the key that they belong to", zh: "这几行缺少所属的键"),
        text!(en: "expected a key above this", zh: "上方应有键"),
    )
}

pub(in crate::syntax) fn conflict_marker(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found an unresolved Git conflict marker", zh: "遇到未解决的 Git 冲突标记"),
        text!(en: "this line is not part of the template", zh: "该行不是模板的内容"),
    )
    .help(text!(en: "keep the lines of one side, and remove the markers", zh: "请保留其中一方的内容，并删除冲突标记"))
}

pub(in crate::syntax) fn code_fence(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a Markdown code fence", zh: "遇到 Markdown 代码块标记"),
        text!(en: "this line is not part of the template", zh: "该行不是模板的内容"),
    )
    .help(text!(en: "remove this line", zh: "请删除该行"))
}

pub(in crate::syntax) fn unreadable_line(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a line that cannot be read", zh: "无法读取该行"),
        text!(
            en: "this is neither a key, a list item nor the rest of a value",
            zh: "它不是键、列表项，也不是值的续行",
        ),
    )
}

/// More damage than is worth repair.
pub(in crate::syntax) fn too_many_errors(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found too many errors to go on", zh: "错误过多，无法继续"),
        text!(en: "the rest of the text is not read", zh: "不再读取其余内容"),
    )
    .under(RuleId::BudgetExceeded)
}
