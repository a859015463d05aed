//! What the strict grammar of YAML says of a text that it cannot read.

use super::error;
pub(in crate::syntax) use super::{stray_comma, too_deep, unclosed_bracket, wrong_bracket};
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::text;

/// A character that no plain scalar begins with, and that begins nothing else here.
pub(in crate::syntax) fn bad_start(shown: TextRange, found: char) -> SyntaxError {
    error(
        shown,
        text!(en: "found `{found}` at the start of a value", zh: "值以 `{found}` 开头", found),
        text!(en: "unquoted text cannot begin with this character", zh: "不加引号的文本不能以此字符开头"),
    )
    .help(text!(en: "put the value in quotes", zh: "请为该值加上引号"))
}

/// A closing bracket or comma where no bracket is open.
pub(in crate::syntax) fn outside_brackets(shown: TextRange, found: char) -> SyntaxError {
    let told = if found == ',' {
        error(
            shown,
            text!(en: "found `,` at the start of a value", zh: "值以 `,` 开头"),
            text!(en: "commas separate values inside brackets", zh: "逗号只用于分隔括号内的值"),
        )
    } else {
        error(
            shown,
            text!(en: "found `{found}` without a matching opening bracket", zh: "`{found}` 没有与之对应的左括号", found),
            text!(en: "no bracket is open here", zh: "此处没有未闭合的括号"),
        )
    };
    told.help(text!(en: "remove it, or put the value in quotes", zh: "请删除它，或为该值加上引号"))
}

pub(in crate::syntax) fn tab_between(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a tab outside of quotes", zh: "引号之外有制表符"),
        text!(en: "YAML allows only spaces here", zh: "YAML 在此处只允许空格"),
    )
    .help(text!(en: "use spaces instead of tabs", zh: "请用空格代替制表符"))
}

pub(in crate::syntax) fn missing_comma(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a value without `,` before it", zh: "值之前没有 `,`"),
        text!(en: "expected `,` before this", zh: "在此之前应有 `,`"),
    )
}

/// Inside brackets: a `:` before any key.
pub(in crate::syntax) fn missing_key(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found `:` without a key before it", zh: "`:` 之前没有键"),
        text!(en: "expected a key before this", zh: "在此之前应有键"),
    )
}

/// Inside brackets: a `:` below the line of its key.
pub(in crate::syntax) fn colon_below_key(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found `:` on a different line from its key", zh: "`:` 与它的键不在同一行"),
        text!(en: "expected it after the key", zh: "应紧跟在键之后"),
    )
    .help(text!(en: "write the key and its `:` on one line", zh: "请将键和 `:` 写在同一行"))
}

/// Inside brackets: a `:` in an entry that has one.
pub(in crate::syntax) fn second_colon_in_entry(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a second `:` in one entry", zh: "同一项中有第二个 `:`"),
        text!(en: "expected `,` or a closing bracket", zh: "此处应为 `,` 或右括号"),
    )
    .help(text!(en: "put text that contains `: ` in quotes", zh: "含有 `: ` 的文本请加上引号"))
}

pub(in crate::syntax) fn flow_question(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found `?` inside brackets", zh: "括号内有 `?`"),
        text!(en: "expected `,` or a closing bracket", zh: "此处应为 `,` 或右括号"),
    )
    .help(text!(en: "put text that contains `?` in quotes", zh: "含有 `?` 的文本请加上引号"))
}

pub(in crate::syntax) fn flow_item(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a list item `-` inside brackets", zh: "括号内有列表项 `-`"),
        text!(en: "expected a value", zh: "此处应为值"),
    )
    .help(text!(en: "separate the values with commas", zh: "请用逗号分隔各值"))
}

/// A line in a column in which no open collection has its entries; `is_more` after the only value of the document.
#[cold]
pub(in crate::syntax) fn misplaced(line: TextRange, is_more: bool) -> SyntaxError {
    let message = if is_more {
        text!(en: "found more text after the only value of the document", zh: "文档唯一的值之后还有文本")
    } else {
        text!(en: "found a line whose indentation matches no line above", zh: "该行的缩进与上方各行都不一致")
    };
    error(
        line,
        message,
        text!(en: "this line does not belong to anything above", zh: "该行不属于上方的任何内容"),
    )
}

