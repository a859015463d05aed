//! `nestc explain`

use std::path::Path;

use super::args::Explain;
use super::{Status, Stop, Streams, explain_type, rules};
use crate::lint;
use crate::project::Loaded;
use crate::text;
use crate::workspace::Failure;

pub(super) fn run(arguments: &Explain, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    let Some(rule) = &arguments.rule else {
        rules::list(streams)?;
        return Ok(Status::Clean);
    };
    let lang = streams.language.of_people();
    let mut page = lint::explain(rule, lang);
    let mut loaded = Loaded::default();
    if page.is_none() {
        loaded.schemas.clone_from(&arguments.schema);
        loaded.read_manifest(None, Path::new("."))?;
        page = explain_type::page(loaded.known_types(), rule, lang);
    }
    let Some(page) = page else {
        let nearest = match lint::nearest_rule(&rule.to_ascii_lowercase()) {
            Some(rule) => Some(rule.to_owned()),
            None => explain_type::nearest(loaded.known_types(), rule),
        };
        let help = match nearest {
            Some(nearest) => text!(
                en: "did you mean `{nearest}`? `nestc explain` lists all rules",
                zh: "是否应为 `{nearest}`？`nestc explain` 会列出所有规则",
                nearest,
            ),
            None => text!(en: "`nestc explain` lists all rules", zh: "`nestc explain` 会列出所有规则"),
        };
        return Err(Failure::new(
            text!(en: "there is no rule, type or function `{rule}`", zh: "没有规则、资源类型或函数 `{rule}`", rule),
            help,
        )
        .into());
    };
    streams.out.write_all(page.as_bytes())?;
    Ok(Status::Clean)
}
