//! What is said of a text that is not HCL; of its templates, see [`super::hcl_template`].

use super::error;
pub(in crate::syntax) use super::too_long;
use crate::diagnostic::{RuleId, Text};
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};
use crate::text;

/// What is read or expected, in English and in Chinese; where the Chinese begins or ends with code, it has a space there.
pub(in crate::syntax) type Words = [&'static str; 2];

/// At most this many characters of the text are quoted in a message.
const QUOTED_CHARACTERS: usize = 30;

/// The text of `range` in backticks, cut where it is long.
pub(super) fn quoted(text: &str, range: TextRange) -> String {
    let found = range.of(text);
    let cut = found.char_indices().nth(QUOTED_CHARACTERS).map(|(at, _)| at);
    match cut {
        Some(at) => format!("`{}…`", found.get(..at).unwrap_or_default()),
        None => format!("`{found}`"),
    }
}

/// What `range` is, for a message that says what was found.
pub(super) fn found(text: &str, range: TextRange) -> Text {
    match range.of(text) {
        "" if range.start as usize >= text.len() => text!(en: "the end of the file", zh: "文件末尾"),
        "" => text!(en: "the end of the line", zh: "行尾"),
        "\u{a0}" => text!(en: "a no-break space", zh: "不换行空格"),
        _ => text!(en: "{it}", zh: " {it} ", it = quoted(text, range)),
    }
}

/// What follows `reading` does not belong there.
pub(super) fn followed(reading: impl Into<Text>, text: &str, range: TextRange) -> Text {
    text!(en: "{reading} is followed by {found}", zh: "{reading}之后是{found}", reading = reading.into(), found = found(text, range))
}

pub(super) fn not_closed(text: &str, open: TextRange) -> Text {
    text!(en: "{open} is not closed", zh: "{open} 没有闭合", open = quoted(text, open))
}

/// `expected` could be at `range`, but something else does.
pub(in crate::syntax) fn unexpected(
    text: &str,
    range: TextRange,
    reading: Words,
    expected: Words,
) -> SyntaxError {
    let mut told = error(
        range,
        followed(reading, text, range),
        text!(en: "expected {expected}", zh: "此处应为{expected}", expected = Text::from(expected)),
    );
    refine(&mut told, text, range);
    told
}

/// Adds what is known of characters that HCL does not use.
pub(super) fn refine(told: &mut SyntaxError, text: &str, range: TextRange) {
    match range.of(text) {
        "\u{a0}" => {
            told.rule = RuleId::NoBreakSpace;
            told.help = Some(text!(en: "write a plain space", zh: "请写普通空格"));
            told.add_edit(range, " ");
        }
        "'" => {
            told.help =
                Some(text!(en: "write strings in double quotes: `\"…\"`", zh: "字符串应使用双引号：`\"…\"`"))
        }
        "`" => {
            told.help = Some(
                text!(en: "write a text of several lines as a heredoc, `<<EOT`", zh: "多行文本请用 heredoc：`<<EOT`"),
            )
        }
        ";" => told.help = Some(text!(en: "separate attributes by line breaks", zh: "属性之间应换行")),
        "“" | "”" => {
            told.help = Some(text!(en: "write straight double quotes, `\"`", zh: "请使用英文双引号 `\"`"));
            let line =
                text.get(range.end as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let other = line.find(['“', '”']).map(|at| range.end + at as u32);
            let other = other.map(|at| TextRange::new(at, at + '”'.len_utf8() as u32));
            for quote in std::iter::once(range).chain(other) {
                told.add_edit(quote, "\"");
            }
        }
        "&" => told.help = Some(text!(en: "logical and is written `&&`", zh: "逻辑与写作 `&&`")),
        "|" => told.help = Some(text!(en: "logical or is written `||`", zh: "逻辑或写作 `||`")),
        _ => {}
    }
}

/// No expression starts at `range`.
pub(in crate::syntax) fn no_expression(text: &str, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "missing expression before {found}", zh: "{found}之前缺少表达式", found = found(text, range)),
        text!(en: "expected an expression", zh: "此处应为表达式"),
    );
    refine(&mut told, text, range);
    told
}

/// Neither an attribute nor a block starts at `range`.
pub(in crate::syntax) fn no_item(text: &str, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "expected an attribute or block, found {found}", zh: "此处应为属性或块，却是{found}", found = found(text, range)),
        text!(en: "expected a name", zh: "此处应为名称"),
    );
    if range.of(text) == "\"" {
        told.help = Some(
            text!(en: "write names of attributes and types of blocks without quotes", zh: "属性名和块类型不加引号"),
        );
    }
    refine(&mut told, text, range);
    told
}

