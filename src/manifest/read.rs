//! Reads `nestc.yaml`.

use std::borrow::Cow;

use super::association::read_associations;
use super::output::check_output;
use super::package::read_packages;
use super::path::{Path, ROOT, shortened};
use super::placeholder::read_placeholders;
use super::reader::{Reader, listed, report_missing};
use super::{Manifest, Service, Spanned, Visibility, keys};
use crate::diagnostic::{Applicability, Diagnostic, Edit, REMARK, Severity, did_you_mean};
use crate::grammar::{function_by_name, nearest, slots};
use crate::ir::{CHOOSING, Support};
use crate::source::{FileId, Span};
use crate::syntax::yaml::{Kind, Language, Scalar, View};
use crate::syntax::{NodeId, SourceMap, Tree, template};
use crate::text;

/// Reads the manifest `file`, YAML or JSON: what could be read of it, `None` where it is not a mapping, and
/// everything that is wrong with its shape. What its values mean is looked at by the rules.
#[must_use]
pub fn read(sources: &SourceMap, file: FileId) -> (Option<Manifest>, Vec<Diagnostic>) {
    let text = sources.text(file);
    let (tree, language) = template::read(text);
    let view = View { tree: &tree, text, language };
    let mut reader = Reader::new(view, file);
    reader.report_syntax(&tree.errors);
    let mut manifest = view.root().and_then(|root| read_root(&mut reader, root));
    if manifest.is_none() && reader.findings.is_empty() {
        let span = Span { file, start: 0, end: 0 };
        let finding = reader.finding(span, &ROOT, text!(en: "the manifest is empty", zh: "清单为空"));
        let finding = finding.label(text!(en: "expected `version: 1`", zh: "应为 `version: 1`"));
        reader.report(finding.help(text!(
            en: "write a manifest with `nestc init`",
            zh: "请用 `nestc init` 生成清单",
        )));
    }
    if let Some(manifest) = &mut manifest {
        manifest.remarks = remarks(&tree, text, file);
    }
    (manifest, reader.findings)
}

/// The comments of text `file` that speak to nestc.
pub(super) fn remarks(tree: &Tree<Kind>, text: &str, file: FileId) -> Vec<Span> {
    tree.comments_with(text, REMARK).map(|comment| comment.in_file(file)).collect()
}

fn read_root(reader: &mut Reader<'_>, root: NodeId) -> Option<Manifest> {
    let path = ROOT;
    if !reader.is_mapping(root) {
        if !reader.is_null(root) {
            reader.wrong_kind(root, &path, &text!(en: "a mapping", zh: "映射"));
        }
        return None;
    }
    let fields = reader.fields(root, &path, keys::MANIFEST);
    check_version(reader, root, fields.get("version"));
    let strings = |reader: &mut Reader<'_>, key: &'static str| {
        fields.get(key).map(|node| reader.strings(node, &path.key(key)))
    };
    let templates = strings(reader, "templates").unwrap_or_default();
    let exclude = strings(reader, "exclude").unwrap_or_default();
    let schema = strings(reader, "schema").unwrap_or_default();
    let regions = fields.get("regions").filter(|&node| !reader.is_null(node));
    let regions = regions.map(|node| read_regions(reader, node, &path.key("regions")));
    check_twice(reader, "regions", regions.as_deref().unwrap_or_default());
    let also_render = strings(reader, "also-render").unwrap_or_default();
    check_types(reader, &also_render);
    let also_through = strings(reader, "also-through").unwrap_or_default();
    check_functions(reader, &also_through);
    let output = fields.get("output").and_then(|node| reader.string(node, &path.key("output")));
    if let Some(output) = &output {
        check_output(reader, output, regions.as_deref());
    }
    let computenest =
        fields.get("computenest").and_then(|node| reader.string(node, &path.key("computenest")));
    let packages = fields.get("packages").map(|node| read_packages(reader, node, &path.key("packages")));
    let associations =
        fields.get("associations").map(|node| read_associations(reader, node, &path.key("associations")));
    let placeholders =
        fields.get("placeholders").map(|node| read_placeholders(reader, node, &path.key("placeholders")));
    let services = fields.get("services").map(|node| read_services(reader, node, &path.key("services")));
    let lint = fields.get("lint").map(|node| read_levels(reader, node, &path.key("lint")));
    Some(Manifest {
        templates,
        exclude,
        schema,
        regions,
        packages: packages.unwrap_or_default(),
        associations: associations.unwrap_or_default(),
        placeholders,
        output,
        also_render,
        also_through,
        computenest,
        services: services.unwrap_or_default(),
        lint: lint.unwrap_or_default(),
        ..Manifest::empty(reader.file)
    })
}

