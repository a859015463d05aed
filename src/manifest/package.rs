//! Reads `packages`.

use super::path::Path;
use super::reader::{Field, Reader, report_missing};
use super::{Package, Source, Spanned, Status, Version, keys};
use crate::syntax::NodeId;

/// Reads the mapping of package names to packages.
pub(super) fn read_packages(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Package> {
    let entries = reader.entries(node, path);
    entries.into_iter().map(|field| read_package(reader, field, path)).collect()
}

fn read_package(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Package {
    let name = field.key.value.clone();
    let path = path.key(&name);
    let fields = reader.fields(field.value, &path, keys::PACKAGE);
    let description =
        fields.get("description").and_then(|node| reader.string(node, &path.key("description")));
    let tags = fields.get("tags").map(|node| read_strings(reader, node, &path.key("tags")));
    let versions = match fields.get("versions") {
        Some(node) => {
            let path = path.key("versions");
            let entries = reader.entries(node, &path);
            entries.into_iter().map(|field| read_version(reader, field, &path)).collect()
        }
        None => Vec::new(),
    };
    Package {
        name: field.key,
        description,
        tags: tags.unwrap_or_default(),
        tags_span: fields.field("tags").map(|field| field.key.span),
        versions,
    }
}

fn read_version(reader: &mut Reader<'_>, field: Field, path: &Path<'_>) -> Version {
    let name = field.key.value.clone();
    let path = path.key(&name);
    let fields = reader.fields(field.value, &path, keys::VERSION);
    let status = fields.get("status").and_then(|node| reader.word(node, &path.key("status"), keys::STATUSES));
    let kind = fields.get("kind").and_then(|node| reader.word(node, &path.key("kind"), keys::KINDS));
    let source = fields.get("source").and_then(|node| read_source(reader, node, &path.key("source")));
    let encrypted = fields.get("encrypted").and_then(|node| reader.boolean(node, &path.key("encrypted")));
    let architecture = fields
        .get("architecture")
        .and_then(|node| reader.word(node, &path.key("architecture"), keys::ARCHITECTURES));
    let images = fields.get("images").map(|node| read_strings(reader, node, &path.key("images")));
    // What no rule should say about a status that cannot be read: that it is a draft.
    let unstated = if fields.get("status").is_some() { Status::Published } else { Status::Draft };
    Version {
        status: status.unwrap_or(Spanned { value: unstated, span: field.key.span }),
        kind,
        source,
        encrypted,
        architecture,
        images: images.unwrap_or_default(),
        images_span: fields.field("images").map_or(field.key.span, |field| field.key.span),
        name: field.key,
    }
}

fn read_source(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Option<Source> {
    let fields = reader.fields(node, path, keys::SOURCE);
    let image = fields.get("image").and_then(|node| reader.string(node, &path.key("image")));
    let Some(region) = fields.get("region") else {
        if reader.is_mapping(node) {
            report_missing(reader, node, path, "region");
        }
        return None;
    };
    let region = reader.string(region, &path.key("region"))?;
    Some(Source { region, image })
}

/// A mapping of free names to strings.
pub(super) fn read_strings(
    reader: &mut Reader<'_>,
    node: NodeId,
    path: &Path<'_>,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let entries = reader.entries(node, path);
    let read = |field: Field| {
        let value = reader.string(field.value, &path.key(&field.key.value))?;
        Some((field.key, value))
    };
    entries.into_iter().filter_map(read).collect()
}