/// The name at `name` is followed by neither `=` nor a block.
pub(in crate::syntax) fn neither(text: &str, name: TextRange, next: TextRange, colon: bool) -> SyntaxError {
    let shown = quoted(text, name);
    let mut told = error(
        next,
        text!(
            en: "{shown} is followed by {found}",
            zh: "{shown} 之后是{found}",
            shown, found = found(text, next),
        ),
        text!(en: "expected `=`, `{` or a label", zh: "此处应为 `=`、`{` 或标签"),
    );
    if colon {
        told.help = Some(text!(en: "set an attribute with `=`", zh: "设置属性应使用 `=`"));
        told.add_edit(next, " =");
    } else {
        told.help = Some(
            text!(en: "write {example} to set the attribute", zh: "设置属性请写 {example}", example = quoted_with(text, name, " = …")),
        );
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
pub(in crate::syntax) fn no_line_end(
    text: &str,
    range: TextRange,
    reading: Words,
    starts_item: bool,
) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "{reading} is followed by {found} on the same line", zh: "{reading}之后同一行还有{found}", reading = Text::from(reading), found = found(text, range)),
        text!(en: "expected a line break", zh: "此处应换行"),
    );
    if starts_item {
        told.help = Some(
            text!(en: "start each attribute and block on a line of its own", zh: "每个属性和块都应另起一行"),
        );
        told.add_edit(TextRange::empty(range.start), "\n");
    } else if range.of(text) == "," {
        told.help = Some(
            text!(en: "separate attributes by line breaks, not by commas", zh: "属性之间用换行分隔，不用逗号"),
        );
        told.add_edit(range, "");
    }
    refine(&mut told, text, range);
    told
}

/// A block on one line holds more than one attribute, or does not end on its line.
pub(in crate::syntax) fn one_line_block(range: TextRange) -> SyntaxError {
    error(range, text!(en: "a block on one line has more than one attribute", zh: "单行块中有多个属性"), text!(en: "expected `}`", zh: "此处应为 `}`"))
        .help(text!(en: "put each attribute and the closing `}` on a line of its own", zh: "请将每个属性和右大括号 `}` 各写一行"))
}

/// The header of a block has no brace.
pub(in crate::syntax) fn no_brace(text: &str, header: TextRange, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "the header of block {header} is followed by {found}", zh: "块 {header} 的开头之后是{found}", header = quoted(text, header), found = found(text, range)),
        text!(en: "expected `{` or a label", zh: "此处应为 `{` 或标签"),
    )
    .help(text!(en: "a block's `{` is on the line of its header; an attribute needs `=`", zh: "块的 `{` 应与开头在同一行；属性需要 `=`"));
    refine(&mut told, text, range);
    told
}

/// The brace of a block is on the line below its header.
pub(in crate::syntax) fn brace_below(
    text: &str,
    header: TextRange,
    gap: TextRange,
    brace: TextRange,
) -> SyntaxError {
    error(
        brace,
        text!(en: "the `{{` of block {header} is on a line of its own", zh: "块 {header} 的 `{{` 单独写在一行", header = quoted(text, header)),
        text!(en: "must be on the line of the header", zh: "应与块的开头在同一行"),
    )
    .edit(gap, " ")
}

/// `}` closes nothing.
pub(in crate::syntax) fn stray_brace(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "unmatched `}`", zh: "多余的 `}`"),
        text!(en: "no `{` is open here", zh: "此处没有未闭合的 `{`"),
    )
    .help(text!(en: "remove it", zh: "请删除"))
}

/// A block is not closed.
pub(in crate::syntax) fn unclosed_block(text: &str, header: TextRange, brace: TextRange) -> SyntaxError {
    error(brace, text!(en: "block {header} is not closed", zh: "块 {header} 没有闭合", header = quoted_header(text, header)), text!(en: "no `}` closes this", zh: "没有与之对应的 `}`"))
        .help(text!(en: "close it with `}` on a line of its own", zh: "请另起一行写 `}`"))
}

/// The header of a block in backticks, without the spaces after it.
fn quoted_header(text: &str, header: TextRange) -> String {
    let len = header.of(text).trim_end().len() as u32;
    quoted(text, TextRange::new(header.start, header.start + len))
}

/// A bracket is not closed; the text goes on at `next`.
pub(in crate::syntax) fn unclosed_bracket(
    text: &str,
    open: TextRange,
    closer: &str,
    next: TextRange,
) -> SyntaxError {
    error(
        open,
        not_closed(text, open),
        text!(en: "no `{closer}` closes this", zh: "没有与之对应的 `{closer}`", closer),
    )
    .also(next, text!(en: "the text goes on here without `{closer}`", zh: "到此处仍没有 `{closer}`", closer))
    .help(text!(en: "write `{closer}`", zh: "请写 `{closer}`", closer))
}

/// An attribute is set twice.
pub(in crate::syntax) fn attribute_redefined(text: &str, name: TextRange, first: TextRange) -> SyntaxError {
    error(
        name,
        text!(en: "attribute {name} is set twice", zh: "属性 {name} 设置了两次", name = quoted(text, name)),
        text!(en: "set again here", zh: "此处再次设置"),
    )
    .also(first, text!(en: "first set here", zh: "首次设置在此处"))
    .help(text!(en: "remove one of the two", zh: "请删除其中一个"))
}

