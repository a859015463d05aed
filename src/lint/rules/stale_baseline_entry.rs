//! ## What it does
//! Finds an entry of a baseline (`nestc lint --baseline FILE`) that stands for no finding any more: what was found when
//! the baseline was written has been fixed, or its file is gone.
//!
//! ## Why is this bad
//! The entry would hide the same finding if it came back. A baseline is meant to become shorter.
//!
//! ## Example
//! The baseline has an entry for this image, which has since been replaced by a supported one.
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: centos_6_10_x64_20G_alibase_20201120.vhd
//! ```
//!
//! ## Use instead
//! Write the baseline again: `nestc lint --baseline FILE --write-baseline`.
//! ```yaml web.yaml
//! ROSTemplateFormatVersion: '2015-09-01'
//! Resources:
//!   Web:
//!     Type: ALIYUN::ECS::InstanceGroup
//!     Properties:
//!       MaxAmount: 1
//!       ImageId: aliyun_3_x64_20G_alibase_20240819.vhd
//! ```
//!
//! ## Fix
//! None.
//!
//! ## Since
//! 0.1.0

use crate::diagnostic::{Diagnostic, RuleId};
use crate::lint::{Pass, Rule, rule};
use crate::source::Span;
use crate::text;

/// The rule's name.
pub(crate) const ID: RuleId = RuleId::StaleBaselineEntry;

pub(in crate::lint) static RULE: Rule = rule!(StaleBaselineEntry, "stale_baseline_entry", Pass::Engine);

/// The finding that the entry at `place`, of a finding of the rule `code` in `file`, stands for nothing any more.
pub(crate) fn finding(place: Span, code: &str, file: &str) -> Diagnostic {
    let message = text!(
        en: "the baseline has a finding of {code} in `{file}` that is not there any more",
        zh: "基线中 `{file}` 的 {code} 检查结果已不存在",
        code,
        file,
    );
    let help = text!(
        en: "write the baseline again with `--write-baseline`",
        zh: "请用 `--write-baseline` 重新生成基线",
    );
    RULE.finding(place, message).help(help)
}
