//! What was read from a text, kept as long as the text.

use std::sync::{Arc, OnceLock};

use super::outline::Outline;
use super::{Language, NodeId, SyntaxError, Tree, hcl, json, template, yaml};
use crate::source::{self, FileId, Format, TextRange};

/// A text with the tree that was read from it.
#[derive(Debug)]
pub struct Parse {
    /// The language that it was read as.
    pub language: Language,
    /// The text.
    pub text: Arc<str>,
    tree: AnyTree,
    outline: OnceLock<Outline>,
}

/// A tree of either grammar: JSON has the nodes of YAML.
#[derive(Debug)]
enum AnyTree {
    Yaml(Tree<yaml::Kind>),
    Hcl(Tree<hcl::Kind>),
}

/// All texts with what was read from them.
pub type SourceMap = source::Texts<Parse>;

/// One of them.
pub(crate) type Source = source::Source<Parse>;

impl Parse {
    /// Reads `text` as `format` says.
    #[must_use]
    pub fn read(format: Format, text: Arc<str>) -> Self {
        let (tree, language) = match format {
            Format::JsonOrYaml => {
                let (tree, language) = template::read(&text);
                (AnyTree::Yaml(tree), language)
            }
            Format::Hcl => (AnyTree::Hcl(hcl::parse(&text)), Language::Hcl),
            Format::HclJson => (AnyTree::Yaml(json::parse(&text)), Language::Json),
            Format::HclTemplate => (AnyTree::Hcl(hcl::parse_template(&text)), Language::Hcl),
        };
        Parse { language, text, tree, outline: OnceLock::new() }
    }

    /// All syntax errors of the text, in its order.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        match &self.tree {
            AnyTree::Yaml(tree) => &tree.errors,
            AnyTree::Hcl(tree) => &tree.errors,
        }
    }

    /// The comments of the text, in its order.
    #[must_use]
    pub fn comments(&self) -> &[TextRange] {
        match &self.tree {
            AnyTree::Yaml(tree) => &tree.comments,
            AnyTree::Hcl(tree) => &tree.comments,
        }
    }

    /// The comments in which `word` is.
    pub(crate) fn comments_with<'t>(&'t self, word: &'t str) -> impl Iterator<Item = TextRange> + 't {
        let finder = memchr::memmem::Finder::new(word);
        let comments = self.comments().iter().copied();
        comments.filter(move |comment| finder.find(comment.of(&self.text).as_bytes()).is_some())
    }

    /// The tree of a text in YAML or JSON.
    #[must_use]
    pub fn yaml(&self) -> Option<yaml::View<'_>> {
        match &self.tree {
            AnyTree::Yaml(tree) => Some(yaml::View { tree, text: &self.text, language: self.language }),
            AnyTree::Hcl(_) => None,
        }
    }

    /// The tree of a text in HCL.
    #[must_use]
    pub fn hcl(&self) -> Option<hcl::View<'_>> {
        match &self.tree {
            AnyTree::Hcl(tree) => Some(hcl::View::new(tree, &self.text)),
            AnyTree::Yaml(_) => None,
        }
    }

    /// The smallest node at byte `at`, of two that meet there the second.
    #[must_use]
    pub fn node_at(&self, at: u32) -> NodeId {
        self.outline().at(TextRange::empty(at), |id| self.range(id))
    }

    /// The smallest node that holds `range` and begins where it begins, or else the smallest that holds it.
    pub(crate) fn node_of(&self, range: TextRange) -> NodeId {
        self.outline().at(range, |id| self.range(id))
    }

    /// What the node `id` is in; `None` for the root.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.outline().parent(id)
    }

    /// Where the innermost entry of a mapping, or attribute of HCL, begins whose value holds `range`.
    pub(crate) fn entry_around(&self, range: TextRange) -> Option<u32> {
        let mut id = self.node_of(range);
        loop {
            let parent = self.parent(id)?;
            match &self.tree {
                AnyTree::Hcl(tree) if tree.node(parent).kind == hcl::Kind::Attribute => {
                    return Some(tree.node(parent).start);
                }
                AnyTree::Yaml(tree) if tree.node(parent).kind == yaml::Kind::Mapping => {
                    let mut entries = self.yaml()?.entries(parent);
                    let (key, _) = entries.find(|&(key, value)| value == id || key == id)?;
                    return Some(self.range(key).start);
                }
                AnyTree::Hcl(_) | AnyTree::Yaml(_) => id = parent,
            }
        }
    }

    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| match &self.tree {
            AnyTree::Yaml(tree) => Outline::of(tree, |kind| kind == yaml::Kind::Alias),
            AnyTree::Hcl(tree) => Outline::of(tree, |_| false),
        })
    }

    /// Where the node `id` is, with its YAML tag and anchor.
    pub(crate) fn range(&self, id: NodeId) -> TextRange {
        match &self.tree {
            AnyTree::Yaml(tree) => tree.node(id).full_range(),
            AnyTree::Hcl(tree) => tree.node(id).range(),
        }
    }
}

impl SourceMap {
    /// What is read from text `id`, once for each version of it. `None` where this map never returned that id.
    #[must_use]
    pub fn parse(&self, id: FileId) -> Option<&Parse> {
        let source = self.get(id)?;
        Some(source.parse_with(|source| Parse::read(source.format, Arc::clone(&source.text))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest node at `at` and all that it is in, as their texts.
    fn around(parse: &Parse, at: usize) -> Vec<&str> {
        let mut next = Some(parse.node_at(at as u32));
        let chain = std::iter::from_fn(|| {
            let id = next?;
            next = parse.parent(id);
            Some(parse.range(id).of(&parse.text))
        });
        chain.collect()
    }

    #[test]
    fn nodes_are_found_by_their_places() {
        let text = "a: &x [b, 'c d']\ne: *x\n";
        let parse = Parse::read(Format::JsonOrYaml, text.into());
        let list = "&x [b, 'c d']";
        assert_eq!(around(&parse, 11)[..2], ["'c d'", list]);
        assert_eq!(around(&parse, 8)[..2], ["b", list]);
        assert_eq!(around(&parse, 0)[0], "a");
        assert_eq!(around(&parse, 20)[0], "*x");
        assert_eq!(around(&parse, 500).last(), Some(&text));

        let text = "a \"b\" {\n  c = var.d[0]\n}\n";
        let parse = Parse::read(Format::Hcl, text.into());
        assert_eq!(around(&parse, text.find("d[").unwrap())[..3], ["d", "var.d[0]", "c = var.d[0]"]);
        assert_eq!(around(&parse, 3)[0], "\"b\"");
        let range = TextRange::new(14, 22);
        assert_eq!(parse.range(parse.node_of(range)), range);
    }

    #[test]
    fn a_text_is_read_once_for_each_version() {
        let mut sources = SourceMap::new();
        let file = sources.add("a.yaml", "a: [");
        let first: *const Parse = sources.parse(file).unwrap();
        assert_eq!(first, std::ptr::from_ref(sources.parse(file).unwrap()));
        assert_eq!(sources.parse(file).unwrap().errors().len(), 1);
        sources.edit(file, "{\"a\": 1}");
        let parse = sources.parse(file).unwrap();
        assert_eq!((parse.language, parse.errors().len()), (Language::Json, 0));
        assert!(sources.parse(FileId(7)).is_none());
    }
}
