//! The entries of a parsed text: where each key and value stands and by which path it is reached.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use nestc::syntax::{NodeId, Tree, hcl, json, yaml};

/// One entry: a key and its value, an item of a sequence, an attribute or a block.
pub(crate) struct Entry {
    /// Where the key stands; empty for an item.
    pub(crate) key: Range<usize>,
    /// Where the value stands.
    pub(crate) value: Range<usize>,
    /// All keys from the root to this one, as one number.
    pub(crate) path: u64,
    /// The entry that this one lies in.
    pub(crate) parent: Option<usize>,
    /// Whether the value is one value rather than a collection of entries.
    pub(crate) leaf: bool,
    /// Whether the key names an image.
    pub(crate) slot: bool,
}

/// All entries of a text.
#[derive(Default)]
pub(crate) struct Outline {
    /// In source order, parents first.
    pub(crate) entries: Vec<Entry>,
    /// How many syntax errors the parser found.
    pub(crate) errors: usize,
}

impl Outline {
    /// The entries by the place of their values.
    pub(crate) fn by_place(&self) -> HashMap<(usize, usize), &Entry> {
        self.entries.iter().filter(|entry| entry.leaf).map(|e| ((e.value.start, e.value.end), e)).collect()
    }

    /// Whether `index` or an entry around it has a key for which `touched` holds.
    pub(crate) fn any_key(&self, index: usize, touched: impl Fn(&Range<usize>) -> bool) -> bool {
        let mut next = Some(index);
        while let Some(entry) = next.and_then(|index| self.entries.get(index)) {
            if !entry.key.is_empty() && touched(&entry.key) {
                return true;
            }
            next = entry.parent;
        }
        false
    }

    fn add(&mut self, text: &str, parent: Option<usize>, key: Range<usize>, value: Range<usize>) -> usize {
        let mut hasher = DefaultHasher::new();
        parent.map_or(0, |parent| self.entries[parent].path).hash(&mut hasher);
        let name = &text[key.clone()];
        name.hash(&mut hasher);
        let slot = matches!(name.trim_matches(['"', '\'']), "ImageId" | "image_id");
        self.entries.push(Entry { key, value, path: hasher.finish(), parent, leaf: false, slot });
        self.entries.len() - 1
    }
}

/// The entries of a YAML text.
pub(crate) fn of_yaml(text: &str) -> Outline {
    of_template(text, &yaml::parse(text))
}

/// The entries of a JSON text.
pub(crate) fn of_json(text: &str) -> Outline {
    of_template(text, &json::parse(text))
}

fn of_template(text: &str, tree: &Tree<yaml::Kind>) -> Outline {
    let mut outline = Outline { entries: Vec::new(), errors: tree.errors.len() };
    let mut todo: Vec<(NodeId, Option<usize>)> = vec![(NodeId::ROOT, None)];
    while let Some((id, parent)) = todo.pop() {
        let children: Vec<_> = match tree.node(id).kind {
            yaml::Kind::Alias => Vec::new(),
            _ => tree.children(id).collect(),
        };
        match tree.node(id).kind {
            yaml::Kind::Stream | yaml::Kind::Document => {
                todo.extend(children.into_iter().map(|child| (child, parent)));
            }
            yaml::Kind::Mapping => {
                for pair in children.chunks(2) {
                    let [key, value] = pair else { continue };
                    let key = range(tree, *key);
                    let index = outline.add(text, parent, key, range(tree, *value));
                    todo.push((*value, Some(index)));
                }
            }
            yaml::Kind::Sequence => {
                for item in children {
                    let place = range(tree, item);
                    let index = outline.add(text, parent, place.start..place.start, place);
                    todo.push((item, Some(index)));
                }
            }
            yaml::Kind::Empty | yaml::Kind::Error => {}
            _ => {
                if let Some(entry) = parent.and_then(|parent| outline.entries.get_mut(parent)) {
                    entry.leaf = true;
                }
            }
        }
    }
    outline
}

/// The entries of an HCL text.
pub(crate) fn of_hcl(text: &str) -> Outline {
    let tree = hcl::parse(text);
    let mut outline = Outline { entries: Vec::new(), errors: tree.errors.len() };
    let mut todo: Vec<(NodeId, Option<usize>)> = vec![(NodeId::ROOT, None)];
    while let Some((id, parent)) = todo.pop() {
        let children: Vec<_> = tree.children(id).collect();
        let place = range(&tree, id);
        match tree.node(id).kind {
            hcl::Kind::Body => todo.extend(children.into_iter().map(|child| (child, parent))),
            hcl::Kind::Attribute => {
                let Some(&value) = children.first() else { continue };
                let name = identifier(text, place.start);
                let index = outline.add(text, parent, name, range(&tree, value));
                add_expression(&tree, &mut outline, &mut todo, index, value);
            }
            hcl::Kind::Block => {
                let body = children.iter().find(|&&child| tree.node(child).kind == hcl::Kind::Body);
                let mut labels = children.iter().filter(|&&child| tree.node(child).kind != hcl::Kind::Body);
                let end =
                    labels.next_back().map_or(identifier(text, place.start).end, |&l| range(&tree, l).end);
                let index = outline.add(text, parent, place.start..end, place);
                todo.extend(body.map(|&body| (body, Some(index))));
            }
            hcl::Kind::Object => {
                for pair in children.chunks(2) {
                    let [key, value] = pair else { continue };
                    let index = outline.add(text, parent, range(&tree, *key), range(&tree, *value));
                    add_expression(&tree, &mut outline, &mut todo, index, *value);
                }
            }
            _ => {}
        }
    }
    outline
}

fn add_expression(
    tree: &Tree<hcl::Kind>,
    outline: &mut Outline,
    todo: &mut Vec<(NodeId, Option<usize>)>,
    index: usize,
    value: NodeId,
) {
    match tree.node(value).kind {
        hcl::Kind::Object => todo.push((value, Some(index))),
        hcl::Kind::Error => {}
        _ => outline.entries[index].leaf = true,
    }
}

fn identifier(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
    start..start + length
}

fn range<K: Copy>(tree: &Tree<K>, id: NodeId) -> Range<usize> {
    let node = tree.node(id);
    node.start as usize..node.end as usize
}
