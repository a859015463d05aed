//! ## What it does
//! Finds text that is almost a placeholder: `{{ computeneset::file::app }}`, `{{ computenest::acrimages::app }}`,
//! `{{ computenest:file:app }}`. Looks in templates and in the configuration of computenest-cli.
//!
//! ## Why is this bad
//! Compute Nest replaces placeholders of a few fixed forms
//! (<https://help.aliyun.com/en/compute-nest/software-package-association>). Any other text in double braces is
//! left as it is and reaches the script, the chart or the registry.
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
//! Safe: writes the form that Compute Nest knows. A freely chosen name and the spaces inside the braces are kept.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::ir::{PlaceholderName, Reading};
use crate::lint::{Pass, Rule, Sink, Whole, rule};
use crate::source::Span;
use crate::syntax::SourceMap;
use crate::text;

pub(in crate::lint) static RULE: Rule =
    rule!(MisspelledPlaceholder, "misspelled_placeholder", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let found = whole.checks.iter().flat_map(|check| check.unit.placeholders());
    for placeholder in found.filter(|it| it.holder.is_some()) {
        if let Reading::Misspelled(meant) = &placeholder.reading {
            sink.push(finding(whole.sources, placeholder.span, &placeholder.text, meant));
        }
    }
    let config = whole.manifest.and_then(|manifest| manifest.config.as_ref());
    for relation in config.iter().flat_map(|config| &config.placeholder_relations) {
        if let Some(Reading::Misspelled(meant)) = &relation.reading {
            sink.push(finding(whole.sources, relation.key.span, relation.key.value.trim(), meant));
        }
    }
}

/// The finding about the placeholder at `span`, which reads as `text`.
fn finding(sources: &SourceMap, span: Span, text: &str, meant: &PlaceholderName) -> Diagnostic {
    let finding = RULE.finding(
        span,
        text!(
            en: "`{text}` is not a placeholder of Compute Nest",
            zh: "`{text}` 不是计算巢的占位符",
            text,
        ),
    );
    let words = text.trim_matches(['{', '}', ' ', '\t']);
    let edit = sources.slice(span).find(words).map(|at| {
        let start = span.start + at as u32;
        let right = format!("computenest::{}::{}", meant.family.name, meant.id);
        Edit { span: Span { start, end: start + words.len() as u32, ..span }, text: right }
    });
    let finding = finding
        .label(text!(en: "expected `{meant}`", zh: "应为 `{meant}`", meant))
        .help(text!(en: "write `{meant}`", zh: "请写 `{meant}`", meant));
    finding.fix(Applicability::Safe, edit.into_iter().collect())
}