/// Only version 1 is known.
fn check_version(reader: &mut Reader<'_>, root: NodeId, version: Option<NodeId>) {
    let path = ROOT;
    let Some(node) = version else {
        let start = reader.span(root).start;
        let span = Span { file: reader.file, start, end: start };
        let message = text!(en: "the manifest has no `version`", zh: "清单缺少 `version`");
        let finding = reader
            .finding(span, &path, message)
            .label(text!(en: "expected `version: 1`", zh: "应为 `version: 1`"))
            .help(text!(en: "write `version: 1` as its first line", zh: "请在第一行写 `version: 1`"));
        let block = reader.view.language == Language::Yaml
            && !reader.view.range(root).of(reader.view.text).starts_with('{');
        let edit = Edit { span, text: "version: 1\n".to_owned() };
        let finding = if block { finding.fix(Applicability::Safe, vec![edit]) } else { finding };
        return reader.report(finding);
    };
    let path = path.key("version");
    match reader.view.is_scalar(node).then(|| reader.view.scalar(node)) {
        Some(Scalar::Int(1)) => {}
        Some(Scalar::Int(other)) => {
            let message = text!(en: "unsupported `version` {other}", zh: "不支持 `version` {other}", other);
            let finding = reader.finding(reader.span(node), &path, message);
            let finding = finding.label(text!(en: "expected `1`", zh: "应为 `1`"));
            reader.report(finding.help(text!(
                en: "this nestc reads manifests of version 1",
                zh: "当前 nestc 只支持版本 1 的清单",
            )));
        }
        _ => reader.wrong_kind(node, &path, &text!(en: "the number `1`", zh: "数字 `1`")),
    }
}

/// Reports strings that the list `name` has twice.
fn check_twice(reader: &mut Reader<'_>, name: &str, list: &[Spanned<String>]) {
    let mut places = std::collections::HashMap::new();
    for item in list {
        if let Some(&first) = places.get(item.value.as_str()) {
            let twice = reader.twice(item, first, &ROOT.key(name));
            reader.report(twice);
        } else {
            places.insert(item.value.as_str(), item.span);
        }
    }
}

