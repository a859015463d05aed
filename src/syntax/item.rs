//! A text in YAML or JSON as plain values, each with its place.

use super::yaml::{Scalar, View};
use super::{Language, NodeId, Tree, budget, json, template, yaml};
use crate::source::{Pieces, TextRange};

/// Values that a text is read into at most; aliases can multiply them.
const VALUES: usize = 1_000_000;

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Where it is in the text that it was read from, quotes included.
    pub(crate) range: TextRange,
    /// What it is.
    pub(crate) value: Plain,
}

/// What an [`Item`] is. Places do not count when two are compared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A string.
    Text(String),
    /// A number, or anything else that is one scalar, as it is written.
    Other(String),
    /// A list.
    List(Vec<Item>),
    /// A mapping: each key with its place.
    Map(Vec<(String, TextRange, Item)>),
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Plain::Map(one), Plain::Map(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|((a, _, x), (b, _, y))| a == b && x == y)
            }
            (one, two) => one == two,
        }
    }
}

/// Why a text is not read: what is wrong with it, and where.
#[derive(Clone, Debug)]
pub(crate) enum Unread {
    /// The first syntax error.
    Syntax(Box<super::SyntaxError>),
    /// Nothing is there.
    Empty,
    /// Aliases make it too large.
    TooLarge,
}

impl Item {
    /// Reads `text`, as ROS does: as JSON, else as YAML.
    pub(crate) fn read(text: &str) -> Result<Item, Unread> {
        let (tree, language) = template::read(text);
        Item::of_tree(&tree, text, language)
    }

    fn of_tree(tree: &Tree<yaml::Kind>, text: &str, language: Language) -> Result<Item, Unread> {
        if let Some(error) = tree.errors.first() {
            return Err(Unread::Syntax(Box::new(error.clone())));
        }
        let view = View { tree, text, language };
        let root = view.root().ok_or(Unread::Empty)?;
        Item::of(view, root).ok_or(Unread::TooLarge)
    }

    /// The value of the node `id`; `None` where aliases make it too large.
    pub(crate) fn of(view: View<'_>, id: NodeId) -> Option<Item> {
        Reading { view, left: VALUES, depth: 0 }.item(id)
    }

    /// The string `text`, to be written.
    pub(crate) fn string(text: impl Into<String>) -> Item {
        Item::written(Plain::Text(text.into()))
    }

    /// The boolean `flag`, to be written.
    pub(crate) const fn bool(flag: bool) -> Item {
        Item::written(Plain::Bool(flag))
    }

    /// A list, to be written.
    pub(crate) const fn list(items: Vec<Item>) -> Item {
        Item::written(Plain::List(items))
    }

    /// A mapping, to be written.
    pub(crate) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Item)>) -> Item {
        let entry = |(key, item): (K, Item)| (key.into(), TextRange::empty(0), item);
        Item::written(Plain::Map(entries.into_iter().map(entry).collect()))
    }

    const fn written(value: Plain) -> Item {
        Item { range: TextRange::empty(0), value }
    }

    /// The JSON that this string holds, with its places in the text that the string is in.
    pub(crate) fn inner(&self, host: View<'_>) -> Option<Item> {
        let Plain::Text(_) = &self.value else { return None };
        let id = scalar_at(host, self.range)?;
        let (text, pieces) = host.embedded(id);
        let tree = json::parse(&text);
        let mut item = Item::of_tree(&tree, &text, Language::Json).ok()?;
        item.move_out(&pieces);
        Some(item)
    }

    fn move_out(&mut self, pieces: &Pieces) {
        self.range = pieces.to_outer(self.range);
        match &mut self.value {
            Plain::List(items) => items.iter_mut().for_each(|item| item.move_out(pieces)),
            Plain::Map(entries) => {
                for (_, key, item) in entries {
                    *key = pieces.to_outer(*key);
                    item.move_out(pieces);
                }
            }
            _ => {}
        }
    }

    /// The value of `key`; of several the last.
    pub(crate) fn get(&self, key: &str) -> Option<&Item> {
        self.entries().iter().rev().find(|(name, ..)| name == key).map(|(.., item)| item)
    }

    /// The value of `key`, where it is neither null nor absent.
    pub(crate) fn stated(&self, key: &str) -> Option<&Item> {
        self.get(key).filter(|item| item.value != Plain::Null)
    }

    /// The entries of a mapping; none for anything else.
    pub(crate) fn entries(&self) -> &[(String, TextRange, Item)] {
        if let Plain::Map(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    pub(crate) fn items(&self) -> &[Item] {
        if let Plain::List(items) = &self.value { items } else { &[] }
    }

    /// The string, if this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Plain::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Whether this is a mapping.
    pub(crate) const fn is_map(&self) -> bool {
        matches!(self.value, Plain::Map(_))
    }
}

/// The scalar of `view` whose text is `range`.
fn scalar_at(view: View<'_>, range: TextRange) -> Option<NodeId> {
    view.tree.ids().find(|&id| view.is_scalar(id) && view.range(id) == range)
}

struct Reading<'t> {
    view: View<'t>,
    left: usize,
    depth: usize,
}

impl Reading<'_> {
    fn item(&mut self, id: NodeId) -> Option<Item> {
        self.left = self.left.checked_sub(1)?;
        // An alias may stand for what it is in.
        self.depth += 1;
        let item = if self.depth > budget::YAML_DEPTH { None } else { self.read(id) };
        self.depth -= 1;
        item
    }

    fn read(&mut self, id: NodeId) -> Option<Item> {
        let view = self.view;
        let range = view.range(id);
        let value = match view.kind(view.deref(id)) {
            yaml::Kind::Mapping => {
                let mut entries = Vec::new();
                for entry in view.merged_entries(id) {
                    let key = view.text(entry.key).into_owned();
                    entries.push((key, view.range(entry.key), self.item(entry.value)?));
                }
                Plain::Map(entries)
            }
            yaml::Kind::Sequence => {
                let items: Option<Vec<Item>> = view.items(id).map(|item| self.item(item)).collect();
                Plain::List(items?)
            }
            _ => match view.scalar(id) {
                Scalar::Null => Plain::Null,
                Scalar::Bool(flag) => Plain::Bool(flag),
                Scalar::Str(text) => Plain::Text(text.into_owned()),
                Scalar::Int(_) | Scalar::BigInt(_) | Scalar::Float(_) | Scalar::Binary(_) => {
                    Plain::Other(view.text(id).into_owned())
                }
            },
        };
        Some(Item { range, value })
    }
}
