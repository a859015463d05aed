//! Types, properties and functions, explained in the terminal by what is known of them.

use crate::diagnostic::{Lang, Text};
use crate::grammar::{self, Function};
use crate::schema::{Bounds, Property, Schema, Type, TypeKind, settable};
use crate::text;

/// The page about the type, property or function called `name`; `None` where nothing has that name.
pub(super) fn page(schema: &Schema, name: &str, lang: Lang) -> Option<String> {
    if let Some(function) = grammar::function_by_name(name).or_else(|| grammar::function_by_tag(name)) {
        return Some(of_function(function, lang));
    }
    let (of, path) = find(schema, name)?;
    match path {
        "" => Some(of_type(of, lang)),
        path => Some(of_property(of, path, of.property(path)?, lang)),
    }
}

/// The name that `name` may be meant for.
pub(super) fn nearest(schema: &Schema, name: &str) -> Option<String> {
    if let Some((of, path)) = find(schema, name) {
        let (before, last) = path.rsplit_once('.').unwrap_or(("", path));
        let beside = match before {
            "" => of.properties.as_ref()?,
            before => of.property(before)?.object()?,
        };
        let found = grammar::nearest(beside.keys().map(String::as_str), last)?;
        let head = name.strip_suffix(last)?;
        return Some(format!("{head}{found}"));
    }
    let kinds = [TypeKind::Ros, TypeKind::Resource, TypeKind::Data];
    let found = kinds.into_iter().filter_map(|kind| schema.nearest_type(kind, name));
    let nearest = found.min_by_key(|(_, distance)| *distance).map(|(name, _)| name.to_owned());
    nearest
        .or_else(|| grammar::nearest(grammar::functions().iter().map(|it| it.name), name).map(str::to_owned))
}

/// The type that `name` begins with, and the path of a property after it.
fn find<'s, 'n>(schema: &'s Schema, name: &'n str) -> Option<(&'s Type, &'n str)> {
    let (plain, kinds) = match name.strip_prefix("data.") {
        Some(rest) => (rest, [TypeKind::Data; 3]),
        None => (name, [TypeKind::Ros, TypeKind::Resource, TypeKind::Data]),
    };
    let (head, path) = plain.split_once('.').unwrap_or((plain, ""));
    let found = kinds.into_iter().find_map(|kind| schema.resource_type(kind, head))?;
    Some((found, path))
}

fn of_function(function: &Function, lang: Lang) -> String {
    let mut page = format!("# {}\n\n", function.name);
    let mut line = |name: Text, value: &str| {
        page.push_str(&format!("{}: {value}\n", name.get(lang)));
    };
    line(text!(en: "short tag", zh: "短标签"), function.tag);
    line(text!(en: "arguments", zh: "参数"), function.arguments);
    line(text!(en: "returns", zh: "返回"), function.returns);
    let in_conditions = match function.in_conditions {
        true => text!(en: "yes", zh: "可以"),
        false => text!(en: "no", zh: "不可以"),
    };
    line(text!(en: "in `Conditions`", zh: "在 `Conditions` 中使用"), in_conditions.get(lang));
    line(text!(en: "source", zh: "来源"), function.source);
    page
}

fn of_type(of: &Type, lang: Lang) -> String {
    let mut page = format!("# {}\n\n{}\n", of.name, kind(of).get(lang));
    match &of.properties {
        Some(properties) => {
            let head = text!(en: "Properties", zh: "属性");
            page.push_str(&format!("\n## {}\n{}", head.get(lang), list(&settable(properties), lang)));
        }
        None => {
            let unknown = text!(en: "Its properties are not known.", zh: "其属性未知。");
            page.push_str(&format!("\n{}\n", unknown.get(lang)));
        }
    }
    if !of.attributes.is_empty() {
        let head = text!(en: "Attributes", zh: "返回值");
        page.push_str(&format!("\n## {}\n{}\n", head.get(lang), of.attributes.join(", ")));
    }
    if let Some(reference) = &of.reference {
        let head = text!(en: "`Ref` returns", zh: "`Ref` 返回");
        page.push_str(&format!("\n{}: {reference}\n", head.get(lang)));
    }
    if !of.withdrawn.is_empty() {
        let head = text!(en: "Withdrawn", zh: "已撤销");
        page.push_str(&format!("\n{}: {}\n", head.get(lang), of.withdrawn.join(", ")));
    }
    page.push_str(&format!("\n<{}>\n", of.doc_url(lang)));
    page
}

