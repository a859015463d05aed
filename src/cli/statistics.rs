//! `nestc lint --statistics`

use std::collections::BTreeMap;

use serde_json::json;

use super::args::{Format, Reporting};
use super::{Status, Stop, Streams, output};
use crate::diagnostic::{Applicability, RuleId};
use crate::lint::Report;
use crate::text;
use crate::workspace::Failure;

/// How often a rule found something.
#[derive(Default)]
struct Count {
    findings: usize,
    safe: usize,
    with_unsafe: usize,
}

/// Prints how many findings each rule has, most first, and how many of them `nestc fix` fixes.
pub(super) fn print(
    reporting: &Reporting,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Status, Stop> {
    let mut counts: BTreeMap<RuleId, Count> = BTreeMap::new();
    for finding in &report.findings {
        let count = counts.entry(finding.rule).or_default();
        count.findings += 1;
        match finding.fix.as_ref().map(|fix| fix.applicability) {
            Some(Applicability::Safe) => count.safe += 1,
            Some(Applicability::Unsafe) => count.with_unsafe += 1,
            None => {}
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(count.findings), *rule));
    match reporting.format.as_slice() {
        [target] if target.format == Format::Json && target.file.is_none() => {
            let rows = counts.iter().map(|(rule, count)| {
                json!({
                    "code": rule.code(), "rule": rule.name(), "findings": count.findings,
                    "fixable": count.safe, "fixable_unsafe": count.with_unsafe,
                })
            });
            let document =
                serde_json::to_string_pretty(&rows.collect::<Vec<_>>()).map_err(std::io::Error::from)?;
            writeln!(streams.out, "{document}")?;
        }
        [target] if matches!(target.format, Format::Human | Format::Short) && target.file.is_none() => {
            let widest = counts.iter().map(|(_, count)| count.findings.to_string().len()).max().unwrap_or(1);
            for (rule, count) in &counts {
                let mark = if count.safe > 0 { "[*]" } else { "   " };
                let (code, name, findings) = (rule.code(), rule.name(), count.findings);
                writeln!(streams.out, "{findings:widest$}  {code}  {mark} {name}")?;
            }
            let fixable: usize = counts.iter().map(|(_, count)| count.safe).sum();
            if fixable > 0 && !reporting.quiet {
                let line = text!(en: "[*] `nestc fix` fixes {fixable}", zh: "[*] `nestc fix` 可修复 {fixable} 处", fixable);
                writeln!(streams.err, "{}", line.get(streams.language.of_people()))?;
            }
        }
        _ => {
            return Err(Failure::new(
                text!(en: "`--statistics` goes with one of the formats human, short and json", zh: "`--statistics` 只能与 human、short 或 json 格式之一同用"),
                text!(en: "leave out `--statistics` or `--format`", zh: "请去掉 `--statistics` 或 `--format`"),
            )
            .into());
        }
    }
    Ok(output::status(reporting.fail_on, report.worst()))
}
