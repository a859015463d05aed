//! The entries of mappings as computenest-cli reads them.

use crate::manifest::path::Path;
use crate::manifest::reader::{Field, Reader};
use crate::syntax::NodeId;

/// The value of the last entry called `key`.
pub(super) fn value(fields: &[Field], key: &str) -> Option<NodeId> {
    fields.iter().rev().find(|field| field.key.value == key).map(|field| field.value)
}

/// The entries of a mapping, or of a list of mappings one after the other: both are in use.
pub(super) fn pairs(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Field> {
    if !reader.is_list(node) {
        return reader.entries(node, path);
    }
    let mut all = Vec::new();
    for (index, item) in reader.items(node, path).into_iter().enumerate() {
        all.extend(reader.entries(item, &path.item(index)));
    }
    all
}
