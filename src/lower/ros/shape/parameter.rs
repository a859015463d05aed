//! The section `Parameters`: types, and defaults that a parameter does not allow itself.

use super::{Must, Shape};
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId, Text, counted, did_you_mean};
use crate::grammar;
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar};
use crate::text;

/// Words that a `Boolean` parameter takes, in any case.
const BOOLEANS: [&str; 12] = ["1", "t", "true", "on", "y", "yes", "0", "f", "false", "off", "n", "no"];

impl Shape<'_, '_> {
    pub(super) fn parameters(&mut self, section: NodeId) {
        let noun = text!(en: "a parameter", zh: "参数");
        self.entries(section, &noun, RuleId::InvalidParameter, grammar::parameter_fields());
        let above = self.path.clone();
        for (key, body) in self.names(section) {
            if self.reader.view.kind(self.reader.view.deref(body)) != Kind::Mapping {
                continue;
            }
            let name = self.reader.view.text(key).into_owned();
            self.path = format!("{above}.{name}");
            self.limits(body);
            let kind = self.parameter_type(key, &name, body);
            if let Some(finding) = self.default(&name, body, kind) {
                self.push(finding);
            }
        }
        self.path = above;
    }

    /// What limits a parameter is of the type that ROS reads there.
    fn limits(&mut self, body: NodeId) {
        for (key, value) in self.names(body) {
            let name = self.reader.view.text(key).into_owned();
            let is_scalar = self.reader.view.is_scalar(value);
            let text = if is_scalar { self.reader.view.text(value).into_owned() } else { String::new() };
            let what = match name.as_str() {
                "AllowedValues" => {
                    self.must(&name, value, Must::List);
                    continue;
                }
                "AssociationPropertyMetadata" => {
                    self.must(&name, value, Must::Map);
                    continue;
                }
                "Type" | "AllowedPattern" | "AssociationProperty" => {
                    self.must(&name, value, Must::Text);
                    continue;
                }
                // Forms know conditions, `Fn::Equals: [New, ${Option}]`, as templates of services show.
                "Required" if self.reader.view.kind(self.reader.view.deref(value)) == Kind::Mapping => {
                    continue;
                }
                "NoEcho" | "Confirm" | "Required" if truth(&text).is_none() => {
                    text!(en: "a boolean", zh: "布尔值")
                }
                "MinLength" | "MaxLength" | "MinValue" | "MaxValue"
                    if text.trim().parse::<f64>().is_err() =>
                {
                    text!(en: "a number", zh: "数字")
                }
                _ => continue,
            };
            let scalar = self.reader.view.scalar(self.reader.view.deref(value));
            let is_number = matches!(scalar, Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_));
            if (is_scalar && (is_number || matches!(scalar, Scalar::Null))) || text.contains("{{") {
                continue;
            }
            let message = text!(en: "`{name}` must be {what}", zh: "`{name}` 必须是{what}", name, what);
            let finding = RuleId::InvalidParameter.finding(self.reader.first_line(value), message);
            self.push(finding.label(text!(en: "of another type", zh: "类型不符")));
        }
    }

    /// The type of a parameter, where it is one; another one is reported.
    fn parameter_type(&mut self, key: NodeId, name: &str, body: NodeId) -> Option<&'static str> {
        let view = self.reader.view;
        let Some(found) = self.reader.find_meant(body, "Type", grammar::parameter_fields()) else {
            let message =
                text!(en: "parameter `{name}` has no `Type`", zh: "参数 `{name}` 没有 `Type`", name);
            let finding = RuleId::InvalidParameter.finding(self.reader.span(key), message);
            self.push(finding.label(text!(en: "ROS needs its type", zh: "ROS 需要知道它的类型")));
            return None;
        };
        let node = view.deref(found.value);
        if !view.is_scalar(node) {
            return None;
        }
        let text = view.text(node);
        let types = grammar::parameter_types();
        if let Some(known) = types.iter().copied().find(|it| *it == text) {
            return Some(known);
        }
        let message = text!(en: "`{text}` is not a type of parameters", zh: "`{text}` 不是参数的类型", text);
        let span = self.reader.first_line(found.value);
        let finding = RuleId::InvalidParameter.finding(span, message);
        let finding = finding.label(text!(en: "unknown type", zh: "未知的类型"));
        let near = grammar::nearest(types.iter().copied(), &text);
        self.push(match near {
            Some(near) => {
                let written = span.range().of(view.text);
                let edit = Edit { span, text: written.replacen(&*text, near, 1) };
                let is_whole = view.kind(found.value) != Kind::Alias && !text.is_empty();
                let edits = is_whole.then_some(edit).into_iter().collect();
                finding.help(did_you_mean(near)).fix(Applicability::Unsafe, edits)
            }
            None => {
                let list = Text::list(types.iter().map(|name| format!("`{name}`")));
                finding.note(text!(en: "the types are {list}", zh: "可用的类型有 {list}", list))
            }
        });
        near
    }

    /// What is wrong with the default of the parameter `name`, which is of type `kind`.
    fn default(&self, name: &str, body: NodeId, kind: Option<&str>) -> Option<Diagnostic> {
        let view = self.reader.view;
        let found = self.reader.find(body, "Default")?;
        let node = view.deref(found.value);
        if !view.is_scalar(node)
            || view.meant_tag(node).is_some()
            || matches!(view.scalar(node), Scalar::Null)
        {
            return None;
        }
        let text = view.text(node);
        // An empty default asks for a value, and `{{ … }}` is filled in later.
        if text.is_empty() || text.contains("{{") {
            return None;
        }
        let span = self.reader.first_line(found.value);
        let wrong = |message: Text| RuleId::InvalidParameter.finding(span, message);
        let is_number = matches!(view.scalar(node), Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_));
        if let Some(what) = misfit(kind, &text).filter(|_| !(is_number && kind == Some("Number"))) {
            let message = text!(
                en: "the default of `{name}` must be {what}",
                zh: "`{name}` 的默认值必须是{what}",
                name, what,
            );
            return Some(
                wrong(message).label(text!(en: "not of the parameter's type", zh: "与参数类型不符")),
            );
        }
        if let Some(list) = self.reader.find(body, "AllowedValues")
            && !self.is_allowed(list.value, node, kind)
        {
            let message = text!(
                en: "the default of `{name}` is not one of its `AllowedValues`",
                zh: "`{name}` 的默认值不在 `AllowedValues` 中",
                name,
            );
            let values = self.reader.first_line(list.value);
            return Some(wrong(message).label(text!(en: "not allowed", zh: "不允许")).also(
                Span { end: values.end.max(values.start), ..values },
                text!(en: "these are allowed", zh: "允许的值"),
            ));
        }
        let (field, limit, label) = self.limit(body, node, kind)?;
        let message = text!(
            en: "the default of `{name}` does not fit its `{field}`",
            zh: "`{name}` 的默认值不满足其 `{field}`",
            name, field,
        );
        Some(wrong(message).label(label).also(limit, text!(en: "asked for here", zh: "此处的要求")))
    }

    /// Whether `node` is among the items of `list`, as ROS compares them: numbers and strings that look alike are equal.
    fn is_allowed(&self, list: NodeId, node: NodeId, kind: Option<&str>) -> bool {
        let view = self.reader.view;
        if view.kind(view.deref(list)) != Kind::Sequence {
            return true;
        }
        let mut items = view.items(list).peekable();
        if items.peek().is_none() || kind == Some("CommaDelimitedList") || kind == Some("Json") {
            return true;
        }
        let value = view.text(node);
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let same = |text: &str| match kind {
            Some("Boolean") => truth(text) == truth(&value),
            _ => text == value || number(text).is_some_and(|it| Some(it) == number(&value)),
        };
        items.any(|item| !view.is_scalar(item) || view.text(item).contains("{{") || same(&view.text(item)))
    }

    /// The limit that the default `node` breaks, where it is written, and what the default is.
    fn limit(&self, body: NodeId, node: NodeId, kind: Option<&str>) -> Option<(&'static str, Span, Text)> {
        let view = self.reader.view;
        let value = view.text(node);
        let field = |name: &'static str| {
            let found = self.reader.find(body, name).filter(|found| view.is_scalar(found.value))?;
            Some((name, self.reader.first_line(found.value), view.text(found.value)))
        };
        let bound = |name| {
            let (name, span, text) = field(name)?;
            Some((name, span, text.trim().parse::<f64>().ok()?))
        };
        let length = value.chars().count();
        let count = length as f64;
        let characters = || counted(length, "character", "characters", "个字符");
        let too_short = || bound("MinLength").filter(|(.., least)| count < *least);
        let too_long = || bound("MaxLength").filter(|(.., most)| count > *most);
        if matches!(kind, Some("String"))
            && let Some((name, span, _)) = too_short().or_else(too_long)
        {
            return Some((name, span, characters()));
        }
        if kind == Some("Number") {
            let number = value.trim().parse::<f64>().ok()?;
            let below = bound("MinValue").filter(|(.., least)| number < *least);
            let out = below.or_else(|| bound("MaxValue").filter(|(.., most)| number > *most));
            return out.map(|(name, span, _)| (name, span, text!(en: "out of range", zh: "超出范围")));
        }
        let (name, span, pattern) = field("AllowedPattern").filter(|_| kind == Some("String"))?;
        // What this engine cannot read, such as a look-around, is not judged.
        let pattern =
            regex::RegexBuilder::new(&format!("^(?:{pattern})")).size_limit(1 << 18).build().ok()?;
        (!pattern.is_match(&value)).then(|| (name, span, text!(en: "does not match", zh: "不匹配")))
    }
}

/// What a literal of that type must be and `text` is not.
fn misfit(kind: Option<&str>, text: &str) -> Option<Text> {
    match kind {
        Some("Number") if text.trim().parse::<f64>().is_err() => Some(text!(en: "a number", zh: "数字")),
        Some("Boolean") if truth(text).is_none() => Some(text!(en: "a boolean", zh: "布尔值")),
        _ => None,
    }
}

/// The boolean that `text` is.
fn truth(text: &str) -> Option<bool> {
    let place = BOOLEANS.iter().position(|word| word.eq_ignore_ascii_case(text))?;
    Some(place < BOOLEANS.len() / 2)
}
