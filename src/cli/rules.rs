//! `nestc rules`

use serde_json::json;

use super::args::{Rules, RulesFormat};
use super::{Status, Stop, Streams};
use crate::lint;

/// Lists all rules in the order of their codes.
pub(super) fn run(arguments: &Rules, streams: &mut Streams<'_>) -> Result<Status, Stop> {
    match arguments.format {
        RulesFormat::Human => list(streams)?,
        RulesFormat::Json => {
            let lang = streams.language.of_programs();
            let rules = lint::rules().iter().map(|rule| {
                json!({
                    "code": rule.id.code(),
                    "name": rule.id.name(),
                    "level": rule.id.level().name(),
                    "summary": lint::summary(rule, lang),
                    "url": lint::url(rule.id, lang),
                    "source": lint::source(rule),
                })
            });
            let document =
                serde_json::to_string_pretty(&rules.collect::<Vec<_>>()).map_err(std::io::Error::from)?;
            writeln!(streams.out, "{document}")?;
        }
    }
    Ok(Status::Clean)
}

/// Prints a line for each rule: code, level, name, and what it finds.
pub(super) fn list(streams: &mut Streams<'_>) -> Result<(), Stop> {
    let lang = streams.language.of_people();
    let widest = lint::rules().iter().map(|rule| rule.id.name().len()).max().unwrap_or_default();
    for rule in lint::rules() {
        let (code, level, name) = (rule.id.code(), rule.id.level().name(), rule.id.name());
        writeln!(streams.out, "{code}  {level:8} {name:widest$}  {}", lint::summary(rule, lang))?;
    }
    Ok(())
}
