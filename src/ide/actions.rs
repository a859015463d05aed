//! What can be done about findings.

pub(crate) use super::action::{Action, Kind};
use super::{View, changes};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::ir::Unit;
use crate::lint;
use crate::report;
use crate::source::{Span, TextRange};
use crate::syntax::Language;
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
        actions.extend(suppress(view, finding));
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

/// What silences the finding where it is, and in all of its file.
fn suppress<'v>(view: &View<'v>, finding: &'v Diagnostic) -> Vec<Action<'v>> {
    let units: Vec<&Unit> = view.unit.into_iter().collect();
    let rule = finding.rule.name();
    let written = |whole_file| {
        let found = lint::suppressions(view.sources(), &units, &[finding], "", whole_file);
        found.into_iter().map(|it| it.edit).next()
    };
    let (here, in_file) = (written(false), written(true));
    // What cannot be silenced where it is can be in the file alone.
    let here = here
        .filter(|edit| Some(edit) != in_file.as_ref())
        .map(|edit| (edit, text!(en: "suppress `{rule}` here", zh: "在此处忽略 `{rule}`", rule)));
    let in_file = in_file
        .map(|edit| (edit, text!(en: "suppress `{rule}` in this file", zh: "在此文件中忽略 `{rule}`", rule)));
    let action = |(edit, title)| Action {
        title,
        kind: Kind::Suppress,
        edits: vec![edit],
        findings: vec![finding],
        is_safe: false,
    };
    here.into_iter().chain(in_file).map(action).collect()
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
