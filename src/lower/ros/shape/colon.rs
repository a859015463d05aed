//! Values that are almost mappings: `ImageId:x` without a space, and lists of entries.

use super::Shape;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::Kind;
use crate::text;

impl Shape<'_, '_> {
    /// Says of the plain string `node` which colon would make it a mapping.
    pub(super) fn colon(&self, node: NodeId, finding: Diagnostic) -> Diagnostic {
        let view = self.reader.view;
        if view.kind(node) != Kind::Plain {
            return finding;
        }
        let range = view.range(node);
        let text = range.of(view.text);
        // `Name:a`, but neither `ALIYUN::ECS::VPC` nor `https://…`.
        let Some((name, rest)) = text.split_once(':') else { return finding };
        let is_name = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
        if !is_name || rest.starts_with([':', '/']) || text.contains('\n') {
            return finding;
        }
        let start = range.start + name.len() as u32;
        let span = Span { file: self.reader.file, start, end: start + 1 };
        let edit = Edit { span, text: ": ".to_owned() };
        finding
            .help(text!(en: "write a space after the colon", zh: "请在冒号后加空格"))
            .fix(Applicability::Unsafe, vec![edit])
    }

    /// Says of a block list of mappings that it needs no dashes.
    pub(super) fn dashes(&self, node: NodeId, finding: Diagnostic) -> Diagnostic {
        let view = self.reader.view;
        let items: Vec<NodeId> = view.items(node).collect();
        let is_map = |it: &NodeId| view.kind(*it) == Kind::Mapping && !view.in_flow(*it);
        if items.is_empty() || !items.iter().all(is_map) {
            return finding;
        }
        let dash = |item: NodeId| {
            let start = view.range(item).start as usize;
            let before = view.text.get(..start)?;
            let at = before.trim_end_matches(' ').len().checked_sub(1)?;
            let on_line = before.get(at..)?.starts_with('-');
            let span = Span { file: self.reader.file, start: at as u32, end: at as u32 + 1 };
            on_line.then(|| Edit { span, text: " ".to_owned() })
        };
        let edits: Option<Vec<Edit>> = items.into_iter().map(dash).collect();
        finding
            .help(text!(en: "remove the `-` before each entry", zh: "请去掉每一项前的 `-`"))
            .fix(Applicability::Unsafe, edits.unwrap_or_default())
    }
}
