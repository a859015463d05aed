//! Suppressions written for findings: a comment above the line, or what stands for one in JSON.

use std::collections::{BTreeMap, BTreeSet};

use super::object;
use crate::diagnostic::{Diagnostic, Edit, RuleId};
use crate::ir::{Dialect, NodeRef, SymbolKind, Template, Unit};
use crate::source::{FileId, Format, Span, TextRange};
use crate::syntax::yaml::Kind;
use crate::syntax::{Language, Parse, SourceMap, map_edit};

/// A suppression that is to be written.
#[derive(Clone, Debug)]
pub struct Addition {
    /// What changes in the file on disk.
    pub edit: Edit,
    /// The first rule that it names.
    pub rule: RuleId,
    /// How many findings it is written for.
    pub findings: usize,
}

/// Where a suppression goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// The line that begins at that byte.
    Line(FileId, u32),
    /// The top of the text.
    Head(FileId),
    /// `//` of the object that begins at that byte; whether it is the whole text.
    Object(FileId, u32, bool),
    /// `Metadata` of the mapping that begins at that byte.
    Metadata(FileId, u32),
}

/// The suppressions of `findings` in the texts of `units`, each for a reason, where that is not empty; with `whole_file`, each for all of its file.
/// What cannot be suppressed is left out.
#[must_use]
pub fn suppressions(
    sources: &SourceMap,
    units: &[&Unit],
    findings: &[&Diagnostic],
    reason: &str,
    whole_file: bool,
) -> Vec<Addition> {
    let templates: Vec<&Template> = units.iter().flat_map(|unit| &unit.templates).map(|it| &**it).collect();
    let mut wanted: BTreeMap<Target, (BTreeSet<RuleId>, usize)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| may_suppress(finding.rule)) {
        let place = Place { sources, templates: &templates, span: finding.primary.span };
        let target = if whole_file { place.file() } else { place.nearest().or_else(|| place.file()) };
        let Some(target) = target else { continue };
        let (rules, count) = wanted.entry(target).or_default();
        rules.insert(finding.rule);
        *count += 1;
    }
    let written = wanted.into_iter().filter_map(|(target, (rules, findings))| {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
        let edit = target.edit(sources, &names, reason)?;
        let (span, text) = map_edit(sources, edit.span, edit.text)?;
        Some(Addition { edit: Edit { span, text }, rule: *rules.first()?, findings })
    });
    written.collect()
}

/// Whether a finding of `rule` can be suppressed by what is written beside it: not what is wrong with suppressions, and
/// not what keeps a text from being read.
fn may_suppress(rule: RuleId) -> bool {
    !matches!(
        rule,
        RuleId::SyntaxError
            | RuleId::InvalidManifest
            | RuleId::BudgetExceeded
            | RuleId::UnusedSuppression
            | RuleId::UnknownRule
            | RuleId::StaleBaselineEntry
    )
}

/// Where a finding is.
struct Place<'a> {
    sources: &'a SourceMap,
    templates: &'a [&'a Template],
    span: Span,
}

impl Place<'_> {
    /// Where a suppression of what is here goes that suppresses as little else as can be.
    fn nearest(&self) -> Option<Target> {
        let mut span = self.span;
        loop {
            let parse = self.sources.parse(span.file)?;
            let target = match parse.language {
                Language::Json => self.object(parse, span),
                _ if self.is_json_file(span.file) => None,
                _ => self.line(parse, span),
            };
            if target.is_some() {
                return target;
            }
            let origin = self.sources.get(span.file)?.origin.as_ref()?;
            span = origin.pieces.to_outer(span.range()).in_file(origin.host);
        }
    }

    /// Where one for the whole file goes.
    fn file(&self) -> Option<Target> {
        let file = self.sources.host(self.span.file);
        let parse = self.sources.parse(file)?;
        if parse.language != Language::Json {
            return Some(Target::Head(file)).filter(|_| !self.is_json_file(file));
        }
        let root = parse.yaml()?.root()?;
        self.in_object(parse, NodeRef { file, id: root }, self.templates(file).next()?.dialect, true)
    }

    /// Whether `file` is JSON by its name, where a comment stays out though its text is read as YAML.
    fn is_json_file(&self, file: FileId) -> bool {
        let name = self.sources.name(file).to_ascii_lowercase();
        self.sources.host(file) == file && name.ends_with(".json")
    }

    /// The line of `span`, or else that of the entry around it, where a comment can be above it.
    fn line(&self, parse: &Parse, span: Span) -> Option<Target> {
        if span.start == 0 && span.end == 0 {
            return None;
        }
        let entry = || parse.entry_around(span.range());
        let mut starts = std::iter::once(span.start).chain(std::iter::once_with(entry).flatten());
        let line = starts.find_map(|at| {
            let line = line_start(parse, at)?;
            let comment = comment_above(parse, at, &[RuleId::UnusedSuppression.name()], None)?;
            map_edit(self.sources, comment.0.in_file(span.file), comment.1)?;
            Some(line)
        })?;
        Some(Target::Line(span.file, line))
    }

    /// The smallest object around `span` that a suppression can be in.
    fn object(&self, parse: &Parse, span: Span) -> Option<Target> {
        let holds = |it: Span| it.file == span.file && it.start <= span.start && span.start < it.end;
        let mut bodies: Vec<(u32, NodeRef, Dialect)> = Vec::new();
        let mut add = |whole: TextRange, body: NodeRef, template: &Template| {
            bodies.push((whole.len(), body, template.dialect));
        };
        for template in self.templates(span.file) {
            for resource in &template.resources {
                if holds(resource.span) || holds(resource.type_span) || holds(resource.name_span) {
                    add(resource.span.range(), resource.body, template);
                }
            }
            let kinds = [SymbolKind::Variable, SymbolKind::Output, SymbolKind::Module];
            let symbols = template.symbols.iter().filter(|_| template.dialect == Dialect::Terraform);
            for symbol in symbols.filter(|symbol| kinds.contains(&symbol.kind)) {
                if symbol.body.file == span.file {
                    let body = parse.range(symbol.body.id);
                    if holds(symbol.name_span) || holds(body.in_file(span.file)) {
                        add(body, symbol.body, template);
                    }
                }
            }
        }
        bodies.sort_by_key(|(len, ..)| *len);
        let mut found = bodies.into_iter();
        found.find_map(|(_, body, dialect)| self.in_object(parse, body, dialect, false))
    }

    /// The object `body`, if a suppression can be written into it.
    fn in_object(&self, parse: &Parse, body: NodeRef, dialect: Dialect, is_root: bool) -> Option<Target> {
        let view = parse.yaml().filter(|view| view.kind(body.id) == Kind::Mapping)?;
        let start = view.range(body.id).start;
        // In a file of values each key is a variable.
        if self.sources.name(body.file).to_ascii_lowercase().ends_with(".tfvars.json") {
            return None;
        }
        let target = match dialect {
            Dialect::Terraform => Target::Object(body.file, start, is_root),
            Dialect::Ros => Target::Metadata(body.file, start),
        };
        let edit = target.edit(self.sources, &[RuleId::UnusedSuppression.name()], "")?;
        map_edit(self.sources, edit.span, edit.text).map(|_| target)
    }

    fn templates(&self, file: FileId) -> impl Iterator<Item = &Template> {
        self.templates.iter().copied().filter(move |template| template.files.contains(&file))
    }
}

