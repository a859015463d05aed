//! Files that a file names.

use std::path::PathBuf;

use super::View;
use crate::ir::{CallId, Relation};
use crate::source::Span;
use crate::workspace::FilePath;

/// A part of the file that names another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) span: Span,
    /// The file.
    pub(crate) target: PathBuf,
}

/// The files that the file names: local modules, the templates of a manifest.
pub(crate) fn links(view: &View<'_>) -> Vec<Link> {
    let mut links = of_modules(view);
    links.extend(of_manifest(view));
    links.sort_by_key(|it| it.span);
    links.dedup_by(|one, other| one.span == other.span);
    links
}

fn of_modules(view: &View<'_>) -> Vec<Link> {
    let Some(unit) = view.unit else { return Vec::new() };
    let mut links = Vec::new();
    for (caller, template) in unit.iter() {
        for (call, number) in template.calls.iter().zip(0..) {
            let called = unit.called(CallId { caller, call: number }).and_then(|id| unit.template(id));
            let is_carried = unit.parent(caller).is_some_and(|it| matches!(it.relation, Relation::Workspace));
            let Some(file) = called.and_then(|it| it.files.first()).filter(|_| !is_carried) else { continue };
            if let Some(path) = view.workspace.path(*file)
                && view.is_here(call.source_span)
            {
                let span = view.sources().on_disk(call.source_span);
                links.push(Link { span, target: path.key().to_owned() });
            }
        }
    }
    links
}

fn of_manifest(view: &View<'_>) -> Vec<Link> {
    let Some(manifest) = view.manifest else { return Vec::new() };
    let Some(folder) = view.workspace.path(view.file).map(|path| path.folder()) else { return Vec::new() };
    let named = manifest.templates.iter().chain(&manifest.computenest);
    let own = named.filter(|it| it.span.file == view.file);
    own.filter_map(|it| {
        let path = FilePath::new(&folder.join(&it.value));
        path.is_file().then(|| Link { span: it.span, target: path.key().to_owned() })
    })
    .collect()
}
