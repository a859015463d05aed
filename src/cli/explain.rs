//! `nestc explain`

use std::path::Path;

use super::args::{Explain, PageFormat};
use super::{Status, Stop, Streams, explain_type, output, page, rules, terminal};
use crate::lint;
use crate::project::Loaded;
use crate::text;
use crate::workspace::Failure;

/// The columns of a page that goes to no terminal.
const WIDTH: usize = 80;

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
    let format = match streams.out_is_terminal {
        true => PageFormat::Human,
        false => PageFormat::Markdown,
    };
    match arguments.format.unwrap_or(format) {
        PageFormat::Markdown => streams.out.write_all(page.as_bytes())?,
        PageFormat::Human => {
            let width = Some(()).filter(|()| streams.out_is_terminal).and_then(|()| terminal::width());
            let colour = output::colour(arguments.color, streams.out_is_terminal);
            streams.out.write_all(page::draw(&page, width.unwrap_or(WIDTH), colour).as_bytes())?;
        }
    }
    Ok(Status::Clean)
}
