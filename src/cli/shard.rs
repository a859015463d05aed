//! `nestc lint --shard`: one of several parts of the findings, for several machines.

use std::collections::HashMap;
use std::path::Path;

use crate::build::{Shard, relative};
use crate::lint::Report;
use crate::project::Loaded;
use crate::source::FileId;
use crate::workspace::display;

/// Leaves the findings in the templates that fall into `shard`, by the names that builds know them by. What several
/// templates share belongs to the first of them; the manifest, to the first shard. Every finding is in one shard.
pub(super) fn narrow(report: &mut Report, loaded: &Loaded, shard: Shard) {
    let base = loaded.manifest.as_ref().map_or(Path::new("."), |it| it.base.as_path());
    let name = |path| relative(base, path).unwrap_or_else(|_| display(path));
    let mut units: Vec<(String, _)> =
        loaded.compiled.iter().map(|it| (name(it.input.path()), &it.unit)).collect();
    units.sort_by(|one, other| one.0.cmp(&other.0));
    let sources = &loaded.workspace.sources;
    let mut is_ours: HashMap<FileId, bool> = HashMap::new();
    for (name, unit) in &units {
        let ours = shard.has(name);
        for &file in unit.templates.iter().flat_map(|template| &template.files) {
            is_ours.entry(sources.host(file)).or_insert(ours);
        }
    }
    let is_first = shard.number == 1;
    report.retain(|it| *is_ours.get(&sources.host(it.primary.span.file)).unwrap_or(&is_first));
    report.files = is_ours.values().filter(|it| **it).count();
    if !is_first {
        report.skipped = 0;
    }
}
