//! `nestc explain`

use super::args::Explain;
use super::{Status, Stop, Streams, rules};
use crate::lint;
use crate::text;
use crate::workspace::Failure;

pub(super) fn run(arguments: &Explain, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let Some(rule) = &arguments.rule else {
        rules::list(streams)?;
        return Ok(Status::Clean);
    };
    let Some(page) = lint::explain(rule, streams.language.of_people()) else {
        let help = match lint::nearest_rule(&rule.to_ascii_lowercase()) {
            Some(nearest) => text!(
                en: "did you mean `{nearest}`? `nestc explain` lists all rules",
                zh: "是否应为 `{nearest}`？`nestc explain` 会列出所有规则",
                nearest,
            ),
            None => text!(en: "`nestc explain` lists all rules", zh: "`nestc explain` 会列出所有规则"),
        };
        return Err(Failure::new(
            text!(en: "there is no rule `{rule}`", zh: "没有规则 `{rule}`", rule),
            help,
        )
        .into());
    };
    streams.out.write_all(page.as_bytes())?;
    Ok(Status::Clean)
}