/// A line in a list's column that does not begin with `-`.
#[cold]
pub(in crate::syntax) fn stray_in_sequence(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a line without `-` among the items of a list", zh: "列表项之间有不带 `-` 的行"),
        text!(en: "expected `- `", zh: "此处应为 `- `"),
    )
    .help(text!(
        en: "begin the item with `- `, or indent the line if it belongs to the item above",
        zh: "请以 `- ` 开头；如果该行属于上一项，请增加缩进",
    ))
}

/// `- ` in the column of a mapping's keys.
#[cold]
pub(in crate::syntax) fn stray_item(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a list item among the keys of a mapping", zh: "映射的键之间有列表项"),
        text!(en: "expected a key", zh: "此处应为键"),
    )
    .help(text!(en: "indent the list below its key, or remove the `-`", zh: "请将列表缩进到它的键之下，或删除 `-`"))
}

/// A key without `: ` after it.
#[cold]
pub(in crate::syntax) fn missing_colon(key: TextRange) -> SyntaxError {
    error(
        key,
        text!(en: "found a key without `:`", zh: "键之后没有 `:`"),
        text!(en: "expected `:` after this key", zh: "该键之后应有 `:`"),
    )
}

/// A plain scalar, from `value` on, with a key on the line below.
#[cold]
pub(in crate::syntax) fn key_in_scalar(key: TextRange, value: TextRange) -> SyntaxError {
    error(
        key,
        text!(en: "found a key inside of a value", zh: "值中有键"),
        text!(en: "expected a line that belongs to the value", zh: "此处应为值的续行"),
    )
    .also(value, text!(en: "the value begins here", zh: "值从此处开始"))
}

/// A quoted scalar that never ends.
#[cold]
pub(in crate::syntax) fn unclosed_quote(shown: TextRange, quote: char) -> SyntaxError {
    error(
        shown,
        text!(en: "found a quoted text without a closing `{quote}`", zh: "带引号的文本缺少结尾的 `{quote}`", quote),
        text!(en: "expected `{quote}` at its end", zh: "末尾应有 `{quote}`", quote),
    )
}

/// `: ` after a value.
#[cold]
pub(in crate::syntax) fn colon_in_value(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a second `: ` on one line", zh: "同一行有第二个 `: `"),
        text!(en: "a value cannot also be a key", zh: "值不能同时是键"),
    )
    .help(text!(en: "put the value in quotes, or the key on a line of its own", zh: "请为该值加上引号，或将键另起一行"))
}

/// Text where the line should end.
#[cold]
pub(in crate::syntax) fn more_text(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found more text after a complete value", zh: "完整的值之后还有文本"),
        text!(en: "expected the end of the line", zh: "该行应在此结束"),
    )
}

/// `&` or `*` with a name that is not one; `text` is all of it.
pub(in crate::syntax) fn bad_name(shown: TextRange, text: &str) -> SyntaxError {
    let what = match text.starts_with('&') {
        true => text!(en: "an anchor", zh: "锚点"),
        false => text!(en: "an alias", zh: "别名"),
    };
    let message = match text.len() {
        1 => text!(en: "found {what} without a name", zh: "{what}没有名称", what),
        _ => {
            text!(en: "found {what} whose name contains an invalid character", zh: "{what}的名称含有无效字符", what)
        }
    };
    error(
        shown,
        message,
        text!(en: "expected a name of letters, digits, `-` and `_`", zh: "名称应由字母、数字、`-` 和 `_` 组成"),
    )
    .help(text!(en: "put the text in quotes if it is a value", zh: "如果它是值，请加上引号"))
}

pub(in crate::syntax) fn bad_tag(shown: TextRange, tag: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "cannot read the tag `{tag}`", zh: "无法读取标签 `{tag}`", tag),
        text!(en: "expected a tag such as `!Ref`, followed by a space", zh: "此处应为 `!Ref` 这样的标签，其后为空格"),
    )
}

/// A handle such as `!r!` without its `%TAG`.
pub(in crate::syntax) fn undeclared_handle(shown: TextRange, tag: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "found the tag `{tag}`, whose handle is not declared", zh: "标签 `{tag}` 的句柄没有声明", tag),
        text!(en: "expected a tag such as `!Ref`", zh: "此处应为 `!Ref` 这样的标签"),
    )
}

