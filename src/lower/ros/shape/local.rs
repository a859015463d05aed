//! The sections `Locals` and `Mappings`.

use super::{Must, Shape};
use crate::diagnostic::{Applicability, Edit, RuleId, did_you_mean};
use crate::grammar;
use crate::syntax::NodeId;
use crate::syntax::yaml::Kind;
use crate::text;

/// What `Type` of a local can be beside the type of a data source.
/// <https://www.alibabacloud.com/help/en/ros/user-guide/local-variables-locals>
const TYPES: [&str; 2] = ["Macro", "Eval"];

impl Shape<'_, '_> {
    pub(super) fn locals(&mut self, section: NodeId) {
        let above = self.path.clone();
        for (key, body) in self.names(section) {
            if self.reader.view.kind(self.reader.view.deref(body)) == Kind::Mapping {
                let name = self.reader.view.text(key).into_owned();
                self.path = format!("{above}.{name}");
                self.local(key, &name, body);
            }
        }
        self.path = above;
    }

    /// A local has a value, or else the type of a data source.
    fn local(&mut self, key: NodeId, name: &str, body: NodeId) {
        let view = self.reader.view;
        let field = |name| self.reader.find_meant(body, name, grammar::local_fields());
        let kind = field("Type").filter(|found| view.is_scalar(found.value));
        let text = kind.map(|found| view.text(found.value).into_owned()).unwrap_or_default();
        let is_source = text.starts_with("DATASOURCE::");
        if let Some(found) =
            kind.filter(|_| !is_source && !text.is_empty() && !TYPES.contains(&text.as_str()))
        {
            let message =
                text!(en: "`{text}` is not a type of locals", zh: "`{text}` 不是局部变量的类型", text);
            let span = self.reader.first_line(found.value);
            let finding = RuleId::MisplacedKey.finding(span, message);
            let finding = finding.label(text!(en: "unknown type", zh: "未知的类型"));
            return self.push(match grammar::nearest(TYPES, &text) {
                Some(near) => {
                    let written = span.range().of(view.text).replacen(&text, near, 1);
                    let edit = Edit { span, text: written };
                    let edits = (view.kind(found.value) != Kind::Alias).then_some(edit);
                    finding.help(did_you_mean(near)).fix(Applicability::Unsafe, edits.into_iter().collect())
                }
                None => finding.help(text!(
                    en: "write `Macro`, `Eval` or the type of a data source, `DATASOURCE::…`",
                    zh: "请写 `Macro`、`Eval` 或数据源类型 `DATASOURCE::…`",
                )),
            });
        }
        // A data source may need no property.
        if !is_source && field("Value").is_none() {
            let message =
                text!(en: "local `{name}` has no `Value`", zh: "局部变量 `{name}` 没有 `Value`", name);
            let finding = RuleId::MisplacedKey.finding(self.reader.span(key), message);
            self.push(finding.label(text!(en: "its value is not known", zh: "它的值未知")));
        }
    }

    /// A mapping has two levels of keys.
    pub(super) fn mappings(&mut self, section: NodeId) {
        let above = self.path.clone();
        for (key, first) in self.names(section) {
            let name = self.reader.view.text(key).into_owned();
            self.path = format!("{above}.{name}");
            if self.must(&name, first, Must::Map) {
                for (key, second) in self.names(first) {
                    let name = self.reader.view.text(key).into_owned();
                    self.must(&name, second, Must::Map);
                }
            }
        }
        self.path = above;
    }
}
