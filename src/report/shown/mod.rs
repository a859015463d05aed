//! What reports may show: secrets are masked, and characters that do not show or do something are made visible.
//!
//! Every format asks here for each text that comes from a user, and for nothing else about it.

mod lines;
mod values;
mod visible;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::lower::secret;
use crate::source::{FileId, Span, TextRange};
use crate::syntax::{Parse, SourceMap};

pub(crate) use lines::{Lines, MASK};
pub(crate) use values::Values;
pub(super) use visible::is_hidden;
pub(crate) use visible::visible;

/// The texts of a run as reports show them.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The texts as they are.
    pub sources: &'a SourceMap,
    /// The language of messages.
    pub(super) lang: Lang,
    /// Whether secrets are shown.
    with_secrets: bool,
    /// The secrets, looked for once something is shown.
    secrets: OnceLock<Secrets>,
}

/// The secrets of all texts.
#[derive(Debug, Default)]
struct Secrets {
    /// Where they stand in files on disk.
    ranges: HashMap<FileId, Vec<TextRange>>,
    /// What they are.
    values: Values,
}

impl<'a> Shown<'a> {
    /// Shows `sources` without their secrets, and messages in the language `lang`.
    #[must_use]
    pub fn new(sources: &'a SourceMap, lang: Lang) -> Self {
        Shown { sources, lang, with_secrets: false, secrets: OnceLock::new() }
    }

    /// Shows `sources` as the user asks for: `with_secrets` or without.
    pub(crate) fn asked(sources: &'a SourceMap, lang: Lang, with_secrets: bool) -> Self {
        Shown { with_secrets, ..Shown::new(sources, lang) }
    }

    fn secrets(&self) -> &Secrets {
        self.secrets.get_or_init(|| Secrets::of(self.sources))
    }

    /// A message, label or help as it is shown.
    pub(super) fn text(&self, text: &Text) -> String {
        visible(&self.exact(text)).into_owned()
    }

    /// The help of `finding`; `None` where it writes a secret out: without it nothing is left of such a help.
    pub(super) fn help<'t>(&self, finding: &'t Diagnostic) -> Option<&'t Text> {
        finding.help.as_ref().filter(|help| self.exact(help) == help.get(self.lang))
    }

    /// The message of `finding` with its help in a line of its own.
    pub(super) fn message_and_help(&self, finding: &Diagnostic) -> String {
        let mut message = self.text(&finding.message);
        if let Some(help) = self.help(finding) {
            message.push_str("\nhelp: ");
            message.push_str(&self.text(help));
        }
        message
    }

    /// A message, label or help for formats that escape hidden characters themselves.
    pub(super) fn exact<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        let proposed = text.proposed();
        let text = text.get(self.lang);
        if self.with_secrets {
            return Cow::Borrowed(text);
        }
        self.secrets().values.mask_message(text, proposed)
    }

    /// A value as it is shown.
    pub(super) fn value(&self, text: &str) -> String {
        visible(&self.exact_value(text)).into_owned()
    }

    /// A value for formats that escape hidden characters themselves.
    pub(super) fn exact_value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.with_secrets { Cow::Borrowed(text) } else { self.masked_value(text) }
    }

    /// A value without secrets, whether they are shown or not.
    pub(super) fn masked_value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.secrets().values.mask_value(text)
    }

    /// Whether the value at `span` is secret and not shown.
    pub(super) fn hides(&self, span: Span) -> bool {
        let span = self.sources.on_disk(span);
        !self.with_secrets
            && self.secrets().ranges.get(&span.file).is_some_and(|ranges| {
                let first = ranges.partition_point(|it| it.end <= span.start);
                ranges.get(first).is_some_and(|it| it.start < span.end)
            })
    }

    /// Whether `edits`, which fix `finding`, write nothing that is not shown.
    pub(super) fn shows_all(&self, finding: &Diagnostic, edits: &[Edit]) -> bool {
        let texts = std::iter::once(&finding.message).chain(&finding.help);
        let proposed: Vec<&str> = texts.flat_map(Text::proposed).map(String::as_str).collect();
        let is_shown = |text: &str| self.exact_value(text) == text;
        edits
            .iter()
            .all(|edit| is_shown(&edit.text) || proposed.contains(&edit.text.trim_matches(['"', '\''])))
    }

    /// The name of `file` as it is shown.
    pub(super) fn name(&self, file: FileId) -> Cow<'a, str> {
        visible(self.sources.name(file))
    }

    /// The lines of `file` as they are drawn.
    pub(super) fn lines(&self, file: FileId) -> Lines {
        let secrets = if self.with_secrets { None } else { self.secrets().ranges.get(&file) };
        Lines::new(self.sources.text(file), secrets.cloned().unwrap_or_default())
    }
}

impl Secrets {
    fn of(sources: &SourceMap) -> Self {
        let files = sources.iter().filter(|(_, source)| source.origin.is_none());
        let files = files.filter_map(|(id, source)| Some((id, (source.name.as_str(), sources.parse(id)?))));
        let (ids, texts): (Vec<FileId>, Vec<(&str, &Parse)>) = files.unzip();
        let hidden = secret::find(&texts);
        let values = Values::of(texts.iter().map(|(_, parse)| &*parse.text).zip(&hidden));
        let ranges = ids.into_iter().zip(hidden).map(|(id, hidden)| (id, hidden.ranges));
        Secrets { ranges: ranges.filter(|(_, ranges)| !ranges.is_empty()).collect(), values }
    }
}
