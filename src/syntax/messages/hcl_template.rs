//! What is said of the strings, heredocs and templates of HCL.

use super::error;
use super::hcl::{Words, followed, not_closed, quoted, refine};
use crate::diagnostic::Text;
use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::text;

/// `<` starts no heredoc.
pub(in crate::syntax) fn no_heredoc(range: TextRange) -> SyntaxError {
    error(range, text!(en: "`<<` must be followed by a marker alone", zh: "`<<` 之后只能是结束标记"), text!(en: "expected an identifier and a line break", zh: "此处应为标识符和换行"))
        .help(text!(en: "write `<<EOT`, the lines, and `EOT` on a line of its own", zh: "请写 `<<EOT`、各行文本，并将 `EOT` 单独写一行"))
}

/// A string is not closed on its line.
pub(in crate::syntax) fn unclosed_quote(quote: TextRange, end: u32, closable: bool) -> SyntaxError {
    let told = error(
        quote,
        text!(en: "a string is not closed on its line", zh: "字符串在本行没有闭合"),
        text!(en: "no `\"` closes this", zh: "没有与之对应的 `\"`"),
    )
    .help(text!(
        en: "close it with `\"`; for several lines write a heredoc, `<<EOT`, or `\\n` in the string",
        zh: "请用 `\"` 闭合；多行文本请用 heredoc（`<<EOT`），或在字符串中写 `\\n`",
    ));
    if closable { told.edit(TextRange::empty(end), "\"") } else { told }
}

/// A heredoc has no closing marker.
pub(in crate::syntax) fn unclosed_heredoc(opening: TextRange, marker: &str) -> SyntaxError {
    error(opening, text!(en: "a heredoc is not closed", zh: "heredoc 没有闭合"), text!(en: "no line is `{marker}`", zh: "没有一行是 `{marker}`", marker))
        .help(text!(en: "write `{marker}` on a line of its own after the text", zh: "请在文本之后单独一行写 `{marker}`", marker))
}

/// The closing marker of a heredoc is the last line, and has no line break.
pub(in crate::syntax) fn marker_without_line_end(marker: &str, end: u32) -> SyntaxError {
    let range = TextRange::new(end - marker.len() as u32, end);
    error(
        range,
        text!(en: "the line that closes a heredoc has no line break", zh: "heredoc 的结束行没有换行"),
        text!(en: "expected a line break", zh: "此处应换行"),
    )
    .help(text!(en: "end the file with a line break", zh: "请在文件末尾加上换行"))
    .edit(TextRange::empty(end), "\n")
}

/// A carriage return without a line feed in a heredoc.
pub(in crate::syntax) fn carriage_return(range: TextRange) -> SyntaxError {
    error(range, text!(en: "a heredoc has a carriage return without a line feed", zh: "heredoc 中有不带换行符的回车符"), text!(en: "expected a line break", zh: "此处应换行"))
        .help(text!(en: "save the file with `\\n` or `\\r\\n` line breaks", zh: "请以 `\\n` 或 `\\r\\n` 换行保存文件"))
}

/// An escape that means nothing.
pub(in crate::syntax) fn bad_escape(text: &str, range: TextRange, digits: usize) -> SyntaxError {
    let label = match digits {
        0 => text!(
            en: "expected `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uNNNN` or `\\UNNNNNNNN`",
            zh: "此处应为 `\\n`、`\\r`、`\\t`、`\\\"`、`\\\\`、`\\uNNNN` 或 `\\UNNNNNNNN`",
        ),
        4 => {
            text!(en: "expected four hexadecimal digits of a character", zh: "此处应为表示字符的 4 位十六进制数")
        }
        _ => {
            text!(en: "expected eight hexadecimal digits of a character", zh: "此处应为表示字符的 8 位十六进制数")
        }
    };
    let told = error(
        range,
        text!(en: "{found} is not an escape", zh: "{found} 不是转义序列", found = quoted(text, range)),
        label,
    );
    if digits == 0 {
        told.help(text!(en: "write `\\\\` for a backslash", zh: "反斜杠请写 `\\\\`"))
    } else {
        told
    }
}

/// A sequence in a label.
pub(in crate::syntax) fn template_in_label(text: &str, range: TextRange) -> SyntaxError {
    let mark = range.of(text).get(..1).unwrap_or("$");
    error(range, text!(en: "the label of a block contains {found}", zh: "块的标签中含有 {found}", found = quoted(text, range)), text!(en: "labels are plain text", zh: "标签只能是普通文本"))
        .help(text!(en: "write `{mark}{mark}{{` for these characters themselves", zh: "要表示这些字符本身，请写 `{mark}{mark}{{`", mark))
}

/// What follows the expression of a sequence.
pub(in crate::syntax) fn no_sequence_end(text: &str, range: TextRange, open: TextRange) -> SyntaxError {
    let mut told = error(
        range,
        followed(text!(en: "an expression in a template", zh: "模板中的表达式"), text, range),
        text!(en: "expected `}`", zh: "此处应为 `}`"),
    )
    .also(open, text!(en: "opened here", zh: "从此处开始"));
    if range.of(text) == ":" {
        let mark = open.of(text).get(..1).unwrap_or("$");
        told.help = Some(
            text!(en: "write `{mark}{mark}{{` where it is text for another program", zh: "如果是给其他程序的文本，请写 `{mark}{mark}{{`", mark),
        );
        told.add_edit(TextRange::empty(open.start), mark);
    }
    refine(&mut told, text, range);
    told
}

/// A sequence without `}`.
pub(in crate::syntax) fn unclosed_sequence(text: &str, open: TextRange) -> SyntaxError {
    error(open, not_closed(text, open), text!(en: "no `}` closes this", zh: "没有与之对应的 `}`"))
        .help(text!(en: "write `}`", zh: "请写 `}`"))
}

/// A directive that is not one, or that nothing opened; `open` is what could end the one that is open.
pub(in crate::syntax) fn bad_directive(text: &str, word: TextRange, open: Option<Words>) -> SyntaxError {
    let keywords = text!(en: "expected `if`, `for`, `else`, `endif` or `endfor`", zh: "此处应为 `if`、`for`、`else`、`endif` 或 `endfor`");
    let found = quoted(text, word);
    match word.of(text) {
        "else" | "endif" | "endfor" if open.is_none() => error(
            word,
            text!(en: "{found} does not end a directive", zh: "{found} 没有可结束的指令", found),
            text!(en: "nothing is open here", zh: "此处没有未结束的指令"),
        ),
        "else" | "endif" | "endfor" => error(
            word,
            text!(en: "{found} does not fit the open directive", zh: "{found} 与未结束的指令不符", found),
            text!(en: "expected {open}", zh: "此处应为{open}", open = open.map_or_else(Text::default, Text::from)),
        ),
        "" => error(word, text!(en: "a directive has no keyword", zh: "指令缺少关键字"), keywords).help(
            text!(en: "write `%%{` for these characters themselves", zh: "要表示这些字符本身，请写 `%%{`"),
        ),
        _ => error(word, text!(en: "{found} is not a directive", zh: "{found} 不是指令", found), keywords),
    }
}

/// A directive without its end.
pub(in crate::syntax) fn unclosed_directive(mark: TextRange, name: &str, end: &str) -> SyntaxError {
    error(
        mark,
        text!(en: "directive `{name}` is not closed", zh: "指令 `{name}` 没有结束", name),
        text!(en: "no `%{{ {end} }}` closes this", zh: "没有与之对应的 `%{{ {end} }}`", end),
    )
    .help(text!(en: "write `%{{ {end} }}`", zh: "请写 `%{{ {end} }}`", end))
}
