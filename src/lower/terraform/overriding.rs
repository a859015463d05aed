//! Override files: blocks that change blocks of other files.
//! <https://developer.hashicorp.com/terraform/language/files/override>

use crate::ir::{Entry, Value, ValueKind};

/// Whether the file called `name` is read after all others, to change what they say.
pub(super) fn is_override(name: &str) -> bool {
    let stem = name.strip_suffix(".tf").or_else(|| name.strip_suffix(".tf.json"));
    stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
}

/// Replaces in the map `value` what `entries` set; nested blocks of one type are replaced together.
pub(super) fn merge(value: &mut Value, entries: Vec<Entry>) {
    if let ValueKind::Map(old) = &mut value.kind {
        merge_entries(old, entries);
    }
}

/// Replaces in `old` what `entries` set.
pub(super) fn merge_entries(old: &mut Vec<Entry>, entries: Vec<Entry>) {
    for entry in entries {
        match old.iter_mut().find(|it| it.key == entry.key) {
            Some(same) => *same = entry,
            None => old.push(entry),
        }
    }
}
