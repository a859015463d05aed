//! Where in a half-typed YAML or JSON text a place is: a word is put there, and the text is read again.

use crate::source::{Format, TextRange};
use crate::syntax::yaml::{Kind, View};
use crate::syntax::{Language, NodeId, Parse};

/// The word that is put at the place.
pub(super) const DUMMY: &str = "nestc0here";

/// A step from the top of a text to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Item(usize),
}

/// A place in a text.
#[derive(Clone, Debug, Default)]
pub(in crate::ide) struct Place {
    /// The steps that lead to what the word is, or to the mapping whose key it is.
    pub(super) path: Vec<Step>,
    /// Whether the word is the key of an entry.
    pub(super) is_key: bool,
    /// Whether a colon follows already.
    pub(super) has_value: bool,
    /// The other keys of the mapping whose key the word is.
    pub(super) siblings: Vec<String>,
    /// The function whose argument the word is, and which; the innermost first.
    pub(in crate::ide) functions: Vec<(String, usize)>,
    /// The other items of the list that the word is in, in order; the word itself is empty.
    pub(super) items: Vec<String>,
    /// The characters of the word, without quotes.
    pub(super) word: TextRange,
    /// How the word is written: in quotes, or as it is.
    pub(super) quote: Option<char>,
    /// Whether JSON is written.
    pub(super) is_json: bool,
}

impl Place {
    /// The keys on the way; an item of a list is none.
    pub(super) fn keys(&self) -> Vec<&str> {
        let keys = self.path.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        });
        keys.collect()
    }
}

/// Whether `character` can be part of a word.
fn is_part(character: char) -> bool {
    !character.is_whitespace() && !"\"'[]{},#".contains(character)
}

/// The place at byte `at` of `text`.
pub(in crate::ide) fn place(text: &str, at: u32) -> Option<Place> {
    let before = text.get(..at as usize)?;
    let mut start = before.trim_end_matches(is_part).len();
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = text.get(line_start..start)?;
    let rest = text.get(at as usize..)?;
    let mut end = at as usize + rest.len() - rest.trim_start_matches(is_part).len();
    let quote = text.get(..start)?.chars().next_back().filter(|it| matches!(it, '"' | '\''));
    let is_open = quote.is_some_and(|quote| line.matches(quote).count() % 2 == 1);
    let quote = quote.filter(|_| is_open);
    // `a:b` is one word, but `a: b` and `a:` at the end of a line are not.
    let word = text.get(start..end)?;
    let has_value;
    if quote.is_none() && word.ends_with(':') && end > at as usize {
        end -= 1;
        has_value = true;
    } else if let Some(quote) = quote {
        let after = text.get(end..)?;
        has_value =
            after.strip_prefix(quote).is_some_and(|it| it.trim_start_matches([' ', '\t']).starts_with(':'));
    } else {
        has_value = text.get(end..)?.trim_start_matches([' ', '\t']).starts_with(':');
    }
    // A short tag is no part of the word after it; `- ` was left by the spaces.
    let typed = text.get(start..at as usize)?;
    if let Some(open) = typed.rfind("${") {
        start += open + 2;
    }
    let (bare, after_line) = (line.trim_start_matches([' ', '\t', '-', '\u{feff}']), text.get(end..)?);
    let is_bare = bare.is_empty() && quote.is_none() && !typed.contains("${");
    let tail = after_line.split(['\n', '\r']).next().unwrap_or_default();
    let is_alone = tail.trim().is_empty() || tail.trim_start().starts_with('#');
    let written = match is_bare && is_alone && !has_value && !typed.starts_with('!') {
        true => format!("{DUMMY}: "),
        false => DUMMY.to_owned(),
    };
    let mut place =
        Place { word: TextRange::new(start as u32, end as u32), quote, has_value, ..Place::default() };
    let edited = format!("{}{written}{}", text.get(..start)?, text.get(end..)?);
    let parse = Parse::read(Format::JsonOrYaml, edited.into());
    let first = text.trim_start_matches('\u{feff}').trim_start();
    place.is_json = parse.language == Language::Json || first.starts_with('{') && !first.starts_with("{{");
    if !read(&parse, start as u32, &mut place) {
        by_indentation(text, line_start, start, &mut place);
    }
    Some(place)
}

