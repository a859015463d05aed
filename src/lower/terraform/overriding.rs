//! Override files: blocks that change blocks of other files.
//! <https://developer.hashicorp.com/terraform/language/files/override>

use std::collections::HashMap;

/// Whether the file called `name` is read after all others, to change what they say.
pub(crate) fn is_override(name: &str) -> bool {
    let mut ends = [".tf", ".tf.json", ".tofu", ".tofu.json"].into_iter();
    let stem = ends.find_map(|end| name.strip_suffix(end));
    stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// Replaces in `old` what `new` has under the same name, and adds the rest; `name` tells the names. Nested blocks of one
/// type are replaced together.
pub(super) fn replace<T>(old: &mut Vec<T>, new: Vec<T>, name: impl Fn(&T) -> &String) {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, it) in old.iter().enumerate() {
        places.entry(name(it).clone()).or_insert(place);
    }
    for it in new {
        match places.get(name(&it)).and_then(|&place| old.get_mut(place)) {
            Some(same) => *same = it,
            None => {
                places.insert(name(&it).clone(), old.len());
                old.push(it);
            }
        }
    }
}
