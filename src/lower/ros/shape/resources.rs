//! The section `Resources`: each entry is a resource, with its type and fields of its own.

use super::function::Context;
use super::{Must, Shape};
use crate::diagnostic::{Applicability, Edit, RuleId};
use crate::grammar;
use crate::lower::spelling;
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar};
use crate::text;

impl Shape<'_, '_> {
    /// The resources in `section` of the template whose top mapping is `root`.
    pub(super) fn resources(&mut self, root: NodeId, section: NodeId) {
        let above = self.path.clone();
        let entries = self.names(section);
        let outdented = self.outdented(&entries);
        let serverless = self.is_serverless(root);
        for &(key, body) in &entries {
            let name = self.reader.view.text(key).into_owned();
            self.path = format!("{above}.{name}");
            if name == "ImageId" || outdented.contains(&key) {
                continue;
            }
            self.functions_of(body);
            if self.must(&name, body, Must::Map) {
                self.resource(key, body, serverless);
            } else if outdented.is_empty() && self.is_empty(body) {
                let message =
                    text!(en: "resource `{name}` has no `Type`", zh: "资源 `{name}` 没有 `Type`", name);
                let finding = RuleId::MisplacedKey.finding(self.reader.span(key), message);
                self.push(finding.label(text!(en: "nothing is in it", zh: "其中没有内容")));
            }
        }
        self.path = above;
    }

    /// The functions in a resource, of which `Count` may have fewer.
    fn functions_of(&mut self, body: NodeId) {
        let count = self.reader.resource_field(body, "Count").map(|found| found.value);
        if self.reader.view.kind(body) != Kind::Mapping || self.reader.function_at(body).is_some() {
            return self.functions(body, Context::Value);
        }
        for (_, value) in self.names(body) {
            self.functions(value, if Some(value) == count { Context::Count } else { Context::Value });
        }
    }

    fn is_empty(&self, node: NodeId) -> bool {
        let view = self.reader.view;
        let node = view.deref(node);
        view.kind(node) == Kind::Empty || (view.is_scalar(node) && matches!(view.scalar(node), Scalar::Null))
    }

    /// The fields that are beside their resource and not in it, which are reported: `Web:` is empty, and `Type` follows
    /// on its level.
    fn outdented(&mut self, entries: &[(NodeId, NodeId)]) -> Vec<NodeId> {
        let view = self.reader.view;
        let is_field = |key: NodeId| grammar::resource_fields().contains(&&*view.text(key));
        let is_type = |&&(key, value): &&(NodeId, NodeId)| {
            view.text(key) == "Type" && view.is_scalar(value) && view.text(value).contains("::")
        };
        let Some(first) = entries.iter().position(|entry| is_type(&entry)) else { return Vec::new() };
        let fields: Vec<(NodeId, NodeId)> = entries
            .iter()
            .copied()
            .filter(|&(key, value)| is_field(key) && !self.reader.is_resource(value))
            .collect();
        let owner =
            entries.get(..first).and_then(|before| before.iter().rfind(|(_, body)| self.is_empty(*body)));
        let Some(&(kind, _)) = entries.get(first) else { return Vec::new() };
        let finding = match owner.map(|&(key, _)| view.text(key).into_owned()) {
            Some(name) => RuleId::MisplacedKey
                .finding(
                    self.reader.span(kind),
                    text!(en: "`Type` is beside resource `{name}`, not in it", zh: "`Type` 与资源 `{name}` 同级，不在其中", name),
                )
                .help(text!(
                    en: "indent it and the other fields below `{name}`",
                    zh: "请将它与其他字段缩进到 `{name}` 之下",
                    name,
                ))
                .fix(Applicability::Unsafe, self.indented(&fields)),
            None => RuleId::MisplacedKey
                .finding(
                    self.reader.span(kind),
                    text!(en: "`Type` is outside any resource", zh: "`Type` 不在任何资源内"),
                )
                .help(text!(
                    en: "write the name of the resource above it, and indent the fields below that",
                    zh: "请在其上写资源名称，并将各字段缩进到名称之下",
                )),
        };
        let finding = finding.label(text!(en: "read as the name of a resource", zh: "被读作资源名称"));
        let path = self.path.clone();
        self.found.push(finding.at(path));
        fields.into_iter().map(|(key, _)| key).collect()
    }

