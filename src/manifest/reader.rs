//! Reads values of a YAML or JSON tree as what a manifest expects there, and reports what they are instead.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Spanned;
use super::path::{Path, quoted, shortened};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text, did_you_mean};
use crate::grammar::nearest;
use crate::source::{FileId, Span};
use crate::syntax::budget::{ALIAS_EXPANSIONS, SYNTAX_ERRORS};
use crate::syntax::yaml::{Kind, Scalar, View};
use crate::syntax::{NodeId, SyntaxError};
use crate::text;

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

    /// The finding that `name` was there before, at `first`.
    pub(super) fn twice(&self, name: &Spanned<String>, first: Span, path: &Path<'_>) -> Diagnostic {
        let message = text!(
            en: "`{name}` is listed twice in {place}",
            zh: "{place}中重复出现了 `{name}`",
            name = shortened(&name.value), place = quoted(path),
        );
        self.finding(name.span, path, message)
            .label(text!(en: "the second one", zh: "第二次出现"))
            .also(first, text!(en: "the first one", zh: "第一次出现"))
            .help(text!(en: "keep one of them", zh: "请只保留一个"))
    }

    fn empty(&self, span: Span, path: &Path<'_>) -> Diagnostic {
        self.finding(span, path, text!(en: "{place} is empty", zh: "{place}为空", place = quoted(path)))
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
                self.wrong_kind(node, path, &text!(en: "a mapping", zh: "映射"));
            }
            return Vec::new();
        }
        if self.is_spent(node) {
            return Vec::new();
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut places: HashMap<String, Span> = HashMap::new();
        let merges = self.view.entries(node).any(|(key, _)| self.view.is_merge_key(key));
        for (key, value) in self.view.entries(node) {
            if self.view.is_merge_key(key) {
                continue;
            }
            let Some(key) = self.key(key, path) else { continue };
            if let Some(&first) = places.get(&key.value) {
                let twice = self.twice(&key, first, path);
                self.report(twice);
            }
            places.entry(key.value.clone()).or_insert(key.span);
            fields.push(Field { key, value });
        }
        if merges {
            let merged = self.view.merged_entries(node).into_iter().filter(|entry| entry.merge.is_some());
            for entry in merged {
                let Some(key) = self.key(entry.key, path) else { continue };
                if !places.contains_key(&key.value) {
                    fields.push(Field { key, value: entry.value });
                }
            }
        }
        if self.spend(node, fields.len(), path) { fields } else { Vec::new() }
    }

    /// A key as a string; a number counts as its own text, with a finding.
    fn key(&mut self, key: NodeId, path: &Path<'_>) -> Option<Spanned<String>> {
        if self.view.kind(self.view.deref(key)) == Kind::Error {
            return None;
        }
        if !self.view.is_scalar(key) {
            let message = text!(
                en: "a key in {place} is {kind}, not a name",
                zh: "{place}中有一个键是{kind}，而不是名称",
                place = quoted(path), kind = self.kind_of(key),
            );
            let finding = self.finding(self.span(key), path, message);
            let finding = finding.label(text!(en: "expected a name", zh: "此处应为名称"));
            self.report(finding);
            return None;
        }
        let value = self.view.text(key).into_owned();
        if !matches!(self.view.scalar(key), Scalar::Str(_)) {
            let message = text!(
                en: "key `{value}` in {place} must be a string, not {kind}",
                zh: "{place}中的键 `{value}` 必须是字符串，不能是{kind}",
                value, place = quoted(path), kind = self.kind_of(key),
            );
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
        let (name, place) = (shortened(&key.value), quoted(path));
        let message = text!(
            en: "unknown key `{name}` in {place}",
            zh: "{place}中有未知的键 `{name}`",
            name, place,
        );
        let mut finding = self.finding(key.span, path, message);
        finding = finding.label(text!(en: "no such key", zh: "没有这个键"));
        let text = key.span.range().of(self.view.text);
        match nearest(known.iter().copied(), &key.value) {
            Some(meant) => {
                finding = finding.help(did_you_mean(meant));
                if text == key.value {
                    let edit = Edit { span: key.span, text: meant.to_owned() };
                    finding = finding.fix(Applicability::Unsafe, vec![edit]);
                }
            }
            None => {
                finding = finding.help(text!(
                    en: "the keys are {keys}",
                    zh: "可用的键有 {keys}",
                    keys = listed(known.iter().copied()),
                ));
            }
        }
        self.report(finding);
    }

    /// The items of the list `node`. Nothing written means no items.
    pub(super) fn items(&mut self, node: NodeId, path: &Path<'_>) -> Vec<NodeId> {
        if !self.is_list(node) {
            if !self.is_null(node) {
                self.wrong_kind(node, path, &text!(en: "a list", zh: "列表"));
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
            self.wrong_kind(node, path, &text!(en: "a string", zh: "字符串"));
            return None;
        }
        let value = self.view.text(node).into_owned();
        match self.view.scalar(node) {
            Scalar::Str(_) if value.trim().is_empty() => {
                let finding = self.empty(self.span(node), path);
                self.report(
                    finding.label(text!(en: "expected a string that is not empty", zh: "此处应为非空字符串")),
                );
                return None;
            }
            Scalar::Str(_) => {}
            Scalar::Null => {
                let finding = self.empty(self.span(node), path);
                self.report(finding.label(text!(en: "expected a string", zh: "此处应为字符串")));
                return None;
            }
            Scalar::Bool(_) | Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) | Scalar::Binary(_) => {
                let message = text!(
                    en: "{place} must be a string, not {kind}",
                    zh: "{place}必须是字符串，不能是{kind}",
                    place = quoted(path), kind = self.kind_of(node),
                );
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
            self.wrong_kind(node, path, &one_of(words()));
            return None;
        }
        let message = text!(
            en: "`{value}` is not a value of {place}",
            zh: "`{value}` 不是{place}的有效值",
            value = shortened(&text), place = quoted(path),
        );
        let mut finding = self.finding(self.span(node), path, message).label(expected(&one_of(words())));
        finding.help = nearest(words(), &text).map(did_you_mean);
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
        self.wrong_kind(node, path, &text!(en: "`true` or `false`", zh: "`true` 或 `false`"));
        None
    }

    /// Reports that `node` is not `wanted`, unless the parser has already reported it.
    pub(super) fn wrong_kind(&mut self, node: NodeId, path: &Path<'_>, wanted: &Text) {
        if self.view.kind(self.view.deref(node)) == Kind::Error {
            return;
        }
        let message = text!(
            en: "{place} must be {wanted}, not {kind}",
            zh: "{place}必须是{wanted}，不能是{kind}",
            place = quoted(path), wanted, kind = self.kind_of(node),
        );
        let finding = self.finding(self.first_line(node), path, message);
        self.report(finding.label(expected(wanted)));
    }

    /// Reports a scalar that is not a string because it has no quotes.
    fn report_unquoted(&mut self, node: NodeId, path: &Path<'_>, message: Text) {
        let span = self.span(node);
        let text = span.range().of(self.view.text).to_owned();
        let edit = Edit { span, text: format!("\"{text}\"") };
        let finding = self.finding(span, path, message);
        let finding = finding
            .label(text!(en: "expected a string", zh: "此处应为字符串"))
            .help(text!(en: "quote it: `\"{text}\"`", zh: "请加引号：`\"{text}\"`", text = shortened(&text)));
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
    fn kind_of(&self, node: NodeId) -> Text {
        match self.view.kind(self.view.deref(node)) {
            Kind::Mapping => text!(en: "a mapping", zh: "映射"),
            Kind::Sequence => text!(en: "a list", zh: "列表"),
            Kind::Alias => text!(en: "an alias without an anchor", zh: "没有锚点的别名"),
            Kind::Error | Kind::Stream | Kind::Document => text!(en: "unreadable", zh: "无法读取的内容"),
            Kind::Plain
            | Kind::SingleQuoted
            | Kind::DoubleQuoted
            | Kind::Literal
            | Kind::Folded
            | Kind::Empty => match self.view.scalar(node) {
                Scalar::Null => text!(en: "empty", zh: "空值"),
                Scalar::Bool(_) => text!(en: "a boolean", zh: "布尔值"),
                Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) => {
                    text!(en: "a number", zh: "数字")
                }
                Scalar::Str(_) => text!(en: "a string", zh: "字符串"),
                Scalar::Binary(_) => text!(en: "binary data", zh: "二进制数据"),
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
            let message = text!(
                en: "aliases add more than {most} values to the manifest",
                zh: "别名为清单增加的值超过了 {most} 个",
                most = ALIAS_EXPANSIONS,
            );
            let finding = self.finding(self.span(node), path, message);
            let finding = finding.label(text!(en: "this alias is one too many", zh: "到此别名已超出上限"));
            self.report(finding.help(text!(
                en: "write the values out, or use fewer aliases",
                zh: "请直接写出这些值，或减少别名",
            )));
        }
        false
    }
}

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> Text {
    text!(en: "one of {words}", zh: " {words} 之一", words = listed(words))
}

fn expected(wanted: &Text) -> Text {
    text!(en: "expected {wanted}", zh: "此处应为{wanted}", wanted)
}

/// The words in backticks.
pub(super) fn listed<'w>(words: impl Iterator<Item = &'w str>) -> Text {
    Text::list(words.map(|word| format!("`{word}`")))
}

/// Reports that the mapping `node` lacks `key`.
pub(super) fn report_missing(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>, key: &str) {
    let span = reader.first_line(node);
    let message = text!(
        en: "{place} has no `{key}`",
        zh: "{place}缺少 `{key}`",
        place = quoted(path), key,
    );
    let finding = reader.finding(span, path, message).about(key);
    reader.report(finding.label(text!(en: "expected `{key}` here", zh: "此处应有 `{key}`", key)));
}
