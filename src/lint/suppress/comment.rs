//! Reading one comment, or what stands for one, that speaks to nestc.

use crate::diagnostic::{REMARK, RuleId, Text};
use crate::ir::{self, About, RemarkForm};
use crate::manifest::shortened;
use crate::source::{Span, TextRange};
use crate::syntax::Source;
use crate::text;

/// What a suppression covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The zero-based line.
    Line(usize),
    /// The whole file.
    File,
    /// What begins in one of these spans of the file.
    Spans(Vec<Span>),
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

/// A comment that begins with `nestc:`, or what stands for one.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    /// The whole comment, its markers included.
    pub(super) span: Span,
    /// How it is said.
    pub(super) form: RemarkForm,
    /// What it says.
    pub(super) content: Content,
}

impl Scope {
    fn of(about: &About) -> Self {
        match about {
            About::File => Scope::File,
            About::Spans(spans) => Scope::Spans(spans.clone()),
        }
    }
}

impl Name {
    /// The name at `span`.
    fn new(source: &Source, span: Span) -> Self {
        let text = span.range().of(&source.text).to_owned();
        let rule = RuleId::find(&text);
        Name { text, span, rule, used: false }
    }
}

impl Content {
    /// What the text at `span` says, whose part after `nestc:` is `rest`; `scope` says what it covers, which a text
    /// that is not at the right place for a whole file does not.
    fn of_text(source: &Source, span: Span, rest: &str, scope: impl Fn(bool) -> Option<Scope>) -> Self {
        let (whole_file, list) = match parse(rest) {
            Ok(read) => read,
            Err(problem) => return Content::Unreadable { problem, help: SPELLING },
        };
        let Some(scope) = scope(whole_file) else { return Content::misplaced() };
        let text = span.range().of(&source.text);
        let start = span.start + text.find('(').map_or(0, |at| at as u32 + 1);
        let names = names(source, list, start, span);
        if names.is_empty() {
            let problem =
                text!(en: "this nestc comment does not name a rule", zh: "该 nestc 注释没有指明规则");
            return Content::Unreadable { problem, help: SPELLING };
        }
        Content::Allow { scope, names }
    }

    fn misplaced() -> Self {
        Content::Unreadable {
            problem: text!(
                en: "`allow-file` must be at the top of the file",
                zh: "`allow-file` 必须位于文件开头",
            ),
            help: text!(
                en: "move the comment to the top, or use `allow` on the line",
                zh: "请将注释移到文件开头，或在该行使用 `allow`",
            ),
        }
    }
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
    /// Reads `remark`; `None` where it only mentions nestc.
    pub(super) fn read(source: &Source, remark: &ir::Remark) -> Option<Remark> {
        let span = remark.span;
        let content = match &remark.form {
            RemarkForm::Comment => {
                let rest = body(span.range().of(&source.text)).strip_prefix(REMARK)?;
                let scope = |whole_file| match whole_file {
                    true if at_head(&source.text, span.start) => Some(Scope::File),
                    true => None,
                    false => Some(Scope::Line(target(source, span))),
                };
                Content::of_text(source, span, rest, scope)
            }
            RemarkForm::Text { about, .. } => {
                let rest = span.range().of(&source.text).trim_start().strip_prefix(REMARK)?;
                let scope = |whole_file| match about {
                    About::Spans(_) if whole_file => None,
                    about => Some(Scope::of(about)),
                };
                Content::of_text(source, span, rest, scope)
            }
            RemarkForm::Entry { name, about, .. } => {
                Content::Allow { scope: Scope::of(about), names: vec![Name::new(source, *name)] }
            }
            RemarkForm::Unreadable { problem, help } => {
                Content::Unreadable { problem: problem.clone(), help: help.clone() }
            }
        };
        Some(Remark { span, form: remark.form.clone(), content })
    }

    /// What the comment covers, if it is a suppression.
    pub(super) fn scope(&self) -> Option<&Scope> {
        match &self.content {
            Content::Allow { scope, .. } => Some(scope),
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
pub(super) fn parse(rest: &str) -> Result<(bool, &str), Text> {
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
fn names(source: &Source, list: &str, mut start: u32, comment: Span) -> Vec<Name> {
    let mut names = Vec::new();
    for part in list.split(',') {
        let name = part.trim();
        let from = start + (part.len() - part.trim_start().len()) as u32;
        start += part.len() as u32 + 1;
        if !name.is_empty() {
            let span = TextRange::new(from, from + name.len() as u32).in_file(comment.file);
            names.push(Name::new(source, span));
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
