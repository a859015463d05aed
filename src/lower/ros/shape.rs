//! Whether a template has the shape that ROS reads: its sections, what is in them, and the fields of that.

mod colon;
mod function;
mod local;
mod parameter;
mod resources;

use super::meant::meant;
use super::tree::Reader;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Severity, Text, did_you_mean};
use crate::grammar;
use crate::ir::Template;
use crate::lower::spelling;
use crate::source::Span;
use crate::syntax::yaml::{Kind, MergedEntry, Scalar};
use crate::syntax::{Language, NodeId};
use crate::text;

/// The version that a template must have.
const VERSION: &str = "2015-09-01";

/// Adds what is out of place in the template whose top mapping is `root` to its problems; `is_whole` where it is not in
/// another one.
pub(super) fn check(reader: &Reader<'_>, root: NodeId, template: &mut Template, is_whole: bool) {
    let mut shape = Shape { reader, found: Vec::new(), path: String::new() };
    shape.sections(root);
    shape.version(root, is_whole);
    template.problems.append(&mut shape.found);
}

/// A walk over the places where ROS expects names of its own.
struct Shape<'a, 't> {
    reader: &'a Reader<'t>,
    found: Vec<Diagnostic>,
    /// Where the walk is: `Resources.Web`.
    path: String,
}

/// What something must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    Map,
    Names,
    List,
    Text,
}

impl Must {
    fn text(self) -> Text {
        match self {
            Must::Map => text!(en: "a mapping", zh: "映射"),
            Must::List => text!(en: "a list", zh: "列表"),
            Must::Names => text!(en: "a string or a list", zh: "字符串或列表"),
            Must::Text => text!(en: "a string", zh: "字符串"),
        }
    }
}

impl Shape<'_, '_> {
    fn sections(&mut self, root: NodeId) {
        for (key, value) in self.names(root) {
            let name = self.reader.view.text(key).into_owned();
            self.path.clone_from(&name);
            let sections = grammar::sections();
            if !sections.contains(&name.as_str()) && self.unknown_section(root, key, value, &name) {
                continue;
            }
            match meant(sections, &name) {
                Some("Resources") if self.must(&name, value, Must::Map) => self.resources(root, value),
                Some("Parameters") if self.must(&name, value, Must::Map) => self.parameters(value),
                Some("Outputs") if self.must(&name, value, Must::Map) => {
                    let noun = text!(en: "an output", zh: "输出");
                    self.entries(value, &noun, RuleId::MisplacedKey, grammar::output_fields());
                }
                Some("Locals") if self.must(&name, value, Must::Map) => {
                    let noun = text!(en: "a local", zh: "局部变量");
                    self.entries(value, &noun, RuleId::MisplacedKey, grammar::local_fields());
                    self.locals(value);
                }
                Some("Rules") if self.must(&name, value, Must::Map) => {
                    let noun = text!(en: "a rule", zh: "规则");
                    self.entries(value, &noun, RuleId::MisplacedKey, grammar::rule_fields());
                }
                Some("Mappings") if self.must(&name, value, Must::Map) => self.mappings(value),
                Some("Conditions" | "Workspace" | "Metadata") => {
                    self.must(&name, value, Must::Map);
                }
                _ => {}
            }
            match meant(sections, &name) {
                Some("Outputs") => self.functions(value, function::Context::Value),
                Some("Locals") => self.functions(value, function::Context::Local),
                Some("Rules") => self.functions(value, function::Context::Condition),
                Some("Mappings") => self.functions(value, function::Context::Data),
                Some("Conditions") => self.conditions(value),
                _ => {}
            }
        }
    }

    fn conditions(&mut self, section: NodeId) {
        let above = self.path.clone();
        for (key, condition) in self.names(section) {
            self.path = format!("{above}.{}", self.reader.view.text(key));
            self.condition_root(condition);
            self.functions(condition, function::Context::Condition);
        }
        self.path = above;
    }

