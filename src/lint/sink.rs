//! Where rules push their findings.

use std::collections::HashMap;

use super::Selection;
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::manifest::Manifest;
use crate::text;

/// Where rules push their findings; sets the levels that the user asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sink {
    levels: Levels,
    findings: Vec<Diagnostic>,
}

impl Sink {
    pub(super) fn new(levels: &Levels) -> Self {
        Sink { levels: levels.clone(), findings: Vec::new() }
    }

    /// Takes a finding.
    pub(crate) fn push(&mut self, mut finding: Diagnostic) {
        let rule = finding.rule;
        if self.levels.is_off(rule) {
            return;
        }
        match self.levels.asked.get(&rule) {
            Some(_) if self.levels.fixed.contains(&rule) => {
                finding.notes.push(text!(
                    en: "the level that `lint` sets for this rule does not apply to builds",
                    zh: "`lint` 为该规则设置的级别对构建不生效",
                ));
            }
            Some(Some(level)) => finding.severity = *level,
            None if self.levels.softened.contains(&rule) => {
                finding.severity = finding.severity.min(Severity::Warning);
            }
            Some(None) | None => {}
        }
        self.findings.push(finding);
    }

    /// Takes findings.
    pub(super) fn push_all(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}

/// The levels that the manifest sets for rules, `None` for off, and which rules the run was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    asked: HashMap<RuleId, Option<Severity>>,
    selection: Selection,
    /// The rules that keep their own levels.
    fixed: Vec<RuleId>,
    /// The rules that are at most warnings where the manifest does not say otherwise.
    softened: Vec<RuleId>,
}

impl Levels {
    /// Reads `lint:` of the manifest: names, codes, and beginnings of codes; of two entries for one rule the last counts. Names of no rule are
    /// left to `unknown-rule`. The rules `fixed` keep their levels, those `softened` are at most warnings by themselves.
    pub(super) fn new(
        manifest: Option<&Manifest>,
        selection: &Selection,
        fixed: Vec<RuleId>,
        softened: Vec<RuleId>,
    ) -> Self {
        let entries = manifest.map_or(&[][..], |it| it.lint.as_slice());
        // A rule by itself counts for more than a beginning of codes that it is among.
        let (alone, many): (Vec<_>, Vec<_>) =
            entries.iter().partition(|(name, _)| RuleId::matching(&name.value).len() == 1);
        let rules = |(name, level): &'_ (crate::manifest::Spanned<String>, Option<Severity>)| {
            let level = *level;
            RuleId::matching(&name.value).into_iter().map(move |rule| (rule, level))
        };
        let asked = many.into_iter().chain(alone).flat_map(rules).collect();
        Levels { asked, selection: selection.clone(), fixed, softened }
    }

    /// Whether the user switched `rule` off.
    pub(super) fn is_off(&self, rule: RuleId) -> bool {
        let is_off = self.asked.get(&rule) == Some(&None) && !self.selection.names(rule);
        (is_off || self.selection.leaves_out(rule)) && !self.fixed.contains(&rule)
    }
}
