//! Edits embedded texts, and checks that the host then carries the edited text and is else the same.

use nestc::plan::FileEdit;
use nestc::source::{Origin, TextRange};
use nestc::splice;
use nestc::syntax::SourceMap;
use nestc::syntax::yaml::{Kind, Language, View};
use nestc::syntax::{NodeId, map_edit, template};

use super::random::Random;

/// What is written into the embedded texts.
const PARTS: [&str; 16] = [
    "m-bp1234567890abcdefgh",
    "",
    "\"",
    "'",
    "\\",
    "\n",
    "\n  b\n",
    " ",
    "#",
    ": ",
    "- ",
    "é中",
    "{{",
    "]",
    "\t",
    "${a}",
];

/// Edits that are tried on one text.
const EDITS: usize = 24;

/// Edits scalars of `text`, a template in YAML or JSON; returns how many edits its scalars could carry.
pub(crate) fn edits(text: &str, random: &mut Random) -> usize {
    let (tree, language) = template::read(text);
    if !tree.errors.is_empty() {
        return 0;
    }
    let view = View { tree: &tree, text, language };
    let places = values(view);
    if places.is_empty() {
        return 0;
    }
    let before: Vec<_> = places.iter().map(|&id| view.text(id).into_owned()).collect();
    let tried = 0..EDITS;
    tried.filter(|_| edit(view, &places, &before, random)).count()
}

/// One edit; whether it could be carried.
fn edit(view: View<'_>, places: &[NodeId], before: &[String], random: &mut Random) -> bool {
    let at = random.below(places.len());
    let (inner, pieces) = view.embedded(places[at]);
    let range = range_in(&inner, random);
    let part = *random.pick(&PARTS);

    let sources = SourceMap::new();
    let host = sources.add("host", view.text);
    let quoting = view.quoting(places[at]);
    let origin = Origin { host, scalar: view.range(places[at]), quoting, pieces };
    let file = sources.add_embedded("inner", inner.as_str(), origin);
    let Some((span, text)) = map_edit(&sources, range.in_file(file), part.to_owned()) else { return false };

    let output = splice(view.text, &[FileEdit { span, text }]).expect("the edit lies in the text");
    let mut expected = before.to_vec();
    expected[at] = format!("{}{part}{}", &inner[..range.start as usize], &inner[range.end as usize..]);
    let (tree, language) = template::read(&output);
    if language != view.language {
        // What kept the host from being JSON went with the edit.
        return true;
    }
    assert!(tree.errors.is_empty(), "{part:?} at {range:?} of {inner:?}: {:?}\n{output}", tree.errors);
    let after = View { tree: &tree, text: &output, language };
    let after: Vec<_> = values(after).into_iter().map(|id| after.text(id).into_owned()).collect();
    assert_eq!(after, expected, "{part:?} at {range:?} of {inner:?}\n{output}");
    true
}

/// A range of `text` on character boundaries.
fn range_in(text: &str, random: &mut Random) -> TextRange {
    let mut boundary = || {
        let at = random.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default() as u32
    };
    let (one, two) = (boundary(), boundary());
    TextRange::new(one.min(two), one.max(two))
}

/// The strings that are values, those that can carry a text.
fn values(view: View<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut todo = Vec::from_iter(view.root());
    while let Some(id) = todo.pop() {
        match view.kind(id) {
            Kind::Mapping => todo.extend(view.entries(id).map(|(_, value)| value)),
            Kind::Sequence => todo.extend(view.items(id)),
            Kind::Alias | Kind::Empty => {}
            // A tag may ask for a number, and JSON has no other plain scalars.
            _ if view.tag(id).is_some() => {}
            Kind::Plain if view.language == Language::Json => {}
            _ => found.push(id),
        }
    }
    found
}
