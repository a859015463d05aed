//! ## What it does
//! Finds a placeholder that is nearly one: `{{ computeneset::file::app }}`, `{{ computenest::acrimages::app }}`,
//! `{{ computenest:file:app }}`, in templates and in the configuration of computenest-cli.
//!
//! ## Why is this bad
//! Compute Nest replaces placeholders of a few fixed forms
//! (<https://help.aliyun.com/en/compute-nest/software-package-association>). Any other text in double braces stays as
//! it is, and reaches the script, the chart or the registry.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Install:
//!     Type: ALIYUN::ECS::RunCommand
//!     Properties:
//!       CommandContent: docker pull '{{ computenest::acrimages::app }}'
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Install:
//!     Type: ALIYUN::ECS::RunCommand
//!     Properties:
//!       CommandContent: docker pull '{{ computenest::acrimage::app }}'
//! ```
//!
//! ## Fix
//! Safe: writes the form that Compute Nest knows; a free name and the blanks in the braces stay as they are.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::ir::{PlaceholderName, Reading};
use crate::lint::{Look, Rule, Sink, Whole};
use crate::source::{SourceMap, Span};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "NST222",
    name: "misspelled-placeholder",
    level: Severity::Error,
    source: include_str!("misspelled_placeholder.rs"),
    look: Look::Whole(check),
};

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let found = whole.checks.iter().flat_map(|check| check.unit.placeholders());
    for placeholder in found.filter(|it| it.holder.is_some()) {
        if let Reading::Misspelled(meant) = &placeholder.reading {
            sink.push(finding(whole.sources, placeholder.span, meant));
        }
    }
    let config = whole.manifest.and_then(|manifest| manifest.config.as_ref());
    for relation in config.iter().flat_map(|config| &config.placeholder_relations) {
        if let Some(Reading::Misspelled(meant)) = &relation.reading {
            sink.push(finding(whole.sources, relation.key.span, meant));
        }
    }
}

/// The finding about the placeholder at `span`, which may have quotes around it.
fn finding(sources: &SourceMap, span: Span, meant: &PlaceholderName) -> Diagnostic {
    let written = sources.slice(span);
    let message = format!("`{}` is no placeholder of Compute Nest", written.trim_matches(['\'', '"']));
    let finding = RULE.finding(span, message).label(format!("expected `{meant}`"));
    let edit = inside(written).map(|(start, end)| Edit {
        span: Span { start: span.start + start, end: span.start + end, ..span },
        text: format!("computenest::{}::{}", meant.family.name, meant.id),
    });
    finding.help(format!("write `{meant}`")).fix(Applicability::Safe, edit.into_iter().collect())
}

/// Where the words in the braces of `written` begin and end.
fn inside(written: &str) -> Option<(u32, u32)> {
    let start = written.rfind("{{")? + 2;
    let words = written.get(start..written.find("}}")?)?;
    let blanks = words.len() - words.trim_start().len();
    let start = start + blanks;
    Some((start as u32, (start + words.trim().len()) as u32))
}
