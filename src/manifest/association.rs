//! Reads `associations`.

use super::path::{Path, quoted};
use super::reader::{Reader, report_missing};
use super::{Association, Spanned, keys};
use crate::source::Span;
use crate::syntax::NodeId;
use crate::syntax::yaml::Scalar;
use crate::text;

/// Reads the mapping of literals to package versions. A literal has one association, or a list of them
/// of which each names other resources.
pub(super) fn read_associations(reader: &mut Reader<'_>, node: NodeId, path: &Path<'_>) -> Vec<Association> {
    let mut associations = Vec::new();
    for field in reader.entries(node, path) {
        let path = path.key(&field.key.value);
        if reader.is_list(field.value) {
            let items = reader.items(field.value, &path);
            for (index, item) in items.into_iter().enumerate() {
                associations.extend(read_association(reader, &field.key, item, &path.item(index)));
            }
        } else {
            associations.extend(read_association(reader, &field.key, field.value, &path));
        }
    }
    associations
}

fn read_association(
    reader: &mut Reader<'_>,
    literal: &Spanned<String>,
    node: NodeId,
    path: &Path<'_>,
) -> Option<Association> {
    let literal = literal.clone();
    if !reader.is_mapping(node) {
        let (package, version) = read_short(reader, node, path)?;
        return Some(Association { literal, package, version, resources: Vec::new() });
    }
    let fields = reader.fields(node, path, keys::ASSOCIATION);
    for key in ["package", "version"] {
        if fields.get(key).is_none() {
            report_missing(reader, node, path, key);
        }
    }
    let package = fields.get("package").and_then(|node| reader.string(node, &path.key("package")));
    let version = fields.get("version").and_then(|node| reader.string(node, &path.key("version")));
    let resources = fields.get("resources").map(|node| reader.strings(node, &path.key("resources")));
    Some(Association {
        literal,
        package: package?,
        version: version?,
        resources: resources.unwrap_or_default(),
    })
}

/// `package@version`
fn read_short(
    reader: &mut Reader<'_>,
    node: NodeId,
    path: &Path<'_>,
) -> Option<(Spanned<String>, Spanned<String>)> {
    if reader.view.is_scalar(node) && !matches!(reader.view.scalar(node), Scalar::Str(_)) {
        let wanted = text!(en: "a string `package@version`", zh: "字符串 `package@version`");
        reader.wrong_kind(node, path, &wanted);
        return None;
    }
    let whole = reader.string(node, path)?;
    let (package, version) = whole.value.split_once('@').unwrap_or((&whole.value, ""));
    let (package, version) = (package.trim(), version.trim());
    if package.is_empty() || version.is_empty() || version.contains('@') {
        let place = quoted(path);
        let message = match (version.contains('@'), package.is_empty()) {
            (true, _) => text!(en: "{place} has more than one `@`", zh: "{place}含有多个 `@`", place),
            (false, true) => text!(en: "{place} does not name a package", zh: "{place}没有写部署物", place),
            (false, false) => text!(en: "{place} does not name a version", zh: "{place}没有写版本", place),
        };
        let finding = reader.finding(whole.span, path, message);
        let finding = finding.label(text!(en: "expected `package@version`", zh: "应为 `package@version`"));
        let example = if package.is_empty() { "package" } else { package };
        let help = text!(en: "write, for example, `{example}@v1_0`", zh: "例如 `{example}@v1_0`", example);
        reader.report(finding.help(help));
        return None;
    }
    let span = |behind| half_span(reader, whole.span, if behind { version } else { package }, behind);
    let half = |text: &str, behind| Spanned { value: text.to_owned(), span: span(behind) };
    Some((half(package, false), half(version, true)))
}

/// Where `half`, which comes before or after the `@`, is in the scalar `whole`; all of it where escapes
/// or folds hide that.
fn half_span(reader: &Reader<'_>, whole: Span, half: &str, behind: bool) -> Span {
    let text = whole.range().of(reader.view.text);
    let (before, rest) = text.split_once('@').unwrap_or((text, ""));
    let at = match behind {
        false => before.rfind(half),
        true => rest.find(half).map(|at| before.len() + 1 + at),
    };
    at.map_or(whole, |at| {
        let start = whole.start + at as u32;
        Span { start, end: start + half.len() as u32, ..whole }
    })
}