    /// The edits that indent each line of `fields` by two spaces; none where they are not lines of their own.
    fn indented(&self, fields: &[(NodeId, NodeId)]) -> Vec<Edit> {
        let (view, file) = (self.reader.view, self.reader.file);
        let mut edits = Vec::new();
        for &(key, value) in fields {
            let start = view.range(key).start as usize;
            let line = view.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let end = (view.range(value).end as usize).max(view.range(key).end as usize);
            let Some(text) = view.text.get(line..end) else { return Vec::new() };
            if view.in_flow(key) || view.text.get(line..start).is_none_or(|it| !it.trim().is_empty()) {
                return Vec::new();
            }
            let mut at = line;
            for part in text.split_inclusive('\n') {
                if !part.trim().is_empty() {
                    let span = Span { file, start: at as u32, end: at as u32 };
                    edits.push(Edit { span, text: "  ".to_owned() });
                }
                at += part.len();
            }
        }
        edits
    }

    /// Whether the template is one of `Aliyun::Serverless`, whose resources have resources in them.
    fn is_serverless(&self, root: NodeId) -> bool {
        let transform = self.reader.find(root, "Transform");
        transform.is_some_and(|found| {
            let text = self.reader.span(found.value).range().of(self.reader.view.text);
            text.contains("Serverless")
        })
    }

    fn resource(&mut self, key: NodeId, body: NodeId, serverless: bool) {
        let name = self.reader.view.text(key).into_owned();
        match self.reader.resource_field(body, "Type") {
            Some(found) => _ = self.must("Type", found.value, Must::Text),
            None => {
                let message =
                    text!(en: "resource `{name}` has no `Type`", zh: "资源 `{name}` 没有 `Type`", name);
                let finding = RuleId::MisplacedKey.finding(self.reader.span(key), message);
                self.push(
                    finding.label(text!(en: "ROS needs to know what it is", zh: "ROS 需要知道它的类型")),
                );
            }
        }
        if serverless {
            return;
        }
        let inner = self.reader.inner_resources(body);
        for (field, value) in self.names(body) {
            let text = self.reader.view.text(field).into_owned();
            if inner.contains(&(field, value)) {
                self.too_deep(field, &text, &name);
            } else if grammar::resource_fields().contains(&text.as_str()) {
                self.field(&text, value);
            } else if text != "ImageId" && !spelling::is_misspelling(&text, "ImageId") {
                let message = text!(
                    en: "`{text}` is not a field of a resource",
                    zh: "`{text}` 不是资源的字段",
                    text,
                );
                let finding = RuleId::MisplacedKey.finding(self.reader.span(field), message);
                self.unknown(body, (field, &text), grammar::resource_fields(), finding);
            }
        }
    }

    fn field(&mut self, name: &str, value: NodeId) {
        let must = match name {
            "Properties" | "Metadata" => Must::Map,
            "Condition" => Must::Text,
            "DependsOn" => Must::Names,
            _ => return,
        };
        self.must(name, value, must);
    }

    /// Reports the resource at `key`, which is indented below the resource `outer`.
    fn too_deep(&mut self, key: NodeId, name: &str, outer: &str) {
        let message = text!(
            en: "resource `{name}` is inside resource `{outer}`",
            zh: "资源 `{name}` 位于资源 `{outer}` 内",
            name, outer,
        );
        let finding = RuleId::MisplacedKey.finding(self.reader.span(key), message);
        self.push(finding.label(text!(en: "read as a field of the resource", zh: "被读作资源的字段")).help(
            text!(
                en: "indent it like `{outer}`",
                zh: "请将其缩进调整到与 `{outer}` 相同",
                outer,
            ),
        ));
    }
}
