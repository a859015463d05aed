//! Where in the text of a manifest an entry goes, and how it is written there.

use super::Splice;
use crate::source::{Quoting, TextRange};
use crate::syntax::yaml::{Kind, Language, View, quote_plain_if_needed};
use crate::syntax::{Item, NodeId, Plain, write_string};

/// What to write so that `value` is at `path` below `root`.
pub(super) fn set(view: View<'_>, root: NodeId, path: &[&str], value: &Item) -> Option<Vec<Splice>> {
    let layout = Layout::of(view)?;
    let mut node = root;
    let mut rest = path;
    loop {
        let (key, below) = rest.split_first()?;
        let nested = || nested(below, value);
        let found = view.entries(node).filter(|(it, _)| view.text(*it) == **key).last();
        match found {
            None => return layout.insert(node, key, &nested()),
            Some((_, old)) if below.is_empty() && !layout.is_vacant(old) => {
                return layout.replace(old, value);
            }
            Some((at, old)) if layout.is_vacant(old) => return layout.fill(at, old, &nested()),
            Some((_, inner)) => (node, rest) = (inner, below),
        }
    }
}

/// What to write so that `value` is the last item of the list at `path`.
pub(super) fn push(view: View<'_>, path: &[&str], value: &Item) -> Option<Vec<Splice>> {
    let layout = Layout::of(view)?;
    let find = |node, key: &&str| view.entries(node).filter(|(it, _)| view.text(*it) == **key).last();
    let mut at = None;
    let mut node = view.root()?;
    for key in path {
        let (key, value) = find(node, key)?;
        (at, node) = (Some(key), value);
    }
    let last = view.items(node).last();
    let Some(last) = last else { return layout.fill(at?, node, &Item::list(vec![value.clone()])) };
    if layout.is_flow(node) {
        return layout.insert_flow(node, (last, last), &layout.flow(value));
    }
    let before = view.text.get(..view.tree.node(last).props as usize)?;
    let dash = before.trim_end_matches(' ');
    let column = layout.column(dash.strip_suffix('-')?.len());
    Some(vec![
        layout.after_lines(view.range(node).end, &format!("{}- {}", spaces(column), layout.flow(value))),
    ])
}

/// `value` below the keys `path`.
fn nested(path: &[&str], value: &Item) -> Item {
    path.iter().rev().fold(value.clone(), |inner, key| Item::map([((*key).to_owned(), inner)]))
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// How a manifest is laid out.
struct Layout<'t> {
    view: View<'t>,
    line_break: &'static str,
    /// Columns by which what is in a mapping is indented.
    step: usize,
}

impl<'t> Layout<'t> {
    fn of(view: View<'t>) -> Option<Self> {
        let line_break = if view.text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut layout = Layout { view, line_break, step: 2 };
        let root = view.root()?;
        let own = layout.first_column(root);
        let inner = view.entries(root).find_map(|(_, value)| match view.kind(value) {
            Kind::Mapping if view.language == Language::Json || !layout.is_flow(value) => {
                layout.first_column(value)
            }
            _ => None,
        });
        if let (Some(own), Some(inner)) = (own, inner) {
            layout.step = inner.checked_sub(own).filter(|step| (1..=8).contains(step)).unwrap_or(2);
        }
        Some(layout)
    }

    /// The column of the first key of `mapping`, where it begins a line.
    fn first_column(&self, mapping: NodeId) -> Option<usize> {
        let (key, _) = self.view.entries(mapping).next()?;
        let at = self.view.tree.node(key).props as usize;
        self.begins_line(at).then(|| self.column(at))
    }

