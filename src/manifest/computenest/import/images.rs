//! The image IDs that the import finds in templates.

use std::collections::HashSet;

use crate::diagnostic::Text;
use crate::source::TextRange;
use crate::syntax::NodeId;
use crate::syntax::yaml::{Kind, Scalar, View};
use crate::text;

/// What the import finds in a template.
#[derive(Default)]
pub(crate) struct TemplateImages {
    /// What it takes for image IDs: any string at a key `ImageId`, wherever that is, and what `Fn::FindInMap` returns.
    pub(crate) ids: HashSet<String>,
    /// A tag that its reader of YAML does not know.
    pub(crate) tag: Option<TextRange>,
    /// Where its search aborts, and why.
    pub(crate) abort: Option<(TextRange, Text)>,
}

/// What the import finds in the template `view`.
pub(crate) fn template_images(view: View<'_>) -> TemplateImages {
    let Some(root) = view.root() else { return TemplateImages::default() };
    let is_json = view.language == crate::syntax::Language::Json;
    let tag = if is_json { None } else { first_tag(view, root) };
    let mappings = entry(view, root, "Mappings");
    let mut search = Search { view, mappings, found: TemplateImages { tag, ..TemplateImages::default() } };
    search.run(root);
    search.found
}

/// The first tag at or below `root` that is not one of YAML's own.
pub(super) fn first_tag(view: View<'_>, root: NodeId) -> Option<TextRange> {
    let mut first: Option<TextRange> = None;
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        // An alias repeats what is written elsewhere.
        if view.kind(node) == Kind::Alias {
            continue;
        }
        if let Some((range, tag)) = view.meant_tag(node)
            && tag.starts_with('!')
            && !tag.starts_with("!!")
            && tag != "!"
            && first.is_none_or(|first| range.start < first.start)
        {
            first = Some(range);
        }
        open.extend(view.entries(node).flat_map(|(key, value)| [key, value]));
        open.extend(view.items(node));
    }
    first
}

/// The value of `key` in the mapping `node`.
fn entry(view: View<'_>, node: NodeId, key: &str) -> Option<NodeId> {
    let entries = view.merged_entries(node).into_iter().rev();
    let mut named = entries.filter(|it| view.is_scalar(it.key) && view.text(it.key) == key);
    named.next().map(|it| it.value)
}

/// What is done with a node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    /// Keys `ImageId` are searched below it.
    Search,
    /// It is the value of such a key.
    Extract,
}

struct Search<'t> {
    view: View<'t>,
    mappings: Option<NodeId>,
    found: TemplateImages,
}

impl Search<'_> {
    fn run(&mut self, root: NodeId) {
        let (mut open, mut seen) = (vec![(Step::Search, root)], HashSet::new());
        while let Some((step, node)) = open.pop() {
            // What several aliases stand for is looked at once.
            let node = self.view.deref(node);
            if !seen.insert((step, node)) {
                continue;
            }
            match self.view.kind(node) {
                Kind::Mapping if step == Step::Search => {
                    let entries = self.view.merged_entries(node).into_iter();
                    open.extend(entries.map(|it| match self.is_image_id(it.key) {
                        true => (Step::Extract, it.value),
                        false => (Step::Search, it.value),
                    }));
                }
                Kind::Mapping => open.extend(self.extract(node).into_iter().map(|value| (step, value))),
                Kind::Sequence => open.extend(self.view.items(node).map(|item| (step, item))),
                _ if step == Step::Extract => self.found.ids.extend(self.string(node)),
                _ => {}
            }
        }
    }

    fn is_image_id(&self, key: NodeId) -> bool {
        self.view.is_scalar(key) && self.view.text(key) == "ImageId"
    }

    fn string(&self, node: NodeId) -> Option<String> {
        let scalar = self.view.is_scalar(node).then(|| self.view.scalar(node));
        match scalar {
            Some(Scalar::Str(text)) => Some(text.into_owned()),
            _ => None,
        }
    }

    /// The values of the mapping `node` at an `ImageId` that are looked into: none where it is a function that the
    /// import has a handler for.
    fn extract(&mut self, node: NodeId) -> Vec<NodeId> {
        let entries = self.view.merged_entries(node);
        for it in &entries {
            match if self.view.is_scalar(it.key) { self.view.text(it.key) } else { continue }.as_ref() {
                "Fn::FindInMap" => {
                    self.find_in_map(it.value);
                    return Vec::new();
                }
                "Fn::If" => {
                    self.conditional(it.key, it.value);
                    return Vec::new();
                }
                _ => {}
            }
        }
        entries.into_iter().map(|it| it.value).collect()
    }

    /// The module in which the handler of `Fn::If` looks for the next step is not in the package.
    fn conditional(&mut self, key: NodeId, arguments: NodeId) {
        if self.view.items(arguments).count() == 3 {
            let reason = text!(en: "`Fn::If` at an image ID", zh: "镜像 ID 处的 `Fn::If`");
            _ = self.found.abort.get_or_insert((self.view.range(key), reason));
        }
    }

    fn find_in_map(&mut self, arguments: NodeId) {
        let arguments: Vec<NodeId> = self.view.items(arguments).collect();
        let (&[map, first, second], Some(mappings)) = (arguments.as_slice(), self.mappings) else { return };
        let view = self.view;
        if view.entries(mappings).next().is_none() {
            return;
        }
        if !view.is_scalar(map) {
            let reason = text!(en: "a mapping's name that is not a string", zh: "不是字符串的映射名称");
            _ = self.found.abort.get_or_insert((view.range(map), reason));
            return;
        }
        let Some(map) = entry(view, mappings, &view.text(map)) else { return };
        let Some(top) = view.is_scalar(first).then(|| entry(view, map, &view.text(first))).flatten() else {
            return;
        };
        if entry(view, second, "Ref").is_some() {
            let values = view.merged_entries(top).into_iter().filter_map(|it| self.string(it.value));
            self.found.ids.extend(values.collect::<Vec<_>>());
        } else if view.is_scalar(second) {
            let value = entry(view, top, &view.text(second)).and_then(|value| self.string(value));
            self.found.ids.extend(value);
        }
    }
}