/// Fills `place` from the tree in which the word begins at byte `at`; whether it is in the tree.
fn read(parse: &Parse, at: u32, place: &mut Place) -> bool {
    let Some(view) = parse.yaml() else { return false };
    let mut id = parse.node_at(at + 1);
    if !view.is_scalar(id) || !view.range(id).of(view.text).contains(DUMMY) {
        return false;
    }
    let mut path = Vec::new();
    // Whether the word is all that `id` is: an item of a list can look like a key of its own.
    let (mut is_first, mut is_word) = (true, true);
    add_tag(view, id, 0, place);
    while let Some(parent) = parse.parent(id) {
        match view.kind(parent) {
            Kind::Mapping => {
                let Some((key, value)) = view.entries(parent).find(|(key, value)| *key == id || *value == id)
                else {
                    return false;
                };
                if key == id && is_first {
                    place.is_key = true;
                    place.has_value |= view.kind(value) != Kind::Empty;
                    let others = view.entries(parent).filter(|(key, _)| *key != id);
                    place.siblings = others.map(|(key, _)| view.text(key).into_owned()).collect();
                    is_word = place.siblings.is_empty();
                } else {
                    is_word = false;
                    let key = view.text(key).into_owned();
                    let index = match path.last() {
                        Some(Step::Item(index)) => *index,
                        _ => 0,
                    };
                    if crate::grammar::function_by_name(&key).is_some()
                        && path.len() < 2 + 2 * place.functions.len()
                    {
                        place.functions.push((key.clone(), index));
                    }
                    path.push(Step::Key(key));
                }
            }
            Kind::Sequence => {
                let index = view.items(parent).position(|item| item == id).unwrap_or(0);
                if is_word {
                    let text = |item: NodeId| {
                        let is_word = item == id;
                        if is_word { String::new() } else { view.text(item).into_owned() }
                    };
                    place.items = view.items(parent).map(text).collect();
                }
                is_word = false;
                path.push(Step::Item(index));
                add_tag(view, parent, index, place);
            }
            _ => {}
        }
        is_first = false;
        id = parent;
    }
    path.reverse();
    place.path = path;
    true
}

fn add_tag(view: View<'_>, id: NodeId, index: usize, place: &mut Place) {
    if let Some((_, tag)) = view.tag(id) {
        let name = crate::grammar::function_by_tag(tag).map_or(tag, |it| it.name);
        place.functions.push((name.to_owned(), index));
    }
}

/// Fills `place` from the indentation of the lines above, where the text cannot be read.
fn by_indentation(text: &str, line_start: usize, start: usize, place: &mut Place) {
    let line = text.get(line_start..start).unwrap_or_default();
    let own = line.trim_start_matches([' ', '-']);
    let mut depth = line.len() - line.trim_start_matches([' ', '-']).len();
    place.is_key = own.is_empty();
    let mut path = Vec::new();
    if let Some((key, _)) = own.rsplit_once(':') {
        path.push(Step::Key(bare(key)));
    }
    for above in text.get(..line_start).unwrap_or_default().lines().rev() {
        let content = above.trim_start_matches([' ', '-']);
        let indentation = above.len() - content.len();
        if content.trim().is_empty() || content.starts_with('#') || indentation > depth {
            continue;
        }
        let Some((key, _)) = content.split_once(':') else { continue };
        if indentation == depth && place.is_key && path.is_empty() {
            place.siblings.push(bare(key));
        } else if indentation < depth {
            path.push(Step::Key(bare(key)));
            depth = indentation;
        }
    }
    path.reverse();
    place.path = path;
}

fn bare(key: &str) -> String {
    key.trim().trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Place {
        let offset = text.find('|').unwrap();
        place(&text.replacen('|', "", 1), offset as u32).unwrap()
    }

    #[test]
    fn places_are_found_in_half_typed_text() {
        for (text, keys, is_key, function) in [
            ("Resources:\n  A:\n    Ty|\n", "Resources A", true, None),
            ("Resources:\n  A:\n    Type: AL|\n    Properties: {}\n", "Resources A Type", false, None),
            ("Resources:\n  A:\n    Type: |\n", "Resources A Type", false, None),
            (
                "Resources:\n  A:\n    Properties:\n      Im|\n      B: 1\n",
                "Resources A Properties",
                true,
                None,
            ),
            ("A:\n  B: !Ref Na|\n", "A B", false, Some(("Ref", 0))),
            ("A:\n  B: !Ref |\n", "A B", false, Some(("Ref", 0))),
            ("A:\n  B:\n    Ref: |\n", "A B Ref", false, Some(("Ref", 0))),
            ("A: !GetAtt [Web, I|]\n", "A", false, Some(("Fn::GetAtt", 1))),
            ("A:\n  Fn::GetAtt:\n    - Web\n    - I|\n", "A Fn::GetAtt", true, None),
            ("A: !Sub 'x-${Na|}'\n", "A", false, Some(("Fn::Sub", 0))),
            ("{\"A\": {\"Ref\": \"N|\"}}", "A Ref", false, Some(("Ref", 0))),
            ("{\"A\": {\"Ty|\"}}", "A", true, None),
            ("{\"A\": {\"B\": 1,\n  \"Ty|\"\n}}", "A", true, None),
        ] {
            let place = at(text);
            assert_eq!(place.keys().join(" "), keys, "{text} {place:?}");
            if function.is_some() || !text.contains("    - I") {
                assert_eq!(place.is_key, is_key, "{text} {place:?}");
            }
            let found = place.functions.first().map(|(name, index)| (name.as_str(), *index));
            if function.is_some() {
                assert_eq!(found, function, "{text} {place:?}");
            }
        }
    }
}
