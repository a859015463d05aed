//! What is said of a text that is not JSON.

use super::error;
pub(in crate::syntax) use super::{stray_comma, too_deep, wrong_bracket};
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::text;

pub(in crate::syntax) fn no_opening_brace(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found the members of an object without its `{`", zh: "对象的成员之前缺少 `{`"),
        text!(en: "expected `{` here", zh: "此处应为 `{`"),
    )
}

pub(in crate::syntax) fn no_value(key: TextRange) -> SyntaxError {
    error(
        key,
        text!(en: "found a key without a value", zh: "键没有值"),
        text!(en: "expected `: ` and a value after this", zh: "其后应为 `: ` 和值"),
    )
}

/// Why a bracket closes nothing.
pub(in crate::syntax) const NOTHING_OPEN: [&str; 2] = ["nothing is open here", "此处没有未闭合的括号"];
pub(in crate::syntax) const GOES_ON_BELOW: [&str; 2] =
    ["what it would close goes on below", "它要闭合的内容在下方继续"];
pub(in crate::syntax) const OPENED_ELSEWHERE: [&str; 2] =
    ["no line with this indentation opened a bracket", "同样缩进的行中没有左括号"];

/// A bracket that closes nothing, for the reason `why`.
pub(in crate::syntax) fn closes_nothing(bracket: TextRange, why: [&'static str; 2]) -> SyntaxError {
    error(bracket, text!(en: "found a bracket that closes nothing", zh: "多余的右括号"), why)
}

/// A bracket that is never closed; what closes it belongs at `end`.
pub(in crate::syntax) fn unclosed_bracket(bracket: TextRange, object: bool, end: TextRange) -> SyntaxError {
    super::unclosed_bracket(bracket, object, end).edit(end, if object { "}" } else { "]" })
}

pub(in crate::syntax) fn last_comma(comma: TextRange) -> SyntaxError {
    error(
        comma,
        text!(en: "found `,` after the last value", zh: "最后一个值之后有 `,`"),
        text!(en: "JSON has no comma here", zh: "JSON 在此处没有逗号"),
    )
    .edit(comma, "")
}

pub(in crate::syntax) fn end_inside_member(brace: TextRange) -> SyntaxError {
    error(
        brace,
        text!(en: "found the end of an object inside a member", zh: "成员尚未结束，对象就结束了"),
        text!(en: "expected a value before this", zh: "在此之前应有值"),
    )
}

pub(in crate::syntax) fn comma_outside(comma: TextRange) -> SyntaxError {
    error(
        comma,
        text!(en: "found `,` outside of all brackets", zh: "所有括号之外有 `,`"),
        text!(en: "expected nothing here", zh: "此处不应有内容"),
    )
}

pub(in crate::syntax) fn comma_inside_member(comma: TextRange) -> SyntaxError {
    error(
        comma,
        text!(en: "found `,` where a member has no value yet", zh: "成员还没有值就遇到 `,`"),
        text!(en: "expected a value before this", zh: "在此之前应有值"),
    )
}

/// `{{ … }}` where a string was meant.
pub(in crate::syntax) fn bare_braces(braces: TextRange, found: &str) -> SyntaxError {
    error(
        braces,
        text!(en: "found `{found}` without quotes", zh: "`{found}` 没有加引号", found),
        text!(en: "expected a text in quotes", zh: "此处应为带引号的文本"),
    )
    .help(text!(en: "write `\"{found}\"`", zh: "请写 `\"{found}\"`", found))
    .edit(braces, format!("\"{found}\""))
}

pub(in crate::syntax) fn bracket_as_key(bracket: TextRange) -> SyntaxError {
    error(
        bracket,
        text!(en: "found a bracket where a key must be", zh: "键的位置上是括号"),
        text!(en: "expected a key in quotes", zh: "此处应为带引号的键"),
    )
}

pub(in crate::syntax) fn control_character(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a control character in a string", zh: "字符串中有控制字符"),
        text!(en: "JSON writes it as `\\t` or `\\u0000`", zh: "JSON 中应写作 `\\t` 或 `\\u0000`"),
    )
}

pub(in crate::syntax) fn lone_surrogate(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found half a surrogate pair in a string", zh: "字符串中只有代理对的一半"),
        text!(en: "expected the other half beside it", zh: "其旁应有另一半"),
    )
}

pub(in crate::syntax) fn bad_escape(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found an unknown escape in a string", zh: "字符串中有未知的转义序列"),
        text!(en: "expected `\\n`, `\\\"`, `\\\\`, `\\u4e2d` or the like", zh: "此处应为 `\\n`、`\\\"`、`\\\\`、`\\u4e2d` 等"),
    )
    .help(text!(en: "write `\\\\` for a backslash", zh: "反斜杠请写 `\\\\`"))
}

pub(in crate::syntax) fn unclosed_string(string: TextRange) -> SyntaxError {
    let end = TextRange::empty(string.end);
    error(
        string,
        text!(en: "found a string without its closing `\"`", zh: "字符串缺少结尾的 `\"`"),
        text!(en: "expected `\"` at its end", zh: "末尾应有 `\"`"),
    )
    .edit(end, "\"")
}

/// Text that is not a value; in the place of a key where `key` says so.
pub(in crate::syntax) fn bad_word(shown: TextRange, found: &str, key: bool) -> SyntaxError {
    let label = if key {
        text!(en: "expected a key in double quotes", zh: "此处应为双引号内的键")
    } else {
        text!(en: "expected a value", zh: "此处应为值")
    };
    error(shown, text!(en: "cannot read `{found}` as JSON", zh: "无法将 `{found}` 读作 JSON", found), label)
        .help(text!(en: "JSON writes texts in double quotes, and has no comments", zh: "JSON 的文本使用双引号，且没有注释"))
}

pub(in crate::syntax) fn more_text(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found more text after the JSON value", zh: "JSON 值之后还有文本"),
        text!(en: "expected the end of the text", zh: "文本应在此结束"),
    )
}

/// `sign` is missing at `tail`, before the value `shown`.
pub(in crate::syntax) fn missing_sign(shown: TextRange, sign: &str, tail: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found another value without `{sign}` before it", zh: "值之前没有 `{sign}`", sign),
        text!(en: "expected `{sign}` before this", zh: "在此之前应有 `{sign}`", sign),
    )
    .edit(tail, sign)
}

pub(in crate::syntax) fn stray_colon(colon: TextRange) -> SyntaxError {
    error(
        colon,
        text!(en: "found `:` where no key ends", zh: "`:` 之前不是键"),
        text!(en: "expected a value, `,` or the end", zh: "此处应为值、`,` 或结束"),
    )
}

pub(in crate::syntax) fn no_json_value(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found no JSON value", zh: "没有 JSON 值"),
        text!(en: "expected `{`", zh: "此处应为 `{`"),
    )
}

/// No-break spaces where JSON has spaces.
pub(in crate::syntax) fn no_break_space(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a no-break space (U+00A0) where a space is expected", zh: "此处应为空格，却是不换行空格（U+00A0）"),
        text!(en: "JSON does not read this as white space", zh: "JSON 不将其视为空白"),
    )
    .under(RuleId::NoBreakSpace)
    .help(text!(en: "use ordinary spaces", zh: "请使用普通空格"))
}
