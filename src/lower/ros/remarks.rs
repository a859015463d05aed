//! What the `Metadata` of a template and of its resources says to nestc:
//! `Metadata: {nestc: {allow: {rule-name: reason}}}`.

use super::tree::Reader;
use crate::diagnostic::Text;
use crate::ir::{About, Remark, RemarkForm, Template};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar};
use crate::text;

const SPELLING: Text = text!(
    en: "write `Metadata: {nestc: {allow: {rule-name: reason}}}`",
    zh: "请写 `Metadata: {nestc: {allow: {规则名称: 原因}}}`",
);

/// Adds what the template whose top mapping is `root`, and its resources, say to nestc.
pub(super) fn add(reader: &Reader<'_>, root: NodeId, template: &mut Template) {
    let about = match reader.view.root() == Some(root) {
        true => About::File,
        false => About::Spans(vec![reader.span(root)]),
    };
    let mut remarks = Vec::new();
    add_metadata(reader, root, &about, &mut remarks);
    for resource in &template.resources {
        add_metadata(reader, resource.body.id, &About::Spans(vec![resource.span]), &mut remarks);
    }
    template.remarks.extend(remarks);
}

fn add_metadata(reader: &Reader<'_>, holder: NodeId, about: &About, remarks: &mut Vec<Remark>) {
    let Some(metadata) = reader.find(holder, "Metadata") else { return };
    let own = |&(key, _): &(NodeId, NodeId)| reader.view.text(key) == "nestc";
    for (_, nestc) in reader.view.entries(metadata.value).filter(own) {
        if !is_mapping(reader, nestc) {
            let problem = text!(en: "`nestc` is not a mapping", zh: "`nestc` 不是映射");
            remarks.push(unreadable(reader.span(nestc), problem));
        }
        for (key, allow) in reader.view.entries(nestc) {
            let name = reader.view.text(key);
            if name != "allow" {
                let problem =
                    text!(en: "unknown key `{name}` of `nestc`", zh: "`nestc` 中有未知的键 `{name}`", name);
                remarks.push(unreadable(reader.span(key), problem));
            } else if !is_mapping(reader, allow) {
                let problem = text!(
                    en: "`allow` is not a mapping of rules to reasons", zh: "`allow` 不是规则到原因的映射",
                );
                remarks.push(unreadable(reader.span(allow), problem));
            } else if reader.view.entries(allow).next().is_none() {
                let problem = text!(en: "`allow` does not name a rule", zh: "`allow` 没有指明规则");
                remarks.push(unreadable(reader.span(allow), problem));
            } else {
                let entries = reader.view.entries(allow);
                remarks.extend(entries.map(|(key, value)| entry(reader, (key, value), holder, about)));
            }
        }
    }
}

fn is_mapping(reader: &Reader<'_>, id: NodeId) -> bool {
    reader.view.kind(reader.view.deref(id)) == Kind::Mapping
}

/// The entry of `allow` that says why a rule is silenced.
fn entry(reader: &Reader<'_>, (key, value): (NodeId, NodeId), holder: NodeId, about: &About) -> Remark {
    let name = reader.view.text(key);
    let whole = reader.span(key);
    let span = Span { end: reader.span(value).end.max(whole.end), ..whole };
    match reader.view.scalar(value) {
        Scalar::Str(reason) if !reason.trim().is_empty() => {}
        Scalar::Null | Scalar::Str(_) if reader.view.is_scalar(value) => {
            let problem = text!(en: "`{name}` is suppressed without a reason", zh: "屏蔽 `{name}` 时没有写明原因", name);
            return unreadable(span, problem);
        }
        _ => {
            let problem = text!(
                en: "the reason to suppress `{name}` is not a string", zh: "屏蔽 `{name}` 的原因不是字符串", name,
            );
            return unreadable(span, problem);
        }
    }
    let characters = reader.view.verbatim(key).map_or(whole, |range| range.in_file(reader.file));
    let (node, within) = (reader.node(value), reader.node(holder));
    let form = RemarkForm::Entry { name: characters, node, within, about: about.clone() };
    Remark { span, form }
}

fn unreadable(span: Span, problem: Text) -> Remark {
    Remark { span, form: RemarkForm::Unreadable { problem, help: SPELLING } }
}