/// The regions to build for; a list without any builds nothing.
fn read_regions(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Spanned<String>> {
    if reader.is_list(node) && reader.view.items(node).next().is_none() {
        let message = text!(en: "`regions` is empty", zh: "`regions` 为空");
        let finding = reader.finding(reader.span(node), path, message);
        let finding = finding.label(text!(en: "expected at least one region", zh: "至少应有一个地域"));
        reader.report(finding.help(text!(
            en: "list the regions to build for, or remove the key to build for all",
            zh: "请列出要构建的地域，或删除该键以构建所有地域",
        )));
    }
    reader.strings(node, path)
}

/// What `also-render` lists has to launch instances of ECS.
fn check_types(reader: &mut Reader<'_>, types: &[Spanned<String>]) {
    let renders = |support| matches!(support, Support::Supported | Support::Launch);
    for item in types {
        let mut shapes = slots().iter().filter(|shape| shape.resource_type == item.value);
        if shapes.clone().any(|shape| renders(shape.support)) {
            continue;
        }
        let shape = shapes.next();
        let name = shortened(&item.value);
        let message = match shape.map(|shape| shape.support) {
            Some(Support::Foreign) => text!(
                en: "`{name}` uses images of another product",
                zh: "`{name}` 使用的是其他产品的镜像",
                name,
            ),
            Some(_) => text!(
                en: "`{name}` copies, shares or exports an image, but launches no instance",
                zh: "`{name}` 只复制、共享或导出镜像，不会创建实例",
                name,
            ),
            None => text!(
                en: "`{name}` is not a resource type with an image ID",
                zh: "`{name}` 不是带镜像 ID 的资源类型",
                name,
            ),
        };
        let known = slots().iter().filter(|shape| renders(shape.support)).map(|shape| shape.resource_type);
        let mut finding = reader.finding(item.span, &ROOT.key("also-render"), message);
        finding = finding.label(text!(
            en: "expected a resource type that launches instances",
            zh: "此处应为会创建实例的资源类型",
        ));
        // What is a type of its own is not misspelled.
        let meant = if shape.is_some() { None } else { nearest(known, &item.value) };
        finding.help = meant.map(did_you_mean);
        reader.report(finding);
    }
}

/// What `also-through` lists has to choose between values: functions of ROS, or words for expressions of Terraform.
fn check_functions(reader: &mut Reader<'_>, names: &[Spanned<String>]) {
    for item in names.iter().filter(|item| !CHOOSING.contains(&item.value.as_str())) {
        let known = function_by_name(&item.value).is_some();
        let name = shortened(&item.value);
        let message = match known {
            true => text!(
                en: "`{name}` computes a value, and nestc cannot list what it returns",
                zh: "`{name}` 会计算出新值，nestc 无法列出其结果",
                name,
            ),
            false => text!(
                en: "`{name}` is not a function that chooses between literals",
                zh: "`{name}` 不是在字面量之间选择的函数",
                name,
            ),
        };
        let finding = reader.finding(item.span, &ROOT.key("also-through"), message);
        let mut finding = finding.label(text!(
            en: "expected `Fn::FindInMap`, `Fn::If` or `Fn::Select`; for Terraform `lookup`, `index` or `conditional`",
            zh: "应为 `Fn::FindInMap`、`Fn::If` 或 `Fn::Select`；Terraform 为 `lookup`、`index` 或 `conditional`",
        ));
        let meant = if known { None } else { nearest(CHOOSING, &item.value) };
        finding.help = meant.map(did_you_mean);
        reader.report(finding);
    }
}

fn read_services(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Service> {
    let items = reader.items(node, path);
    let mut services = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let path = path.item(index);
        if !reader.is_mapping(item) {
            let wanted = text!(
                en: "a mapping with `name`, `visibility` and `packages`",
                zh: "含 `name`、`visibility` 和 `packages` 的映射",
            );
            reader.wrong_kind(item, &path, &wanted);
            continue;
        }
        let fields = reader.fields(item, &path, keys::SERVICE);
        let name = fields.get("name").and_then(|node| reader.string(node, &path.key("name")));
        if fields.get("name").is_none() {
            report_missing(reader, item, &path, "name");
        }
        let visibility = match fields.get("visibility") {
            Some(node) => read_visibility(reader, node, &path.key("visibility")),
            None => {
                report_missing(reader, item, &path, "visibility");
                None
            }
        };
        let packages = fields.get("packages").map(|node| reader.strings(node, &path.key("packages")));
        if let (Some(name), Some(visibility)) = (name, visibility) {
            services.push(Service { name, visibility, packages: packages.unwrap_or_default() });
        }
    }
    services
}

fn read_visibility(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Option<Visibility> {
    if !reader.is_mapping(node) {
        return reader.word(node, path, keys::VISIBILITIES).map(|word| word.value);
    }
    let fields = reader.fields(node, path, keys::VISIBILITY);
    let Some(list) = fields.get("whitelist") else {
        report_missing(reader, node, path, "whitelist");
        return None;
    };
    let accounts = reader.strings(list, &path.key("whitelist"));
    Some(Visibility::Whitelist(accounts.into_iter().map(|account| account.value).collect()))
}

fn read_levels(
    reader: &mut Reader<'_>,
    node: NodeId,
    path: &Path<'_>,
) -> Vec<(Spanned<String>, Option<Severity>)> {
    let mut levels = Vec::new();
    for field in reader.entries(node, path) {
        let path = path.key(&field.key.value);
        // YAML 1.1 reads a plain `off` as false, so the text counts and not the value.
        let scalar = reader.view.is_scalar(field.value);
        let text = if scalar { reader.view.text(field.value) } else { Cow::Borrowed("") };
        if let Some((_, level)) = keys::LEVELS.iter().find(|(word, _)| *word == text) {
            levels.push((field.key.clone(), *level));
            continue;
        }
        let words = || keys::LEVELS.iter().map(|(word, _)| *word);
        let levels_listed = listed(words());
        let message = match scalar && !text.is_empty() {
            true => text!(
                en: "`{level}` is not a level; use one of {words}",
                zh: "`{level}` 不是级别，可用 {words}",
                level = shortened(&text), words = levels_listed,
            ),
            false => text!(
                en: "the level of `{rule}` must be one of {words}",
                zh: "`{rule}` 的级别必须是 {words} 之一",
                rule = shortened(&field.key.value), words = levels_listed,
            ),
        };
        let finding = reader.finding(reader.first_line(field.value), &path, message);
        let mut finding = finding.label(text!(en: "expected a level", zh: "此处应为级别"));
        let meant = if text == "false" { Some("off") } else { nearest(words(), &text) };
        finding.help = meant.map(did_you_mean);
        reader.report(finding);
    }
    levels
}