/// What the type is, and which schema says so.
fn kind(of: &Type) -> Text {
    let date = &of.date;
    match of.kind {
        TypeKind::Ros => text!(
            en: "Resource type of ROS, by the schema of {date}",
            zh: "ROS 资源类型，依据 {date} 的资源类型定义",
            date,
        ),
        TypeKind::Resource => text!(
            en: "Resource of the Terraform provider aliyun/alicloud {version} of {date}",
            zh: "Terraform provider aliyun/alicloud {version}（{date}）的资源",
            version = Schema::provider_version(), date,
        ),
        TypeKind::Data => text!(
            en: "Data source of the Terraform provider aliyun/alicloud {version} of {date}",
            zh: "Terraform provider aliyun/alicloud {version}（{date}）的数据源",
            version = Schema::provider_version(), date,
        ),
    }
}

fn of_property(of: &Type, path: &str, property: &Property, lang: Lang) -> String {
    let mut page = format!("# {}.{path}\n\n{}\n", of.name, facts(property, lang).join("\n"));
    if let Some(inner) = property.object() {
        let head = text!(en: "Properties", zh: "属性");
        page.push_str(&format!("\n## {}\n{}", head.get(lang), list(&settable(inner), lang)));
    }
    page.push_str(&format!("\n{}\n<{}>\n", kind(of).get(lang), of.doc_url(lang)));
    page
}

/// One line for each property, names and kinds in columns.
fn list(properties: &[(&str, &Property)], lang: Lang) -> String {
    let width = properties.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (name, property) in properties {
        let required = match property.required {
            true => text!(en: ", required", zh: "，必填"),
            false => Text::default(),
        };
        text.push_str(&format!("{name:width$}  {}{}\n", property.kind.name(), required.get(lang)));
    }
    text
}

/// All that is known of a property, a line each.
fn facts(property: &Property, lang: Lang) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", text!(en: "type", zh: "类型").get(lang), property.kind.name())];
    let mut line = |name: Text, value: String| lines.push(format!("{}: {value}", name.get(lang)));
    if property.required {
        line(text!(en: "required", zh: "必填"), text!(en: "yes", zh: "是").get(lang).to_owned());
    }
    if property.is_computed {
        line(
            text!(en: "set by", zh: "设置者"),
            text!(en: "the provider", zh: "provider").get(lang).to_owned(),
        );
    }
    let values: Vec<String> = property.allowed_values.iter().map(ToString::to_string).collect();
    if !values.is_empty() {
        line(text!(en: "allowed values", zh: "允许的值"), values.join(", "));
    }
    if property.range != Bounds::default() {
        line(text!(en: "range", zh: "范围"), property.range.to_string());
    }
    if property.length != Bounds::default() {
        line(text!(en: "length", zh: "长度"), property.length.to_string());
    }
    if let Some(pattern) = &property.pattern {
        line(text!(en: "pattern", zh: "格式"), pattern.as_str().to_owned());
    }
    if property.is_deprecated {
        let since = property.deprecated_since.clone();
        line(text!(en: "deprecated", zh: "已弃用"), since.unwrap_or_else(|| "✓".to_owned()));
    }
    if let Some(instead) = &property.instead {
        line(text!(en: "use instead", zh: "替代为"), instead.clone());
    }
    if !property.conflicts_with.is_empty() {
        line(text!(en: "excludes", zh: "互斥"), property.conflicts_with.join(", "));
    }
    if !property.required_with.is_empty() {
        line(text!(en: "needs", zh: "需要"), property.required_with.join(", "));
    }
    lines
}
