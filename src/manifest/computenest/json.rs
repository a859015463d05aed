//! JSON in strings, as `computenest-cli export` writes what Compute Nest returned.

use serde_json::Value;

use crate::manifest::Spanned;
use crate::manifest::reader::Reader;
use crate::syntax::NodeId;

/// The strings of the list in the string `node`; `None` where there is no such list.
pub(super) fn strings(reader: &Reader<'_>, node: NodeId) -> Option<Vec<Spanned<String>>> {
    let Value::Array(items) = parsed(reader, node)? else { return None };
    let strings = items.into_iter().filter_map(|item| match item {
        Value::String(value) => Some(Spanned { value, span: reader.span(node) }),
        _ => None,
    });
    Some(strings.collect())
}

/// The string `name` of the object in the string `node`.
pub(super) fn member(reader: &Reader<'_>, node: NodeId, name: &str) -> Option<Spanned<String>> {
    let value = parsed(reader, node)?.get(name)?.as_str()?.to_owned();
    Some(Spanned { value, span: reader.span(node) })
}

fn parsed(reader: &Reader<'_>, node: NodeId) -> Option<Value> {
    let text = reader.view.is_scalar(node).then(|| reader.view.text(node))?;
    serde_json::from_str(&text).ok()
}
