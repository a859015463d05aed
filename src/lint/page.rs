//! A rule's page: in English the comment at the head of the rule's file, in Chinese the file beside it.

use super::Rule;
use crate::diagnostic::{Lang, RuleId};

/// Where the book is, which has a page for each rule; a folder for each language.
const BOOK: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs");

/// The address of the rule's page in the book.
#[must_use]
pub fn url(rule: RuleId, lang: Lang) -> String {
    let lang = match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    format!("{BOOK}/{lang}/src/rules/{}.md", rule.name())
}

/// The page of the rule with that code or name, in any case, as Markdown; `None` for an unknown one.
#[must_use]
pub fn explain(code_or_name: &str, lang: Lang) -> Option<String> {
    let rule = any_case(code_or_name)?;
    let (name, code, level) = (rule.id.name(), rule.id.code(), rule.id.level().text());
    let mut page = String::new();
    match lang {
        Lang::En => {
            page.push_str(&format!("# {name} ({code}, {})\n\n", level.get(lang)));
            for line in lines(rule) {
                page.push_str(line);
                page.push('\n');
            }
        }
        Lang::Zh => page.push_str(&format!("# {name}（{code}，{}）\n\n{}", level.get(lang), rule.chinese)),
    }
    Some(page)
}

/// The rule with that code or name in any case, as people type it.
fn any_case(code_or_name: &str) -> Option<&'static Rule> {
    let is = |own: &str| own.eq_ignore_ascii_case(code_or_name);
    super::rules().iter().copied().find(|rule| is(rule.id.name()) || is(rule.id.code()))
}

/// What the rule finds, in one sentence: the beginning of the first section of its page.
#[must_use]
pub fn summary(rule: &Rule, lang: Lang) -> String {
    let first = |page: &mut dyn Iterator<Item = &'static str>| {
        let section = page.skip(1).take_while(|line| !line.is_empty());
        section.map(str::trim).collect::<Vec<_>>()
    };
    let (text, ends) = match lang {
        Lang::En => (first(&mut lines(rule)).join(" "), [". ", ": "]),
        Lang::Zh => (first(&mut rule.chinese.lines()).concat(), ["。", "："]),
    };
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('.').to_owned()
}

/// The first address in the rule's English page: the source of the fact that the rule checks.
#[must_use]
pub(crate) fn source(rule: &Rule) -> Option<&'static str> {
    lines(rule).find_map(|line| {
        let (_, rest) = line.split_once("<https://")?;
        let (address, _) = rest.split_once('>')?;
        let start = line.len() - rest.len() - "https://".len();
        line.get(start..start + "https://".len() + address.len())
    })
}

/// The lines of the page, without the comment markers.
fn lines(rule: &Rule) -> impl Iterator<Item = &'static str> {
    let comment = rule.source.lines().map_while(|line| line.strip_prefix("//!"));
    comment.map(|line| line.strip_prefix(' ').unwrap_or(line))
}
