//! What a reader of the template would trip over, whatever the template means: keys that occur twice,
//! tags that ROS does not know, and a text that is too long.

use std::borrow::Cow;
use std::collections::HashMap;

use super::duplicate_filter::DuplicateFilter;
use super::tree::Reader;
use super::value::is_local;
use crate::diagnostic::{Diagnostic, RuleId, did_you_mean};
use crate::grammar;
use crate::ir::Template;
use crate::source::TextRange;
use crate::syntax::NodeId;
use crate::syntax::budget::ROS_TEMPLATE_BYTES;
use crate::syntax::yaml::Kind;
use crate::text;

/// Adds the problems of the tree to `template`.
pub(super) fn check(reader: &Reader<'_>, template: &mut Template) {
    let view = reader.view;
    too_long(reader, template);
    let mut duplicates = DuplicateFilter::new();
    for (id, node) in view.tree.nodes() {
        if node.kind == Kind::Mapping && duplicates.may_repeat(view, id) {
            duplicate_keys(reader, id, template);
        }
        // An alias has the tag of what it stands for.
        if node.props != node.start || node.kind == Kind::Alias {
            unknown_tag(reader, id, template);
        }
    }
}

fn too_long(reader: &Reader<'_>, template: &mut Template) {
    let length = reader.view.text.len();
    if length <= ROS_TEMPLATE_BYTES {
        return;
    }
    let start = TextRange::empty(0).in_file(reader.file);
    let message = text!(
        en: "the template has {length} bytes, more than the {most} that ROS accepts",
        zh: "模板有 {length} 字节，超过 ROS 允许的 {most} 字节",
        length, most = ROS_TEMPLATE_BYTES,
    );
    template.problems.push(
        RuleId::BudgetExceeded
            .finding(start, message)
            .label(text!(en: "the file is too long", zh: "文件过长"))
            .help(text!(
                en: "move parts into nested stacks with `TemplateURL`, or scripts into files",
                zh: "请用 `TemplateURL` 将部分内容移到嵌套资源栈，或将脚本移到文件中",
            )),
    );
}

fn duplicate_keys(reader: &Reader<'_>, mapping: NodeId, template: &mut Template) {
    let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
    for (key, _) in reader.view.entries(mapping).filter(|&(key, _)| is_name(reader, key)) {
        let name = reader.view.text(key);
        if let Some(&first) = seen.get(&name) {
            template.problems.push(duplicate(reader, first, key, &name));
        } else {
            seen.insert(name, key);
        }
    }
}

/// Whether `key` is a scalar that names something; several merge keys are fine.
fn is_name(reader: &Reader<'_>, key: NodeId) -> bool {
    match reader.view.kind(key) {
        Kind::Plain => !reader.view.is_merge_key(key),
        Kind::Alias => reader.view.is_scalar(key) && !reader.view.is_merge_key(key),
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::Literal | Kind::Folded => true,
        _ => false,
    }
}

fn duplicate(reader: &Reader<'_>, first: NodeId, second: NodeId, text: &str) -> Diagnostic {
    RuleId::DuplicateKey
        .finding(
            reader.span(second),
            text!(en: "duplicate key `{key}`", zh: "重复的键 `{key}`", key = text),
        )
        .label(text!(en: "ROS takes this one", zh: "ROS 使用此处的值"))
        .also(reader.span(first), text!(en: "and silently ignores this one", zh: "并忽略此处的值，不作提示"))
        .help(text!(en: "keep one `{key}`, or rename the other", zh: "请只保留一个 `{key}`，或为另一个改名", key = text))
}

fn unknown_tag(reader: &Reader<'_>, id: NodeId, template: &mut Template) {
    let Some((range, tag)) = reader.view.meant_tag(id) else { return };
    let tag = tag.as_ref();
    if !is_local(tag) || grammar::function_by_tag(tag).is_some() {
        return;
    }
    let tags = grammar::functions().iter().map(|function| function.tag);
    let nearest = grammar::nearest(tags, tag);
    let condition = (tag == "!Condition").then_some(text!(
        en: "write the condition's name as a plain string",
        zh: "请直接用字符串写条件的名称",
    ));
    let help = condition.or_else(|| nearest.map(did_you_mean));
    let mut finding = RuleId::UnknownTag
        .finding(range.in_file(reader.file), text!(en: "unknown tag `{tag}`", zh: "未知标签 `{tag}`", tag))
        .label(text!(en: "not one of the 43 ROS functions", zh: "不是 ROS 的 43 个函数之一"));
    finding.help = help;
    template.problems.push(finding);
}