    /// Reports a key of the template that is not a section; whether what is in it is not that of one either.
    fn unknown_section(&mut self, root: NodeId, key: NodeId, value: NodeId, name: &str) -> bool {
        let span = self.reader.span(key);
        if name == "ImageId" || spelling::is_misspelling(name, "ImageId") {
            // `misplaced-image-id` reports it.
            return true;
        }
        if self.reader.is_resource(value) {
            let finding = RuleId::MisplacedKey.finding(
                span,
                text!(en: "resource `{name}` is outside `Resources`", zh: "资源 `{name}` 不在 `Resources` 内", name),
            );
            self.push(finding.label(text!(en: "ROS does not read this", zh: "ROS 不会读取此处")).help(
                text!(
                    en: "move it into `Resources`",
                    zh: "请移到 `Resources` 中",
                ),
            ));
            return true;
        }
        let message =
            text!(en: "`{name}` is not a section of a template", zh: "`{name}` 不是模板的部分", name);
        let finding = RuleId::MisplacedKey.finding(span, message);
        self.unknown(root, (key, name), grammar::sections(), finding);
        false
    }

    /// Completes the finding that the key `name` of `mapping` is not one of `known`: with the one that is meant, or else
    /// as a warning, since ROS may ignore what it does not know.
    fn unknown(
        &mut self,
        mapping: NodeId,
        (key, name): (NodeId, &str),
        known: &[&'static str],
        finding: Diagnostic,
    ) {
        let mut finding = finding;
        let Some(meant) = meant(known, name) else {
            finding.severity = Severity::Warning;
            let list = Text::list(known.iter().map(|name| format!("`{name}`")));
            let finding = finding.label(text!(en: "unknown key", zh: "未知的键"));
            return self.push(finding.note(text!(en: "the keys are {list}", zh: "可用的键有 {list}", list)));
        };
        let finding = finding.label(text!(en: "unknown key", zh: "未知的键")).help(did_you_mean(meant));
        let span = self.reader.span(key);
        let inner = self.reader.view.range(key).in_file(self.reader.file);
        let written = inner.range().of(self.reader.view.text);
        let fix = match written.find(name).filter(|_| span == inner) {
            Some(at) if self.reader.find(mapping, meant).is_none() => {
                let start = inner.start + at as u32;
                let span = Span { start, end: start + name.len() as u32, ..inner };
                vec![Edit { span, text: meant.to_owned() }]
            }
            _ => Vec::new(),
        };
        self.push(finding.fix(Applicability::Unsafe, fix));
    }

    /// Whether `value` of `name` is what it must be, a function, or absent; reports what else it is.
    fn must(&mut self, name: &str, value: NodeId, must: Must) -> bool {
        let reader = self.reader;
        let node = reader.view.deref(value);
        if reader.function_at(node).is_some() || reader.view.meant_tag(node).is_some() {
            return false;
        }
        let is_scalar = reader.view.is_scalar(node);
        let is_null = is_scalar && matches!(reader.view.scalar(node), Scalar::Null);
        let is_damaged = reader.view.kind(node) == Kind::Error;
        let fits = match must {
            Must::Map => reader.view.kind(node) == Kind::Mapping,
            Must::List => reader.view.kind(node) == Kind::Sequence,
            Must::Names => is_scalar || reader.view.kind(node) == Kind::Sequence,
            Must::Text => is_scalar,
        };
        if fits || is_null || is_damaged {
            return fits;
        }
        let what = must.text();
        let message = text!(en: "`{name}` must be {what}", zh: "`{name}` 必须是{what}", name, what);
        let finding = RuleId::MisplacedKey.finding(reader.first_line(value), message);
        let finding = match reader.view.kind(node) {
            Kind::Sequence => finding.label(text!(en: "this is a list", zh: "此处是列表")),
            Kind::Mapping => finding.label(text!(en: "this is a mapping", zh: "此处是映射")),
            _ => finding.label(text!(en: "this is one value", zh: "此处是单个值")),
        };
        let finding = self.colon(node, finding);
        let finding = if must == Must::Map { self.dashes(node, finding) } else { finding };
        self.push(finding);
        false
    }

    /// The entries of a section, each of which is a mapping of `known` fields; findings are those of `rule`.
    fn entries(&mut self, section: NodeId, noun: &Text, rule: RuleId, known: &[&'static str]) {
        let above = self.path.clone();
        for (key, body) in self.names(section) {
            let name = self.reader.view.text(key).into_owned();
            self.path = format!("{above}.{name}");
            if self.must(&name, body, Must::Map) {
                self.fields(body, noun, rule, known);
            }
        }
        self.path = above;
    }

    /// The fields of `body`, which are `known`.
    fn fields(&mut self, body: NodeId, noun: &Text, rule: RuleId, known: &[&'static str]) {
        for (key, _) in self.names(body) {
            let name = self.reader.view.text(key).into_owned();
            if !known.contains(&name.as_str()) {
                let message = text!(en: "`{name}` is not a field of {noun}", zh: "`{name}` 不是{noun}的字段", name, noun);
                let finding = rule.finding(self.reader.span(key), message);
                self.unknown(body, (key, &name), known, finding);
            }
        }
    }

    /// `ROSTemplateFormatVersion`, which is a string or a date of YAML.
    fn version(&mut self, root: NodeId, is_whole: bool) {
        const KEY: &str = "ROSTemplateFormatVersion";
        self.path = KEY.to_owned();
        let Some(found) = self.reader.section(root, KEY) else {
            let has = |name| self.reader.find(root, name).is_some();
            if is_whole && has("Resources") && !(has("Transform") && has("Workspace")) {
                self.no_version(root);
            }
            return;
        };
        let is_version =
            self.reader.view.is_scalar(found.value) && self.reader.view.text(found.value) == VERSION;
        if is_version || self.reader.view.kind(self.reader.view.deref(found.value)) == Kind::Error {
            return;
        }
        let message = text!(
            en: "`ROSTemplateFormatVersion` must be `{version}`",
            zh: "`ROSTemplateFormatVersion` 必须是 `{version}`",
            version = VERSION,
        );
        let span = self.reader.first_line(found.value);
        let finding = RuleId::InvalidFormatVersion
            .finding(span, message)
            .label(text!(en: "ROS knows no such version", zh: "ROS 没有这样的版本"))
            .help(text!(en: "write `'{version}'`", zh: "请写 `'{version}'`", version = VERSION));
        let direct =
            !self.is_shared(&found) && span == self.reader.span(found.value) && span.start < span.end;
        let json = self.reader.view.language == Language::Json;
        let quote = if json { '"' } else { '\'' };
        let edit = Edit { span, text: format!("{quote}{VERSION}{quote}") };
        self.push(finding.fix(Applicability::Unsafe, direct.then_some(edit).into_iter().collect()));
    }

    fn no_version(&mut self, root: NodeId) {
        let first = self.names(root).first().map_or(root, |&(key, _)| key);
        let message = text!(
            en: "the template has no `ROSTemplateFormatVersion`",
            zh: "模板没有 `ROSTemplateFormatVersion`",
        );
        let finding = RuleId::InvalidFormatVersion
            .finding(self.reader.first_line(first), message)
            .label(text!(en: "expected it at the top", zh: "应写在模板顶部"))
            .help(text!(
                en: "add `ROSTemplateFormatVersion: '{version}'`",
                zh: "请添加 `ROSTemplateFormatVersion: '{version}'`",
                version = VERSION,
            ));
        self.push(finding);
    }

    fn is_shared(&self, found: &MergedEntry) -> bool {
        found.merge.is_some() || self.reader.view.kind(found.value) == Kind::Alias
    }

    /// The entries of `mapping` itself that have names.
    fn names(&self, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
        let view = self.reader.view;
        let is_name = |key| view.is_scalar(key) && !view.is_merge_key(key);
        view.entries(mapping).filter(|&(key, _)| is_name(key)).collect()
    }

    fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding.at(self.path.as_str()));
    }
}

impl Reader<'_> {
    /// Where `id` is, as far as its first line goes.
    fn first_line(&self, id: NodeId) -> Span {
        let span = self.span(id);
        let text = span.range().of(self.view.text);
        let line = text.lines().next().unwrap_or_default().trim_end();
        Span { end: span.start + line.len() as u32, ..span }
    }
}