/// Nesting passes the budget.
pub(in crate::syntax) fn too_deep(range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "nesting is deeper than {most} levels", zh: "嵌套超过 {most} 层", most = budget::HCL_DEPTH),
        text!(en: "this level is not read", zh: "不再读取该层"),
    );
    told.rule = RuleId::BudgetExceeded;
    told
}

/// A number that has no value.
pub(in crate::syntax) fn bad_number(text: &str, range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "{found} is not a number", zh: "{found} 不是数字", found = quoted(text, range)),
        text!(en: "expected digits, at most one dot and one exponent", zh: "应为数字，最多一个小数点和一个指数"),
    )
}

/// `a.0.1`
pub(in crate::syntax) fn chained_legacy_index(text: &str, dot: usize, range: TextRange) -> SyntaxError {
    let told = error(
        range,
        text!(en: "two indexes are chained as {found}", zh: "两个索引连写成了 {found}", found = quoted(text, range)),
        text!(en: "reads as one number", zh: "会读成一个数字"),
    );
    match range.of(text).split_once('.') {
        Some((first, second)) => {
            let brackets = format!("[{first}][{second}]");
            told.help(text!(en: "write `{brackets}`", zh: "请写 `{brackets}`", brackets))
                .edit(TextRange::new(dot as u32, range.end), brackets)
        }
        None => told,
    }
}

/// `a.*.b.*`
pub(in crate::syntax) fn nested_splat(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "a splat `.*` follows another splat `.*`", zh: "`.*` 之后不能再用 `.*`"),
        text!(en: "not allowed here", zh: "此处不允许"),
    )
    .help(text!(en: "write `[*]`", zh: "请写 `[*]`"))
}

/// A dot without a name.
pub(in crate::syntax) fn no_attribute_name(dot: TextRange) -> SyntaxError {
    error(
        dot,
        text!(en: "a dot is not followed by a name", zh: "点号之后没有名称"),
        text!(en: "expected a name, a number or `*` after it", zh: "其后应为名称、数字或 `*`"),
    )
}

/// A conditional without its second result.
pub(in crate::syntax) fn no_else(text: &str, range: TextRange, question: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        followed(text!(en: "a conditional", zh: "条件表达式"), text, range),
        text!(en: "expected `:` and the value for a false condition", zh: "此处应为 `:` 和条件为假时的值"),
    )
    .also(question, text!(en: "the conditional's `?`", zh: "条件表达式的 `?`"));
    refine(&mut told, text, range);
    told
}

/// Items of `reading` are not separated.
pub(in crate::syntax) fn no_separator(
    text: &str,
    range: TextRange,
    reading: Words,
    closer: char,
    fits: bool,
) -> SyntaxError {
    let mut told = error(
        range,
        text!(en: "an item of {reading} is followed by {found}", zh: "{reading}的一项之后是{found}", reading = Text::from(reading), found = found(text, range)),
        text!(en: "expected `,` or `{closer}`", zh: "此处应为 `,` 或 `{closer}`", closer),
    );
    if fits {
        told.help = Some(text!(en: "separate them with a comma", zh: "请用逗号分隔"));
    }
    refine(&mut told, text, range);
    told
}

/// A key in a `for` that makes a tuple.
pub(in crate::syntax) fn key_in_tuple(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "a `for` in `[ ]` has a key", zh: "`[ ]` 中的 `for` 带有键"),
        text!(en: "only values are allowed here", zh: "此处只能是值"),
    )
    .help(text!(en: "write it in `{ }` to make an object", zh: "要生成对象，请写在 `{ }` 中"))
}

/// No key in a `for` that makes an object.
pub(in crate::syntax) fn no_key_in_object(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "a `for` in `{ }` has no key", zh: "`{ }` 中的 `for` 没有键"),
        text!(en: "expected `key => value`", zh: "此处应为 `key => value`"),
    )
    .help(text!(en: "write it in `[ ]` to make a list", zh: "要生成列表，请写在 `[ ]` 中"))
}

/// Grouping in a `for` that makes a tuple.
pub(in crate::syntax) fn group_in_tuple(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "a `for` in `[ ]` groups its values with `...`", zh: "`[ ]` 中的 `for` 用 `...` 对值分组"),
        text!(en: "only objects can be grouped", zh: "只有对象可以分组"),
    )
}

/// Text after the expression that was asked for.
pub(in crate::syntax) fn behind_expression(text: &str, range: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        followed(text!(en: "an expression", zh: "表达式"), text, range),
        text!(en: "expected nothing more", zh: "此处不应再有内容"),
    );
    refine(&mut told, text, range);
    told
}

/// A comment without its end.
pub(in crate::syntax) fn unclosed_comment(range: TextRange) -> SyntaxError {
    error(
        range,
        text!(en: "a comment is not closed", zh: "注释没有结束"),
        text!(en: "no `*/` closes this", zh: "没有与之对应的 `*/`"),
    )
    .help(text!(en: "write `*/`", zh: "请写 `*/`"))
}
