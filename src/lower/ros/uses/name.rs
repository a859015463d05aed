//! What a name that is written somewhere may mean there.

use super::Walk;
use crate::grammar;
use crate::ir::{DefinitionId, SymbolKind, UseKind};
use crate::lower::references::{Means, Written};
use crate::source::Span;

/// The pseudo parameter that has a value in a resource with `Count` only.
const INDEX: &str = "ALIYUN::Index";

impl Walk<'_, '_> {
    /// Adds the name, which is at `span`, maybe in quotes.
    pub(super) fn push(
        &mut self,
        kind: UseKind,
        name: String,
        span: Span,
        attribute: Option<(String, Span)>,
        means: Means,
    ) {
        let means = match means {
            _ if grammar::is_pseudo_parameter(&name) => match name.as_str() {
                INDEX if !self.is_repeated() => Means::Kinds(&[]),
                _ => Means::BuiltIn,
            },
            Means::Kinds(kinds) if kinds.contains(&SymbolKind::Resource) && self.is_made(&name) => {
                Means::Optional(kinds)
            }
            _ => means,
        };
        let (name, span) = self.without_index(name, span, means);
        self.written.push(Written { kind, name, span, attribute, within: self.within, means });
    }

    /// Whether `ALIYUN::Index` has a value here: in a resource with `Count`, and in a local that is written into one.
    fn is_repeated(&self) -> bool {
        let counts = |id: DefinitionId| match self.index.body_of(id) {
            Some((SymbolKind::Resource, body)) => self.reader.resource_field(body.id, "Count").is_some(),
            Some((SymbolKind::Local, _)) => true,
            _ => false,
        };
        self.index.cx.unit.parent(self.id).is_some() || self.within.is_some_and(counts)
    }

    /// Whether `name` may be a resource that is not in the text: one that a transform makes, or one of a module's.
    fn is_made(&self, name: &str) -> bool {
        let of_module = || {
            let (module, _) = name.split_once('.')?;
            let id = self.index.find(self.id, SymbolKind::Resource, module)?;
            let (_, body) = self.index.body_of(id)?;
            let kind = self.reader.resource_field(body.id, "Type")?;
            Some(self.reader.view.text(kind.value).starts_with("MODULE::"))
        };
        self.makes_resources || of_module() == Some(true)
    }

    /// `Web[0]` names one of the resources that `Web` with `Count` is: the name without the index.
    fn without_index(&self, mut name: String, span: Span, means: Means) -> (String, Span) {
        let Means::Kinds(kinds) = means else { return (name, span) };
        let base = name.strip_suffix(']').and_then(|it| it.split_once('['));
        let base =
            base.filter(|(_, index)| index.bytes().all(|it| it.is_ascii_digit())).map(|(base, _)| base.len());
        let is_one = |length: usize| {
            let base = name.get(..length).unwrap_or_default();
            kinds.contains(&SymbolKind::Resource)
                && self.index.find(self.id, SymbolKind::Resource, &name).is_none()
                && self.index.find(self.id, SymbolKind::Resource, base).is_some()
        };
        let Some(length) = base.filter(|&length| is_one(length)) else { return (name, span) };
        let quotes = (span.end - span.start).saturating_sub(name.len() as u32) / 2;
        name.truncate(length);
        let start = span.start + quotes;
        (name, Span { start, end: start + length as u32, ..span })
    }
}
