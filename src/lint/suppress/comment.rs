//! Reading one comment that speaks to nestc.

use crate::diagnostic::{REMARK, RuleId, Text};
use crate::manifest::shortened;
use crate::source::{Span, TextRange};
use crate::syntax::{Source, SourceMap};
use crate::text;

/// What a suppression covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The zero-based line.
    Line(usize),
    /// The whole file.
    File,
}

/// A rule named in a suppression.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name as written.
    pub(super) text: String,
    /// Where it is.
    pub(super) span: Span,
    /// The rule, if there is one of that name.
    pub(super) rule: Option<RuleId>,
    /// Whether it silenced a finding.
    used: bool,
}

/// What a comment says.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Findings of these rules are silenced.
    Allow { scope: Scope, names: Vec<Name> },
    /// The comment begins like a suppression but is not one.
    Unreadable { problem: Text, help: Text },
}

/// A comment that begins with `nestc:`.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    /// The whole comment, its markers included.
    pub(super) span: Span,
    /// What it says.
    pub(super) content: Content,
}

/// Lines of comments that may be between a suppression and what it is about.
const COMMENT_LINES: usize = 50;

/// Bytes that may come before an `allow-file`.
const HEAD: usize = 65_536;

const SPELLING: Text = text!(
    en: "write `nestc: allow(rule-name) -- reason`",
    zh: "请写 `nestc: allow(rule-name) -- reason`",
);

impl Remark {
    /// Reads the comment at `span`; `None` where it only mentions nestc.
    pub(super) fn read(source: &Source, span: Span) -> Option<Remark> {
        let text = span.range().of(&source.text);
        let body = body(text);
        let rest = body.strip_prefix(REMARK)?;
        let content = match parse(rest) {
            Ok((true, _)) if !at_head(&source.text, span.start) => Content::Unreadable {
                problem: text!(
                    en: "`allow-file` must be at the top of the file",
                    zh: "`allow-file` 必须位于文件开头",
                ),
                help: text!(
                    en: "move the comment to the top, or use `allow` on the line",
                    zh: "请将注释移到文件开头，或在该行使用 `allow`",
                ),
            },
            Ok((whole_file, list)) => {
                let scope = if whole_file { Scope::File } else { Scope::Line(target(source, span)) };
                let start = span.start + text.find('(').map_or(0, |at| at as u32 + 1);
                let names = names(list, start, span);
                match names.is_empty() {
                    true => Content::Unreadable {
                        problem: text!(
                            en: "this nestc comment does not name a rule",
                            zh: "该 nestc 注释没有指明规则",
                        ),
                        help: SPELLING,
                    },
                    false => Content::Allow { scope, names },
                }
            }
            Err(problem) => Content::Unreadable { problem, help: SPELLING },
        };
        Some(Remark { span, content })
    }

    /// What the comment covers, if it is a suppression.
    pub(super) fn scope(&self) -> Option<Scope> {
        match &self.content {
            Content::Allow { scope, .. } => Some(*scope),
            Content::Unreadable { .. } => None,
        }
    }

    /// The rules it names.
    pub(super) fn names(&self) -> &[Name] {
        match &self.content {
            Content::Allow { names, .. } => names,
            Content::Unreadable { .. } => &[],
        }
    }

    /// Marks that the name at place `at` silenced something.
    pub(super) fn mark(&mut self, at: usize) {
        if let Content::Allow { names, .. } = &mut self.content
            && let Some(name) = names.get_mut(at)
        {
            name.used = true;
        }
    }

    /// Whether the name at place `at` silenced something.
    pub(super) fn is_used(&self, at: usize) -> bool {
        self.names().get(at).is_some_and(|name| name.used)
    }

    /// The text that goes with the comment: its whole line where it is alone, else the spaces before it.
    pub(super) fn removal(&self, sources: &SourceMap) -> Span {
        let Some(source) = sources.get(self.span.file) else { return self.span };
        let text = &*source.text;
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let gap = before.len() - before.trim_end_matches([' ', '\t']).len();
        let (lead, rest) = before.split_at(before.len() - gap);
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        let ends_line =
            after.get(blanks..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['\r', '\n']));
        let head = lead.is_empty() || lead == "\u{feff}";
        let alone = head || lead.ends_with(['\r', '\n']);
        let (from, to) = match (alone, ends_line) {
            // With the line break before it rather than the one after it, so that the indentation that a
            // host keeps before each line of a text goes too.
            (true, true) if !head => {
                (lead.strip_suffix("\r\n").map_or(lead.len() - 1, str::len), end + blanks)
            }
            // The first line of a carried text is kept, empty, since it may set the host's indentation.
            (true, true) if source.origin.is_some() => (start, end),
            (true, true) => {
                (start - rest.len(), end + blanks + line_break(after.get(blanks..).unwrap_or_default()))
            }
            (false, true) => (start - rest.len(), end),
            (_, false) => (start, end + blanks),
        };
        TextRange::new(from as u32, to as u32).in_file(self.span.file)
    }

    /// The name at place `at` with the comma that goes with it.
    pub(super) fn removal_of(&self, at: usize) -> Span {
        let names = self.names();
        let Some(name) = names.get(at) else { return self.span };
        let behind = names.get(at + 1).map(|next| TextRange::new(name.span.start, next.span.start));
        let before = at.checked_sub(1).and_then(|at| names.get(at));
        let before = before.map(|before| TextRange::new(before.span.end, name.span.end));
        before.or(behind).unwrap_or(name.span.range()).in_file(name.span.file)
    }
}

