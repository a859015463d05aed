//! The values of secrets, to be masked in messages and wherever else they turn up.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::MASK;
use crate::lower::secret::Hidden;
use crate::schema::Schema;
use crate::source::{Quoting, TextRange};
use crate::syntax::write_string;

/// Bytes of a secret from which on it is masked inside of longer names, too.
const PART: usize = 4;

/// Bytes of a secret from which on it is masked wherever it stands in a message.
const ANYWHERE: usize = 8;

/// The values of secrets.
#[derive(Debug, Default)]
pub(crate) struct Values {
    all: HashSet<String>,
    /// Those that are masked inside of longer names.
    parts: Option<AhoCorasick>,
}

impl Values {
    /// The values of what texts hide, each with its text.
    pub(crate) fn of<'h>(hidden: impl Iterator<Item = (&'h str, &'h Hidden)>) -> Self {
        let mut values = Values::default();
        for (text, hidden) in hidden {
            hidden.ranges.iter().for_each(|range| values.add(range.of(text)));
            hidden.values.iter().for_each(|value| values.add(value));
        }
        values.all.remove("");
        let parts: Vec<&String> = values.all.iter().filter(|value| value.len() >= PART).collect();
        if !parts.is_empty() {
            values.parts = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(parts).ok();
        }
        values
    }

    /// Adds `value` in all the ways in which messages may write it.
    fn add(&mut self, value: &str) {
        if self.all.contains(value) {
            return;
        }
        if value.contains(|it: char| !it.is_ascii_graphic() || matches!(it, '"' | '\\' | '\'' | '$' | '%')) {
            let quotings = [Quoting::YamlDouble, Quoting::YamlSingle, Quoting::Json, Quoting::HclQuoted];
            self.all.extend(quotings.iter().filter_map(|quoting| write_string(*quoting, value)));
        }
        self.all.insert(value.trim().to_owned());
        self.all.insert(value.to_owned());
    }

    /// Where `text` repeats secrets: long ones anywhere, others as words.
    pub(crate) fn repeated_in(&self, text: &str) -> Vec<TextRange> {
        let is_part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
        let is_word = |start: usize, end: usize| {
            !is_part(text.get(..start).and_then(|it| it.chars().next_back()))
                && !is_part(text.get(end..).and_then(|it| it.chars().next()))
        };
        let found = self.parts.iter().flat_map(|parts| parts.find_iter(text));
        found
            .filter(|it| it.len() >= ANYWHERE || is_word(it.start(), it.end()))
            .map(|it| TextRange::new(it.start() as u32, it.end() as u32))
            .collect()
    }

    /// `text` without secrets: values stand between backticks in messages. What is `proposed` there is not masked.
    pub(super) fn mask_message<'t>(&self, text: &'t str, proposed: &[String]) -> Cow<'t, str> {
        if self.all.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut kept = Vec::new();
        for (index, part) in text.split('`').enumerate() {
            if index > 0 {
                out.push('`');
            }
            match index % 2 {
                1 if proposed.iter().any(|it| it == part) || self.is_type(part) => {
                    kept.push(out.len()..out.len() + part.len());
                    out.push_str(part);
                }
                1 => out.push_str(&self.mask_value(part)),
                _ => out.push_str(&self.mask_parts(part, ANYWHERE, &[])),
            }
        }
        let whole = self.mask_parts(&out, ANYWHERE, &kept);
        if whole == text { Cow::Borrowed(text) } else { Cow::Owned(whole.into_owned()) }
    }

    /// Whether `text` is what a type is called, which says nothing of the secrets in it.
    fn is_type(&self, text: &str) -> bool {
        !self.all.contains(text) && Schema::built_in().is_type(text)
    }

    /// `text`, a value, without secrets.
    pub(super) fn mask_value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let bare = text.trim();
        let quoted = |quote: char| bare.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
        let bare = quoted('"').or_else(|| quoted('\'')).unwrap_or(bare);
        // What is cut off shows how it begins.
        let start = bare.strip_suffix('…').filter(|start| start.len() >= PART);
        let is_start = start.is_some_and(|start| self.all.iter().any(|it| it.starts_with(start)));
        if is_start || self.all.contains(bare) || self.all.contains(text) {
            return Cow::Borrowed(MASK);
        }
        self.mask_parts(text, PART, &[])
    }

    /// `text` without the secrets of at least `length` bytes that stand somewhere in it, but for those in `kept`.
    fn mask_parts<'t>(&self, text: &'t str, length: usize, kept: &[Range<usize>]) -> Cow<'t, str> {
        let Some(parts) = &self.parts else { return Cow::Borrowed(text) };
        let (mut out, mut done) = (String::new(), 0);
        let is_kept = |start, end| kept.iter().any(|it| it.start <= start && end <= it.end);
        for found in
            parts.find_iter(text).filter(|found| !is_kept(found.start(), found.end())).filter(|found| {
                // A secret with a backtick in it is cut in two where values are looked for.
                found.len() >= length || text.get(found.range()).is_some_and(|it| it.contains('`'))
            })
        {
            out.push_str(text.get(done..found.start()).unwrap_or_default());
            out.push_str(MASK);
            done = found.end();
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }
}
