//! The files of Terraform modules on disk, and where they lie as seen from the manifest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::text;
use crate::workspace::{Failure, FilePath, Workspace, display, real, without_dots};

/// `path` as seen from the folder `base`, with `/`.
///
/// # Errors
/// When it lies outside of `base`.
pub(crate) fn relative(base: &Path, path: &Path) -> Result<String, Failure> {
    let outside = || {
        Failure::new(
            text!(
                en: "`{path}` lies outside the manifest's folder, `{base}`", zh: "`{path}` 不在清单所在的文件夹 `{base}` 之内",
                path = display(path), base = display(base),
            ),
            text!(
                en: "move it below the manifest, or the manifest above it", zh: "请将它移到清单之下，或将清单移到它之上"
            ),
        )
    };
    // The name as written counts, not what links lead to; what may be read through a link, reading decides. Only where
    // the folder itself is called by two names, what it is decides.
    let by_name = |path: &Path| std::path::absolute(path).map(|path| without_dots(&path)).ok();
    let by_folder = |path: &Path| Some(real(path.parent()?)?.join(path.file_name()?));
    let below =
        |path: Option<PathBuf>, base: Option<PathBuf>| Some(path?.strip_prefix(base?).ok()?.to_owned());
    let rest = below(by_name(path), by_name(base))
        .or_else(|| below(by_name(path).and_then(|it| by_folder(&it)), real(base)))
        .or_else(|| below(real(path), real(base)));
    let rest = rest.ok_or_else(outside)?;
    if rest.to_str().is_none() {
        return Err(Failure::new(
            text!(en: "the name of `{path}` is not UTF-8", zh: "`{path}` 的名称不是 UTF-8", path = display(path)),
            text!(en: "rename it: the record of a build cannot hold its name", zh: "请重命名：构建记录无法保存其名称"),
        ));
    }
    Ok(if rest.as_os_str().is_empty() { String::new() } else { display(&rest) })
}

/// Every file below `folders` that is copied with a module, without those of the output root `outputs` and without
/// links that lead elsewhere. With `flat`, the output root is the manifest's folder itself, and nothing is left out
/// for it.
///
/// # Errors
/// When a folder cannot be read, or a link leads out of the module's folder.
pub(super) fn files_of(
    workspace: &Workspace,
    folders: &[PathBuf],
    outputs: &Path,
    flat: bool,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let outputs = FilePath::new(outputs);
    let mut files = BTreeSet::new();
    for found in workspace.in_modules(folders, (!flat).then_some(&outputs))? {
        if found.why_not.is_some() {
            continue;
        }
        let kind = found.path.symlink_metadata();
        if kind.is_ok_and(|kind| kind.is_symlink()) {
            check_link(workspace, &found.path)?;
        }
        if found.path.is_file() {
            files.insert(found.path.to_path_buf());
        }
    }
    Ok(files)
}

fn check_link(workspace: &Workspace, link: &Path) -> Result<(), Failure> {
    if link.exists() && workspace.reaches(&FilePath::new(link)) {
        return Ok(());
    }
    Err(Failure::new(
        text!(
            en: "`{link}` is a link that leads out of its repository, or to nothing",
            zh: "`{link}` 是指向仓库之外或不存在目标的链接", link = display(link),
        ),
        text!(
            en: "put the file itself there, or follow it with --follow-links", zh: "请放入文件本身，或使用 --follow-links 跟随链接"
        ),
    ))
}
