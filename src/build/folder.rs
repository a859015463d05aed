//! The files of Terraform modules on disk, and where they lie as seen from the manifest.

use std::collections::{BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::RECORD;
use crate::workspace::{Failure, FilePath, Workspace, display, folder_of, without_dots};

/// Folders and files that are not part of a module: what Terraform itself makes.
const MADE_BY_TERRAFORM: [&str; 2] = [".terraform", ".git"];

/// `path` as seen from the folder `base`, with `/`.
///
/// # Errors
/// When it lies outside of `base`, by its name or through a link.
pub(super) fn relative(base: &Path, path: &Path) -> Result<String, Failure> {
    let outside = || {
        Failure::new(
            format!("`{}` lies outside the manifest's folder, `{}`", display(path), display(base)),
            "move it below the manifest, or the manifest above it",
        )
    };
    let real_base = base.canonicalize().unwrap_or_else(|_| base.to_owned());
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if !real.starts_with(&real_base) {
        return Err(outside());
    }
    // The name as written counts, not what links lead to.
    let absolute = std::path::absolute(path).map_err(|_| outside())?;
    let base = std::path::absolute(base).map_err(|_| outside())?;
    let absolute = without_dots(&absolute);
    let rest = absolute.strip_prefix(without_dots(&base)).map_err(|_| outside())?;
    if rest.to_str().is_none() {
        return Err(Failure::new(
            format!("the name of `{}` is not UTF-8", display(path)),
            "rename it: the record of a build cannot hold its name",
        ));
    }
    Ok(if rest.as_os_str().is_empty() { String::new() } else { display(rest) })
}

/// Every file below `folders`, without those of the output root `outputs` and without links that lead
/// elsewhere. With `flat`, the output root is the manifest's folder itself, and nothing is left out for it.
///
/// # Errors
/// When a folder cannot be read, or a link leads out of the module's folder.
pub(super) fn files_of(
    workspace: &Workspace,
    folders: &[PathBuf],
    outputs: &Path,
    flat: bool,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let outputs = outputs.canonicalize().unwrap_or_else(|_| outputs.to_owned());
    let mut files = BTreeSet::new();
    // What builds left there, now or with another `output`.
    let mut built = HashSet::new();
    let mut seen: Vec<&PathBuf> = Vec::new();
    for folder in folders {
        let here = Path::new(".");
        let below = |above: &&PathBuf| {
            let climbs = matches!(folder.components().next(), Some(Component::ParentDir));
            folder.starts_with(above) || (above.as_path() == here && folder.is_relative() && !climbs)
        };
        if seen.iter().any(below) {
            continue;
        }
        seen.push(folder);
        let outputs = outputs.clone();
        let walk = WalkBuilder::new(folder)
            .standard_filters(false)
            .filter_entry(move |entry| {
                let name = entry.file_name().to_string_lossy();
                let made = entry.depth() > 0 && MADE_BY_TERRAFORM.contains(&&*name);
                let output = !flat && entry.path().canonicalize().is_ok_and(|path| path == outputs);
                !made && !output && !is_state(&name)
            })
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| {
                Failure::new(format!("a module cannot be copied: {error}"), "check the folder's rights")
            })?;
            if entry.file_name() == RECORD {
                built.extend(workspace.outputs_in(&folder_of(entry.path())));
            }
            let kind = entry.file_type();
            if kind.is_some_and(|kind| kind.is_symlink()) {
                check_link(workspace, entry.path())?;
                if entry.path().is_file() {
                    files.insert(without_dots(entry.path()));
                }
            } else if kind.is_some_and(|kind| kind.is_file()) {
                files.insert(without_dots(entry.path()));
            }
        }
    }
    files.retain(|file: &PathBuf| built.is_empty() || !built.contains(FilePath::new(file).key()));
    Ok(files)
}

/// Terraform's state, and nestc's own files.
fn is_state(name: &str) -> bool {
    name.ends_with(".tfstate")
        || name.ends_with(".tfstate.backup")
        || matches!(name, "nestc.yaml" | "nestc.lock")
}

fn check_link(workspace: &Workspace, link: &Path) -> Result<(), Failure> {
    if link.exists() && workspace.reaches(&FilePath::new(link)) {
        return Ok(());
    }
    Err(Failure::new(
        format!("`{}` is a link that leads out of its repository, or to nothing", display(link)),
        "put the file itself there, or follow it with --follow-links",
    ))
}
