//! ## What it does
//! Finds the name of a rule that does not exist, in a `nestc: allow(…)` comment or under `lint:` in the manifest,
//! and suggests the nearest one.
//!
//! ## Why is this bad
//! It suppresses nothing and sets no level, although it seems to.
//!
//! ## Example
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Image:
//!     Type: String
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       # nestc: allow(dynamic-image) -- chosen by the user
//!       ImageId:
//!         Ref: Image
//! ```
//!
//! ## Use instead
//! ```yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Parameters:
//!   Image:
//!     Type: String
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       # nestc: allow(dynamic-image-id) -- chosen by the user
//!       ImageId:
//!         Ref: Image
//! ```
//!
//! ## Fix
//! Unsafe: writes the nearest name, which may not be the one that was meant.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, did_you_mean};
use crate::lint::{self, Pass, Rule, Sink, Whole, rule};
use crate::source::Span;
use crate::text;

pub(in crate::lint) static RULE: Rule = rule!(UnknownRule, "unknown_rule", Pass::Whole(check));

fn check(whole: &Whole<'_>, sink: &mut Sink) {
    let Some(manifest) = whole.manifest else { return };
    for (name, _) in manifest.lint.iter().filter(|(name, _)| RuleId::matching(&name.value).is_empty()) {
        let written = whole.sources.slice(name.span);
        sink.push(finding(name.span, &name.value, |nearest| match written.chars().next() {
            Some(quote @ ('"' | '\'')) => format!("{quote}{nearest}{quote}"),
            _ => nearest.to_owned(),
        }));
    }
}

/// The finding that no rule is called `name`, which is at `span`; `spell` writes a name as it is written there.
pub(in crate::lint) fn finding(span: Span, name: &str, spell: impl Fn(&str) -> String) -> Diagnostic {
    let message = text!(en: "there is no rule `{name}`", zh: "没有规则 `{name}`", name);
    let label = text!(en: "expected the name of a rule", zh: "此处应为规则名称");
    let finding = RULE.finding(span, message).label(label);
    match lint::nearest_rule(name) {
        Some(nearest) => finding
            .help(did_you_mean(nearest))
            .fix(Applicability::Unsafe, vec![Edit { span, text: spell(nearest) }]),
        None => {
            finding.help(text!(en: "`nestc explain` lists the rules", zh: "`nestc explain` 会列出所有规则"))
        }
    }
}
