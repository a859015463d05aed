//! What can be done about findings.

pub(crate) use super::action::{Action, Kind};
use super::{View, changes};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::lint;
use crate::report;
use crate::source::{Span, TextRange};
use crate::syntax::{Language, map_edit};
use crate::text;

/// What can be done about the findings that touch `range` of the file.
pub(crate) fn actions<'v>(view: &View<'v>, range: TextRange) -> Vec<Action<'v>> {
    let touches = |span: Span| span.start <= range.end && range.start <= span.end;
    let own: Vec<&Diagnostic> = view.own_findings().collect();
    let here = own.iter().copied().filter(|it| touches(view.sources().on_disk(it.primary.span)));
    let here: Vec<&Diagnostic> = here.collect();
    let mut actions: Vec<Action<'v>> = here.iter().filter_map(|finding| fix(view, finding)).collect();
    let mut rules: Vec<_> = here.iter().filter(|it| it.fix.is_some()).map(|it| it.rule).collect();
    rules.dedup();
    for rule in rules {
        let same: Vec<&Diagnostic> = own.iter().copied().filter(|it| it.rule == rule).collect();
        let (edits, findings) = together(view, &same, false);
        if findings.len() > 1 {
            let title = text!(
                en: "fix all {count} findings of `{rule}` in this file",
                zh: "修复此文件中 `{rule}` 的全部 {count} 个结果",
                count = findings.len(), rule = rule.name(),
            );
            actions.push(Action { title, kind: Kind::FixRule, edits, findings, is_safe: false });
        }
    }
    for finding in here {
        actions.extend(suppress_here(view, finding));
        actions.extend(suppress_in_file(view, finding));
        actions.extend(suppress_in_manifest(view, finding));
    }
    actions.extend(fix_all(view));
    actions.extend(changes::at(view, range.start));
    actions
}

/// Fixes all that can be fixed without looking; `None` where there is nothing.
pub(crate) fn fix_all<'v>(view: &View<'v>) -> Option<Action<'v>> {
    let own: Vec<&Diagnostic> = view.own_findings().collect();
    let (edits, findings) = together(view, &own, true);
    let title = text!(en: "fix all that is safe to fix in this file", zh: "修复此文件中所有可安全修复的结果");
    let action = Action { title, kind: Kind::FixAll, edits, findings, is_safe: true };
    (!action.edits.is_empty()).then_some(action)
}

fn fix<'v>(view: &View<'v>, finding: &'v Diagnostic) -> Option<Action<'v>> {
    let fix = finding.fix.as_ref()?;
    let edits = report::on_disk(view.sources(), fix)?;
    let what = finding.help.as_ref().unwrap_or(&finding.message);
    let title = text!(en: "fix: {what}", zh: "修复：{what}", what);
    let is_safe = fix.applicability == Applicability::Safe;
    Some(Action { title, kind: Kind::Fix, edits, findings: vec![finding], is_safe })
}

/// The edits of as many of `findings` as can be fixed at once, in this file alone.
fn together<'v>(
    view: &View<'v>,
    findings: &[&'v Diagnostic],
    only_safe: bool,
) -> (Vec<Edit>, Vec<&'v Diagnostic>) {
    let (mut edits, mut fixed): (Vec<Edit>, _) = (Vec::new(), Vec::new());
    for &finding in findings {
        let Some(fix) = &finding.fix else { continue };
        if only_safe && fix.applicability != Applicability::Safe {
            continue;
        }
        let Some(own) = report::on_disk(view.sources(), fix) else { continue };
        let is_clear = |edit: &Edit| {
            edit.span.file == view.file
                && edits.iter().all(|it| it.span.end < edit.span.start || edit.span.end < it.span.start)
        };
        if own.iter().all(is_clear) {
            edits.extend(own);
            fixed.push(finding);
        }
    }
    edits.sort_by_key(|edit| edit.span);
    (edits, fixed)
}

/// A comment above the line of the finding, in the innermost text that can have one.
fn suppress_here<'v>(view: &View<'v>, finding: &'v Diagnostic) -> Option<Action<'v>> {
    let sources = view.sources();
    let mut span = finding.primary.span;
    let edit = loop {
        let parse = sources.parse(span.file)?;
        if let Some((range, text)) = lint::comment_above(parse, span.start, &[finding.rule.name()], None)
            && let Some((span, text)) = map_edit(sources, range.in_file(span.file), text)
        {
            break Edit { span, text };
        }
        let origin = sources.get(span.file)?.origin.as_ref()?;
        span = origin.pieces.to_outer(span.range()).in_file(origin.host);
    };
    let title = text!(
        en: "suppress `{rule}` here", zh: "在此处忽略 `{rule}`", rule = finding.rule.name(),
    );
    Some(Action { title, kind: Kind::Suppress, edits: vec![edit], findings: vec![finding], is_safe: false })
}

/// A comment at the head of the file.
fn suppress_in_file<'v>(view: &View<'v>, finding: &'v Diagnostic) -> Option<Action<'v>> {
    let parse = view.sources().parse(view.file)?;
    if parse.language == Language::Json {
        return None;
    }
    let rule = finding.rule.name();
    let (range, text) = lint::head_comment(parse, &[rule], None);
    let edit = Edit { span: range.in_file(view.file), text };
    let title = text!(en: "suppress `{rule}` in this file", zh: "在此文件中忽略 `{rule}`", rule);
    Some(Action { title, kind: Kind::Suppress, edits: vec![edit], findings: vec![finding], is_safe: false })
}

/// An entry of `lint` of the manifest.
fn suppress_in_manifest<'v>(view: &View<'v>, finding: &'v Diagnostic) -> Option<Action<'v>> {
    let manifest = view.manifest.filter(|it| !it.is_stand_in())?;
    let parse = view.sources().parse(manifest.file)?;
    let yaml = parse.yaml().filter(|it| it.language == Language::Yaml)?;
    let root = yaml.root()?;
    let rule = finding.rule.name();
    if manifest.lint.iter().any(|(name, _)| name.value == rule || name.value == finding.rule.code()) {
        return None;
    }
    let line_break = if parse.text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = |place: u32| Span { file: manifest.file, start: place, end: place };
    let edit = match yaml.entries(root).find(|(key, _)| yaml.text(*key) == "lint") {
        Some((_, value)) => {
            let (first, _) = yaml.entries(value).next()?;
            let start = yaml.range(first).start;
            match yaml.in_flow(first) {
                true => Edit { span: at(start), text: format!("{rule}: off, ") },
                false => {
                    let before = parse.text.get(..start as usize)?;
                    let indentation = before.rsplit(['\n', '\r']).next()?;
                    Edit { span: at(start), text: format!("{rule}: off{line_break}{indentation}") }
                }
            }
        }
        None if yaml.in_flow(root) || parse.text.trim_start().starts_with('{') => return None,
        None => {
            let end = parse.text.len() as u32;
            let gap = if parse.text.ends_with(['\n', '\r']) || end == 0 { "" } else { line_break };
            Edit { span: at(end), text: format!("{gap}lint:{line_break}  {rule}: off{line_break}") }
        }
    };
    let title = text!(en: "switch `{rule}` off in the manifest", zh: "在清单中关闭 `{rule}`", rule);
    Some(Action { title, kind: Kind::Suppress, edits: vec![edit], findings: vec![finding], is_safe: false })
}
