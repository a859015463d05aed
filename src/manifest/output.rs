//! Checks the pattern of output paths.

use super::path::ROOT;
use super::reader::Reader;
use super::{Spanned, keys};
use crate::diagnostic::{Text, did_you_mean};
use crate::grammar::nearest;
use crate::source::Span;
use crate::text;

/// A fault of a pattern: the bytes of the pattern, what is wrong, what was expected, what to write.
struct Fault {
    start: usize,
    end: usize,
    message: Text,
    label: Text,
    help: Text,
}

/// Reports what is wrong with the pattern `output`, which is filled in for each of `regions`.
pub(super) fn check_output(
    reader: &mut Reader<'_>,
    output: &Spanned<String>,
    regions: Option<&[Spanned<String>]>,
) {
    let pattern = output.value.as_str();
    let mut faults = placeholder_faults(pattern);
    faults.extend(path_faults(pattern));
    let one_region = regions.is_some_and(|regions| regions.len() < 2);
    if faults.is_empty() && !one_region && !pattern.contains("{region}") {
        faults.push(Fault {
            start: 0,
            end: pattern.len(),
            message: text!(
                en: "`output` names the same file for every region",
                zh: "`output` 为每个地域指定了同一个文件",
            ),
            label: text!(en: "expected `{region}` here", zh: "此处应有 `{region}`"),
            help: text!(
                en: "write, for example, `dist/{region}/{path}`",
                zh: "例如 `dist/{region}/{path}`",
            ),
        });
    }
    for fault in faults {
        let span = place(reader, output.span, pattern, fault.start, fault.end);
        let finding = reader.finding(span, &ROOT.key("output"), fault.message);
        reader.report(finding.label(fault.label).help(fault.help));
    }
}

/// Where the bytes `start..end` of the decoded `pattern` are in the scalar `whole`.
fn place(reader: &Reader<'_>, whole: Span, pattern: &str, start: usize, end: usize) -> Span {
    let text = whole.range().of(reader.view.text);
    text.find(pattern).map_or(whole, |at| {
        let offset = |inner: usize| whole.start + (at + inner) as u32;
        Span { start: offset(start), end: offset(end), ..whole }
    })
}

fn placeholder_faults(pattern: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(open) = pattern.get(at..).and_then(|rest| rest.find(['{', '}'])).map(|found| at + found) {
        let rest = pattern.get(open + 1..).unwrap_or_default();
        let closed =
            rest.find(['{', '}']).filter(|&end| rest.get(end..).is_some_and(|it| it.starts_with('}')));
        let Some(length) = closed.filter(|_| pattern.get(open..).is_some_and(|it| it.starts_with('{')))
        else {
            faults.push(Fault {
                start: open,
                end: open + 1,
                message: text!(en: "unmatched brace in `output`", zh: "`output` 中的大括号不成对"),
                label: text!(en: "expected a placeholder in braces", zh: "大括号中应为占位符"),
                help: placeholders(),
            });
            at = open + 1;
            continue;
        };
        let name = rest.get(..length).unwrap_or_default();
        if !keys::PLACEHOLDERS.contains(&name) {
            let meant = nearest(keys::PLACEHOLDERS.iter().copied(), name);
            let help = meant.map_or_else(placeholders, |meant| did_you_mean(format!("{{{meant}}}")));
            faults.push(Fault {
                start: open,
                end: open + length + 2,
                message: text!(
                    en: "unknown placeholder `{{{name}}}` in `output`",
                    zh: "`output` 中有未知的占位符 `{{{name}}}`",
                    name,
                ),
                label: text!(en: "no such placeholder", zh: "没有这个占位符"),
                help,
            });
        }
        at = open + length + 2;
    }
    faults
}

fn placeholders() -> Text {
    let listed = Text::list(keys::PLACEHOLDERS.iter().map(|name| format!("`{{{name}}}`")));
    text!(en: "the placeholders are {listed}", zh: "可用的占位符有 {listed}", listed)
}

fn path_faults(pattern: &str) -> Vec<Fault> {
    let whole = |message, label, help| Fault { start: 0, end: pattern.len(), message, label, help };
    let mut faults = Vec::new();
    let drive = pattern.get(1..2) == Some(":") && pattern.starts_with(|it: char| it.is_ascii_alphabetic());
    if drive || pattern.starts_with(['/', '\\', '~']) {
        faults.push(whole(
            text!(en: "`output` is an absolute path", zh: "`output` 是绝对路径"),
            text!(en: "expected a relative path", zh: "此处应为相对路径"),
            text!(
                en: "write a path relative to the manifest, such as `dist/{region}/{path}`",
                zh: "请写相对于清单的路径，例如 `dist/{region}/{path}`",
            ),
        ));
    } else if pattern.chars().any(char::is_control) {
        faults.push(whole(
            text!(en: "`output` contains a control character", zh: "`output` 含有控制字符"),
            text!(en: "expected a path", zh: "此处应为路径"),
            text!(en: "remove it", zh: "请删除"),
        ));
    } else if pattern.ends_with(['/', '\\']) {
        faults.push(whole(
            text!(en: "`output` names a folder", zh: "`output` 是文件夹"),
            text!(en: "expected the path of a file", zh: "此处应为文件路径"),
            text!(en: "add a file name, such as `{path}`", zh: "请在后面加上文件名，例如 `{path}`"),
        ));
    }
    let mut start = 0;
    for component in pattern.split(['/', '\\']) {
        let end = start + component.len();
        if component.trim() == ".." {
            faults.push(Fault {
                start,
                end,
                message: text!(en: "`output` leaves its folder by `..`", zh: "`output` 用 `..` 离开了所在文件夹"),
                label: text!(en: "expected a path inside the manifest's folder", zh: "路径应在清单所在文件夹内"),
                help: text!(en: "write the path without `..`", zh: "请去掉路径中的 `..`"),
            });
        }
        start = end + 1;
    }
    faults
}