    fn line_start(&self, at: usize) -> usize {
        self.view.text.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |end| end + 1)
    }

    fn column(&self, at: usize) -> usize {
        let line = self.view.text.get(self.line_start(at)..at).unwrap_or_default();
        line.trim_start_matches('\u{feff}').chars().count()
    }

    fn begins_line(&self, at: usize) -> bool {
        let line = self.view.text.get(self.line_start(at)..at).unwrap_or_default();
        line.trim_start_matches('\u{feff}').chars().all(|it| it == ' ' || it == '\t')
    }

    fn is_flow(&self, node: NodeId) -> bool {
        self.view.range(self.view.deref(node)).of(self.view.text).starts_with(['{', '['])
    }

    /// Whether nothing is at `node`: null, or a collection without anything in it.
    fn is_vacant(&self, node: NodeId) -> bool {
        let view = self.view;
        match view.kind(node) {
            Kind::Mapping => view.entries(node).next().is_none(),
            Kind::Sequence => view.items(node).next().is_none(),
            Kind::Alias => false,
            _ => view.scalar(node) == crate::syntax::yaml::Scalar::Null,
        }
    }

    /// A new entry at the end of `mapping`.
    fn insert(&self, mapping: NodeId, key: &str, value: &Item) -> Option<Vec<Splice>> {
        let view = self.view;
        let (last_key, last) = view.entries(mapping).last()?;
        if self.is_flow(mapping) {
            let at = view.tree.node(last_key).props as usize;
            let indent = self.begins_line(at).then(|| self.column(at));
            return self.insert_flow(mapping, (last_key, last), &self.flow_entry(key, value, indent));
        }
        let (first, _) = view.entries(mapping).next()?;
        let column = self.column(view.tree.node(first).props as usize);
        let mut entry = String::new();
        self.block_entry(&mut entry, column, key, value);
        let end = view.range(view.deref(mapping)).end.max(view.tree.node(last).end);
        Some(vec![self.after_lines(end, &entry)])
    }

    /// A new entry or item in brackets, after the last one, which begins and ends with the nodes `last`.
    fn insert_flow(&self, collection: NodeId, last: (NodeId, NodeId), entry: &str) -> Option<Vec<Splice>> {
        let view = self.view;
        let close = view.range(view.deref(collection)).end.checked_sub(1)? as usize;
        let end = view.tree.node(last.1).end.max(view.tree.node(last.0).end) as usize;
        let rest = view.text.get(end..close)?;
        let comma = rest.split('#').next().and_then(|it| it.find(','));
        let begins = view.tree.node(last.0).props as usize;
        let line_end = rest.find(['\n', '\r']).map(|at| end + at);
        let Some(line_end) = line_end.filter(|_| self.begins_line(begins)) else {
            let at = end + comma.map_or(0, |at| at + 1);
            let comma = if comma.is_some() { "" } else { "," };
            return Some(vec![(TextRange::empty(at as u32), format!("{comma} {entry}"))]);
        };
        let after = if comma.is_some() { "," } else { "" };
        let line = format!("{}{}{entry}{after}", self.line_break, spaces(self.column(begins)));
        let mut splices = vec![(TextRange::empty(line_end as u32), line)];
        if comma.is_none() {
            splices.insert(0, (TextRange::empty(end as u32), ",".to_owned()));
        }
        Some(splices)
    }

    /// `value` in the place of nothing at all, the value of `key`.
    fn fill(&self, key: NodeId, old: NodeId, value: &Item) -> Option<Vec<Splice>> {
        let view = self.view;
        let range = view.range(old);
        let is_block = view.language == Language::Yaml && !view.in_flow(key) && value.is_map();
        if !is_block {
            let at = view.tree.node(key).props as usize;
            let text = match view.language {
                Language::Json => self.json(value, self.begins_line(at).then(|| self.column(at))),
                _ => self.flow(value),
            };
            let gap = if view.text.get(..range.start as usize)?.ends_with([' ', '\n', '{', '[']) {
                ""
            } else {
                " "
            };
            return Some(vec![(range, format!("{gap}{text}"))]);
        }
        let column = self.column(view.tree.node(key).props as usize) + self.step;
        let mut lines = String::new();
        for (index, (key, _, value)) in value.entries().iter().enumerate() {
            if index > 0 {
                lines.push_str(self.line_break);
            }
            self.block_entry(&mut lines, column, key, value);
        }
        if view.kind(old) == Kind::Empty {
            return Some(vec![self.after_lines(view.range(key).end.max(view.tree.node(old).props), &lines)]);
        }
        let before = view.text.get(..range.start as usize)?;
        let start = before.trim_end_matches(' ').len() as u32;
        Some(vec![(TextRange::new(start, range.end), String::new()), self.after_lines(range.end, &lines)])
    }

    /// `value` in the place of the scalar `old`.
    fn replace(&self, old: NodeId, value: &Item) -> Option<Vec<Splice>> {
        let view = self.view;
        if !view.is_scalar(old) && view.kind(old) != Kind::Alias {
            return None;
        }
        match &value.value {
            Plain::Text(text) => Some(vec![(view.range(old), rewritten(view, old, text)?)]),
            Plain::Bool(_) => Some(vec![(view.range(old), self.flow(value))]),
            _ => None,
        }
    }

    /// `lines` after the line that holds byte `end`.
    fn after_lines(&self, end: u32, lines: &str) -> Splice {
        let text = self.view.text;
        let at = end as usize;
        if text.get(..at).is_some_and(|it| it.ends_with('\n')) {
            return (TextRange::empty(end), format!("{lines}{}", self.line_break));
        }
        match text.get(at..).and_then(|rest| rest.find('\n')) {
            Some(found) => (TextRange::empty((at + found + 1) as u32), format!("{lines}{}", self.line_break)),
            None => (TextRange::empty(text.len() as u32), format!("{}{lines}", self.line_break)),
        }
    }

    /// An entry in lines of its own, without the last line break.
    fn block_entry(&self, out: &mut String, column: usize, key: &str, value: &Item) {
        out.push_str(&spaces(column));
        out.push_str(&quote_plain_if_needed(key, false));
        out.push(':');
        // The source of a version is short enough for one line.
        if value.entries().is_empty() || key == "source" {
            out.push(' ');
            let in_block = match &value.value {
                Plain::Text(text) => quote_plain_if_needed(text, false),
                _ => self.flow(value),
            };
            out.push_str(&in_block);
            return;
        }
        for (key, _, value) in value.entries() {
            out.push_str(self.line_break);
            self.block_entry(out, column + self.step, key, value);
        }
    }

    /// An entry in braces whose key is at column `indent`, where it begins a line.
    fn flow_entry(&self, key: &str, value: &Item, indent: Option<usize>) -> String {
        match self.view.language {
            Language::Json => format!("{}: {}", quoted(key), self.json(value, indent)),
            _ => format!("{}: {}", quote_plain_if_needed(key, true), self.flow(value)),
        }
    }

    /// `value` in one line, as it is written in brackets.
    fn flow(&self, value: &Item) -> String {
        if self.view.language == Language::Json {
            return self.json(value, None);
        }
        match &value.value {
            Plain::Null => "null".to_owned(),
            Plain::Bool(flag) => flag.to_string(),
            Plain::Text(text) => quote_plain_if_needed(text, true),
            Plain::Other(text) => text.clone(),
            Plain::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Plain::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Plain::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, _, value)| self.flow_entry(key, value, None)).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// `value` as JSON: in lines of its own where its key begins a line at column `indent`.
    fn json(&self, value: &Item, indent: Option<usize>) -> String {
        match &value.value {
            Plain::Null => "null".to_owned(),
            Plain::Bool(flag) => flag.to_string(),
            Plain::Text(text) => quoted(text),
            Plain::Other(text) => text.clone(),
            Plain::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.json(item, None)).collect();
                format!("[{}]", items.join(", "))
            }
            Plain::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Plain::Map(entries) => {
                let inner = indent.map(|indent| indent + self.step);
                let entries: Vec<String> =
                    entries.iter().map(|(key, _, value)| self.flow_entry(key, value, inner)).collect();
                match (indent, inner) {
                    (Some(indent), Some(inner)) => {
                        let (line, inner) = (self.line_break, spaces(inner));
                        let joined = entries.join(&format!(",{line}{inner}"));
                        format!("{{{line}{inner}{joined}{line}{}}}", spaces(indent))
                    }
                    _ => format!("{{{}}}", entries.join(", ")),
                }
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", write_string(Quoting::Json, text).unwrap_or_default())
}

/// What to write in place of the scalar `old` so that it reads as the string `value`: in its own style where that can
/// carry it, or else in double quotes.
fn rewritten(view: View<'_>, old: NodeId, value: &str) -> Option<String> {
    let quoting = view.quoting(old);
    let odd = value.contains(['\u{2028}', '\u{2029}', '\u{feff}']);
    let mut text = match quoting {
        Quoting::Json => format!("\"{}\"", write_string(quoting, value)?),
        Quoting::YamlPlain { .. } => write_string(quoting, value)?,
        _ => match write_string(quoting, value).filter(|_| quoting == Quoting::YamlSingle && !odd) {
            Some(text) => format!("'{text}'"),
            None => format!("\"{}\"", write_string(Quoting::YamlDouble, value)?),
        },
    };
    let range = view.range(old);
    if quoting == Quoting::YamlBlock && range.of(view.text).ends_with(['\n', '\r']) {
        text.push('\n');
    }
    let before = view.text.get(..range.start as usize)?;
    if range.is_empty() && !before.ends_with([' ', '\n']) && !before.is_empty() {
        text.insert(0, ' ');
    }
    Some(text)
}
