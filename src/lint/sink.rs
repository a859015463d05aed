//! Where rules push their findings.

use std::collections::HashMap;

use super::Rule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::manifest::Manifest;

/// Where rules push their findings; gives them the levels that the user asked for.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    levels: Levels,
    findings: Vec<Diagnostic>,
}

impl Sink {
    pub(super) fn new(levels: &Levels) -> Self {
        Sink { levels: levels.clone(), findings: Vec::new() }
    }

    /// Takes a finding.
    pub fn push(&mut self, mut finding: Diagnostic) {
        match self.levels.of_name(finding.rule) {
            Some(Some(level)) => finding.severity = level,
            Some(None) => return,
            None => {}
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

/// The levels that the manifest gives to rules, by the rules' names; `None` is off.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels(HashMap<&'static str, Option<Severity>>);

impl Levels {
    /// Reads `lint:` of the manifest; of two entries for one rule the last counts. Names of no rule are
    /// left to `unknown-rule`.
    pub(super) fn new(manifest: Option<&Manifest>) -> Self {
        let entries = manifest.map_or(&[][..], |it| it.lint.as_slice());
        let known = |(name, level): &(crate::manifest::Spanned<String>, Option<Severity>)| {
            super::find(&name.value).map(|rule| (rule.name, *level))
        };
        Levels(entries.iter().filter_map(known).collect())
    }

    /// What the user asked for, if anything.
    fn of_name(&self, name: &str) -> Option<Option<Severity>> {
        self.0.get(name).copied()
    }

    /// Whether the user switched `rule` off.
    pub(super) fn is_off(&self, rule: &Rule) -> bool {
        self.of_name(rule.name) == Some(None)
    }
}
