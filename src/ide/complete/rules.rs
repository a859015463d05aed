//! Names of rules in comments to nestc.

use super::{About, Item, Kind, word};
use crate::diagnostic::REMARK;
use crate::ide::View;
use crate::lint;
use crate::source::{FileId, TextRange};

/// Whether byte `at` is in a comment to nestc.
pub(super) fn is_remark(view: &View<'_>, file: FileId, at: u32) -> bool {
    let Some(parse) = view.sources().parse(file) else { return false };
    let mut comments = parse.comments().iter();
    comments.any(|it| it.start < at && at <= it.end && it.of(&parse.text).contains(REMARK))
}

/// The rules, and what a comment begins with.
pub(super) fn complete(text: &str, at: u32) -> (TextRange, Vec<Item>) {
    let range = word(text, at, |it| it.is_ascii_alphanumeric() || it == '-');
    let before = text.get(..range.start as usize).unwrap_or_default();
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let said = line.rsplit_once(REMARK).map_or("", |(_, said)| said);
    let items = match said.contains('(') {
        true => rules(),
        false => ["allow", "allow-file"]
            .into_iter()
            .map(|it| Item::new(it, Kind::Keyword).insert(format!("{it}($1)")))
            .collect(),
    };
    (range, items)
}

/// Every rule by its name.
pub(super) fn rules() -> Vec<Item> {
    let rules = lint::rules().iter().map(|rule| {
        let name = rule.id.name();
        Item::new(name, Kind::Value).detail(rule.id.code()).about(About::Rule(name.to_owned()))
    });
    rules.collect()
}
