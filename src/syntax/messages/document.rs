//! What is said of the documents of a YAML text and their directives.

use super::error;
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::{SyntaxError, budget};
use crate::text;

pub(in crate::syntax) fn too_many_directives(line: TextRange) -> SyntaxError {
    error(
        line,
        text!(en: "found more than {most} directives", zh: "指令超过 {most} 条", most = budget::DIRECTIVES),
        text!(en: "this one is not read", zh: "不再读取该指令"),
    )
    .under(RuleId::BudgetExceeded)
}

pub(in crate::syntax) fn bad_directive(line: TextRange, directive: &str) -> SyntaxError {
    error(
        line,
        text!(en: "cannot read the directive `{directive}`", zh: "无法读取指令 `{directive}`", directive),
        text!(en: "expected a directive such as `%YAML 1.1`", zh: "此处应为 `%YAML 1.1` 这样的指令"),
    )
    .help(text!(en: "templates need no directives; remove the line", zh: "模板不需要指令，请删除该行"))
}

pub(in crate::syntax) fn repeated_directive(line: TextRange, name: &str) -> SyntaxError {
    error(
        line,
        text!(en: "found the directive `{name}` twice", zh: "指令 `{name}` 出现了两次", name),
        text!(en: "remove this one", zh: "请删除此处的指令"),
    )
}

pub(in crate::syntax) fn directives_without_document(lines: TextRange) -> SyntaxError {
    error(
        lines,
        text!(en: "found directives without `---` after them", zh: "指令之后没有 `---`"),
        text!(en: "expected `---` before the document", zh: "文档之前应有 `---`"),
    )
    .help(text!(en: "templates need no directives; remove the line", zh: "模板不需要指令，请删除该行"))
}

pub(in crate::syntax) fn early_end(marker: TextRange) -> SyntaxError {
    error(
        marker,
        text!(en: "found `...` before any document", zh: "`...` 之前没有文档"),
        text!(en: "nothing ends here", zh: "此处没有可结束的内容"),
    )
}

pub(in crate::syntax) fn text_after_end(found: TextRange) -> SyntaxError {
    error(
        found,
        text!(en: "found text after `...`", zh: "`...` 之后有文本"),
        text!(en: "expected the end of the line", zh: "该行应在此结束"),
    )
}

pub(in crate::syntax) fn second_document(shown: TextRange, first: TextRange) -> SyntaxError {
    error(
        shown,
        text!(en: "found a second document", zh: "遇到第二个文档"),
        text!(en: "a template is one document", zh: "一个模板只能是一个文档"),
    )
    .also(first, text!(en: "the first document begins here", zh: "第一个文档从此处开始"))
}
