//! Manifests edited in place: comments, order and layout stay, and what is read afterwards is what was meant.

mod layout;

#[cfg(test)]
mod tests;

use crate::source::TextRange;
use crate::syntax::yaml::View;
use crate::syntax::{Item, NodeId, Plain, template};

/// A manifest that is being edited.
#[derive(Clone, Debug)]
pub(crate) struct Editor {
    text: String,
    /// What the text means.
    meant: Item,
    comments: Vec<String>,
}

/// A place that cannot be edited without changing something else: it is shared by an alias, or laid out in a way
/// that leaves no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit {
    /// The place, `packages.web.versions`.
    pub(crate) path: String,
}

/// What is written in the place of a range.
pub(super) type Splice = (TextRange, String);

impl Editor {
    /// The manifest `text`; `None` where it has errors or is not a mapping.
    pub(crate) fn new(text: &str) -> Option<Editor> {
        let (meant, comments) = understood(text)?;
        meant.is_map().then(|| Editor { text: text.to_owned(), meant, comments })
    }

    /// What is at `path`.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&Item> {
        path.iter().try_fold(&self.meant, |item, key| item.get(key))
    }

    /// The text as edited so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Puts `value` at `path`; the mappings on the way are made where they are not there.
    ///
    /// # Errors
    /// Where that would change anything else. Nothing was changed then.
    pub(crate) fn set(&mut self, path: &[&str], value: Item) -> Result<(), Unfit> {
        if self.get(path) == Some(&value) {
            return Ok(());
        }
        let mut meant = self.meant.clone();
        let is_put = put(&mut meant, path, value.clone());
        let find = |view: View<'_>| layout::set(view, view.root()?, path, &value);
        self.change(path, meant, is_put, find)
    }

    /// Adds `value` to the list at `path`, which is made where it is not there.
    ///
    /// # Errors
    /// Where that would change anything else. Nothing was changed then.
    pub(crate) fn push(&mut self, path: &[&str], value: Item) -> Result<(), Unfit> {
        let mut items = match self.get(path).map(|it| &it.value) {
            None | Some(Plain::Null) => return self.set(path, Item::list(vec![value])),
            Some(Plain::List(items)) => items.clone(),
            Some(_) => return Err(unfit(path)),
        };
        items.push(value.clone());
        let mut meant = self.meant.clone();
        let is_put = put(&mut meant, path, Item::list(items));
        let find = |view: View<'_>| layout::push(view, path, &value);
        self.change(path, meant, is_put, find)
    }

    fn change(
        &mut self,
        path: &[&str],
        meant: Item,
        is_put: bool,
        find: impl Fn(View<'_>) -> Option<Vec<Splice>>,
    ) -> Result<(), Unfit> {
        let (tree, language) = template::read(&self.text);
        let view = View { tree: &tree, text: &self.text, language };
        let splices = find(view).filter(|_| is_put).ok_or_else(|| unfit(path))?;
        let text = spliced(&self.text, splices).ok_or_else(|| unfit(path))?;
        let (now, comments) = understood(&text).ok_or_else(|| unfit(path))?;
        if now != meant || comments != self.comments {
            return Err(unfit(path));
        }
        (self.text, self.meant) = (text, now);
        Ok(())
    }
}

/// What to write so that `value` is at `path` below the mapping `root` of any text in YAML or JSON; `None` where that
/// would change anything else.
pub(crate) fn insertion(
    view: View<'_>,
    root: NodeId,
    path: &[&str],
    value: &Item,
) -> Option<Vec<(TextRange, String)>> {
    let splices = layout::set(view, root, path, value)?;
    if view.root() == Some(root) {
        let mut meant = Item::of(view, root)?;
        let text = spliced(view.text, splices.clone())?;
        let is_right = put(&mut meant, path, value.clone()) && understood(&text)?.0 == meant;
        return is_right.then_some(splices);
    }
    Some(splices)
}

fn unfit(path: &[&str]) -> Unfit {
    Unfit { path: path.join(".") }
}

/// What `text` means, and its comments; `None` where it has errors.
fn understood(text: &str) -> Option<(Item, Vec<String>)> {
    let (tree, language) = template::read(text);
    if !tree.errors.is_empty() {
        return None;
    }
    let view = View { tree: &tree, text, language };
    let comments = tree.comments.iter().map(|range| range.of(text).to_owned()).collect();
    Some((Item::of(view, view.root()?)?, comments))
}

/// Puts `value` at `path` below `item`; whether that could be done.
fn put(item: &mut Item, path: &[&str], value: Item) -> bool {
    let Some((key, rest)) = path.split_first() else {
        *item = value;
        return true;
    };
    if item.value == Plain::Null {
        item.value = Plain::Map(Vec::new());
    }
    let Plain::Map(entries) = &mut item.value else { return false };
    match entries.iter_mut().rev().find(|(name, ..)| name == key) {
        Some((.., inner)) => put(inner, rest, value),
        None => {
            let mut inner = Item::map::<String>([]);
            let is_put = put(&mut inner, rest, value);
            entries.push(((*key).to_owned(), TextRange::empty(0), inner));
            is_put
        }
    }
}

/// `text` with the splices made, which are in order.
fn spliced(text: &str, splices: Vec<Splice>) -> Option<String> {
    let mut whole = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for (range, new) in splices {
        whole.push_str(text.get(at..range.start as usize)?);
        whole.push_str(&new);
        at = range.end as usize;
    }
    whole.push_str(text.get(at..)?);
    Some(whole)
}
