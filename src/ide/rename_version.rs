//! Another name for a package or version of the manifest, wherever the manifest names it.

use super::View;
use crate::diagnostic::{Edit, Text};
use crate::manifest::Manifest;
use crate::source::Span;
use crate::text;

/// A place that names a package or a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part<'m> {
    /// The characters of the name alone.
    span: Span,
    package: &'m str,
    /// The version, where the place names one.
    version: Option<&'m str>,
}

/// The characters of the package or version whose name is at byte `at` of the manifest.
pub(super) fn prepare(view: &View<'_>, at: u32) -> Option<Span> {
    part_at(view, &parts(view), at).map(|it| it.span)
}

/// The edits after which what is at byte `at` of the manifest is called `name`; `None` where nothing of the manifest is
/// named there.
pub(super) fn rename(view: &View<'_>, at: u32, name: &str) -> Option<Result<Vec<Edit>, Text>> {
    let parts = parts(view);
    let meant = part_at(view, &parts, at)?;
    let manifest = view.manifest?;
    if let Some(refused) = refused(manifest, meant, name) {
        return Some(Err(refused));
    }
    let same = parts.iter().filter(|it| {
        it.package == meant.package
            && it.version.is_some() == meant.version.is_some()
            && it.version == meant.version
    });
    let edit = |part: &Part<'_>| Edit { span: part.span, text: name.to_owned() };
    let mut edits: Vec<Edit> = same.map(edit).collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    Some(Ok(edits))
}

fn refused(manifest: &Manifest, meant: Part<'_>, name: &str) -> Option<Text> {
    let is_name = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    if !is_name || name.starts_with(|it: char| it.is_ascii_digit()) {
        return Some(text!(
            en: "`{name}` cannot be a name: it must begin with a letter and have letters, digits and `_` only",
            zh: "`{name}` 不能作为名称：必须以字母开头，且只能包含字母、数字和 `_`",
            name,
        ));
    }
    let mut packages = manifest.packages.iter();
    let is_taken = match meant.version {
        None => packages.any(|it| it.name.value == name && name != meant.package),
        Some(version) => packages
            .filter(|it| it.name.value == meant.package)
            .any(|package| package.versions.iter().any(|it| it.name.value == name && name != version)),
    };
    is_taken.then(|| text!(en: "there is a `{name}` already", zh: "已有 `{name}`", name))
}

fn part_at<'m>(view: &View<'_>, parts: &[Part<'m>], at: u32) -> Option<Part<'m>> {
    let holds = |span: Span| span.file == view.file && span.start <= at && at <= span.end;
    parts.iter().copied().find(|it| holds(it.span))
}

/// Every place of the manifest that names a package or version as it is.
fn parts<'v>(view: &View<'v>) -> Vec<Part<'v>> {
    let Some(manifest) = view.manifest.filter(|it| !it.is_stand_in()) else { return Vec::new() };
    let mut parts = Vec::new();
    for package in &manifest.packages {
        let name = package.name.value.as_str();
        parts.push(Part { span: package.name.span, package: name, version: None });
        for version in &package.versions {
            parts.push(Part { span: version.name.span, package: name, version: Some(&version.name.value) });
        }
    }
    for association in &manifest.associations {
        let (package, version) = (&association.package, &association.version);
        let (of_package, of_version) = match package.span == version.span {
            true => match halves(view, package.span) {
                Some(halves) => halves,
                None => continue,
            },
            false => (package.span, version.span),
        };
        parts.push(Part { span: of_package, package: &package.value, version: None });
        parts.push(Part { span: of_version, package: &package.value, version: Some(&version.value) });
    }
    for package in manifest.services.iter().flat_map(|it| &it.packages) {
        parts.push(Part { span: package.span, package: &package.value, version: None });
    }
    parts.retain_mut(|it| spelled_out(view, it));
    parts
}

/// The two names of `package@version`.
fn halves(view: &View<'_>, span: Span) -> Option<(Span, Span)> {
    let at = span.start + view.sources().slice(span).find('@')? as u32;
    Some((Span { end: at, ..span }, Span { start: at + 1, ..span }))
}

/// Narrows the part to the name itself; whether that is written as it is.
fn spelled_out(view: &View<'_>, part: &mut Part<'_>) -> bool {
    let name = part.version.unwrap_or(part.package);
    let Some(offset) = view.sources().slice(part.span).find(name) else { return false };
    let start = part.span.start + offset as u32;
    part.span = Span { start, end: start + name.len() as u32, ..part.span };
    true
}
