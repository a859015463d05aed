//! So many findings of one kind that nobody reads them all.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Report;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::source::FileId;
use crate::syntax::SourceMap;
use crate::text;

/// Findings of one rule that are shown of one file.
const SHOWN: usize = 100;

impl Report {
    /// The report as it is shown: of each rule the first findings in each file, then one that says how many more
    /// there are. The counts stay those of all.
    #[must_use]
    pub fn capped(&self, sources: &SourceMap) -> Cow<'_, Report> {
        let key = |finding: &Diagnostic| (sources.host(finding.primary.span.file), finding.rule);
        let mut counts: HashMap<(FileId, RuleId), usize> = HashMap::new();
        self.findings.iter().for_each(|finding| *counts.entry(key(finding)).or_default() += 1);
        // One more is shown as well as said.
        counts.retain(|_, count| *count > SHOWN + 1);
        if counts.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut shown: HashMap<(FileId, RuleId), usize> = HashMap::new();
        let mut findings = Vec::new();
        for finding in &self.findings {
            let key = key(finding);
            let Some(count) = counts.get(&key) else {
                findings.push(finding.clone());
                continue;
            };
            let nth = shown.entry(key).or_default();
            *nth += 1;
            if *nth <= SHOWN {
                findings.push(finding.clone());
            } else if *nth == SHOWN + 1 {
                findings.push(rest(finding, count - SHOWN));
            }
        }
        Cow::Owned(Report { findings, ..self.without_findings() })
    }

    fn without_findings(&self) -> Report {
        Report {
            findings: Vec::new(),
            counts: self.counts,
            suppressed: self.suppressed,
            files: self.files,
            skipped: self.skipped,
        }
    }
}

/// The finding that stands for `count` of the rule of `first`, which is the first of them.
fn rest(first: &Diagnostic, count: usize) -> Diagnostic {
    let rule = first.rule.name();
    let message = text!(
        en: "{count} more findings of `{rule}` in this file are not shown",
        zh: "此文件中还有 {count} 个 `{rule}` 的结果未显示",
        count,
        rule
    );
    let label = text!(en: "the first of them", zh: "其中第一个");
    let mut rest = Diagnostic::new(first.rule, first.primary.span, message).label(label).about("more");
    rest.severity = first.severity;
    rest
}