/// The length of the line break at the start of `text`.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(['\r', '\n'])) }
}

/// The comment without its markers and surrounding spaces.
fn body(comment: &str) -> &str {
    let inner = match comment.strip_prefix("/*") {
        Some(rest) => rest.strip_suffix("*/").unwrap_or(rest),
        None => comment.strip_prefix("//").unwrap_or_else(|| comment.trim_start_matches('#')),
    };
    inner.trim()
}

/// Whether the suppression is for the whole file, and the list between its parentheses.
fn parse(rest: &str) -> Result<(bool, &str), Text> {
    let rest = rest.trim_start();
    let (whole_file, rest) = match rest.strip_prefix("allow-file") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("allow").ok_or_else(|| unknown(rest))?),
    };
    let inner = rest.trim_start().strip_prefix('(').ok_or(text!(
        en: "this nestc comment does not list rules in parentheses",
        zh: "该 nestc 注释没有在括号中列出规则",
    ))?;
    let (list, tail) = inner.split_once(')').ok_or(text!(
        en: "the list of rules has no closing parenthesis",
        zh: "规则列表缺少右括号",
    ))?;
    let tail = tail.trim();
    if tail.is_empty() || tail.starts_with("--") {
        return Ok((whole_file, list));
    }
    Err(text!(
        en: "the reason must begin with `--`",
        zh: "原因前应有 `--`",
    ))
}

/// What is wrong with a comment that says `rest` to nestc.
fn unknown(rest: &str) -> Text {
    let words = rest.split(|it: char| it.is_whitespace() || it == '(').next().unwrap_or_default();
    text!(en: "unknown nestc comment `{words}`", zh: "未知的 nestc 注释 `{words}`", words = shortened(words))
}

/// The names of `list`, which begins at byte `start` of the text that `comment` is in.
fn names(list: &str, mut start: u32, comment: Span) -> Vec<Name> {
    let mut names = Vec::new();
    for part in list.split(',') {
        let name = part.trim();
        let from = start + (part.len() - part.trim_start().len()) as u32;
        start += part.len() as u32 + 1;
        if !name.is_empty() {
            let span = TextRange::new(from, from + name.len() as u32).in_file(comment.file);
            names.push(Name { text: name.to_owned(), span, rule: RuleId::find(name), used: false });
        }
    }
    names
}

/// Whether nothing but comments, empty lines, directives and a document marker comes before `start`.
fn at_head(text: &str, start: u32) -> bool {
    let mut before = text.get(..start as usize).filter(|before| before.len() <= HEAD).unwrap_or("-");
    before = before.strip_prefix('\u{feff}').unwrap_or(before);
    loop {
        before = before.trim_start();
        if before.is_empty() {
            return true;
        }
        let end = match before.strip_prefix("/*") {
            Some(block) => block.find("*/").map(|at| at + 4),
            None if before.starts_with(['#', '%'])
                || before.starts_with("//")
                || before.starts_with("---") =>
            {
                before.find(['\r', '\n'])
            }
            None => None,
        };
        match end.and_then(|end| before.get(end..)) {
            Some(rest) => before = rest,
            None => return false,
        }
    }
}

/// The line that the comment is about: its own where anything else is on it, else the next one that is
/// more than a comment.
fn target(source: &Source, span: Span) -> usize {
    let (text, lines) = (&*source.text, source.lines());
    let own = lines.line_of(span.start);
    let line = |at: usize| {
        let start = lines.line_start(at)? as usize;
        let end = lines.line_start(at + 1).map_or(text.len(), |end| end as usize);
        text.get(start..end)
    };
    let start_of_line = lines.line_start(own).unwrap_or_default() as usize;
    let before = text.get(start_of_line..span.start as usize).unwrap_or_default();
    if !before.trim_start_matches('\u{feff}').trim().is_empty() {
        return own;
    }
    let last = lines.line_of(span.end.saturating_sub(1).max(span.start));
    let end_of_line = lines.line_start(last + 1).map_or(text.len(), |end| end as usize);
    if !text.get(span.end as usize..end_of_line).unwrap_or_default().trim().is_empty() {
        return last;
    }
    let is_comment = |line: &str| {
        let line = line.trim_start();
        line.starts_with('#') || line.starts_with("//")
    };
    (last + 1..last + COMMENT_LINES).find(|&below| !line(below).is_some_and(is_comment)).unwrap_or(last + 1)
}
