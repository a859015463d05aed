//! What people read of syntax: a module for each language, so that the grammars hold none of it.

pub(super) mod construct;
pub(super) mod document;
pub(super) mod hcl;
pub(super) mod hcl_template;
pub(super) mod json;
pub(super) mod repair;
pub(super) mod yaml;

use super::{SyntaxError, budget};
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::text;

/// An error without fix, help or second place.
pub(super) fn error(place: TextRange, message: impl Into<Text>, label: impl Into<Text>) -> SyntaxError {
    RuleId::SyntaxError.finding(place, message).label(label)
}

/// A text whose offsets would not fit.
pub(super) fn too_long() -> SyntaxError {
    error(
        TextRange::empty(0),
        text!(en: "the text is longer than {most} bytes", zh: "文本超过 {most} 字节", most = budget::TEXT_BYTES),
        text!(en: "nothing of it is read", zh: "不会读取其中任何内容"),
    )
    .under(RuleId::BudgetExceeded)
}

/// A bracket that is open where the text or its document ends, at `end`.
pub(super) fn unclosed_bracket(bracket: TextRange, mapping: bool, end: TextRange) -> SyntaxError {
    let (open, close) = if mapping { ('{', '}') } else { ('[', ']') };
    error(
        bracket,
        text!(en: "found `{open}` without a matching `{close}`", zh: "`{open}` 没有与之对应的 `{close}`", open, close),
        text!(en: "this bracket is never closed", zh: "此括号没有闭合"),
    )
    .also(end, text!(en: "expected `{close}` before this", zh: "在此之前应有 `{close}`", close))
}

/// The closing bracket `shown` of the wrong kind; `open` is still open.
pub(super) fn wrong_bracket(shown: TextRange, open: TextRange, mapping: bool) -> SyntaxError {
    let (found, wanted) = if mapping { ('}', ']') } else { (']', '}') };
    error(
        shown,
        text!(en: "found `{found}`, but `{wanted}` must come first", zh: "遇到 `{found}`，但应先有 `{wanted}`", found, wanted),
        text!(en: "expected `{wanted}`", zh: "此处应为 `{wanted}`", wanted),
    )
    .also(open, text!(en: "this bracket is still open", zh: "此括号尚未闭合"))
}

pub(super) fn stray_comma(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found `,` without a value before it", zh: "`,` 之前没有值"),
        text!(en: "expected a value before this", zh: "在此之前应有值"),
    )
    .edit(shown, "")
}

/// Collections deeper than the budget: nothing more is read.
pub(super) fn too_deep(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found more than {most} collections inside each other", zh: "列表和映射的嵌套超过 {most} 层", most = budget::YAML_DEPTH),
        text!(en: "the rest of the text is not read", zh: "不再读取其余内容"),
    )
    .under(RuleId::BudgetExceeded)
}
