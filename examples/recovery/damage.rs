//! One edit at one random place.

use std::ops::Range;

use crate::kinds::Act;
use crate::outline::{Entry, Outline};
use crate::random::Random;

/// The bytes of `range` become `text`.
pub(crate) struct Damage {
    /// What is replaced.
    pub(crate) range: Range<usize>,
    /// What stands there afterwards.
    pub(crate) text: String,
}

impl Damage {
    /// `text` after the damage.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut damaged = String::with_capacity(text.len() + self.text.len());
        damaged.push_str(&text[..self.range.start]);
        damaged.push_str(&self.text);
        damaged.push_str(&text[self.range.end..]);
        damaged
    }

    /// Where a range that the damage does not touch stands afterwards.
    pub(crate) fn moved(&self, range: &Range<usize>) -> (usize, usize) {
        let shift = |at: usize| {
            if at >= self.range.end { at - self.range.end + self.range.start + self.text.len() } else { at }
        };
        if range.end <= self.range.start {
            (range.start, range.end)
        } else {
            (shift(range.start), shift(range.end))
        }
    }

    /// The lines that are damaged, as bytes of the undamaged `text`; empty for a line added between two.
    pub(crate) fn lines(&self, text: &str) -> Range<usize> {
        let added = self.range.is_empty()
            && self.text.ends_with('\n')
            && (self.range.start == 0 || text[..self.range.start].ends_with('\n'));
        if added {
            return self.range.clone();
        }
        line_start(text, self.range.start)..line_end(text, self.range.end)
    }
}

/// A line that holds an entry: `lead key: value tail`.
pub(crate) struct Site {
    line: Range<usize>,
    key: Range<usize>,
    value: Range<usize>,
}

/// The entries that have a line of their own.
pub(crate) fn sites(text: &str, outline: &Outline) -> Vec<Site> {
    outline
        .entries
        .iter()
        .filter(|entry| entry.leaf && !entry.key.is_empty() && !entry.value.is_empty())
        .filter_map(|entry| {
            let line = line_start(text, entry.key.start)..line_end(text, entry.value.end);
            let alone = text[line.start..entry.key.start].chars().all(|c| matches!(c, ' ' | '-'))
                && !text[entry.key.start..entry.value.end].contains(['\n', '\r'])
                && text[entry.value.end..line.end].trim().trim_matches(',').is_empty();
            alone.then(|| Site { line, key: entry.key.clone(), value: entry.value.clone() })
        })
        .collect()
}

/// The keys that have a line of their own, above their values.
pub(crate) fn headers(text: &str, outline: &Outline) -> Vec<Site> {
    let above = |entry: &&Entry| !entry.leaf && !entry.key.is_empty();
    let entries = outline.entries.iter().filter(above);
    let sites = entries.filter_map(|entry| {
        let line = line_start(text, entry.key.start)..line_end(text, entry.key.end);
        let alone = text[line.start..entry.key.start].bytes().all(|byte| byte == b' ')
            && text[entry.key.end..line.end].trim_end() == ":";
        alone.then(|| Site { value: line.end..line.end, line, key: entry.key.clone() })
    });
    sites.collect()
}

/// Damages `text` at a random place, if it has one where `act` can be done.
pub(crate) fn damage(
    text: &str,
    (sites, headers): (&[Site], &[Site]),
    act: &Act,
    random: &mut Random,
) -> Option<Damage> {
    match act {
        Act::Header(patterns) => {
            let site = pick(headers, random)?;
            Some(Damage { range: site.line.clone(), text: site.fill(text, random.pick::<&str>(patterns)) })
        }
        Act::Line(patterns) => {
            let site = pick(sites, random)?;
            Some(Damage { range: site.line.clone(), text: site.fill(text, random.pick::<&str>(patterns)) })
        }
        Act::After(patterns) => {
            let site = pick(sites, random)?;
            let at = site.line.end + usize::from(text[site.line.end..].starts_with('\n'));
            let opening = if text[..at].ends_with('\n') { "" } else { "\n" };
            let line = site.fill(text, random.pick::<&str>(patterns));
            Some(Damage { range: at..at, text: format!("{opening}{line}\n") })
        }
        Act::Tabs => {
            let site = pick(sites, random)?;
            let blanks = text[site.line.clone()].bytes().take_while(|&byte| byte == b' ').count();
            let tabs = "\t".repeat(blanks.div_ceil(4));
            (blanks > 0).then(|| Damage { range: site.line.start..site.line.start + blanks, text: tabs })
        }
        Act::Deeper => {
            let at = pick(sites, random)?.line.start;
            Some(Damage { range: at..at, text: " ".to_owned() })
        }
        Act::Shallower => {
            let at = pick(sites, random)?.line.start;
            text[at..].starts_with(' ').then(|| Damage { range: at..at + 1, text: String::new() })
        }
        _ => anywhere(text, act, random),
    }
}

fn anywhere(text: &str, act: &Act, random: &mut Random) -> Option<Damage> {
    if text.is_empty() {
        return None;
    }
    let mut at = random.below(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    match act {
        Act::Delete => Some(without_character(text, at)),
        Act::Insert(characters) => {
            Some(Damage { range: at..at, text: (*random.pick::<&str>(characters)).to_owned() })
        }
        Act::CutLine => Some(Damage { range: at..line_end(text, at), text: String::new() }),
        Act::DeleteOneOf(characters) => {
            let found = text[at..].find(|c| characters.contains(c)).map(|ahead| at + ahead);
            found.or_else(|| text.find(|c| characters.contains(c))).map(|at| without_character(text, at))
        }
        _ => None,
    }
}

fn without_character(text: &str, at: usize) -> Damage {
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    Damage { range: at..at + length, text: String::new() }
}

fn pick<'s>(sites: &'s [Site], random: &mut Random) -> Option<&'s Site> {
    (!sites.is_empty()).then(|| random.pick(sites))
}

impl Site {
    fn fill(&self, text: &str, pattern: &str) -> String {
        let lead = &text[self.line.start..self.key.start];
        let value = &text[self.value.clone()];
        let tail = &text[self.value.end..self.line.end];
        let parts = [
            ("{lead}", lead),
            ("{indent}", &" ".repeat(lead.len())),
            ("{key}", &text[self.key.clone()]),
            ("{value}", value),
            ("{bare}", value.trim_matches(['"', '\''])),
            ("{tail}", tail),
        ];
        let mut line = String::new();
        let mut rest = pattern;
        while let Some(character) = rest.chars().next() {
            if let Some((name, part)) = parts.iter().find(|(name, _)| rest.starts_with(name)) {
                line.push_str(part);
                rest = &rest[name.len()..];
            } else {
                line.push(character);
                rest = &rest[character.len_utf8()..];
            }
        }
        line
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |ahead| at + ahead)
}
