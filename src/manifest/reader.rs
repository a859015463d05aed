//! Reads values of a YAML or JSON tree as what a manifest expects there, and reports what they are instead.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::Spanned;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text};
use crate::grammar::nearest;
use crate::source::{FileId, Span};
use crate::syntax::budget::{ALIAS_EXPANSIONS, SYNTAX_ERRORS};
use crate::syntax::yaml::{Kind, Scalar, View};
use crate::syntax::{NodeId, SyntaxError};

/// Where a value is, from the root: `packages.web.versions.v1`.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    /// The whole file, by what it is: "the manifest".
    Root(&'static str),
    /// An entry of a mapping.
    Key(&'p Path<'p>, &'p str),
    /// An item of a list.
    Item(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    /// The entry `name` of the mapping at this place.
    pub(super) fn key(&'p self, name: &'p str) -> Path<'p> {
        Path::Key(self, name)
    }

    /// The item `index` of the list at this place.
    pub(super) fn item(&'p self, index: usize) -> Path<'p> {
        Path::Item(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root(name) => f.write_str(name),
            Path::Key(Path::Root(_), name) => f.write_str(&shortened(name)),
            Path::Key(parent, name) => write!(f, "{parent}.{}", shortened(name)),
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The name, cut where it is longer than anything meant to be read: many findings may name one place.
pub(crate) fn shortened(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 128;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", name.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(name),
    }
}

/// An entry of a mapping.
#[derive(Clone)]
pub(super) struct Field {
    /// The key, decoded.
    pub(super) key: Spanned<String>,
    /// The value.
    pub(super) value: NodeId,
}

/// The entries of a mapping with known keys.
pub(super) struct Fields(Vec<Field>);

impl Fields {
    /// The value of `key`; of several the last.
    pub(super) fn get(&self, key: &str) -> Option<NodeId> {
        self.field(key).map(|field| field.value)
    }

    /// The entry of `key`; of several the last.
    pub(super) fn field(&self, key: &str) -> Option<&Field> {
        self.0.iter().rev().find(|field| field.key.value == key)
    }
}

/// Reads the values of one tree.
pub(super) struct Reader<'t> {
    /// The tree and its text.
    pub(super) view: View<'t>,
    /// The text's file.
    pub(super) file: FileId,
    /// What was found.
    pub(super) findings: Vec<Diagnostic>,
    expansions: usize,
}

impl<'t> Reader<'t> {
    /// A reader of `view`, the tree of `file`.
    pub(super) fn new(view: View<'t>, file: FileId) -> Self {
        Reader { view, file, findings: Vec::new(), expansions: 0 }
    }

    /// The text of `node`, quotes included.
    pub(super) fn span(&self, node: NodeId) -> Span {
        self.view.range(node).in_file(self.file)
    }

    /// A finding, which its maker completes and hands to [`Reader::report`].
    pub(super) fn finding(&self, span: Span, path: &Path<'_>, message: impl Into<Text>) -> Diagnostic {
        let path = if matches!(path, Path::Root(_)) { String::new() } else { path.to_string() };
        RuleId::InvalidManifest.finding(span, message).at(path)
    }

    /// Takes a finding, unless there are more than anyone would read.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        if self.findings.len() < SYNTAX_ERRORS {
            self.findings.push(finding);
        }
    }

    /// Reports what the parser found.
    pub(super) fn report_syntax(&mut self, errors: &[SyntaxError]) {
        for error in errors {
            let mut finding = error.in_file(self.file).under(RuleId::InvalidManifest);
            if let Some(fix) = &mut finding.fix {
                fix.applicability = Applicability::Safe;
            }
            self.report(finding);
        }
    }

    /// Whether `node` is absent or null: nothing is written there.
    pub(super) fn is_null(&self, node: NodeId) -> bool {
        self.view.is_scalar(node) && self.view.scalar(node) == Scalar::Null
    }

    /// Whether `node` is a mapping.
    pub(super) fn is_mapping(&self, node: NodeId) -> bool {
        self.view.kind(self.view.deref(node)) == Kind::Mapping
    }

    /// Whether `node` is a list.
    pub(super) fn is_list(&self, node: NodeId) -> bool {
        self.view.kind(self.view.deref(node)) == Kind::Sequence
    }

    /// The entries of the mapping `node`, whose keys are free names. Nothing written means no entries.
    pub(super) fn entries(&mut self, node: NodeId, path: &Path<'_>) -> Vec<Field> {
        if !self.is_mapping(node) {
            if !self.is_null(node) {
                self.wrong_kind(node, path, "a mapping");
            }
            return Vec::new();
        }
        if self.is_spent(node) {
            return Vec::new();
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut places: HashMap<String, Span> = HashMap::new();
        let merges = self.view.entries(node).any(|(key, _)| self.is_merge_key(key));
        for (key, value) in self.view.entries(node) {
            if self.is_merge_key(key) {
                continue;
            }
            let Some(key) = self.key(key, path) else { continue };
            if let Some(&first) = places.get(&key.value) {
                let message = format!("`{}` stands twice in {}", key.value, quoted(path));
                let finding = self.finding(key.span, path, message).label("the second one");
                self.report(finding.also(first, "the first one").help("keep one of them"));
            }
            places.entry(key.value.clone()).or_insert(key.span);
            fields.push(Field { key, value });
        }
        if merges {
            let merged = self.view.merged_entries(node).into_iter().filter(|entry| entry.merged);
            for entry in merged {
                let Some(key) = self.key(entry.key, path) else { continue };
                if !places.contains_key(&key.value) {
                    fields.push(Field { key, value: entry.value });
                }
            }
        }
        if self.spend(node, fields.len(), path) { fields } else { Vec::new() }
    }

    fn is_merge_key(&self, key: NodeId) -> bool {
        self.view.kind(key) == Kind::Plain && self.view.range(key).of(self.view.text) == "<<"
    }

    /// A key as a string; a number counts as its own text, with a finding.
    fn key(&mut self, key: NodeId, path: &Path<'_>) -> Option<Spanned<String>> {
        if self.view.kind(self.view.deref(key)) == Kind::Error {
            return None;
        }
        if !self.view.is_scalar(key) {
            let message = format!("a key in {} is {}", quoted(path), self.kind_of(key));
            let finding = self.finding(self.span(key), path, message).label("expected a name");
            self.report(finding);
            return None;
        }
        let value = self.view.text(key).into_owned();
        if !matches!(self.view.scalar(key), Scalar::Str(_)) {
            let message = format!("the key `{value}` in {} is {}", quoted(path), self.kind_of(key));
            self.report_unquoted(key, path, message);
        }
        Some(Spanned { value, span: self.span(key) })
    }

    /// The entries of the mapping `node`, whose keys are among `known`.
    pub(super) fn fields(&mut self, node: NodeId, path: &Path<'_>, known: &[&'static str]) -> Fields {
        let fields = self.entries(node, path);
        for field in &fields {
            if !known.contains(&field.key.value.as_str()) {
                self.report_unknown_key(&field.key, path, known);
            }
        }
        Fields(fields)
    }

    fn report_unknown_key(&mut self, key: &Spanned<String>, path: &Path<'_>, known: &[&'static str]) {
        let message = format!("unknown key `{}` in {}", key.value, quoted(path));
        let mut finding = self.finding(key.span, path, message).label("no such key");
        let text = key.span.range().of(self.view.text);
        match nearest(known.iter().copied(), &key.value) {
            Some(meant) => {
                finding = finding.help(format!("write `{meant}`"));
                if text == key.value {
                    let edit = Edit { span: key.span, text: meant.to_owned() };
                    finding = finding.fix(Applicability::Unsafe, vec![edit]);
                }
            }
            None => finding = finding.help(format!("the keys are {}", listed(known.iter().copied()))),
        }
        self.report(finding);
    }

    /// The items of the list `node`. Nothing written means no items.
    pub(super) fn items(&mut self, node: NodeId, path: &Path<'_>) -> Vec<NodeId> {
        if !self.is_list(node) {
            if !self.is_null(node) {
                self.wrong_kind(node, path, "a list");
            }
            return Vec::new();
        }
        if self.is_spent(node) {
            return Vec::new();
        }
        let items: Vec<NodeId> = self.view.items(node).collect();
        if self.spend(node, items.len(), path) { items } else { Vec::new() }
    }

    /// The items of the list `node` that are strings with something in them.
    pub(super) fn strings(&mut self, node: NodeId, path: &Path<'_>) -> Vec<Spanned<String>> {
        let items = self.items(node, path);
        items.into_iter().enumerate().filter_map(|(at, item)| self.string(item, &path.item(at))).collect()
    }

    /// The string `node`, which is not empty. A number or boolean counts as its own text, with a finding.
    pub(super) fn string(&mut self, node: NodeId, path: &Path<'_>) -> Option<Spanned<String>> {
        if !self.view.is_scalar(node) {
            self.wrong_kind(node, path, "a string");
            return None;
        }
        let value = self.view.text(node).into_owned();
        match self.view.scalar(node) {
            Scalar::Str(_) if value.trim().is_empty() => {
                let finding = self.finding(self.span(node), path, format!("{} is empty", quoted(path)));
                self.report(finding.label("expected a string with something in it"));
                return None;
            }
            Scalar::Str(_) => {}
            Scalar::Null => {
                let finding = self.finding(self.span(node), path, format!("{} is empty", quoted(path)));
                self.report(finding.label("expected a string"));
                return None;
            }
            Scalar::Bool(_) | Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) | Scalar::Binary(_) => {
                let message = format!("{} is {}, not a string", quoted(path), self.kind_of(node));
                self.report_unquoted(node, path, message);
            }
        }
        Some(Spanned { value, span: self.span(node) })
    }

    /// One of the words of `table`, as what the table says it means.
    pub(super) fn word<T: Clone>(
        &mut self,
        node: NodeId,
        path: &Path<'_>,
        table: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let text = if self.view.is_scalar(node) { self.view.text(node) } else { Cow::Borrowed("") };
        if let Some((_, meaning)) = table.iter().find(|(word, _)| *word == text) {
            return Some(Spanned { value: meaning.clone(), span: self.span(node) });
        }
        let words = || table.iter().map(|(word, _)| *word);
        if !self.view.is_scalar(node) {
            self.wrong_kind(node, path, &format!("one of {}", listed(words())));
            return None;
        }
        let message = format!("`{text}` is no value of {}", quoted(path));
        let finding = self.finding(self.span(node), path, message);
        let label = format!("expected one of {}", listed(words()));
        let help = nearest(words(), &text).map(|meant| format!("write `{meant}`"));
        let mut finding = finding.label(label);
        finding.help = help.map(Into::into);
        self.report(finding);
        None
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, node: NodeId, path: &Path<'_>) -> Option<Spanned<bool>> {
        if self.view.is_scalar(node)
            && let Scalar::Bool(value) = self.view.scalar(node)
        {
            return Some(Spanned { value, span: self.span(node) });
        }
        self.wrong_kind(node, path, "`true` or `false`");
        None
    }

    /// Reports that `node` is not `expected`, unless the parser has already reported it.
    pub(super) fn wrong_kind(&mut self, node: NodeId, path: &Path<'_>, expected: &str) {
        if self.view.kind(self.view.deref(node)) == Kind::Error {
            return;
        }
        let message = format!("{} is {}, not {expected}", quoted(path), self.kind_of(node));
        let finding = self.finding(self.first_line(node), path, message);
        self.report(finding.label(format!("expected {expected}")));
    }

    /// Reports a scalar that is not a string because it has no quotes.
    fn report_unquoted(&mut self, node: NodeId, path: &Path<'_>, message: String) {
        let span = self.span(node);
        let text = span.range().of(self.view.text).to_owned();
        let edit = Edit { span, text: format!("\"{text}\"") };
        let finding = self.finding(span, path, message).label("expected a string");
        let finding = finding.help(format!("write it in quotes: `\"{text}\"`"));
        let plain = self.view.kind(node) == Kind::Plain && !text.contains(['"', '\\']);
        self.report(if plain { finding.fix(Applicability::Safe, vec![edit]) } else { finding });
    }

    /// The first line of `node`, so that a mapping over many lines is not underlined whole.
    pub(super) fn first_line(&self, node: NodeId) -> Span {
        let span = self.span(node);
        let text = span.range().of(self.view.text);
        let line = text.find(['\n', '\r']).unwrap_or(text.len());
        Span { end: span.start + line as u32, ..span }
    }

    /// What `node` is, to follow "is".
    fn kind_of(&self, node: NodeId) -> &'static str {
        match self.view.kind(self.view.deref(node)) {
            Kind::Mapping => "a mapping",
            Kind::Sequence => "a list",
            Kind::Alias => "an alias without an anchor",
            Kind::Error | Kind::Stream | Kind::Document => "unreadable",
            Kind::Plain
            | Kind::SingleQuoted
            | Kind::DoubleQuoted
            | Kind::Literal
            | Kind::Folded
            | Kind::Empty => match self.view.scalar(node) {
                Scalar::Null => "empty",
                Scalar::Bool(_) => "a boolean",
                Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) => "a number",
                Scalar::Str(_) => "a string",
                Scalar::Binary(_) => "binary data",
            },
        }
    }

    /// Whether `node` is an alias and the aliases before it have already brought in too much.
    fn is_spent(&self, node: NodeId) -> bool {
        self.expansions > ALIAS_EXPANSIONS && self.view.kind(node) == Kind::Alias
    }

    /// Counts what an alias brings in; false, with one finding, where that is too much.
    fn spend(&mut self, node: NodeId, count: usize, path: &Path<'_>) -> bool {
        if self.view.kind(node) != Kind::Alias {
            return true;
        }
        let before = self.expansions;
        self.expansions = before.saturating_add(count).saturating_add(1);
        if self.expansions <= ALIAS_EXPANSIONS {
            return true;
        }
        if before <= ALIAS_EXPANSIONS {
            let message = format!("aliases add more than {ALIAS_EXPANSIONS} values to the manifest");
            let finding = self.finding(self.span(node), path, message).label("this alias is one too many");
            self.report(finding.help("write the values out, or use fewer"));
        }
        false
    }
}

/// The place in backticks, but for the whole file.
pub(super) fn quoted(path: &Path<'_>) -> String {
    if matches!(path, Path::Root(_)) { path.to_string() } else { format!("`{path}`") }
}

/// The words in backticks with commas.
pub(super) fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