/// `text` begins with the sign of a second tag or anchor.
pub(in crate::syntax) fn second_property(shown: TextRange, text: &str) -> SyntaxError {
    let what = match text.starts_with('!') {
        true => text!(en: "tag", zh: "标签"),
        false => text!(en: "anchor", zh: "锚点"),
    };
    error(
        shown,
        text!(en: "found a second {what} for one value", zh: "同一个值有第二个{what}", what = &what),
        text!(en: "a value has at most one {what}", zh: "一个值最多有一个{what}", what),
    )
}

/// Properties where a key should be, and nothing after them.
#[cold]
pub(in crate::syntax) fn stray_properties(shown: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a tag or an anchor without a key", zh: "标签或锚点之后没有键"),
        text!(en: "expected a key after it", zh: "其后应为键"),
    )
}

pub(in crate::syntax) fn alias_with_properties(alias: TextRange) -> SyntaxError {
    error(
        alias,
        text!(en: "found a tag or an anchor before an alias", zh: "别名之前有标签或锚点"),
        text!(en: "an alias cannot have its own", zh: "别名不能带有自己的标签或锚点"),
    )
    .help(text!(en: "remove the tag or anchor before the alias", zh: "请删除别名之前的标签或锚点"))
}

pub(in crate::syntax) fn undefined_alias(alias: TextRange, name: &str) -> SyntaxError {
    error(
        alias,
        text!(en: "found the alias `*{name}`, but no anchor `&{name}` before it", zh: "别名 `*{name}` 之前没有锚点 `&{name}`", name),
        text!(en: "an alias repeats a value that has an anchor further up", zh: "别名用于重复上文中带有锚点的值"),
    )
    .help(text!(
        en: "write `&{name}` before the value that is meant, or put the text in quotes",
        zh: "请在要引用的值之前写 `&{name}`，或为该文本加上引号",
        name,
    ))
}

pub(in crate::syntax) fn alias_in_itself(shown: TextRange, alias: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "found the alias `{alias}` inside the value that it repeats", zh: "别名 `{alias}` 位于它所引用的值之中", alias),
        text!(en: "this value would contain itself", zh: "该值会包含自身"),
    )
}

pub(in crate::syntax) fn duplicate_anchor(shown: TextRange, name: &str, first: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found the anchor `&{name}` a second time", zh: "锚点 `&{name}` 重复", name),
        text!(en: "expected another name", zh: "应使用其他名称"),
    )
    .also(first, text!(en: "the first one is here", zh: "首次出现在此处"))
}

/// A `\` in a double-quoted scalar that begins no escape.
pub(in crate::syntax) fn bad_escape(shown: TextRange, escape: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "found the unknown escape `{escape}` in double quotes", zh: "双引号内有未知的转义序列 `{escape}`", escape),
        text!(en: "expected `\\n`, `\\t`, `\\\"`, `\\\\`, `\\u4e2d` or the like", zh: "此处应为 `\\n`、`\\t`、`\\\"`、`\\\\`、`\\u4e2d` 等"),
    )
    .help(text!(
        en: "write `\\\\` for a backslash, or put the text in single quotes",
        zh: "反斜杠请写 `\\\\`，或改用单引号",
    ))
}

/// `\x`, `\u` or `\U` without its digits.
pub(in crate::syntax) fn bad_code(shown: TextRange, escape: &str, digits: usize) -> SyntaxError {
    error(
        shown,
        text!(en: "found `{escape}` without the digits of a character", zh: "`{escape}` 之后缺少表示字符的数字", escape),
        text!(en: "expected {digits} hexadecimal digits of a Unicode character", zh: "此处应为表示 Unicode 字符的 {digits} 位十六进制数", digits),
    )
}

/// `\u` or `\U` with half a surrogate pair.
pub(in crate::syntax) fn lone_surrogate(shown: TextRange, escape: &str) -> SyntaxError {
    error(
        shown,
        text!(en: "found `{escape}`, which is half of a surrogate pair", zh: "`{escape}` 只是代理对的一半", escape),
        text!(en: "expected the escape of a character", zh: "此处应为完整字符的转义序列"),
    )
    .help(text!(
        en: "write the character itself, or its number in eight digits such as `\\U0001f600`",
        zh: "请直接写该字符，或用 8 位编号，例如 `\\U0001f600`",
    ))
}

