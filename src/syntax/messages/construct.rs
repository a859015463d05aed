//! What is said of values that the grammar of YAML allows and PyYAML refuses.

use super::error;
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};
use crate::text;

pub(in crate::syntax) fn not_a_pair(item: TextRange) -> SyntaxError {
    error(
        item,
        text!(en: "found an item of ordered pairs that is not a mapping of one entry", zh: "有序键值对中的一项不是只有一个键的映射"),
        text!(en: "expected `key: value`", zh: "此处应为 `key: value`"),
    )
}

pub(in crate::syntax) fn cannot_be_merged(value: TextRange) -> SyntaxError {
    error(
        value,
        text!(en: "found a value that cannot be merged by `<<`", zh: "该值不能用 `<<` 合并"),
        text!(en: "expected a mapping, or a list of mappings", zh: "此处应为映射或映射的列表"),
    )
}

/// A key that cannot be one: a collection, or a value with a function's tag.
pub(in crate::syntax) fn not_a_key(key: TextRange, is_tagged: bool) -> SyntaxError {
    let message = if is_tagged {
        text!(en: "found a value with a function's tag as a key", zh: "带有函数标签的值不能作为键")
    } else {
        text!(en: "found a list or mapping as a key", zh: "列表或映射不能作为键")
    };
    error(key, message, text!(en: "a key is a text, a number or the like", zh: "键应为文本、数字等"))
        .help(text!(en: "quote it if it is meant as text", zh: "如果它是文本，请加上引号"))
}

pub(in crate::syntax) fn wrong_tag(shown: TextRange, tag: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "found the tag `{tag}` on a value that it does not suit", zh: "标签 `{tag}` 不适用于该值", tag),
        text!(en: "ROS cannot read a value with this tag", zh: "ROS 无法读取带有该标签的值"),
    )
}

/// A scalar that is not of the type `what` that its tag or its look says.
pub(in crate::syntax) fn bad_scalar(shown: TextRange, found: &str, what: Text) -> SyntaxError {
    error(
        shown,
        text!(en: "cannot read `{found}` as {what}", zh: "无法将 `{found}` 读作{what}", found, what = &what),
        text!(en: "expected {what}", zh: "此处应为{what}", what),
    )
    .help(text!(en: "quote the text if it is meant as such", zh: "如果它是文本，请加上引号"))
}

pub(in crate::syntax) fn too_many_values(alias: TextRange) -> SyntaxError {
    error(
        alias,
        text!(en: "found aliases that add more than {most} values", zh: "别名增加的值超过 {most} 个", most = budget::ALIAS_EXPANSIONS),
        text!(en: "this alias passes the limit", zh: "从该别名起超出限制"),
    )
    .under(RuleId::BudgetExceeded)
}

/// `{{ … }}` without quotes; `fix` is what to write where.
pub(in crate::syntax) fn bare_braces(
    whole: TextRange,
    shown: &str,
    fix: Option<(TextRange, String)>,
) -> SyntaxError {
    let told = error(
        whole,
        text!(en: "found `{shown}` without quotes, which YAML reads as a mapping", zh: "`{shown}` 没有加引号，YAML 会将其读作映射", shown),
        text!(en: "expected a text in quotes", zh: "此处应为带引号的文本"),
    );
    match fix {
        Some((place, meant)) => {
            told.help(text!(en: "write `{meant}`", zh: "请写 `{meant}`", meant = &meant)).edit(place, meant)
        }
        None => told.help(text!(en: "put the whole text in quotes", zh: "请为整段文本加上引号")),
    }
}
