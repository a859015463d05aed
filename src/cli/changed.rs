//! `nestc lint --changed`: findings in files that git says have changed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::diagnostic::Text;
use crate::lint::Report;
use crate::project::Loaded;
use crate::text;
use crate::workspace::{Failure, FilePath};

/// Leaves in `report` the findings in files that changed since `reference`, or where that is empty, since the branch left
/// the default branch; those of the working tree and files that git does not know yet count as changed.
pub(super) fn narrow(report: &mut Report, loaded: &Loaded, reference: &str) -> Result<(), Failure> {
    let top = git(&["rev-parse", "--show-toplevel"])?;
    let top = Path::new(top.trim_end());
    let base = match reference {
        "" => merge_base()?,
        // What looks like an option is none.
        reference => git(&["rev-parse", "--verify", "--end-of-options", &format!("{reference}^{{commit}}")])?,
    };
    let differing =
        git(&["diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", base.trim_end(), "--"])?;
    let unknown = git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"])?;
    let changed: HashSet<PathBuf> = differing
        .split('\0')
        .chain(unknown.split('\0'))
        .filter(|name| !name.is_empty())
        .map(|name| FilePath::new(&top.join(name)).key().to_owned())
        .collect();
    let workspace = &loaded.workspace;
    report.retain(|finding| {
        let host = workspace.sources.host(finding.primary.span.file);
        workspace.path(host).is_some_and(|path| changed.contains(path.key()))
    });
    Ok(())
}

/// Where the branch left the default branch of `origin`, or else `main` or `master`.
fn merge_base() -> Result<String, Failure> {
    let of_origin = git(&["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]).ok();
    let candidates =
        of_origin.iter().map(|it| it.trim_end()).chain(["origin/main", "origin/master", "main", "master"]);
    for branch in candidates {
        if let Ok(base) = git(&["merge-base", "HEAD", branch]) {
            return Ok(base);
        }
    }
    Err(Failure::new(
        text!(en: "cannot tell what the default branch is", zh: "无法确定默认分支"),
        text!(en: "name a commit to compare with, as in `--changed=HEAD~1`", zh: "请指定要比较的提交，例如 `--changed=HEAD~1`"),
    ))
}

/// What git prints for `arguments`.
fn git(arguments: &[&str]) -> Result<String, Failure> {
    let failed = |reason: &str| {
        Failure::new(
            text!(
                en: "`--changed` asks git, which fails: {reason}",
                zh: "`--changed` 需要调用 git，但 git 失败：{reason}",
                reason = reason,
            ),
            Text::clone(
                &text!(en: "run it inside a repository, and name a commit that is there", zh: "请在仓库中运行，并指定存在的提交"),
            ),
        )
    };
    // A repository's own configuration must not start programs.
    let output = Command::new("git").args(["-c", "core.fsmonitor=false"]).args(arguments).output();
    let output = output.map_err(|error| failed(&error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(
            said.lines().next().unwrap_or("it does not say why").trim_start_matches("fatal: "),
        ));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("a name of a file is not UTF-8"))
}