/// Something after the header of a block scalar.
#[cold]
pub(in crate::syntax) fn bad_header(shown: TextRange, sign: char) -> SyntaxError {
    error(
        shown,
        text!(en: "found text after the `{sign}` of a block of text", zh: "文本块的 `{sign}` 之后有文本", sign),
        text!(
            en: "expected the end of the line, a comment, or an indicator such as `-` or `2`",
            zh: "此处应为行尾、注释，或 `-`、`2` 这样的指示符",
        ),
    )
    .help(text!(en: "begin the text on the next line, indented", zh: "请从下一行开始写文本，并缩进"))
}

/// `%` at the start of a line inside of a document.
#[cold]
pub(in crate::syntax) fn stray_directive(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found a directive inside the document", zh: "文档中有指令"),
        text!(
            en: "directives must come before the `---` that begins a document",
            zh: "指令必须位于文档开头的 `---` 之前",
        ),
    )
}

/// Outside of brackets: `:` without a key.
pub(in crate::syntax) fn empty_key(shown: TextRange) -> SyntaxError {
    missing_key(shown).help(text!(en: "write a key, or `''` for an empty one", zh: "请写上键；空键请写 `''`"))
}

/// `- ` or `? ` where no collection may begin.
pub(in crate::syntax) fn collection_not_allowed(shown: TextRange, sign: char) -> SyntaxError {
    let message = match sign {
        '-' => text!(en: "found a list item on the line of its key", zh: "列表项与它的键在同一行"),
        _ => text!(en: "found a `?` key on the line of its key", zh: "`?` 键与上一级的键在同一行"),
    };
    error(
        shown,
        message,
        text!(en: "expected a value here, or the list on lines of its own", zh: "此处应为值，列表应另起一行"),
    )
    .help(text!(en: "move `{sign}` to the next line, or put the text in quotes", zh: "请将 `{sign}` 移到下一行，或为该文本加上引号", sign))
}

/// A key that is longer than an implicit key may be.
pub(in crate::syntax) fn long_key(key: TextRange) -> SyntaxError {
    error(
        key,
        text!(en: "found a key of more than 1,024 characters", zh: "键超过 1,024 个字符"),
        text!(
            en: "a key without `?` before it has at most 1,024 characters",
            zh: "之前没有 `?` 的键最多 1,024 个字符",
        ),
    )
    .help(text!(
        en: "write `? ` before the key, and `: ` with the value on a line of its own",
        zh: "请在键之前写 `? `，并将 `: ` 和值另起一行",
    ))
}

/// No-break spaces where a space is meant.
#[cold]
pub(in crate::syntax) fn no_break_space(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found a no-break space (U+00A0) where a space is expected", zh: "此处应为空格，却是不换行空格（U+00A0）"),
        text!(en: "YAML reads this as part of the text", zh: "YAML 会将其视为文本的一部分"),
    )
    .under(RuleId::NoBreakSpace)
    .help(text!(en: "use ordinary spaces", zh: "请使用普通空格"))
}

/// A character that YAML does not allow at all.
pub(in crate::syntax) fn unprintable(place: TextRange, text: &str) -> SyntaxError {
    let code = place.of(text).chars().next().map_or(0, u32::from);
    let code = format!("U+{code:04X}");
    error(
        place,
        text!(en: "found the character {code}, which YAML does not allow", zh: "YAML 不允许字符 {code}", code),
        text!(en: "not allowed", zh: "不允许"),
    )
    .help(text!(en: "remove it, or write it as an escape in double quotes", zh: "请删除它，或在双引号内写作转义序列"))
}

/// A colon as Chinese input methods write it.
pub(in crate::syntax) fn wide_colon(place: TextRange) -> SyntaxError {
    error(
        place,
        text!(en: "found a full-width colon `：` (U+FF1A)", zh: "遇到全角冒号 `：`（U+FF1A）"),
        text!(en: "expected `: `", zh: "此处应为 `: `"),
    )
}

/// Quotes as word processors write them.
pub(in crate::syntax) fn typographic_quotes(place: TextRange) -> SyntaxError {
    let width = '\u{201c}'.len_utf8() as u32;
    let (first, last) = (place.start + width, place.end - width);
    error(
        place,
        text!(en: "found typographic quotes, which YAML reads as part of the text", zh: "遇到中文引号，YAML 会将其视为文本的一部分"),
        text!(en: "expected `\"`", zh: "应为 `\"`"),
    )
    .edit(TextRange::new(place.start, first), "\"")
    .edit(TextRange::new(last, place.end), "\"")
}
