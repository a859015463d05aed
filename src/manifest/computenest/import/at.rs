//! A value of the configuration with its place, asked as Python asks it.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, RuleId, Text};
use crate::source::{FileId, Span};
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar, View};
use crate::text;

/// A value of the configuration.
#[derive(Clone, Copy)]
pub(super) struct At<'t> {
    pub(super) view: View<'t>,
    pub(super) node: NodeId,
    pub(super) file: FileId,
}

/// An entry of a mapping.
#[derive(Clone)]
pub(super) struct Entry<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) key: Span,
    pub(super) value: At<'t>,
}

impl<'t> At<'t> {
    fn at(self, node: NodeId) -> At<'t> {
        At { node, ..self }
    }

    /// Where it is; of several lines the first.
    pub(super) fn span(self) -> Span {
        let range = self.view.range(self.node);
        let line = range.of(self.view.text).lines().next().unwrap_or_default().trim_end();
        Span { end: range.start + line.len() as u32, ..range.in_file(self.file) }
    }

    pub(super) fn is_mapping(self) -> bool {
        self.view.kind(self.view.deref(self.node)) == Kind::Mapping
    }

    pub(super) fn is_list(self) -> bool {
        self.view.kind(self.view.deref(self.node)) == Kind::Sequence
    }

    pub(super) fn is_null(self) -> bool {
        self.view.is_scalar(self.node) && self.view.scalar(self.node) == Scalar::Null
    }

    /// The string that it is, an empty one too.
    pub(super) fn string(self) -> Option<Cow<'t, str>> {
        if !self.view.is_scalar(self.node) {
            return None;
        }
        match self.view.scalar(self.node) {
            Scalar::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is more than nothing, to Python.
    pub(super) fn is_true(self) -> bool {
        match self.string() {
            Some(text) => !text.is_empty(),
            None => {
                let scalar = self.view.is_scalar(self.node).then(|| self.view.scalar(self.node));
                let none = matches!(scalar, Some(Scalar::Null | Scalar::Bool(false) | Scalar::Int(0)));
                !none && (scalar.is_some() || self.view.entries(self.node).next().is_some())
                    || self.view.items(self.node).next().is_some()
            }
        }
    }

    /// The entries of a mapping whose keys are scalars, merged ones first.
    pub(super) fn entries(self) -> Vec<Entry<'t>> {
        if !self.is_mapping() {
            return Vec::new();
        }
        let merged = self.view.merged_entries(self.node).into_iter();
        let entries = merged.filter(|entry| self.view.is_scalar(entry.key)).map(|entry| Entry {
            name: self.view.text(entry.key),
            key: self.view.range(entry.key).in_file(self.file),
            value: self.at(entry.value),
        });
        entries.collect()
    }

    /// The entry `name`; of several the last.
    pub(super) fn entry(self, name: &str) -> Option<Entry<'t>> {
        self.entries().into_iter().rev().find(|entry| entry.name == name)
    }

    /// The value of the entry `name`.
    pub(super) fn get(self, name: &str) -> Option<At<'t>> {
        self.entry(name).map(|entry| entry.value)
    }

    /// The items of a list.
    pub(super) fn items(self) -> impl Iterator<Item = At<'t>> {
        self.view.items(self.node).map(move |item| self.at(item))
    }
}

/// A finding that the import aborts, or sends something empty.
pub(super) fn failing(span: Span, message: Text, label: Text, help: Text) -> Diagnostic {
    RuleId::FailingImport.finding(span, message).label(label).help(help)
}

/// The finding that the mapping `of`, which `place` names, has no `key`.
pub(super) fn missing(of: Span, place: &str, key: &str) -> Diagnostic {
    failing(
        of,
        text!(en: "{place} has no `{key}`", zh: "{place} 缺少 `{key}`", place = backticks(place), key),
        text!(en: "expected `{key}` in here", zh: "此处应有 `{key}`", key),
        text!(
            en: "`computenest-cli import` aborts without it",
            zh: "缺少它时 `computenest-cli import` 会中止",
        ),
    )
    .about(key)
}

/// The finding that `at`, which `place` names, is not what the import takes for granted.
pub(super) fn not_a(at: At<'_>, place: &str, wanted: Text) -> Diagnostic {
    let span = at.span();
    failing(
        span,
        text!(en: "{place} is not {wanted}", zh: "{place} 不是{wanted}", place = backticks(place), wanted),
        text!(en: "expected {wanted}", zh: "此处应为{wanted}", wanted),
        text!(
            en: "`computenest-cli import` aborts on anything else",
            zh: "写成其他形式时 `computenest-cli import` 会中止",
        ),
    )
}

/// The finding that the value of `entry` is not what the import takes for granted; that nothing is written is said at
/// the key.
pub(super) fn entry_not_a(entry: &Entry<'_>, wanted: Text) -> Diagnostic {
    let mut finding = not_a(entry.value, &entry.name, wanted);
    if entry.value.is_null() {
        finding.primary.span = entry.key;
    }
    finding
}

pub(super) const MAPPING: Text = text!(en: "a mapping", zh: "映射");
pub(super) const LIST: Text = text!(en: "a list", zh: "列表");
pub(super) const STRING: Text = text!(en: "a string", zh: "字符串");

fn backticks(place: &str) -> String {
    format!("`{}`", crate::manifest::shortened(place))
}
