//! Checks the pattern of output paths.

use super::read::ROOT;
use super::reader::{Reader, listed};
use super::{Spanned, keys};
use crate::grammar::nearest;
use crate::source::Span;

/// A fault of a pattern: the bytes of the pattern, what is wrong, what was expected, what to write.
struct Fault {
    start: usize,
    end: usize,
    message: String,
    label: &'static str,
    help: Option<String>,
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
            message: "`output` gives every region the same file".to_owned(),
            label: "expected `{region}` in here",
            help: Some("write for example `dist/{region}/{path}`".to_owned()),
        });
    }
    for fault in faults {
        let span = place(reader, output.span, pattern, fault.start, fault.end);
        let mut finding = reader.finding(span, &ROOT.key("output"), fault.message).label(fault.label);
        finding.help = fault.help.map(Into::into);
        reader.report(finding);
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
                message: "a brace in `output` has no partner".to_owned(),
                label: "expected a placeholder in braces",
                help: Some(format!("the placeholders are {}", placeholders())),
            });
            at = open + 1;
            continue;
        };
        let name = rest.get(..length).unwrap_or_default();
        if !keys::PLACEHOLDERS.contains(&name) {
            let meant = nearest(keys::PLACEHOLDERS.iter().copied(), name);
            let help = meant.map_or_else(
                || format!("the placeholders are {}", placeholders()),
                |meant| format!("write `{{{meant}}}`"),
            );
            faults.push(Fault {
                start: open,
                end: open + length + 2,
                message: format!("unknown placeholder `{{{name}}}` in `output`"),
                label: "no such placeholder",
                help: Some(help),
            });
        }
        at = open + length + 2;
    }
    faults
}

fn placeholders() -> String {
    let braced: Vec<String> = keys::PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect();
    listed(braced.iter().map(String::as_str))
}

fn path_faults(pattern: &str) -> Vec<Fault> {
    let whole = |message: &str, label, help: &str| Fault {
        start: 0,
        end: pattern.len(),
        message: message.to_owned(),
        label,
        help: Some(help.to_owned()),
    };
    let mut faults = Vec::new();
    let drive = pattern.get(1..2) == Some(":") && pattern.starts_with(|it: char| it.is_ascii_alphabetic());
    if drive || pattern.starts_with(['/', '\\', '~']) {
        let help = "write a path relative to the manifest, such as `dist/{region}/{path}`";
        faults.push(whole("`output` is an absolute path", "expected a relative path", help));
    } else if pattern.chars().any(char::is_control) {
        faults.push(whole("`output` has a control character", "expected a path", "take it out"));
    } else if pattern.ends_with(['/', '\\']) {
        let help = "write a file behind it, such as `{path}`";
        faults.push(whole("`output` names a folder", "expected the path of a file", help));
    }
    let mut start = 0;
    for component in pattern.split(['/', '\\']) {
        let end = start + component.len();
        if component.trim() == ".." {
            faults.push(Fault {
                start,
                end,
                message: "`output` leaves its folder by `..`".to_owned(),
                label: "expected a path that stays below the manifest",
                help: Some("write the path without `..`".to_owned()),
            });
        }
        start = end + 1;
    }
    faults
}