impl Target {
    /// The edit that writes a suppression of `rules` here.
    fn edit(self, sources: &SourceMap, rules: &[&str], reason: &str) -> Option<Edit> {
        let (Target::Line(file, _)
        | Target::Head(file)
        | Target::Object(file, ..)
        | Target::Metadata(file, _)) = self;
        let parse = sources.parse(file)?;
        let (range, text) = match self {
            Target::Line(_, at) => comment_above(parse, at, rules, Some(reason))?,
            Target::Head(_) => head_comment(parse, rules, Some(reason)),
            Target::Object(_, at, is_root) => object::text_edit(parse, at, is_root, rules, reason)?,
            Target::Metadata(_, at) => object::metadata_edit(parse, at, rules, reason)?,
        };
        Some(Edit { span: range.in_file(file), text })
    }
}

/// Where the line begins that byte `at` is on.
fn line_start(parse: &Parse, at: u32) -> Option<u32> {
    let line = parse.text.get(..at as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    Some(if line == 0 { head(parse) } else { line as u32 })
}

/// Where the text begins, after its byte order mark.
fn head(parse: &Parse) -> u32 {
    if parse.text.starts_with('\u{feff}') { 3 } else { 0 }
}

fn line_break(parse: &Parse) -> &'static str {
    if parse.text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A comment that silences `rules`.
fn comment(allow: &str, rules: &[&str], reason: Option<&str>) -> String {
    format!("# nestc: {allow}({}){}", rules.join(", "), reason.map(object::because).unwrap_or_default())
}

/// The comment that silences `rules` on the line of byte `at`, on a line of its own or in the comment that is there
/// already; `None` where the text would not be read as before.
fn comment_above(
    parse: &Parse,
    at: u32,
    rules: &[&str],
    reason: Option<&str>,
) -> Option<(TextRange, String)> {
    if parse.language == Language::Json {
        return None;
    }
    let text = &*parse.text;
    let line = line_start(parse, at)? as usize;
    let above = text.get(..line)?.trim_end_matches(['\n', '\r']);
    let start_above = above.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let last = above.get(start_above..)?;
    let indent = last.len() - last.trim_start().len();
    let is_comment =
        parse.comments().binary_search_by_key(&((start_above + indent) as u32), |it| it.start).is_ok();
    if is_comment && last.trim_start().starts_with("# nestc: allow(") && line > above.len() {
        let close = start_above + last.find(')')?;
        return Some((TextRange::empty(close as u32), format!(", {}", rules.join(", "))));
    }
    let rest = text.get(line..)?;
    let indentation = rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len())?;
    let comment = format!("{indentation}{}{}", comment("allow", rules, reason), line_break(parse));
    let edited = format!("{}{comment}{rest}", text.get(..line)?);
    let format = match parse.language {
        Language::Hcl => Format::Hcl,
        _ => Format::JsonOrYaml,
    };
    let read = Parse::read(format, edited.into());
    let place = (line + indentation.len()) as u32;
    let is_comment = read.comments().iter().any(|it| it.start == place);
    let is_sound = is_comment && read.errors().len() <= parse.errors().len();
    is_sound.then(|| (TextRange::empty(line as u32), comment))
}

/// The comment that silences `rules` in the whole file, at its top or in the comment that is there already.
fn head_comment(parse: &Parse, rules: &[&str], reason: Option<&str>) -> (TextRange, String) {
    let start = head(parse);
    let first = parse.text.get(start as usize..).and_then(|it| it.lines().next()).unwrap_or_default();
    if let (true, Some(close)) = (first.starts_with("# nestc: allow-file("), first.find(')')) {
        return (TextRange::empty(start + close as u32), format!(", {}", rules.join(", ")));
    }
    (TextRange::empty(start), comment("allow-file", rules, reason) + line_break(parse))
}
