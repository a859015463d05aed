//! A file as a build renders it for a region.

use super::View;
use crate::binding;
use crate::plan::{self, FileEdit, splice};

/// The regions that the file is rendered for.
pub(crate) fn regions(view: &View<'_>) -> Vec<String> {
    view.manifest.map(binding::regions).unwrap_or_default()
}

/// The region whose images are shown: `asked`, or else the first that the file is rendered for.
pub(crate) fn shown_region(view: &View<'_>, asked: Option<&str>) -> Option<String> {
    let regions = regions(view);
    let is_one = |region: &&str| regions.iter().any(|it| it == region);
    asked.filter(is_one).map(str::to_owned).or_else(|| regions.into_iter().next())
}

/// The copy of the file for `region`; `None` where it is not a template, or has no manifest.
pub(crate) fn rendered(view: &View<'_>, region: &str) -> Option<String> {
    let plan = plan::plan(view.sources(), view.unit?, view.manifest?, region);
    let own: Vec<FileEdit> = plan.edits.into_iter().filter(|edit| edit.span.file == view.file).collect();
    splice(view.sources().text(view.file), &own)
}
