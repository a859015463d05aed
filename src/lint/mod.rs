//! The rules: plain functions of what was compiled, pushing findings into a [`Sink`].
//!
//! One file a rule, named after it; the file's `//!` comment is the rule's page.

use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{ImageSlot, TemplateId, Unit};
use crate::manifest::Manifest;
use crate::resolve::{self, Resolution};
use crate::source::SourceMap;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The stable code, `NST101`.
    pub code: &'static str,
    /// The name, which reads as "allow <name>".
    pub name: &'static str,
    /// How bad its findings are unless the user says otherwise.
    pub level: Severity,
    /// The source text of the rule's file; its `//!` lines are the rule's page.
    pub(crate) source: &'static str,
    /// Looks at one unit.
    pub(crate) check: fn(&Check<'_>, &mut Sink),
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// The texts, to read what stands at a span.
    pub sources: &'a SourceMap,
    /// What was compiled together.
    pub unit: &'a Unit,
    /// What the unit is built from, if there is a manifest.
    pub manifest: Option<&'a Manifest>,
}

impl Check<'_> {
    /// What stands at `slot` of `template`.
    #[must_use]
    pub fn resolve(&self, template: TemplateId, slot: &ImageSlot) -> Resolution {
        resolve::resolve(self.unit, template, &slot.value)
    }
}

/// Where rules push their findings.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Diagnostic>,
}

impl Sink {
    /// Takes a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}
