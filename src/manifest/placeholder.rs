//! Reads `placeholders`: what takes the place of `{{ computenest::file::app }}` in which region.

use std::collections::HashMap;

use super::package::read_strings;
use super::path::{Path, quoted, shortened};
use super::reader::{Field, Reader};
use super::{Manifest, Spanned};
use crate::diagnostic::{Applicability, Edit, did_you_mean};
use crate::grammar::read_placeholder;
use crate::ir::{PlaceholderName, Reading};
use crate::syntax::NodeId;
use crate::text;

/// An entry of `placeholders`.
#[derive(Clone, Debug)]
pub struct PlaceholderEntry {
    /// The placeholder, and where it is written as a key.
    pub name: Spanned<PlaceholderName>,
    /// What takes its place.
    pub values: PlaceholderValues,
}

/// What takes the place of a placeholder.
#[derive(Clone, Debug)]
pub enum PlaceholderValues {
    /// Nothing: it stays, and Compute Nest replaces it.
    Left,
    /// The same in every region.
    Everywhere(Spanned<String>),
    /// Region → value, in the order written.
    PerRegion(Vec<(Spanned<String>, Spanned<String>)>),
}

impl PlaceholderEntry {
    /// The value for `region`.
    #[must_use]
    pub fn value_in(&self, region: &str) -> Option<&Spanned<String>> {
        match &self.values {
            PlaceholderValues::Left => None,
            PlaceholderValues::Everywhere(value) => Some(value),
            PlaceholderValues::PerRegion(values) => {
                values.iter().find(|(key, _)| key.value == region).map(|(_, value)| value)
            }
        }
    }

    /// The regions that it has values for; `None` where that is all, or none is needed.
    #[must_use]
    pub fn regions(&self) -> Option<impl Iterator<Item = &Spanned<String>>> {
        match &self.values {
            PlaceholderValues::Left | PlaceholderValues::Everywhere(_) => None,
            PlaceholderValues::PerRegion(values) => Some(values.iter().map(|(region, _)| region)),
        }
    }
}

impl Manifest {
    /// The entries of `placeholders`; none where the manifest has no such section.
    pub fn placeholder_entries(&self) -> impl Iterator<Item = &PlaceholderEntry> + Clone {
        self.placeholders.iter().flatten()
    }

    /// The entry of the placeholder `name`.
    #[must_use]
    pub fn placeholder(&self, name: &PlaceholderName) -> Option<&PlaceholderEntry> {
        let entries = self.placeholders.as_deref()?;
        entries.get(self.places.placeholder(entries, name)? as usize)
    }
}

/// Reads the mapping of placeholders to values.
pub(super) fn read_placeholders(
    reader: &mut Reader<'_>,
    node: NodeId,
    path: &Path<'_>,
) -> Vec<PlaceholderEntry> {
    let mut entries: Vec<PlaceholderEntry> = Vec::new();
    let mut places = HashMap::new();
    for field in reader.entries(node, path) {
        let Some(name) = read_name(reader, &field, path) else { continue };
        if let Some(&first) = places.get(&name.value) {
            let name = Spanned { value: name.value.to_string(), span: name.span };
            let twice = reader.twice(&name, first, path);
            reader.report(twice);
            continue;
        }
        places.insert(name.value.clone(), name.span);
        let values = read_values(reader, &field, &path.key(&field.key.value));
        entries.push(PlaceholderEntry { name, values });
    }
    entries
}

fn read_name(reader: &mut Reader<'_>, field: &Field, path: &Path<'_>) -> Option<Spanned<PlaceholderName>> {
    let span = field.key.span;
    let meant = match read_placeholder(&field.key.value) {
        Some(Reading::Known(value)) => return Some(Spanned { value, span }),
        Some(Reading::Misspelled(meant)) => Some(meant),
        Some(Reading::Unknown) | None => None,
    };
    let message = text!(
        en: "`{key}` is not a placeholder",
        zh: "`{key}` 不是占位符",
        key = shortened(&field.key.value),
    );
    let finding = reader.finding(span, path, message).label(text!(
        en: "expected a placeholder such as `{{ computenest::file::app }}`",
        zh: "此处应为占位符，例如 `{{ computenest::file::app }}`",
    ));
    let finding = match meant {
        Some(meant) => {
            let edit = Edit { span, text: format!("'{meant}'") };
            finding.help(did_you_mean(&meant)).fix(Applicability::Unsafe, vec![edit])
        }
        None => finding.help(text!(
            en: "write it as in the templates, in quotes",
            zh: "请按模板中的写法书写，并加引号",
        )),
    };
    reader.report(finding);
    None
}

fn read_values(reader: &mut Reader<'_>, field: &Field, path: &Path<'_>) -> PlaceholderValues {
    if reader.is_null(field.value) {
        return PlaceholderValues::Left;
    }
    if reader.is_mapping(field.value) {
        let mut values = read_strings(reader, field.value, path);
        values.retain(|(_, value)| check_value(reader, value, path));
        return PlaceholderValues::PerRegion(values);
    }
    if !reader.view.is_scalar(field.value) {
        let wanted = text!(
            en: "a value, or a mapping of regions to values",
            zh: "值，或从地域到值的映射",
        );
        reader.wrong_kind(field.value, path, &wanted);
        return PlaceholderValues::Left;
    }
    match reader.string(field.value, path).filter(|value| check_value(reader, value, path)) {
        Some(value) => PlaceholderValues::Everywhere(value),
        None => PlaceholderValues::Left,
    }
}

/// Whether `value` can be part of any string; a finding where it is not.
fn check_value(reader: &mut Reader<'_>, value: &Spanned<String>, path: &Path<'_>) -> bool {
    if value.value.trim() == value.value {
        return true;
    }
    let message = text!(
        en: "a value of {place} begins or ends with spaces",
        zh: "{place}的值首尾有空白",
        place = quoted(path),
    );
    let finding = reader.finding(value.span, path, message);
    let finding = finding.label(text!(en: "expected no spaces around it", zh: "首尾不应有空白"));
    reader.report(finding.help(text!(
        en: "remove them; after `|-` a text over several lines ends without a line break",
        zh: "请删除；使用 `|-` 时多行文本末尾不带换行",
    )));
    false
}
