//! A rule's page, made from the comment at the head of the rule's file.

use super::Rule;

/// The page of the rule with that code or name, as Markdown; `None` for an unknown one.
#[must_use]
pub fn explain(code_or_name: &str) -> Option<String> {
    let rule = super::find(code_or_name)?;
    let mut page = format!("# {} ({}, {})\n\n", rule.name, rule.code, rule.level.name());
    for line in lines(rule) {
        page.push_str(line);
        page.push('\n');
    }
    Some(page)
}

/// The first address that the rule's page names: the source of the fact behind the rule.
#[must_use]
pub fn url(rule: &Rule) -> Option<&'static str> {
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
