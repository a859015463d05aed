//! `{{ … }}` without quotes: a flow mapping whose key is one, where a text was meant that some program is to
//! replace.

use super::{Braces, Check};
use crate::diagnostic::RuleId;
use crate::source::TextRange;
use crate::syntax::messages::construct as messages;
use crate::syntax::yaml::Kind;
use crate::syntax::yaml::encode::quote_plain_if_needed;
use crate::syntax::{NodeId, budget};

/// Flow mappings of more bytes are no placeholders.
const LONGEST_BRACES: u32 = 1_024;

impl Check<'_> {
    /// Whether the mapping `id` is one of the two of `{{ … }}`, each pair of braces on one line.
    pub(super) fn braces(&self, id: NodeId) -> Braces {
        let range = self.view.range(id);
        if self.view.kind(id) != Kind::Mapping || !range.of(self.view.text).starts_with('{') {
            return Braces::None;
        }
        let only = self.view.entries(id).next().map(|(key, _)| key);
        if only.is_some_and(|key| matches!(self.braces_around(key), Some(whole) if whole == range)) {
            return Braces::Outer;
        }
        self.braces_around(id).map_or(Braces::None, Braces::Inner)
    }

    /// The braces directly around those of the flow mapping `id`, and what stands in them.
    fn braces_around(&self, id: NodeId) -> Option<TextRange> {
        let (text, range) = (self.view.text, self.view.range(id));
        let short = self.view.kind(id) == Kind::Mapping && range.len() <= LONGEST_BRACES;
        if !short || range.of(text).contains(['\n', '\r']) {
            return None;
        }
        let before = text.get(..range.start as usize)?.trim_end_matches([' ', '\t']).strip_suffix('{')?;
        let after = text.get(range.end as usize..)?.trim_start_matches([' ', '\t']).strip_prefix('}')?;
        Some(TextRange::new(before.len() as u32, (text.len() - after.len()) as u32))
    }

    /// A placeholder that some program is to replace, without quotes. What the parser says about the text
    /// beside it has the same cause and is taken back.
    pub(super) fn bare_braces(&mut self, key: NodeId, whole: TextRange) {
        if self.errors.len() >= budget::SYNTAX_ERRORS {
            return;
        }
        let text = self.view.text;
        let line = text.get(whole.end as usize..).and_then(|rest| rest.split(['\n', '\r']).next());
        let blanks = line.map_or(0, |line| line.len() - line.trim_start_matches([' ', '\t']).len());
        let behind = whole.end + blanks as u32;
        let mut quoted = whole;
        let mut begins = true;
        for error in &self.view.tree.errors {
            if error.primary.span.start == behind && error.rule == RuleId::SyntaxError {
                let beside = TextRange::new(whole.end, error.primary.span.end).of(text);
                let beside = beside.find(" #").map_or(beside, |comment| beside.split_at(comment).0);
                quoted.end = whole.end + beside.trim_end().len() as u32;
                self.settled.push(error.primary.span);
            } else if error.primary.span.start == whole.start {
                begins = false;
                self.settled.push(error.primary.span);
            }
        }
        let shown: String = whole.of(text).chars().take(60).collect();
        let fix = begins.then(|| (quoted, quote_plain_if_needed(quoted.of(text), true)));
        self.report(key, messages::bare_braces(whole, &shown, fix));
    }
}
